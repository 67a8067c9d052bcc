import AuditRecord

extension TableReader {
  /// The columns of an opened file; nothing if it is text.
  func columnTable(_ file: InputFile, _ stored: FileBytes) throws(ReadError) -> ColumnTable? {
    guard table.format == .delimited else { return nil }
    let names = wanted.map(\.column)
    guard let format = ColumnFormat(head: try stored.peek(ColumnFormat.headBytes)) else {
      guard !file.isStream, let head = try JSONLinesFile.packedHead(file) else { return nil }
      return try columnTable(JSONLinesFile(packed: file, head: head, wanted: names), file)
    }
    let opened =
      try file.isStream
      ? format.open(stored, file, wanted: names)
      : format.open(SharedFile(file, digests: workers.digests), wanted: names)
    return try columnTable(opened, file)
  }

  /// The columns of a table in memory; nothing if the file is one.
  func memoryTable(_ file: InputFile) throws(ReadError) -> ColumnTable? {
    try options.memory[file.given].map { (table) throws(ReadError) in try columnTable(table, file) }
  }

  /// The columns of a regular file; nothing if it is text.
  func columnTable(_ shared: SharedFile) throws(ReadError) -> ColumnTable? {
    guard table.format == .delimited, let format = try Self.columnFormat(shared) else { return nil }
    return try columnTable(format.open(shared, wanted: wanted.map(\.column)), shared.file)
  }

  private func columnTable(_ opened: any ColumnFile, _ file: InputFile) throws(ReadError) -> ColumnTable {
    let found = try ColumnTable(opened, file, wanted: wanted)
    tellNames?(found.names)
    return found
  }

  static func columnFormat(_ shared: SharedFile) throws(ReadError) -> ColumnFormat? {
    let head = UnsafeMutableRawBufferPointer.allocate(byteCount: ColumnFormat.headBytes, alignment: 8)
    defer { head.deallocate() }
    return ColumnFormat(head: head.prefix(try shared.read(into: head, at: 0)))
  }

  /// Hands out all rows of a file of columns, or the first ones; nothing if `body` stopped it.
  func read(
    _ found: ColumnTable, _ stored: FileBytes?, _ body: (TableRows) -> TableStep,
    told: (_ bytes: Int64, _ rows: Int64) -> Void
  ) throws(ReadError) -> InputReading? {
    let file = found.input
    let stream = file.isStream ? stored : nil
    var (rows, bytes, isWhole): (Int64, Int64, Bool) = (0, 0, true)
    for part in 0..<found.file.parts {
      let most = options.firstRows.map { max(0, $0 - Int(rows)) } ?? .max
      guard let ends = try hand(found, part, most: most, &rows, body) else { return nil }
      bytes += Int64(found.file.bytes(of: part))
      told(stream?.count ?? bytes, rows)
      guard ends else {
        isWhole = false
        break
      }
    }
    if isWhole { try found.checkMet() }
    if let stream, isWhole { try drain(stream) }
    var input = InputReading(file: file, bytes: stream?.count ?? Int64(file.size ?? 0), rows: rows)
    input.isWhole = isWhole
    // The parts of a regular file are not read in the order of its bytes: its digest is made apart.
    if isWhole, let stream { workers.digests?.note(stream.digest(), of: file) }
    return input
  }

  /// Hands out the rows of a part of a file, at most so many; nothing if `body` has stopped.
  ///
  /// - Returns: Whether these are all.
  func hand(
    _ found: ColumnTable, _ part: Int, most: Int = .max, _ received: inout Int64, _ body: (TableRows) -> TableStep
  ) throws(ReadError) -> Bool? {
    var source = try found.rows(of: part..<(part + 1))
    var (columns, left) = ([Column](), most)
    while true {
      let count = try source.next(&columns, atMost: min(capacity, max(left, 1)))
      guard count > 0 else { return true }
      guard left > 0 else { return false }
      left -= count
      received += Int64(count)
      switch body(TableRows(count: count, columns: columns)) {
      case .proceed: break
      case .stop: return nil
      case .fail(let fault): throw source.error(fault)
      }
    }
  }

  /// Reads what is left of a stream, so that all of it is hashed.
  private func drain(_ stored: FileBytes) throws(ReadError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 64)
    defer { buffer.deallocate() }
    while try stored.read(into: buffer) > 0 {}
  }
}
