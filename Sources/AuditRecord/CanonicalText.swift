/// Text and the order of names as RFC 8785 has them.
enum CanonicalText {
  /// Writes `text` between quotes.
  static func write(_ text: String, to output: inout [UInt8]) {
    var text = text
    text.withUTF8 { write($0, to: &output) }
  }

  /// Writes text between quotes; what needs no escape is copied in one piece.
  static func write(_ text: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    var plain = 0
    for (index, byte) in text.enumerated() where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    {
      output += text[plain..<index]
      escape(byte, to: &output)
      plain = index + 1
    }
    output += text[plain...]
    output.append(UInt8(ascii: "\""))
  }

  private static func escape(_ byte: UInt8, to output: inout [UInt8]) {
    switch byte {
    case 0x08: output += "\\b".utf8
    case 0x09: output += "\\t".utf8
    case 0x0A: output += "\\n".utf8
    case 0x0C: output += "\\f".utf8
    case 0x0D: output += "\\r".utf8
    case 0..<0x20:
      let digits = Array("0123456789abcdef".utf8)
      output += "\\u00".utf8
      output += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    default: output += [UInt8(ascii: "\\"), byte]
    }
  }

  /// True if one name stands before another by UTF-16 code units; both are given as UTF-8.
  ///
  /// The orders differ in one place: what takes two units stands before U+E000, whose lead byte is 0xEE.
  static func isOrdered(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
    func rank(_ byte: UInt8) -> UInt8 { byte == 0xEE || byte == 0xEF ? byte + 0x10 : byte }
    for (left, right) in zip(left, right) where left != right { return rank(left) < rank(right) }
    return left.count < right.count
  }
}

/// Numbers as ECMAScript writes them [RFC8785, section 3.2.2.3].
package enum CanonicalNumber {
  /// The shortest digits that read back as `value`, laid out as ECMAScript does; in JSON there is no number that is not finite.
  package static func text(_ value: Double) -> String {
    guard value.isFinite else { return DecimalDigits(value).fixed(0) }
    var output: [UInt8] = []
    write(value, to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  static func write(_ value: Double, to output: inout [UInt8]) {
    precondition(value.isFinite, "a number in JSON is finite")
    if value < 0 { output.append(UInt8(ascii: "-")) }
    var digits = value.magnitude.description
    digits.withUTF8 { text in
      if let mark = text.firstIndex(of: UInt8(ascii: "e")) {
        write(text[..<mark], power: Int(String(decoding: text[(mark + 1)...], as: UTF8.self)) ?? 0, to: &output)
      } else {
        // Swift spells every number without an exponent as ECMAScript does, but for the fraction of a whole one.
        output += text.suffix(2).elementsEqual(".0".utf8) ? text.dropLast(2) : text[...]
      }
    }
  }

  /// Digits, the point after the first, times a power of ten beyond what Swift spells without an exponent.
  private static func write(_ mantissa: Slice<UnsafeBufferPointer<UInt8>>, power: Int, to output: inout [UInt8]) {
    let digits = mantissa.filter { $0 != UInt8(ascii: ".") }
    func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }
    switch power {
    case 0..<21:
      output += digits
      output += zeros(power + 1 - digits.count).utf8
    case -6..<0:
      output += "0.\(zeros(-power - 1))".utf8
      output += digits
    default:
      output += mantissa
      output += "e\(power < 0 ? "-" : "+")\(power.magnitude)".utf8
    }
  }
}
