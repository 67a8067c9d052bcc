package import AuditRecord

/// Share of a group's negative outcomes that received the unfavourable decision.
package struct TrueNegativeRate: RateMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "true-negative-rate", name: "True negative rate", aliases: ["specificity"],
    question: "Of every 100 people in the group with a negative outcome, how many received the unfavourable decision?",
    formula: "unfavourable and negative ÷ negative",
    counted: "received the unfavourable decision", among: "people in {group} with a negative outcome",
    reading:
      "A ratio above 1 means that people with a negative outcome received the unfavourable decision more often in the group than in the reference group.",
    caveats: ["The complement of the false positive rate: their differences are equal, their ratios are not."],
    needs: [.decision, .outcome], complement: "false-positive-rate",
    sources: [Bibliography.hardt])

  /// What is counted.
  package let numerator: CellMask = .trueNegative
  /// Among what.
  package let denominator: CellMask = .negative

  /// Worked out by hand from the two groups of `Example.twoGroups`.
  package let example = Example.twoGroups(a: (9, 11), b: (1, 2))
}
