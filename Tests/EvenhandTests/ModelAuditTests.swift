import AuditData
import AuditInputs
import AuditPolicy
import Foundation
import Testing
import _AuditTesting

@testable import AuditReport
@testable import Evenhand

/// Several models over the same people.
struct ModelAuditTests {
  private static func plan(
    models: String = "[{name: old, decision: a, score: s}, {name: new, decision: b, score: t}]",
    columns: String = "favourable: y, unfavourable: [n, m], outcome: truth, positive: y, negative: [n, m]",
    requirements: String = "  - {id: r, metric: selection-rate, at-least: 0.8}", below: String = ""
  ) throws -> Plan {
    let text = """
      audit: {title: Two models}
      decisions:
        source: rows.csv
        columns: {\(columns)}
        models: \(models)
        groups: [group]
      requirements:
      \(requirements)
      power: false
      replicates: 0
      \(below)
      """
    return try PlanReader.read(Array(text.utf8), file: "evenhand.yaml", catalogue: Catalogue.cards)
  }

  /// Six hundred people of two groups; `missing` of them lack the decision of the new model.
  private static func rows(missing: Int = 0) -> [String: [String]] {
    var random = SeededGenerator(seed: 11)
    var rows: [String: [String]] = ["group": [], "truth": [], "a": [], "b": [], "s": [], "t": []]
    for person in 0..<600 {
      let isB = person % 3 == 0
      let truth = ["y", "n", "m"][Int.random(in: 0..<3, using: &random)]
      func decided(_ accuracy: Double) -> String {
        Double.random(in: 0..<1, using: &random) < accuracy ? truth : isB ? "n" : "y"
      }
      rows["group"]?.append(isB ? "b" : "a")
      rows["truth"]?.append(truth)
      rows["a"]?.append(decided(0.8))
      let new = decided(0.6)
      rows["b"]?.append(person < missing ? "" : new)
      for column in ["s", "t"] {
        rows[column]?.append("\(Double.random(in: 0..<1, using: &random) / 2 + (truth == "y" ? 0.5 : 0.2))")
      }
    }
    return rows
  }

  private static func expectSound(_ record: Record) throws {
    #expect(Confirmation(of: record).failures == [])
    #expect(try SealedRecord(parsing: Array(record.canonicalText().utf8)).record == record)
    let problems = JSONSchemaValidator(schema: RecordSchema.document).problems(
      of: try JSONValue(parsing: Array(record.canonicalText().utf8)))
    #expect(problems == [])
  }

  /// The plain audit of one model.
  private static func plain(_ decision: String, _ score: String, _ values: [String: [String]]) throws -> Record {
    let text = """
      audit: {title: One model}
      decisions:
        source: rows.csv
        columns: {decision: \(decision), score: \(score), favourable: y, unfavourable: [n, m], outcome: truth, positive: y, negative: [n, m]}
        groups: [group]
      requirements:
        - {id: r, metric: selection-rate, at-least: 0.8}
      power: false
      replicates: 0

      """
    let plan = try PlanReader.read(Array(text.utf8), file: "evenhand.yaml", catalogue: Catalogue.cards)
    return try Audit.record(of: plan, values: values)
  }

  private static func without(_ record: Record, _ model: String) -> (estimates: [Estimate], disparities: [Disparity]) {
    let end = "/model=\(model)"
    func plain(_ metric: String) -> String { DecisionView.plain(metric) }
    return (
      record.estimates.filter { $0.metric.hasSuffix(end) }.map {
        var row = $0
        row.metric = plain($0.metric)
        return row
      },
      record.disparities.filter { $0.metric.hasSuffix(end) }.map {
        var row = $0
        row.metric = plain($0.metric)
        return row
      }
    )
  }

  @Test func eachModelHasTheNumbersOfAPlanOfItsOwn() throws {
    let values = Self.rows()
    let record = try Audit.record(of: try Self.plan(), values: values)
    try Self.expectSound(record)
    for (model, decision, score) in [("old", "a", "s"), ("new", "b", "t")] {
      let plain = try Self.plain(decision, score, values)
      let own = Self.without(record, model)
      #expect(own.estimates == plain.estimates && own.disparities == plain.disparities)
      let findings = record.findings.filter { $0.requirement == "r/model=\(model)" }
      #expect(findings.map(\.verdict) == plain.findings.map(\.verdict))
      #expect(findings.map(\.interval) == plain.findings.map(\.interval))
      #expect(own.estimates.contains { $0.metric == "auc" && $0.value != nil })
    }
    #expect(record.labels?.models?.map(\.name) == ["old", "new"] && record.labels?.score == nil)
  }

