/// A JSON document as a value.
package enum JSONValue: Sendable {
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
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
  }

  /// The element of a list.
  package subscript(index: Int) -> JSONValue? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  /// The number, if it is one.
  package var double: Double? { if case .number(let value) = self { value } else { nil } }

  /// The text, if it is text.
  package var text: String? { if case .string(let value) = self { value } else { nil } }

  /// The elements, if it is a list.
  package var elements: [JSONValue]? { if case .array(let value) = self { value } else { nil } }

  /// The canonical form of RFC 8785: members sorted by their UTF-16 code units, ECMAScript numbers, no spaces.
  ///
  /// Numbers must be finite; the parser never makes others.
  package var canonical: String { String(decoding: canonicalBytes, as: UTF8.self) }

  /// The canonical form as bytes.
  package var canonicalBytes: [UInt8] {
    var output: [UInt8] = []
    write(to: &output)
    return output
  }

  private func write(to output: inout [UInt8]) {
    switch self {
    case .null: output += "null".utf8
    case .bool(let value): output += (value ? "true" : "false").utf8
    case .number(let value): CanonicalNumber.write(value, to: &output)
    case .string(let value): CanonicalText.write(value, to: &output)
    case .array(let elements):
      output.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        element.write(to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .object(let members):
      output.append(UInt8(ascii: "{"))
      let sorted = members.sorted { CanonicalText.isOrdered($0.key.utf8, $1.key.utf8) }
      for (index, member) in sorted.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        CanonicalText.write(member.key, to: &output)
        output.append(UInt8(ascii: ":"))
        member.value.write(to: &output)
      }
      output.append(UInt8(ascii: "}"))
    }
  }
}
