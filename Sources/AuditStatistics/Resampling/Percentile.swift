/// Quantiles of a sample, and the interval between two of them.
public enum Percentile {
  /// The quantile of `values` at `probability`, interpolated between order statistics as R's default, type 7
  /// [HyndmanFan1996]; nil without values.
  public static func quantile(of values: [Double], probability: Double) -> Double? {
    quantile(ofSorted: values.sorted(), probability: probability)
  }

  /// The values between the two tails of `confidence`; nil without values.
  public static func interval(of values: [Double], confidence: Double) -> ConfidenceInterval? {
    let sorted = values.sorted()
    guard let lower = quantile(ofSorted: sorted, probability: (1 - confidence) / 2),
      let upper = quantile(ofSorted: sorted, probability: (1 + confidence) / 2)
    else { return nil }
    return ConfidenceInterval(lower: lower, upper: upper)
  }

  private static func quantile(ofSorted values: [Double], probability: Double) -> Double? {
    precondition(probability >= 0 && probability <= 1, "a quantile needs a probability")
    guard let last = values.indices.last else { return nil }
    let position = Double(last) * probability
    let below = Int(position)
    let fraction = position - Double(below)
    guard fraction > 0 else { return values[below] }
    return values[below] + fraction * (values[below + 1] - values[below])
  }
}
