/// A number written in decimal.
enum DecimalNumber {
  /// The bytes without blanks around them.
  static func trimmed(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    var (start, end) = (0, text.count)
    while start < end, isBlank(text[start]) { start += 1 }
    while end > start, isBlank(text[end - 1]) { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: text[start..<end])
  }

  /// As for bytes, without blanks around them.
  static func parseTrimmed(_ text: String) -> Double? {
    var text = text
    return text.withUTF8 { parse(trimmed(UnsafeRawBufferPointer($0))) }
  }

  /// As for bytes.
  static func parse(_ text: String) -> Double? {
    var text = text
    return text.withUTF8 { parse(UnsafeRawBufferPointer($0)) }
  }

  /// The nearest double to a decimal number such as `34`, `-1.5`, `.5` or `2e3`; nothing for any other text, spaces
  /// and words such as `nan` included. A number too large for a double is infinite.
  static func parse(_ text: UnsafeRawBufferPointer) -> Double? {
    var at = 0
    let negative = text.first == UInt8(ascii: "-")
    if negative || text.first == UInt8(ascii: "+") { at = 1 }

    var mantissa: UInt64 = 0
    var significant = 0
    var digits = 0
    var scale = 0
    var fraction = false
    while at < text.count {
      let digit = text[at] &- UInt8(ascii: "0")
      if digit < 10 {
        if significant > 0 || digit > 0 { significant += 1 }
        if significant <= 15 { mantissa = mantissa &* 10 &+ UInt64(digit) }
        if fraction { scale -= 1 }
        digits += 1
      } else if text[at] == UInt8(ascii: "."), !fraction {
        fraction = true
      } else {
        break
      }
      at += 1
    }
    guard digits > 0 else { return nil }

    if at < text.count {
      guard text[at] | 0x20 == UInt8(ascii: "e") else { return nil }
      at += 1
      var exponent = 0
      let lowers = at < text.count && text[at] == UInt8(ascii: "-")
      if lowers || (at < text.count && text[at] == UInt8(ascii: "+")) { at += 1 }
      guard at < text.count else { return nil }
      while at < text.count {
        let digit = text[at] &- UInt8(ascii: "0")
        guard digit < 10 else { return nil }
        exponent = min(exponent * 10 + Int(digit), 1 << 20)
        at += 1
      }
      scale += lowers ? -exponent : exponent
    }

    // Both the digits and the power of ten are exact doubles, so that one rounding is the right one.
    guard significant <= 15, scale >= -22, scale <= 22 else {
      return Double(String(decoding: text, as: UTF8.self))
    }
    let magnitude = scale < 0 ? Double(mantissa) / powers[-scale] : Double(mantissa) * powers[scale]
    return negative ? -magnitude : magnitude
  }

  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]
}
