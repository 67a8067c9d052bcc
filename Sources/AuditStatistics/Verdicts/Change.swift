/// How one number has changed between two audits, from its limits in each alone: the method of variance estimates recovery,
/// with the correlation of both where the same people have both [ZouDonner2008].
///
/// With θ the number, l and u its limits at a critical value, b the baseline and c the candidate:
///
///     L = θc − θb − √((θc − lc)² + (ub − θb)² − 2r(θc − lc)(ub − θb)),   U mirrored
///
/// A gap that may have either sign is looked at by its size. The data choose both signs, so the change |θc| − |θb| lies between
/// the least lower and the greatest upper limit of its sums and differences, at half the tail.
public struct Change: Sendable {
  /// What is known of the number in one audit.
  public struct Side: Sendable {
    /// The number.
    public let value: Double
    /// The values that are not ruled out at a critical value; limits at larger ones are wider.
    public let limits: @Sendable (_ z: Double) -> ConfidenceInterval
    /// The largest critical value at which they are known.
    public let mostDeviate: Double

    /// States what is known.
    ///
    /// - Parameter mostDeviate: Where limits are known up to a critical value alone, that value; at most ``Change/mostDeviate``.
    public init(
      value: Double, mostDeviate: Double = Change.mostDeviate,
      limits: @escaping @Sendable (_ z: Double) -> ConfidenceInterval
    ) {
      self.value = value
      self.mostDeviate = min(mostDeviate, Change.mostDeviate)
      self.limits = limits
    }
  }

  /// What changes.
  public enum Quantity: Sendable, Hashable {
    /// The number itself.
    case number
    /// Its distance from this one, in either direction.
    case distance(from: Double)
  }

  private let baseline: Side
  private let candidate: Side
  private let quantity: Quantity
  private let correlation: Double

  /// Sets two audits against each other.
  ///
  /// - Parameter correlation: Of the two estimates; 0 for different people, which is cautious where they are the same ones.
  public init(of quantity: Quantity = .number, from baseline: Side, to candidate: Side, correlation: Double = 0) {
    precondition(abs(correlation) <= 1, "a correlation lies between −1 and 1")
    self.baseline = baseline
    self.candidate = candidate
    self.quantity = quantity
    self.correlation = correlation
  }

  /// The change: what is now less what was.
  public var value: Double {
    switch quantity {
    case .number: candidate.value - baseline.value
    case .distance(let ideal): (candidate.value - ideal).magnitude - (baseline.value - ideal).magnitude
    }
  }

  /// The changes that are not ruled out at critical value `z`.
  public func interval(z: Double) -> ConfidenceInterval {
    switch quantity {
    case .number:
      return MoverLimits.difference(
        side(candidate, z, from: 0, sign: 1), side(baseline, z, from: 0, sign: 1), correlation: correlation)
    case .distance(let ideal):
      let half = -Normal.quantile(Normal.upperTail(z) / 2)
      let signs = [1.0, -1]
      func limits(_ now: Double, _ before: Double) -> ConfidenceInterval {
        MoverLimits.difference(
          side(candidate, half, from: ideal, sign: now), side(baseline, half, from: ideal, sign: before),
          correlation: now * before * correlation)
      }
      func sign(_ side: Side) -> Double { side.value < ideal ? -1 : 1 }
      let lower = signs.map { limits(sign(candidate), $0).lower }
      let upper = signs.map { limits($0, sign(baseline)).upper }
      return ConfidenceInterval(lower: min(lower[0], lower[1]), upper: max(upper[0], upper[1]))
    }
  }

  /// The normal deviate of the change: the critical value at which its interval ends at 0, from 0 to the largest at which both sides' limits are known.
  ///
  /// Twice its upper tail is the two-sided p-value that nothing has changed.
  public var deviate: Double { deviate(from: 0) }

  /// The same for another change than none: the critical value at which its interval ends there.
  public func deviate(from other: Double) -> Double {
    let value = value
    guard value != other else { return 0 }
    /// How far the nearer end of the interval lies from the other change, on the side of this one.
    func margin(_ z: Double) -> Double {
      let interval = interval(z: z)
      let end = value > other ? interval.lower - other : other - interval.upper
      return end.isFinite ? end : -.greatestFiniteMagnitude
    }
    let (least, most) = (0.01, min(baseline.mostDeviate, candidate.mostDeviate))
    guard margin(least) > 0 else { return 0 }
    guard margin(most) < 0 else { return most }
    return RootFinding.root(from: least, to: most, of: margin)
  }

  /// Where the search ends: twice its upper tail is 2.6e-12, which no number of checks makes large.
  public static let mostDeviate = 7.0

  private func side(_ side: Side, _ z: Double, from ideal: Double, sign: Double) -> MoverLimits.Side {
    let limits = side.limits(z)
    let ends = [sign * (limits.lower - ideal), sign * (limits.upper - ideal)]
    let value = sign * (side.value - ideal)
    // An estimate at the end of what is possible may lie outside of limits that are cut there by a last digit.
    return MoverLimits.Side(
      value: value, limits: ConfidenceInterval(lower: min(ends[0], ends[1], value), upper: max(ends[0], ends[1], value))
    )
  }
}
