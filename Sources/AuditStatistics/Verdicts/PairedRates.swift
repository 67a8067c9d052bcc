#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Two decisions about the same people of one group.
public struct PairedRates: Sendable, Hashable {
  /// Favourable both times.
  public let both: Double
  /// Favourable in the baseline.
  public let before: Double
  /// Favourable now.
  public let now: Double
  /// People.
  public let people: Double

  /// Counts people, with `both` in either of `before` and `now`.
  public init(both: Double, before: Double, now: Double, people: Double) {
    precondition(both >= 0 && both <= min(before, now) && max(before, now) <= people, "people are counted once")
    self.both = both
    self.before = before
    self.now = now
    self.people = people
  }

  /// The correlation of the comparison of two groups now with that in the baseline: of the logarithms of ratios, or of
  /// differences. 0 where a rate leaves nothing to vary.
  public static func correlation(_ comparison: PairComparison, group: PairedRates, reference: PairedRates) -> Double {
    let sides = [group, reference]
    let covariance = sides.reduce(0) { $0 + $1.covariance(comparison) }
    let variances = [\PairedRates.before, \PairedRates.now].map { count in
      sides.reduce(0) { $0 + $1.variance(comparison, $1[keyPath: count]) }
    }
    let scale = (variances[0] * variances[1]).squareRoot()
    return scale > 0 && scale < .infinity ? min(1, max(-1, covariance / scale)) : 0
  }

  private func covariance(_ comparison: PairComparison) -> Double {
    guard people > 0 else { return 0 }
    let (old, new) = (before / people, now / people)
    let joint = (both / people - old * new) / people
    guard comparison == .ratio else { return joint }
    return old * new > 0 ? joint / (old * new) : 0
  }

  private func variance(_ comparison: PairComparison, _ count: Double) -> Double {
    guard people > 0 else { return .infinity }
    let rate = count / people
    return comparison == .ratio ? (1 - rate) / (people * rate) : rate * (1 - rate) / people
  }
}
