import Evenhand
import Foundation
import Testing
import _AuditTesting

/// Numbers made of the counts of decision and outcome in whole audits: computed, judged, confirmed from the record, and in words.
@Suite struct CountNumbersAuditTests {
  /// TP, FP, FN and TN of each group.
  static let groups: [(name: String, counts: [Int])] = [
    ("a", [300, 60, 90, 550]), ("b", [120, 70, 80, 330]), ("c", [25, 20, 30, 40]), ("d", [4, 2, 3, 20]),
  ]

  static func record(
    _ requirements: [Requirement], metrics: [String], groups: [(name: String, counts: [Int])] = groups,
    formulas: [PlannedFormula] = [], beta: Double = 2, unknown: Int = 0
  ) throws -> Record {
    var (names, decisions, outcomes): ([String], [String], [String]) = ([], [], [])
    for (name, counts) in groups {
      for (count, (decision, outcome)) in zip(counts, [("1", "1"), ("1", "0"), ("0", "1"), ("0", "0")]) {
        names += Array(repeating: name, count: count)
        decisions += Array(repeating: decision, count: count)
        outcomes += Array(repeating: outcome, count: count)
      }
    }
    for number in 0..<unknown {
      names.append("")
      decisions.append(number % 2 == 0 ? "1" : "0")
      outcomes.append("1")
    }
    var plan = Support.plan(requirements: requirements, metrics: metrics)
    plan.formulas = formulas
    plan.parameters.beta = beta
    return try Audit.record(of: plan, values: ["group": names, "decision": decisions, "outcome": outcomes])
  }

  static func requirement(
    _ metric: String, compare: Comparison = .ratio, reference: ReferenceRule = .highest, atLeast: Double? = nil,
    atMost: Double? = nil, extreme: GroupExtreme? = nil
  ) -> Requirement {
    Requirement(
      id: "r", metric: metric, across: [["group"]], compare: compare, reference: compare == .value ? .none : reference,
      atLeast: atLeast, atMost: atMost, extreme: extreme)
  }

  /// Reads back what was written, and recomputes it.
  static func confirmed(_ record: Record) throws {
    let confirmation = Confirmation(of: try SealedRecord(record).record)
    #expect(confirmation.structure == .holds, "\(confirmation.structure)")
    #expect(confirmation.numbers == .holds, "\(confirmation.numbers)")
  }

  @Test func f1IsCountedAndJudged() throws {
    let record = try Self.record(
      [Self.requirement("f1", atLeast: 0.8)], metrics: ["f1"])
    let a = try #require(record.estimate("f1", ["a"]))
    #expect(isClose(a.value, 600.0 / 750, within: 1e-15))
    #expect(a.numerator == 300 && a.denominator == 450)
    // Wilson's limits of 300/450, mapped.
    #expect(isClose(a.interval?.lower, 0.766850203131452, within: 1e-12), "\(String(describing: a.interval))")
    let b = try #require(record.disparity("f1", ["b"], .ratio, rule: .highest))
    #expect(isClose(b.value, 240.0 / 390 / 0.8, within: 1e-15))
    #expect(b.interval?.method.rawValue == "mover" && b.test?.name.rawValue == "fisher-exact")
    #expect(record.findings.first { $0.group == ["b"] }?.verdict == .cannotTell)
    #expect(record.findings.first { $0.group == ["d"] }?.verdict == .notEnoughData)
    try Self.confirmed(record)
    let text = try Support.text(record)
    #expect(text.contains("F1 score") || text.contains("f1 score"), "\(text)")
  }

  @Test func functionsAreJudgedByTheirSpread() throws {
    let record = try Self.record(
      [Self.requirement("f-beta", atLeast: 0.5), Self.requirement("balanced-accuracy", compare: .value, atLeast: 0.55)]
        .enumerated().map { number, requirement in
          var requirement = requirement
          requirement.id = "r\(number)"
          return requirement
        }, metrics: ["f-beta", "balanced-accuracy"], beta: 0.5)
    let a = try #require(record.estimate("f-beta", ["a"]))
    #expect(isClose(a.value, 1.25 * 300 / (1.25 * 300 + 0.25 * 90 + 60), within: 1e-12))
    #expect(a.denominator == 1000 && a.numerator == nil && a.interval?.method.rawValue == "delta")
    #expect(record.estimate("f-beta", ["d"])?.undefined == .fewInACount)
    #expect(record.metrics.first { $0.id == "f-beta" }?.parameters == ["beta": "0.5"])
    let verdicts = Dictionary(
      record.findings.map { ("\($0.metric) \($0.group?.first?.text ?? "")", $0.verdict) }, uniquingKeysWith: { $1 })
    #expect(verdicts["balanced-accuracy a"] == .met)
    #expect(verdicts["balanced-accuracy d"] == .notEnoughData)
    try Self.confirmed(record)
  }

