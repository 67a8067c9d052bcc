import CByteScan

/// The first byte at which text breaks the rules of RFC 4180 or of UTF-8, found byte by byte once a scan is suspicious.
struct DelimitedFault {
  let offset: Int
  let fault: FieldFault

  /// What a walk over a region found.
  struct Finding {
    var first: DelimitedFault?
    /// The quote that is still open at the end of the region.
    var openQuote: Int?
  }

  private enum State { case fieldStart, bare, quoted, closed }

  /// Walks over a region that begins at the start of a row.
  ///
  /// What the end of the region cuts off (a carriage return, a closing quote, a UTF-8 sequence) is no fault.
  static func find(in bytes: UnsafePointer<UInt8>, count: Int, delimiter: UInt8) -> Finding {
    let malformed = Int(byte_scan_malformed(bytes, UInt32(count)))
    var state = State.fieldStart
    var openQuote: Int?
    for offset in 0..<count {
      // After a closing quote any text is a fault, whatever follows it.
      if offset == malformed { return found(offset, state == .closed ? textAfterQuote : invalidUTF8) }
      let byte = bytes[offset]
      if byte == 0 { return found(offset, nulByte) }
      if state == .quoted {
        if byte == UInt8(ascii: "\"") {
          state = .closed
          continue
        }
        continue
      }
      switch byte {
      case delimiter, UInt8(ascii: "\n"):
        state = .fieldStart
        openQuote = nil
      case UInt8(ascii: "\""):
        if state == .bare { return found(offset, strayQuote) }
        if state == .fieldStart { openQuote = offset }
        state = .quoted
      case UInt8(ascii: "\r"):
        if offset + 1 < count, bytes[offset + 1] != UInt8(ascii: "\n") {
          let isEnd = !(0..<count - 1).contains { bytes[$0] == UInt8(ascii: "\n") }
          return found(offset, isEnd ? returnsAlone : strayReturn)
        }
      default:
        if state == .closed { return found(offset, textAfterQuote) }
        state = .bare
      }
    }
    return Finding(first: nil, openQuote: state == .quoted ? openQuote : nil)
  }

  private static func found(_ offset: Int, _ fault: FieldFault) -> Finding {
    Finding(first: DelimitedFault(offset: offset, fault: fault), openQuote: nil)
  }

  private static let invalidUTF8 = FieldFault(
    code: .invalidUTF8, message: "this is not UTF-8", hint: "save the file as UTF-8; iconv converts it")
  private static let nulByte = FieldFault(
    code: .nulByte, message: "there is a NUL byte here", hint: "is this a text file in UTF-8?")
  private static let strayQuote = FieldFault(
    code: .strayQuote, message: "a quote stands inside a field that does not begin with one",
    hint: "put the whole field in quotes and double the quote within")
  private static let textAfterQuote = FieldFault(
    code: .textAfterQuote, message: "text follows the closing quote of a field",
    hint: "double a quote that belongs to the text")
  private static let strayReturn = FieldFault(
    code: .strayReturn, message: "a carriage return stands without a line feed",
    hint: "end lines with a line feed, or put the field in quotes")

  private static let returnsAlone = FieldFault(
    code: .strayReturn, message: "lines end with a carriage return alone, as old programs write them",
    hint: "write line feeds: tr '\\r' '\\n' < this file > another")

  /// A quoted field that the end of the file cuts off.
  static let openQuote = FieldFault(
    code: .openQuote, message: "the quote that opens here is never closed", hint: "close it, or double it if it is text"
  )

  /// A row beyond the limit.
  static func rowTooLong(_ limit: Int) -> FieldFault {
    FieldFault(
      code: .rowTooLong, message: "the row is longer than \(limit) bytes", hint: "is a quote left open here?")
  }
}
