import AuditInputs
import AuditPolicy
import AuditStatistics
import Evenhand
import Foundation
import Testing
import _AuditTesting

@testable import AuditReport

/// Whole audits of several classes: from rows to record, findings and report, beside scikit-learn, Fairlearn, SciPy and statsmodels.
struct ClassAuditTests {
  /// `Tests/Reference/classes-peers.json`.
  private struct Values: Decodable, Sendable {
    struct Rate: Decodable, Sendable {
      let `class`: String
      let metric: String
      let group: String
      let value: Double
    }
    struct Worst: Decodable, Sendable {
      let `class`: String
      let metric: String
      let value: Double
    }
    struct Limits: Decodable, Sendable {
      let `class`: String
      let group: String
      let reference: String
      let wilson: [Double]
      let newcombe: [Double]?
      let koopman: [Double]?
    }
    struct Macro: Decodable, Sendable {
      let difference: Double
      let ratio: Double
    }
    struct Mean: Decodable, Sendable {
      let value: Double
      let lower: Double
      let upper: Double
    }
    struct Searched: Decodable, Sendable {
      let `class`: String
      let group: String
      let lower: Double
      let upper: Double
      let alone: Double

      enum CodingKeys: String, CodingKey {
        case `class`, group, lower, upper
        case alone = "upper-alone"
      }
    }
    struct Critical: Decodable, Sendable {
      let groups: Int
      let classes: Int
      let family: Double
    }
    let classes: [String]
    let table: [String: [[Int]]]
    let rates: [Rate]
    let differences: [Worst]
    let ratios: [Worst]
    let intervals: [Limits]
    let macro: [String: Macro]
    let recall: [String: Double]
    let mean: Mean
    let searched: [Searched]
    let critical: [Critical]

    enum CodingKeys: String, CodingKey {
      case classes, table, rates, differences, ratios, intervals, macro, mean, searched, critical
      case recall = "macro-recall"
    }
  }

  private static let values: Values = {
    do {
      let data = try Data(
        contentsOf: URL(fileURLWithPath: Support.checkout + "/Tests/Reference/classes-peers.json"))
      return try JSONDecoder().decode(Values.self, from: data)
    } catch { fatalError("\(error)") }
  }()

  private static func plan(
    _ requirements: String = "",
    columns: String = "decision: decision, classes: [advanced, held, rejected], outcome: truth",
    more: String = "", below: String = ""
  ) throws -> Plan {
    let text = """
      audit: {title: Queues}
      decisions:
        source: rows.csv
        columns: {\(columns), count: people}
        groups: [group]
      \(more)\(requirements.isEmpty ? "" : "requirements:\n\(requirements)\n")power: false
      replicates: 0
      \(below)
      """
    return try PlanReader.read(Array(text.utf8), file: "evenhand.yaml", catalogue: Catalogue.cards)
  }

