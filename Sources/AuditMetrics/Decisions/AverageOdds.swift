package import AuditRecord

/// Mean of the disparities in true positive rate and false positive rate.
package struct AverageOdds: CompositeMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "average-odds", name: "Average odds",
    question: "On average over the true positive rate and the false positive rate, how far are the groups apart?",
    formula: "mean of the disparities in true positive rate and false positive rate",
    counted: "received the favourable decision", among: "people in {group} with the same outcome",
    reading:
      "The mean of the two disparities, each without its sign; 0 as a difference (1 as a ratio) means that both rates are equal in all groups.",
    caveats: ["A large gap in one rate can be hidden by a small one in the other."],
    needs: [.decision, .outcome], comparison: .difference,
    parts: ["true-positive-rate", "false-positive-rate"], parameters: ["combination": "mean"],
    combination: .mean, sources: [Bibliography.hardt, Bibliography.aif360])

  /// The rates that it compares.
  package let parts: [any RateMetric] = [TruePositiveRate(), FalsePositiveRate()]

  /// The two parts are 6/9 − 4/8 = 1/6 and 1/2 − 2/11 = 7/22; their mean is 8/33.
  package let example = Example(rows: Example.twoGroups, difference: 8.0 / 33)
}
