import AuditData
import AuditInputs
import AuditMetrics
import AuditPolicy
import AuditRecord
import AuditStatistics
import Testing
import _AuditTesting

@testable import Evenhand

/// Changes from other decisions about the same people, in a column of the same file.
@Suite struct PairedBaselineTests {
  /// People of a group: with both decisions favourable, only now, only before, neither.
  private struct Table {
    var group: String
    var counts: [Int]
    var outcome = "1"
    var labels = ("1", "1")
  }

  /// The table of the design, of whom everybody has a positive outcome, and some with a negative one.
  private static let tables = [
    Table(group: "g", counts: [45, 3, 6, 446]), Table(group: "h", counts: [480, 20, 15, 485]),
    Table(group: "g", counts: [10, 4, 2, 84], outcome: "0"), Table(group: "h", counts: [60, 9, 3, 128], outcome: "0"),
  ]

  private static let noWorse = Requirement(
    id: "no-worse", metric: "selection-rate", across: [["group"]], compare: .ratio, reference: .group(["h"]),
    noWorseThanBaseline: NoWorse(margin: 0.05, worse: .lower))

  private static func values(_ tables: [Table] = tables) -> [String: [String]] {
    var values: [String: [String]] = ["group": [], "decision": [], "before": [], "outcome": [], "people": []]
    for table in tables {
      for (cell, count) in table.counts.enumerated() {
        values["group"]?.append(table.group)
        values["decision"]?.append(cell < 2 ? "1" : "0")
        values["before"]?.append(cell % 2 == 0 && cell < 3 ? "1" : "0")
        values["outcome"]?.append(table.outcome)
        values["people"]?.append("\(count)")
      }
    }
    return values
  }

  private static func plan(
    _ requirements: [Requirement] = [noWorse], metrics: [String] = ["selection-rate"], column: String? = "before",
    decision: String = "decision"
  ) -> Plan {
    var plan = Support.plan(requirements: requirements, metrics: metrics)
    plan.decisions?.labels.count = "people"
    plan.decisions?.labels.decision = decision
    plan.decisions?.baseline = column
    plan.power = false
    return plan
  }

  private func record(_ plan: Plan = plan(), _ values: [String: [String]] = values()) throws -> Record {
    try Audit.record(of: plan, values: values)
  }

  private static let metrics = [
    "selection-rate", "true-positive-rate", "false-positive-rate", "false-negative-rate", "true-negative-rate",
    "accuracy",
    "positive-predictive-value",
  ]

