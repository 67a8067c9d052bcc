#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The score statistic of a hypothesis about two independent proportions, and the limits it gives by inversion.
///
/// Only lower limits are ever searched: exchanging the two sides turns the upper limit of a ratio into the reciprocal of
/// a lower limit, and that of a difference into the negative of one.
struct PairScore {
  let comparison: PairComparison
  let group: Proportion
  let reference: Proportion

  /// The standardised distance between the estimate and a hypothetical value, and a sixth of the skewness of what it
  /// standardises, both under that value.
  struct Statistic {
    let score: Double
    /// What the distance was divided by: the standard deviation under that value.
    let deviation: Double
    /// The third moment, each side still to be divided by its trials.
    fileprivate let moments: (group: Double, reference: Double)
    let variance: Double
    fileprivate let trials: (group: Double, reference: Double)

    /// Computed where it is wanted: most searches need only the score.
    var thirdMoment: Double { moments.group / trials.group - moments.reference / trials.reference }

    /// The skewness.
    var sixthOfSkewness: Double { deviation > 0 ? thirdMoment / (6 * variance * deviation) : 0 }
  }

  /// The statistic at a hypothetical `value`; 0 where the restricted variance vanishes.
  @inline(__always)
  func statistic(at value: Double) -> Statistic {
    let rates =
      comparison == .ratio
      ? RestrictedRates.ratio(group, reference, value) : RestrictedRates.difference(group, reference, value)
    let slope = comparison == .ratio ? value : 1
    let offset = comparison == .ratio ? 0 : value
    let groupVariance = rates.group.value * rates.group.complement / group.trials
    let referenceVariance = slope * slope * rates.reference.value * rates.reference.complement / reference.trials
    let variance = groupVariance + referenceVariance
    let distance = group.successes / group.trials - slope * reference.successes / reference.trials - offset
    let deviation = variance > 0 ? variance.squareRoot() : 0
    return Statistic(
      score: deviation > 0 ? distance / deviation : 0, deviation: deviation,
      moments: (
        groupVariance * (rates.group.complement - rates.group.value),
        referenceVariance * slope * (rates.reference.complement - rates.reference.value)
      ), variance: variance, trials: (group.trials, reference.trials))
  }

  /// How far the evidence against `value`, as too low, exceeds the critical `z`; values below the interval have ≥ 0.
  ///
  /// A `guarded` score must also exceed z after the correction of its skewness.
  @inline(__always)
  private func excess(at value: Double, z: Double, guarded: Bool) -> Double {
    let statistic = statistic(at: value)
    let correction = guarded ? max(0, statistic.sixthOfSkewness * (z * z - 1)) : 0
    return statistic.score - z - correction
  }

  /// Whether `value` lies below the interval.
  func excludes(_ value: Double, z: Double, guarded: Bool) -> Bool {
    guard group.trials > 0, reference.trials > 0, canExclude(z: z, guarded: guarded) else { return false }
    return excess(at: value, z: z, guarded: guarded) >= 0
  }

  /// Whether the group has enough successes for a ratio above 0 to be ruled out; a difference may always be.
  ///
  /// As the ratio falls to 0, the group's count behaves like a Poisson count with vanishing mean, and the corrected
  /// score reaches z exactly when the count exceeds (z² − 1)/6.
  func canExclude(z: Double, guarded: Bool) -> Bool {
    comparison == .difference || group.successes > (guarded ? max(0, (z * z - 1) / 6) : 0)
  }

  /// The lower limit: the end, next to the estimate, of the values with a negative ``excess(at:z:guarded:)``.
  func lower(z: Double, guarded: Bool) -> Double {
    guard group.trials > 0, reference.trials > 0 else { return comparison == .ratio ? 0 : -1 }
    return comparison == .ratio ? lowerRatio(z: z, guarded: guarded) : lowerDifference(z: z, guarded: guarded)
  }

  private func lowerRatio(z: Double, guarded: Bool) -> Double {
    guard canExclude(z: z, guarded: guarded) else { return 0 }
    let excess = { (logarithm: Double) in self.excess(at: exp(logarithm), z: z, guarded: guarded) }
    // Without a success in the reference the estimate is infinite, and the search starts from a finite one.
    let smoothed = reference.successes > 0 ? reference.successes : 0.5
    let estimate = log(group.successes / group.trials) - log(smoothed / reference.trials)
    return LimitSearch.lowerRatio(from: estimate, excess)
  }

  private func lowerDifference(z: Double, guarded: Bool) -> Double {
    LimitSearch.lowerDifference(from: group.successes / group.trials - reference.successes / reference.trials) {
      value in
      excess(at: value, z: z, guarded: guarded)
    }
  }
}
