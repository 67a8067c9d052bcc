import AuditRecord

/// Some rows of a table.
struct TableRows {
  let count: Int

  /// The columns in the order in which they were wanted.
  let columns: [Column]

  /// The most rows at once.
  static let capacity = 8_192
}

/// How to go on after some rows.
enum TableStep {
  case proceed
  case stop
  case fail(RowFault)
}

/// What has been read over all tables.
final class TableProgress {
  var bytes: Int64 = 0
  var rows: Int64 = 0

  /// Goes back to what had been read before.
  func restart(bytes: Int64 = 0, rows: Int64 = 0) { (self.bytes, self.rows) = (bytes, rows) }
}

/// Reads the files of a table one after the other and finds the columns that are wanted.
///
/// Unchecked: `progress` belongs to the thread that reads in order; those who read parts leave it alone.
struct TableReader: @unchecked Sendable {
  let table: InputTable
  let wanted: [WantedColumn]
  /// The most rows that are handed out at once.
  var capacity = TableRows.capacity
  let options: SourceOptions
  let workers: Workers
  let progress: TableProgress
  /// Users whose rows are not handed out; nothing where all are. Their rows are counted among those of the file.
  var withheld: WithheldUsers?
  /// Told the names of the columns of a file that has a header.
  var tellNames: (([String]) -> Void)?

  /// Hands out all rows in order.
  ///
  /// - Returns: What was read; nothing if `body` stopped it.
  func read(_ body: (TableRows) -> TableStep) throws(ReadError) -> [InputReading]? {
    try checkParts()
    var inputs: [InputReading] = []
    for file in table.files {
      let (bytesBefore, rowsBefore) = (progress.bytes, progress.rows)
      let input = try read(file, body) { bytes, rows in
        (progress.bytes, progress.rows) = (bytesBefore + bytes, rowsBefore + rows)
        options.progress?(progress.bytes, progress.rows)
      }
      guard let input else { return nil }
      inputs.append(input)
    }
    return inputs
  }

  /// What a header says.
  struct Columns: Sendable {
    /// The number of fields.
    let width: Int
    /// Where each wanted column stands, and whether its fields hold several labels between spaces.
    let wanted: [(field: Int, isSequence: Bool)]

    /// The wanted columns of some rows.
    func of(_ block: RowBlock, _ bases: UnsafePointer<UInt32>) -> [Column] {
      wanted.map { .text(TextColumn(block: block, bases: bases, field: $0.field, isSequence: $0.isSequence)) }
    }
  }

  /// Hands out the rows of one file.
  ///
  /// - Parameter told: Told after each block how many bytes of the file, as stored, and rows have been read.
  /// - Returns: What was read; nothing if `body` stopped it.
  func read(
    _ file: InputFile, _ body: (TableRows) -> TableStep, told: (_ bytes: Int64, _ rows: Int64) -> Void
  ) throws(ReadError) -> InputReading? {
    let bases = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
    defer { bases.deallocate() }
    let digests = workers.digests
    if let table = try memoryTable(file) { return try read(table, nil, body, told: told) }
    let stored = try FileBytes(
      file, hashing: digests?.isWanted(of: file) ?? false, digests: digests, wanted: wanted,
      waiting: options.waiting)
    if let table = try columnTable(file, stored) { return try read(table, stored, body, told: told) }
    let text = try TextStream.open(stored, file, ahead: workers.count > 1)
    let blanks = table.format.names == nil ? nil : BlankStream(text)
    let reader = DelimitedReader(
      blanks ?? text, file: file.given, delimiter: table.delimiter(of: file), options: options)
    var columns = table.format.names.map { names in
      Columns(width: names.count, wanted: wanted.map { (names.firstIndex(of: $0.column)!, false) })
    }
    var rows: Int64 = 0
    var isFirst = true
    var isWhole = true
    do throws(ReadError) {
      while var block = try reader.next() {
        if let most = options.firstRows, rows >= most {
          isWhole = false
          break
        }
        if columns == nil, let row = headerRow(block, table.delimiter(of: file), &isFirst) {
          columns = try header(block, row, reader)
          block.rows = (row + 1)..<block.rows.upperBound
        }
        guard let columns else { continue }
        if let most = options.firstRows, block.rows.count > most - Int(rows) {
          block.rows = block.rows.lowerBound..<(block.rows.lowerBound + most - Int(rows))
          isWhole = false
        }
        guard try hand(block, columns, bases, reader, &rows, body) else { return nil }
        told(stored.count, rows)
      }
    } catch {
      throw blanks?.placed(error) ?? error
    }
    guard columns != nil else { throw empty(file) }
    var input = InputReading(file: file, bytes: stored.count, rows: rows)
    input.isWhole = isWhole
    if isWhole { digests?.note(stored.digest(), of: file) }
    return input
  }

  func empty(_ file: InputFile) -> ReadError {
    ReadError(
      .emptyFile, file: file.given, message: "the file is empty",
      hint: "a header row with the names of the columns is needed")
  }

