package import AuditRecord

/// How far what was predicted of amounts lies from them on average.
package struct MeanAbsoluteError: ScoreMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "mean-absolute-error", name: "Mean absolute error", aliases: ["mae"],
    question: "Are the amounts of each group predicted equally well?",
    formula: "mean of |predicted amount − amount|",
    counted: "mean distance of the predicted amount from the amount",
    among: "people in {group} with an amount and a prediction of it",
    reading: "A ratio above 1 means that predictions are further from what the group’s people have.",
    caveats: [
      "It has no sign: it does not say whether too much or too little is predicted.",
      "Larger amounts are often predicted with larger errors, so that groups can differ although errors are the same share of amounts.",
    ],
    needs: [.amount, .predicted], measure: .average, most: nil, comparison: .ratio, unit: .number, basis: .people,
    references: [.highest, .lowest, .group, .worstPair], sources: [Bibliography.johnson, Bibliography.welch])

  /// The mean of each group.
  package func numbers(of table: ScoreTable) -> [ScoreNumber] { table.skewedMeans(range: 0...(.infinity)) { abs($0) } }

  /// 3.2 over 8 people and over 9.
  package let example = ScoreExample(["a": 0.4, "b": 3.2 / 9], groups: ScoreExample.residuals)
}
