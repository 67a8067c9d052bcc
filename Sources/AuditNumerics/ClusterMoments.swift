import COpenBLAS

/// What clusters leave behind for estimates of means and for the covariance of those estimates: their number n, the sum
/// Σx of their vectors, and the sum Σxxᵀ of the vectors' outer products.
///
/// A cluster is what is drawn independently, such as a person with everything that was shown to them. Two moments of
/// different clusters merge by addition: merging is associative and commutative with the empty moments as identity, and
/// absorbing in parts and merging equals absorbing at once; exactly for whole numbers, else up to rounding. No vector can
/// be read back from the moments of more than one cluster, so they may be stored.
///
/// Covariances are differences of sums: with a mean m and a spread s about 2 log₁₀(m/s) of their 16 digits are lost.
public struct ClusterMoments: Sendable, Hashable, Codable {
  /// The number of clusters.
  public private(set) var count: Int
  /// Σx [k].
  public private(set) var sums: [Double]
  /// The elements of Σxxᵀ on and above the diagonal; below it are zeros [k × k].
  private var upper: [Double]

  /// The moments of no clusters, for vectors of `dimension` components.
  public init(dimension: Int) {
    precondition(dimension >= 0, "a dimension is not negative")
    count = 0
    sums = Array(repeating: 0, count: dimension)
    upper = Array(repeating: 0, count: dimension * dimension)
  }

  /// The moments of the rows of `vectors` [clusters × k].
  public init(_ vectors: Matrix) {
    self.init(dimension: vectors.columns)
    absorb(vectors)
  }

  /// The number of components of a vector.
  public var dimension: Int { sums.count }

  /// Σxxᵀ [k × k], symmetric.
  public var products: Matrix {
    var result = Matrix(rows: dimension, columns: dimension, elements: upper)
    for row in 0..<dimension {
      for column in 0..<row { result.elements[row * dimension + column] = upper[column * dimension + row] }
    }
    return result
  }

  /// Σx/n [k]; nil without clusters.
  public var means: [Double]? { count > 0 ? sums.map { $0 / Double(count) } : nil }

  /// The covariance of one cluster's vector, with divisor n − 1 [k × k]; nil with fewer than two clusters.
  public var covariance: Matrix? {
    guard count > 1 else { return nil }
    var result = products
    for row in 0..<dimension {
      for column in 0..<dimension {
        let element = row * dimension + column
        result.elements[element] = Self.centred(
          result.elements[element], sums[row] * sums[column] / Double(count), divisor: Double(count - 1))
      }
    }
    return result
  }

  /// (`product` − `expected`)/`divisor`, where a difference that rounding alone explains is 0.
  private static func centred(_ product: Double, _ expected: Double, divisor: Double) -> Double {
    let difference = product - expected
    return abs(difference) <= 8 * Double.ulpOfOne * max(abs(product), abs(expected)) ? 0 : difference / divisor
  }

  /// Adds the rows of `vectors` [clusters × k].
  public mutating func absorb(_ vectors: Matrix) {
    precondition(vectors.columns == dimension, "vectors have one dimension")
    count += vectors.rows
    guard vectors.rows > 0, dimension > 0 else { return }
    LinearAlgebra.prepare()
    let size = blasint(dimension)
    cblas_dsyrk(
      CblasRowMajor, CblasUpper, CblasTrans, size, blasint(vectors.rows), 1, vectors.elements, size, 1, &upper, size)
    let ones = Array(repeating: 1.0, count: vectors.rows)
    cblas_dgemv(
      CblasRowMajor, CblasTrans, blasint(vectors.rows), size, 1, vectors.elements, size, ones, 1, 1, &sums, 1)
  }

  /// Adds the moments of other clusters.
  public mutating func merge(_ other: ClusterMoments) {
    precondition(other.dimension == dimension, "vectors have one dimension")
    count += other.count
    for component in sums.indices { sums[component] += other.sums[component] }
    for element in upper.indices { upper[element] += other.upper[element] }
  }

  /// The moments of the vectors A x, with `map` A [new × k]: ΣAx and A Σxxᵀ Aᵀ.
  ///
  /// Adding components up, leaving some out and changing their order are such maps.
  public func regrouped(by map: Matrix) -> ClusterMoments {
    precondition(map.columns == dimension, "a map has a column for each component")
    var result = ClusterMoments(dimension: map.rows)
    result.count = count
    result.sums = Matrix.product(map, Matrix(rows: dimension, columns: 1, elements: sums)).elements
    let products = Matrix.product(sparse: map, Matrix.product(sparse: map, self.products).transposed)
    for row in 0..<map.rows {
      for column in row..<map.rows { result.upper[row * map.rows + column] = products[row, column] }
    }
    return result
  }
}

extension Matrix {
  /// The matrix with rows and columns exchanged [columns × rows].
  public var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for row in 0..<rows {
      for column in 0..<columns { result.elements[column * rows + row] = elements[row * columns + column] }
    }
    return result
  }
}
