import CByteScan

/// Cuts delimited text into blocks of complete rows.
///
/// Every block begins at the start of a row and so outside quotes; what is left of an incomplete row is moved to the
/// front of the buffer and scanned again with what follows it.
final class DelimitedReader {
  private let stream: any ByteStream
  private let file: String
  private let delimiter: UInt8
  private let maximumRowBytes: Int

  /// What one reading fills: a block, and for a part of a text a little more, in which its last row ends.
  private let usual: Int
  private var wanted: Int
  private var capacity: Int
  private var buffer: UnsafeMutablePointer<UInt8>
  private var positions: UnsafeMutablePointer<UInt32>
  private var rowEnds: UnsafeMutablePointer<UInt32>

  /// Where the present block begins in the buffer, and where the text in the buffer ends.
  private var start = 0
  private var filled = 0
  private var consumed = 0
  private var consumedLines = 0
  private var line = 1
  private var isStarted = false
  private var isEnded = false
  private var pending: DelimitedFault?

  /// For a part of a text, the last place in the buffer at which one of its rows may begin.
  private var lastStart: Int?
  private var isDone = false

  /// The number of bytes of the stream before the present block.
  private(set) var offset = 0

  /// - Parameter beyond: How much is read at once after a part of a text, see ``begin(part:isQuoted:)``; a part is as long
  ///   as a block or shorter, and both together no longer than the longest row.
  init(
    _ stream: any ByteStream, file: String, delimiter: UInt8, options: SourceOptions, beyond: Int = 0
  ) {
    self.stream = stream
    self.file = file
    self.delimiter = delimiter
    maximumRowBytes = max(16, min(options.maximumRowBytes, 1 << 30))
    usual = max(16, min(options.blockBytes, maximumRowBytes)) + beyond
    wanted = usual
    capacity = usual
    (buffer, positions, rowEnds) = Self.allocate(capacity)
  }

  deinit {
    buffer.deallocate()
    positions.deallocate()
    rowEnds.deallocate()
  }

  /// Starts over with a part of a text: the rows that follow the newlines outside quotes among its bytes.
  ///
  /// The stream yields the part, and then what follows it in the file.
  ///
  /// - Parameters:
  ///   - part: The number of bytes of the part.
  ///   - isQuoted: Says whether the part begins within quotes, once it is told whether the number of quotes in the part
  ///     is odd.
  /// - Returns: False if no row begins in the part.
  func begin(part: Int, isQuoted: (_ isOdd: Bool) throws(ReadError) -> Bool) throws(ReadError) -> Bool {
    (start, filled, consumed, consumedLines, line) = (0, 0, 0, 0, 1)
    (isStarted, isEnded, isDone, pending) = (true, false, false, nil)
    wanted = usual
    try fill()
    let part = min(part, filled)
    let isQuoted = try isQuoted(byte_scan_odd_quotes(buffer, UInt32(part)))
    lastStart = part
    start = Int(byte_scan_row_start(buffer, UInt32(part), isQuoted))
    return start > 0
  }

  /// The next rows; nothing at the end.
  func next() throws(ReadError) -> RowBlock? {
    guard !isDone else { return nil }
    discardConsumed()
    if let pending { throw error(pending.fault, at: pending.offset) }
    while true {
      try fill()
      let (bytes, count) = (buffer + start, filled - start)
      guard count > 0 else { return nil }
      let summary = byte_scan(bytes, UInt32(count), delimiter, positions, rowEnds)
      var rows = Int(summary.rows)
      consume(rows: rows, embeddedNewlines: summary.embedded_newline)
      if summary.suspicious || (summary.beyond_ascii && byte_scan_malformed(bytes, UInt32(consumed)) < consumed),
        let first = DelimitedFault.find(in: bytes, count: count, delimiter: delimiter).first
      {
        // The rows before the fault come first, whatever the size of the block.
        while rows > 0, positions[Int(rowEnds[rows])] > first.offset { rows -= 1 }
        guard rows > 0 else { throw error(first.fault, at: first.offset) }
        consume(rows: rows, embeddedNewlines: summary.embedded_newline)
        pending = DelimitedFault(offset: first.offset - consumed, fault: first.fault)
      }
      if rows > 0 {
        rows = own(rows)
        return RowBlock(bytes: bytes, positions: positions, rowEnds: rowEnds, rows: 0..<rows)
      }

      // Not one complete row: the text has ended within quotes, or the row needs more room.
      let finding = DelimitedFault.find(in: bytes, count: count, delimiter: delimiter)
      if let first = finding.first { throw error(first.fault, at: first.offset) }
      let openQuote = finding.openQuote
      if isEnded { throw error(DelimitedFault.openQuote, at: openQuote ?? 0) }
      guard count < maximumRowBytes else {
        throw error(DelimitedFault.rowTooLong(maximumRowBytes), at: openQuote ?? 0)
      }
      grow()
    }
  }

