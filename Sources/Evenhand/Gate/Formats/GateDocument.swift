package import AuditRecord
import AuditReport

/// A gate's result as JSON.
package enum GateDocument {
  /// The format.
  package static let schema = "evenhand-gate/1"

  /// The text, with a final newline; numbers have all their digits.
  package static func render(_ result: GateResult) -> String { Escaping.json(value(result).canonical) + "\n" }

  /// The document.
  package static func value(_ result: GateResult) -> JSONValue {
    .object([
      ("schema", .string(schema)), ("record", .string(result.record.hex)), ("title", .string(result.title)),
      ("system", JSONValue(result.system)), ("result", .string(result.outcome.rawValue)),
      (
        "exit",
        .object([
          ("code", .number(Double(result.exit.status.rawValue))), ("reason", .string(result.exit.reason.rawValue)),
        ])
      ),
      ("fail-on", .string(result.failOn.rawValue)),
      (
        "counts",
        .object(VerdictWord.allCases.map { ($0.rawValue, .number(Double(result.counts[$0] ?? 0))) })
      ),
      ("people", .number(Double(result.people))), ("checks", .array(result.checks.map(check))),
      (
        "sign-off",
        .object([
          ("state", .string(result.signOff.state)), ("given", .number(Double(result.signOff.given))),
          ("required", .number(Double(result.signOff.required))),
          ("valid-until", JSONValue(result.signOff.validUntil?.description)),
        ])
      ),
      ("warnings", .array(result.warnings.map(JSONValue.string))),
      ("notes", .array(result.notes.map(JSONValue.string))),
    ])
  }

  private static func check(_ check: GateResult.Check) -> JSONValue {
    let finding = check.finding
    let limits = finding.threshold.values.filter(\.isFinite).map(JSONValue.number)
    return .object([
      ("requirement", .string(finding.requirement)), ("metric", .string(finding.metric)),
      ("severity", .string(finding.severity.rawValue)), ("grouping", .array(finding.grouping.map(JSONValue.string))),
      ("group", finding.group.map(labels) ?? .null), ("small-groups", JSONValue(finding.smallGroups?.groups)),
      ("between", .array(check.between.map(labels))), ("stratifier", JSONValue(finding.stratifier)),
      ("reference", finding.reference?.group.map(labels) ?? .null),
      ("reference-rule", JSONValue(finding.reference?.rule.rawValue)), ("verdict", .string(finding.verdict.rawValue)),
      ("undefined", JSONValue(finding.undefined?.rawValue)), ("fails", .bool(check.fails)),
      ("comparison", .string(finding.comparison.rawValue)), ("value", JSONValue(check.value)),
      ("interval", check.interval.map { .array([JSONValue($0.lower), JSONValue($0.upper)]) } ?? .null),
      ("bound", JSONValue(finding.bound?.rawValue)),
      ("threshold", limits.count == 1 ? limits[0] : .array(limits)), ("counted", counted(check.counted)),
      ("reference-counted", counted(check.referenceCounted)), ("lists", JSONValue(check.lists)),
      ("size", JSONValue(check.size)),
      ("waiver", check.waiver.map(waiver) ?? .null), ("baseline", check.change.map(baseline) ?? .null),
      (
        "place",
        check.place.map { .object([("file", .string($0.file)), ("line", .number(Double($0.line)))]) } ?? .null
      ),
    ])
  }

  private static func labels(_ group: [Label]) -> JSONValue { .array(group.map { .string($0.text) }) }

  private static func counted(_ counted: GateResult.Counted?) -> JSONValue {
    counted.map { .array([.number($0.part), .number($0.whole)]) } ?? .null
  }

  private static func baseline(_ change: CheckChange) -> JSONValue {
    .object([
      ("value", JSONValue(change.difference?.baseline ?? change.baseline?.value)),
      ("verdict", JSONValue(change.baseline?.verdict?.rawValue)), ("change", .string(change.change.rawValue)),
    ])
  }

  private static func waiver(_ waiver: GateResult.Waiver) -> JSONValue {
    .object([
      ("event", .number(Double(waiver.event))), ("name", .string(waiver.name)), ("role", .string(waiver.role)),
      ("reason", .string(waiver.reason)), ("until", JSONValue(waiver.until?.description)),
    ])
  }
}

extension JSONValue {
  /// Text, or null.
  init(_ text: String?) { self = text.map { .string($0) } ?? .null }

  /// A finite number, or null.
  init(_ number: Double?) { self = number.flatMap { $0.isFinite ? .number($0) : nil } ?? .null }

  /// A whole number, or null.
  init(_ number: Int?) { self.init(number.map(Double.init)) }
}
