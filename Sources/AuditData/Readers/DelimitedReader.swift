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

  private var capacity: Int
  private var bytes: UnsafeMutablePointer<UInt8>
  private var positions: UnsafeMutablePointer<UInt32>
  private var rowEnds: UnsafeMutablePointer<UInt32>

  private var filled = 0
  private var consumed = 0
  private var consumedLines = 0
  private var line = 1
  private var isStarted = false
  private var isEnded = false
  private var pending: DelimitedFault?

  init(_ stream: any ByteStream, file: String, delimiter: UInt8, options: SourceOptions) {
    self.stream = stream
    self.file = file
    self.delimiter = delimiter
    maximumRowBytes = max(16, min(options.maximumRowBytes, 1 << 30))
    capacity = max(16, min(options.blockBytes, maximumRowBytes))
    (bytes, positions, rowEnds) = Self.allocate(capacity)
  }

  deinit {
    bytes.deallocate()
    positions.deallocate()
    rowEnds.deallocate()
  }

  /// The next rows; nothing at the end.
  func next() throws(ReadError) -> RowBlock? {
    discardConsumed()
    if let pending { throw error(pending.fault, at: pending.offset) }
    while true {
      try fill()
      guard filled > 0 else { return nil }
      let summary = byte_scan(bytes, UInt32(filled), delimiter, positions, rowEnds)
      var rows = Int(summary.rows)
      consume(rows: rows, embeddedNewlines: summary.embedded_newline)
      if summary.suspicious || (summary.beyond_ascii && byte_scan_malformed(bytes, UInt32(consumed)) < consumed),
        let first = DelimitedFault.find(in: bytes, count: filled, delimiter: delimiter).first
      {
        // The rows before the fault come first, whatever the size of the block.
        while rows > 0, positions[Int(rowEnds[rows])] > first.offset { rows -= 1 }
        guard rows > 0 else { throw error(first.fault, at: first.offset) }
        consume(rows: rows, embeddedNewlines: summary.embedded_newline)
        pending = DelimitedFault(offset: first.offset - consumed, fault: first.fault)
      }
      if rows > 0 { return RowBlock(bytes: bytes, positions: positions, rowEnds: rowEnds, rows: 0..<rows) }

      // Not one complete row: the text has ended within quotes, or the row needs more room.
      let finding = DelimitedFault.find(in: bytes, count: filled, delimiter: delimiter)
      if let first = finding.first { throw error(first.fault, at: first.offset) }
      let openQuote = finding.openQuote
      if isEnded { throw error(DelimitedFault.openQuote, at: openQuote ?? 0) }
      guard filled < maximumRowBytes else {
        throw error(DelimitedFault.rowTooLong(maximumRowBytes), at: openQuote ?? 0)
      }
      grow()
    }
  }

  /// The error for a fault at an offset within the present block.
  func error(_ fault: FieldFault, at offset: Int) -> ReadError {
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
    consumedLines = embeddedNewlines ? (0..<consumed).count { bytes[$0] == UInt8(ascii: "\n") } : rows
  }

  private func discardConsumed() {
    bytes.update(from: bytes + consumed, count: filled - consumed)
    filled -= consumed
    line += consumedLines
    consumed = 0
    consumedLines = 0
  }

  /// Reads until the buffer is full or the text ends; the last row gets its newline.
  private func fill() throws(ReadError) {
    while !isEnded, filled < capacity {
      let received = try stream.read(
        into: UnsafeMutableRawBufferPointer(start: bytes + filled, count: capacity - filled))
      filled += received
      isEnded = received == 0
      if !isStarted, isEnded || filled >= 4 { try start() }
    }
    if isEnded, filled > 0, bytes[filled - 1] != UInt8(ascii: "\n") {
      bytes[filled] = UInt8(ascii: "\n")
      filled += 1
    }
  }

  /// Skips the byte order mark of UTF-8 and explains those of other encodings.
  private func start() throws(ReadError) {
    isStarted = true
    let mark = (0..<min(filled, 4)).map { bytes[$0] }
    if mark.starts(with: [0xFF, 0xFE]) || mark.starts(with: [0xFE, 0xFF]) || mark == [0, 0, 0xFE, 0xFF] {
      throw ReadError(
        .utf16, file: file, message: "the file is UTF-16 or UTF-32 text",
        hint: "save it as UTF-8, in Excel as “CSV UTF-8”; iconv converts it")
    }
    if mark.starts(with: [0xEF, 0xBB, 0xBF]) {
      filled -= 3
      bytes.update(from: bytes + 3, count: filled)
    }
  }

  private func grow() {
    let old = (bytes, positions, rowEnds)
    capacity = min(2 * capacity, maximumRowBytes)
    (bytes, positions, rowEnds) = Self.allocate(capacity)
    bytes.update(from: old.0, count: filled)
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
    return (bytes, .allocate(capacity: capacity + 1 + 65), .allocate(capacity: capacity + 2))
  }
}
