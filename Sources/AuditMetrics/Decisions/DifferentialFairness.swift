package import AuditRecord

/// Largest logarithm of a ratio of two groups' selection rates, or of their rejection rates.
package struct DifferentialFairness: Metric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "differential-fairness", name: "Differential fairness",
    question:
      "By what factor, on the logarithm, do any two groups differ most in how often they are selected, or are not?",
    formula: "largest |ln(p₁ ÷ p₂)| over pairs of groups and over both results, with p = (x + 1) ÷ (n + 2)",
    counted: "largest logarithm of a ratio", among: "the groups of {group}",
    reading:
      "0 means that all groups are selected equally often; 0.22 that some pair’s rates are in the ratio of four to five.",
    caveats: [
      "The largest of many ratios tends to be large in small samples, and is by smoothing a little smaller than the plain one.",
      "A difference among low rates weighs as much as among high ones.",
    ],
    needs: [.decision, .named, .groups], measure: .logRatio, most: nil, ideal: 0, comparison: .value,
    crude: "selection-rate", parameters: ["smoothing": "1 and 1"], unit: .number, sources: [Bibliography.foulds])

  /// The largest logarithm.
  package var kind: MetricKind { .logRatio(self) }
}
