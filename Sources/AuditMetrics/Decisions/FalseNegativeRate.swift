package import AuditRecord

/// Share of a group's positive outcomes that received the unfavourable decision.
package struct FalseNegativeRate: RateMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "false-negative-rate", name: "False negative rate", aliases: ["miss-rate"],
    question: "Of every 100 people in the group with a positive outcome, how many received the unfavourable decision?",
    formula: "unfavourable and positive ÷ positive",
    counted: "received the unfavourable decision", among: "people in {group} with a positive outcome",
    reading:
      "A ratio above 1 means that people with a positive outcome were passed over more often in the group than in the reference group.",
    caveats: ["The complement of the true positive rate: their differences are equal, their ratios are not."],
    needs: [.decision, .outcome], complement: "true-positive-rate",
    sources: [Bibliography.hardt])

  /// What is counted.
  package let numerator: CellMask = .falseNegative
  /// Among what.
  package let denominator: CellMask = .positive

  /// Worked out by hand from the two groups of `Example.twoGroups`.
  package let example = Example.twoGroups(a: (3, 9), b: (4, 8))
}
