package import AuditRecord

/// Share of a group's positive outcomes that received the favourable decision.
package struct TruePositiveRate: RateMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "true-positive-rate", name: "True positive rate", aliases: ["equal-opportunity", "recall", "sensitivity"],
    question: "Of every 100 people in the group with a positive outcome, how many received the favourable decision?",
    formula: "favourable and positive ÷ positive",
    counted: "received the favourable decision", among: "people in {group} with a positive outcome",
    reading:
      "A ratio below 1 means that people with a positive outcome were passed over more often in the group than in the reference group.",
    caveats: ["Needs the outcome of people who received the unfavourable decision too."],
    needs: [.decision, .outcome],
    sources: [Bibliography.hardt])

  /// What is counted.
  package let numerator: CellMask = .truePositive
  /// Among what.
  package let denominator: CellMask = .positive

  /// Worked out by hand from the two groups of `Example.twoGroups`.
  package let example = Example.twoGroups(a: (6, 9), b: (4, 8))
}
