/// Solutions of systems of linear equations.
public enum LinearSolver {
  /// The solution x of `a x = b` for a symmetric positive definite `a` [n × n] and `b` [n]; nil when `a` is not positive
  /// definite, so close to singular that no digit of the solution can be trusted, or not finite. Of `a` the lower triangle
  /// is read.
  public static func solvePositiveDefinite(_ a: Matrix, _ b: [Double]) -> [Double]? {
    precondition(a.rows == a.columns && a.rows == b.count, "the system must be square")
    guard !b.isEmpty else { return [] }
    guard a.elements.allSatisfy(\.isFinite), b.allSatisfy(\.isFinite) else { return nil }
    LinearAlgebra.prepare()
    var factor = a.transposed.elements
    var solution = b
    guard LAPACK.solvePositiveDefinite(&factor, &solution) else { return nil }
    let tolerance = 16 * Double(b.count) * Double.ulpOfOne
    let isRegular = b.indices.allSatisfy { index in
      let diagonal = index * (b.count + 1)
      return factor[diagonal] * factor[diagonal] > tolerance * a.elements[diagonal]
    }
    return isRegular ? solution : nil
  }
}
