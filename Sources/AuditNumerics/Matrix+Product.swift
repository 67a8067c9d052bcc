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

  /// The product `a b` [a.rows × b.columns] in time that grows with the elements of `a` that are not 0.
  ///
  /// Where more than a fifth of them is not 0 the dense product takes less time, and is what this calls.
  public static func product(sparse a: Matrix, _ b: Matrix) -> Matrix {
    precondition(a.columns == b.rows, "the inner dimensions differ")
    guard 5 * a.elements.count(where: { $0 != 0 }) <= a.elements.count else { return product(a, b) }
    var result = Matrix(rows: a.rows, columns: b.columns)
    guard b.columns > 0 else { return result }
    LinearAlgebra.prepare()
    let width = b.columns
    b.elements.withUnsafeBufferPointer { source in
      result.elements.withUnsafeMutableBufferPointer { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        for row in 0..<a.rows {
          for inner in 0..<a.columns {
            let factor = a.elements[row * a.columns + inner]
            if factor != 0 { cblas_daxpy(blasint(width), factor, from + inner * width, 1, to + row * width, 1) }
          }
        }
      }
    }
    return result
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

  /// The processor that the library underneath chose its instructions for.
  public static var processor: String {
    openblas_get_corename().map { String(cString: $0) } ?? "an unknown processor"
  }

  private static let once: Void = blas_use_one_thread()
}
