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
    // A ratio of numbers with different signs is neither large nor small.
    guard comparison == .difference || rates.allSatisfy({ $0 >= 0 }) else { return nil }
    // The pairs with a named reference are few; of all pairs only the one with the worst value is written down.
    let pairs = reference.map { Self.pairs(with: $0, of: rates, comparison) } ?? Self.extremePair(of: rates, comparison)
    var worst: (pair: Pair, disparity: Double)?
    for pair in pairs where comparison == .difference || rates[pair.higher] > 0 {
      let (low, high) = (rates[pair.lower], rates[pair.higher])
      let disparity = comparison == .ratio ? -low / high : high - low
      if let worst, disparity <= worst.disparity { continue }
      worst = (pair, disparity)
    }
    guard let worst else { return nil }
    (lowest, highest) = worst.pair
    value = abs(worst.disparity)
    let limit = { (extreme: LimitExtreme, z: Double) -> Double in
      guard reference != nil else { return evidence.extreme(extreme, comparison, among: Array(rates.indices), z: z) }
      let limits = pairs.compactMap { pair in
        extreme.isLower
          ? evidence.lower(comparison, of: pair.lower, against: .group(pair.higher), z: z)
          : evidence.upper(comparison, of: pair.lower, against: .group(pair.higher), z: z)
      }
      guard let limit = extreme.most(of: limits) else { preconditionFailure("limits of no pairs") }
      return limit
    }
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

  private typealias Pair = (lower: Int, higher: Int)

  /// The pairs with one group, in both directions where the value does not depend on it.
  private static func pairs(with reference: Int, of rates: [Double], _ comparison: PairComparison) -> [Pair] {
    rates.indices.flatMap { group -> [Pair] in
      guard group == reference else { return [(group, reference)] }
      return comparison == .ratio ? [] : rates.indices.filter { $0 != reference }.map { (reference, $0) }
    }
  }

  /// The first pair of the smallest and the largest rate; below a rate of 0 every other one is as good.
  private static func extremePair(of rates: [Double], _ comparison: PairComparison) -> [Pair] {
    guard let least = rates.min(), let lowest = rates.firstIndex(of: least) else { return [] }
    let others = rates.indices.filter { $0 != lowest }
    let isEnough = { (index: Int) in comparison == .ratio && least == 0 && rates[index] > 0 }
    let most = others.lazy.map { rates[$0] }.max()
    return (others.first(where: isEnough) ?? others.first { rates[$0] == most }).map { [(lowest, $0)] } ?? []
  }
}
