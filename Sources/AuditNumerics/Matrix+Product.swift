import COpenBLAS

extension Matrix {
  /// The product `a b` [a.rows × b.columns].
  public static func product(_ a: Matrix, _ b: Matrix) -> Matrix {
    precondition(a.columns == b.rows, "the inner dimensions differ")
    return multiply(a, transposed: CblasNoTrans, rows: a.rows, inner: a.columns, b)
  }

  /// The product `aᵀ b` [a.columns × b.columns], without storing the transpose.
  ///
  /// With a membership matrix `a` [units × groups] and outcomes `b` [units × outcomes] these are the group sums.
  public static func transposedProduct(_ a: Matrix, _ b: Matrix) -> Matrix {
    precondition(a.rows == b.rows, "the inner dimensions differ")
    return multiply(a, transposed: CblasTrans, rows: a.columns, inner: a.rows, b)
  }

  private static func multiply(
    _ a: Matrix, transposed: CBLAS_TRANSPOSE, rows: Int, inner: Int, _ b: Matrix
  ) -> Matrix {
    var result = Matrix(rows: rows, columns: b.columns)
    guard rows > 0, inner > 0, b.columns > 0 else { return result }
    LinearAlgebra.prepare()
    cblas_dgemm(
      CblasRowMajor, transposed, CblasNoTrans, blasint(rows), blasint(b.columns), blasint(inner),
      1, a.elements, blasint(a.columns), b.elements, blasint(b.columns), 0, &result.elements, blasint(b.columns))
    return result
  }
}

/// The linear algebra library that does the products.
public enum LinearAlgebra {
  /// Makes its settings, before its first use: one thread, since parallelism belongs to the caller and results must not
  /// depend on the number of cores. Whoever calls this first thing keeps the library's own threads from spinning.
  public static func prepare() { once }

  private static let once: Void = blas_use_one_thread()
}
