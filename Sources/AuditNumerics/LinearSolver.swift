import CLAPACKE

/// Solutions of systems of linear equations.
public enum LinearSolver {
  /// The solution x of `a x = b` for a symmetric positive definite `a` [n × n] and `b` [n]; nil when `a` is not positive
  /// definite, or so close to singular that no digit of the solution can be trusted.
  public static func solvePositiveDefinite(_ a: Matrix, _ b: [Double]) -> [Double]? {
    precondition(a.rows == a.columns && a.rows == b.count, "the system must be square")
    guard !b.isEmpty else { return [] }
    LinearAlgebra.prepare()
    var factor = a.elements
    var solution = b
    let size = CInt(b.count)
    guard LAPACKE_dposv(LAPACK_ROW_MAJOR, lower, size, 1, &factor, size, &solution, 1) == 0 else { return nil }
    let tolerance = 16 * Double(b.count) * Double.ulpOfOne
    let isRegular = b.indices.allSatisfy { index in
      let diagonal = index * (b.count + 1)
      return factor[diagonal] * factor[diagonal] > tolerance * a.elements[diagonal]
    }
    return isRegular ? solution : nil
  }

  private static let lower = CChar(UInt8(ascii: "L"))
}
