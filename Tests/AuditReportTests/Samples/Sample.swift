import AuditRecord

@testable import AuditReport

/// Documents by name, light enough to be an argument of a test.
enum SampleDocument: String, CaseIterable {
  case berkeleyBody, berkeleyDossier, compasBody, compasDossier, syntheticBody, unsignedDossier
  case listsBody, listsDossier, listsAnnex, singleListBody, bothBody, berkeleyAnnex

  /// A dossier has the charts of its forest tables alone, which hold no more than their rows.
  var isWithoutAnnex: Bool { document.elsewhere?.name == "annex" }

  var document: Document {
    switch self {
    case .berkeleyAnnex: Report.annex(of: sealed(Sample.berkeley))
    case .listsAnnex: Report.annex(of: sealed(Sample.lists))
    case .berkeleyBody: Report.whole(of: sealed(Sample.berkeley))
    case .berkeleyDossier: Report.dossier(of: sealed(Sample.berkeley))
    case .compasBody: Report.whole(of: sealed(Sample.compas))
    case .compasDossier: Report.dossier(of: sealed(Sample.compas))
    case .syntheticBody: Report.whole(of: sealed(Sample.compas(data: .synthetic)))
    case .listsBody: Report.whole(of: sealed(Sample.lists))
    case .listsDossier: Report.dossier(of: sealed(Sample.lists))
    case .singleListBody: Report.whole(of: sealed(Sample.singleList))
    case .bothBody: Report.whole(of: sealed(Sample.both))
    case .unsignedDossier: Report.dossier(of: sealed(Sample.compas(roles: [])))
    }
  }
}

/// Records of real counts.
enum Sample {
  /// Graduate admissions at Berkeley, 1973: a crude difference that is not seen within departments.
  static let berkeley = admissions([
    ("A", (512, 313), (89, 19)), ("B", (353, 207), (17, 8)), ("C", (120, 205), (202, 391)),
    ("D", (138, 279), (131, 244)), ("E", (53, 138), (94, 299)), ("F", (22, 351), (24, 317)),
  ])

  /// The same audit of other counts: admitted and not admitted, by department; the test over all is Berkeley's.
  static func admissions(_ counts: [(String, men: (Double, Double), women: (Double, Double))]) -> Record {
    let rows = counts.flatMap { department, men, women in
      [
        RecordMaker.Row(labels: ["male"], stratum: department, counts: [men.0, men.1, 0, 0]),
        RecordMaker.Row(labels: ["female"], stratum: department, counts: [women.0, women.1, 0, 0]),
      ]
    }
    let selection = RecordMaker.Rate(card: SampleCards.selection, counted: [0], among: [0, 1])
    var maker = RecordMaker(columns: ["sex"], stratifier: "department", rows: rows, rates: [selection])
    maker.measure(selection, ["sex"])
    maker.pool(selection, ["sex"])
    let ratio = Requirement(
      id: "admission-ratio", metric: "selection-rate", across: [["sex"]], compare: .ratio, reference: .highest,
      atLeast: 0.8, origin: "29 CFR 1607.4(D), rule of thumb")
    maker.judge(ratio, ["sex"], upperZ: Share.z)
    let within = Requirement(
      id: "admission-ratio-within-departments", metric: "conditional-selection-rate", across: [["sex"]],
      compare: .ratio, reference: .highest, atLeast: 0.8)
    maker.findings.append(pooledFinding(within, maker))
    return Record(
      tool: Tool(version: "0.1.0"),
      audit: AuditDescription(
        title: "Graduate admissions, autumn 1973",
        system: SystemDescription(name: "Admissions of the six largest departments"), type: .selfAssessment,
        data: .historical, window: Window(from: "1973-09-01", to: "1973-12-31"),
        purpose: "Who is admitted to graduate study."),
      plan: PlanReference(sha256: String(repeating: "5e", count: 32)),
      inputs: [
        InputDescription(
          name: "berkeley-admissions-1973.csv", sha256: String(repeating: "a1", count: 32), bytes: 452, rows: 24)
      ],
      rows: RowFlow(received: 24, judged: 24), units: RowFlow(received: 4526, judged: 4526), missingOutcome: nil,
      labels: DecisionLabels(decision: "admitted", favourable: ["yes"], count: "applicants"),
      groupings: maker.sizes([["sex"]]),
      stratifiers: [
        Stratifier(
          column: "department", justification: "Each department decides on its own applications.",
          approvedBy: nil, strata: ["A", "B", "C", "D", "E", "F"])
      ],
      seed: 0, replicates: 1000, metrics: [SampleCards.selection, SampleCards.conditional],
      estimates: maker.estimates, disparities: maker.disparities, summaries: [],
      associations: [
        Association(
          metric: "conditional-selection-rate", grouping: ["sex"], stratifier: "department",
          test: TestResult(
            name: .cochranMantelHaenszel, statistic: 1.42694622858669, degreesOfFreedom: 1, p: 0.232263462817048))
      ],
      requirements: [ratio, within], findings: maker.findings, detectable: maker.detectable, signOff: SignOffPolicy(),
      verdict: Verdict(findings: maker.findings, synthetic: false))
  }

