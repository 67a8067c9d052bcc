/// Text whose fields stand between any number of blanks, made into text with one tab between two fields.
///
/// Blanks before the first field and after the last vanish; a carriage return is a blank.
final class BlankStream: ByteStream {
  private let text: any ByteStream
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 64)
  private var at = 0
  private var filled = 0

  private var line = 1
  private var isLineStart = true
  private var blanks = 0

  /// The first line whose fields do not stand where they stood.
  private var firstShifted = Int.max

  init(_ text: any ByteStream) { self.text = text }

  deinit { buffer.deallocate() }

  func read(into output: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    var written = 0
    while written < output.count {
      if at == filled {
        guard written == 0 else { break }
        filled = try text.read(into: buffer)
        at = 0
        guard filled > 0 else { break }
      }
      written = translate(to: output, from: written)
    }
    return written
  }

  /// The error at its place: without a column where fields have moved.
  func placed(_ error: ReadError) -> ReadError {
    guard let line = error.line, line >= firstShifted, let code = ReadError.Code(rawValue: error.code) else {
      return error
    }
    return ReadError(code, file: error.file, line: line, message: error.message, hint: error.hint)
  }

  private func translate(to output: UnsafeMutableRawBufferPointer, from start: Int) -> Int {
    var written = start
    while at < filled, written < output.count {
      let byte = buffer[at]
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        blanks += 1
      case UInt8(ascii: "\n"):
        output[written] = byte
        written += 1
        blanks = 0
        isLineStart = true
        line += 1
      default:
        if blanks > 0 {
          if isLineStart || blanks > 1 { firstShifted = min(firstShifted, line) }
          blanks = 0
          if !isLineStart {
            // The byte itself comes next, when there is room for it.
            output[written] = UInt8(ascii: "\t")
            written += 1
            continue
          }
        }
        isLineStart = false
        output[written] = byte
        written += 1
      }
      at += 1
    }
    return written
  }
}
