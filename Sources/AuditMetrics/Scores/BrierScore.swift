package import AuditRecord
import AuditStatistics

/// How far scores lie from outcomes, squared.
package struct BrierScore: ScoreMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "brier-score", name: "Brier score",
    question: "Are the scores of each group equally near to what happened?",
    formula: "mean of (outcome − score)²; the outcome is 1 where it is positive and 0 where it is negative",
    counted: "mean squared distance of score and outcome", among: "people in {group} with a score and a known outcome",
    reading: "0 is perfect. A difference above 0 means that the group’s scores are further from what happened.",
    caveats: [
      "It depends on how common a positive outcome is, so that groups can differ although scores mean the same in each.",
      "It exists only where all scores lie from 0 to 1.",
    ],
    needs: [.score, .outcome], measure: .average, least: 0, most: 1, comparison: .difference, unit: .number,
    basis: .people, sources: [Bibliography.brier, Bibliography.spiegelhalter])

  /// The mean square, with Spiegelhalter's test that scores are the chances of a positive outcome.
  package func numbers(of table: ScoreTable) -> [ScoreNumber] {
    table.means(positive: { (1 - $0) * (1 - $0) }, negative: { $0 * $0 }) { scores in
      let sum =
        scores.positives.sum { (1 - $0) * (1 - 2 * $0) } + scores.negatives.sum { -$0 * (1 - 2 * $0) }
      func spread(_ score: Double) -> Double { (1 - 2 * score) * (1 - 2 * score) * score * (1 - score) }
      let variance = scores.positives.sum(spread) + scores.negatives.sum(spread)
      guard variance > 0 else { return nil }
      let deviate = sum / variance.squareRoot()
      return TestResult(
        name: .spiegelhalter, statistic: deviate, p: min(1, 2 * Normal.upperTail(deviate.magnitude)))
    }
  }

  /// 2.04 and 1.87 over 10 people.
  package let example = ScoreExample(["a": 0.204, "b": 0.187])
}