  @Test func whoCountsBothTimesIsCounted() throws {
    let requirements = Self.metrics.map { metric in
      var requirement = Self.noWorse
      (requirement.id, requirement.metric) = (metric, metric)
      return requirement
    }
    let made = try record(Self.plan(requirements, metrics: Self.metrics))
    #expect(made.baseline?.column == "before" && made.baseline?.audit.record == "")
    func count(_ metric: String, _ group: Label) -> [Int]? {
      made.baseline?.joint?.first { $0.metric == metric && $0.group == [group] }.map { [$0.both, $0.among] }
    }
    // By hand, from the tables.
    #expect(count("selection-rate", "g") == [55, 600] && count("selection-rate", "h") == [540, 1200])
    #expect(count("true-positive-rate", "g") == [45, 500] && count("false-positive-rate", "h") == [60, 200])
    #expect(count("false-negative-rate", "g") == [446, 500] && count("true-negative-rate", "g") == [84, 100])
    #expect(count("accuracy", "h") == [480 + 128, 1200])
    // Among whom it counts depends on the decision.
    #expect(count("positive-predictive-value", "g") == nil)
    #expect(Confirmation(of: made).failures == [])
    let sealed = try SealedRecord(made)
    #expect(try SealedRecord(parsing: Array(sealed.text.utf8)).record == made)
    #expect(
      JSONSchemaValidator(schema: RecordSchema.document, isStrict: true).problems(
        of: try JSONValue(parsing: Array(sealed.text.utf8))) == [])
  }

  @Test func theAuditIsWhatItIsWithoutTheBaseline() throws {
    let ratio = Requirement(
      id: "ratio", metric: "selection-rate", across: [["group"]], compare: .ratio, reference: .group(["h"]),
      atLeast: 0.8)
    let with = try record(Self.plan([ratio], metrics: Self.metrics))
    let without = try record(Self.plan([ratio], metrics: Self.metrics, column: nil))
    #expect(with.estimates == without.estimates && with.findings == without.findings && with.rows == without.rows)
    #expect(with.warnings == without.warnings && with.verdict == without.verdict && without.baseline == nil)
    // The baseline is what an audit of that column says.
    let earlier = try record(Self.plan([ratio], metrics: ["selection-rate"], column: nil, decision: "before"))
    let ofGroups = earlier.estimates.filter { !$0.grouping.isEmpty }
    #expect(with.baseline?.audit.estimates == ofGroups && with.baseline?.audit.findings == earlier.findings)
    let change = try #require(with.baseline?.changes.checks.first)
    #expect(change.requirement == "ratio" && change.difference != nil)
  }

  /// The same decisions as two audits, of which the later names the earlier.
  private func apart(_ requirement: Requirement, _ values: [String: [String]]) throws -> Record {
    let plan = Self.plan([requirement], column: nil)
    let tally = try DecisionArrays(columns: plan.decisions!, values: values).tally()
    var options = Audit.Options()
    options.baseline = try SealedRecord(record(Self.plan([], column: nil, decision: "before"), values))
    return try Audit.record(of: plan, decisions: [tally], options: options)
  }

  @Test func pairsShowSmallerChangesThanTwoAudits() throws {
    let paired = try record()
    let apart = try apart(Self.noWorse, Self.values())
    let (close, wide) = (try #require(paired.findings.first), try #require(apart.findings.first))
    #expect(close.value == wide.value && close.change == wide.change)
    #expect(close.interval!.lower! > wide.interval!.lower! && close.interval!.upper! < wide.interval!.upper!)
    #expect(close.verdict == .met && wide.verdict == .cannotTell)
    // The limits are those of the formula, with one person more who counts only before, and one only now.
    func rates(_ both: Double, _ before: Double, _ now: Double, _ people: Double) -> PairedRates {
      PairedRates(both: both, before: before + 1, now: now + 1, people: people + 2)
    }
    let correlation = PairedRates.correlation(
      .ratio, group: rates(55, 63, 62, 600), reference: rates(540, 558, 569, 1200))
    func side(_ counts: [Double]) -> Change.Side {
      let evidence = ProportionEvidence([
        Proportion(successes: counts[0], trials: 600), Proportion(successes: counts[1], trials: 1200),
      ])
      return Change.Side(value: evidence.value(.ratio, of: 0, against: .group(1))!) {
        evidence.interval(.ratio, of: 0, against: .group(1), z: $0)!
      }
    }
    let limits = Change(from: side([63, 558]), to: side([62, 569]), correlation: correlation)
      .interval(z: Normal.twoSided(confidence: 0.95))
    #expect(isClose(close.interval?.lower, limits.lower) && isClose(close.interval?.upper, limits.upper))
  }

  @Test(arguments: ["selection-rate", "true-positive-rate", "accuracy"])
  func decisionsThatAreTheSameHaveNotChanged(_ metric: String) throws {
    var requirement = Self.noWorse
    requirement.metric = metric
    var values = Self.values()
    values["before"] = values["decision"]
    let finding = try #require(try record(Self.plan([requirement], metrics: [metric]), values).findings.first)
    #expect(finding.value == 0 && finding.verdict == .met)
    // Nobody knows of a sample that no decision of anybody else changes.
    #expect(finding.interval!.lower! < 0 && finding.interval!.upper! > 0)
  }

  @Test func againstAllOthersPairsCountAsWell() throws {
    var requirement = Self.noWorse
    requirement.reference = .complement
    let tables = Self.tables + [Table(group: "i", counts: [100, 5, 5, 200])]
    let found = try record(Self.plan([requirement]), Self.values(tables)).findings
    let cautious = try apart(requirement, Self.values(tables)).findings
    for group: Label in ["g", "h", "i"] {
      func width(_ findings: [Finding]) -> Double {
        findings.first { $0.group == [group] }?.interval.map { $0.upper! - $0.lower! } ?? .nan
      }
      #expect(width(found) < width(cautious))
    }
  }

  @Test func whoLacksTheOtherDecisionStaysInTheAudit() throws {
    var values = Self.values()
    for (name, value) in [("group", "g"), ("decision", "1"), ("before", ""), ("outcome", "1"), ("people", "12")] {
      values[name]?.append(value)
    }
    let made = try record(Self.plan(), values)
    let rate = try #require(made.estimates.first { $0.group == ["g"] })
    #expect(rate.numerator == 62 + 12 && rate.denominator == 612)
    #expect(made.baseline?.audit.estimates.first { $0.group == ["g"] }?.denominator == 600)
    #expect(made.baseline?.joint?.first { $0.group == ["g"] }?.among == 600)
    #expect(made.baseline?.audit.leftOut.contains { $0.reason == .missingBaseline } == true)
    #expect(Confirmation(of: made).failures == [])
  }

  @Test func whoWasNotDecidedOnBeforeIsLeftOutOfTheChange() throws {
    var plan = Self.plan()
    plan.decisions?.labels.notDecided = ["pending"]
    var values = Self.values()
    // All of g whose decision has not changed were pending before.
    for row in [0, 3] { values["before"]?[row] = "pending" }
    let made = try record(plan, values)
    let finding = try #require(made.findings.first { $0.group == ["g"] })
    #expect(finding.verdict == .cannotTell && finding.bounds?.leftOut == 491)
    #expect(finding.bounds?.causes.map(\.reason) == [.missingBaseline])
    #expect(finding.sentence.contains("491 people without a decision in the baseline"))
    #expect(made.estimates.first { $0.group == ["g"] && $0.grouping == ["group"] }?.denominator == 600)
    #expect(Confirmation(of: made).failures == [])
  }

  @Test func rowsThatWeighNothingHideNobodyWhoLacksADecision() throws {
    var plan = Self.plan()
    plan.decisions?.labels.count = nil
    plan.decisions?.sampling.weight = "w"
    // 40 of g have no decision before; 60 others of g weigh nothing.
    let rows =
      Array(repeating: ("g", "1", "", "1"), count: 40) + Array(repeating: ("g", "1", "1", "0"), count: 60)
      + ["g", "h"].flatMap { group in
        Array(repeating: (group, "1", "1", "1"), count: 100) + Array(repeating: (group, "0", "0", "1"), count: 100)
      }
    let made = try record(
      plan,
      [
        "group": rows.map(\.0), "decision": rows.map(\.1), "before": rows.map(\.2), "w": rows.map(\.3),
        "outcome": rows.map { _ in "1" },
      ])
    let lacking = made.baseline?.audit.leftOut.filter { $0.reason == .missingBaseline && $0.metric == "selection-rate" }
    #expect(lacking?.map(\.completions.total) == [40] && lacking?.first?.group == ["g"])
    #expect(made.findings.first { $0.group == ["g"] }?.bounds?.causes.map(\.reason) == [.missingBaseline])
  }

  @Test func labelsThatTheBaselineAloneHasAreSaid() throws {
    var values = Self.values()
    values["before"]?[2] = "granted"
    let made = try record(Self.plan(), values)
    #expect(
      DataWords.notes(made).contains {
        $0.hasPrefix("Counted as not favourable without being named in the plan: ") && $0.contains("“granted”")
          && $0.hasSuffix("in “before”.")
      })
  }

  @Test func aRateThatNoDecisionChangesHasNotChanged() throws {
    var requirement = Self.noWorse
    requirement.metric = "base-rate"
    let made = try record(Self.plan([requirement], metrics: ["base-rate"]))
    #expect(made.baseline?.joint?.first { $0.group == ["g"] }.map { [$0.both, $0.among] } == [500, 600])
    let finding = try #require(made.findings.first)
    #expect(finding.value == 0 && finding.verdict == .met)
  }

  @Test func aLabelOfTheBaselineIsOnTheListsOfTheDecision() throws {
    var plan = Self.plan()
    plan.decisions?.labels.unfavourable = ["0"]
    var values = Self.values()
    values["before"]?[3] = "maybe"
    let error = #expect(throws: ReadError.self) { try record(plan, values) }
    #expect(error?.line == 4 && error?.message.contains("maybe") == true)
    values["before"] = nil
    #expect(throws: ReadError.self) { try record(plan, values) }
  }

  @Test func countsThatCannotBeAreFound() throws {
    let made = try record()
    var more = made
    more.baseline?.joint?[0].both = 63
    #expect(Confirmation(of: more).failures.contains { $0.contains("by both decisions") })
    var fewer = made
    fewer.baseline?.joint?[0].both = -1
    #expect(!Confirmation(of: fewer).failures.isEmpty)
    var other = made
    other.baseline?.joint?[0].both = 20
    #expect(!Confirmation(of: other).failures.isEmpty)
    var none = made
    none.baseline?.joint = nil
    #expect(!Confirmation(of: none).failures.isEmpty)
  }

  @Test(arguments: [
    ("baseline: d", "", "both the decision and the baseline", "column of its own"),
    ("baseline: g", "", "both the baseline and a group", "cannot be audited"),
    ("baseline: b", "baseline: {results: \"6fe8 8f42 4741 d68d\"}\n", "a column and an audit", "keep the column"),
    ("baseline: b, classes: [x, y]", "", "this plan has classes", "favourable"),
  ]) func whatABaselineDoesNotGoWithIsSaid(_ column: String, _ more: String, _ message: String, _ hint: String) throws {
    let plan = """
      audit: {title: T}
      decisions:
        source: d.csv
        columns: {decision: d, favourable: ["1"], \(column)}
        groups: [g]
      \(more)
      """
    let errors = #expect(throws: PlanErrors.self) {
      try PlanReader.read(Array(plan.utf8), file: "plan.yaml", catalogue: Catalogue.cards)
    }
    #expect(errors?.errors.contains { $0.message.contains(message) && $0.hint?.contains(hint) == true } == true)
  }

  @Test func aRequirementOnListsHasNoBaselineInAColumn() throws {
    let plan = """
      audit: {title: T}
      decisions: {source: d.csv, columns: {decision: d, baseline: b, favourable: ["1"]}, groups: [g]}
      recommendations:
        source: l.csv
        columns: {user: u, item: i, rank: r}
        items: {source: i.csv, id: i, groups: [p]}
      requirements:
        - {id: a, metric: exposure, across: [p], no-worse-than-baseline: {margin: 0.1}}
      """
    let errors = #expect(throws: PlanErrors.self) {
      try PlanReader.read(Array(plan.utf8), file: "plan.yaml", catalogue: Catalogue.cards)
    }
    #expect(errors?.errors.contains { $0.message.contains("exposure is no number of decisions") } == true)
  }
}
