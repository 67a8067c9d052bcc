public import AuditRecord

extension PlanSchema {
  /// The JSON Schema of the plan, for editors that check YAML as it is written.
  public static var document: JSONValue {
    guard case .object(let members) = schema(of: .mapping(root)) else { return .null }
    return .object(
      [
        ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
        ("title", .string("evenhand plan")),
      ] + members)
  }

  /// The keys of the plan as an indented list.
  public static var outline: String { outline(root, indent: 0) }

  private static func outline(_ fields: [PlanField], indent: Int) -> String {
    fields.map { field in
      let space = String(repeating: "  ", count: indent)
      var line = "\(space)\(field.name): \(field.words)"
      if field.required { line += " Required." }
      if let fallback = field.fallback { line += " Default: \(fallback)." }
      if field.refused != nil { line = "\(space)\(field.name): (refused) \(field.words)" }
      return line + "\n" + inner(field.shape).map { outline($0, indent: indent + 1) }.joined()
    }.joined()
  }

  private static func inner(_ shape: PlanShape) -> [[PlanField]] {
    switch shape {
    case .mapping(let fields): [fields]
    case .list(let element, _): inner(element)
    case .either(let shapes): shapes.flatMap(inner)
    default: []
    }
  }

  private static func schema(of shape: PlanShape) -> JSONValue {
    func typed(_ type: String, _ rest: [(key: String, value: JSONValue)] = []) -> JSONValue {
      .object([("type", .string(type))] + rest)
    }
    func pair(_ minimum: Int, _ maximum: Int?) -> JSONValue {
      var members: [(key: String, value: JSONValue)] = [
        ("items", typed("number")), ("minItems", .number(Double(minimum))),
      ]
      if let maximum { members.append(("maxItems", .number(Double(maximum)))) }
      return typed("array", members)
    }
    switch shape {
    case .text: return .object([("type", .array([.string("string"), .string("number"), .string("boolean")]))])
    case .integer(let least): return typed("integer", [("minimum", .number(Double(least)))])
    case .number: return typed("number")
    case .boolean: return typed("boolean")
    case .choice(let words): return .object([("enum", .array(words.map { .string($0) }))])
    case .range: return pair(2, 2)
    case .increasing: return pair(2, nil)
    case .list(let element, let orSingle):
      let list = typed("array", [("items", schema(of: element)), ("minItems", .number(1))])
      return orSingle ? .object([("anyOf", .array([schema(of: element), list]))]) : list
    case .either(let shapes): return .object([("anyOf", .array(shapes.map(schema)))])
    case .mapping(let fields):
      let known = fields.filter { $0.refused == nil }
      let properties = known.map { field -> (key: String, value: JSONValue) in
        guard case .object(let members) = schema(of: field.shape) else { return (field.name, .null) }
        return (field.name, .object([("description", .string(field.words))] + members))
      }
      return typed(
        "object",
        [
          ("properties", .object(properties)),
          ("required", .array(known.filter(\.required).map { .string($0.name) })),
          ("additionalProperties", .bool(false)),
        ])
    }
  }
}
