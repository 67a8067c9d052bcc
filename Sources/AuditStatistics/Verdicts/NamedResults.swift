/// Limits that are printed, and how they were found.
public struct NamedInterval: Sendable, Hashable {
  /// The limits.
  public let limits: ConfidenceInterval
  /// How they were found.
  public let method: LimitMethod

  /// Names limits.
  public init(_ limits: ConfidenceInterval, method: LimitMethod) {
    self.limits = limits
    self.method = method
  }
}

/// A two-sided test that two values agree.
public struct NamedTest: Sendable, Hashable {
  /// Which test; the raw values are the words of a record.
  public enum Name: String, Sendable, Hashable {
    /// Fisher's exact test of two counts.
    case fisherExact = "fisher-exact"
    /// The z-test with the variance of the pooled rate.
    case pooledZ = "pooled-z"
    /// Student's t for independent groups.
    case welchT = "welch-t"
    /// Student's t for groups that the same people see.
    case pairedT = "paired-t"
    /// Student's t with DeLong's variances, for two areas under the curve.
    case deLongT = "delong-t"
    /// Student's t against a number that is known exactly.
    case oneSampleT = "one-sample-t"
    /// Student's t for weighted rates, or rates of people who stand in several rows.
    case linearisedT = "linearised-t"
  }

  /// Which test.
  public let name: Name
  /// The difference in standard errors; an exact test has none.
  public let statistic: Double?
  /// The degrees of freedom of Student's t.
  public let degreesOfFreedom: Double?
  /// The chance of data that differ as much.
  public let pValue: Double
  /// The normal deviate by which the test is adjusted for having chosen the pair.
  private let deviate: Double?
  /// The least p-value that the adjustment gives.
  private let floor: Double

  init(
    _ name: Name, statistic: Double? = nil, degreesOfFreedom: Double? = nil, pValue: Double, deviate: Double?,
    floor: Double
  ) {
    self.name = name
    self.statistic = statistic
    self.degreesOfFreedom = degreesOfFreedom
    self.pValue = pValue
    self.deviate = deviate
    self.floor = floor
  }

  /// The p-value adjusted for having chosen the pair among all pairs of `groups` ≥ 2 groups; nil where the test has no
  /// deviate.
  ///
  /// - Parameter byScore: Whether an exact test is adjusted by the deviate of the score test beside it, as under the first two
  ///   rules, else by the deviate of its own p-value, below which the adjusted one then never lies.
  public func adjusted(groups: Int, byScore: Bool = false) -> Double? {
    guard !byScore else { return deviate.map { max(floor, TukeyAdjustment.p(statistic: $0, groups: groups)) } }
    return pValue > 0 ? max(pValue, TukeyAdjustment.p(statistic: -Normal.quantile(pValue / 2), groups: groups)) : 0
  }
}
