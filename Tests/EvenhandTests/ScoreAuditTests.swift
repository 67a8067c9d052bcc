import AuditInputs
import AuditPolicy
import Evenhand
import Foundation
import Testing
import _AuditTesting

/// Whole audits of scores: from rows to record, findings and report.
struct ScoreAuditTests {
  private static let metrics = Catalogue.cards.filter { $0.needs.contains(.score) }.map(\.id)

  /// A plan over the columns `group`, `score` and `outcome`, without a decision.
  private static func plan(
    requirements: [Requirement] = [], metrics: [String] = metrics, range: ClosedRange<Double>? = nil,
    outcome: Bool = true, decision: Bool = false
  ) -> Plan {
    Plan(
      audit: AuditDescription(title: "Test"),
      decisions: DecisionColumns(
        labels: DecisionLabels(
          decision: decision ? "decision" : "", favourable: decision ? ["1"] : [], outcome: outcome ? "outcome" : nil,
          positive: outcome ? ["1"] : nil), score: RowNumberColumn("score", range: range),
        groups: [GroupColumn(name: "group")]),
      requirements: requirements, metrics: metrics, replicates: 0)
  }

  private static func requirement(
    _ metric: String, compare: Comparison = .value, reference: ReferenceRule = .none, atLeast: Double? = nil,
    atMost: Double? = nil, minimumCount: Int = 30
  ) -> Requirement {
    Requirement(
      id: metric, metric: metric, across: [["group"]], compare: compare, reference: reference, atLeast: atLeast,
      atMost: atMost, minimumCount: minimumCount, leftOut: LeftOutRule())
  }

  /// People of two groups with scores that are the chance of a positive outcome, in group b shifted by `shift`.
  private static func values(
    _ count: Int, shift: Double = 0, seed: UInt64 = 1, missing: Int = 0
  ) -> [String: [String]] {
    var random = SeededGenerator(seed: seed)
    var columns: [String: [String]] = ["group": [], "score": [], "outcome": [], "decision": []]
    for index in 0..<count {
      let isA = index % 2 == 0
      let chance = Double.random(in: 0.05..<0.95, using: &random)
      let score = ((isA ? chance : min(1, max(0, chance + shift))) * 1000).rounded() / 1000
      let isPositive = Double.random(in: 0..<1, using: &random) < chance
      columns["group"]?.append(isA ? "a" : "b")
      columns["score"]?.append(index < missing ? "" : "\(score)")
      columns["outcome"]?.append(isPositive ? "1" : "0")
      columns["decision"]?.append(score > 0.5 ? "1" : "0")
    }
    return columns
  }

  private static func expectSound(_ record: Record) throws {
    let confirmation = Confirmation(of: record)
    #expect(confirmation.numbers == .holds)
    #expect(confirmation.structure == .holds)
    // What was written reads the same.
    #expect(try SealedRecord(parsing: Array(record.canonicalText().utf8)).record == record)
  }

