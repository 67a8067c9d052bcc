/// The values that the data do not rule out, from `lower` to `upper`.
///
/// A ratio whose reference has no success has the upper limit +∞.
public struct ConfidenceInterval: Sendable, Hashable {
  /// The smallest value not ruled out.
  public let lower: Double
  /// The largest value not ruled out.
  public let upper: Double

  /// An interval with `lower` ≤ `upper`.
  public init(lower: Double, upper: Double) {
    precondition(lower <= upper, "the lower limit must not exceed the upper one")
    self.lower = lower
    self.upper = upper
  }
}