  /// The table of the reference, a row a cell.
  private static func rows(_ groups: [String] = ["a", "b", "c"]) -> [String: [String]] {
    var rows: [String: [String]] = ["group": [], "truth": [], "decision": [], "people": []]
    for group in groups {
      for (truth, line) in zip(values.classes, values.table[group] ?? []) {
        for (decided, count) in zip(values.classes, line) {
          rows["group"]?.append(group)
          rows["truth"]?.append(truth)
          rows["decision"]?.append(decided)
          rows["people"]?.append("\(count)")
        }
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

  // MARK: witnesses

  @Test func ratesAreThoseOfScikitLearnAndFairlearn() throws {
    let record = try Audit.record(of: try Self.plan(), values: Self.rows())
    try Self.expectSound(record)
    for expected in Self.values.rates {
      let found = record.estimate("\(expected.metric)/class=\(expected.class)", [Label(expected.group)])
      #expect(isClose(found?.value, expected.value), "\(expected)")
    }
    #expect(Self.values.rates.count == 3 * 3 * 6)
    for (expected, comparison) in Self.values.differences.map({ ($0, Comparison.difference) })
      + Self.values.ratios.map({ ($0, .ratio) })
    {
      let found = record.summary("\(expected.metric)/class=\(expected.class)", comparison)
      #expect(isClose(found?.value, expected.value), "\(expected) \(comparison)")
    }
  }

  @Test func intervalsAreThoseOfStatsmodels() throws {
    let record = try Audit.record(of: try Self.plan(), values: Self.rows())
    for expected in Self.values.intervals {
      let (metric, group) = ("selection-rate/class=\(expected.class)", [Label(expected.group)])
      let wilson = record.estimate(metric, group)?.interval
      #expect(isClose(wilson?.lower, expected.wilson[0]) && isClose(wilson?.upper, expected.wilson[1]), "\(expected)")
      let difference = record.disparity(metric, group, .difference, rule: .highest)
      #expect(difference?.reference.group == [Label(expected.reference)])
      guard let newcombe = expected.newcombe, let koopman = expected.koopman else { continue }
      #expect(isClose(difference?.interval?.lower, newcombe[0]) && isClose(difference?.interval?.upper, newcombe[1]))
      let ratio = record.disparity(metric, group, .ratio, rule: .highest)?.interval
      // Statsmodels searches for its limits to a few digits.
      #expect(isClose(ratio?.lower, koopman[0], tolerance: 1e-5) && isClose(ratio?.upper, koopman[1], tolerance: 1e-5))
    }
  }

  @Test func meansOverClassesAreThoseOfFairlearn() throws {
    let record = try Audit.record(of: try Self.plan(), values: Self.rows())
    for (metric, expected) in Self.values.macro {
      #expect(isClose(record.summary("\(metric)/macro-average", .difference)?.value, expected.difference), "\(metric)")
      #expect(isClose(record.summary("\(metric)/macro-average", .ratio)?.value, expected.ratio), "\(metric)")
    }
    for (group, expected) in Self.values.recall {
      let own = Self.values.classes.compactMap {
        record.estimate("true-positive-rate/class=\($0)", [Label(group)])?.value
      }
      #expect(isClose(own.reduce(0, +) / 3, expected))
    }
  }

  @Test func limitsOfTheMeanHoldTogether() throws {
    let plan = try Self.plan("  - {id: r, metric: selection-rate, macro-average: true, at-most: 0.1}")
    let record = try Audit.record(of: plan, values: Self.rows(["a", "b"]))
    let (found, expected) = (try #require(record.findings.first), Self.values.mean)
    #expect(isClose(found.value, expected.value))
    #expect(isClose(found.interval?.lower, expected.lower, tolerance: 1e-7))
    #expect(isClose(found.interval?.upper, expected.upper, tolerance: 1e-7))
    #expect(found.verdict == .cannotTell)
    try Self.expectSound(record)
  }

  /// A group of which one class is too small to be judged is not left out of the mean, to meet a demand without it.
  @Test func aGroupWithASmallClassIsNotPassedOver() throws {
    var values = Self.rows(["a", "b"])
    // Of c nobody decided about ever gets what would have been right, and few should have been advanced.
    for (truth, decided, people) in [
      ("advanced", "held", 20), ("held", "rejected", 1_000), ("rejected", "held", 1_000),
    ] {
      for (column, text) in [("group", "c"), ("truth", truth), ("decision", decided), ("people", "\(people)")] {
        values[column]?.append(text)
      }
    }
    let plan = try Self.plan(
      "  - {id: r, metric: true-positive-rate, macro-average: true, at-most: 0.9}\n  - {id: s, metric: true-positive-rate, class: held, reference: {group: a}, compare: difference, at-most: 0.1}"
    )
    let record = try Audit.record(of: plan, values: values)
    let found = try #require(record.findings.first { $0.requirement == "r" })
    #expect(found.verdict == .notEnoughData && found.undefined == .tooFewPeople)
    #expect(record.findings.contains { $0.requirement == "s" && $0.group == ["c"] && $0.verdict == .notMet })
    try Self.expectSound(record)
  }

  /// "Not met" is searched among the classes of one requirement, "met" is not; one class named alone is no search.
  @Test func failuresAreSearchedForAmongClasses() throws {
    let all = try Audit.record(
      of: try Self.plan("  - {id: r, metric: selection-rate, at-least: 0.8}"), values: Self.rows(["a", "b"]))
    for expected in Self.values.searched {
      let found = try #require(
        all.findings.first { $0.requirement == "r/class=\(expected.class)" && $0.group == [Label(expected.group)] })
      #expect(isClose(found.interval?.lower, expected.lower, tolerance: 1e-7), "\(expected)")
      #expect(isClose(found.interval?.upper, expected.upper, tolerance: 1e-7), "\(expected)")
      let alone = try Audit.record(
        of: try Self.plan("  - {id: r, metric: selection-rate, class: \(expected.class), at-least: 0.8}"),
        values: Self.rows(["a", "b"]))
      #expect(isClose(alone.findings.first?.interval?.upper, expected.alone, tolerance: 1e-7))
      #expect(isClose(alone.findings.first?.interval?.lower, expected.lower, tolerance: 1e-7))
    }
    #expect(all.requirements.map(\.searched) == [3, 3, 3])
    try Self.expectSound(all)
  }

  @Test func criticalValuesAreThoseOfSciPy() {
    for expected in Self.values.critical {
      let found = CriticalValues.searched(among: expected.classes, confidence: 0.95) {
        CriticalValues(confidence: $0, groups: expected.groups, reference: .highest)
      }
      #expect(isClose(found.family, expected.family, tolerance: 1e-8) && isClose(found.single, 1.959963984540054))
    }
    // inference.md B7.
    #expect(Self.values.critical.contains { $0.classes == 3 && isClose($0.family, 2.39397979982, tolerance: 1e-11) })
    #expect(Self.values.critical.contains { $0.classes == 3 && isClose($0.family, 2.74493094017, tolerance: 1e-11) })
  }

  // MARK: laws

  @Test func sharesOfClassesSumToOne() throws {
    let record = try Audit.record(of: try Self.plan(), values: Self.rows())
    for metric in ["selection-rate", "base-rate"] {
      for group in ["a", "b", "c"] {
        let shares = Self.values.classes.compactMap { record.estimate("\(metric)/class=\($0)", [Label(group)])?.value }
        #expect(shares.count == 3 && isClose(shares.reduce(0, +), 1))
      }
    }
  }

  /// Two classes are a yes or no, and each gives the numbers of the plain audit in which it is the favourable decision.
  @Test(arguments: ["", "weight"]) func twoClassesAreThePlainAudit(_ weight: String) throws {
    var rows = Self.rows()
    for column in ["truth", "decision"] { rows[column] = rows[column]?.map { $0 == "advanced" ? $0 : "held" } }
    var columns = "decision: decision, outcome: truth"
    if !weight.isEmpty {
      // Each cell once, with its people as the weight.
      columns += ", weight: people"
    }
    func audit(_ labels: String, _ requirement: String) throws -> Record {
      let text = """
        audit: {title: Queues}
        decisions:
          source: rows.csv
          columns: {\(columns), \(labels)\(weight.isEmpty ? ", count: people" : "")}
          groups: [group]
        requirements:
          - {id: r, metric: selection-rate, \(requirement), at-least: 0.8}
          - {id: odds, metric: equalized-odds, \(requirement), at-most: 0.1}
        replicates: 0
        power: \(weight.isEmpty)

        """
      let plan = try PlanReader.read(Array(text.utf8), file: "evenhand.yaml", catalogue: Catalogue.cards)
      return try Audit.record(of: plan, values: rows)
    }
    let classes = try audit("classes: [advanced, held]", "class: advanced")
    let plain = try audit(
      "favourable: advanced, unfavourable: held, positive: advanced, negative: held", "severity: block")
    try Self.expectSound(classes)
    let view = DecisionView(class: "advanced")
    func named<Row>(_ rows: [Row], _ metric: WritableKeyPath<Row, String>) -> [Row] {
      rows.map {
        var row = $0
        row[keyPath: metric] = view.name($0[keyPath: metric])
        return row
      }
    }
    func own<Row>(_ rows: [Row], _ metric: KeyPath<Row, String>) -> [Row] {
      rows.filter { $0[keyPath: metric].hasSuffix("/class=advanced") }
    }
    #expect(own(classes.estimates, \.metric) == named(plain.estimates, \.metric))
    #expect(own(classes.disparities, \.metric) == named(plain.disparities, \.metric))
    #expect(own(classes.associations, \.metric) == named(plain.associations, \.metric))
    #expect(classes.findings.map(\.verdict) == plain.findings.map(\.verdict))
    #expect(classes.findings.map(\.value) == plain.findings.map(\.value))
    #expect(classes.findings.map(\.interval) == plain.findings.map(\.interval))
    #expect(classes.detectable == plain.detectable)
    #expect(classes.groupings == plain.groupings && classes.rows == plain.rows)
  }

  @Test func theOrderOfClassesChangesNothing() throws {
    let requirement = "  - {id: r, metric: selection-rate, at-least: 0.8}"
    func audit(_ order: String) throws -> Record {
      let columns = "decision: decision, classes: \(order), outcome: truth"
      return try Audit.record(of: try Self.plan(requirement, columns: columns), values: Self.rows())
    }
    let (one, other) = (try audit("[advanced, held, rejected]"), try audit("[rejected, advanced, held]"))
    #expect(Set(one.estimates) == Set(other.estimates) && Set(one.disparities) == Set(other.disparities))
    #expect(Set(one.findings) == Set(other.findings) && one.verdict == other.verdict)
    // Means add up the same numbers in another order.
    let (means, others) = (one.summaries.filter { !$0.parts.isEmpty }, other.summaries.filter { !$0.parts.isEmpty })
    #expect(means.count == others.count)
    for mean in means {
      let twin = others.first { $0.metric == mean.metric && $0.comparison == mean.comparison }
      #expect(isClose(mean.value, twin?.value) && isClose(mean.interval?.upper, twin?.interval?.upper))
    }
  }

  @Test func classesThatAreFoundAreThoseThatAreListed() throws {
    let requirement = "  - {id: r, metric: recall, at-least: 0.8}"
    let found = try Audit.record(
      of: try Self.plan(requirement, columns: "decision: decision, classes: found, outcome: truth"), values: Self.rows()
    )
    let listed = try Audit.record(of: try Self.plan(requirement), values: Self.rows())
    #expect(found.estimates == listed.estimates && found.findings == listed.findings)
    #expect(
      DataWords.notes(found) == [
        "The classes are the labels that the data have, since the plan lists none: “advanced”, “held” and “rejected”."
      ])
    #expect(DataWords.notes(listed) == [])
    #expect(found.labels?.classes?.isFound == true && listed.labels?.classes?.isFound == nil)
    let page = MarkdownRenderer().render(Report.whole(of: try SealedRecord(found)))
    #expect(page.contains("the plan names none, and these are the labels that the data have"))
    try Self.expectSound(found)
  }

  /// "At least" a class counts it with all above.
  @Test func stepsAddUpClasses() throws {
    let columns = "decision: decision, classes: [advanced, held, rejected], ordered: true, outcome: truth"
    let record = try Audit.record(of: try Self.plan(columns: columns), values: Self.rows())
    for group in ["a", "b", "c"] {
      func value(_ name: String) -> Double { record.estimate("selection-rate/\(name)", [Label(group)])?.value ?? -1 }
      #expect(isClose(value("at-least=held"), value("class=held") + value("class=rejected")))
    }
    #expect(record.card("selection-rate/at-least=held")?.name == "Selection rate of “held” or higher")
    try Self.expectSound(record)
  }

  // MARK: data

  @Test func aLabelThatIsNoClassIsAnError() throws {
    var rows = Self.rows()
    rows["decision"]?[4] = "pending"
    #expect {
      try Audit.record(of: try Self.plan(), values: rows)
    } throws: { error in
      "\(error)".contains("memory:5") && "\(error)".contains("“pending” is none of the classes")
        && "\(error)".contains("not-decided")
    }
    // Left out where the plan says that nothing was decided.
    let columns = "decision: decision, classes: [advanced, held, rejected], not-decided: pending, outcome: truth"
    let record = try Audit.record(of: try Self.plan(columns: columns), values: rows)
    #expect(record.units.excluded.map(\.reason) == ["not-decided"] && record.units.excluded[0].rows == 260)
    try Self.expectSound(record)
    var outcomes = Self.rows()
    outcomes["truth"]?[0] = "other"
    #expect {
      try Audit.record(of: try Self.plan(), values: outcomes)
    } throws: { "\($0)".contains("the outcome “other” is none of the classes") }
  }