  /// The worked example of the design: two groups of ten and twelve people.
  @Test func workedAreas() throws {
    let a: ([Double], String) = ([0.9, 0.8, 0.8, 0.7, 0.6, 0.6, 0.5, 0.4, 0.3, 0.2], "1101100100")
    let b: ([Double], String) = ([0.9, 0.7, 0.7, 0.6, 0.5, 0.5, 0.4, 0.4, 0.3, 0.1, 0.1, 0.8], "101101010000")
    let rows = [("a", a), ("b", b)].flatMap { group, rows in
      zip(rows.0, rows.1).map { (group, "\($0)", String($1)) }
    }
    let record = try Audit.record(
      of: Self.plan(
        requirements: [
          Self.requirement("auc", compare: .difference, reference: .group(["b"]), atLeast: -0.1, minimumCount: 3),
          Self.requirement(
            "cross-group-auc", compare: .difference, reference: .complement, atLeast: -0.1, minimumCount: 3),
        ]),
      values: ["group": rows.map(\.0), "score": rows.map(\.1), "outcome": rows.map(\.2)])
    #expect(isClose(record.estimate("auc", ["a"])?.value, 0.76))
    #expect(isClose(record.estimate("auc", ["b"])?.scored?.area?.variance, 0.0238435374150, tolerance: 1e-11))
    #expect(record.estimate("auc", ["a"])?.interval?.method.rawValue == "delong-logit")
    let row = try #require(record.disparity("auc", ["a"], .difference, rule: .group))
    #expect(isClose(row.test?.p, 0.890793825867, tolerance: 1e-11) && row.test?.name.rawValue == "delong-t")
    #expect(isClose(record.estimate("cross-group-auc", ["a"])?.value, 0.785714285714, tolerance: 1e-11))
    let cross = try #require(record.disparity("cross-group-auc", ["a"], .difference, rule: .complement))
    #expect(isClose(cross.value, 0.105714285714, tolerance: 1e-11))
    let finding = try #require(record.findings.first { $0.requirement == "auc" })
    #expect(finding.verdict == .cannotTell && finding.interval?.method.rawValue == "mover")
    #expect(record.detectable.allSatisfy { $0.undefined == .scoresHaveNoPower })
    #expect(record.findings.first { $0.requirement == "cross-group-auc" }?.sentence.contains("against 0.680") == true)
    try Self.expectSound(record)
  }

