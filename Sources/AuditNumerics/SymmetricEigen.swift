import CLAPACKE

/// The eigenvalues and eigenvectors of a symmetric matrix.
public struct SymmetricEigen: Sendable {
  /// The eigenvalues [n], rising.
  public let values: [Double]
  /// The eigenvectors, one a column, of length 1 and at right angles [n × n].
  public let vectors: Matrix

  /// Decomposes `a` [n × n], of which the lower triangle is read; nil where an element is not finite or the decomposition
  /// does not converge.
  public init?(_ a: Matrix) {
    precondition(a.rows == a.columns, "only a square matrix is symmetric")
    guard a.elements.allSatisfy(\.isFinite) else { return nil }
    var (values, vectors) = (Array(repeating: 0.0, count: a.rows), a)
    if a.rows > 0 {
      LinearAlgebra.prepare()
      let size = CInt(a.rows)
      let job = CChar(UInt8(ascii: "V"))
      let lower = CChar(UInt8(ascii: "L"))
      guard LAPACKE_dsyev(LAPACK_ROW_MAJOR, job, lower, size, &vectors.elements, size, &values) == 0 else { return nil }
    }
    self.values = values
    self.vectors = vectors
  }
}
