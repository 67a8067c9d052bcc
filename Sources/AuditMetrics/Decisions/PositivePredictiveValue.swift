package import AuditRecord

/// Share of a group's favourable decisions whose outcome was positive.
package struct PositivePredictiveValue: RateMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "positive-predictive-value", name: "Positive predictive value", aliases: ["precision", "predictive-parity"],
    question: "Of every 100 people in the group who received the favourable decision, how many had a positive outcome?",
    formula: "favourable and positive ÷ favourable with a known outcome",
    counted: "had a positive outcome", among: "people in {group} who received the favourable decision",
    reading:
      "A ratio below 1 means that a favourable decision was followed by a positive outcome less often in the group than in the reference group.",
    caveats: ["Depends on how common the outcome is in each group."],
    needs: [.decision, .outcome],
    sources: [Bibliography.chouldechova])

  /// What is counted.
  package let numerator: CellMask = .truePositive
  /// Among what.
  package let denominator: CellMask = .favourableObserved

  /// Worked out by hand from the two groups of `Example.twoGroups`.
  package let example = Example.twoGroups(a: (6, 8), b: (4, 5))
}
