import AuditRecord
import AuditStatistics

/// The pooled comparisons that a verdict about one group rests on.
///
/// The crude rates choose the comparison group that is shown. Within strata another group may stand higher, so against the
/// highest or the lowest a verdict looks at the pooled comparison with every eligible group, as the crude verdict does.
struct PooledPairs {
  let strata: [[Proportion]]
  let comparison: Comparison
  let group: Int
  let choice: ReferenceChoice
  /// The groups that are large enough to be compared.
  let members: [Int]

  /// The two-sided confidence whose critical value is `z`.
  static func confidence(_ z: Double) -> Double { 1 - 2 * Normal.upperTail(z) }

  /// The limits by which "met" is shown, and those by which "not met" is.
  func limits(reference: ReferenceRule, critical: CriticalValues) -> FamilyVerdict.Limits {
    let (single, family) = (PooledPairs.confidence(critical.single), PooledPairs.confidence(critical.family))
    guard case .group(let chosen) = choice, reference == .highest || reference == .lowest else {
      return FamilyVerdict.Limits(single: interval(group, choice, single), wide: interval(group, choice, family))
    }
    let rivals = members.filter { $0 != group }
    let plain = rivals.map { interval(group, .group($0), single) }
    let wide = rivals.map { interval(group, .group($0), family) }
    // The chosen group has no finding of its own, so its comparison with this one is checked here.
    let check = interval(chosen, .group(group), single)
    func ordered(_ lower: Double, _ upper: Double) -> ConfidenceInterval {
      ConfidenceInterval(lower: min(lower, upper), upper: max(lower, upper))
    }
    if reference == .highest {
      let lower = min(plain.map(\.lower).min() ?? check.lower, check.lower)
      let upper = wide.map(\.upper).min() ?? .infinity
      return FamilyVerdict.Limits(
        single: ordered(lower, upper), wide: ordered(wide.map(\.lower).min() ?? lower, upper))
    }
    let upper = max(plain.map(\.upper).max() ?? check.upper, check.upper)
    let lower = wide.map(\.lower).max() ?? -.infinity
    return FamilyVerdict.Limits(
      single: ordered(lower, upper), wide: ordered(lower, wide.map(\.upper).max() ?? upper))
  }

  /// A pooled interval; everything is possible where there is none.
  private func interval(_ group: Int, _ choice: ReferenceChoice, _ confidence: Double) -> ConfidenceInterval {
    PooledComparison(choice: choice, group: group, strata: strata).interval(comparison, confidence: confidence)
      ?? (comparison == .ratio
        ? ConfidenceInterval(lower: 0, upper: .infinity) : ConfidenceInterval(lower: -1, upper: 1))
  }
}
