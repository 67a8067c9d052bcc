import CBoostMath

/// Student's t distribution.
public enum Student {
  /// P(T > x).
  public static func upperTail(_ x: Double, degreesOfFreedom: Double) -> Double {
    precondition(degreesOfFreedom > 0, "Student's t needs degrees of freedom > 0")
    return boost_student_upper_tail(x, degreesOfFreedom)
  }

  /// The x with P(T ≤ x) = `probability`, which must lie strictly between 0 and 1.
  public static func quantile(_ probability: Double, degreesOfFreedom: Double) -> Double {
    precondition(probability > 0 && probability < 1, "a quantile needs a probability between 0 and 1")
    precondition(degreesOfFreedom > 0, "Student's t needs degrees of freedom > 0")
    return boost_student_quantile(probability, degreesOfFreedom)
  }
}
