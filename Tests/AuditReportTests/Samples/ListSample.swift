import AuditRecord

@testable import AuditReport

extension Sample {
  /// Lists of ten jobs: women get worse lists than men, and jobs of small employers less attention than their share.
  static let lists: Record = lists()

  /// The same record with other labels, another number of sectors, or without what a plan need not declare.
  static func lists(
    rename: @escaping (Label) -> Label = { $0 }, title: String = "Job recommendations", sectors: Int = 8,
    data: DataKind = .synthetic
  ) -> Record {
    var maker = ListMaker(rename: rename, sectors: sectors)
    maker.measure()
    let judged = maker.judged()
    var record = Record(
      tool: Tool(version: "0.1.0"),
      audit: AuditDescription(
        title: title, system: SystemDescription(name: "job recommender", version: "1.0"), data: data,
        window: Window(from: "2026-07-01", to: "2026-07-31"), purpose: "Recommends ten jobs to every seeker."),
      plan: PlanReference(sha256: String(repeating: "5e", count: 32)), inputs: maker.inputs,
      rows: RowFlow(received: 17_075, judged: 16_946, excluded: [Exclusion(reason: "beyond-depth", rows: 129)]),
      units: RowFlow(received: 17_075, judged: 16_946), missingOutcome: nil, labels: nil,
      groupings: maker.groupings, stratifiers: [], seed: 0, replicates: 1000, metrics: SampleListCards.all,
      estimates: maker.estimates, disparities: maker.disparities, summaries: maker.summaries, associations: [],
      requirements: judged.requirements, findings: judged.findings, detectable: judged.detectable,
      signOff: SignOffPolicy(), verdict: Verdict(findings: judged.findings, synthetic: data == .synthetic))
    record.lists = ListsDescription(
      depth: 10, attention: "logarithmic", target: "catalogue", tail: 0.2, relevance: "binary", atLeast: 3,
      people: 1500, recipients: 1428, lists: 1364, items: 400, positions: 13_640, tied: 24, short: 3,
      withoutRelevance: 12, unknown: ["", "unknown"],
      counting: [ItemCounting(grouping: "sector", counting: "fractional")])
    record.tables = maker.tables
    record.profiles = maker.profiles
    record.sensitivities = maker.sensitivities
    let shares = (0...100).map { Double($0 * $0) / 10_000 }
    record.lorenz = LorenzCurve(shares: shares, neverShown: 7)
    return record
  }

  /// One list: nothing says how another would differ.
  static let singleList: Record = {
    var record = lists
    record.lists?.lists = 1
    for index in record.estimates.indices {
      record.estimates[index].interval = nil
      record.estimates[index].withoutInterval = .singleList
      if record.estimates[index].metric == "ranked-group-representation" {
        record.estimates[index].test = TestResult(name: .fairTopK, p: 0.04)
      }
    }
    for index in record.profiles.indices { record.profiles[index].lists = record.profiles[index].lists.map { _ in 1 } }
    return record
  }()

  /// Decisions and lists in one plan.
  static let both: Record = {
    var record = lists
    let decisions = berkeley
    record.labels = decisions.labels
    // The record sums up rows of decisions and of lists; 24 rows stand for 4,526 people.
    let left = [Exclusion(reason: "missing-decision", rows: 2), Exclusion(reason: "beyond-depth", rows: 120)]
    record.rows = RowFlow(
      received: 13_795, judged: 13_664, excluded: left + [Exclusion(reason: "unknown-user", rows: 9)])
    record.units = RowFlow(
      received: 18_297, judged: 18_166, excluded: left + [Exclusion(reason: "unknown-user", rows: 9)])
    record.missingOutcome = 26
    record.groupings = decisions.groupings + record.groupings
    record.stratifiers = decisions.stratifiers
    record.metrics = decisions.metrics + record.metrics
    record.estimates = decisions.estimates + record.estimates
    record.disparities = decisions.disparities + record.disparities
    record.requirements = decisions.requirements + record.requirements
    record.findings = decisions.findings + record.findings
    record.verdict = Verdict(findings: record.findings, synthetic: true)
    return record
  }()
}

/// Numbers about lists, made up but in step with each other.
private struct ListMaker {
  let rename: (Label) -> Label
  let sectors: Int

