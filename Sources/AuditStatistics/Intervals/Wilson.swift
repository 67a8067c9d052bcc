/// The score interval of one proportion [Wilson1927].
public enum Wilson {
  /// The rates that a score test at `confidence` (two-sided) does not reject; nil without trials.
  ///
  /// Stays within [0, 1], never has width 0, and is good down to a handful of trials.
  public static func interval(_ proportion: Proportion, confidence: Double) -> ConfidenceInterval? {
    interval(proportion, z: Normal.twoSided(confidence: confidence))
  }

  static func interval(_ proportion: Proportion, z: Double) -> ConfidenceInterval? {
    guard let estimate = proportion.estimate else { return nil }
    let (x, n) = (proportion.successes, proportion.trials)
    let centre = x + z * z / 2
    let half = z * (x * (1 - estimate) + z * z / 4).squareRoot()
    let upper = x == n ? 1 : min(1, (centre + half) / (n + z * z))
    // Of a number from elsewhere that is hardly above 0, rounding could turn the limits around.
    return ConfidenceInterval(lower: x == 0 ? 0 : min(upper, max(0, (centre - half) / (n + z * z))), upper: upper)
  }
}