  @Test func aFormulaIsJudgedAndTravelsInTheRecord() throws {
    let text = """
      audit: {title: T}
      decisions: {source: a.csv, columns: {decision: d, favourable: y, outcome: o, positive: p}, groups: [g]}
      formulas: [{id: error-balance, formula: (FP - FN) / (FP + FN), question: Which error is more common?}]
      """
    let formulas = try PlanReader.read(Array(text.utf8), file: "plan.yaml", catalogue: Catalogue.cards).formulas
    let record = try Self.record(
      [Self.requirement("error-balance", compare: .difference, atMost: 0.5)], metrics: ["error-balance"],
      formulas: formulas)
    #expect(isClose(record.estimate("error-balance", ["a"])?.value, -0.2, within: 1e-15))
    #expect(record.metrics.map(\.id) == ["error-balance"])
    #expect(record.findings.contains { $0.verdict == .met || $0.verdict == .cannotTell })
    try Self.confirmed(record)
    let report = MarkdownRenderer().render(Report.whole(of: try SealedRecord(record)))
    #expect(report.contains("(FP - FN) / (FP + FN)") && report.contains("Which error is more common?"))
  }

  @Test func treatmentEqualityIsAnOddsRatio() throws {
    let groups = [("a", [200, 20, 30, 100]), ("b", [200, 60, 45, 100])]
    let record = try Self.record(
      [Self.requirement("treatment-equality", reference: .group(["b"]), atMost: 3)], metrics: ["treatment-equality"],
      groups: groups)
    #expect(record.estimate("treatment-equality", ["a"])?.value == 1.5)
    #expect(record.estimate("treatment-equality", ["b"])?.value == 0.75)
    let row = try #require(record.disparity("treatment-equality", ["a"], .ratio, rule: .group))
    #expect(row.value == 2 && row.interval?.method.rawValue == "woolf")
    #expect(isClose(row.interval?.lower, 1.00796958025, within: 1e-11))
    #expect(isClose(row.interval?.upper, 3.96837372714, within: 1e-11))
    let finding = try #require(record.findings.first)
    #expect(finding.verdict == .cannotTell && finding.interval?.method.rawValue == "conditional-exact")
    try Self.confirmed(record)
  }

  // MARK: the lowest and the highest group

  @Test func theLowestGroupIsNamed() throws {
    let record = try Self.record(
      [Self.requirement("positive-predictive-value", compare: .value, atLeast: 0.7, extreme: .minimum)],
      metrics: ["positive-predictive-value"], groups: Array(Self.groups.prefix(3)))
    let finding = try #require(record.findings.first)
    #expect(record.findings.count == 1 && finding.group == ["c"] && finding.verdict == .cannotTell)
    #expect(isClose(finding.value, 25.0 / 45, within: 1e-15))
    #expect(finding.sentence.contains("has the lowest rate"), "\(finding.sentence)")
    #expect(finding.sentence.contains("requirement for the lowest group"))
    try Self.confirmed(record)
  }

  /// Met needs every group; a group that is too small is no pass.
  @Test func aGroupThatIsTooSmallIsNoPass() throws {
    let groups = [("a", [300, 10, 90, 550]), ("b", [280, 12, 80, 330])]
    let met = try Self.record(
      [Self.requirement("positive-predictive-value", compare: .value, atLeast: 0.8, extreme: .minimum)],
      metrics: ["positive-predictive-value"], groups: groups)
    #expect(met.findings.map(\.verdict) == [.met] && met.findings[0].group == ["b"])
    let small = try Self.record(
      [Self.requirement("positive-predictive-value", compare: .value, atLeast: 0.8, extreme: .minimum)],
      metrics: ["positive-predictive-value"], groups: groups + [("c", [10, 2, 3, 4])])
    #expect(small.findings.map(\.verdict) == [.met, .notEnoughData] && small.verdict.overall == .notEnoughData)
    try Self.confirmed(small)
  }

