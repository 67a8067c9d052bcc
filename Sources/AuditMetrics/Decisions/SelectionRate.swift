package import AuditRecord

/// Share of a group that received the favourable decision.
package struct SelectionRate: RateMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "selection-rate", name: "Selection rate",
    aliases: ["demographic-parity", "statistical-parity", "disparate-impact", "impact-ratio"],
    question: "Of every 100 people in the group, how many received the favourable decision?",
    formula: "favourable decisions ÷ all decisions",
    counted: "received the favourable decision", among: "people in {group}",
    reading:
      "A ratio below 1 means that the group received the favourable decision less often than the reference group.",
    caveats: [
      "Says nothing about whether the decisions were right.",
      "Groups may differ in what the decision rests on; compare within strata where that is justified.",
    ],
    needs: [.decision],
    sources: [Bibliography.barocas, Bibliography.uniformGuidelines])

  /// What is counted.
  package let numerator: CellMask = .favourable
  /// Among what.
  package let denominator: CellMask = .everything

  /// Worked out by hand from the two groups of `Example.twoGroups`.
  package let example = Example.twoGroups(a: (8, 20), b: (5, 10))
}
