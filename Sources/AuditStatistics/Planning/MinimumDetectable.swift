#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The true disparities that an audit of a given size would judge, with a given power.
///
/// The score rule that decides is applied to the counts that the true values lead one to expect, and its statistic is
/// taken as normal with the variance of the true values [FarringtonManning1990]: an answer is reached where the distance
/// from the threshold is `z √V₀ + z_power √V₁`, with V₀ the variance under the threshold, V₁ that of the truth, and z
/// corrected for skewness as ``GuardedScore`` is.
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

  /// For the ratio of a group of `groupTrials` to a reference with `referenceTrials` and a true rate `referenceRate`
  /// strictly between 0 and 1. Ratios lie in (0, 1 / rate].
  ///
  /// - Parameter comparisons: How many comparisons of this kind must all be shown to meet the threshold; each then gets
  ///   its share of what the power leaves, so the power of all together is at least `power`.
  public static func ratio(
    groupTrials: Double, referenceTrials: Double, referenceRate: Double, threshold: Double,
    direction: Direction = .atLeast, critical: CriticalValues, power: Double, comparisons: Int = 1
  ) -> MinimumDetectable {
    precondition(threshold > 0, "a threshold of a ratio is positive")
    let rule = DecisionRule(
      comparison: .ratio, groupTrials: groupTrials, referenceTrials: referenceTrials, referenceRate: referenceRate,
      threshold: threshold)
    // Below a hundredth of an expected success nothing can be shown.
    let lowest = log(0.01 / (groupTrials * referenceRate))
    return rule.detectable(
      direction, critical, power: power, comparisons: comparisons, start: log(threshold),
      range: min(lowest, -log(referenceRate))...(-log(referenceRate)), transform: exp)
  }

  /// For the difference of a group of `groupTrials` from a reference with `referenceTrials` and a true rate
  /// `referenceRate` strictly between 0 and 1. Differences lie in [−rate, 1 − rate].
  ///
  /// - Parameter comparisons: As for the ratio.
  public static func difference(
    groupTrials: Double, referenceTrials: Double, referenceRate: Double, threshold: Double,
    direction: Direction = .atLeast, critical: CriticalValues, power: Double, comparisons: Int = 1
  ) -> MinimumDetectable {
    let rule = DecisionRule(
      comparison: .difference, groupTrials: groupTrials, referenceTrials: referenceTrials,
      referenceRate: referenceRate, threshold: threshold)
    return rule.detectable(
      direction, critical, power: power, comparisons: comparisons, start: threshold,
      range: -referenceRate...(1 - referenceRate)
    ) { $0 }
  }

  /// For an estimate with a standard error on a scale, both held where the data put them.
  ///
  /// An answer needs the estimate to lie a critical value beyond the threshold, and has the power when the truth lies
  /// another z_power standard errors further. Nil where the threshold does not exist on the scale, such as 0 on the
  /// logarithm's.
  ///
  /// - Parameters:
  ///   - degreesOfFreedom: Of Student's t, which then replaces the critical values by its own with the same tails.
  ///   - comparisons: As for the ratio.
  public static func estimate(
    standardError: Double, degreesOfFreedom: Double = .infinity, scale: EstimateScale, threshold: Double,
    direction: Direction = .atLeast, critical: CriticalValues, power: Double, comparisons: Int = 1
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
    return MinimumDetectable(shownMet: scale.revert(met), shownNotMet: scale.revert(notMet))
  }
}

/// The score rule on the counts that true rates lead one to expect.
private struct DecisionRule {
  let comparison: PairComparison
  let groupTrials: Double
  let referenceTrials: Double
  let referenceRate: Double
  let threshold: Double

  func detectable(
    _ direction: MinimumDetectable.Direction, _ critical: CriticalValues, power: Double, comparisons: Int,
    start: Double, range: ClosedRange<Double>, transform: @escaping (Double) -> Double
  ) -> MinimumDetectable {
    precondition(power > 0 && power < 1 && comparisons >= 1, "a power lies between 0 and 1")
    let isAtLeast = direction == .atLeast
    func nearest(upwards: Bool, z: Double, power: Double) -> Double? {
      let end = upwards ? range.upperBound : range.lowerBound
      guard upwards ? start < end : start > end else { return nil }
      let quantile = Normal.quantile(power)
      let shortfall = { (value: Double) in
        self.shortfall(at: transform(value), upwards: upwards, z: z, quantile: quantile)
      }
      // A threshold that no true value reaches is missed by the nearest one already.
      let nearest = min(max(start, range.lowerBound), range.upperBound)
      if shortfall(nearest) <= 0 { return transform(nearest) }
      // The shortfall falls below 0 once at most on the way to the end: halving finds the step of a thousand.
      let steps = 1000
      let place = { (step: Int) in step == steps ? end : start + (end - start) * Double(step) / Double(steps) }
      guard shortfall(end) <= 0 else { return nil }
      var (short, enough) = (0, steps)
      while enough - short > 1 {
        let middle = (short + enough) / 2
        if shortfall(place(middle)) <= 0 { enough = middle } else { short = middle }
      }
      let before = short == 0 ? nearest : place(short)
      return transform(RootFinding.root(from: before, to: place(enough), of: shortfall))
    }
    return MinimumDetectable(
      shownMet: nearest(upwards: isAtLeast, z: critical.single, power: 1 - (1 - power) / Double(comparisons)),
      shownNotMet: nearest(upwards: !isAtLeast, z: critical.family, power: power))
  }

  /// How many standard deviations under the threshold the expected counts fall short of an answer with that power.
  private func shortfall(at value: Double, upwards: Bool, z: Double, quantile: Double) -> Double {
    let rate = min(1, max(0, comparison == .ratio ? value * referenceRate : referenceRate + value))
    let group = Proportion(successes: groupTrials * rate, trials: groupTrials)
    // An infinite reference is known exactly; so many trials are as good.
    let trials = referenceTrials.isFinite ? referenceTrials : groupTrials * 1e9
    let reference = Proportion(successes: trials * referenceRate, trials: trials)
    let statistic = PairScore(comparison: comparison, group: group, reference: reference).statistic(at: threshold)
    guard statistic.deviation > 0 else { return .infinity }
    let isGuarded = z > 2 || min(group.successes, group.failures, reference.successes, reference.failures) < 20
    let skewness = statistic.sixthOfSkewness * (z * z - 1)
    let correction = isGuarded ? max(0, upwards ? skewness : -skewness) : 0
    let slope = comparison == .ratio ? threshold : 1
    let spread =
      (rate * (1 - rate) / groupTrials + slope * slope * referenceRate * (1 - referenceRate) / trials).squareRoot()
    let distance = upwards ? statistic.score : -statistic.score
    return z + correction + quantile * spread / statistic.deviation - distance
  }
}
