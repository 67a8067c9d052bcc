/// The largest disparity between any two of several groups, or between one named group and the others, with an interval
/// by projection of the limits of the pairs: those of ``GuardedScore`` for rates.
///
/// For the ratio the value is smallest rate ÷ largest rate, for the difference largest − smallest; against a named group
/// the lowest ratio to it, or the largest absolute difference from it.
///
/// The limit that allows a larger disparity needs no adjustment, because it covers as soon as the limit of the one pair
/// that is truly worst does. The limit that shows a disparity is adjusted for the search: by the studentised range over
/// all pairs, by Bonferroni against a named group. With equal groups all of the error α is therefore on that side. A
/// percentile bootstrap has no coverage there and is not offered.
public struct WorstPair: Sendable, Hashable {
  /// The smallest ratio or the largest difference in the data; a difference is never negative.
  public let value: Double
  /// The index of the group with the smaller of the two rates; with a named reference and a ratio, always the other group.
  public let lowest: Int
  /// The index of the group with the larger of the two rates; with a named reference and a ratio, always the reference.
  public let highest: Int
  /// The limits of ``value``.
  public let interval: ConfidenceInterval

  /// The worst pair among all groups, or among the pairs with the group at index `reference`.
  ///
  /// Nil with fewer than two groups, a group without trials, and where a ratio has no positive denominator. Groups with too
  /// few trials must be left out by the caller.
  public init?(
    _ proportions: [Proportion], comparison: PairComparison, reference: Int? = nil, confidence: Double
  ) {
    guard proportions.count >= 2 else { return nil }
    let critical = CriticalValues(
      confidence: confidence, groups: proportions.count, reference: reference.map { .named($0) } ?? .highest)
    self.init(proportions, comparison: comparison, reference: reference, critical: critical)
  }

  /// The worst pair with critical values computed before; they must belong to the number of groups and the reference.
  public init?(
    _ proportions: [Proportion], comparison: PairComparison, reference: Int? = nil, critical: CriticalValues
  ) {
    self.init(
      evidence: ProportionEvidence(proportions), comparison: comparison, reference: reference, critical: critical)
  }

  /// The worst pair by any kind of evidence; nil as for rates, with an estimate in the place of trials.
  public init?(
    evidence: any PairEvidence, comparison: PairComparison, reference: Int? = nil, confidence: Double
  ) {
    guard evidence.count >= 2 else { return nil }
    let critical = CriticalValues(
      confidence: confidence, groups: evidence.count, reference: reference.map { .named($0) } ?? .highest)
    self.init(evidence: evidence, comparison: comparison, reference: reference, critical: critical)
  }

  /// The worst pair by any kind of evidence, with critical values computed before.
  public init?(
    evidence: any PairEvidence, comparison: PairComparison, reference: Int? = nil, critical: CriticalValues
  ) {
    let rates = (0..<evidence.count).compactMap(evidence.estimate)
    guard rates.count >= 2, rates.count == evidence.count else { return nil }
    // One array however many pairs there are: the worst of them, with which limits are sought first, then all.
    var pairs = [GroupPair(group: 0, reference: 0)]
    var worst: Double?
    for group in rates.indices {
      for other in rates.indices where Self.compares(group, other, comparison, reference) {
        let pair = GroupPair(group: group, reference: other)
        pairs.append(pair)
        guard comparison == .difference || rates[other] > 0 else { continue }
        let disparity = comparison == .ratio ? -rates[group] / rates[other] : rates[other] - rates[group]
        if let worst, disparity <= worst { continue }
        worst = disparity
        pairs[0] = pair
      }
    }
    guard let worst else { return nil }
    (lowest, highest) = (pairs[0].group, pairs[0].reference)
    value = abs(worst)
    let limit = { (extreme: LimitExtreme, z: Double) in evidence.extreme(extreme, comparison, of: pairs, z: z) }
    switch comparison {
    case .ratio:
      let upper = limit(.smallestUpper, critical.family)
      interval = ConfidenceInterval(
        lower: limit(.smallestLower, critical.single), upper: reference == nil ? min(1, upper) : upper)
    case .difference:
      // Pairs are (lower, higher), so that the limits of higher − lower are those of the exchanged pairs.
      interval = ConfidenceInterval(
        lower: max(0, 0 - limit(.smallestUpper, critical.family)), upper: 0 - limit(.smallestLower, critical.single))
    }
  }

  /// Whether a pair is one of those compared, which are in both directions where the value does not depend on it.
  private static func compares(_ group: Int, _ other: Int, _ comparison: PairComparison, _ reference: Int?) -> Bool {
    guard group != other, let reference else { return group != other }
    return other == reference || comparison == .difference && group == reference
  }
}
