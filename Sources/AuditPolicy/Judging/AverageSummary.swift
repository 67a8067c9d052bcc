public import AuditRecord
import AuditStatistics

/// The two groups of a grouping whose averages differ most.
public struct AverageSummary: Sendable {
  /// The smallest ratio or the largest difference.
  public private(set) var value: Double?
  /// Its projection interval.
  public private(set) var interval: Interval?
  /// The pair that attains it.
  public private(set) var groups: [[Label]] = []
  /// Groups with too few lists.
  public private(set) var skipped: [[Label]] = []
  /// Why there is no number.
  public private(set) var undefined: UndefinedReason?
  /// The standard error of the pair on the scale of the comparison, for statements about power.
  let spread: ClusterDispersion.Spread?
  let critical: CriticalValues?
  let comparisons: Int

  /// Summarises a family of averages.
  public init(family: AverageFamily, comparison: Comparison, minimumCount: Int, level: Double) {
    let eligible = family.eligible(minimumCount: minimumCount)
    let members = eligible.indices.filter { eligible[$0] }
    skipped = family.groups.indices.filter { !eligible[$0] }.map { family.groups[$0] }
    comparisons = max(1, members.count * (members.count - 1) / 2)
    guard members.count >= 2, members.count <= AverageFamily.mostGroups, let pair = comparison.pair,
      let evidence = family.subset(members)
    else {
      undefined = members.count > AverageFamily.mostGroups ? .tooManyGroups : .fewerThanTwoGroups
      (spread, critical) = (nil, nil)
      return
    }
    let values = CriticalValues(confidence: level, groups: members.count, reference: .highest)
    critical = values
    guard let worst = WorstPair(evidence: evidence, comparison: pair, critical: values) else {
      undefined = .zeroReference
      spread = nil
      return
    }
    value = worst.value
    if worst.interval.lower.isFinite, !(worst.interval.lower <= 0 && worst.interval.upper == .infinity) {
      interval = Interval(
        lower: worst.interval.lower, upper: worst.interval.upper, level: level, method: "projection")
    }
    groups = [family.groups[members[worst.lowest]], family.groups[members[worst.highest]]]
    spread = evidence.spread(pair, of: worst.lowest, against: .group(worst.highest))
  }
}
