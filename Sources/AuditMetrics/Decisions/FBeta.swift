package import AuditRecord
package import AuditStatistics

/// Weighted harmonic mean of the positive predictive value and the true positive rate.
package struct FBeta: FunctionMetric {
  /// Its words.
  package let card: MetricCard
  /// The formula, with the weight filled in.
  package let function: CountFormula

  /// The weight where a plan states none.
  package static let usual = 2.0

  /// The metric with a weight above 0: how many times as much the true positive rate counts as the positive predictive value.
  package init(beta: Double = FBeta.usual) {
    let text = CanonicalNumber.text(beta)
    let square = CanonicalNumber.text(beta * beta)
    card = MetricCard(
      id: "f-beta", name: "F-beta score",
      question:
        "How well do favourable decisions and positive outcomes coincide in the group, people passed over weighing more or less than people wrongly taken?",
      formula: "(1 + β²) TP ÷ ((1 + β²) TP + β² FN + FP)",
      counted: "F-beta score", among: "people in {group} whose outcome is known",
      reading:
        "A ratio below 1 means that favourable decisions and positive outcomes coincided less in the group than in the reference group.",
      caveats: [
        "Above 1, β makes people with a positive outcome who were passed over weigh more, below 1 those wrongly taken.",
        "Rises with how common the positive outcome is.",
      ],
      needs: [.decision, .outcome, .named], measure: .function, parameters: ["beta": text], unit: .number,
      scale: .logit, sources: [Bibliography.vanRijsbergen])
    function = CountFormula.known("(1+\(square))*TP/((1+\(square))*TP+\(square)*FN+FP)")
  }

  /// Worked out by hand from the two groups of `Example.twoGroups`, for β = 2.
  package var example: Example? { Example(rows: Example.twoGroups, values: ["a": 30.0 / 44, "b": 20.0 / 37]) }
}
