import AuditMetrics
import AuditPolicy
import AuditRecord
import Testing
import _AuditTesting

@Suite struct PlanSchemaTests {
  /// `Plans.full` as JSON, written by hand.
  static let plan = """
    {"audit": {"title": "T", "system": {"name": "s", "version": "2026.30", "artifact": "m.bin"},
     "type": "independent-audit", "data": "synthetic", "window": {"from": "2026-07-01", "to": "2026-09-30"},
     "purpose": "p"},
     "decisions": {"source": ["a.csv", "shards/*.csv.gz"], "delimiter": ";",
      "columns": {"subject": "id", "decision": "d", "favourable": ["yes", "maybe"], "unfavourable": ["no"],
       "outcome": "o", "positive": 1, "negative": [0], "count": "n"},
      "groups": ["sex", {"name": "years", "column": "age", "bins": [0, 25, 45.5, 120]}],
      "intersections": [["sex", "years"]], "unknown": ["", "unknown"],
      "within": [{"column": "department", "justification": "j", "approved-by": "h"}, "site"]},
     "requirements": [
      {"id": "a", "metric": "impact-ratio", "across": ["sex", ["sex", "years"]], "compare": "ratio",
       "reference": {"group": "Male"}, "at-least": 0.8, "decide": "point", "confidence": 0.9, "minimum-count": 50,
       "severity": "warn", "origin": "policy"},
      {"id": "b", "metric": "recall", "across": "sex", "reference": "complement", "between": [-0.05, 0.05]}],
     "metrics": "accuracy", "seed": 7, "replicates": 0, "sign-off": {"required": [{"role": "auditor"}]}}
    """

  static func problems(_ old: String = "", _ new: String = "") throws -> [String] {
    let text = old.isEmpty ? plan : plan.replacing(old, with: new, maxReplacements: 1)
    try #require(old.isEmpty || text != plan)
    return JSONSchemaValidator(schema: PlanSchema.document, isStrict: true).problems(
      of: try JSONValue(parsing: Array(text.utf8)))
  }

  @Test func aGoodPlanIsWhatTheSchemaSays() throws {
    #expect(try Self.problems() == [])
  }

  @Test(arguments: [
    ("\"seed\": 7", "\"seed\": -7"), ("\"seed\": 7", "\"seed\": \"7\""), ("\"seed\"", "\"sead\""),
    ("\"title\": \"T\", ", ""), ("\"at-least\": 0.8", "\"at-least\": \"0.8\""),
    ("\"decide\": \"point\"", "\"decide\": \"x\""),
    ("\"groups\": [\"sex\"", "\"groups\": [7, [\"sex\"]"), ("[-0.05, 0.05]", "[0.05]"), ("[-0.05, 0.05]", "[1, 2, 3]"),
    ("\"minimum-count\": 50", "\"minimum-count\": 0"), ("\"complement\"", "\"complemend\""),
    ("\"replicates\": 0", "\"profiles\": []"), ("\"source\": [\"a.csv\", \"shards/*.csv.gz\"]", "\"source\": []"),
  ])
  func aBadPlanIsFoundByTheSchemaToo(old: String, new: String) throws {
    #expect(try !Self.problems(old, new).isEmpty)
  }

  @Test func theDocumentIsASchemaOfDraft202012() throws {
    let document = PlanSchema.document
    #expect(document["$schema"]?.text == "https://json-schema.org/draft/2020-12/schema")
    #expect(document["type"]?.text == "object")
    #expect(document["required"]?.elements?.compactMap(\.text) == ["audit", "decisions"])
    #expect(try JSONValue(parsing: Array(document.canonical.utf8)).canonical == document.canonical)
    #expect(Self.faults(document, at: "$") == [])
  }

  /// Keywords of the wrong kind, and required members that are not described.
  static func faults(_ schema: JSONValue, at place: String) -> [String] {
    guard case .object(let members) = schema else { return ["\(place) is no schema"] }
    var found: [String] = []
    for (key, value) in members {
      switch (key, value) {
      case ("$schema", .string), ("title", .string), ("description", .string), ("pattern", .string),
        ("additionalProperties", .bool),
        ("minimum", .number), ("maximum", .number), ("minItems", .number), ("maxItems", .number):
        break
      case ("type", .string(let name)): found += Self.types.contains(name) ? [] : ["\(place).type is \(name)"]
      case ("type", .array(let names)):
        found += names.allSatisfy { Self.types.contains($0.text ?? "") } ? [] : ["\(place).type"]
      case ("enum", .array(let choices)): found += choices.isEmpty ? ["\(place).enum is empty"] : []
      case ("required", .array(let names)):
        found += names.compactMap(\.text).filter { schema["properties"]?[$0] == nil }.map { "\(place) needs \($0)" }
      case ("anyOf", .array(let shapes)): found += shapes.flatMap { faults($0, at: place + ".anyOf") }
      case ("items", _): found += faults(value, at: place + ".items")
      case ("properties", .object(let properties)):
        found += properties.flatMap { faults($0.value, at: "\(place).\($0.key)") }
      default: found.append("\(place).\(key) is not known or of another kind")
      }
    }
    return found
  }

  private static let types: Set<String> = ["string", "number", "integer", "boolean", "object", "array", "null"]

  @Test func theWordsOfEveryKeyPass() {
    #expect(WordingLint.violations(in: PlanSchema.outline) == [])
    #expect(PlanSchema.outline.contains("recommendations: (refused)"))
    #expect(PlanSchema.document["properties"]?["recommendations"] == nil)
  }
}
