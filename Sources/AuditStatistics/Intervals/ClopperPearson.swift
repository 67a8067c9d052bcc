import CBoostMath

/// The interval of one proportion from the two exact binomial tests [ClopperPearson1934].
public enum ClopperPearson {
  /// An interval that covers the true rate with probability `confidence` at least, whatever the rate; nil without trials.
  ///
  /// The price of the guarantee is width: see ``Wilson`` for coverage near the level.
  public static func interval(_ proportion: Proportion, confidence: Double) -> ConfidenceInterval? {
    guard proportion.trials > 0 else { return nil }
    let (x, failures) = (proportion.successes, proportion.failures)
    let tail = (1 - confidence) / 2
    return ConfidenceInterval(
      lower: x == 0 ? 0 : boost_beta_quantile(tail, x, failures + 1),
      upper: failures == 0 ? 1 : boost_beta_upper_quantile(tail, x + 1, failures))
  }

  /// The upper limit that is exceeded with probability `tail` at most; there must be trials.
  static func upper(_ proportion: Proportion, tail: Double) -> Double {
    proportion.failures == 0 ? 1 : boost_beta_upper_quantile(tail, proportion.successes + 1, proportion.failures)
  }
}
