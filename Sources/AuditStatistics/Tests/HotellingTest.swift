public import AuditNumerics

/// Whether several functions of the means of the same clusters are all 0, such as the distances of every group's exposure
/// from its target.
///
///     T² = dᵀ V⁺ d,   V = ∇ S ∇ᵀ/n,   F = T² (n − p)/(p (n − 1)) with p and n − p degrees of freedom
///
/// d are the functions' values, V their covariance by the delta method, and p its rank: shares that sum to 1 have one
/// dimension less than there are groups, and the pseudo-inverse V⁺ leaves it out. For linear functions of normal vectors
/// the level is exact [Hotelling1931].
public struct HotellingTest: Sendable, Hashable {
  /// T².
  public let statistic: Double
  /// p, the dimension of what varies.
  public let numeratorDegrees: Double
  /// n − p.
  public let denominatorDegrees: Double
  /// P(F ≥ its observed value).
  public let pValue: Double

  /// Tests that all of `functions` are 0.
  ///
  /// Nil where a function is undefined, with no more clusters than dimensions, and where clusters agree entirely: in all
  /// functions, or in a combination of them that is not 0.
  public init?(_ functions: [MeanFunction], of sample: ClusterSample) {
    guard sample.count > 1, !functions.isEmpty, let original = sample.moments.means else { return nil }
    let forms = LinearForms(functions, dimension: original.count)
    let moments = sample.moments.regrouped(by: forms.map)
    guard let means = moments.means else { return nil }
    let values = forms.functions.compactMap { $0.value(at: means) }
    let gradients = forms.functions.compactMap { $0.gradient(at: means) }
    guard values.count == functions.count, gradients.count == functions.count else { return nil }
    let slopes = Matrix(rows: functions.count, columns: means.count, elements: gradients.flatMap { $0 })
    guard let covariance = moments.regrouped(by: slopes).covariance else { return nil }
    // What functions are made of, which says how much rounding they contain.
    let sizes = zip(gradients, values).map { gradient, value in
      zip(gradient, means).reduce(abs(value)) { $0 + abs($1.0 * $1.1) }
    }
    self.init(values: values, covariance: covariance, sizes: sizes, clusters: sample.count)
  }

  /// `covariance` is that of one cluster.
  private init?(values: [Double], covariance: Matrix, sizes: [Double], clusters: Int) {
    let n = Double(clusters)
    let rounding = 64 * Double.ulpOfOne
    var varying: [Int] = []
    for index in values.indices {
      if covariance[index, index] > rounding * sizes[index] * sizes[index] {
        varying.append(index)
      } else if abs(values[index]) > rounding * sizes[index] {
        return nil
      }
    }
    let deviations = varying.map { covariance[$0, $0].squareRoot() }
    var correlation = Matrix(rows: varying.count, columns: varying.count)
    for (row, first) in varying.enumerated() {
      for (column, second) in varying.enumerated() {
        correlation[row, column] = covariance[first, second] / (deviations[row] * deviations[column])
      }
    }
    let distances = zip(varying, deviations).map { values[$0] / ($1 / n.squareRoot()) }
    let coarsest = zip(varying, deviations).reduce(1) { max($0, sizes[$1.0] / $1.1) }
    let nothing = max(1e-11, rounding * coarsest * coarsest) * Double(varying.count)
    let farthest = distances.reduce(1) { max($0, abs($1)) }
    guard let eigen = SymmetricEigen(correlation) else { return nil }
    var (rank, statistic) = (0, 0.0)
    for (index, value) in eigen.values.enumerated() {
      let distance = distances.indices.reduce(0) { $0 + eigen.vectors[$1, index] * distances[$1] }
      if value > nothing {
        rank += 1
        statistic += distance * distance / value
      } else if abs(distance) > max(1e-7, nothing.squareRoot()) * farthest {
        return nil
      }
    }
    guard rank > 0, clusters > rank else { return nil }
    let (p, rest) = (Double(rank), n - Double(rank))
    self.statistic = statistic
    numeratorDegrees = p
    denominatorDegrees = rest
    pValue = FisherF.upperTail(statistic * rest / (p * (n - 1)), degreesOfFreedom: (p, rest))
  }
}
