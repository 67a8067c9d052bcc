import AuditNumerics

/// How several functions of the means of the same clusters vary together.
struct JointVariation {
  private let count: Int
  private let values: [Double?]
  /// The derivatives of each function [functions]; nil where it has none.
  private let gradients: [[Double]?]
  private let means: [Double]
  /// The moments of the sums, where no vectors are kept.
  private let moments: ClusterMoments?
  private let few: Few?

  /// What is known while the vectors are kept.
  private struct Few {
    /// The values without each cluster [functions][clusters]; nil where one of them is undefined.
    let without: [[Double]?]
    /// The influence of each cluster [functions × clusters].
    let influences: Matrix
  }

  /// The covariance of some of the functions on one scale.
  struct Covariance {
    /// The functions that have a spread, rising.
    var groups: [Int]
    /// Their covariance [groups × groups].
    var matrix: Matrix
    /// The degrees of freedom [groups × groups], of single functions on the diagonal and of differences beside it.
    var degreesOfFreedom: Matrix
  }

  /// Nil with fewer than two clusters.
  init?(_ functions: [MeanFunction], of sample: ClusterSample) {
    guard sample.count > 1, let original = sample.moments.means else { return nil }
    let forms = LinearForms(functions, dimension: original.count)
    count = sample.count
    values = functions.map { $0.value(at: original) }
    let sums = Matrix.product(
      forms.map, Matrix(rows: original.count, columns: 1, elements: sample.moments.sums)
    ).elements
    let means = sums.map { $0 / Double(sample.count) }
    self.means = means
    gradients = zip(forms.functions, values).map { $1 == nil ? nil : $0.gradient(at: means) }
    // [sums × clusters]
    let vectors = sample.vectors.map { Matrix.product(sparse: forms.map, $0.transposed) }
    moments = vectors == nil ? sample.moments.regrouped(by: forms.map) : nil
    few = vectors.map { [gradients] in
      Few(
        without: Self.leavingOut(forms.functions, sums, $0), influences: Self.influences(gradients, means, $0))
    }
  }

  /// How covariances are found.
  var method: ClusteredEstimate.Method { few == nil ? .delta : .jackknife }

  private static func leavingOut(_ functions: [MeanFunction], _ sums: [Double], _ vectors: Matrix) -> [[Double]?] {
    let others = Double(vectors.columns - 1)
    var result: [[Double]?] = functions.map { _ in [] }
    for function in functions.indices { result[function]?.reserveCapacity(vectors.columns) }
    var means = sums
    for cluster in 0..<vectors.columns {
      for component in means.indices {
        means[component] = (sums[component] - vectors.elements[component * vectors.columns + cluster]) / others
      }
      for (index, function) in functions.enumerated() where result[index] != nil {
        if let value = function.value(at: means) { result[index]!.append(value) } else { result[index] = nil }
      }
    }
    return result
  }

  private static func influences(_ gradients: [[Double]?], _ means: [Double], _ vectors: Matrix) -> Matrix {
    var centred = vectors
    for component in 0..<vectors.rows {
      for cluster in 0..<vectors.columns { centred.elements[component * vectors.columns + cluster] -= means[component] }
    }
    let none = Array(repeating: 0.0, count: vectors.rows)
    let slopes = Matrix(rows: gradients.count, columns: vectors.rows, elements: gradients.flatMap { $0 ?? none })
    return Matrix.product(sparse: slopes, centred)
  }

  /// The covariance on a scale, without the functions that do not exist there, or would not without one of the clusters.
  func covariance(on scale: EstimateScale) -> Covariance {
    few.map { jackknife($0, scale) } ?? delta(scale)
  }

  /// The same for each function alone: variances and degrees of freedom [groups].
  func variances(on scale: EstimateScale) -> (groups: [Int], variances: [Double], degreesOfFreedom: [Double]) {
    var (groups, variances, degrees): ([Int], [Double], [Double]) = ([], [], [])
    let products = moments?.products
    for index in values.indices {
      guard let slope = slope(index, scale), let gradient = gradients[index] else { continue }
      if let few {
        guard let deviations = deviations(index, few, scale, slope: slope) else { continue }
        variances.append(deviations.reduce(0) { $0 + $1 * $1 } * Double(count - 1) / Double(count))
        few.influences.elements.withUnsafeBufferPointer { all in
          let own = UnsafeBufferPointer(rebasing: all[index * count..<(index + 1) * count])
          degrees.append(self.degrees(own, own, slope, 0, least: 0))
        }
      } else if let moments, let products {
        let n = Double(count)
        let terms = gradient.indices.filter { gradient[$0] != 0 }.map { (place: $0, weight: gradient[$0] * slope) }
        let sum = terms.reduce(0) { $0 + $1.weight * moments.sums[$1.place] }
        var (squares, size) = (0.0, 0.0)
        for first in terms {
          for second in terms {
            let term = first.weight * second.weight * products[first.place, second.place]
            squares += term
            size += abs(term)
          }
        }
        squares -= sum * sum / n
        variances.append(squares <= 8 * Double.ulpOfOne * size ? 0 : squares / (n * (n - 1)))
        degrees.append(n - 1)
      }
      groups.append(index)
    }
    return (groups, variances, degrees)
  }

