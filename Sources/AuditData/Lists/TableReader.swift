import AuditRecord

/// Some rows of a table, all with as many fields as the header.
struct TableRows {
  let block: RowBlock

  /// For each row, the index of its first field within the positions of the block.
  let bases: UnsafePointer<UInt32>

  let count: Int

  /// Where each wanted column stands.
  let places: [Int]

  /// The type of each wanted column, if the header gives types.
  let types: [String]?

  /// The most rows at once.
  static let capacity = 8_192

  /// The field as written.
  func field(_ row: Int, _ place: Int) -> UnsafeRawBufferPointer {
    let base = Int(bases[row]) + place
    let start = Int(block.positions[base] &+ 1)
    return UnsafeRawBufferPointer(start: block.bytes + start, count: Int(block.positions[base + 1]) - start)
  }
}

/// A fault in one field of some rows.
struct RowFault {
  let row: Int
  let place: Int
  let fault: FieldFault

  /// The first of several faults in the order of rows; of a row, the one that was looked for first.
  static func first(_ faults: [RowFault?]) -> RowFault? {
    faults.compactMap { $0 }.reduce(nil as RowFault?) { first, next in
      first.map { next.row < $0.row ? next : $0 } ?? next
    }
  }
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
}

/// Reads the files of a table one after the other and finds the columns that are wanted.
///
/// Unchecked: `progress` belongs to the thread that reads in order; those who read parts leave it alone.
struct TableReader: @unchecked Sendable {
  let table: InputTable
  let wanted: [WantedColumn]
  let options: SourceOptions
  let progress: TableProgress

  /// Hands out all rows in order.
  ///
  /// - Returns: What was read; nothing if `body` stopped it.
  func read(_ body: (TableRows) -> TableStep) throws(ReadError) -> [InputReading]? {
    try checkParts()
    let bases = UnsafeMutablePointer<UInt32>.allocate(capacity: TableRows.capacity)
    defer { bases.deallocate() }
    var inputs: [InputReading] = []
    for file in table.files {
      guard let input = try read(file, bases, body) else { return nil }
      inputs.append(input)
      progress.bytes += input.bytes
    }
    return inputs
  }

  /// What a header says.
  struct Columns: Sendable {
    let width: Int
    let places: [Int]
    let types: [String]?
  }

  private func read(
    _ file: InputFile, _ bases: UnsafeMutablePointer<UInt32>, _ body: (TableRows) -> TableStep
  ) throws(ReadError) -> InputReading? {
    let stored = try FileBytes(file, digests: options.digestWhileReading || file.isStream)
    let text = try TextStream.open(stored, file, ahead: options.unpacksAhead)
    let blanks = table.format.names == nil ? nil : BlankStream(text)
    let reader = DelimitedReader(
      blanks ?? text, file: file.given, delimiter: table.delimiter(of: file), options: options)
    var columns = table.format.names.map { names in
      Columns(width: names.count, places: wanted.map { names.firstIndex(of: $0.column)! }, types: nil)
    }
    var rows: Int64 = 0
    do throws(ReadError) {
      while var block = try reader.next() {
        if columns == nil, let row = block.rows.first(where: { !block.isBlank($0) }) {
          columns = try header(block, row, reader)
          block.rows = (row + 1)..<block.rows.upperBound
        }
        guard let columns else { continue }
        let before = rows
        guard try hand(block, columns, bases, reader, &rows, body) else { return nil }
        progress.rows += rows - before
        options.progress?(progress.bytes + stored.count, progress.rows)
      }
    } catch {
      throw blanks?.placed(error) ?? error
    }
    guard columns != nil else { throw empty(file) }
    return InputReading(name: file.name, sha256: stored.digest(), bytes: stored.count, rows: rows)
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
    while row < block.rows.upperBound {
      let (count, ragged) = gather(block, columns.width, &row, bases)
      received += Int64(count)
      let rows = TableRows(block: block, bases: bases, count: count, places: columns.places, types: columns.types)
      if count > 0 {
        switch body(rows) {
        case .proceed: break
        case .stop: return false
        case .fail(let found):
          throw reader.error(found.fault, at: Int(block.positions[Int(bases[found.row]) + found.place] &+ 1))
        }
      }
      if let ragged {
        let found = block.width(ragged)
        let wanted = table.format.names == nil ? "the header \(columns.width)" : "this format \(columns.width)"
        let fault = FieldFault(
          code: .raggedRow, message: "this row has \(found) \(found == 1 ? "field" : "fields"), \(wanted)",
          hint: table.format.names == nil ? "put a field that holds the delimiter in quotes" : nil)
        throw reader.error(fault, at: block.bounds(row: ragged, field: 0).lowerBound)
      }
    }
    return true
  }

  /// Collects where the next rows begin, blank ones left out; stops when there is no more room, or at a row of another
  /// width.
  private func gather(
    _ block: RowBlock, _ width: Int, _ row: inout Int, _ bases: UnsafeMutablePointer<UInt32>
  ) -> (count: Int, ragged: Int?) {
    let (rowEnds, end) = (block.rowEnds, block.rows.upperBound)
    var at = row
    var count = 0
    defer { row = at }
    while at < end, count < TableRows.capacity {
      let base = rowEnds[at]
      let isWide = Int(rowEnds[at + 1] &- base) == width
      if isWide, width > 1 || !block.isBlank(at) {
        bases[count] = base
        count += 1
      } else if !block.isBlank(at) {
        return (count, at)
      }
      at += 1
    }
    return (count, nil)
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
      header = Header(names: names, row: row)
    }
    let indices = try header.indices(of: wanted.map { ($0.column, $0.purpose) }, isPrivate: true, in: block, reader)
    let places = wanted.map { indices[Label($0.column)]! }
    return Columns(width: header.names.count, places: places, types: types.map { all in places.map { all[$0] } })
  }

  /// Throws if a column has two parts. Only groups may share one.
  func checkParts() throws(ReadError) {
    var parts: [Label: String] = [:]
    for column in wanted {
      let earlier = parts.updateValue(column.purpose, forKey: Label(column.column))
      guard let earlier, earlier != "group" || column.purpose != "group" else { continue }
      throw ReadError(
        .columnUsedTwice, file: table.files.first?.given ?? "-",
        message: "the column \(Quoted.text(column.column)) cannot be both \(earlier) and \(column.purpose)",
        hint: "name another column for one of the two")
    }
  }

  private static let untyped = FieldFault(
    code: .untypedColumn, message: "this name has no type", hint: "a RecBole header has names such as user_id:token")
}
