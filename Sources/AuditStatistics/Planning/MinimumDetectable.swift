/// The true numbers that an audit of a given size would judge, with a given power.
///
/// For estimates with a standard error these are their distances from the threshold; for counts ``PowerAnalysis`` plays the
/// rule.
public struct MinimumDetectable: Sendable, Hashable {
  /// The direction of the claim.
  public enum Direction: Sendable, Hashable {
    /// The comparison is at least the threshold.
    case atLeast
    /// The comparison is at most the threshold, signed.
    case atMost
  }

  /// The disparity nearest to the threshold that would be shown to meet it; nil when none would.
  public let shownMet: Double?
  /// The disparity nearest to the threshold that would be shown not to meet it; nil when none would.
  public let shownNotMet: Double?

  /// States both disparities.
  public init(shownMet: Double?, shownNotMet: Double?) {
    self.shownMet = shownMet
    self.shownNotMet = shownNotMet
  }

  /// For an estimate with a standard error on a scale, both held where the data put them.
  ///
  /// An answer needs the estimate to lie a critical value beyond the threshold, and has the power when the truth lies
  /// another z_power standard errors further. Nil where the threshold does not exist on the scale, such as 0 on the
  /// logarithm's.
  ///
  /// - Parameters:
  ///   - degreesOfFreedom: Of Student's t, which then replaces the critical values by its own with the same tails.
  ///   - comparisons: How many comparisons of this kind must all be shown to meet the threshold; each then gets its share of
  ///     what the power leaves, so the power of all together is at least `power`.
  ///   - opposite: Another limit that must be met too: nothing is shown to meet both where its side would still be missed in more than one
  ///     of a hundred audits.
  public static func estimate(
    standardError: Double, degreesOfFreedom: Double = .infinity, scale: EstimateScale, threshold: Double,
    direction: Direction = .atLeast, critical: CriticalValues, power: Double, comparisons: Int = 1,
    opposite: Double? = nil
  ) -> MinimumDetectable? {
    precondition(power > 0 && power < 1 && comparisons >= 1, "a power lies between 0 and 1")
    guard let start = scale.apply(threshold), standardError >= 0, standardError.isFinite else { return nil }
    let sign: Double = direction == .atLeast ? 1 : -1
    let reach = { (z: Double, power: Double) in
      let own = degreesOfFreedom.isFinite ? Student.quantile(sameTailAs: z, degreesOfFreedom: degreesOfFreedom) : z
      return (own + Normal.quantile(power)) * standardError
    }
    let met = start + sign * reach(critical.single, 1 - (1 - power) / Double(comparisons))
    let notMet = start - sign * reach(critical.family, power)
    if let opposite {
      guard let end = scale.apply(opposite) else { return nil }
      if sign * (end - met) < reach(critical.single, 0.99) {
        return MinimumDetectable(shownMet: nil, shownNotMet: scale.revert(notMet))
      }
    }
    return MinimumDetectable(shownMet: scale.revert(met), shownNotMet: scale.revert(notMet))
  }
}
