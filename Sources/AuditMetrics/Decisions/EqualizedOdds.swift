package import AuditRecord

/// Worst of the disparities in true positive rate and false positive rate.
package struct EqualizedOdds: CompositeMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "equalized-odds", name: "Equalized odds",
    question: "Does any pair of groups differ in the true positive rate or in the false positive rate?",
    formula: "worst of the disparities in true positive rate and false positive rate",
    counted: "received the favourable decision", among: "people in {group} with the same outcome",
    reading:
      "The worse of the two disparities; 0 as a difference (1 as a ratio) means that both rates are equal in all groups.",
    caveats: ["The worst of several tends to be larger in small samples."],
    needs: [.decision, .outcome], comparison: .difference,
    parts: ["true-positive-rate", "false-positive-rate"], parameters: ["combination": "worst"],
    combination: .worst, sources: [Bibliography.hardt, Bibliography.aif360])

  /// The rates that it compares.
  package let parts: [any RateMetric] = [TruePositiveRate(), FalsePositiveRate()]

  /// The two parts are 6/9 − 4/8 = 1/6 and 1/2 − 2/11 = 7/22; the worse is 7/22.
  package let example = Example(rows: Example.twoGroups, difference: 7.0 / 22)
}
