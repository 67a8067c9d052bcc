package import AuditRecord

/// Theil index of benefits over everybody.
package struct Theil: EntropyMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "theil", name: "Theil index",
    question: "How unequally do errors of the decision serve people, everybody taken together, by Theil’s index?",
    formula: "mean of (b ÷ b̄) ln (b ÷ b̄), with b = decision − outcome + 1",
    counted: "Theil index of benefits", among: "everybody in {group} whose outcome is known",
    reading: "0 means that everybody has the same benefit; the larger, the more unequally errors serve people.",
    caveats: [
      "A decision that does better than its outcome counts as a benefit, one that does worse as a loss, and agreeing ones all the same.",
      "Its size has no unit: compare it with other systems on the same people.",
    ],
    needs: [.decision, .outcome, .named], measure: .whole, most: nil, comparison: .value, unit: .number,
    sources: [Bibliography.speicher])

  /// Theil's weight.
  package let alpha = 1.0
  /// False: it is about people.
  package let isBetweenGroups = false
}
