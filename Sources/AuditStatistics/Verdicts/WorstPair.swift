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
    let ordered = Self.orderedPairs(count: rates.count, comparison, reference)
    let disparity = { (pair: (Int, Int)) -> Double in
      comparison == .ratio ? -rates[pair.0] / rates[pair.1] : rates[pair.1] - rates[pair.0]
    }
    let defined = ordered.filter { comparison == .difference || rates[$0.1] > 0 }
    guard let worst = defined.max(by: { disparity($0) < disparity($1) }) else { return nil }
    (lowest, highest) = worst
    value = abs(disparity(worst))

    let pairs = ([worst] + ordered).map { GroupPair(group: $0.0, reference: $0.1) }
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

  /// The pairs (group, reference) that are compared, in both directions where the value does not depend on it.
  private static func orderedPairs(count: Int, _ comparison: PairComparison, _ reference: Int?) -> [(Int, Int)] {
    (0..<count).flatMap { first in
      (0..<count).compactMap { second -> (Int, Int)? in
        guard first != second else { return nil }
        guard let reference else { return (first, second) }
        return second == reference || comparison == .difference && first == reference ? (first, second) : nil
      }
    }
  }
}
