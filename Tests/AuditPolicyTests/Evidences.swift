import AuditMetrics
import AuditPolicy
import AuditRecord
import _AuditTesting

/// Counts by hand, and requirements on them.
enum Evidences {
  /// The groups of one grouping with successes and trials.
  typealias Counts = [(group: Label, successes: Double, trials: Double)]

  static func estimates(
    _ metric: String, _ counts: Counts, grouping: [String] = ["sex"], stratifier: String? = nil, within: String? = nil
  ) -> [Estimate] {
    counts.map { group, successes, trials in
      Estimate(
        metric: metric, grouping: grouping, group: [group], stratifier: stratifier, within: within,
        value: trials > 0 ? successes / trials : nil, interval: nil, numerator: successes, denominator: trials,
        count: Int(trials), undefined: trials > 0 ? nil : .emptyDenominator)
    }
  }

  /// A judge of estimates, with the cards and groupings that a record of them would hold.
  static func judge(_ estimates: [Estimate], groupings: [[String]] = [], stratifiers: [String] = []) -> Judge {
    let measured = Set(estimates.map(\.metric))
    return Judge(
      evidence: Evidence(
        cards: Catalogue.cards.filter {
          measured.contains($0.id) || !$0.parts.isEmpty && measured.isSuperset(of: $0.parts)
        },
        groupings: Array(Set(estimates.map(\.grouping) + groupings)).map {
          GroupingDescription(grouping: $0, groups: [], unknown: 0)
        },
        stratifiers: stratifiers.map { Stratifier(column: $0, justification: nil, approvedBy: nil) },
        estimates: estimates))
  }

  /// The findings of one requirement on the selection rate.
  static func findings(_ counts: Counts, _ requirement: Requirement) -> [Finding] {
    judge(estimates(requirement.metric, counts)).judge([requirement]).findings
  }

  static func requirement(
    _ metric: String = "selection-rate", compare: Comparison = .ratio, reference: ReferenceRule = .highest,
    atLeast: Double? = nil, atMost: Double? = nil, between: [Double]? = nil, decide: DecisionBasis = .interval,
    minimumCount: Int = 30, severity: Severity = .block
  ) -> Requirement {
    Requirement(
      id: "r", metric: metric, across: [["sex"]], compare: compare, reference: reference, atLeast: atLeast,
      atMost: atMost, between: between, decide: decide, minimumCount: minimumCount, severity: severity)
  }

  /// ProPublica's COMPAS table: false positives among those who did not reoffend.
  static let compasFalsePositives: Counts = [("Black", 805, 1_795), ("White", 349, 1_488)]
  /// The same table: score Low among all.
  static let compasLow: Counts = [("Black", 1_522, 3_696), ("White", 1_600, 2_454)]
  /// Three groups of a thousand.
  static let three: Counts = [("a", 300, 1_000), ("b", 390, 1_000), ("c", 400, 1_000)]
}

/// Whether a range has these ends, to nine digits.
func isRange(_ interval: Interval?, _ lower: Double?, _ upper: Double?) -> Bool {
  interval.map { isClose($0.lower, lower) && isClose($0.upper, upper) } ?? false
}
