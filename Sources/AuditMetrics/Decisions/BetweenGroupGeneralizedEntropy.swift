package import AuditRecord

/// Part of the generalized entropy of benefits that lies between groups.
package struct BetweenGroupGeneralizedEntropy: EntropyMetric {
  /// Its words.
  package let card: MetricCard
  /// The weight of large benefits.
  package let alpha: Double
  /// True: it is about groups.
  package let isBetweenGroups = true

  /// The metric with a weight above 0.
  package init(alpha: Double = 2) {
    self.alpha = alpha
    card = MetricCard(
      id: "between-group-generalized-entropy", name: "Between-group generalized entropy",
      question: "How much of the inequality that errors make among people lies between the groups?",
      formula: "generalized entropy with everybody’s benefit replaced by the mean of their group",
      counted: "generalized entropy of benefits between groups", among: "the groups of {group} whose outcome is known",
      reading: "0 means that errors serve the groups alike on average; the larger, the more unequally.",
      caveats: [
        "A decision that does better than its outcome counts as a benefit, one that does worse as a loss, and agreeing ones all the same.",
        "Its size has no unit: compare it with other systems on the same people.",
        "Groups that are served alike on average have none, however unequally their own people are served.",
      ],
      needs: [.decision, .outcome, .named, .groups], measure: .whole, most: nil, ideal: 0, comparison: .value,
      parameters: ["alpha": CanonicalNumber.text(alpha)], unit: .number,
      sources: [Bibliography.speicher])
  }
}
