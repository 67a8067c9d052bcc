package import AuditRecord

/// The JSON Schema of a gate's result.
package enum GateSchema {
  private typealias Shape = RecordSchema

  /// Draft 2020-12. Further members are allowed everywhere.
  package static let document: JSONValue = {
    guard case .object(let members) = Shape.object(top) else { return .null }
    return .object(
      [
        ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
        ("$id", .string("https://evenhand.dev/schema/evenhand-gate-1.json")),
        ("title", .string("evenhand gate result, version 1")),
      ] + members)
  }()

  private static let line: JSONValue = .object([("type", .string("integer")), ("minimum", .number(1))])
  private static let pair: JSONValue = .object([
    ("type", .string("array")), ("items", Shape.number), ("minItems", .number(2)), ("maxItems", .number(2)),
  ])
  private static let range: JSONValue = .object([
    ("type", .string("array")), ("items", Shape.orNull(Shape.number)), ("minItems", .number(2)),
    ("maxItems", .number(2)),
  ])
  private static let waiver = Shape.object([
    ("event", line), ("name", Shape.text), ("role", Shape.text), ("reason", Shape.text),
    ("until", Shape.orNull(Shape.text)),
  ])
  private static let baseline = Shape.object([
    ("value", Shape.orNull(Shape.number)), ("verdict", Shape.orNull(Shape.verdictWord)),
    ("change", Shape.choice(ChangeWord.allCases.map(\.rawValue))),
  ])

  private static let check = Shape.object([
    ("requirement", Shape.text), ("metric", Shape.text), ("severity", Shape.choice(Severity.allCases.map(\.rawValue))),
    ("grouping", Shape.texts), ("group", Shape.orNull(Shape.texts)), ("small-groups", Shape.orNull(Shape.count)),
    ("between", Shape.groups), ("stratifier", Shape.orNull(Shape.text)), ("reference", Shape.orNull(Shape.texts)),
    ("reference-rule", Shape.orNull(Shape.open(ReferenceWord.self))), ("verdict", Shape.verdictWord),
    ("undefined", Shape.undefined), ("fails", Shape.boolean), ("comparison", Shape.comparison),
    ("value", Shape.orNull(Shape.number)), ("interval", Shape.orNull(range)),
    ("bound", Shape.orNull(Shape.choice(Bound.allCases.map(\.rawValue)))), ("threshold", Shape.threshold),
    ("counted", Shape.orNull(pair)), ("reference-counted", Shape.orNull(pair)), ("lists", Shape.orNull(Shape.count)),
    ("size", Shape.orNull(Shape.count)), ("waiver", Shape.orNull(waiver)), ("baseline", Shape.orNull(baseline)),
    ("place", Shape.orNull(Shape.object([("file", Shape.text), ("line", line)]))),
  ])

  private static let top: [RecordSchema.Member] = [
    ("schema", Shape.choice([GateDocument.schema])), ("record", Shape.digest), ("title", Shape.text),
    ("system", Shape.orNull(Shape.text)), ("result", Shape.choice(GateOutcome.allCases.map(\.rawValue))),
    (
      "exit",
      Shape.object([
        ("code", .object([("enum", .array(ExitStatus.allCases.map { .number(Double($0.rawValue)) }))])),
        ("reason", Shape.choice(GateExit.Reason.allCases.map(\.rawValue))),
      ])
    ),
    ("fail-on", Shape.choice(FailOn.allCases.map(\.rawValue))),
    ("counts", Shape.object(VerdictWord.allCases.map { ($0.rawValue, Shape.count) })),
    ("people", Shape.count), ("checks", Shape.list(check)),
    (
      "sign-off",
      Shape.object([
        ("state", Shape.text), ("given", Shape.count), ("required", Shape.count),
        ("valid-until", Shape.orNull(Shape.text)),
      ])
    ),
    ("warnings", Shape.texts), ("notes", Shape.texts),
  ]
}