  /// The highest is judged as the lowest of the opposite rate.
  @Test func maximumMirrorsMinimum() throws {
    let lowest = try Self.record(
      [Self.requirement("positive-predictive-value", compare: .value, atLeast: 0.6, extreme: .minimum)],
      metrics: ["positive-predictive-value"])
    let highest = try Self.record(
      [Self.requirement("false-discovery-rate", compare: .value, atMost: 0.4, extreme: .maximum)],
      metrics: ["false-discovery-rate"])
    #expect(lowest.findings.map(\.verdict) == highest.findings.map(\.verdict))
    #expect(lowest.findings.map(\.group) == highest.findings.map(\.group))
    let (own, other) = (try #require(lowest.findings[0].interval), try #require(highest.findings[0].interval))
    #expect(isClose(own.lower, other.upper.map { 1 - $0 }, within: 1e-12))
    #expect(isClose(own.upper, other.lower.map { 1 - $0 }, within: 1e-12))
    try Self.confirmed(highest)
  }

  /// People of no known group: beyond the share that the plan passes over, "met" would need the worst that they could be.
  @Test func whoWasLeftOutCounts() throws {
    let groups = [("a", [300, 10, 90, 550]), ("b", [280, 12, 80, 330])]
    for (metric, extreme) in [
      ("f1", nil), ("balanced-accuracy", nil), ("positive-predictive-value", GroupExtreme.minimum),
    ] {
      let requirement = Self.requirement(metric, compare: .value, atLeast: 0.5, extreme: extreme)
      let few = try Self.record([requirement], metrics: [metric], groups: groups)
      #expect(few.findings.allSatisfy { $0.verdict == .met })
      let many = try Self.record([requirement], metrics: [metric], groups: groups, unknown: 900)
      #expect(many.findings.allSatisfy { $0.verdict == .cannotTell && $0.bounds?.counted == .met }, "\(metric)")
      try Self.confirmed(many)
    }
  }

  // MARK: one number for all groups

  @Test func entropiesAreJudged() throws {
    func judged(_ metric: String, _ across: [[String]], atMost: Double) throws -> Record {
      let requirement = Requirement(
        id: "r", metric: metric, across: across, compare: .value, reference: .none, atMost: atMost)
      return try Self.record([requirement], metrics: [metric])
    }
    let total = try judged("generalized-entropy", [[]], atMost: 0.3)
    let summary = try #require(total.summary("generalized-entropy", .value))
    let people = Double(Self.groups.flatMap(\.counts).reduce(0, +))
    #expect(summary.people == Int(people) && summary.lists == nil && summary.spread?.method.rawValue == "jackknife")
    #expect(total.findings.map(\.verdict) == [.met], "\(total.findings)")
    try Self.confirmed(total)
    let between = try judged("between-group-theil", [["group"]], atMost: 0.0001)
    let found = try #require(between.summary("between-group-theil", .value))
    // Chance alone makes means of groups differ, so that the part between them has a test and no range.
    #expect(
      found.test?.name.rawValue == "homogeneity-of-means" && found.interval == nil && found.withoutInterval == .noSpread
    )
    #expect(between.findings.count == 1 && between.findings[0].grouping == ["group"])
    try Self.confirmed(between)
    let report = MarkdownRenderer().render(Report.whole(of: try SealedRecord(between)))
    #expect(report.contains("One number for all groups of group together"))
  }

  @Test func differentialFairnessIsJudgedFromCounts() throws {
    for (limit, verdict) in [(0.001, VerdictWord.notMet), (3, .met), (0.2, .cannotTell)] {
      let requirement = Requirement(
        id: "r", metric: "differential-fairness", across: [["group"]], compare: .value, reference: .none,
        atMost: limit)
      let record = try Self.record(
        [requirement], metrics: ["differential-fairness"],
        groups: [
          ("a", [300, 100, 90, 550]), ("b", [220, 120, 80, 120]), ("c", [20, 20, 30, 40]), ("d", [4, 2, 3, 2]),
        ])
      let finding = try #require(record.findings.first)
      #expect(finding.interval?.method.rawValue == "projection")
      // A group that is too small is said, and takes no part.
      #expect(record.findings.dropFirst().map(\.group) == [["d"]])
      #expect(record.findings.dropFirst().map(\.verdict) == [.notEnoughData])
      if limit != 0.2 { #expect(finding.verdict == verdict, "\(finding)") }
      #expect(record.metrics.map(\.id).contains("selection-rate"))
      try Self.confirmed(record)
    }
  }

  // MARK: within strata

  /// Any rate is pooled over strata as the selection rate is, and a column may be a group of its own beside.
  @Test func anyRateWithinStrata() async throws {
    let file = try PlanFile(path: "\(Support.checkout)/datasets/compas-two-year/evenhand.yaml")
    var plan = file.plan
    plan.metrics = ["conditional-true-positive-rate", "true-positive-rate"]
    plan.decisions?.within = [Stratifier(column: "sex", justification: nil, approvedBy: nil)]
    plan.decisions?.intersections = []
    plan.replicates = 0
    plan.requirements = [
      Requirement(
        id: "r", metric: "conditional-true-positive-rate", across: [["race"]], compare: .ratio,
        reference: .group(["Caucasian"]), atLeast: 0.8)
    ]
    let record = try Audit.run(plan, folder: file.folder, options: Audit.Options())
    let row = try #require(
      record.disparity(
        "conditional-true-positive-rate", ["African-American"], .ratio, rule: .group, within: "*"))
    var (above, below) = (0.0, 0.0)
    for sex in ["Female", "Male"] {
      func counts(_ race: Label) throws -> (Double, Double) {
        let found = try #require(
          record.estimates.first {
            $0.metric == "conditional-true-positive-rate" && $0.group == [race] && $0.within == sex
          })
        return (try #require(found.numerator), try #require(found.denominator))
      }
      let (own, other) = (try counts("African-American"), try counts("Caucasian"))
      above += own.0 * other.1 / (own.1 + other.1)
      below += other.0 * own.1 / (own.1 + other.1)
    }
    #expect(isClose(row.value, above / below, within: 1e-12))
    #expect(record.findings.contains { $0.group == ["African-American"] && $0.within == "*" })
    try Self.confirmed(record)
  }
}
