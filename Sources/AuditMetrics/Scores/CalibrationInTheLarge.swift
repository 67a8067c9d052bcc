package import AuditRecord

/// Whether scores promise as many positive outcomes as there are.
package struct CalibrationInTheLarge: ScoreMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "calibration-in-the-large", name: "Calibration in the large",
    question: "Do the scores of each group promise as many positive outcomes as there are?",
    formula: "share of positive outcomes − mean score",
    counted: "share of positive outcomes less the mean score",
    among: "people in {group} with a score and a known outcome",
    reading: "Above 0, more people of the group have a positive outcome than their scores say; below 0, fewer.",
    caveats: [
      "Scores that are too high for some and too low for others of the group cancel out: see the calibration error.",
      "It exists only where all scores lie from 0 to 1.",
    ],
    needs: [.score, .outcome], measure: .average, least: -1, most: 1, ideal: 0, comparison: .difference,
    unit: .number,
    basis: .people, sources: [Bibliography.chouldechova])

  /// The mean of outcome less score.
  package func numbers(of table: ScoreTable) -> [ScoreNumber] {
    table.means(positive: { 1 - $0 }, negative: { 0 - $0 })
  }

  /// 5 of 10 against a mean of 0.58, and of 0.51.
  package let example = ScoreExample(["a": -0.08, "b": -0.01])
}

extension ScoreTable {
  /// The mean of what people with a positive and with a negative outcome add.
  func means(
    positive: @escaping (Double) -> Double, negative: @escaping (Double) -> Double,
    test: (GroupScores) -> TestResult? = { _ in nil }
  ) -> [ScoreNumber] {
    groups.map { scores in
      let people = Int(scores.observed)
      guard areProbabilities else { return ScoreNumber(undefined: .scoresNotProbabilities, people: people) }
      guard let found = ScoreRuns.mean([(scores.positives, positive), (scores.negatives, negative)]) else {
        return ScoreNumber(undefined: .emptyDenominator, people: 0)
      }
      let contributing =
        scores.positives.sum { positive($0) == 0 ? 0 : 1 } + scores.negatives.sum { negative($0) == 0 ? 0 : 1 }
      return ScoreNumber(
        .mean(found.mean, variance: found.variance),
        details: ScoreDetails(people: people, contributing: Int(contributing)),
        test: test(scores))
    }
  }
}
