#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Limits of a comparison of two values from limits of each alone: the method of variance estimates recovery
/// [ZouDonner2008].
enum MoverLimits {
  /// A value and its limits.
  struct Side {
    let value: Double
    let limits: ConfidenceInterval
  }

  /// The limits of group − reference; `correlation` is that of the two estimates, 0 where they share nobody.
  static func difference(_ group: Side, _ reference: Side, correlation: Double = 0) -> ConfidenceInterval {
    let value = group.value - reference.value
    // Numbers that somebody wrote into a record may lie beyond all others.
    guard value.isFinite else { return ConfidenceInterval(lower: -.infinity, upper: .infinity) }
    return ConfidenceInterval(
      lower: value
        - reach(group.value - group.limits.lower, reference.limits.upper - reference.value, correlation),
      upper: value
        + reach(group.limits.upper - group.value, reference.value - reference.limits.lower, correlation))
  }

  /// √(a² + b² − 2rab); infinite where either side has no limit.
  private static func reach(_ a: Double, _ b: Double, _ correlation: Double) -> Double {
    guard correlation != 0, a < .infinity, b < .infinity else { return hypot(a, b) }
    return max(0, a * a + b * b - 2 * correlation * a * b).squareRoot()
  }

  /// The limits of group ÷ reference on the logarithm; 0 and +∞ where a side gives none.
  ///
  /// A group at 0 has no logarithm: its upper limit is set against both limits of the reference, u/√(l (2θ − l))
  /// [DonnerZou2012].
  static func ratio(_ group: Side, _ reference: Side) -> ConfidenceInterval {
    guard group.value >= 0, reference.value > 0 else { return ConfidenceInterval(lower: 0, upper: .infinity) }
    var (lower, upper) = (0.0, Double.infinity)
    let centre = log(group.value / reference.value)
    if group.limits.lower > 0, reference.limits.upper < .infinity {
      lower = exp(
        centre - hypot(log(group.value / group.limits.lower), log(reference.limits.upper / reference.value)))
    }
    if group.limits.upper < .infinity, reference.limits.lower > 0 {
      upper =
        group.value > 0
        ? exp(centre + hypot(log(group.limits.upper / group.value), log(reference.value / reference.limits.lower)))
        : group.limits.upper
          / (reference.limits.lower * (2 * reference.value - reference.limits.lower)).squareRoot()
    }
    return ConfidenceInterval(lower: lower, upper: upper)
  }

  /// A weighted sum of values that are independent.
  static func sum(_ sides: [(side: Side, weight: Double)]) -> Side {
    let value = sides.reduce(0) { $0 + $1.weight * $1.side.value }
    let (below, above) = sides.reduce((0.0, 0.0)) { sums, entry in
      let (low, high) = (entry.side.value - entry.side.limits.lower, entry.side.limits.upper - entry.side.value)
      return (hypot(sums.0, entry.weight * low), hypot(sums.1, entry.weight * high))
    }
    return Side(value: value, limits: ConfidenceInterval(lower: value - below, upper: value + above))
  }
}
