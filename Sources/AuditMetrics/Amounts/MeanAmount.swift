package import AuditRecord
import AuditStatistics

/// What a group's people get, pay or wait for, on average.
package struct MeanAmount: ScoreMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "mean-amount", name: "Mean amount",
    question: "Do people of each group get, pay or wait for as much on average?",
    formula: "sum of the amounts ÷ people with an amount",
    counted: "mean amount", among: "people in {group} with an amount",
    reading:
      "A ratio below 1 means that the group’s people have less on average; whether less is better the amount says.",
    caveats: [
      "A few people with very large amounts can make it: see the median. Amounts that nobody in the data has are not seen.",
      "The fewer people there are and the more uneven their amounts, the less a range can be relied on; those of verdicts are widened for that.",
    ],
    needs: [.amount], measure: .average, least: nil, most: nil, comparison: .ratio, unit: .number, basis: .people,
    references: [.highest, .lowest, .group, .worstPair], sources: [Bibliography.johnson, Bibliography.welch])

  /// The mean of each group.
  package func numbers(of table: ScoreTable) -> [ScoreNumber] { table.skewedMeans(range: table.range) { $0 } }

  /// 385 and 220 over 11 people.
  package let example = ScoreExample(["a": 35, "b": 20], groups: ScoreExample.amounts)
}

extension ScoreTable {
  /// The mean of what each person adds, with its spread and shape.
  ///
  /// - Parameters:
  ///   - range: Between what a person's lies; nil where that is not known.
  ///   - isRoot: Whether the number is the root of the mean.
  func skewedMeans(
    range: ClosedRange<Double>?, isRoot: Bool = false, of body: @escaping (Double) -> Double
  ) -> [ScoreNumber] {
    groups.map { scores in
      let all = scores.all
      guard var moments = ScoreMoments(all, body, range: range) else {
        return ScoreNumber(undefined: .emptyDenominator, people: 0)
      }
      // Squares of the largest amounts vary by more than there are numbers for.
      guard moments.variance.isFinite, moments.mean.magnitude <= 1e150 else {
        return ScoreNumber(undefined: .undefinedPart, people: Int(all.people))
      }
      if isRoot { moments.isRoot = true }
      let (people, contributing) = (Int(all.people), Int(all.sum { body($0) == 0 ? 0 : 1 }))
      // Of a mean that hardly anybody adds to, only those who do are known.
      let smallest = contributing < Basis.leastContributing ? contributing : people
      var details = ScoreDetails(people: people, smallest: smallest, contributing: contributing)
      details.moments = moments
      return ScoreNumber(.limited(isRoot ? moments.mean.squareRoot() : moments.mean), details: details)
    }
  }
}

extension ScoreMoments {
  /// The moments of a function of the numbers of people; nil without people.
  fileprivate init?(_ runs: ScoreRuns, _ body: @escaping (Double) -> Double, range: ClosedRange<Double>?) {
    guard let (found, variance) = runs.mean(body) else { return nil }
    // Rounding lifts no mean out of the range of what is averaged.
    let mean = range.map { min(max(found, $0.lowerBound), $0.upperBound) } ?? found
    self.init(
      mean: mean, variance: variance ?? 0, least: range?.lowerBound,
      most: range.flatMap { $0.upperBound < .infinity ? $0.upperBound : nil })
    let people = Double(runs.people)
    let deviation = ((variance ?? 0) * (people - 1)).squareRoot()
    guard runs.people >= BlockedMedian.fewestPeople, deviation > 0, deviation < .infinity else {
      return
    }
    func moment(_ power: (Double) -> Double) -> Double { runs.sum { power((body($0) - mean) / deviation) } / people }
    let shape = SkewedMean.Shape(
      people: Int(runs.people), squares: 1, cubes: moment { $0 * $0 * $0 }, fourths: moment { $0 * $0 * $0 * $0 })
    (skewness, degreesOfFreedom) = (shape?.skewness, shape?.degreesOfFreedom)
  }
}