  /// 2/7, 1/7 and 3/5 of three groups are above the median of all.
  @Test func workedScoringRates() throws {
    let scores = ["A": [10, 20, 30, 40, 50, 60, 70], "B": [15, 25, 35, 45, 50, 50, 55], "C": [5, 50, 65, 75, 80]]
    let rows = scores.sorted { $0.key < $1.key }.flatMap { group, scores in scores.map { (group, "\($0)") } }
    let record = try Audit.record(
      of: Self.plan(
        requirements: [
          Self.requirement("scoring-rate", compare: .ratio, reference: .highest, atLeast: 0.8, minimumCount: 5)
        ], metrics: ["scoring-rate"], outcome: false), values: ["group": rows.map(\.0), "score": rows.map(\.1)])
    #expect(
      record.estimate("scoring-rate", ["A"])?.numerator == 2 && record.estimate("scoring-rate", ["A"])?.denominator == 7
    )
    #expect(
      record.estimate("scoring-rate", ["B"])?.numerator == 1 && record.estimate("scoring-rate", ["C"])?.value == 0.6)
    #expect(isClose(record.disparity("scoring-rate", ["A"], .ratio, rule: .highest)?.value, 2.0 / 7 / 0.6))
    #expect(record.disparity("scoring-rate", ["A"], .ratio, rule: .highest)?.interval?.method.rawValue == "koopman")
    #expect(record.estimate("scoring-rate", ["A"])?.scored?.median == 50)
    #expect(record.labels?.score == "score" && record.labels?.decision == "")
    // Nobody speaks of decisions that there are none of.
    let report = MarkdownRenderer().render(Report.whole(of: try SealedRecord(record)))
    #expect(!report.contains("Favourable decision") && report.contains("about scores"))
    try Self.expectSound(record)
  }

  @Test func scoresThatAreTheChancesAreMet() throws {
    let requirements = [
      Self.requirement("auc", compare: .difference, reference: .highest, atLeast: -0.1),
      Self.requirement("calibration-in-the-large", atMost: 0.05),
      Self.requirement("calibration-error", atMost: 0.15),
      Self.requirement("brier-score", compare: .difference, reference: .complement, atMost: 0.05),
      Self.requirement("scoring-rate", compare: .ratio, reference: .highest, atLeast: 0.8),
      Self.requirement("ks-distance", atMost: 0.15), Self.requirement("wasserstein-distance", atMost: 0.15),
    ]
    let record = try Audit.record(
      of: Self.plan(requirements: requirements, range: 0...1), values: Self.values(8_000))
    for finding in record.findings { #expect(finding.verdict == .met, "\(finding.sentence)") }
    #expect(record.findings.count >= 12)
    let bins = try #require(record.estimate("calibration-error", ["a"])?.scored?.bins)
    #expect(bins.count == 10 && bins.reduce(0) { $0 + $1.people } == 4_000)
    #expect(record.estimate("calibration-error", ["a"])?.test?.name.rawValue == "calibration-chi-squared")
    #expect(record.estimate("brier-score", ["a"])?.interval?.method.rawValue == "delta")
    try Self.expectSound(record)
  }

  @Test func scoresThatAreTooHighForOneGroupAreNot() throws {
    let requirements = [
      Self.requirement("calibration-in-the-large", compare: .difference, reference: .group(["a"]), atMost: 0.05),
      Self.requirement("calibration-error", atMost: 0.05), Self.requirement("ks-distance", atMost: 0.05),
      Self.requirement("wasserstein-distance", atMost: 0.05),
      Self.requirement("scoring-rate", compare: .ratio, reference: .highest, atLeast: 0.8),
    ]
    let record = try Audit.record(
      of: Self.plan(requirements: requirements, range: 0...1), values: Self.values(8_000, shift: 0.25))
    func verdict(_ id: String, _ group: Label) -> VerdictWord? {
      record.findings.first { $0.requirement == id && $0.group == [group] }?.verdict
    }
    #expect(verdict("calibration-in-the-large", "b") == .notMet)
    #expect(verdict("calibration-error", "b") == .notMet && verdict("calibration-error", "a") != .notMet)
    #expect(verdict("ks-distance", "a") == .notMet && verdict("wasserstein-distance", "b") == .notMet)
    #expect(verdict("scoring-rate", "a") == .notMet)
    try Self.expectSound(record)
  }

  /// Whoever has no score is counted, and more than the plan lets pass makes "met" inconclusive.
  @Test func peopleWithoutAScoreAreCounted() throws {
    let requirement = Self.requirement("auc", compare: .difference, reference: .group(["a"]), atLeast: -0.2)
    let few = try Audit.record(of: Self.plan(requirements: [requirement]), values: Self.values(4_000, missing: 40))
    let finding = try #require(few.findings.first)
    #expect(finding.verdict == .met && finding.bounds?.leftOut == 40)
    #expect(finding.bounds?.causes.map(\.reason) == [.missingScore])
    let many = try Audit.record(of: Self.plan(requirements: [requirement]), values: Self.values(4_000, missing: 400))
    #expect(many.findings.first?.verdict == .cannotTell && many.findings.first?.bounds?.counted == .met)
    #expect(many.findings.first?.bounds?.worst == nil)
    // A scoring rate is a rate, whose ends are looked for.
    let rate = Self.requirement("scoring-rate", compare: .ratio, reference: .group(["a"]), atLeast: 0.8)
    let rates = try Audit.record(of: Self.plan(requirements: [rate]), values: Self.values(4_000, missing: 40))
    #expect(rates.findings.first?.bounds?.worst?.value != nil)
    try Self.expectSound(many)
    try Self.expectSound(rates)
  }

  @Test func tooFewOfEitherOutcome() throws {
    var values = Self.values(200)
    values["outcome"] = values["group"]!.enumerated().map { $1 == "a" && $0 > 40 ? "0" : "1" }
    let record = try Audit.record(
      of: Self.plan(requirements: [Self.requirement("auc", compare: .difference, reference: .highest, atLeast: -0.1)]),
      values: values)
    // b has one outcome only, a too few positive ones.
    #expect(record.estimate("auc", ["b"])?.undefined == .oneOutcome)
    #expect(record.findings.allSatisfy { $0.verdict == .notEnoughData } && !record.findings.isEmpty)
    try Self.expectSound(record)
  }

  @Test func scoresThatAreNoProbabilitiesHaveNoCalibration() throws {
    var values = Self.values(400)
    values["score"] = values["score"]!.map { "\(10 * Double($0)!)" }
    let record = try Audit.record(
      of: Self.plan(requirements: [Self.requirement("brier-score", atMost: 0.3)]), values: values)
    #expect(record.estimate("brier-score", ["a"])?.undefined == .scoresNotProbabilities)
    #expect(record.findings.allSatisfy { $0.verdict == .notEnoughData && $0.undefined == .scoresNotProbabilities })
    #expect(record.findings.first?.sentence.contains("no probabilities") == true)
    // Without a declared range the distance has no upper limit.
    #expect(record.estimate("wasserstein-distance", ["a"])?.interval?.upper == nil)
    try Self.expectSound(record)
  }

  /// A column of scores adds metrics and changes no number of a decision.
  @Test func decisionsBesideScoresStayWhatTheyAre() throws {
    let values = Self.values(600)
    let rates = Catalogue.rates.map(\.card.id).filter { $0 != "conditional-selection-rate" }
    let with = try Audit.record(of: Self.plan(metrics: rates + Self.metrics, decision: true), values: values)
    var plain = Self.plan(metrics: rates, decision: true)
    plain.decisions?.score = nil
    let without = try Audit.record(of: plain, values: values)
    #expect(with.estimates.filter { $0.scored == nil && rates.contains($0.metric) } == without.estimates)
    #expect(without.labels?.score == nil)
    #expect(try !Canonical.text(without).contains("\"score\""))
    try Self.expectSound(with)
  }

  /// Audits of other people have another median and are comparable all the same.
  @Test func scoresOfTwoAuditsAreCompared() throws {
    let requirements = [
      Self.requirement("scoring-rate", compare: .ratio, reference: .group(["a"]), atLeast: 0.8),
      Self.requirement("auc", compare: .difference, reference: .group(["a"]), atLeast: -0.1),
      Self.requirement("calibration-error", atMost: 0.2),
    ]
    let plan = Self.plan(requirements: requirements, range: 0...1)
    let before = try Audit.record(of: plan, values: Self.values(3_000))
    let now = try Audit.record(of: plan, values: Self.values(3_000, shift: 0.3, seed: 2))
    let changes = AuditComparison.changes(from: AuditNumbers(before), to: AuditNumbers(now)).table
    #expect(!changes.checks.isEmpty && changes.checks.allSatisfy { $0.change != .notComparable })
    #expect(
      changes.checks.contains { $0.requirement == "calibration-error" && $0.group == ["b"] && $0.change == .worse })
  }

  @Test func compasByAnyNumberOfThreads() async throws {
    try await Support.inFolder { folder in
      let text = """
        audit: {title: Deciles}
        decisions:
          source: \(Support.checkout)/datasets/compas-two-year/counts.csv
          columns:
            score: {column: decile_score, range: [1, 10]}
            outcome: reoffended_within_two_years
            positive: ["yes"]
            count: people
          groups: [race, sex]
          intersections: [[race, sex]]
        requirements:
          - {id: auc, metric: auc, across: race, reference: {group: Caucasian}, at-least: -0.05}
          - {id: rate, metric: scoring-rate, across: sex, at-most: 1.25, reference: lowest}
        """
      try text.write(toFile: "\(folder)/evenhand.yaml", atomically: true, encoding: .utf8)
      var records: [String] = []
      for threads in [1, 2, 5] {
        let file = try PlanFile(path: "\(folder)/evenhand.yaml")
        var options = Audit.Options()
        options.threads = threads
        let record = try Audit.run(file.plan, folder: file.folder, options: options)
        records.append(try Canonical.text(record))
        guard threads == 2 else { continue }
        // scikit-learn, with as many weights.
        #expect(isClose(record.estimate("auc", ["African-American"])?.value, 0.6918343812595336))
        #expect(isClose(record.estimate("auc", ["Caucasian"])?.value, 0.6931462744050402))
        #expect(record.estimate("auc", ["Caucasian"])?.scored?.people == 2454)
        try Self.expectSound(record)
        // No score leaves the readers but as a limit of a bin.
        #expect(!record.disparities.isEmpty && record.estimates.allSatisfy { $0.scored?.bins == nil })
      }
      #expect(Set(records).count == 1)
    }
  }
}
