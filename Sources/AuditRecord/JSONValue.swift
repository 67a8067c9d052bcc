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
  public var canonical: String {
    var output = ""
    write(to: &output)
    return output
  }

  private func write(to output: inout String) {
    switch self {
    case .null: output += "null"
    case .bool(let value): output += value ? "true" : "false"
    case .number(let value): output += CanonicalNumber.text(value)
    case .string(let value): JSONValue.write(value, to: &output)
    case .array(let elements):
      output += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { output += "," }
        element.write(to: &output)
      }
      output += "]"
    case .object(let members):
      output += "{"
      let sorted = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
      for (index, member) in sorted.enumerated() {
        if index > 0 { output += "," }
        JSONValue.write(member.key, to: &output)
        output += ":"
        member.value.write(to: &output)
      }
      output += "}"
    }
  }

  private static func write(_ text: String, to output: inout String) {
    output += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\u{08}": output += "\\b"
      case "\u{09}": output += "\\t"
      case "\u{0A}": output += "\\n"
      case "\u{0C}": output += "\\f"
      case "\u{0D}": output += "\\r"
      case "\u{00}"..<"\u{20}":
        let hex = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: output.unicodeScalars.append(scalar)
      }
    }
    output += "\""
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
