package import AuditRecord

/// Share of a group's favourable decisions whose outcome was negative.
package struct FalseDiscoveryRate: RateMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "false-discovery-rate", name: "False discovery rate",
    question: "Of every 100 people in the group who received the favourable decision, how many had a negative outcome?",
    formula: "favourable and negative ÷ favourable with a known outcome",
    counted: "had a negative outcome", among: "people in {group} who received the favourable decision",
    reading:
      "A ratio above 1 means that a favourable decision was followed by a negative outcome more often in the group than in the reference group.",
    caveats: ["The complement of the positive predictive value."],
    needs: [.decision, .outcome], complement: "positive-predictive-value",
    sources: [Bibliography.chouldechova])

  /// What is counted.
  package let numerator: CellMask = .falsePositive
  /// Among what.
  package let denominator: CellMask = .favourableObserved

  /// Worked out by hand from the two groups of `Example.twoGroups`.
  package let example = Example.twoGroups(a: (2, 8), b: (1, 5))
}
