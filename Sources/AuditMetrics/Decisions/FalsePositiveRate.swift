package import AuditRecord

/// Share of a group's negative outcomes that received the favourable decision.
package struct FalsePositiveRate: RateMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "false-positive-rate", name: "False positive rate", aliases: ["predictive-equality"],
    question: "Of every 100 people in the group with a negative outcome, how many received the favourable decision?",
    formula: "favourable and negative ÷ negative",
    counted: "received the favourable decision", among: "people in {group} with a negative outcome",
    reading:
      "A ratio above 1 means that people with a negative outcome received the favourable decision more often in the group than in the reference group.",
    caveats: [
      "What is an error for the system may be a benefit to the person: read it with the labels that the plan calls favourable and positive."
    ],
    needs: [.decision, .outcome],
    sources: [Bibliography.hardt, Bibliography.chouldechova])

  /// What is counted.
  package let numerator: CellMask = .falsePositive
  /// Among what.
  package let denominator: CellMask = .negative

  /// Worked out by hand from the two groups of `Example.twoGroups`.
  package let example = Example.twoGroups(a: (2, 11), b: (1, 2))
}
