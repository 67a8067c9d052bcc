/// Fieller's limits of a ratio of two independent estimates of either sign [Fieller1954]:
///
///     {R : (a − R b)² ≤ t² (v_a + R² v_b)}
///
/// t has the tail of the critical value and the degrees of freedom of Welch and Satterthwaite for a − R b at R = a/b. Where b
/// itself is not told from 0, b² ≤ t² v_b, no ratio is ruled out, and there are no limits.
public enum Fieller {
  /// An estimate, its variance, and the degrees of freedom of its t interval.
  public struct Side: Sendable, Hashable {
    /// The estimate.
    public let value: Double
    /// The square of its standard error.
    public let variance: Double
    /// The degrees of freedom of Student's t.
    public let degreesOfFreedom: Double

    /// States an estimate.
    public init(value: Double, variance: Double, degreesOfFreedom: Double) {
      self.value = value
      self.variance = variance
      self.degreesOfFreedom = degreesOfFreedom
    }
  }

  /// The ratios that are not ruled out at a critical value of normal deviates; nil where none is ruled out, or the divisor is 0.
  public static func interval(_ dividend: Side, over divisor: Side, z: Double) -> ConfidenceInterval? {
    guard divisor.value != 0 else { return nil }
    let ratio = dividend.value / divisor.value
    let (first, second) = (dividend.variance, ratio * ratio * divisor.variance)
    let parts = first * first / dividend.degreesOfFreedom + second * second / divisor.degreesOfFreedom
    let sum = first + second
    let freedom = parts > 0 ? sum * sum / parts : dividend.degreesOfFreedom + divisor.degreesOfFreedom
    guard ratio.isFinite, sum.isFinite, freedom > 0, freedom.isFinite else { return nil }
    return interval(dividend, over: divisor, t: Student.quantile(sameTailAs: z, degreesOfFreedom: freedom))
  }

  /// The ratios within t standard errors; nil where none is ruled out.
  static func interval(_ dividend: Side, over divisor: Side, t: Double) -> ConfidenceInterval? {
    let square = t * t
    let leading = divisor.value * divisor.value - square * divisor.variance
    guard leading > 0 else { return nil }
    let product = dividend.value * divisor.value
    let last = dividend.value * dividend.value - square * dividend.variance
    let root = max(0, product * product - leading * last).squareRoot()
    let (low, high) = ((product - root) / leading, (product + root) / leading)
    return low.isFinite && high.isFinite ? ConfidenceInterval(lower: low, upper: high) : nil
  }
}