  /// The derivative of the scale at each function's value; nil where the function has no spread there.
  private func slope(_ index: Int, _ scale: EstimateScale) -> Double? {
    guard let value = values[index], scale.apply(value) != nil, let gradient = gradients[index] else { return nil }
    let slope = scale.derivative(at: value)
    return gradient.allSatisfy({ ($0 * slope).isFinite }) ? slope : nil
  }

  private func jackknife(_ few: Few, _ scale: EstimateScale) -> Covariance {
    var groups: [Int] = []
    var slopes: [Double] = []
    var rows: [[Double]] = []
    for index in values.indices {
      guard let slope = slope(index, scale), let deviations = deviations(index, few, scale, slope: slope) else {
        continue
      }
      groups.append(index)
      slopes.append(slope)
      rows.append(deviations)
    }
    var deviations = Matrix(rows: count, columns: groups.count)
    for (column, row) in rows.enumerated() {
      for (cluster, value) in row.enumerated() { deviations.elements[cluster * groups.count + column] = value }
    }
    var matrix = Matrix.transposedProduct(deviations, deviations)
    let factor = Double(count - 1) / Double(count)
    for element in matrix.elements.indices { matrix.elements[element] *= factor }
    return Covariance(
      groups: groups, matrix: matrix, degreesOfFreedom: degreesOfFreedom(few.influences, groups, slopes))
  }

  /// The values without each cluster, on the scale, less their mean; nil where one of them is undefined.
  private func deviations(_ index: Int, _ few: Few, _ scale: EstimateScale, slope: Double) -> [Double]? {
    guard let gradient = gradients[index], var scaled = few.without[index]?.compactMap(scale.apply),
      scaled.count == count
    else { return nil }
    let mean = scaled.reduce(0, +) / Double(count)
    for cluster in scaled.indices { scaled[cluster] -= mean }
    // Values that differ by rounding only do not differ; `size` is the magnitude of what they are made of.
    let size = zip(gradient, means).reduce(0) { $0 + abs($1.0 * $1.1) } * abs(slope)
    let rounding = 8 * Double.ulpOfOne * (size + abs(mean))
    let squares = scaled.reduce(0) { $0 + $1 * $1 }
    return squares > Double(count) * rounding * rounding ? scaled : Array(repeating: 0, count: count)
  }

  private func degreesOfFreedom(_ influences: Matrix, _ groups: [Int], _ slopes: [Double]) -> Matrix {
    var result = Matrix(rows: groups.count, columns: groups.count)
    var squares = Array(repeating: 0.0, count: groups.count)
    influences.elements.withUnsafeBufferPointer { all in
      for row in groups.indices {
        let first = UnsafeBufferPointer(rebasing: all[groups[row] * count..<(groups[row] + 1) * count])
        squares[row] = slopes[row] * slopes[row] * first.reduce(0) { $0 + $1 * $1 }
        result[row, row] = degrees(first, first, slopes[row], 0, least: 0)
        for column in 0..<row {
          let second = UnsafeBufferPointer(rebasing: all[groups[column] * count..<(groups[column] + 1) * count])
          let degrees = degrees(
            first, second, slopes[row], slopes[column], least: 1e-20 * (squares[row] + squares[column]))
          result[row, column] = degrees
          result[column, row] = degrees
        }
      }
    }
    return result
  }

  /// From the kurtosis of a · first − b · second; squares up to `least` are rounding.
  private func degrees(
    _ first: UnsafeBufferPointer<Double>, _ second: UnsafeBufferPointer<Double>, _ a: Double, _ b: Double, least: Double
  ) -> Double {
    var (squares, fourths) = (0.0, 0.0)
    for cluster in 0..<count {
      let influence = a * first[cluster] - b * second[cluster]
      let square = influence * influence
      squares += square
      fourths += square * square
    }
    let kurtosis = squares > least ? Double(count) * fourths / (squares * squares) : 1
    return ClusteredEstimate.degreesOfFreedom(kurtosis: kurtosis, count: count)
  }

  private func delta(_ scale: EstimateScale) -> Covariance {
    guard let moments else { preconditionFailure("moments or vectors") }
    let groups = values.indices.filter { slope($0, scale) != nil }
    var slopes = Matrix(rows: groups.count, columns: means.count)
    for (row, group) in groups.enumerated() {
      guard let factor = slope(group, scale), let gradient = gradients[group] else { continue }
      for component in means.indices { slopes[row, component] = factor * gradient[component] }
    }
    let varied = moments.regrouped(by: slopes)
    var matrix = varied.products
    let (n, products) = (Double(count), moments.products)
    var isConstant = groups.map { _ in false }
    for row in groups.indices {
      let gradient = Array(slopes.elements[row * means.count..<(row + 1) * means.count])
      var size = 0.0
      for (i, first) in gradient.enumerated() where first != 0 {
        for (j, second) in gradient.enumerated() where second != 0 { size += abs(first * second * products[i, j]) }
      }
      isConstant[row] = matrix[row, row] - varied.sums[row] * varied.sums[row] / n <= 8 * Double.ulpOfOne * size
    }
    for row in groups.indices {
      for column in groups.indices {
        let sum = matrix[row, column] - varied.sums[row] * varied.sums[column] / n
        matrix[row, column] = isConstant[row] || isConstant[column] ? 0 : sum / (n * (n - 1))
      }
    }
    return Covariance(
      groups: groups, matrix: matrix,
      degreesOfFreedom: Matrix(rows: groups.count, columns: groups.count, repeating: n - 1))
  }
}
