#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A comparison of two proportions within strata, pooled over the strata [MantelHaenszel1959].
///
/// Strata with fewer than two trials, or without trials on a side, carry no information and are left out. Comparisons are
/// group to reference.
public struct MantelHaenszel: Sendable {
  /// A pooled comparison.
  public struct Estimate: Sendable, Hashable {
    /// The pooled ratio or difference.
    public let value: Double
    /// The standard error: of the logarithm of a ratio, of a difference itself; nil where it is undefined.
    public let standardError: Double?
    let comparison: PairComparison

    /// The normal interval, on the logarithmic scale for a ratio; nil without a standard error.
    public func interval(confidence: Double) -> ConfidenceInterval? {
      guard let standardError else { return nil }
      let half = Normal.twoSided(confidence: confidence) * standardError
      return switch comparison {
      case .ratio: ConfidenceInterval(lower: value * exp(-half), upper: value * exp(half))
      case .difference: ConfidenceInterval(lower: value - half, upper: value + half)
      }
    }
  }

  private let strata: [(group: Proportion, reference: Proportion)]

  /// The comparison over `strata`.
  public init(strata: [(group: Proportion, reference: Proportion)]) {
    self.strata = strata.filter { group, reference in
      group.trials > 0 && reference.trials > 0 && group.trials + reference.trials >= 2
    }
  }

  /// The pooled ratio of rates with the variance of its logarithm by [GreenlandRobins1985]; nil when the reference has no
  /// success in any stratum. Without a success of the group the ratio is 0 and its standard error undefined.
  public var riskRatio: Estimate? {
    let group = sum { x, y, total in x.successes * y.trials / total }
    let reference = sum { x, y, total in y.successes * x.trials / total }
    guard reference > 0 else { return nil }
    let spread = sum { x, y, total in
      (x.trials * y.trials * (x.successes + y.successes) - x.successes * y.successes * total) / (total * total)
    }
    let variance = group > 0 ? spread / (group * reference) : 0
    return Estimate(
      value: group / reference, standardError: variance > 0 ? variance.squareRoot() : nil, comparison: .ratio)
  }

  /// The pooled difference of rates with the variance of [Sato1989]; nil without an informative stratum.
  public var riskDifference: Estimate? {
    let weight = sum { x, y, total in x.trials * y.trials / total }
    guard weight > 0 else { return nil }
    let value = sum { x, y, total in (x.successes * y.trials - y.successes * x.trials) / total } / weight
    let p = sum { x, y, total in
      (x.trials * x.trials * y.successes - y.trials * y.trials * x.successes
        + x.trials * y.trials * (y.trials - x.trials) / 2) / (total * total)
    }
    let q = sum { x, y, total in (x.successes * y.failures + y.successes * x.failures) / (2 * total) }
    let variance = (value * p + q) / (weight * weight)
    return Estimate(
      value: value, standardError: variance > 0 ? variance.squareRoot() : nil, comparison: .difference)
  }

  /// The test of no association in any stratum [Cochran1954; MantelHaenszel1959]: chi-squared with one degree of freedom
  /// and its p-value, with R's continuity correction of ½ (none when the sum deviates by less than ½); nil when no
  /// stratum has both outcomes.
  public func test(continuityCorrected: Bool = true) -> (statistic: Double, p: Double)? {
    let deviation = sum { x, y, total in x.successes - x.trials * (x.successes + y.successes) / total }
    let variance = sum { x, y, total in
      x.trials * y.trials * (x.successes + y.successes) * (x.failures + y.failures) / (total * total * (total - 1))
    }
    guard variance > 0 else { return nil }
    let correction = continuityCorrected && abs(deviation) >= 0.5 ? 0.5 : 0
    let reduced = abs(deviation) - correction
    let statistic = reduced * reduced / variance
    return (statistic, ChiSquared.upperTail(statistic, degreesOfFreedom: 1))
  }

  private func sum(_ term: (Proportion, Proportion, Double) -> Double) -> Double {
    strata.reduce(0) { $0 + term($1.group, $1.reference, $1.group.trials + $1.reference.trials) }
  }
}
