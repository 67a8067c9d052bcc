import AuditRecord

/// Other tools whose numbers about decisions people bring along.
package enum Peer: String, Sendable, CaseIterable {
  /// Fairlearn 0.15.0.
  case fairlearn
  /// AI Fairness 360, 0.6.1.
  case aif360
  /// Aequitas 1.1.0.
  case aequitas
  /// Amazon SageMaker Clarify, by its published formulas.
  case clarify
  /// The LinkedIn Fairness Toolkit, by its published formulas.
  case lift
  /// Jurity, by its published formulas.
  case jurity
  /// FairSearch, by its published tables.
  case fairsearch

  /// The tool as a table names it.
  var name: String {
    switch self {
    case .fairlearn: "Fairlearn 0.15.0"
    case .aif360: "AIF360 0.6.1"
    case .aequitas: "Aequitas 1.1.0"
    case .clarify: "SageMaker Clarify (not run)"
    case .lift: "LinkedIn Fairness Toolkit (not run)"
    case .jurity: "Jurity (not run)"
    case .fairsearch: "FairSearch (not run)"
    }
  }
}

/// A number of another tool beside ours, on the decisions of `datasets/compas-two-year`: one table, from which
/// `docs/reconciliation.md` and `evenhand explain --as` both derive.
package struct PeerConvention: Sendable, Hashable {
  /// The tool.
  package let peer: Peer
  /// Our metrics that it is about, by id.
  package let metrics: [String]
  /// The name of the row in `Tests/Reference/decisions-peers.json`; nil for numbers from elsewhere.
  package let key: String?
  /// What the tool calls it.
  package let prints: String
  /// Of which people.
  package let on: String
  /// Its number; nil where it has none.
  package let theirs: Double?
  /// Ours; nil where there is none.
  package let ours: Double?
  /// What a plan writes for ours.
  package let plan: String
  /// Why both differ, or that they do not.
  package let why: String

  private init(
    _ peer: Peer, _ metrics: [String], _ key: String?, _ prints: String, on: String, _ theirs: Double?, _ ours: Double?,
    plan: String, _ why: String
  ) {
    (self.peer, self.metrics, self.key, self.prints, self.on) = (peer, metrics, key, prints, on)
    (self.theirs, self.ours, self.plan, self.why) = (theirs, ours, plan, why)
  }

  private static let pair = "African-American against Caucasian"
  private static let toCaucasian = "reference: {group: Caucasian}"

  /// Every row, by tool.
  package static let all: [PeerConvention] = [
    PeerConvention(
      .fairlearn, ["selection-rate"], "fairlearn demographic_parity_ratio", "demographic_parity_ratio", on: "race",
      0.421700, 0.520964, plan: "metric: selection-rate, compare: ratio, reference: worst-pair",
      "It compares groups of any size, and its lowest is Native American, 6 of 18. Ours compares groups of at least `minimum-count` people and says who is not compared; `minimum-count: 1` gives its number."
    ),
    PeerConvention(
      .fairlearn, ["selection-rate"], "fairlearn demographic_parity_difference", "demographic_parity_difference",
      on: "race", 0.457118, 0.378654, plan: "metric: selection-rate, compare: difference, reference: worst-pair",
      "The same."),
    PeerConvention(
      .fairlearn, ["equalized-odds"], "fairlearn equalized_odds_difference", "equalized_odds_difference", on: "race",
      0.576692, 0.396839, plan: "metric: equalized-odds",
      "The same: 10 Native American and 9 Asian people reoffended, too few for a false positive rate of theirs to be compared."
    ),
    PeerConvention(
      .fairlearn, ["average-odds"], "fairlearn equalized_odds_difference mean",
      "equalized_odds_difference(agg=\"mean\")", on: "race", 0.469102, 0.348883, plan: "metric: average-odds",
      "The same."
    ),
    PeerConvention(
      .fairlearn, ["negative-predictive-value"], "fairlearn group_min 0/0",
      "MetricFrame.group_min() of scikit-learn's precision of High and Medium", on: "race × sex", 0, nil,
      plan: "metric: negative-predictive-value, compare: minimum",
      "Both Asian women were rated Low, so theirs is 0/0, which scikit-learn counts as 0 with a warning: the lowest of all groups. Ours has no number, says so, and never passes a group without one."
    ),
    PeerConvention(
      .fairlearn, ["negative-predictive-value"], "fairlearn group_min nan", "the same with zero_division=nan",
      on: "race × sex", 0.454545, nil, plan: "metric: negative-predictive-value, compare: minimum",
      "NaN is dropped in minima and maxima, so the group is gone without a word. Ours has a finding for it, “not enough data”."
    ),
    PeerConvention(
      .aif360, ["selection-rate"], "aif360 disparate_impact", "disparate_impact()", on: pair, 0.631593, 0.631593,
      plan: "metric: selection-rate, compare: ratio, \(toCaucasian)",
      "No difference: its first group ÷ its second is group ÷ reference group."
    ),
    PeerConvention(
      .aif360, ["selection-rate"], "aif360 statistical_parity_difference", "statistical_parity_difference()", on: pair,
      -0.240200, -0.240200, plan: "metric: selection-rate, compare: difference, \(toCaucasian)",
      "No difference, and the same sign: group − reference group."),
    PeerConvention(
      .aif360, ["average-odds", "signed-average-odds"], "aif360 average_odds_difference", "average_odds_difference()",
      on: pair, -0.205649,
      0.205649,
      plan:
        "metric: average-odds, \(toCaucasian); metric: signed-average-odds, compare: difference, \(toCaucasian) gives −0.205649",
      "It averages signed gaps, so that gaps in opposite directions cancel, as our `signed-average-odds` does. Our `average-odds` averages their sizes, as its `average_abs_odds_difference()` does."
    ),
    PeerConvention(
      .aif360, ["equalized-odds"], "aif360 equalized_odds_difference", "equalized_odds_difference()", on: pair,
      0.213925,
      0.213925, plan: "metric: equalized-odds, \(toCaucasian)", "No difference between two groups."),
    PeerConvention(
      .aif360, ["theil"], "aif360 theil_index", "theil_index()", on: "everybody", 0.245024, 0.245024,
      plan: "metric: theil", "No difference: benefit = decision − outcome + 1."),
    PeerConvention(
      .aif360, ["generalized-entropy"], "aif360 generalized_entropy_index", "generalized_entropy_index(alpha=2)",
      on: "everybody", 0.176305, 0.176305, plan: "metric: generalized-entropy", "No difference."),
    PeerConvention(
      .aif360, ["generalized-entropy"], "aif360 coefficient_of_variation", "coefficient_of_variation()",
      on: "everybody",
      0.593810, 0.176305, plan: "metric: generalized-entropy",
      "√(2 × generalized entropy with α = 2): the same information on another scale."),
    PeerConvention(
      .aif360, ["between-group-theil"], "aif360 between_all_groups_theil_index", "between_all_groups_theil_index()",
      on: "race", 0.00248128, 0.00248128, plan: "metric: between-group-theil, across: race",
      "No difference. Its `between_group_theil_index()` looks at the two named groups alone."),
    PeerConvention(
      .aif360, ["between-group-generalized-entropy"], "aif360 between_all_groups_generalized_entropy_index",
      "between_all_groups_generalized_entropy_index(alpha=2)", on: "race", 0.00250120, 0.00250120,
      plan: "metric: between-group-generalized-entropy, across: race", "No difference."),
    PeerConvention(
      .aif360, ["differential-fairness"], "aif360 smoothed_empirical_differential_fairness",
      "smoothed_empirical_differential_fairness()", on: "race", 1.140427, 1.024746,
      plan: "metric: differential-fairness, across: race",
      "It compares groups of any size, Native American with 18 people among them, and adds ½ to each count; ours compares groups of at least `minimum-count` people and adds 1."
    ),
    PeerConvention(
      .aequitas, ["selection-rate"], "aequitas ppr", "ppr, predicted positive rate", on: "Caucasian", 0.410572,
      0.651997,
      plan: "metric: selection-rate",
      "It is the group's share of all favourable decisions, which grows with the group. Its `pprev` is our selection rate, and so are most other tools' rates of that name."
    ),
    PeerConvention(
      .aequitas, ["selection-rate"], "aequitas pprev", "pprev, predicted prevalence", on: "Caucasian", 0.651997,
      0.651997,
      plan: "metric: selection-rate", "No difference."),
    PeerConvention(
      .aequitas, ["selection-rate"], "aequitas ppr_disparity", "ppr_disparity to the largest group", on: "Caucasian",
      1.051248, 1.583298, plan: "metric: selection-rate, compare: ratio, reference: {group: African-American}",
      "A ratio of shares of all favourable decisions, so that it mostly compares the sizes of groups."),
    PeerConvention(
      .aequitas, ["false-positive-rate"], "aequitas fpr_disparity by zero", "fpr_disparity",
      on: "Hispanic men against Native American women", 10, nil,
      plan: "metric: false-positive-rate, compare: ratio, reference: {group: [Native American, Female]}",
      "The rate of the reference group is 0: x/0 is written as 10 (`fill_divbyzero`). Ours has no ratio and says why."),
    PeerConvention(
      .aequitas, ["false-positive-rate", "false-negative-rate", "true-positive-rate"], "aequitas fpr of a burden",
      "fpr, with 1 for what people do not want", on: "African-American", 0.448468, 0.279853,
      plan: "metric: false-negative-rate gives 0.448468",
      "Its examples call the burden positive: reoffending, and a score of Medium or High. Where a plan's favourable label is what people want, its false positive rate is our false negative rate, and the reverse."
    ),
    PeerConvention(
      .clarify, ["selection-rate"], "clarify DPL", "DPL, DPPL", on: pair, 0.240200, -0.240200,
      plan: "metric: selection-rate, compare: difference, \(toCaucasian)",
      "Advantaged − disadvantaged; ours is group − reference group, the other sign. Its 0/0 is infinite."),
    PeerConvention(
      .lift, ["selection-rate"], "lift demographic parity", "DEMOGRAPHIC_PARITY", on: pair, 0.240200, -0.240200,
      plan: "metric: selection-rate, compare: difference, \(toCaucasian)",
      "One size for each pair of groups, without a sign."),
    PeerConvention(
      .jurity, ["selection-rate"], "jurity four fifths", "disparate impact, and its ideal range",
      on: "Other against Caucasian",
      1.212354, 1.212354, plan: "metric: selection-rate, compare: ratio, \(toCaucasian), between: [0.8, 1.25]",
      "The same ratio; it calls 0.8 to 1.2 ideal, where this one fails, and most others 0.8 to 1.25, where it does not. It takes a plain count in place of 0/0."
    ),
    PeerConvention(
      .fairsearch, ["ranked-group-representation"], nil, "chance of failing of its FA*IR table, α = 0.1",
      on: "20 places, a share of 0.25", 0.105152, 0.089722, plan: "metric: ranked-group-representation",
      "It takes the table whose chance of failing lies nearest to α, and so more than α; ours takes the largest that does not exceed it."
    ),
  ]

  private static func number(_ value: Double?) -> String {
    value.map { value in
      let digits = value.magnitude < 0.01 && value != 0 ? 8 : 6
      let text = PeerConvention.fixed(value.magnitude, digits)
      return (value < 0 ? "−" : "") + text
    } ?? "none"
  }

  /// The number with so many decimals, without zeros at the end.
  private static func fixed(_ value: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    return CanonicalNumber.text((value * scale).rounded() / scale)
  }

  private var isSame: Bool { theirs == ours }

  /// The table of `docs/reconciliation.md`.
  package static var markdown: String {
    func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
    let rows = all.map { row in
      "| \(row.peer.name) | \(cell(row.prints)) | \(cell(row.on)) | \(number(row.theirs)) | \(number(row.ours)) | \(cell(row.why)) |\n"
    }
    return """
      ## Decisions

      Generated by `evenhand metrics --peers docs/reconciliation.md`; a test fails when it is stale. The decisions are those of
      `datasets/compas-two-year`: Low is the favourable decision, no new offence within two years the positive outcome. The
      tools' numbers are in `Tests/Reference/decisions-peers.json`, with the script that ran them; “not run” means that the number comes
      from the tool's published formula. `evenhand explain --as fairlearn selection-rate` says the same of one metric, and what a plan
      writes.

      | tool | what it prints | on | its number | ours | why |
      |---|---|---|---|---|---|

      """ + rows.joined()
  }

  /// The heading with which the section of ``markdown`` begins, and with which it replaces an older one.
  static let heading = "## Decisions\n"

  /// A document with its section about decisions as it is now.
  package static func written(into document: String) -> String {
    let kept = document.firstRange(of: "\n" + heading).map { String(document[..<$0.lowerBound]) } ?? document
    return kept + "\n" + markdown
  }

  /// What a tool prints in place of a metric, in words; nil where the table has nothing of it.
  ///
  /// - Parameter metric: By id; nil for everything of the tool.
  static func text(of peer: Peer, metric: String?) -> String? {
    let rows = all.filter { row in row.peer == peer && (metric.map(row.metrics.contains) ?? true) }
    guard !rows.isEmpty else { return nil }
    return rows.map { row in
      """
      \(row.peer.name): \(row.prints)

      - Ours: \(row.plan)
      - On COMPAS, \(row.on): \(number(row.theirs)) there, \(number(row.ours)) here
      - \(row.isSame ? "The same" : "Why they differ"): \(row.why)
      """
    }.joined(separator: "\n\n") + "\n"
  }
}
