#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The trials needed in each group, as many in all, to show that ratios of rates are at least a threshold.
///
/// Results are not rounded; round up. [FarringtonManning1990] discuss the approximation.
public enum NonInferioritySampleSize {
  /// For one group against a declared reference with the true rate `referenceRate`, when the true ratio is `ratio`:
  /// `(z + z_power)² [(1 − pR)/(pR) + (1 − p)/p] / (ln R − ln t)²`, z at `confidence` (two-sided).
  ///
  /// Nil when the true ratio is not above the threshold.
  public static func fixedReference(
    referenceRate p: Double, ratio: Double = 1, threshold: Double, confidence: Double, power: Double
  ) -> Double? {
    precondition(p > 0 && p < 1 && ratio > 0 && ratio * p <= 1 && threshold > 0, "rates must be probabilities")
    guard ratio > threshold else { return nil }
    let z = Normal.twoSided(confidence: confidence) + Normal.quantile(power)
    let margin = log(ratio / threshold)
    return z * z * ((1 - p * ratio) / (p * ratio) + (1 - p) / p) / (margin * margin)
  }

  /// For all of `groups` groups against the highest, when all have the true rate `rate`, so that every claim is shown
  /// with the probability `power`: `(z + q/√2)² · 2 (1 − p)/p / ln² t`, q being the range of the groups at `power`.
  ///
  /// Nil when the threshold is not below 1.
  public static func allAgainstHighest(
    groups: Int, rate p: Double, threshold: Double, confidence: Double, power: Double
  ) -> Double? {
    precondition(p > 0 && p < 1 && threshold > 0, "a rate must be a probability")
    guard threshold < 1 else { return nil }
    let range = StudentizedRange.quantile(power, groups: groups) / 2.0.squareRoot()
    let z = Normal.twoSided(confidence: confidence) + range
    let margin = log(threshold)
    return z * z * 2 * (1 - p) / p / (margin * margin)
  }
}