  /// The error for a fault at an offset within the present block.
  func error(_ fault: FieldFault, at offset: Int) -> ReadError {
    let bytes = buffer + start
    var line = line
    var lineStart = 0
    for at in 0..<offset where bytes[at] == UInt8(ascii: "\n") {
      line += 1
      lineStart = at + 1
    }
    let before = (lineStart..<offset).count { bytes[$0] & 0xC0 != 0x80 }
    return ReadError(
      fault.code, file: file, line: line, column: before + 1, message: fault.message, hint: fault.hint)
  }

  private func consume(rows: Int, embeddedNewlines: Bool) {
    consumed = rows == 0 ? 0 : Int(positions[Int(rowEnds[rows])]) + 1
    consumedLines = embeddedNewlines ? (0..<consumed).count { buffer[start + $0] == UInt8(ascii: "\n") } : rows
  }

  /// The number of rows that belong to the part of the text; once one does not, the part is done.
  private func own(_ rows: Int) -> Int {
    guard let lastStart else { return rows }
    let last = lastStart - start
    isDone = Int(positions[Int(rowEnds[rows])]) + 1 > last
    guard isDone else { return rows }
    var rows = rows
    while rows > 1, Int(positions[Int(rowEnds[rows - 1])]) + 1 > last { rows -= 1 }
    return rows
  }

  private func discardConsumed() {
    guard consumed > 0 else { return }
    let shift = start + consumed
    buffer.update(from: buffer + shift, count: filled - shift)
    filled -= shift
    start = 0
    wanted = min(wanted, maximumRowBytes)
    lastStart = lastStart.map { $0 - shift }
    offset += consumed
    line += consumedLines
    consumed = 0
    consumedLines = 0
  }

  /// Reads until there is as much as wanted or the text ends; the last row gets its newline.
  private func fill() throws(ReadError) {
    while !isEnded, filled < wanted {
      let received = try stream.read(
        into: UnsafeMutableRawBufferPointer(start: buffer + filled, count: wanted - filled))
      filled += received
      isEnded = received == 0
      if !isStarted, isEnded || filled >= min(wanted, 4 * Content.headBytes) { try skipMark() }
    }
    if isEnded, filled > 0, buffer[filled - 1] != UInt8(ascii: "\n") {
      buffer[filled] = UInt8(ascii: "\n")
      filled += 1
    }
  }

  /// Skips the byte order mark of UTF-8 and explains those of other encodings, and files that are no delimited text.
  private func skipMark() throws(ReadError) {
    isStarted = true
    let mark = (0..<min(filled, 4)).map { buffer[$0] }
    if mark.starts(with: [0xFF, 0xFE]) || mark.starts(with: [0xFE, 0xFF]) || mark == [0, 0, 0xFE, 0xFF] {
      throw ReadError(
        .utf16, file: file, message: "the file is UTF-16 or UTF-32 text",
        hint: "save it as UTF-8, in Excel as “CSV UTF-8”; iconv converts it")
    }
    if mark.starts(with: [0xEF, 0xBB, 0xBF]) {
      filled -= 3
      offset = 3
      buffer.update(from: buffer + 3, count: filled)
    }
    if let content = Content(head: UnsafeBufferPointer(start: buffer, count: filled)) {
      throw content.error(InputFile(file))
    }
  }

  private func grow() {
    wanted = min(2 * wanted, start + maximumRowBytes)
    guard wanted > capacity else { return }
    let old = (buffer, positions, rowEnds)
    capacity = wanted
    (buffer, positions, rowEnds) = Self.allocate(capacity)
    buffer.update(from: old.0, count: filled)
    old.0.deallocate()
    old.1.deallocate()
    old.2.deallocate()
  }

  /// Room for a block, its index and the newline that the last row may lack. Pages of the index that are never written
  /// take no memory.
  private static func allocate(
    _ capacity: Int
  ) -> (UnsafeMutablePointer<UInt8>, UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>) {
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + 1 + Int(BYTE_SCAN_PADDING))
    bytes.initialize(repeating: 0, count: capacity + 1 + Int(BYTE_SCAN_PADDING))
    return (bytes, .allocate(capacity: capacity + 1 + 65), .allocate(capacity: capacity + 1 + 3))
  }
}
