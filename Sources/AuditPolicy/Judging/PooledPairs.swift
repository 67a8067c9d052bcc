import AuditRecord
import AuditStatistics

/// The pooled comparisons that a verdict about one group rests on.
///
/// The crude rates choose the reference group that is shown. Within strata another group may stand higher, so against the
/// highest or the lowest a verdict looks at the pooled comparison with every group that may be a reference, as the crude
/// verdict does.
struct PooledPairs {
  let strata: [[Proportion]]
  let comparison: PairComparison
  let group: Int
  let choice: ReferenceChoice
  /// The groups that the data may choose to compare others with.
  let references: [Int]
  /// Whether limits are those of ``StratifiedScore``, else those of the pooled estimate with its standard error.
  let byScore: Bool

  /// The two-sided confidence whose critical value is `z`.
  static func confidence(_ z: Double) -> Double { 1 - 2 * Normal.upperTail(z) }

  /// What the pooled comparisons show of a claim.
  func finding(
    _ claim: FamilyVerdict.Claim, reference: ReferenceRule, critical: CriticalValues
  ) -> FamilyVerdict.Finding {
    guard case .group(let chosen) = choice, reference.isChosenByData else {
      let setter = choice.index
      return FamilyVerdict.Limits(
        single: interval(group, choice, critical.single), wide: interval(group, choice, critical.family)
      ).finding(claim, comparison: comparison).set(by: FamilyVerdict.Setters(lower: setter, upper: setter))
    }
    let isHighest = reference == .highest
    // The search for a pair that fails looks at the other end of the same pairs.
    let (near, far): (LimitExtreme, LimitExtreme) =
      isHighest ? (.smallestLower, .smallestUpper) : (.largestUpper, .largestLower)
    let single = near.more(extreme(near, critical.single), check(near, chosen, critical.single))
    let searched = extreme(far, critical.family)
    // Only a claim with two sides, or one to the other side, asks for the near limit of the search.
    let isOneSided =
      switch claim {
      case .atLeast: isHighest
      case .atMost: !isHighest && comparison == .ratio
      case .between: false
      }
    let wide = isOneSided ? single : extreme(near, critical.family)
    func ordered(_ one: RivalLimit, _ other: RivalLimit) -> ConfidenceInterval {
      ConfidenceInterval(lower: min(one.value, other.value), upper: max(one.value, other.value))
    }
    let finding = FamilyVerdict.Limits(single: ordered(single, searched), wide: ordered(wide, searched))
      .finding(claim, comparison: comparison)
    let other = finding.bounds == ordered(wide, searched) ? wide : single
    return finding.set(
      by: isHighest
        ? FamilyVerdict.Setters(lower: other.rival, upper: searched.rival)
        : FamilyVerdict.Setters(lower: searched.rival, upper: other.rival))
  }

  /// The chosen group has no finding of its own, so its comparison with a group that may be a reference is checked there.
  private func check(_ extreme: LimitExtreme, _ chosen: Int, _ z: Double) -> RivalLimit? {
    guard references.contains(group) else { return nil }
    let limits = interval(chosen, .group(group), z)
    return RivalLimit(extreme == .smallestLower ? limits.lower : limits.upper, setBy: chosen)
  }

  /// The most extreme limit against every group that may be a reference.
  private func extreme(_ extreme: LimitExtreme, _ z: Double) -> RivalLimit {
    let isLower = extreme == .smallestLower || extreme == .largestLower
    var best: RivalLimit?
    for rival in references where rival != group {
      let score = byScore ? score(group, .group(rival)) : nil
      if let score, let best, !reaches(best.value, extreme, isLower ? score : score.exchanged, z) { continue }
      let limit: Double
      if let score {
        limit = isLower ? score.lower(z: z) : score.upper(z: z)
      } else {
        let limits = interval(group, .group(rival), z)
        limit = isLower ? limits.lower : limits.upper
      }
      best = best.map { extreme.more($0, RivalLimit(limit, setBy: rival)) } ?? RivalLimit(limit, setBy: rival)
    }
    return best ?? RivalLimit(isLower ? -.infinity : .infinity, setBy: nil)
  }

  /// Whether a limit may be more extreme than the best so far; one evaluation instead of a search. `score` is exchanged for
  /// upper limits.
  private func reaches(_ best: Double, _ extreme: LimitExtreme, _ score: StratifiedScore, _ z: Double) -> Bool {
    let isLower = extreme == .smallestLower || extreme == .largestLower
    let value = isLower ? best : comparison.exchanged(best)
    guard value.isFinite else { return true }
    let margin = comparison == .ratio ? value * 1e-12 : 1e-12
    // Exchanging turns the smallest upper limit into the largest lower one.
    let isSmallest = extreme == .smallestLower || extreme == .largestUpper
    return isSmallest ? !score.excludes(value + margin, z: z) : score.excludes(value - margin, z: z)
  }

  private func score(_ group: Int, _ choice: ReferenceChoice) -> StratifiedScore {
    StratifiedScore(
      comparison,
      strata: strata.compactMap { rates in
        choice.proportion(for: group, among: rates).map { (group: rates[group], reference: $0) }
      })
  }

  /// The pooled comparisons with the chosen reference that are not ruled out at a critical value.
  func interval(z: Double) -> ConfidenceInterval { interval(group, choice, z) }

  /// A pooled interval; everything is possible where there is none.
  private func interval(_ group: Int, _ choice: ReferenceChoice, _ z: Double) -> ConfidenceInterval {
    if byScore { return score(group, choice).interval(z: z) }
    return PooledComparison(choice: choice, group: group, strata: strata)
      .interval(comparison == .ratio ? .ratio : .difference, confidence: PooledPairs.confidence(z))
      ?? (comparison == .ratio
        ? ConfidenceInterval(lower: 0, upper: .infinity) : ConfidenceInterval(lower: -1, upper: 1))
  }
}

extension LimitExtreme {
  /// The more extreme of two limits, the first if they agree.
  fileprivate func more(_ one: RivalLimit, _ other: RivalLimit?) -> RivalLimit {
    guard let other else { return one }
    switch self {
    case .smallestLower, .smallestUpper: return other.value < one.value ? other : one
    case .largestLower, .largestUpper: return other.value > one.value ? other : one
    }
  }
}
