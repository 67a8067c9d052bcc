package import AuditRecord
package import AuditStatistics

/// Mean of the true positive rate and the false positive rate, whose difference between two groups is the signed average odds
/// difference.
package struct SignedAverageOdds: FunctionMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "signed-average-odds", name: "Signed average odds",
    question:
      "How often is the group selected, people with a positive and people with a negative outcome weighing the same?",
    formula: "(TP ÷ (TP + FN) + FP ÷ (FP + TN)) ÷ 2",
    counted: "mean of the true and false positive rate", among: "people in {group} whose outcome is known",
    reading:
      "A difference below 0 means that the group is selected less often than the reference group among people with the same outcome, on average over both outcomes.",
    caveats: [
      "Gaps in opposite directions cancel: `average-odds` averages their sizes.",
      "Does not exist where one of the four counts has fewer than ten people.",
    ],
    needs: [.decision, .outcome, .named], measure: .function, comparison: .difference, unit: .number, scale: .logit,
    sources: [Bibliography.hardt, Bibliography.aif360])

  /// The formula.
  package let function = CountFormula.known("(TP/(TP+FN)+FP/(FP+TN))/2")

  /// Worked out by hand from the two groups of `Example.twoGroups`.
  package var example: Example? { Example(rows: Example.twoGroups, values: ["a": 14.0 / 33, "b": 0.5]) }
}
