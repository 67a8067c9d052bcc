public import AuditNumerics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Any smooth function of the means of the components of cluster vectors, such as a divergence from a target.
///
/// ``MeanFunction`` is to be preferred where it can say the same: its derivatives are exact.
public struct SmoothFunction: Sendable {
  private let evaluate: @Sendable ([Double]) -> Double?

  /// A function of means [k]; nil where it is undefined. The same means must give the same value.
  public init(_ evaluate: @escaping @Sendable ([Double]) -> Double?) {
    self.evaluate = evaluate
  }

  /// The value at `means` [k]; nil where it is undefined or not finite.
  public func value(at means: [Double]) -> Double? {
    evaluate(means).flatMap { $0.isFinite ? $0 : nil }
  }

  /// The derivatives at `means` [k] by central differences; nil where a value beside the means is undefined.
  ///
  /// Steps are a small part, ∛ε, of the mean or its standard error, whichever is larger. A component that is 0 for everyone
  /// gets the derivative 0: it does not vary.
  func gradient(at means: [Double], standardErrors: [Double]) -> [Double]? {
    let part = cbrt(Double.ulpOfOne)
    var result = Array(repeating: 0.0, count: means.count)
    var beside = means
    for component in means.indices {
      let step = part * max(abs(means[component]), standardErrors[component])
      guard step > 0 else { continue }
      // The difference of the two places as stored, not as wished.
      let (left, right) = (means[component] - step, means[component] + step)
      beside[component] = left
      let below = value(at: beside)
      beside[component] = right
      let above = value(at: beside)
      beside[component] = means[component]
      guard let below, let above else { return nil }
      result[component] = (above - below) / (right - left)
    }
    return result.allSatisfy(\.isFinite) ? result : nil
  }
}

extension ClusteredEstimate {
  /// Estimates any smooth function from a sample: by the jackknife while vectors are kept, whose leave-one-out values are
  /// the influences too, else by the delta method with derivatives by differences.
  ///
  /// Nil as for a ``MeanFunction``.
  public init?(_ function: SmoothFunction, of sample: ClusterSample, scale: EstimateScale) {
    guard sample.count > 1, let means = sample.moments.means, let value = function.value(at: means),
      scale.apply(value) != nil
    else { return nil }
    if let vectors = sample.vectors {
      guard
        let spread = Self.jackknife(function, sample.moments.sums, vectors, scale)
      else { return nil }
      self.init(
        value: value, scale: scale, variance: spread.variance,
        degreesOfFreedom: Self.degreesOfFreedom(kurtosis: spread.kurtosis, count: sample.count), method: .jackknife)
    } else {
      guard let covariance = sample.moments.covariance else { return nil }
      let errors = means.indices.map { (covariance[$0, $0] / Double(sample.count)).squareRoot() }
      guard var gradient = function.gradient(at: means, standardErrors: errors) else { return nil }
      let slope = scale.derivative(at: value)
      for component in gradient.indices { gradient[component] *= slope }
      guard gradient.allSatisfy(\.isFinite) else { return nil }
      self.init(
        value: value, scale: scale, variance: Self.delta(gradient, sample.moments),
        degreesOfFreedom: Double(sample.count - 1), method: .delta)
    }
  }

  private static func jackknife(
    _ function: SmoothFunction, _ sums: [Double], _ vectors: Matrix, _ scale: EstimateScale
  ) -> (variance: Double, kurtosis: Double)? {
    let (n, others) = (Double(vectors.rows), Double(vectors.rows - 1))
    var means = sums
    var values: [Double] = []
    values.reserveCapacity(vectors.rows)
    for row in 0..<vectors.rows {
      for component in means.indices {
        means[component] = (sums[component] - vectors.elements[row * vectors.columns + component]) / others
      }
      guard let value = function.value(at: means).flatMap(scale.apply) else { return nil }
      values.append(value)
    }
    let mean = values.reduce(0, +) / n
    var (squares, fourths) = (0.0, 0.0)
    for value in values {
      let square = (value - mean) * (value - mean)
      squares += square
      fourths += square * square
    }
    let rounding = 8 * Double.ulpOfOne * abs(mean)
    guard squares > n * rounding * rounding, squares * squares > 0 else { return (0, 1) }
    return (squares * others / n, n * fourths / (squares * squares))
  }
}
