package import AuditRecord

/// How far what was predicted of amounts lies from them, large errors weighing more.
package struct RootMeanSquareError: ScoreMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "root-mean-square-error", name: "Root mean square error", aliases: ["rmse"],
    question: "Are the amounts of each group predicted equally well, large errors weighing more?",
    formula: "√ of the mean of (predicted amount − amount)²",
    counted: "root of the mean squared distance of the predicted amount from the amount",
    among: "people in {group} with an amount and a prediction of it",
    reading: "A ratio above 1 means that predictions are further from what the group’s people have.",
    caveats: ["A few people whose amounts are predicted very badly can make it: see the mean absolute error."],
    needs: [.amount, .predicted], measure: .average, most: nil, comparison: .ratio, unit: .number, basis: .people,
    references: [.highest, .lowest, .group, .worstPair], sources: [Bibliography.johnson, Bibliography.welch])

  /// The root of the mean square of each group.
  package func numbers(of table: ScoreTable) -> [ScoreNumber] {
    table.skewedMeans(range: 0...(.infinity), isRoot: true) { $0 * $0 }
  }

  /// The roots of 1.86 over 8 people and of 1.6 over 9.
  package let example = ScoreExample(
    ["a": (1.86 / 8).squareRoot(), "b": (1.6 / 9).squareRoot()], groups: ScoreExample.residuals)
}
