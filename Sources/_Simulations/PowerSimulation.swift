import AuditNumerics
import AuditStatistics

/// Whether "about N more people" keeps its word: audits drawn with so many more people, judged by the verdict itself.
enum PowerSimulation {
  private static let cases: [(words: String, trials: [Int], rates: [Double])] = [
    ("COMPAS by race, Asian", [32, 3_696, 2_454, 637, 377], [0.75, 0.4118, 0.652, 0.7017, 0.7905]),
    ("2 groups, 200 of 1,000", [200, 1_000], [0.45, 0.5]),
    ("2 groups, 500 of 4,000", [500, 4_000], [0.28, 0.3]),
    ("2 groups, rare", [2_000, 60_000], [0.0195, 0.02]),
    ("3 groups, 80 of 2,000", [80, 2_000, 2_000], [0.5, 0.5, 0.49]),
    ("3 groups, lowest 0.9", [300, 4_000, 4_000], [0.27, 0.3, 0.3]),
    ("4 groups, 60 of 3,000", [60, 3_000, 3_000, 3_000], [0.62, 0.6, 0.58, 0.55]),
    ("5 groups, equal", [150, 3_000, 3_000, 3_000, 3_000], [0.4, 0.4, 0.4, 0.4, 0.4]),
    ("5 groups, one highest", [150, 800, 2_000, 5_000, 5_000], [0.55, 0.6, 0.5, 0.45, 0.5]),
    ("8 groups, 100 of 5,000", [100] + Array(repeating: 5_000, count: 7), [0.3] + Array(repeating: 0.3, count: 7)),
    ("12 groups, high rates", [36] + Array(repeating: 1_500, count: 11), [0.85] + Array(repeating: 0.86, count: 11)),
    ("20 groups, 400 of 8,000", [400] + Array(repeating: 8_000, count: 19), [0.2] + Array(repeating: 0.2, count: 19)),
  ]

  static func printTable(runs: Int) {
    print(
      """
      ## How many more people

      What a report says of an undecided group: so many more people in it, all rates as estimated, show a ratio of at least 0.8
      to the highest rate as met in 80 of 100 audits. Drawn with so many more, and judged; the sentence stands for 75 to 85. In
      the last column the group itself is the highest and lies clearly enough above or beside all others, which counts as met.

      | group | people | more | met, of 100 | of these as the highest |
      |---|---|---|---|---|
      """)
    for (number, one) in cases.enumerated() {
      let everybody = Array(one.trials.indices)
      let critical = CriticalValues(
        confidence: 0.95, claim: .atLeast(0.8), comparison: .ratio, reference: .highest,
        evidence: ProportionEvidence(
          zip(one.trials, one.rates).map { Proportion(successes: Double($0) * $1, trials: Double($0)) }),
        members: everybody, references: everybody)
      let rule = FamilyRule(
        eligible: one.trials.map { _ in true }, comparison: .ratio, reference: .highest, claim: .atLeast(0.8),
        critical: critical)
      let analysis = PowerAnalysis(trials: one.trials, seed: 0, stream: UInt64(number))
      let more = analysis.morePeople(rule, for: 0, rate: one.rates[0], in: analysis.tables(one.rates), power: 0.8)
      guard let more else {
        print("| \(one.words) | \(one.trials[0]) | – | – | – |")
        continue
      }
      var population = Population(trials: one.trials, rates: one.rates)
      population.trials[0] += more
      let streams: @Sendable (Int) -> CounterStream = { run in
        CounterStream(seed: 20_261_128, stream: UInt64(number), replicate: UInt64(run))
      }
      let members = Array(one.trials.indices)
      let drawn = population
      let hits = Parallel.map(runs) { run -> (met: Bool, chosen: Bool) in
        var stream = streams(run)
        let sample = drawn.sample(from: &stream)
        let finding = FamilyVerdict.finding(
          of: 0, evidence: ProportionEvidence(sample), members: members, comparison: .ratio, reference: .highest,
          claim: .atLeast(0.8), critical: critical)
        let rates = sample.map { $0.estimate ?? 0 }
        return (finding?.decision == .met, rates.dropFirst().allSatisfy { $0 < rates[0] })
      }
      let met = Double(hits.count { $0.met }) / Double(runs)
      let chosen = Double(hits.count { $0.met && $0.chosen }) / Double(runs)
      print("| \(one.words) | \(one.trials[0]) | \(more) | \(met.percent) | \(chosen.percent) |")
    }
    print("")
  }
}
