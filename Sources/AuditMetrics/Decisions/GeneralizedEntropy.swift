package import AuditRecord

/// Generalized entropy of benefits over everybody.
package struct GeneralizedEntropy: EntropyMetric {
  /// Its words.
  package let card: MetricCard
  /// The weight of large benefits.
  package let alpha: Double
  /// False: it is about people.
  package let isBetweenGroups = false

  /// The metric with a weight above 0.
  package init(alpha: Double = 2) {
    self.alpha = alpha
    card = MetricCard(
      id: "generalized-entropy", name: "Generalized entropy",
      question: "How unequally do errors of the decision serve people, everybody taken together?",
      formula: "mean of ((b ÷ b̄)ᵅ − 1) ÷ (α(α − 1)), with b = decision − outcome + 1",
      counted: "generalized entropy of benefits", among: "everybody in {group} whose outcome is known",
      reading: "0 means that everybody has the same benefit; the larger, the more unequally errors serve people.",
      caveats: [
        "A decision that does better than its outcome counts as a benefit, one that does worse as a loss, and agreeing ones all the same.",
        "Its size has no unit: compare it with other systems on the same people.",
      ],
      needs: [.decision, .outcome, .named], measure: .whole, most: nil, comparison: .value,
      parameters: ["alpha": CanonicalNumber.text(alpha)], unit: .number,
      sources: [Bibliography.speicher])
  }
}