  @Test func aClassThatNobodyHasIsSaid() throws {
    let columns = "decision: decision, classes: [advanced, held, rejected, waived], outcome: truth"
    let plan = try Self.plan("  - {id: r, metric: selection-rate, class: waived, at-least: 0.8}", columns: columns)
    let record = try Audit.record(of: plan, values: Self.rows())
    #expect(record.labels?.unseen == ["waived"])
    #expect(
      record.warnings.filter { $0.code == .unseenLabels }.map { $0.labels.map(\.label) } == [["waived"], ["waived"]])
    #expect(record.estimate("selection-rate/class=waived", ["a"])?.value == 0)
    #expect(record.findings.allSatisfy { $0.verdict == .cannotTell })
    try Self.expectSound(record)
  }

  @Test func tooManyOrTooFewLabelsAreNoClasses() throws {
    let columns = "decision: decision, classes: found"
    for labels in [["x"], (0..<21).map { "c\($0)" }] {
      let people = labels.map { _ in "1" }
      #expect {
        try Audit.record(
          of: try Self.plan(columns: columns),
          values: ["group": people.map { _ in "a" }, "decision": labels, "people": people])
      } throws: { "\($0)".contains("`classes: found` finds") }
    }
  }

  /// Outcomes that are a yes or no stand beside classes, and do not point in the direction of any.
  @Test func outcomesNeedNotBeClasses() throws {
    var rows = Self.rows()
    rows["truth"] = rows["truth"]?.map { $0 == "rejected" ? "yes" : "no" }
    let columns = "decision: decision, classes: [advanced, held, rejected], outcome: truth, positive: yes, negative: no"
    let record = try Audit.record(of: try Self.plan(columns: columns), values: rows)
    #expect(record.warnings == [])
    for group in ["a", "b", "c"] {
      let shares = Self.values.classes.compactMap {
        record.estimate("true-positive-rate/class=\($0)", [Label(group)])?.value
      }
      #expect(isClose(shares.reduce(0, +), 1))
    }
    #expect(record.card("true-positive-rate/class=held")?.among == "people in {group} with a positive outcome")
    try Self.expectSound(record)
  }

  @Test func strataHoldEachClass() throws {
    var rows = Self.rows()
    rows["site"] = rows["people"]!.indices.map { $0 % 2 == 0 ? "s" : "t" }
    let plan = try Self.plan(
      "  - {id: r, metric: conditional-selection-rate, at-least: 0.8}", more: "  within: [site]\n")
    let record = try Audit.record(of: plan, values: rows)
    #expect(record.findings.count == 6 && record.findings.allSatisfy { $0.value != nil && $0.stratifier == "site" })
    try Self.expectSound(record)
  }

  // MARK: people

  @Test func wordsNameTheClass() throws {
    let view = DecisionView(class: "held", isOfOutcome: true)

    for card in Catalogue.cards where card.side == .decisions && !card.isOneNumber {
      guard Set(card.needs).isDisjoint(with: [.score, .amount, .predicted]) else { continue }
      let viewed = card.viewed(view)
      let texts = [viewed.question, viewed.formula, viewed.counted, viewed.among, viewed.reading] + viewed.caveats
      for text in texts {
        #expect(!text.lowercased().contains("favourable"), "\(card.id): \(text)")
        #expect(!text.contains("positive outcome") && !text.contains("negative outcome"), "\(card.id): \(text)")
        #expect(WordingLint.violations(in: text) == [])
      }
      #expect(viewed.name == card.name + " of “held”" && viewed.plain == card.id)
    }
    let rate = TruePositiveRate().card.viewed(view)
    #expect(rate.question == "Of every 100 people in the group with the outcome “held”, how many received “held”?")
    #expect(rate.formula == "decided “held” and observed “held” ÷ observed “held”")
    let unit = FalseDiscoveryRate().card.viewed(view)
    #expect(unit.counted == "had another outcome than “held”" && unit.among == "people in {group} who received “held”")
  }

  @Test func namesOfViewsAreApart() {
    func name(_ label: Label, model: String? = nil) -> String { DecisionView(model: model, class: label).name("m") }
    #expect(name("high risk") == "m/class=high%20risk" && name("größer") == "m/class=größer")
    #expect(name("a/class=b") == "m/class=a%2Fclass%3Db" && name("%20") == "m/class=%2520")
    #expect(name("a", model: "x/class=a") == "m/model=x%2Fclass%3Da/class=a")
    #expect(DecisionView.plain(name("a", model: "x")) == "m" && DecisionView.plain("m") == "m")
    #expect(name("\u{202E}x") == "m/class=%E2%80%AEx")
  }

  @Test func classesStandSideBySide() throws {
    let plan = try Self.plan("  - {id: r, metric: selection-rate, at-least: 0.8}")
    let record = try Audit.record(of: plan, values: Self.rows())
    let page = MarkdownRenderer().render(Report.body(of: try SealedRecord(record)))
    #expect(page.contains("| Group | “advanced” | “held” | “rejected” |"))
    #expect(page.contains("| Group | People | advanced | held | rejected | Distance, points |"))
    #expect(page.contains("| a | 1,200 | 43.3\u{A0}% | 31.3\u{A0}% | 25.4\u{A0}% | 12.1 |"))
    #expect(page.contains("searched among 3 classes"))
    #expect(!page.contains("avourable decision"))
    #expect(WordingLint.violations(in: page) == [])
  }

  /// What a record says of the search is part of what its verdicts are recomputed by.
  @Test func aRecordThatHidesItsSearchIsFoundOut() throws {
    let plan = try Self.plan("  - {id: r, metric: selection-rate, at-least: 0.8}")
    let record = try Audit.record(of: plan, values: Self.rows(["a", "b"]))
    var forged = record
    for index in forged.requirements.indices { forged.requirements[index].searched = nil }
    #expect(!Confirmation(of: forged).failures.isEmpty)
    forged = record
    for index in forged.requirements.indices { forged.requirements[index].searched = 1_000_000 }
    #expect(!Confirmation(of: forged).failures.isEmpty)
    forged.requirements[0].searched = -3
    #expect(!Confirmation(of: forged).failures.isEmpty)
  }

  @Test func anotherPlanJudgesTheClassesOfARecord() throws {
    let found = "decision: decision, classes: found, outcome: truth"
    let record = try Audit.record(of: try Self.plan(columns: found), values: Self.rows(["a", "b"]))
    let plan = try Self.plan("  - {id: r, metric: selection-rate, at-least: 0.8}", columns: found)
    let judged = Gate.judge(record, by: plan)
    let whole = try Audit.record(of: plan, values: Self.rows(["a", "b"]))
    #expect(judged.findings == whole.findings && judged.findings.count == 3)
    // What the record lacks could not run.
    let other = try Self.plan(
      "  - {id: r, metric: selection-rate, at-least: 0.8}", columns: "decision: decision, classes: [advanced, lost]")
    #expect(Gate.judge(record, by: other).findings.map(\.verdict).contains(.couldNotRun))
  }

  @Test func nobodyDefendsAPublicEditionOfClasses() async throws {
    let record = try Audit.record(of: try Self.plan(), values: Self.rows())
    #expect { try PublicBundle(record) } throws: { "\($0)".contains("several classes") }
  }
}
