import AuditNumerics
import AuditStatistics

/// How often verdicts about scores are wrong where the truth lies at the limit.
enum ScoreSimulation {
  private static let z = Normal.twoSided(confidence: 0.95)

  static func printTables(runs: Int) {
    areas(runs: max(2000, runs / 4))
    errors(runs: max(1000, runs / 10))
  }

  // MARK: areas under the curve

  /// Scores of a group: normal, those of positives higher by as much as the area asks for, or in ten steps.
  private struct Group {
    var area: Double
    var positives: Int
    var negatives: Int
    var isCoarse = false

    func draw(_ stream: inout CounterStream) -> AreaUnderCurve? {
      let shift = Normal.quantile(area) * 2.0.squareRoot()
      func score(_ mean: Double) -> Double {
        let value = mean + Normal.quantile(stream.uniform())
        return isCoarse ? min(9, max(0, ((value - shift / 2) * 2 + 5).rounded(.down))) : value
      }
      let high = (0..<positives).map { _ in score(shift) }.sorted()
      let low = (0..<negatives).map { _ in score(0) }.sorted()
      return Group.area(high, low)
    }

    /// DeLong's area of sorted scores.
    private static func area(_ high: [Double], _ low: [Double]) -> AreaUnderCurve? {
      /// The share of these below each score, ties counting half.
      func placements(_ scores: [Double], among others: [Double]) -> [Double] {
        var (below, upTo) = (0, 0)
        return scores.map { score in
          while below < others.count, others[below] < score { below += 1 }
          while upTo < others.count, others[upTo] <= score { upTo += 1 }
          return Double(below + upTo) / Double(2 * others.count)
        }
      }
      func spread(_ values: [Double], _ mean: Double) -> Double {
        values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1) / Double(values.count)
      }
      let own = placements(high, among: low)
      let mean = own.reduce(0, +) / Double(own.count)
      return AreaUnderCurve(
        value: min(1, max(0, mean)),
        variance: spread(own, mean) + spread(placements(low, among: high), 1 - mean),
        positives: Double(high.count), negatives: Double(low.count))
    }
  }

  /// The true area of a group's scores, where steps change it.
  private static func truth(_ group: Group) -> Double {
    guard group.isCoarse else { return group.area }
    let shift = Normal.quantile(group.area) * 2.0.squareRoot()
    func chance(_ mean: Double, atMost step: Int) -> Double {
      step >= 9 ? 1 : step < 0 ? 0 : 1 - Normal.upperTail((Double(step + 1) - 5) / 2 + shift / 2 - mean)
    }
    return (0..<10).reduce(0) { sum, step in
      let own = chance(shift, atMost: step) - chance(shift, atMost: step - 1)
      return sum + own * (chance(0, atMost: step - 1) + chance(0, atMost: step)) / 2
    }
  }

  private static func areas(runs: Int) {
    let cells: [(name: String, group: Group, reference: Group)] = [
      (
        "0.70 and 0.75, 30 and 30 each", Group(area: 0.7, positives: 30, negatives: 30),
        Group(area: 0.75, positives: 30, negatives: 30)
      ),
      (
        "0.70 and 0.75, 300 and 700 each", Group(area: 0.7, positives: 300, negatives: 700),
        Group(area: 0.75, positives: 300, negatives: 700)
      ),
      (
        "0.80 and 0.80, 30 and 300 against 300 and 3,000", Group(area: 0.8, positives: 30, negatives: 300),
        Group(area: 0.8, positives: 300, negatives: 3000)
      ),
      (
        "0.91 and 0.96, 30 and 300 each", Group(area: 0.91, positives: 30, negatives: 300),
        Group(area: 0.96, positives: 30, negatives: 300)
      ),
      (
        "0.96 and 0.96, 30 and 300 against 300 and 3,000", Group(area: 0.96, positives: 30, negatives: 300),
        Group(area: 0.96, positives: 300, negatives: 3000)
      ),
      (
        "0.70 and 0.75 in ten steps, 100 and 200 each",
        Group(area: 0.7, positives: 100, negatives: 200, isCoarse: true),
        Group(area: 0.75, positives: 100, negatives: 200, isCoarse: true)
      ),
    ]
    print(
      """
      ## Areas under the curve

      The difference of a group's area from a named group's, judged at exactly the true difference: the share of \(runs) runs, in per cent with the
      Monte-Carlo standard error, in which "at least" is wrongly met and wrongly not met; each should stay at or below 2.5. Verdicts
      rest on Newcombe's limits of both areas; beside them those that tables print.

      | areas, people with a positive and a negative outcome | met | not met | met, logit | not met, logit |
      |---|---|---|---|---|
      """)
    var streams = Streams(after: 60_000)
    for cell in cells {
      let stream = streams.next()
      let limit = truth(cell.group) - truth(cell.reference)
      let found = Parallel.map(runs) { run -> [Bool] in
        var stream = stream(run)
        guard let own = cell.group.draw(&stream), let other = cell.reference.draw(&stream) else {
          return [false, false, false, false]
        }
        let evidence = LimitedEvidence([.area(own), .area(other)])
        let judged = evidence.interval(.difference, of: 0, against: .group(1), z: z)
        let printed = evidence.printed(.difference, of: 0, against: .group(1), confidence: 0.95)?.limits
        return [judged, printed].flatMap { limits in
          limits.map { [$0.lower >= limit, $0.upper < limit] } ?? [false, false]
        }
      }
      print("| \(cell.name) | \((0..<4).map { place in share(found.map { $0[place] }) }.joined(separator: " | ")) |")
    }
    print("")
  }

  // MARK: errors of calibration and distances

  private static func errors(runs: Int) {
    print(
      """
      ## Errors of calibration, and distances

      Scores in ten bins, of which the shares of positive outcomes are the scores, or lie 0.04 above and below them in turns; and two samples of
      one distribution, whose true distance is 0. A requirement is judged at exactly the true number: the share of \(runs) runs in which
      "at most" is wrongly not met and wrongly met; and the mean of the number itself and of its upper limit, which chance alone makes as
      large. At a true error of 0 either side of any bin can show "not met", so that about 5 % do; no requirement asks for 0. Everywhere else the
      projection is conservative.

      | number | people | truth | not met | met | mean | mean upper limit |
      |---|---|---|---|---|---|---|
      """)
    var streams = Streams(after: 61_000)
    for shift in [0, 0.04] {
      for people in [300, 1000, 10_000] {
        let stream = streams.next()
        let found = Parallel.map(runs) { run -> LimitedNumber? in
          var stream = stream(run)
          let bins = (0..<10).compactMap { bin -> CalibrationBin? in
            let score = (Double(bin) + 0.5) / 10
            let share = score + (bin.isMultiple(of: 2) ? shift : -shift)
            let positives = BinomialSampler.draw(trials: people / 10, probability: share, from: &stream)
            return CalibrationBin(people: Double(people / 10), score: score, positives: Double(positives))
          }
          return CalibrationBins(bins).map { .calibration($0) }
        }
        line("calibration error", people, found, truth: shift)
      }
    }
    for people in [100, 1000] {
      let stream = streams.next()
      let found = Parallel.map(runs) { run -> LimitedNumber? in
        var stream = stream(run)
        let samples = (0..<2).map { _ in (0..<people).map { _ in stream.uniform() }.sorted() }
        var (own, gap) = (0, 0)
        for (other, score) in samples[1].enumerated() {
          gap = max(gap, abs(own - other))
          while own < people, samples[0][own] <= score { own += 1 }
          gap = max(gap, abs(own - other))
        }
        let sample = ScoreDistance.Sample(people: Double(people), mean: 0.5, variance: 1 / 12 / Double(people))
        return ScoreDistance(.largestGap, value: Double(gap) / Double(people), own: sample, other: sample)
          .map { .distance($0) }
      }
      line("Kolmogorov–Smirnov distance, as many on each side", people, found, truth: 0)
    }
    print("")
  }

  private static func line(_ name: String, _ people: Int, _ found: [LimitedNumber?], truth: Double) {
    let known = found.compactMap(\.self)
    let limits = known.map { $0.limits(z: z) }
    func mean(_ values: [Double]) -> String { (values.reduce(0, +) / Double(values.count)).fixed(3) }
    let errors = [limits.map { $0.lower > truth }, limits.map { $0.upper <= truth }].map(share)
    print(
      "| \(name) | \(people) | \(truth.fixed(2)) | \(errors[0]) | \(errors[1]) | \(mean(known.map(\.value))) | \(mean(limits.map(\.upper))) |"
    )
  }

  /// A share in per cent with its Monte-Carlo standard error.
  private static func share(_ hits: [Bool]) -> String {
    let rate = Double(hits.count { $0 }) / Double(hits.count)
    return "\(rate.percent) ± \((rate * (1 - rate) / Double(hits.count)).squareRoot().percent)"
  }
}