  /// A row that lacks the decision of one model is left out of all: that is the audit of the other rows.
  @Test func modelsAreComparedOverTheSamePeople() throws {
    let record = try Audit.record(of: try Self.plan(), values: Self.rows(missing: 28))
    try Self.expectSound(record)
    #expect(record.rows.received == 600 && record.rows.judged == 572)
    #expect(record.rows.excluded == [Exclusion(reason: "missing-decision", rows: 28)])
    let warning = try #require(record.warnings.first { $0.code == .partlyDecided })
    #expect(warning.rows == 28 && warning.share == 28.0 / 600)
    #expect(DataWords.sentence(warning).contains("left out of every model"))
    let whole = Self.rows(missing: 28).mapValues { Array($0.dropFirst(28)) }
    for (model, decision, score) in [("old", "a", "s"), ("new", "b", "t")] {
      let plain = try Self.plain(decision, score, whole)
      let own = Self.without(record, model)
      #expect(own.estimates == plain.estimates && own.disparities == plain.disparities)
    }
  }

  /// Beyond what the plan lets be left out, no verdict about one model rests on whom another has not decided about.
  @Test func manyRowsWithoutTheDecisionOfAModelEndTheAudit() throws {
    do {
      _ = try Audit.record(of: try Self.plan(), values: Self.rows(missing: 40))
      Issue.record("the rows were taken")
    } catch let error as ReadError {
      #expect(
        error.code == "partly-decided" && error.message.hasPrefix("40 rows (6.7 %) have decisions of some models"))
    }
    let passed = try Self.plan(below: "left-out: {beyond: ignore, justification: the new model is being rolled out}")
    #expect(try Audit.record(of: passed, values: Self.rows(missing: 40)).rows.judged == 560)
  }

  /// Nor do labels of such rows count anywhere: what is said of missing words is of rows that lack them.
  @Test func wordsForMissingValuesAreCountedOnce() throws {
    var values = Self.rows(missing: 0)
    for person in 0..<20 { values["b"]?[person] = person < 10 ? "NULL" : "NA" }
    for person in 5..<15 { values["a"]?[person] = "NULL" }
    let record = try Audit.record(of: try Self.plan(), values: values)
    try Self.expectSound(record)
    #expect(record.rows.judged == 580)
    let words = record.warnings.filter { $0.code == .missingWords }
    #expect(words.first { $0.column == "a" }?.rows == 10)
    #expect(record.warnings.first { $0.code == .partlyDecided }?.rows == 10)
  }

  @Test func modelsOfScoresAlone() throws {
    let plan = try Self.plan(
      models: "[{name: old, score: s}, {name: new, score: {column: t, range: [0, 1]}}]",
      columns: "outcome: truth, positive: y, negative: [n, m]",
      requirements: "  - {id: r, metric: auc, compare: difference, reference: highest, at-least: -0.2}")
    let record = try Audit.record(of: plan, values: Self.rows())
    try Self.expectSound(record)
    #expect(record.requirements.map(\.metric) == ["auc/model=old", "auc/model=new"])
    #expect(record.findings.allSatisfy { $0.value != nil })
    #expect(record.metrics.allSatisfy { $0.view?.model != nil && !$0.needs.contains(.decision) })
  }

  @Test func classesOfTwoModels() throws {
    let plan = try Self.plan(
      models: "[{name: old, decision: a}, {name: new, decision: b}]", columns: "classes: found, outcome: truth",
      requirements: """
          - {id: r, metric: recall, at-least: 0.8}
          - {id: m, metric: recall, macro-average: true, model: new, at-most: 0.2}
        """)
    let record = try Audit.record(of: plan, values: Self.rows(missing: 7))
    try Self.expectSound(record)
    #expect(record.labels?.classes?.labels == ["m", "n", "y"])
    #expect(
      record.requirements.map(\.id) == ["old", "new"].flatMap { model in
        ["m", "n", "y"].map { "r/model=\(model)/class=\($0)" }
      }
        + ["m"])
    #expect(record.requirements.map(\.searched) == [3, 3, 3, 3, 3, 3, nil])
    let page = MarkdownRenderer().render(Report.body(of: try SealedRecord(record)))
    #expect(page.contains("| Group | “m”, old | “m”, new | “n”, old | “n”, new | “y”, old | “y”, new |"))
    #expect(WordingLint.violations(in: page) == [])
  }

  /// Files are read once, by any number of threads, to the same bytes; labels of data stay harmless.
  @Test func threadsChangeNoByte() async throws {
    try await Support.inFolder { folder in
      var values = Self.rows(missing: 3)
      values["b"]?[100] = "<script>&|{group}"
      let names = values.keys.sorted()
      var lines = [names.joined(separator: ",")]
      for row in 0..<600 { lines.append(names.map { values[$0]![row] }.joined(separator: ",")) }
      try (lines + lines.dropFirst().prefix(0)).joined(separator: "\n").write(
        toFile: folder + "/rows.csv", atomically: true, encoding: .utf8)
      let plan = try Self.plan(
        models: "[{name: old, decision: a}, {name: new, decision: b}]", columns: "classes: found, outcome: truth")
      var texts: Set<String> = []
      for threads in [1, 2, 5] {
        var options = Audit.Options()
        options.threads = threads
        let record = try Audit.run(plan, folder: folder, options: options)
        texts.insert(try record.canonicalText())
        let page = HTMLRenderer().render(Report.whole(of: try SealedRecord(record)))
        #expect(!page.contains("<script>") && page.contains("&lt;script&gt;"))
      }
      #expect(texts.count == 1)
      #expect(
        try Audit.record(of: plan, values: values).estimates
          == SealedRecord(parsing: Array(texts.first!.utf8)).record.estimates)
    }
  }

  /// A model may be compared with itself in an earlier audit, under its name.
  @Test func aModelIsNoWorseThanItWas() throws {
    let earlier = try SealedRecord(Audit.record(of: try Self.plan(), values: Self.rows()))
    let text = """
      audit: {title: Two models}
      decisions:
        source: rows.csv
        columns: {favourable: y, unfavourable: [n, m]}
        models: [{name: new, decision: a}, {name: other, decision: b}]
        groups: [group]
      requirements:
        - {id: r, metric: selection-rate, model: new, no-worse-than-baseline: {margin: 0.5}}
      baseline: {results: \(earlier.digest.hex)}
      power: false

      """
    let plan = try PlanReader.read(Array(text.utf8), file: "evenhand.yaml", catalogue: Catalogue.cards)
    var options = Audit.Options()
    options.baseline = earlier
    let tallies = try DecisionArrays(columns: plan.decisions!, values: Self.rows()).tallies()
    let record = try Audit.record(of: plan, decisions: tallies, options: options)
    try Self.expectSound(record)
    #expect(record.findings.map(\.metric) == ["selection-rate/model=new"])
    #expect(record.findings.allSatisfy { $0.change?.baseline != nil && $0.change?.now != nil })
    #expect(try SealedRecord(record).record.baseline?.changes.checks.isEmpty == false)
  }

  /// Models of labels in words: what a profile asks of a decision it asks of each.
  @Test func aProfileAsksOfEachModel() throws {
    let text = """
      audit: {title: Two models}
      decisions:
        source: rows.csv
        columns: {favourable: y, unfavourable: [n, m]}
        models: [{name: old, decision: a}, {name: new, decision: b}]
        groups: [group]
      profiles: four-fifths
      power: false

      """
    let plan = try PlanReader.read(Array(text.utf8), file: "evenhand.yaml", catalogue: Catalogue.cards)
    let record = try Audit.record(of: plan, values: Self.rows())
    try Self.expectSound(record)
    #expect(record.requirements.map { DecisionView.plain($0.metric) }.allSatisfy { $0 == "selection-rate" })
    #expect(record.requirements.count == 2 && record.findings.allSatisfy { $0.value != nil })
    let page = MarkdownRenderer().render(Report.whole(of: try SealedRecord(record)))
    #expect(!page.contains("selection-rate: not measured"))
  }

  @Test func modelsStandSideBySide() throws {
    let record = try Audit.record(of: try Self.plan(), values: Self.rows())
    let page = MarkdownRenderer().render(Report.body(of: try SealedRecord(record)))
    #expect(page.contains("**r, by group: selection rate, ratio at least 0.8**"))
    #expect(page.contains("**Selection rate by group, model by model**"))
    #expect(page.contains("| Group | old | new |"))
    #expect(page.contains("whether two models differ is not tested here"))
  }
}
