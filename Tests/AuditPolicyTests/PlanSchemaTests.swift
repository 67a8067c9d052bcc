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
     "purpose": "p", "organisation": "o", "auditor": {"name": "n", "organisation": "o"}, "contact": "c", "authority": "y", "series": "s",
     "previous": "6fe8 8f42 4741 d68d", "distributed": "2026-03-01"},
     "decisions": {"source": ["a.csv", "shards/*.csv.gz"], "delimiter": ";",
      "columns": {"subject": "id", "decision": "d", "favourable": ["yes", "maybe"], "unfavourable": ["no"], "not-decided": "open",
       "outcome": "o", "positive": 1, "negative": [0], "score": {"column": "s", "range": [0, 1]}, "count": "n"},
      "groups": ["sex", {"column": "race", "obtained": "declared", "labels": ["NA"], "same": {"API": ["Asian", "Pacific Islander"]}, "expected": ["API", "White"],
        "not-compared": {"below-share": 0.02, "justification": "j"}},
       {"name": "years", "column": "age", "bins": [0, 25, 45.5, 120]}],
      "intersections": [["sex", "years"]], "unknown": ["", "unknown"],
      "phrases": {"people": "applicants", "favourable": "were invited", "unfavourable": "were turned down", "positive": "were hired", "negative": "were not hired"},
      "within": [{"column": "department", "justification": "j", "approved-by": "h", "labels": "NA", "same": {"x": "X"}}, "site"]},
     "requirements": [
      {"id": "a", "metric": "impact-ratio", "across": ["sex", "years"], "compare": "ratio",
       "reference": {"group": "Male"}, "at-least": 0.8, "decide": "point", "confidence": 0.9, "minimum-count": 50,
       "severity": "warn", "title": "Invitations", "monitor": {"false-alarm": 0.05}, "undecided": "warn", "origin": "policy", "owner": "o", "approved": "2026-05-01", "left-out": {"at-most": 0.1, "beyond": "cannot-tell", "justification": "j"}},
      {"id": "b", "metric": "recall", "across": ["sex", ["sex", "years"]], "reference": "complement", "between": [-0.05, 0.05]},
      {"id": "d", "metric": "recall", "at-least": 0.8, "reference-minimum": {"count": 40, "share": 0.02}},
      {"id": "e", "metric": "recall", "no-worse-than-baseline": {"margin": 0.02, "worse": "apart"}},
      {"id": "f", "metric": "quality", "across": "gender", "compare": "difference", "reference": {"group": "m"}, "only": "f", "signed": true, "at-most": 0.1},
      {"id": "g", "metric": "apart", "across": "band", "at": "f", "by": "items", "at-most": 0.1},
      {"id": "h", "metric": "uptake", "across": "band", "of": "f", "at-least": 0.5},
      {"id": "c", "metric": "equalized-odds", "at-most": 0.1}],
     "controls": {"setting": "gender", "levels": ["f", "m"], "unpersonalised": "f", "contexts": ["country"], "kinds": "provider",
      "log": {"source": "s.csv", "user": "u", "at": "t", "mode": "m"},
      "settings": {"source": ["c.csv"], "user": "u", "from": "t", "level": "l", "start": "m"},
      "honours": {"f": ["un"]}, "effect-within": "21d"},
     "baseline": {"results": "6fe8 8f42 4741 d68d"},
     "recommendations": {"source": {"files": ["l.csv"], "format": "csv", "delimiter": ","}, "delimiter": ";",
      "columns": {"user": "u", "item": "i", "rank": "r", "score": "s", "engagement": "e"},
      "users": {"source": "u.csv", "id": "id", "groups": ["gender", {"column": "r", "obtained": "third-party", "labels": "-", "same": {"a": ["b"]}, "expected": "-", "not-compared": {"below-share": 0.02, "justification": "j"}}, {"name": "band", "column": "a", "bins": [1, 2]}]},
      "items": {"source": {"files": "i.item", "format": "recbole"}, "id": "id", "popularity": "n", "groups": ["provider",
       {"name": "genre", "column": "g", "multiple": "|", "counting": "full", "obtained": "inferred", "target": "uniform", "labels": "?", "same": {"a": ["b"]}, "expected": "a", "not-compared": {"below-share": 0.02, "justification": "j"}},
       {"name": "bins", "column": "b", "bins": [0, 1], "target": [{"group": "x", "share": 1}]}]},
      "relevant": {"source": {"files": ["q"], "format": "csv", "delimiter": "tab"}, "user": "u", "item": "i",
       "grade": "g", "at-least": 1},
      "history": {"source": {"files": ["h"], "format": "csv", "delimiter": "tab"}, "user": "u", "item": "i"},
      "before": {"source": {"files": ["b"], "format": "csv", "delimiter": "tab"}, "user": "u", "item": "i", "rank": "r"},
      "baseline": {"source": {"files": ["n"], "format": "csv", "delimiter": "tab"}, "contexts": "country", "item": "i", "rank": "r"},
      "audience": {"source": "a.csv", "id": "u"}, "depth": 10, "attention": {"cascade": 0.85},
      "intersections": [["gender", "band"]], "target": "qualified", "tail": 0.2, "unknown": ""},
     "metrics": "accuracy", "minimum-count": 40, "formulas": [{"id": "errors", "formula": "FP + FN", "question": "q"}],
     "parameters": {"beta": 0.5, "alpha": 0.5}, "left-out": {"at-most": 0.2, "beyond": "ignore", "justification": "j"}, "seed": 7, "replicates": 0, "power": false,
     "privacy": {"minimum-cell": 5, "protect": "people", "cumulative": true, "published": "p.json"}, "sign-off": {"required": [{"role": "auditor"}, {"role": "owner", "title": "Head of lending"}], "allowed-signers": "allowed_signers",
       "signers": "signers.yml", "distinct-people": false, "segregation": [{"role": "auditor", "not": ["ran-audit", "owner"]}],
       "valid-for": "365d", "waivers": {"approvers": "owner", "longest": "90d"}, "revocations": "owner", "actions": ["owner"]}}
    """

  /// The keys that ``plan`` cannot hold beside others.
  static let other = """
    {"audit": {"title": "T", "inference": "period", "sampled": 1, "justification": "j"}, "decisions": {"source": "t.csv", "counts": {"selected": "s", "people": "p"},
     "groups": [{"column": "g1", "multiple": "; ", "counting": "combined"}]}, "recommendations": {"source": "l.run", "columns": {"user": "u", "item": "i", "list": "l", "score": "s"}, "ranks": "counted",
     "users": {"source": {"files": "u.csv", "format": "csv", "delimiter": "tab"},
      "groups": [{"column": "g2", "multiple": "|", "counting": "combined"}]},
     "items": {"source": {"files": "i.csv", "delimiter": "tab"}}, "baseline": {"source": "n.csv", "user": "u"},
     "audience": {"source": {"files": "a.csv", "format": "csv", "delimiter": "tab"}},
     "attention": {"geometric": 0.5}}, "profiles": ["iso-24027"]}
    """

  /// A sample, whose rows are no counts.
  static let sampled = """
    {"audit": {"title": "T"},
     "privacy": {"pseudonymise": {"key-file": "k", "epoch": "2026Q3"}, "quasi-identifiers": ["postcode"], "population-share": 0.1},
     "decisions": {"source": "t.csv", "center": "grand",
     "columns": {"decision": "d", "baseline": "e", "favourable": "y", "weight": "w",
      "amount": {"column": "a", "range": [0, 5]}, "unit": "EUR", "predicted": "p", "stratum": "s", "cluster": "c"}, "groups": ["g"]}}
    """

  /// Grounds of rows, and notices.
  static let lawful = """
    {"audit": {"title": "T"},
     "decisions": {"source": "t.csv", "columns": {"subject": "id", "decision": "d", "favourable": "y"}, "groups": ["g"]},
     "lawful-use": {"of": "decisions", "as-of": "2026-10-01", "extract": "complete",
      "columns": {"used": "u", "collected": "c", "purpose": "p", "basis": "b", "age": "a", "guardian": "g2"},
      "consents": {"source": "c.csv", "subject": "id", "purpose": "p", "from": "f", "until": "t"},
      "consent-basis": ["consent"], "covers": {"p": ["p", "q"]}, "retention": "730d", "minimum-age": 16,
      "count-groups": true, "special": [{"grouping": "g", "ground": "Art. 4a"}]},
     "notices": [{"file": "n.md", "language": "en", "pack": "dsa-38", "version": "1",
      "fields": {"option-without-profiling": "turn it off"}},
      {"file": "n.md", "language": "en", "pack": "dsa-38",
      "not-applicable": {"option-without-profiling": {"reason": "none", "by": "N. N."}}}]}
    """

  /// Classes in order, decided by two models.
  static let classes = """
    {"audit": {"title": "T"}, "decisions": {"source": "t.csv", "columns": {"classes": ["l", "m", "h"], "ordered": true, "outcome": "o"},
      "models": [{"name": "a", "decision": "x"}, {"name": "b", "decision": "y"}], "groups": ["g"]},
     "requirements": [{"id": "a", "metric": "recall", "class": {"at-least": "m"}, "model": "a", "at-least": 0.8},
      {"id": "b", "metric": "recall", "class": ["l", "h"], "model": ["a", "b"], "at-least": 0.8},
      {"id": "c", "metric": "recall", "macro-average": true, "at-most": 0.1}]}
    """

  /// Two models of scores.
  static let models = """
    {"audit": {"title": "T"}, "decisions": {"source": "t.csv", "columns": {"outcome": "o", "positive": 1},
      "models": [{"name": "a", "score": {"column": "x", "range": [0, 1]}}, {"name": "b", "score": "y"}], "groups": ["g"]},
     "requirements": [{"id": "a", "metric": "auc", "at-least": -0.1}]}
    """

  /// Tables that databases answer, by engine.
  static let queried = [
    #"{"sqlite": "SELECT 1", "database": "a.db"}"#, #"{"duckdb": "SELECT 1", "database": "a.duckdb"}"#,
    #"{"postgresql": "SELECT 1", "service": "audits"}"#,
  ].map { source in
    """
    {"audit": {"title": "T"}, "decisions": {"source": \(source), "columns": {"decision": "d", "favourable": "y"}, "groups": ["g"]},
     "recommendations": {"source": \(source), "columns": {"user": "u", "item": "i", "rank": "r"},
      "users": {"source": \(source), "groups": ["b"]}, "items": {"source": \(source)},
      "relevant": {"source": \(source)}, "history": {"source": \(source)}, "before": {"source": \(source)},
      "baseline": {"source": \(source)}, "audience": {"source": \(source)}}}
    """
  }

  /// Counts, made by a query and by hand.
  static let counted = """
    {"audit": {"title": "T"}, "decisions": {"source": {"counts": ["c.csv"], "of": "SELECT 1"},
     "columns": {"decision": "d", "favourable": "y", "rows": "n"}, "groups": ["g"]}}
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

  /// The reader and the schema take the same plans: JSON is YAML.
  @Test(arguments: [plan, other, sampled, lawful, classes, models, counted] + queried)
  func theReaderTakesWhatTheSchemaTakes(
    _ text: String
  ) throws {
    let validator = JSONSchemaValidator(schema: PlanSchema.document, isStrict: true)
    #expect(validator.problems(of: try JSONValue(parsing: Array(text.utf8))) == [])
    #expect(listErrors(text).map(\.description) == [])
  }

  @Test func everyKeyStandsInAPlanThatIsTested() throws {
    let plans = try
      ([Self.plan, Self.other, Self.sampled, Self.lawful, Self.classes, Self.models, Self.counted] + Self.queried).map {
        try JSONValue(parsing: Array($0.utf8))
      }
    #expect(Self.unused(PlanSchema.root, in: plans, at: "plan") == [])
  }

  /// The keys that none of `values` has.
  static func unused(_ fields: [PlanField], in values: [JSONValue], at path: String) -> [String] {
    func mappings(_ value: JSONValue) -> [JSONValue] { value.elements.map { $0.flatMap(mappings) } ?? [value] }
    func inner(_ shape: PlanShape) -> [PlanField] {
      switch shape {
      case .mapping(let fields): fields
      case .list(let element, _), .listOrNone(let element): inner(element)
      case .either(let shapes): shapes.flatMap(inner)
      default: []
      }
    }
    return fields.filter { $0.refused == nil }.flatMap { field in
      let found = values.flatMap(mappings).compactMap { $0[field.name] }
      return found.isEmpty
        ? ["\(path).\(field.name)"] : unused(inner(field.shape), in: found, at: "\(path).\(field.name)")
    }
  }

  @Test(arguments: [
    ("\"seed\": 7", "\"seed\": -7"), ("\"seed\": 7", "\"seed\": \"7\""), ("\"seed\"", "\"sead\""),
    ("\"title\": \"T\", ", ""), ("\"at-least\": 0.8", "\"at-least\": \"0.8\""),
    ("\"decide\": \"point\"", "\"decide\": \"x\""),
    ("\"groups\": [\"sex\"", "\"groups\": [7, [\"sex\"]"), ("[-0.05, 0.05]", "[0.05]"), ("[-0.05, 0.05]", "[1, 2, 3]"),
    ("\"minimum-count\": 50", "\"minimum-count\": 0"), ("\"complement\"", "\"complemend\""),
    ("\"365d\"", "365"), ("\"90d\"", "\"three months\""), ("\"approvers\"", "\"approver\""),
    ("\"minimum-cell\": 5", "\"minimum-cell\": 0"), ("\"people\", \"cumulative", "\"persons\", \"cumulative"),
    ("\"depth\": 10", "\"depth\": 0"), ("\"cascade\"", "\"cascaed\""), ("\"qualified\"", "\"qualifed\""),
    ("\"beyond\": \"ignore\"", "\"beyond\": \"ignored\""), ("\"share\": 1", "\"share\": \"1\""),
    ("\"recbole\"", "\"trec-run\""),
    ("\"replicates\": 0", "\"profiles\": []"), ("\"source\": [\"a.csv\", \"shards/*.csv.gz\"]", "\"source\": []"),
  ])
  func aBadPlanIsFoundByTheSchemaToo(old: String, new: String) throws {
    #expect(try !Self.problems(old, new).isEmpty)
  }

  @Test func theDocumentIsASchemaOfDraft202012() throws {
    let document = PlanSchema.document
    #expect(document["$schema"]?.text == "https://json-schema.org/draft/2020-12/schema")
    #expect(document["type"]?.text == "object")
    #expect(document["required"]?.elements?.compactMap(\.text) == ["audit"])
    #expect(
      document["anyOf"]?.elements?.compactMap { $0["required"]?.elements?.first?.text }
        == ["decisions", "recommendations"])
    #expect(try JSONValue(parsing: Array(document.canonical.utf8)).canonical == document.canonical)
    #expect(Self.faults(document, at: "$") == [])
  }

  /// Keywords of the wrong kind, and required members that are not described.
  static func faults(_ schema: JSONValue, at place: String, properties: JSONValue? = nil) -> [String] {
    guard case .object(let members) = schema else { return ["\(place) is no schema"] }
    var found: [String] = []
    let properties = schema["properties"] ?? properties
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
        found += names.compactMap(\.text).filter { properties?[$0] == nil }.map { "\(place) needs \($0)" }
      case ("anyOf", .array(let shapes)):
        found += shapes.flatMap { faults($0, at: place + ".anyOf", properties: properties) }
      case ("items", _): found += faults(value, at: place + ".items")
      case ("additionalProperties", .object): found += faults(value, at: place + ".*")
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
  }
}
