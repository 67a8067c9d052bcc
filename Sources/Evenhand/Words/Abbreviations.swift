import AuditMetrics

/// What people write for short.
enum Abbreviations {
  /// The short names of metrics, by id.
  private static let metrics: [(short: String, id: String)] = [
    ("tpr", "true-positive-rate"), ("fpr", "false-positive-rate"), ("tnr", "true-negative-rate"),
    ("fnr", "false-negative-rate"), ("ppv", "positive-predictive-value"), ("npv", "negative-predictive-value"),
    ("fdr", "false-discovery-rate"), ("for", "false-omission-rate"), ("di", "selection-rate"),
    ("air", "selection-rate"), ("dp", "selection-rate"), ("sp", "selection-rate"),
  ]

  /// The short names of a metric.
  static func of(_ id: String) -> [String] { metrics.filter { $0.id == id }.map(\.short) }

  /// Short names of more than one thing, and of rules that are no metric.
  static var entries: [Explanation.Entry] {
    [
      Explanation.Entry(
        ["eo"],
        "EO is written for two things.\n\n"
          + [("true-positive-rate", " (equal opportunity)"), ("equalized-odds", "")].compactMap { id, alias in
            Catalogue.metric(named: id).map { "\(id)\(alias)\n\n\(Explanation.plain($0.card))" }
          }.joined(separator: "\n\n")),
      Explanation.Entry(
        ["four-fifths", "four-fifths rule", "4/5 rule", "4/5", "80 % rule", "80 %"],
        """
        A rule of thumb of 29 CFR 1607.4(D): a selection rate below four fifths (80 %) of the highest group's rate is \
        generally regarded as evidence of adverse impact. It is no law of other places or uses, and no test of chance.
        - In a plan: {id: four-fifths, metric: selection-rate, at-least: 0.8}
        - What it judges: the ratio of two selection rates, called the impact ratio; `evenhand explain selection-rate`
        - How many people it needs: `evenhand power --rate 0.3 --groups 2`
        """),
    ]
  }
}
