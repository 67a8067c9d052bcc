/// The value that a number takes when everything is as it should be, at an end of the values that it can have: 0 for a
/// divergence from a target, 1 for one minus a divergence.
///
/// Near its ideal such a number is far from normal, and what samples show is on average worse than the truth. So the limit on
/// that side is the ideal itself, unless a joint test of all parts rejects the ideal.
public enum IdealEnd: Sendable, Hashable {
  /// Nothing lies below the ideal.
  case least(Double)
  /// Nothing lies above the ideal.
  case greatest(Double)

  /// An interval with the ideal's side put right.
  ///
  /// - Parameter isRejected: Whether a test at one minus the interval's level rejects that the ideal is true; false where
  ///   there is no test.
  public func applied(to interval: ConfidenceInterval, isRejected: Bool) -> ConfidenceInterval {
    switch self {
    case .least(let ideal):
      let lower = isRejected ? max(ideal, interval.lower) : ideal
      return ConfidenceInterval(lower: lower, upper: max(lower, interval.upper))
    case .greatest(let ideal):
      let upper = isRejected ? min(ideal, interval.upper) : ideal
      return ConfidenceInterval(lower: min(upper, interval.lower), upper: upper)
    }
  }
}
