package import AuditRecord

/// Whether what was predicted of amounts is too much or too little on average.
package struct MeanResidual: ScoreMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "mean-residual", name: "Mean residual",
    question: "Are the amounts of each group predicted too high or too low on average?",
    formula: "mean of (predicted amount − amount)",
    counted: "mean of the predicted amount less the amount",
    among: "people in {group} with an amount and a prediction of it",
    reading: "Above 0, more is predicted for the group’s people than they have; below 0, less.",
    caveats: ["Predictions that are too high for some and too low for others cancel out: see the mean absolute error."],
    needs: [.amount, .predicted], measure: .average, least: nil, most: nil, ideal: 0, comparison: .difference,
    unit: .number,
    basis: .people, references: [.highest, .lowest, .group, .worstPair],
    sources: [Bibliography.johnson, Bibliography.welch])

  /// The mean of each group.
  package func numbers(of table: ScoreTable) -> [ScoreNumber] { table.skewedMeans(range: table.range) { $0 } }

  /// 1.8 over 8 people and −1.8 over 9.
  package let example = ScoreExample(["a": 0.225, "b": -0.2], groups: ScoreExample.residuals)
}
