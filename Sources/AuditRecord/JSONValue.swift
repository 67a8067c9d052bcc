/// A JSON document as a value.
public enum JSONValue: Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number; JSON knows IEEE doubles only.
  case number(Double)
  /// Text.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// Members in the order of the document.
  case object([(key: String, value: JSONValue)])

  /// The member of an object.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
  }

  /// The element of a list.
  public subscript(index: Int) -> JSONValue? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  /// The number, if it is one.
  public var double: Double? { if case .number(let value) = self { value } else { nil } }

  /// The text, if it is text.
  public var text: String? { if case .string(let value) = self { value } else { nil } }

  /// The elements, if it is a list.
  public var elements: [JSONValue]? { if case .array(let value) = self { value } else { nil } }

  /// The canonical form of RFC 8785: members sorted by their UTF-16 code units, ECMAScript numbers, no spaces.
  ///
  /// Numbers must be finite; the parser never makes others.
  public var canonical: String { String(decoding: canonicalBytes, as: UTF8.self) }

  /// The canonical form as bytes.
  public var canonicalBytes: [UInt8] {
    var output: [UInt8] = []
    write(to: &output)
    return output
  }

  private func write(to output: inout [UInt8]) {
    switch self {
    case .null: output += "null".utf8
    case .bool(let value): output += (value ? "true" : "false").utf8
    case .number(let value): output += CanonicalNumber.text(value).utf8
    case .string(let value): JSONValue.write(value, to: &output)
    case .array(let elements):
      output.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        element.write(to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .object(let members):
      output.append(UInt8(ascii: "{"))
      let sorted = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
      for (index, member) in sorted.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        JSONValue.write(member.key, to: &output)
        output.append(UInt8(ascii: ":"))
        member.value.write(to: &output)
      }
      output.append(UInt8(ascii: "}"))
    }
  }

  private static func write(_ text: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
      case 0x08: output += "\\b".utf8
      case 0x09: output += "\\t".utf8
      case 0x0A: output += "\\n".utf8
      case 0x0C: output += "\\f".utf8
      case 0x0D: output += "\\r".utf8
      case 0..<0x20:
        let digits = Array("0123456789abcdef".utf8)
        output += "\\u00".utf8
        output += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}

/// Numbers as ECMAScript writes them [RFC8785, section 3.2.2.3].
public enum CanonicalNumber {
  /// The shortest digits that read back as `value`, laid out as ECMAScript does. `value` is finite.
  public static func text(_ value: Double) -> String {
    precondition(value.isFinite, "a number in JSON is finite")
    if value == 0 { return "0" }
    var digits: [UInt8] = []
    var exponent = 0
    var pointSeen = false
    var parts = Array(value.magnitude.description.utf8)[...]
    while let byte = parts.popFirst() {
      switch byte {
      case UInt8(ascii: "."): pointSeen = true
      case UInt8(ascii: "e"):
        exponent += Int(String(decoding: parts, as: UTF8.self)) ?? 0
        parts = []
      default:
        digits.append(byte)
        if pointSeen { exponent -= 1 }
      }
    }
    // value = digits × 10^exponent; drop zeros on both sides
    while digits.count > 1, digits.last == UInt8(ascii: "0") {
      digits.removeLast()
      exponent += 1
    }
    digits = Array(digits.drop { $0 == UInt8(ascii: "0") })
    let count = digits.count
    let point = count + exponent
    let text = String(decoding: digits, as: UTF8.self)
    let sign = value < 0 ? "-" : ""
    if count <= point, point <= 21 { return sign + text + String(repeating: "0", count: point - count) }
    if 0 < point, point <= 21 { return sign + text.prefix(point) + "." + text.dropFirst(point) }
    if -6 < point, point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + text }
    let power = point - 1
    let tail = (power < 0 ? "e-" : "e+") + String(power.magnitude)
    return sign + (count == 1 ? text : text.prefix(1) + "." + text.dropFirst(1)) + tail
  }
}
