package import AuditRecord

/// Share of a group whose decision agreed with the outcome.
package struct Accuracy: RateMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "accuracy", name: "Accuracy",
    question: "Of every 100 people in the group, for how many did the decision agree with the outcome?",
    formula: "(favourable and positive + unfavourable and negative) ÷ known outcomes",
    counted: "had a decision that agrees with the outcome", among: "people in {group} whose outcome is known",
    reading:
      "A ratio below 1 means that decisions agreed with the outcome less often in the group than in the reference group.",
    caveats: ["Equal accuracy can hide opposite errors: read it with the true and false positive rates."],
    needs: [.decision, .outcome],
    sources: [Bibliography.barocas])

  /// What is counted.
  package let numerator: CellMask = [.truePositive, .trueNegative]
  /// Among what.
  package let denominator: CellMask = .observed

  /// Worked out by hand from the two groups of `Example.twoGroups`.
  package let example = Example.twoGroups(a: (15, 20), b: (5, 10))
}
