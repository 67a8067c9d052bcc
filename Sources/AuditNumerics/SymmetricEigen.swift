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
    var (found, vectors): ([Double]?, Matrix) = ([], a.transposed)
    if a.rows > 0 {
      LinearAlgebra.prepare()
      found = LAPACK.eigen(&vectors.elements, size: a.rows)
    }
    guard let found else { return nil }
    values = found
    self.vectors = vectors.transposed
  }
}
