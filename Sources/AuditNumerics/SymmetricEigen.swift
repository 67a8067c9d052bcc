import COpenBLAS

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
    var (values, vectors) = (Array(repeating: 0.0, count: a.rows), a.transposed)
    if a.rows > 0 {
      LinearAlgebra.prepare()
      let size = blasint(a.rows)
      var work = [0.0]
      guard lapack_dsyev(size, &vectors.elements, &values, &work, -1) == 0 else { return nil }
      work = Array(repeating: 0, count: Int(work[0]))
      guard lapack_dsyev(size, &vectors.elements, &values, &work, blasint(work.count)) == 0 else { return nil }
    }
    self.values = values
    self.vectors = vectors.transposed
  }
}
