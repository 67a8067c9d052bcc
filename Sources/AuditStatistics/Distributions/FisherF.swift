import CBoostMath

/// Fisher's F distribution.
public enum FisherF {
  /// P(X > x), with full relative accuracy in the far tail.
  public static func upperTail(_ x: Double, degreesOfFreedom: (Double, Double)) -> Double {
    precondition(
      x >= 0 && degreesOfFreedom.0 > 0 && degreesOfFreedom.1 > 0, "F needs x ≥ 0 and degrees of freedom > 0")
    return boost_fisher_f_upper_tail(x, degreesOfFreedom.0, degreesOfFreedom.1)
  }
}