  var estimates: [Estimate] = []
  var disparities: [Disparity] = []
  var summaries: [SummaryResult] = []
  var sensitivities: [Sensitivity] = []
  var profiles: [RankProfile] = []

  init(rename: @escaping (Label) -> Label, sectors: Int) {
    self.rename = rename
    self.sectors = sectors
  }

  let inputs = [
    InputDescription(
      name: "recommendations.csv", sha256: String(repeating: "a1", count: 32), bytes: 287_834, rows: 13_769),
    InputDescription(name: "users.csv", sha256: String(repeating: "b2", count: 32), bytes: 26_738, rows: 1500),
    InputDescription(name: "jobs.csv", sha256: nil, bytes: 11_344, rows: 400),
  ]

  let tables = [
    TableFlow(table: "users", inputs: ["users.csv"], rows: RowFlow(received: 1500, judged: 1500)),
    TableFlow(table: "items", inputs: ["jobs.csv"], rows: RowFlow(received: 400, judged: 400)),
    TableFlow(
      table: "lists", inputs: ["recommendations.csv"],
      rows: RowFlow(
        received: 13_769, judged: 13_640,
        excluded: [Exclusion(reason: "beyond-depth", rows: 120), Exclusion(reason: "unknown-user", rows: 9)])),
    TableFlow(
      table: "relevance", inputs: ["relevant.csv"],
      rows: RowFlow(
        received: 22_488, judged: 13_000,
        excluded: [
          Exclusion(reason: "not-relevant", rows: 9400), Exclusion(reason: "unknown-item", rows: 88),
          Exclusion(reason: "repeated", rows: 0),
        ])),
  ]

  var genders: [Label] { ["female", "male", "nonbinary"].map(rename) }
  let genderSizes = [702, 690, 38]
  var sizes: [Label] { ["large", "medium", "small"].map(rename) }
  let sizeItems = [88, 107, 205]
  var sectorNames: [Label] { (1...max(1, sectors)).map { rename(Label("sector \($0)")) } }

  var groupings: [GroupingDescription] {
    [
      GroupingDescription(
        side: .receivers, grouping: ["gender"],
        groups: zip(genders, genderSizes).map { GroupSize(group: [$0], count: $1) }, unknown: 70),
      GroupingDescription(
        side: .receivers, grouping: ["gender", "age_band"],
        groups: [
          GroupSize(group: [genders[0], "65+"], count: 20), GroupSize(group: [genders[1], "18-29"], count: 190),
        ],
        unknown: 70),
      GroupingDescription(
        side: .providers, grouping: ["employer_size"],
        groups: zip(sizes, sizeItems).map { GroupSize(group: [$0], count: $1) }, unknown: 0),
      GroupingDescription(
        side: .providers, grouping: ["sector"], groups: sectorNames.map { GroupSize(group: [$0], count: 40) },
        unknown: 3),
    ]
  }

  /// An average with a range that is as wide as its number of lists says.
  private func average(
    _ metric: String, _ grouping: [String], _ group: [Label], _ value: Double, lists: Int, count: Int,
    spread: Double, target: Double? = nil
  ) -> Estimate {
    let half = 1.96 * spread / Double(lists).squareRoot()
    return Estimate(
      metric: metric, grouping: grouping, group: group, value: value,
      interval: Interval(lower: value - half, upper: value + half, level: 0.95, method: .jackknife), numerator: nil,
      denominator: nil, count: count, lists: lists, contributing: lists * 9 / 10, target: target)
  }

  private func counted(
    _ metric: String, _ grouping: [String], _ group: [Label], _ count: Int, of size: Int, in members: Int
  ) -> Estimate {
    let share = Share(counted: Double(count), among: Double(size))
    let limits = share.limits()
    return Estimate(
      metric: metric, grouping: grouping, group: group, value: share.rate,
      interval: Interval(lower: limits.lower, upper: limits.upper, level: 0.95, method: .wilson),
      numerator: Double(count), denominator: Double(size), count: members)
  }

