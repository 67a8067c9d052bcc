package import AuditRecord

/// Share of a group's unfavourable decisions whose outcome was negative.
package struct NegativePredictiveValue: RateMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "negative-predictive-value", name: "Negative predictive value",
    question:
      "Of every 100 people in the group who received the unfavourable decision, how many had a negative outcome?",
    formula: "unfavourable and negative ÷ unfavourable with a known outcome",
    counted: "had a negative outcome", among: "people in {group} who received the unfavourable decision",
    reading:
      "A ratio below 1 means that an unfavourable decision was followed by a negative outcome less often in the group than in the reference group.",
    caveats: ["Depends on how common the outcome is in each group."],
    needs: [.decision, .outcome],
    sources: [Bibliography.chouldechova])

  /// What is counted.
  package let numerator: CellMask = .trueNegative
  /// Among what.
  package let denominator: CellMask = .unfavourableObserved

  /// Worked out by hand from the two groups of `Example.twoGroups`.
  package let example = Example.twoGroups(a: (9, 12), b: (1, 5))
}
