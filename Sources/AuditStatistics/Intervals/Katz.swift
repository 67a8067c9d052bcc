#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The interval of a ratio of two proportions from the normal approximation of its logarithm [Katz1978].
public enum Katz {
  /// `ln R̂ ± z √(1/x₁ − 1/n₁ + 1/x₂ − 1/n₂)`; nil where a count of successes is 0, and where both rates are 1.
  ///
  /// Poor with few successes; kept because published analyses use it. See ``Koopman``.
  public static func interval(
    group: Proportion, reference: Proportion, confidence: Double
  ) -> ConfidenceInterval? {
    guard group.successes > 0, reference.successes > 0, group.failures + reference.failures > 0 else { return nil }
    let centre = log(group.successes / group.trials) - log(reference.successes / reference.trials)
    let variance =
      group.failures / (group.successes * group.trials) + reference.failures / (reference.successes * reference.trials)
    let half = Normal.twoSided(confidence: confidence) * variance.squareRoot()
    return ConfidenceInterval(lower: exp(centre - half), upper: exp(centre + half))
  }
}
