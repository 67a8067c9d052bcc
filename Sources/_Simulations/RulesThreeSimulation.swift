import AuditNumerics
import AuditStatistics

/// What rules 3 changed, before and after: the search from the limit, pooled findings, means without variance, and who may be a
/// reference.
enum RulesThreeSimulation {
  private static let confidence = 0.95
  private static let claim = FamilyVerdict.Claim.atLeast(0.8)

  static func printTables(runs: Int) {
    var streams = Streams(after: 30_000)
    print(
      """
      ## Rules 2 and rules 3

      In per cent of \(runs) runs a cell, with the Monte-Carlo standard error where an error is counted; nominal is 2.5, and 3.25 is 1.3 times
      nominal. "Before" are the procedures of rules 2 on the same samples.

      """)
    search(runs: runs, &streams)
    equality(runs: runs, &streams)
    pooled(runs: runs, &streams)
    means(runs: runs, &streams)
    references(runs: runs, &streams)
  }

  private static func share(_ count: Int, of runs: Int) -> String { (Double(count) / Double(runs)).percent }

  private static func error(_ count: Int, of runs: Int) -> String {
    let rate = Double(count) / Double(runs)
    return "\(rate.percent) ± \((rate * (1 - rate) / Double(runs)).squareRoot().percent)"
  }

  private static func isNotMet(_ verdict: FamilyVerdict) -> Bool {
    verdict.findings.contains { $0?.decision == .notMet }
  }

  private static func judge(
    _ rates: [Proportion], _ claim: FamilyVerdict.Claim, isNew: Bool, references: [Bool]? = nil
  ) -> FamilyVerdict {
    let evidence = ProportionEvidence(rates)
    let members = Array(rates.indices)
    let critical =
      isNew
      ? CriticalValues(
        confidence: confidence, claim: claim, comparison: .ratio, reference: .highest, evidence: evidence,
        members: members, references: members.filter { references?[$0] ?? true })
      : CriticalValues(confidence: confidence, groups: rates.count, reference: .highest)
    return FamilyVerdict(
      evidence: evidence, eligible: rates.map { _ in true }, comparison: .ratio, reference: .highest, claim: claim,
      critical: critical, references: references)
  }

  // MARK: the search

  private static func search(runs: Int, _ streams: inout Streams) {
    print(
      """
      ### The search for a group below the limit

      At least 0.8 of the highest; half of the groups lie exactly at the limit, the worst truth in which nobody fails, or one group
      at 0.7, where "not met" is right.

      | groups, n, rate | false not met, before | after | one at 0.7: not met, before | after |
      |---|---|---|---|---|
      """)
    for (groups, trials, rate) in [
      (2, 1000, 0.5), (4, 100, 0.5), (4, 1000, 0.1), (6, 500, 0.5), (6, 5000, 0.1), (10, 300, 0.3), (10, 3000, 0.05),
      (20, 500, 0.5), (20, 10_000, 0.1), (20, 50, 0.1),
    ] {
      let half = Population(
        trials: Array(repeating: trials, count: groups),
        rates: (0..<groups).map { $0 < groups / 2 ? 0.8 * rate : rate })
      let one = Population(groups: groups, trials: trials, rate: rate, firstTimes: 0.7)
      var counts = [0, 0, 0, 0]
      for (place, population) in [half, one].enumerated() {
        let stream = streams.next()
        for run in 0..<runs {
          var source = stream(run)
          let rates = population.sample(from: &source)
          if isNotMet(judge(rates, claim, isNew: false)) { counts[2 * place] += 1 }
          if isNotMet(judge(rates, claim, isNew: true)) { counts[2 * place + 1] += 1 }
        }
      }
      print(
        "| \(groups), \(trials), \(rate) | \(error(counts[0], of: runs)) | \(error(counts[1], of: runs))",
        "| \(share(counts[2], of: runs)) | \(share(counts[3], of: runs)) |")
    }
    print("")
  }

  private static func equality(runs: Int, _ streams: inout Streams) {
    print(
      """
      At least 1 times the highest, all groups equal:

      | groups, n, rate | false not met, before | after |
      |---|---|---|
      """)
    for (groups, trials, rate) in [(2, 1000, 0.5), (2, 100, 0.1), (6, 1000, 0.3), (20, 1000, 0.5)] {
      let stream = streams.next()
      var counts = [0, 0]
      for run in 0..<runs {
        var source = stream(run)
        let rates = Population(groups: groups, trials: trials, rate: rate).sample(from: &source)
        for isNew in [false, true] where isNotMet(judge(rates, .atLeast(1), isNew: isNew)) {
          counts[isNew ? 1 : 0] += 1
        }
      }
      print("| \(groups), \(trials), \(rate) | \(error(counts[0], of: runs)) | \(error(counts[1], of: runs)) |")
    }
    print("")
  }

