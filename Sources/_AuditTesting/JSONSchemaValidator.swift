package import AuditRecord

/// As much of JSON Schema, draft 2020-12, as the schemas of evenhand use.
///
/// A schema that uses anything else is itself reported, so that nothing passes unchecked.
package struct JSONSchemaValidator {
  private let schema: JSONValue
  private let isStrict: Bool

  /// A validator of `schema`; a strict one also reports members that the schema does not describe.
  package init(schema: JSONValue, isStrict: Bool = false) {
    self.schema = schema
    self.isStrict = isStrict
  }

  /// What is wrong with `document`, each with its place.
  package func problems(of document: JSONValue) -> [String] { problems(document, schema, at: "$") }

  private static let known: Set<String> = [
    "$schema", "$id", "title", "description", "examples", "type", "properties", "required", "items", "enum", "anyOf",
    "additionalProperties", "minimum", "maximum", "pattern", "minItems", "maxItems",
  ]

  private func problems(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
    guard case .object(let keywords) = schema else { return ["\(place): the schema is no object"] }
    var found = keywords.filter { !Self.known.contains($0.key) }.map { "\(place): keyword \($0.key) is not known" }
    if let type = schema["type"] {
      let names = type.elements?.compactMap(\.text) ?? [type.text ?? "?"]
      if !names.contains(where: { has(value, type: $0) }) {
        return found + ["\(place): is not \(names.joined(separator: " or "))"]
      }
    }
    if let choices = schema["enum"]?.elements, !choices.contains(where: { $0.canonical == value.canonical }) {
      found.append("\(place): \(value.canonical) is none of the choices")
    }
    if let shapes = schema["anyOf"]?.elements {
      let attempts = shapes.map { problems(value, $0, at: place) }
      if !attempts.contains(where: \.isEmpty) {
        found.append("\(place): fits none of \(shapes.count) shapes; nearest: \(nearest(attempts))")
      }
    }
    found += numberProblems(value, schema, at: place)
    if let pattern = schema["pattern"]?.text { found += patternProblems(value, pattern, at: place) }
    if case .array(let elements) = value { found += listProblems(elements, schema, at: place) }
    if case .object(let members) = value { found += objectProblems(members, schema, at: place) }
    return found
  }

  private func nearest(_ attempts: [[String]]) -> String {
    attempts.min { $0.count < $1.count }?.joined(separator: "; ") ?? "none"
  }

  private func has(_ value: JSONValue, type: String) -> Bool {
    switch (value, type) {
    case (.null, "null"), (.bool, "boolean"), (.number, "number"), (.string, "string"), (.array, "array"),
      (.object, "object"):
      true
    case (.number(let number), "integer"): number.rounded() == number
    default: false
    }
  }

  private func numberProblems(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
    guard let number = value.double else { return [] }
    var found: [String] = []
    if let least = schema["minimum"]?.double, number < least { found.append("\(place): is below \(least)") }
    if let most = schema["maximum"]?.double, number > most { found.append("\(place): is above \(most)") }
    return found
  }

  private func patternProblems(_ value: JSONValue, _ pattern: String, at place: String) -> [String] {
    guard let text = value.text else { return [] }
    let bytes = Array(text.utf8)
    switch pattern {
    case "^[0-9a-f]{64}$":
      let digits = Set("0123456789abcdef".utf8)
      return bytes.count == 64 && bytes.allSatisfy(digits.contains) ? [] : ["\(place): is no digest"]
    case "^[0-9]{1,5}d$":
      let digits = bytes.dropLast()
      let isRight = (1...5).contains(digits.count) && digits.allSatisfy { (0x30...0x39).contains($0) }
      return isRight && bytes.last == UInt8(ascii: "d") ? [] : ["\(place): is no number of days"]
    default: return ["\(place): the pattern \(pattern) is not known"]
    }
  }

  private func listProblems(_ elements: [JSONValue], _ schema: JSONValue, at place: String) -> [String] {
    var found: [String] = []
    if let least = schema["minItems"]?.double, Double(elements.count) < least {
      found.append("\(place): too few items")
    }
    if let most = schema["maxItems"]?.double, Double(elements.count) > most { found.append("\(place): too many items") }
    guard let items = schema["items"] else { return found }
    for (index, element) in elements.enumerated() { found += problems(element, items, at: "\(place)[\(index)]") }
    return found
  }

  private func objectProblems(
    _ members: [(key: String, value: JSONValue)], _ schema: JSONValue, at place: String
  ) -> [String] {
    var found: [String] = []
    for name in schema["required"]?.elements?.compactMap(\.text) ?? []
    where !members.contains(where: { $0.key == name }) {
      found.append("\(place): lacks \(name)")
    }
    for member in members {
      let inner = "\(place).\(member.key)"
      if let described = schema["properties"]?[member.key] {
        found += problems(member.value, described, at: inner)
      } else if case .bool(false)? = schema["additionalProperties"] {
        found.append("\(inner): is not allowed")
      } else if case .object? = schema["additionalProperties"], let additional = schema["additionalProperties"] {
        found += problems(member.value, additional, at: inner)
      } else if isStrict, schema["properties"] != nil {
        found.append("\(inner): the schema does not describe it")
      }
    }
    return found
  }
}