  private static func pooledFinding(_ requirement: Requirement, _ maker: RecordMaker) -> Finding {
    let row = maker.disparities.first { $0.within == "*" && !$0.isReference }!
    return Finding(
      requirement: requirement.id, metric: requirement.metric, grouping: ["sex"], group: row.group,
      reference: row.reference, comparison: .ratio, stratifier: "department", within: "*", verdict: .met,
      value: row.value, interval: row.interval, threshold: requirement.threshold, severity: .block,
      sentence:
        "Requirement met. Within strata, and pooled over them, the rate is 105.8 % of the reference group’s rate (95 % confidence interval 97.0 % to 115.4 %). Even the low end of the interval meets the requirement."
    )
  }

  /// Risk scores in Broward County, 2013–2014: six groups, two of them small, with outcomes.
  static let compas: Record = compas()

  static func compas(
    rename: (Label) -> Label = { $0 }, title: String = "Risk scores, Broward County", data: DataKind = .historical,
    roles: [String] = ["model-owner", "compliance", "independent-auditor"], isSmall: Bool = false
  ) -> Record {
    let counts: [(Label, Label, [Double])] = [
      ("African-American", "Female", [241, 164, 74, 173]), ("African-American", "Male", [749, 641, 458, 1196]),
      ("Asian", "Female", [1, 0, 1, 0]), ("Asian", "Male", [20, 2, 2, 6]),
      ("Caucasian", "Female", [257, 111, 86, 113]),
      ("Caucasian", "Male", [882, 238, 375, 392]), ("Hispanic", "Female", [63, 7, 24, 9]),
      ("Hispanic", "Male", [255, 80, 105, 94]), ("Native American", "Female", [1, 0, 0, 3]),
      ("Native American", "Male", [4, 3, 1, 6]), ("Other", "Female", [46, 6, 10, 5]),
      ("Other", "Male", [162, 30, 80, 38]),
    ]
    let selection = RecordMaker.Rate(card: SampleCards.selection, counted: [0, 2], among: [0, 1, 2, 3])
    let truePositive = RecordMaker.Rate(card: SampleCards.truePositive, counted: [0], among: [0, 1])
    let falsePositive = RecordMaker.Rate(card: SampleCards.falsePositive, counted: [2], among: [2, 3])
    var maker = RecordMaker(
      columns: ["race", "sex"],
      rows: counts.map { RecordMaker.Row(labels: [rename($0.0), rename($0.1)], stratum: nil, counts: $0.2) },
      rates: [selection, truePositive, falsePositive])
    let groupings = [["race"], ["sex"], ["race", "sex"]]
    for grouping in groupings {
      for rate in isSmall ? [selection] : maker.rates { maker.measure(rate, grouping) }
    }
    maker.measure(selection, ["sex"], .difference)
    let ratio = Requirement(
      id: "low-risk-ratio", metric: "selection-rate", across: groupings, compare: .ratio, reference: .highest,
      atLeast: 0.8, origin: "29 CFR 1607.4(D), rule of thumb")
    for (grouping, z) in zip(groupings, [2.7, Share.z, 3.0]) { maker.judge(ratio, grouping, upperZ: z) }
    let odds = Requirement(
      id: "odds-gap", metric: "equalized-odds", across: [["race"], ["sex"]], compare: .difference,
      reference: .worstPair, atMost: 0.1, severity: .warn)
    let summaries = [["race"], ["sex"]].map { odd(maker, $0) }
    maker.findings += summaries.map { oddsFinding(odds, $0) }
    return Record(
      tool: Tool(version: "0.1.0"),
      audit: AuditDescription(
        title: title,
        system: SystemDescription(
          name: "Two-year risk score", version: "2013", artifact: "score.bin",
          sha256: String(repeating: "c4", count: 32)),
        type: .independentAudit, data: data, window: Window(from: "2013-01-01", to: "2014-12-31"),
        purpose: "Who is labelled as low risk before trial."),
      plan: PlanReference(sha256: String(repeating: "5e", count: 32)),
      inputs: [
        InputDescription(
          name: "compas-two-year-counts.csv", sha256: String(repeating: "b2", count: 32), bytes: 28_417, rows: 540)
      ],
      rows: RowFlow(received: 542, judged: 540, excluded: [Exclusion(reason: "missing-decision", rows: 2)]),
      units: RowFlow(received: 7216, judged: 7214, excluded: [Exclusion(reason: "missing-decision", rows: 2)]),
      missingOutcome: 0,
      labels: DecisionLabels(
        decision: "risk", favourable: ["Low"], outcome: "reoffended_within_two_years", positive: ["no"],
        negative: ["yes"], count: "people", unknown: ["", "unknown"]),
      groupings: maker.sizes(groupings, unknown: 3), stratifiers: [], seed: 0, replicates: 1000,
      metrics: [SampleCards.selection, SampleCards.truePositive, SampleCards.falsePositive, SampleCards.odds],
      estimates: maker.estimates, disparities: maker.disparities, summaries: summaries, associations: [],
      requirements: [ratio, odds], findings: maker.findings, detectable: maker.detectable,
      signOff: SignOffPolicy(required: roles.map { RequiredRole(role: $0) }),
      verdict: Verdict(findings: maker.findings, synthetic: data == .synthetic))
  }

