package import AuditRecord

/// Share of a group's unfavourable decisions whose outcome was positive.
package struct FalseOmissionRate: RateMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "false-omission-rate", name: "False omission rate",
    question:
      "Of every 100 people in the group who received the unfavourable decision, how many had a positive outcome?",
    formula: "unfavourable and positive ÷ unfavourable with a known outcome",
    counted: "had a positive outcome", among: "people in {group} who received the unfavourable decision",
    reading:
      "A ratio above 1 means that an unfavourable decision was followed by a positive outcome more often in the group than in the reference group.",
    caveats: ["The complement of the negative predictive value."],
    needs: [.decision, .outcome], complement: "negative-predictive-value",
    sources: [Bibliography.chouldechova])

  /// What is counted.
  package let numerator: CellMask = .falseNegative
  /// Among what.
  package let denominator: CellMask = .unfavourableObserved

  /// Worked out by hand from the two groups of `Example.twoGroups`.
  package let example = Example.twoGroups(a: (3, 12), b: (4, 5))
}
