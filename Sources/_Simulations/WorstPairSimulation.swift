import AuditNumerics
import AuditStatistics

/// How often intervals of the worst pair, and of equalised and average odds, hold the true value.
enum WorstPairSimulation {
  private static let confidence = 0.95

  private struct Row {
    let name: String
    let population: Population
    let naive: String
    let projection: String

    init(_ groups: Int, _ trials: Int, _ rate: Double, firstTimes ratio: Double = 1, naive: String, projection: String)
    {
      name = "\(groups) groups, n = \(trials), rate \(rate), \(ratio == 1 ? "equal" : "one at \(ratio)")"
      population = Population(groups: groups, trials: trials, rate: rate, firstTimes: ratio)
      self.naive = naive
      self.projection = projection
    }
  }

  private static let rows = [
    Row(2, 500, 0.1, naive: ".618", projection: ".957"),
    Row(2, 5000, 0.5, naive: "0", projection: ".942"),
    Row(6, 500, 0.1, naive: "0", projection: ".947"),
    Row(20, 500, 0.1, naive: "0", projection: ".966"),
    Row(20, 500, 0.1, firstTimes: 0.7, naive: "0", projection: ".996"),
    Row(20, 50, 0.5, naive: "–", projection: ".908"),
  ]

  static func printTables(runs: Int) {
    var streams = Streams(after: 100)
    print(
      """
      ## The worst pair

      Coverage of 95 % intervals for the largest difference between any two groups; with equal groups its true value is 0.
      "Naive" is the percentile interval of the bootstrapped largest difference (500 replicates, a tenth of the runs).

      | truth | naive | expected | projection | expected | projection, ratio |
      |---|---|---|---|---|---|
      """)
    for row in rows {
      let stream = streams.next()
      let rates = row.population.rates
      let (low, high) = (rates.min()!, rates.max()!)
      let critical = CriticalValues(confidence: confidence, groups: rates.count, reference: .highest)
      var (difference, ratio, naive) = (0, 0, 0)
      for run in 0..<runs {
        var source = stream(run)
        let sample = row.population.sample(from: &source)
        if let worst = WorstPair(sample, comparison: .difference, critical: critical),
          worst.interval.contains(high - low)
        {
          difference += 1
        }
        if let worst = WorstPair(sample, comparison: .ratio, critical: critical), worst.interval.contains(low / high) {
          ratio += 1
        }
        if run % 10 == 0, percentile(sample, &source).contains(high - low) { naive += 1 }
      }
      let naiveRuns = (runs + 9) / 10
      print(
        "| \(row.name) | \(coverage(naive, naiveRuns)) | \(row.naive) | \(coverage(difference, runs))",
        "| \(row.projection) | \(coverage(ratio, runs)) |")
    }

    print(
      """

      The expected .908 belongs to another limit: with equal sizes the guarded score's lower limit is above 0 exactly when
      the pooled z-test reaches the critical value, and simulating that test alone gives .946.

      ## Equalised and average odds

      500 positives and 800 negatives a group, true-positive rate 0.7 and false-positive rate 0.2, except that the first
      group's rates lie lower by the gap (equalised odds: the true-positive rate only). Coverage of 95 % intervals.

      | groups, gap | equalised odds | expected | average odds | equalised odds against the last group |
      |---|---|---|---|---|
      """)
    for (groups, gap, expected) in [
      (2, 0.0, ".941"), (6, 0, ".952"), (20, 0, ".949"), (2, 0.1, ".978"), (6, 0.1, ".991"), (20, 0.1, ".999"),
    ] {
      let stream = streams.next()
      let positives = Population(groups: groups, trials: 500, rate: 0.7, firstTimes: (0.7 - gap) / 0.7)
      let negatives = Population(groups: groups, trials: 800, rate: 0.2)
      let shifted = Population(groups: groups, trials: 800, rate: 0.2, firstTimes: (0.2 - gap) / 0.2)
      let values = { (combination: Composite.Combination, reference: Int?) in
        Composite.criticalValues(
          parts: 2, groups: groups, combination: combination, reference: reference, confidence: confidence)
      }
      let critical = (worst: values(.worst, nil), mean: values(.mean, nil), named: values(.worst, groups - 1))
      var (worst, mean, named) = (0, 0, 0)
      for run in 0..<runs {
        var source = stream(run)
        let truePositives = positives.sample(from: &source)
        let parts = [truePositives, negatives.sample(from: &source)]
        let covers = { (parts: [[Proportion]], combination: Composite.Combination, critical, reference: Int?) in
          Composite(
            parts: parts.map { ProportionEvidence($0) }, comparison: .difference, combination: combination,
            reference: reference, critical: critical
          )?.interval.contains(gap) ?? false
        }
        if covers(parts, .worst, critical.worst, nil) { worst += 1 }
        if covers(parts, .worst, critical.named, groups - 1) { named += 1 }
        if covers([truePositives, shifted.sample(from: &source)], .mean, critical.mean, nil) { mean += 1 }
      }
      print(
        "| \(groups), \(gap) | \(coverage(worst, runs)) | \(expected) | \(coverage(mean, runs))",
        "| \(coverage(named, runs)) |")
    }
    print("")
  }

  /// The percentile interval of the largest difference over parametric replicates.
  private static func percentile(_ sample: [Proportion], _ stream: inout CounterStream) -> ConfidenceInterval {
    let fitted = Population(trials: sample.map { Int($0.trials) }, rates: sample.map { $0.estimate ?? 0 })
    let ranges = (0..<500).map { _ in
      let rates = fitted.sample(from: &stream).map { $0.estimate ?? 0 }
      return rates.max()! - rates.min()!
    }
    return Percentile.interval(of: ranges, confidence: confidence)!
  }

  private static func coverage(_ count: Int, _ runs: Int) -> String { (Double(count) / Double(runs)).fixed(3) }
}

extension ConfidenceInterval {
  /// Whether a true value, which may differ from a limit by rounding only, lies inside.
  fileprivate func contains(_ value: Double) -> Bool { lower <= value + 1e-12 && value <= upper + 1e-12 }
}
