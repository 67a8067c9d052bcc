import AuditRecord

/// A record in which every list holds something and every kind of null occurs.
enum SampleRecord {
  static let digest = String(repeating: "0123456789abcdef", count: 4)

  static let card = MetricCard(
    id: "selection-rate", name: "Selection rate", aliases: ["impact-ratio"], question: "How many?", formula: "a ÷ b",
    counted: "were chosen", among: "people in {group}", reading: "Below 1 means less often.", caveats: ["None."],
    needs: [.decision], parameters: ["combination": "worst"], sources: ["Somebody (2020)."])

  static let reference = ChosenReference(rule: .highest, group: ["Male"])

  static let interval = Interval(lower: 0.5, upper: .infinity, level: 0.95, method: MethodName(rawValue: "koopman"))

  static let disparity = Disparity(
    metric: "selection-rate", grouping: ["sex"], group: ["Female"], reference: reference, comparison: .ratio,
    minimumCount: 30, level: 0.95, value: 0.75, interval: interval,
    test: TestResult(
      name: MethodName(rawValue: "pooled-z"), statistic: -2.5, p: 0.012, adjusted: AdjustedP(method: .tukey, p: 0.03)),
    bootstrap: BootstrapCheck(lower: 0.6, upper: nil, defined: 990))

  static let record: Record = {
    let requirement = Requirement(
      id: "ratio", metric: "selection-rate", across: [["sex"]], compare: .ratio, reference: .highest, atLeast: 0.8,
      origin: "policy")
    let finding = Finding(
      requirement: "ratio", metric: "selection-rate", grouping: ["sex"], group: ["Female"], reference: reference,
      comparison: .ratio, verdict: .cannotTell, value: 0.75, interval: interval, threshold: .atLeast(0.8),
      severity: .block, sentence: "Cannot tell.")
    return Record(
      tool: Tool(version: "0.1.0"),
      audit: AuditDescription(
        title: "A \"title\"\n", system: SystemDescription(name: "s", sha256: digest), type: .releaseGate,
        data: .synthetic, window: Window(from: "2026-07-01"), purpose: nil),
      plan: PlanReference(sha256: digest),
      inputs: [InputDescription(name: "a.csv", sha256: nil, bytes: 9_007_199_254_740_991, rows: 3)],
      rows: RowFlow(received: 3, judged: 2, excluded: [Exclusion(reason: "missing-decision", rows: 1)]),
      units: RowFlow(received: 3, judged: 2), missingOutcome: 1,
      labels: DecisionLabels(
        decision: "d", favourable: ["yes"], unfavourable: ["no"], outcome: "o", positive: ["1"], count: "n",
        unknown: ["", "\u{E9}", "e\u{301}"]),
      groupings: [
        GroupingDescription(grouping: ["sex"], groups: [GroupSize(group: ["Female"], count: 2)], unknown: 1)
      ],
      stratifiers: [Stratifier(column: "dept", justification: "j", approvedBy: "a", strata: ["A"], unknown: 1)],
      seed: 7, replicates: 1_000, metrics: [card],
      estimates: [
        Estimate(
          metric: "selection-rate", grouping: ["sex"], group: ["Female"], stratifier: "dept", within: "A", value: nil,
          interval: nil, numerator: 0, denominator: 0, count: 2, undefined: .emptyDenominator)
      ],
      disparities: [disparity],
      summaries: [
        SummaryResult(
          metric: "equalized-odds", grouping: ["sex"], comparison: .difference,
          reference: ChosenReference(rule: .worstPair), minimumCount: 30, level: 0.95, value: 0.1, interval: interval,
          groups: [["Female"], ["Male"]],
          parts: [SummaryPart(metric: "true-positive-rate", value: 0.1, groups: [["Female"], ["Male"]])],
          skipped: [["Other"]])
      ],
      associations: [
        Association(
          metric: "selection-rate", grouping: ["sex"], stratifier: nil,
          test: TestResult(name: .generalizedCochranMantelHaenszel, statistic: 3, degreesOfFreedom: 1, p: 0.08))
      ],
      requirements: [requirement], findings: [finding],
      detectable: [
        Detectable(
          requirement: "ratio", grouping: ["sex"], group: ["Female"], comparison: .ratio, power: 0.8,
          shownNotMet: 0.5, shownMet: nil)
      ],
      signOff: SignOffPolicy(required: [RequiredRole(role: "auditor")]),
      verdict: Verdict(findings: [finding], synthetic: true))
  }()
}
