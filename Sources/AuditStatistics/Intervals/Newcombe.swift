/// The interval of a difference of two proportions that combines their ``Wilson`` limits [Newcombe1998b, method 10].
public enum Newcombe {
  /// `d − √((p₁ − l₁)² + (u₂ − p₂)²)` to `d + √((u₁ − p₁)² + (p₂ − l₂)²)`, d being group − reference; nil when either has
  /// no trials.
  public static func interval(
    group: Proportion, reference: Proportion, confidence: Double
  ) -> ConfidenceInterval? {
    guard let first = group.estimate, let second = reference.estimate,
      let firstLimits = Wilson.interval(group, confidence: confidence),
      let secondLimits = Wilson.interval(reference, confidence: confidence)
    else { return nil }
    let difference = first - second
    return ConfidenceInterval(
      lower: difference - length(first - firstLimits.lower, secondLimits.upper - second),
      upper: difference + length(firstLimits.upper - first, second - secondLimits.lower))
  }

  private static func length(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
}
