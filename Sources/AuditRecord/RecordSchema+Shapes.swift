/// The shapes of which the schemas of records are made.
extension RecordSchema {
  package typealias Member = (key: String, value: JSONValue)

  package static let text = type("string")
  package static let number = type("number")
  package static let boolean = type("boolean")
  package static let count: JSONValue = .object([("type", .string("integer")), ("minimum", .number(0))])
  package static let texts = list(text)
  package static let groups = list(texts)
  package static let share: JSONValue = .object([
    ("type", .string("number")), ("minimum", .number(0)), ("maximum", .number(1)),
  ])
  package static let digest: JSONValue = .object([("type", .string("string")), ("pattern", .string("^[0-9a-f]{64}$"))])
  package static let undefined = orNull(open(UndefinedReason.self))
  static let side = choice(MetricSide.allCases.map(\.rawValue))
  static let scale = choice(SpreadScale.allCases.map(\.rawValue))
  package static let comparison = choice(Comparison.allCases.map(\.rawValue))
  package static let threshold = any(number, list(number))

  package static func type(_ name: String) -> JSONValue { .object([("type", .string(name))]) }
  package static func choice(_ words: [String]) -> JSONValue { .object([("enum", .array(words.map { .string($0) }))]) }
  /// A word of a list that later versions lengthen.
  package static func open<Word: OpenWord>(_ words: Word.Type) -> JSONValue {
    .object([("type", .string("string")), ("examples", .array(Word.known.map { .string($0.rawValue) }))])
  }
  package static func any(_ shapes: JSONValue...) -> JSONValue { .object([("anyOf", .array(shapes))]) }
  package static func orNull(_ shape: JSONValue) -> JSONValue { any(shape, type("null")) }
  package static func list(_ element: JSONValue) -> JSONValue {
    .object([("type", .string("array")), ("items", element)])
  }
  package static func map(_ element: JSONValue) -> JSONValue {
    .object([("type", .string("object")), ("additionalProperties", element)])
  }
  /// An object; members of `later` came after version 0.1, and older records lack them.
  package static func object(_ members: [Member], later: [Member] = []) -> JSONValue {
    .object([
      ("type", .string("object")), ("properties", .object(members + later)),
      ("required", .array(members.map { .string($0.key) })),
    ])
  }
}
