#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The true disparities that an audit of a given size would judge, with a given power.
///
/// Normal approximation on the scale of the logarithm of a ratio, or of a difference itself, with the standard error that
/// belongs to the true values. With `at least` and the threshold t, not met is shown where
/// `ln R + (z_family + z_power) se(R) ≤ ln t`, met where `ln R − (z_single + z_power) se(R) ≥ ln t`.
public struct MinimumDetectable: Sendable, Hashable {
  /// The direction of the claim.
  public enum Direction: Sendable, Hashable {
    /// The comparison is at least the threshold.
    case atLeast
    /// The comparison is at most the threshold, signed.
    case atMost
  }

  /// The disparity nearest to the threshold that would be shown to meet it; nil when none would.
  public let shownMet: Double?
  /// The disparity nearest to the threshold that would be shown not to meet it; nil when none would.
  public let shownNotMet: Double?

  /// States both disparities.
  public init(shownMet: Double?, shownNotMet: Double?) {
    self.shownMet = shownMet
    self.shownNotMet = shownNotMet
  }

  /// For the ratio of a group of `groupTrials` to a reference with `referenceTrials` and a true rate `referenceRate`
  /// strictly between 0 and 1. Ratios lie in (0, 1 / rate].
  public static func ratio(
    groupTrials: Double, referenceTrials: Double, referenceRate: Double, threshold: Double,
    direction: Direction = .atLeast, critical: CriticalValues, power: Double
  ) -> MinimumDetectable {
    precondition(threshold > 0, "a threshold of a ratio is positive")
    let referenceVariance = (1 - referenceRate) / (referenceTrials * referenceRate)
    let scale = Scale(
      // Below a hundredth of an expected success nothing can be shown.
      range: log(0.01 / (groupTrials * referenceRate))...(-log(referenceRate)), threshold: log(threshold)
    ) { logarithm in
      let rate = min(1, exp(logarithm) * referenceRate)
      return ((1 - rate) / (groupTrials * rate) + referenceVariance).squareRoot()
    }
    return scale.detectable(direction, critical, power: power, transform: exp)
  }

  /// For the difference of a group of `groupTrials` from a reference with `referenceTrials` and a true rate
  /// `referenceRate` strictly between 0 and 1. Differences lie in [−rate, 1 − rate].
  public static func difference(
    groupTrials: Double, referenceTrials: Double, referenceRate: Double, threshold: Double,
    direction: Direction = .atLeast, critical: CriticalValues, power: Double
  ) -> MinimumDetectable {
    let referenceVariance = referenceRate * (1 - referenceRate) / referenceTrials
    let scale = Scale(range: -referenceRate...(1 - referenceRate), threshold: threshold) { difference in
      let rate = min(1, max(0, referenceRate + difference))
      return (rate * (1 - rate) / groupTrials + referenceVariance).squareRoot()
    }
    return scale.detectable(direction, critical, power: power) { $0 }
  }
}

/// A scale on which a comparison is about normal.
private struct Scale {
  let range: ClosedRange<Double>
  let threshold: Double
  let standardError: (Double) -> Double

  func detectable(
    _ direction: MinimumDetectable.Direction, _ critical: CriticalValues, power: Double,
    transform: (Double) -> Double
  ) -> MinimumDetectable {
    precondition(power > 0 && power < 1, "a power lies between 0 and 1")
    let quantile = Normal.quantile(power)
    let isAtLeast = direction == .atLeast
    let met = nearest(upwards: isAtLeast, distance: critical.single + quantile)
    let notMet = nearest(upwards: !isAtLeast, distance: critical.family + quantile)
    return MinimumDetectable(shownMet: met.map(transform), shownNotMet: notMet.map(transform))
  }

  /// The value nearest to the threshold, on one side, that lies at least `distance` standard errors from it; searched in
  /// steps of a thousandth of that side.
  private func nearest(upwards: Bool, distance: Double) -> Double? {
    let end = upwards ? range.upperBound : range.lowerBound
    guard upwards ? threshold < end : threshold > end else { return nil }
    let shortfall = { (value: Double) in distance * standardError(value) - abs(value - threshold) }
    var before = threshold
    for step in 1...1000 {
      let value = step == 1000 ? end : threshold + (end - threshold) * Double(step) / 1000
      if shortfall(value) <= 0 { return RootFinding.root(from: before, to: value, of: shortfall) }
      before = value
    }
    return nil
  }
}
