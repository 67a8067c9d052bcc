package import AuditRecord

/// False negatives for each false positive.
package struct TreatmentEquality: MappedMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "treatment-equality", name: "Treatment equality",
    question:
      "For each person in the group who received the favourable decision and had a negative outcome, how many were passed over and had a positive one?",
    formula: "FN ÷ FP",
    counted: "number of false negatives for each false positive",
    among: "people in {group} with a decision that disagrees with the outcome",
    reading:
      "A ratio above 1 means that errors fell on the unfavourable side more often in the group than in the reference group.",
    caveats: [
      "Says nothing about how many errors there are.",
      "Does not exist where either kind of error has fewer than ten people.",
      "Which error is a burden depends on the labels that the plan calls favourable and positive.",
    ],
    needs: [.decision, .outcome, .named], measure: .mapped, most: nil, unit: .number, map: .odds,
    sources: [Bibliography.berk])

  /// What is counted.
  package let numerator: CellMask = .falseNegative
  /// Among what.
  package let denominator: CellMask = [.falsePositive, .falseNegative]

  /// Worked out by hand from the two groups of `Example.twoGroups`, which are too small for quotients: 3 to 2 and 4 to 1.
  package let example = Example.twoGroups(a: (3, 5), b: (4, 5))
}