  mutating func measure() {
    let ndcg = [0.344, 0.458, 0.412]
    for (index, gender) in genders.enumerated() {
      let size = genderSizes[index]
      let lists = size * 95 / 100
      estimates.append(average("ndcg", ["gender"], [gender], ndcg[index], lists: lists, count: size, spread: 0.2))
      estimates.append(
        average("precision-at-k", ["gender"], [gender], ndcg[index] - 0.04, lists: lists, count: size, spread: 0.15))
      estimates.append(counted("received-nothing", ["gender"], [gender], size / 22, of: size, in: size))
      estimates.append(
        average(
          "popularity-lift", ["gender"], [gender], [0.12, -0.03, 0.02][index], lists: lists, count: size, spread: 0.3))
    }
    estimates.append(
      average("ndcg", ["gender", "age_band"], [genders[0], "65+"], 0.31, lists: 19, count: 20, spread: 0.2))
    estimates.append(
      average("ndcg", ["gender", "age_band"], [genders[1], "18-29"], 0.44, lists: 180, count: 190, spread: 0.2))
    for (index, size) in sizes.enumerated() {
      let share = [0.3293, 0.3293, 0.3414][index]
      let items = sizeItems[index]
      let target = Double(items) / 400
      estimates.append(
        average(
          "exposure", ["employer_size"], [size], [0.01496, 0.01496, 0.007757][index], lists: 1364, count: items,
          spread: 0.008))
      estimates.append(
        average(
          "exposure-share", ["employer_size"], [size], share, lists: 1364, count: items, spread: 0.2, target: target))
      estimates.append(
        counted("ranked-group-representation", ["employer_size"], [size], [40, 52, 700][index], of: 1364, in: items))
      sensitivities.append(
        Sensitivity(
          metric: "exposure-share", grouping: ["employer_size"], group: [size], attention: "reciprocal",
          value: share + [0.004, -0.002, -0.002][index]))
    }
    let weights = sectorNames.indices.map { Double(sectors - $0 + 4) }
    for (index, sector) in sectorNames.enumerated() {
      estimates.append(
        average(
          "exposure-share", ["sector"], [sector], weights[index] / weights.reduce(0, +), lists: 1364, count: 40,
          spread: 0.2, target: 1 / Double(sectors)))
    }
    compare()
    summarise()
    profiles = [
      profile(["employer_size"], sizes, sizeItems.map { Double($0) / 400 }, [0.3293, 0.3293, 0.3414]),
      profile(
        ["sector"], sectorNames, sectorNames.map { _ in 1 / Double(sectors) }, weights.map { $0 / weights.reduce(0, +) }
      ),
    ]
  }

  private mutating func compare() {
    func row(
      _ metric: String, _ grouping: [String], _ group: Label, _ reference: ChosenReference, _ comparison: Comparison,
      _ value: Double, _ half: Double, _ test: String
    ) -> Disparity {
      Disparity(
        metric: metric, grouping: grouping, group: [group], reference: reference, comparison: comparison,
        minimumCount: 30, level: 0.95, value: value,
        interval: Interval(lower: value - half, upper: value + half, level: 0.95, method: .jackknife),
        test: TestResult(
          name: MethodName(rawValue: test), statistic: -4.2, degreesOfFreedom: 1200, p: 0.00003,
          adjusted: AdjustedP(method: .tukey, p: 0.0001)),
        bootstrap: BootstrapCheck(lower: value - half + 0.002, upper: value + half - 0.001, defined: 1000),
        simultaneous: Interval(
          lower: value - half - 0.01, upper: value + half + 0.01, level: 0.95, method: .resampledMaximum))
    }
    func own(_ metric: String, _ grouping: [String], _ group: Label, _ rule: ReferenceWord, _ comparison: Comparison)
      -> Disparity
    {
      Disparity(
        metric: metric, grouping: grouping, group: [group], reference: ChosenReference(rule: rule, group: [group]),
        comparison: comparison, minimumCount: 30, level: 0.95, value: comparison == .ratio ? 1 : 0, isReference: true)
    }
    let male = ChosenReference(rule: .highest, group: [genders[1]])
    disparities = [
      row("ndcg", ["gender"], genders[0], male, .ratio, 0.751, 0.06, "welch-t"),
      own("ndcg", ["gender"], genders[1], .highest, .ratio),
      row("ndcg", ["gender"], genders[2], male, .ratio, 0.9, 0.15, "welch-t"),
      row(
        "exposure", ["employer_size"], sizes[2], ChosenReference(rule: .highest, group: [sizes[0]]), .ratio, 0.518,
        0.03, "paired-t"),
      own("exposure", ["employer_size"], sizes[0], .highest, .ratio),
      row(
        "exposure-share", ["employer_size"], sizes[2], ChosenReference(rule: .target), .ratio, 0.666, 0.02, "paired-t"),
    ]
  }

