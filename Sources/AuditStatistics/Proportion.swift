/// Successes out of trials: the data behind every rate.
///
/// Counts are doubles, so that weighted sums fit; methods that need whole numbers say so.
public struct Proportion: Sendable, Hashable {
  /// How often the counted thing happened.
  public let successes: Double
  /// How often it could have happened.
  public let trials: Double

  /// A proportion with 0 ≤ `successes` ≤ `trials`.
  public init(successes: Double, trials: Double) {
    precondition(successes >= 0 && successes <= trials && trials.isFinite, "successes lie between 0 and trials")
    self.successes = successes
    self.trials = trials
  }

  /// The share of successes, or nil without trials.
  public var estimate: Double? { trials > 0 ? successes / trials : nil }

  /// The trials that did not succeed.
  var failures: Double { trials - successes }
}
