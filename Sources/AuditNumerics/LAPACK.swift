import CLAPACKE

/// The two routines of LAPACK that are used here, by LAPACKE, on matrices column by column, with their shapes checked.
enum LAPACK {
  /// Solves `a x = b` by Cholesky's decomposition: the lower triangle of `a` [n × n] becomes the factor, `b` [n] the solution.
  ///
  /// - Returns: Whether `a` is positive definite; otherwise both hold nothing of use.
  static func solvePositiveDefinite(_ a: inout [Double], _ b: inout [Double]) -> Bool {
    let size = Int32(b.count)
    precondition(a.count == b.count * b.count && size > 0, "the system must be square")
    return LAPACKE_dposv(LAPACK_COL_MAJOR, triangle, size, 1, &a, size, &b, size) == 0
  }

  /// Decomposes the symmetric matrix whose lower triangle is in `a` [n × n]; it becomes the eigenvectors, one a column.
  ///
  /// - Returns: The eigenvalues [n], rising; nothing if the decomposition does not converge.
  static func eigen(_ a: inout [Double], size: Int) -> [Double]? {
    precondition(a.count == size * size && size > 0, "only a square matrix is symmetric")
    var values = [Double](repeating: 0, count: size)
    return LAPACKE_dsyev(LAPACK_COL_MAJOR, vectors, triangle, Int32(size), &a, Int32(size), &values) == 0 ? values : nil
  }

  private static let triangle = CChar(UInt8(ascii: "L"))
  private static let vectors = CChar(UInt8(ascii: "V"))
}
