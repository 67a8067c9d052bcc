/// A rate of rows that weigh differently, or of which several belong together, and how many independent people would know it as
/// well [KornGraubard1998].
public struct SampledRate: Sendable, Hashable {
  /// The weighted rate; nil without rows.
  public let value: Double?
  /// Rows that are counted, without their weights.
  public let rows: Double
  /// The sum of their weights.
  public let weight: Double
  /// Independent people who would know the rate as well: p(1 − p)/v, at most ``rows``; of a rate of 0 or 1 the primary sampling
  /// units. Nil where a variance cannot be had.
  public let effective: Double?
  /// Degrees of freedom of the variance; nil as ``effective``.
  public let degreesOfFreedom: Double?

  /// States a rate; a size or degrees of freedom that are not above 0 are none.
  public init(value: Double?, rows: Double, weight: Double, effective: Double?, degreesOfFreedom: Double?) {
    let isKnown = effective.map { $0 > 0 && $0.isFinite } ?? false && degreesOfFreedom.map { $0 > 0 } ?? false
    self.value = value
    self.rows = rows
    self.weight = weight
    self.effective = isKnown ? effective : nil
    self.degreesOfFreedom = isKnown ? degreesOfFreedom : nil
  }

  /// The linearised variance, not below that of as many independent people as there are rows; nil where it cannot be had.
  public var variance: Double? {
    guard let value, let effective else { return nil }
    return value * (1 - value) / effective
  }

  /// Successes among independent people by whom limits at a critical value are found: n* = n_eff (z/t)², t the quantile of Student
  /// with the tail of z; nil where nothing is known of the variance.
  ///
  /// - Parameter factor: How many times as much a comparison knows, whose sides vary together.
  public func counts(z: Double, times factor: Double = 1) -> Proportion? {
    guard let value, let effective, let degreesOfFreedom else { return nil }
    let wider = z / Student.quantile(sameTailAs: z, degreesOfFreedom: degreesOfFreedom)
    let trials = effective * wider * wider * factor
    // A record from elsewhere may hold sizes that are none.
    guard trials.isFinite else { return nil }
    return Proportion(successes: min(trials, max(0, value * trials)), trials: trials)
  }

  /// The interval that tables print: ``ClopperPearson`` of n_eff (t of rows − 1 ÷ t)² people [KornGraubard1998].
  public func kornGraubard(confidence: Double) -> ConfidenceInterval? {
    guard let value, let effective, let degreesOfFreedom else { return nil }
    let tail = 1 - (1 - confidence) / 2
    let wider =
      rows > 1
      ? Student.quantile(tail, degreesOfFreedom: rows - 1) / Student.quantile(tail, degreesOfFreedom: degreesOfFreedom)
      : 1
    let trials = effective * wider * wider
    guard trials.isFinite else { return nil }
    return ClopperPearson.interval(
      Proportion(successes: min(trials, max(0, value * trials)), trials: trials), confidence: confidence)
  }
}
