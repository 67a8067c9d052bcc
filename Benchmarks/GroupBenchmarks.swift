import AuditNumerics
import AuditStatistics

/// What a family of groups costs, by number of groups: each line is a method that an audit applies to all of them.
enum GroupBenchmarks {
  /// Groups of 30 to 300 with rates around 0.3, always the same ones; every hundredth has no success or no failure.
  private static func family(_ count: Int) -> [Proportion] {
    (0..<count).map { number in
      var stream = CounterStream(seed: 1, stream: 7, replicate: UInt64(number))
      let trials = 30 + Int(270 * stream.uniform())
      let rate = number % 100 == 99 ? Double(number / 100 % 2) : 0.25 + 0.1 * stream.uniform()
      let successes = BinomialSampler.draw(trials: trials, probability: rate, from: &stream)
      return Proportion(successes: Double(successes), trials: Double(trials))
    }
  }

  /// Times every method, or the one named.
  static func run(_ count: Int, only: String?, report: (String, () -> String) -> Void) {
    let family = family(count)
    let eligible = family.map { _ in true }
    func verdict(_ comparison: PairComparison, _ reference: FamilyVerdict.Reference, _ threshold: Double) -> String {
      let found = FamilyVerdict(
        proportions: family, eligible: eligible, comparison: comparison, reference: reference,
        claim: .atLeast(threshold), confidence: 0.95)
      return "\(found.findings.count { $0?.decision == .notMet }) not met"
    }
    let critical = CriticalValues(confidence: 0.95, groups: max(2, count), reference: .highest)
    let methods: [(String, () -> String)] = [
      ("studentized-range", { "\(StudentizedRange.quantile(0.949, groups: count))" }),
      ("tukey", { "\(family.reduce(0) { $0 + TukeyAdjustment.p(statistic: 9 * $1.estimate!, groups: count) })" }),
      ("highest-ratio", { verdict(.ratio, .highest, 0.8) }),
      ("highest-difference", { verdict(.difference, .highest, -0.1) }),
      ("lowest-ratio", { verdict(.ratio, .lowest, 0.8) }),
      ("complement", { verdict(.ratio, .complement, 0.8) }),
      (
        "worst-pair-ratio",
        { "\(WorstPair(family, comparison: .ratio, critical: critical)?.interval.upper ?? -1)" }
      ),
      (
        "worst-pair-difference",
        { "\(WorstPair(family, comparison: .difference, critical: critical)?.interval.upper ?? -1)" }
      ),
      (
        "power",
        {
          let few = Array(family.prefix(20))
          let analysis = PowerAnalysis(trials: few.map { Int($0.trials) }, seed: 0, stream: 0)
          let rule = FamilyRule(
            eligible: few.map { _ in true }, comparison: .ratio, reference: .highest, claim: .atLeast(0.8),
            critical: CriticalValues(confidence: 0.95, groups: few.count, reference: .highest))
          let tables = analysis.tables(few.map { _ in 0.3 })
          let shown = few.indices.compactMap { group in
            analysis.nearest(
              .notMet, rule, of: group, moving: [PowerAnalysis.Moved(group) { 0.3 * $0 }], in: tables,
              along: PowerAnalysis.Path(from: 0.8, to: 0), power: 0.8)
          }
          return "\(shown.count) detectable"
        }
      ),
      (
        "association",
        { "\(GeneralizedCochranMantelHaenszel.test(strata: [family, family.reversed()])?.statistic ?? -1)" }
      ),
      (
        "fisher",
        { "\(family.reduce(0) { $0 + FisherExact.twoSided(group: $1, reference: family[0]) })" }
      ),
      ("holm", { "\(Holm.adjust(family.map { $0.estimate! }).reduce(0, +))" }),
      ("wilson", { "\(family.reduce(0) { $0 + (Wilson.interval($1, confidence: 0.95)?.lower ?? 0) })" }),
    ]
    for (name, method) in methods where only == nil || only == name { report("\(name) \(count)", method) }
  }
}
