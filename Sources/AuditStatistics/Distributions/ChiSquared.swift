import CBoostMath

/// The chi-squared distribution.
public enum ChiSquared {
  /// P(X > x), with full relative accuracy in the far tail.
  public static func upperTail(_ x: Double, degreesOfFreedom: Double) -> Double {
    precondition(x >= 0 && degreesOfFreedom > 0, "chi-squared needs x ≥ 0 and degrees of freedom > 0")
    return boost_chi_squared_upper_tail(x, degreesOfFreedom)
  }
}
