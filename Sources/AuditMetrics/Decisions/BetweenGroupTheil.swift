package import AuditRecord

/// Part of the Theil index of benefits that lies between groups.
package struct BetweenGroupTheil: EntropyMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "between-group-theil", name: "Between-group Theil index",
    question: "How much of the inequality that errors make among people lies between the groups, by Theil’s index?",
    formula: "Theil index with everybody’s benefit replaced by the mean of their group",
    counted: "Theil index of benefits between groups", among: "the groups of {group} whose outcome is known",
    reading: "0 means that errors serve the groups alike on average; the larger, the more unequally.",
    caveats: [
      "A decision that does better than its outcome counts as a benefit, one that does worse as a loss, and agreeing ones all the same.",
      "Its size has no unit: compare it with other systems on the same people.",
      "Groups that are served alike on average have none, however unequally their own people are served.",
    ],
    needs: [.decision, .outcome, .named, .groups], measure: .whole, most: nil, ideal: 0, comparison: .value,
    unit: .number,
    sources: [Bibliography.speicher])

  /// Theil's weight.
  package let alpha = 1.0
  /// True: it is about groups.
  package let isBetweenGroups = true
}
