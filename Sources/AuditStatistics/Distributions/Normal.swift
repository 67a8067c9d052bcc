import CBoostMath

/// The standard normal distribution.
public enum Normal {
  /// P(Z ≤ x).
  public static func cumulative(_ x: Double) -> Double { boost_normal_cumulative(x) }

  /// P(Z > x), with full relative accuracy in the far tail.
  public static func upperTail(_ x: Double) -> Double { boost_normal_upper_tail(x) }

  /// The x with P(Z ≤ x) = `probability`, which must lie strictly between 0 and 1.
  public static func quantile(_ probability: Double) -> Double {
    precondition(probability > 0 && probability < 1, "a quantile needs a probability between 0 and 1")
    return boost_normal_quantile(probability)
  }

  /// The z with P(|Z| ≤ z) = `confidence`: 1.96 for 0.95.
  public static func twoSided(confidence: Double) -> Double { quantile(1 - (1 - confidence) / 2) }
}
