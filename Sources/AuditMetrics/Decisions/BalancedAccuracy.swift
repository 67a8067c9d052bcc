package import AuditRecord
package import AuditStatistics

/// Mean of the true positive rate and the true negative rate.
package struct BalancedAccuracy: FunctionMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "balanced-accuracy", name: "Balanced accuracy",
    question: "How often does the decision agree with the outcome in the group, both outcomes weighing the same?",
    formula: "(TP ÷ (TP + FN) + TN ÷ (TN + FP)) ÷ 2",
    counted: "balanced accuracy", among: "people in {group} whose outcome is known",
    reading:
      "A ratio below 1 means that decisions agreed with the outcome less often in the group than in the reference group, both outcomes weighing the same.",
    caveats: [
      "A half is what decisions give that have nothing to do with the outcome.",
      "Equal balanced accuracy can hide opposite errors: read it with the true and false positive rates.",
    ],
    needs: [.decision, .outcome, .named], measure: .function, unit: .number, scale: .logit,
    sources: [Bibliography.powers])

  /// The formula.
  package let function = CountFormula.known("(TP/(TP+FN)+TN/(TN+FP))/2")

  /// Worked out by hand from the two groups of `Example.twoGroups`.
  package var example: Example? { Example(rows: Example.twoGroups, values: ["a": 49.0 / 66, "b": 0.5]) }
}
