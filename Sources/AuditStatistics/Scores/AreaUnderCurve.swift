#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The chance that somebody with a positive outcome has a higher score than somebody with a negative one, ties counting half:
/// the area under the ROC curve, with DeLong's variance [DeLong1988].
public struct AreaUnderCurve: Sendable, Hashable {
  /// The area, from 0 to 1.
  public let value: Double
  /// DeLong's variance; 0 where either side has one person, or the scores separate both sides.
  public let variance: Double
  /// People with a positive outcome.
  public let positives: Double
  /// People with a negative outcome.
  public let negatives: Double

  /// States an area; nil where it lies outside 0 to 1, the variance is negative, or a side has nobody.
  public init?(value: Double, variance: Double, positives: Double, negatives: Double) {
    guard (0...1).contains(value), variance >= 0, variance.isFinite, positives >= 1, negatives >= 1 else { return nil }
    self.value = value
    self.variance = variance
    self.positives = positives
    self.negatives = negatives
  }

  /// All people.
  public var people: Double { positives + negatives }

  /// The limits that tables print, symmetric on the logit by DeLong's variance; those of ``verdictLimits(z:)`` where there is no
  /// variance, or the area is 0 or 1.
  public func limits(z: Double) -> ConfidenceInterval {
    guard variance > 0, value > 0, value < 1, let centre = EstimateScale.logit.apply(value) else {
      return verdictLimits(z: z)
    }
    let reach = z * variance.squareRoot() * EstimateScale.logit.derivative(at: value)
    return ConfidenceInterval(
      lower: EstimateScale.logit.revert(centre - reach), upper: EstimateScale.logit.revert(centre + reach))
  }

  /// The areas θ with (A − θ)² ≤ z² V(θ), where V is the variance that scores with exponential distributions would have
  /// [Newcombe2006, method 5]. Verdicts rest on them: near 1, DeLong's variance is too small.
  public func verdictLimits(z: Double) -> ConfidenceInterval {
    let mean = people / 2
    /// z² V(θ)/(θ(1 − θ)), which is the same for θ and 1 − θ.
    func spread(_ area: Double) -> Double {
      z * z * (1 + (mean - 1) * ((1 - area) / (2 - area) + area / (1 + area))) / (positives * negatives)
    }
    func excess(_ area: Double) -> Double {
      (value - area) * (value - area) - area * (1 - area) * spread(area)
    }
    // At the ends θ = A is a root that limits nothing, and is divided out.
    guard value > 0, value < 1 else {
      let least = RootFinding.root(from: 0, to: 1) { 1 - $0 - $0 * spread($0) }
      return value < 1 ? ConfidenceInterval(lower: 0, upper: 1 - least) : ConfidenceInterval(lower: least, upper: 1)
    }
    return ConfidenceInterval(
      lower: RootFinding.root(from: value, to: 0, of: excess), upper: RootFinding.root(from: value, to: 1, of: excess))
  }
}