  /// Hands out the rows of a block; false if `body` has stopped.
  func hand(
    _ block: RowBlock, _ columns: Columns, _ bases: UnsafeMutablePointer<UInt32>, _ reader: DelimitedReader,
    _ received: inout Int64, _ body: (TableRows) -> TableStep
  ) throws(ReadError) -> Bool {
    var row = block.rows.lowerBound
    let selection = withheld.map { _ in RowSelection(capacity: capacity) }
    while row < block.rows.upperBound {
      let (count, ragged) = gather(block, columns.width, &row, bases)
      received += Int64(count)
      var rows = TableRows(count: count, columns: columns.of(block, bases))
      if let withheld, let selection, count > 0 { rows = withheld.rest(of: rows, selection) }
      if rows.count > 0 {
        switch body(rows) {
        case .proceed: break
        case .stop: return false
        case .fail(let fault):
          let found = selection?.placed(fault) ?? fault
          let field = found.column.map { columns.wanted[$0].field } ?? 0
          throw reader.error(found.fault, at: Int(block.positions[Int(bases[found.row]) + field] &+ 1))
        }
      }
      if let ragged {
        let found = block.width(ragged)
        let wanted = table.format.names == nil ? "the header \(columns.width)" : "this format \(columns.width)"
        let fault = FieldFault(
          code: .raggedRow, message: "this row has \(found) \(found == 1 ? "field" : "fields"), \(wanted)",
          hint: table.format.names == nil ? raggedHint(block, ragged, columns.width) : nil)
        throw reader.error(fault, at: block.bounds(row: ragged, field: 0).lowerBound)
      }
    }
    return true
  }

  private func raggedHint(_ block: RowBlock, _ row: Int, _ width: Int) -> String {
    let last = block.field(row: row, field: block.width(row) - 1)
    return block.width(row) == width + 1 && last.allSatisfy { $0 == UInt8(ascii: "\r") }
      ? "the row ends with a delimiter that the header lacks; if all rows do, end the header with one too"
      : "put a field that holds the delimiter in quotes"
  }

  /// Collects where the next rows begin, blank ones left out; stops when there is no more room, or at a row of another
  /// width.
  private func gather(
    _ block: RowBlock, _ width: Int, _ row: inout Int, _ bases: UnsafeMutablePointer<UInt32>
  ) -> (count: Int, ragged: Int?) {
    let (rowEnds, end, capacity) = (block.rowEnds, block.rows.upperBound, capacity)
    var base = rowEnds[row]
    var at = row
    var count = 0
    defer { row = at }
    while at < end, count < capacity {
      let next = rowEnds[at &+ 1]
      if Int(next &- base) == width, width > 1 || !block.isBlank(at) {
        bases[count] = base
        count &+= 1
      } else if !block.isBlank(at) {
        return (count, at)
      }
      base = next
      at &+= 1
    }
    return (count, nil)
  }

  /// The row of the names: the first that is not blank and no note of a spreadsheet on how fields are separated, `sep=;`.
  ///
  /// - Parameter isFirst: Whether no row that is not blank has been seen before.
  func headerRow(_ block: RowBlock, _ delimiter: UInt8, _ isFirst: inout Bool) -> Int? {
    for row in block.rows where !block.isBlank(row) {
      defer { isFirst = false }
      let start = block.bounds(row: row, field: 0).lowerBound
      let end = block.bounds(row: row, field: block.width(row) - 1).upperBound
      let line = UnsafeBufferPointer(start: block.bytes + start, count: end - start)
      let isNote = (line.last == UInt8(ascii: "\r") ? line.dropLast() : line[...]).elementsEqual(
        Array("sep=".utf8) + [delimiter])
      if !(isFirst && isNote) { return row }
    }
    return nil
  }

  func header(_ block: RowBlock, _ row: Int, _ reader: DelimitedReader) throws(ReadError) -> Columns {
    var header = Header(block, row: row)
    var types: [String]?
    if table.format == .recBole {
      var names: [String] = []
      types = []
      for (field, name) in header.names.enumerated() {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, ["token", "token_seq", "float", "float_seq"].contains(parts[1]) else {
          throw reader.error(Self.untyped, at: block.bounds(row: row, field: field).lowerBound)
        }
        names.append(String(parts[0]))
        types?.append(String(parts[1]))
      }
      header = Header(names: names)
    }
    tellNames?(header.names)
    var indices: [Label: Int] = [:]
    do throws(Header.Fault) {
      indices = try header.indices(of: wanted, in: (block, row))
    } catch {
      throw reader.error(error.fault, at: block.bounds(row: row, field: error.field).lowerBound)
    }
    let fields = wanted.map { indices[Label($0.column)]! }
    return Columns(width: header.names.count, wanted: fields.map { ($0, types?[$0] == "token_seq") })
  }

  /// Throws if a column has two parts that exclude each other.
  func checkParts() throws(ReadError) { try WantedColumn.check(wanted, file: table.files.first?.given ?? "-") }

  private static let untyped = FieldFault(
    code: .untypedColumn, message: "this name has no type", hint: "a RecBole header has names such as user_id:token")
}
