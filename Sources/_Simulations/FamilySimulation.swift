import AuditNumerics
import AuditStatistics

/// How often ``FamilyVerdict`` and the naive rule are right about "at least 0.8 of the highest".
enum FamilySimulation {
  /// Expected shares in per cent with all groups equal, one at 0.8 of the others, one at 0.7.
  private struct Row {
    let groups: Int
    let trials: Int
    let rate: Double
    let naive: String
    let notMet: String
    let allMet: String

    init(_ groups: Int, _ trials: Int, _ rate: Double, naive: String, notMet: String, allMet: String) {
      (self.groups, self.trials, self.rate) = (groups, trials, rate)
      (self.naive, self.notMet, self.allMet) = (naive, notMet, allMet)
    }
  }

  private static let rows = [
    Row(2, 500, 0.5, naive: "0/2.8/42.9", notMet: "0/2.8/42.9", allMet: "87.8/2.6/0"),
    Row(2, 5000, 0.1, naive: "0/2.5/51.4", notMet: "0/2.5/51.4", allMet: "92.1/2.5/0"),
    Row(6, 50, 0.1, naive: "15.5/16.6/18.9", notMet: ".5/.6/.8", allMet: "0/0/0"),
    Row(6, 500, 0.1, naive: "2.2/9.4/25.8", notMet: ".1/.8/4.4", allMet: "0/0/0"),
    Row(6, 500, 0.5, naive: "0/8.1/72.9", notMet: "0/.8/34.0", allMet: "36.6/0/0"),
    Row(6, 5000, 0.5, naive: "0/8.6/100", notMet: "0/.9/100", allMet: "100/.1/0"),
    Row(20, 50, 0.1, naive: "63.5/64.3/64.9", notMet: ".1/.1/.1", allMet: "0/0/0"),
    Row(20, 500, 0.02, naive: "53.6/56.2/59.4", notMet: ".2/.2/.4", allMet: "0/0/0"),
    Row(20, 500, 0.5, naive: "0/16.4/87.9", notMet: "0/.2/22.8", allMet: ".9/0/0"),
    Row(20, 5000, 0.5, naive: "0/17.1/100", notMet: "0/.3/100", allMet: "100/0/0"),
  ]

  private static let threshold = 0.8
  private static let confidence = 0.95

  private struct Shares {
    var naive = 0.0
    var notMet = 0.0
    var allMet = 0.0
  }

  private static func simulate(
    _ population: Population, runs: Int, stream: (Int) -> CounterStream
  ) -> Shares {
    let eligible = Array(repeating: true, count: population.trials.count)
    let critical = CriticalValues(confidence: confidence, groups: eligible.count, reference: .highest)
    var shares = Shares()
    for run in 0..<runs {
      var source = stream(run)
      let proportions = population.sample(from: &source)
      let verdict = FamilyVerdict(
        proportions: proportions, eligible: eligible, comparison: .ratio, reference: .highest,
        claim: .atLeast(threshold), critical: critical)
      let findings = verdict.findings.compactMap { $0 }
      if findings.contains(where: { $0.decision == .notMet }) { shares.notMet += 1 }
      if findings.allSatisfy({ $0.decision == .met }) { shares.allMet += 1 }
      if naivelyNotMet(proportions, highest: verdict.reference!) { shares.naive += 1 }
    }
    let scale = 1 / Double(runs)
    return Shares(naive: shares.naive * scale, notMet: shares.notMet * scale, allMet: shares.allMet * scale)
  }

  /// Whether any plain interval against the sample's highest group lies below the threshold.
  private static func naivelyNotMet(_ proportions: [Proportion], highest: Int) -> Bool {
    proportions.indices.contains { group in
      guard group != highest, let value = proportions[group].estimate, let top = proportions[highest].estimate,
        value < threshold * top
      else { return false }
      let interval = Koopman.interval(
        group: proportions[group], reference: proportions[highest], confidence: confidence)
      return interval.map { $0.upper < threshold } ?? false
    }
  }

  static func printTables(runs: Int) {
    var streams = Streams()
    print(
      """
      ## Each group against the highest

      Requirement: at least 0.8 of the highest rate, decided by intervals at 95 %. Shares of runs in per cent, for three
      truths: all groups equal / one group at 0.8 of the others / one group at 0.7. "Naive" compares each group with the
      sample's highest by a plain Koopman interval. "Not met" is wrong under the first two truths and right under the third;
      "all met" is wrong under the last two and should stay at or below 2.5.

      | groups, n, rate | naive: any not met | expected | any not met | expected | all met | expected |
      |---|---|---|---|---|---|---|
      """)
    for row in rows {
      let shares = [1, 0.8, 0.7].map { ratio in
        simulate(
          Population(groups: row.groups, trials: row.trials, rate: row.rate, firstTimes: ratio), runs: runs,
          stream: streams.next())
      }
      let join = { (value: (Shares) -> Double) in shares.map { value($0).percent }.joined(separator: " / ") }
      print(
        "| \(row.groups), \(row.trials), \(row.rate) | \(join(\.naive)) | \(row.naive) | \(join(\.notMet))",
        "| \(row.notMet) | \(join(\.allMet)) | \(row.allMet) |")
    }

    print(
      """

      | truth | naive: any not met | expected | any not met | expected |
      |---|---|---|---|---|
      """)
    let half = Population(
      trials: Array(repeating: 5000, count: 20),
      rates: Array(repeating: 0.4, count: 10) + Array(repeating: 0.5, count: 10))
    let mixed = Population(
      trials: Array(repeating: 3000, count: 10) + Array(repeating: 40, count: 10),
      rates: Array(repeating: 0.05, count: 20))
    for (name, population, expected) in [
      ("ten of 20 groups (n = 5000, rate 0.5) at 0.8", half, ("62.4", "1.5")),
      ("ten groups of 3,000 and ten of 40, all at 0.05", mixed, ("35.1", ".1")),
    ] {
      let shares = simulate(population, runs: runs, stream: streams.next())
      print(
        "| \(name) | \(shares.naive.percent) | \(expected.0) | \(shares.notMet.percent) | \(expected.1) |")
    }
    print("")
  }
}