  private static func odd(_ maker: RecordMaker, _ grouping: [String]) -> SummaryResult {
    let parts = ["true-positive-rate", "false-positive-rate"].map { id -> SummaryPart in
      let shares = maker.groups(grouping).map { ($0, maker.share(maker.rate(id), grouping, $0, nil)) }
        .filter { $0.1.among >= 30 }.sorted { $0.1.rate < $1.1.rate }
      return SummaryPart(
        metric: id, value: shares.last!.1.rate - shares[0].1.rate, groups: [shares[0].0, shares.last!.0])
    }
    let worst = parts.max { $0.value! < $1.value! }!
    return SummaryResult(
      metric: "equalized-odds", grouping: grouping, comparison: .difference,
      reference: ChosenReference(rule: .worstPair), minimumCount: 30, level: 0.95, value: worst.value,
      interval: Interval(lower: worst.value! - 0.06, upper: worst.value! + 0.05, level: 0.95, method: .projection),
      groups: worst.groups, parts: parts,
      skipped: maker.groups(grouping).filter { maker.share(maker.rates[1], grouping, $0, nil).among < 30 })
  }

  private static func oddsFinding(_ requirement: Requirement, _ summary: SummaryResult) -> Finding {
    let lower = summary.interval!.lower!
    let verdict: VerdictWord = lower > 0.1 ? .notMet : summary.interval!.upper! <= 0.1 ? .met : .cannotTell
    return Finding(
      requirement: requirement.id, metric: requirement.metric, grouping: summary.grouping, group: nil,
      reference: summary.reference, comparison: .difference, verdict: verdict, value: summary.value,
      interval: summary.interval, threshold: requirement.threshold, severity: requirement.severity,
      sentence:
        "\(verdict.words). The largest gap is between the group \(Words.group(summary.groups[0])) and the group \(Words.group(summary.groups[1])): \(PlainNumber.percent(summary.value!)) percentage points apart. The requirement is a gap of at most 10 percentage points."
    )
  }
}

/// The record with its digest; samples hold finite numbers only.
func sealed(_ record: Record) -> SealedRecord {
  do { return try SealedRecord(record) } catch { preconditionFailure("\(error)") }
}