  // MARK: over strata

  private static func pooled(runs: Int, _ streams: inout Streams) {
    print(
      """
      ### Pooled over strata

      A common ratio of exactly 0.8. The limits of the pooled ratio against the limit, each of which errs in 2.5 % of samples
      if it is right: before by Mantel and Haenszel's estimate with its standard error, after by the guarded score.

      | strata of (group, reference), reference's rates | lower above 0.8, before | after | upper below 0.8, before | after |
      |---|---|---|---|---|
      """)
    let designs: [(sizes: [(Int, Int)], rates: [Double])] = [
      ([(30, 40), (40, 80), (50, 120)], [0.25, 0.4, 0.6]), ([(5, 5), (5, 5), (5, 5), (5, 5)], [0.5, 0.4, 0.6, 0.5]),
      ([(8, 200), (12, 300), (10, 500)], [0.1, 0.2, 0.3]), ([(200, 8), (300, 12), (500, 10)], [0.3, 0.5, 0.4]),
      (Array(repeating: (6, 12), count: 20), Array(repeating: 0.3, count: 20)),
      ([(2000, 2000), (500, 50), (40, 900)], [0.1, 0.05, 0.2]), ([(400, 400), (300, 500)], [0.9, 0.8]),
    ]
    for (sizes, rates) in designs {
      let stream = streams.next()
      var counts = [0, 0, 0, 0]
      for run in 0..<runs {
        var source = stream(run)
        let strata = zip(sizes, rates).map { sizes, rate in
          (
            group: Proportion(
              successes: Double(BinomialSampler.draw(trials: sizes.0, probability: 0.8 * rate, from: &source)),
              trials: Double(sizes.0)),
            reference: Proportion(
              successes: Double(BinomialSampler.draw(trials: sizes.1, probability: rate, from: &source)),
              trials: Double(sizes.1))
          )
        }
        if let wald = MantelHaenszel(strata: strata).riskRatio?.interval(confidence: confidence) {
          if wald.lower > 0.8 { counts[0] += 1 }
          if wald.upper < 0.8 { counts[2] += 1 }
        }
        let score = StratifiedScore(.ratio, strata: strata)
        let z = Normal.twoSided(confidence: confidence)
        if score.excludes(0.8, z: z) { counts[1] += 1 }
        if score.exchanged.excludes(1 / 0.8, z: z) { counts[3] += 1 }
      }
      let shown = sizes.count > 4 ? "\(sizes.count) × \(sizes[0])" : sizes.map { "\($0)" }.joined(separator: " ")
      let range = "\(rates.min() ?? 0) to \(rates.max() ?? 0)"
      print("| \(shown), \(range) |", counts.map { error($0, of: runs) }.joined(separator: " | "), "|")
    }
    print("")
  }

  // MARK: no variance

  private static func means(runs: Int, _ streams: inout Streams) {
    print(
      """
      ### Averages over people who nearly all agree

      Each of n people has 1, but a share q has 0, so that the mean is 1 − q: the lower limit of one mean above it, and a gap to a
      second such group of whom nobody has 0 "met" at the gap q itself less a thousandth of it (false), at 2.5 % a side.

      | n, q | lower limit wrong, before | after | gap falsely met, before | after |
      |---|---|---|---|---|
      """)
    for (people, share) in [(30, 0.02), (30, 0.1), (100, 0.01), (100, 0.035), (300, 0.003), (1000, 0.003)] {
      let stream = streams.next()
      var counts = [0, 0, 0, 0]
      for run in 0..<runs {
        var source = stream(run)
        let zeros = Double(BinomialSampler.draw(trials: people, probability: share, from: &source))
        let mean = 1 - zeros / Double(people)
        for isNew in [false, true] {
          guard let evidence = agreement([mean, 1], people: Double(people), isBounded: isNew) else { continue }
          let z = Normal.twoSided(confidence: confidence)
          if let limits = evidence.limits(of: 0, z: z), limits.lower > 1 - share { counts[isNew ? 1 : 0] += 1 }
          if let gap = evidence.interval(.difference, of: 0, against: .group(1), z: z), gap.lower >= -share * 0.999 {
            counts[isNew ? 3 : 2] += 1
          }
        }
      }
      print("| \(people), \(share) |", counts.map { error($0, of: runs) }.joined(separator: " | "), "|")
    }
    print("")
  }

