package import AuditRecord

/// Harmonic mean of the positive predictive value and the true positive rate.
package struct F1: MappedMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "f1", name: "F1 score", aliases: ["f1-score", "dice"],
    question:
      "How well do favourable decisions and positive outcomes coincide in the group, people with neither left aside?",
    formula: "2 TP ÷ (2 TP + FP + FN)",
    counted: "F1 score", among: "people in {group} with a favourable decision or a positive outcome",
    reading:
      "A ratio below 1 means that favourable decisions and positive outcomes coincided less in the group than in the reference group.",
    caveats: [
      "Rises with how common the positive outcome is, so groups with different base rates have different scores under equal error rates.",
      "Says nothing about people with an unfavourable decision and a negative outcome.",
    ],
    needs: [.decision, .outcome, .named], measure: .mapped, unit: .number, map: .f1,
    sources: [Bibliography.vanRijsbergen, Bibliography.powers])

  /// What is counted.
  package let numerator: CellMask = .truePositive
  /// Among what.
  package let denominator: CellMask = [.truePositive, .falsePositive, .falseNegative]

  /// Worked out by hand from the two groups of `Example.twoGroups`: F1 is 12/17 and 8/13.
  package let example = Example.twoGroups(a: (6, 11), b: (4, 9))
}