  private mutating func summarise() {
    let none = ChosenReference(rule: .none)
    summaries = [
      SummaryResult(
        metric: "ndkl", grouping: ["employer_size"], comparison: .value, reference: none, minimumCount: 30, level: 0.95,
        value: 0.0535, interval: Interval(lower: 0.047, upper: 0.06, level: 0.95, method: .jackknife),
        test: TestResult(name: .hotelling, statistic: 310, degreesOfFreedom: 1360, p: 0.0000001)),
      SummaryResult(
        metric: "exposure-gini", grouping: [], comparison: .value, reference: none, minimumCount: 30, level: 0.95,
        value: 0.333, interval: nil, withoutInterval: .realisedValue),
    ]
  }

  private func profile(_ grouping: [String], _ groups: [Label], _ target: [Double], _ end: [Double]) -> RankProfile {
    // The first ranks lie further from the target than the last.
    let shares = zip(target, end).map { target, end in
      (0..<10).map { rank in end + (end - target) * 0.2 * Double(9 - rank) / 9 }
    }
    let half = { (target: Double, rank: Int) in
      1.96 * (target * (1 - target) / (1364 * Double(rank + 1))).squareRoot()
    }
    return RankProfile(
      grouping: grouping, groups: groups.map { [$0] }, target: target, attention: shares, positions: shares,
      lists: (0..<10).map { $0 < 7 ? 1364 : 1361 },
      band: RankBand(
        level: 0.95, lower: target.map { share in (0..<10).map { max(0, share - half(share, $0)) } },
        upper: target.map { share in (0..<10).map { min(1, share + half(share, $0)) } }))
  }

  func judged() -> (requirements: [Requirement], findings: [Finding], detectable: [Detectable]) {
    let quality = Requirement(
      id: "list-quality", metric: "ndcg", across: [["gender"]], compare: .ratio, reference: .highest, atLeast: 0.9,
      origin: "house policy")
    let share = Requirement(
      id: "attention-share", metric: "exposure-share", across: [["employer_size"]], compare: .ratio, reference: .target,
      atLeast: 0.8)
    let mix = Requirement(
      id: "mix-at-the-top", metric: "ndkl", across: [["employer_size"]], compare: .value, reference: .none, atMost: 0.1,
      severity: .warn)
    let spread = Requirement(
      id: "concentration", metric: "exposure-gini", across: [[]], compare: .value, reference: .none, atMost: 0.5,
      severity: .inform)
    var findings = disparities.filter { !$0.isReference && $0.metric != "exposure" }.map { row in
      let requirement = row.metric == "ndcg" ? quality : share
      let isSmall = row.value == 0.9
      return Finding(
        requirement: requirement.id, metric: row.metric, grouping: row.grouping, group: row.group,
        reference: row.reference, comparison: .ratio, verdict: isSmall ? .cannotTell : .notMet, value: row.value,
        interval: row.interval, threshold: requirement.threshold, severity: .block,
        sentence: (isSmall ? "Cannot tell." : "Requirement not met.")
          + " The number is \(PlainNumber.percent(row.value!)) % of the reference group’s value.")
    }
    findings += zip([mix, spread], summaries).map { requirement, summary in
      Finding(
        requirement: requirement.id, metric: summary.metric, grouping: summary.grouping, group: nil, reference: nil,
        comparison: .value, verdict: summary.interval == nil ? .cannotTell : .met, value: summary.value,
        interval: summary.interval, threshold: requirement.threshold, severity: requirement.severity,
        sentence: summary.interval == nil
          ? "Cannot tell. The concentration of exposure is 0.333. It has no range." : "Requirement met. It is 0.0535.")
    }
    let detectable = [
      Detectable(
        requirement: "list-quality", grouping: ["gender"], group: [genders[0]], comparison: .ratio, power: 0.8,
        shownNotMet: 0.83, shownMet: 0.97)
    ]
    return ([quality, share, mix, spread], findings, detectable)
  }
}