  /// Means of ones and zeros over people, with the jackknife's variance and degrees of freedom.
  private static func agreement(_ means: [Double], people: Double, isBounded: Bool) -> EstimateEvidence? {
    let variances = means.map { $0 * (1 - $0) / (people - 1) }
    let degrees = means.map { mean -> Double in
      guard mean > 0, mean < 1 else { return people - 1 }
      let kurtosis = (1 - 3 * mean * (1 - mean)) / (mean * (1 - mean))
      return kurtosis > 1 ? min(max(2 * people / (kurtosis - 1), 2), people - 1) : people - 1
    }
    return EstimateEvidence(
      values: means,
      identity: ClusterDispersion(
        scale: .identity, groups: Array(means.indices), covariance: variances, degreesOfFreedom: degrees,
        isIndependent: true, method: .jackknife), logarithm: nil,
      ranges: isBounded
        ? means.map { MeanRange(people: people, contributing: $0 * people, least: 0, most: 1) } : nil)
  }

  // MARK: who may be a reference

  private static func references(runs: Int, _ streams: inout Streams) {
    print(
      """
      ### Truly equal systems that pass

      At least 0.8 of the highest; all groups are equal. Shares of audits in which every finding is met: under rules 2, under rules 3, and
      with `reference-minimum: {share: 0.02}`. Last, the share of audits with a false "met" or "not met" in which one large group is at 0.8
      exactly and references have the minimum.

      | groups, rate | rules 2 | rules 3 | with minimum | false not met with it | false all met with it |
      |---|---|---|---|---|---|
      """)
    for (name, trials, rate) in [
      ("4 of 3,000 and one of 40", [3000, 3000, 3000, 3000, 40], 0.5),
      ("4 of 3,000 and one of 40", [3000, 3000, 3000, 3000, 40], 0.1),
      ("5 of 1,000", Array(repeating: 1000, count: 5), 0.1), ("5 of 1,000", Array(repeating: 1000, count: 5), 0.5),
      ("6 of 3,175, 2,103, 637, 343, 31, 11", [3175, 2103, 637, 343, 31, 11], 0.6),
      ("10 of 5,000 and 10 of 60", Array(repeating: 5000, count: 10) + Array(repeating: 60, count: 10), 0.5),
    ] {
      let total = trials.reduce(0, +)
      let eligible = trials.filter { $0 >= 30 }
      let allowed = eligible.map { Double($0) >= 0.02 * Double(total) }
      var counts = [0, 0, 0, 0, 0]
      let stream = streams.next()
      let other = streams.next()
      for run in 0..<runs {
        var source = stream(run)
        let rates = Population(trials: eligible, rates: eligible.map { _ in rate }).sample(from: &source)
        for (place, verdict) in [
          judge(rates, claim, isNew: false), judge(rates, claim, isNew: true),
          judge(rates, claim, isNew: true, references: allowed),
        ].enumerated() where isMet(verdict, allowed, place == 2) { counts[place] += 1 }
        var second = other(run)
        let low = Population(trials: eligible, rates: eligible.indices.map { $0 == 0 ? 0.8 * rate : rate })
          .sample(from: &second)
        let verdict = judge(low, claim, isNew: true, references: allowed)
        if isNotMet(verdict) { counts[3] += 1 }
        if isMet(verdict, allowed, true) { counts[4] += 1 }
      }
      print(
        "| \(name), \(rate) |", counts.prefix(3).map { share($0, of: runs) }.joined(separator: " | "), "|",
        counts.dropFirst(3).map { error($0, of: runs) }.joined(separator: " | "), "|")
    }
    print("")
  }

  /// Whether every finding is met; with a minimum those of the groups that reach it, since nobody waits for the others.
  private static func isMet(_ verdict: FamilyVerdict, _ allowed: [Bool], _ hasMinimum: Bool) -> Bool {
    zip(verdict.findings, allowed).allSatisfy { finding, isLarge in
      hasMinimum && !isLarge || (finding.map { $0.decision == .met } ?? true)
    }
  }
}
