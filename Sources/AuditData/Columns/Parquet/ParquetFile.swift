import AuditRecord

/// A Parquet file: its columns at the top of the schema, row group by row group.
///
/// Read are truth, whole numbers, days, moments, decimals in whole numbers, numbers and text, in every encoding that
/// writers use by default; see docs/sources.md. What is not read is refused when it is asked for, with a command that
/// makes another file of it. Nothing in the file is taken on trust.
final class ParquetFile: ColumnFile {
  let shared: SharedFile
  let footer: ParquetFooter
  /// The rows before each row group, and all of them [row groups + 1].
  let starts: [Int]

  /// A mark at both ends, and the length of the footer.
  private static let (markBytes, tailBytes) = (4, 8)
  /// How many rows there may be whatever the file's size, and how many more for each byte of it.
  private static let (freeRows, rowsOfByte) = (1 << 24, 8_192)

  /// Reads the footer.
  init(_ shared: SharedFile) throws(ReadError) {
    self.shared = shared
    let file = shared.file.given
    let mend = "write or download the file again"
    guard shared.size >= Self.markBytes + Self.tailBytes else {
      throw ReadError(.corruptParquet, file: file, message: "the Parquet file is cut short", hint: mend)
    }
    let tail = try shared.bytes(shared.size - Self.tailBytes..<shared.size)
    guard Array(tail[4...]) != Array("PARE".utf8) else {
      throw ReadError(
        .unsupportedColumn, file: file, message: "the Parquet file is encrypted, which is not read here",
        hint: "write it again without encryption")
    }
    guard Array(tail[4...]) == Array("PAR1".utf8) else {
      throw ReadError(
        .corruptParquet, file: file, message: "the Parquet file is cut short: its end is missing", hint: mend)
    }
    let length = tail[..<4].reversed().reduce(0) { $0 << 8 | Int($1) }
    let end = shared.size - Self.tailBytes
    guard length <= end - Self.markBytes else {
      throw ReadError(
        .corruptParquet, file: file, message: "the footer of the Parquet file is damaged: it is longer than the file",
        hint: mend)
    }
    do throws(ThriftReader.Fault) {
      footer = try ParquetFooter(try Self.footer(shared, end - length..<end))
    } catch {
      throw ReadError(.corruptParquet, file: file, message: "the footer of the Parquet file is damaged", hint: mend)
    }
    starts = footer.groups.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.rows) }
    guard starts[starts.count - 1] <= max(Self.freeRows, Self.rowsOfByte * min(shared.size, 1 << 48)) else {
      throw ReadError(
        .corruptParquet, file: file,
        message: "the Parquet file has more than \(Self.rowsOfByte) rows for each of its bytes",
        hint: "if that is so, give each different row once, and how often it occurs as count:")
    }
  }

  /// Bytes that cannot be read are an end.
  private static func footer(_ shared: SharedFile, _ range: Range<Int>) throws(ThriftReader.Fault) -> [UInt8] {
    do throws(ReadError) { return try shared.bytes(range) } catch { throw ThriftReader.Fault(isAtEnd: true) }
  }

  var names: [String] { footer.columns.map(\.name) }

  var parts: Int { footer.groups.count }

  func bytes(of part: Int) -> Int { min(footer.groups[part].bytes, shared.size) }

  func fault(of column: Int) -> ReadError? {
    let found = footer.columns[column]
    if found.values == nil { return refusal(of: column, stored: "as \(found.refusal)", wanted: [column]) }
    // Writers pack a column alike in all row groups.
    guard let chunk = try? footer.groups.isEmpty ? nil : footer.chunks(of: 0, leaves: [found.leaf]).first else {
      return nil
    }
    return refusal(of: column, chunk, wanted: [column])
  }

  /// The error for a column whose pages are not read; nothing if they are.
  func refusal(of column: Int, _ chunk: ParquetFooter.Chunk, wanted: [Int]) -> ReadError? {
    if chunk.isEncrypted { return refusal(of: column, stored: "encrypted", wanted: wanted) }
    if chunk.isElsewhere { return refusal(of: column, stored: "in another file", wanted: wanted) }
    guard ParquetCodec(rawValue: chunk.codec) == nil else { return nil }
    return refusal(of: column, stored: "with \(ParquetCodec.word(chunk.codec))", wanted: wanted)
  }

  func rows(of parts: Range<Int>, columns: [Int]) throws(ReadError) -> any ColumnSource {
    for column in columns where footer.columns[column].values == nil {
      throw refusal(of: column, stored: "as \(footer.columns[column].refusal)", wanted: columns)
    }
    return ParquetRows(self, parts, columns: columns)
  }

  /// The error for a column that is stored in a way that is not read.
  ///
  /// - Parameters:
  ///   - stored: How it is stored, as `with LZO`.
  ///   - wanted: The columns that were asked for, which another program writes.
  func refusal(of column: Int, stored: String, wanted: [Int]) -> ReadError {
    let file = shared.file.given
    let name = Path.lastComponent(file)
    let stem = name.hasSuffix(".parquet") ? String(name.dropLast(".parquet".count)) : name
    let columns = wanted.map { Self.identifier(footer.columns[$0].name) }.joined(separator: ", ")
    return ReadError(
      .unsupportedColumn, file: file,
      message: "the column \(Quoted.text(footer.columns[column].name)) is stored \(stored), which is not read here",
      hint: InputFile.duckDB(columns, from: "read_parquet(\(InputFile.quoted(name)))", to: stem + ".csv"))
  }

  /// A name as SQL has it.
  private static func identifier(_ name: String) -> String {
    let isPlain =
      name.utf8.first?.isDigit == false && name.utf8.allSatisfy { $0.isDigit || $0.isLetter || $0 == UInt8(ascii: "_") }
    return isPlain ? name : InputFile.quoted(name, with: "\"")
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
  fileprivate var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }
}

extension SharedFile {
  /// Some bytes of the file, all of which were there when it was opened.
  func bytes(_ range: Range<Int>) throws(ReadError) -> [UInt8] {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: range.count, alignment: 8)
    defer { room.deallocate() }
    try fill(room, at: range.lowerBound)
    return Array(room)
  }

  /// Reads as many bytes as there is room for.
  func fill(_ room: UnsafeMutableRawBufferPointer, at offset: Int) throws(ReadError) {
    var filled = 0
    while filled < room.count {
      let received = try read(
        into: UnsafeMutableRawBufferPointer(rebasing: room[filled...]), at: offset + filled)
      guard received > 0 else { throw DigestJob.changed(file) }
      filled += received
    }
  }
}
