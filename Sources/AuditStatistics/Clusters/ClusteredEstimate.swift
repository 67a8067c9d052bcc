public import AuditNumerics

/// An estimate from independent clusters, such as the people who got the lists, with its standard error and the degrees of
/// freedom of its t interval.
///
/// θ is a smooth function of the means of the clusters' vectors, on a scale where it is nearly normal. While the vectors
/// are kept, the variance is the jackknife's [Efron1982] and the degrees of freedom tell how unevenly the clusters weigh:
///
///     v = (n − 1)/n Σ (θ₋ᵤ − θ̄)²        θ₋ᵤ without cluster u, θ̄ their mean
///     κ = n Σd⁴ / (Σd²)²                 d the influence of a cluster, ∇θ·(xᵤ − x̄)
///     df = 2n/(κ − 1), between 2 and n − 1
///
/// With the moments only, the delta method: v = ∇θᵀ S ∇θ / n with the covariance S (divisor n − 1), and df = n − 1.
///
/// The estimate is about another sample of clusters; whatever is fixed, such as a catalogue, has no error of its own here.
public struct ClusteredEstimate: Sendable, Hashable {
  /// How the standard error was found.
  public enum Method: Sendable, Hashable {
    /// By leaving out one cluster at a time.
    case jackknife
    /// By linearisation, from the moments.
    case delta
  }

  /// θ.
  public let value: Double
  /// The scale of ``standardError`` and of the symmetry of intervals.
  public let scale: EstimateScale
  /// The standard error of θ on the scale; 0 when the clusters agree entirely.
  public let standardError: Double
  /// The degrees of freedom of Student's t.
  public let degreesOfFreedom: Double
  /// How the standard error was found; the delta method if any part of a comparison was.
  public let method: Method

  /// Estimates `function` from a sample.
  ///
  /// Nil with fewer than two clusters, where the function or its scale is undefined (a denominator of 0, the logarithm of
  /// 0, the logit of 0 or 1), and where it would be undefined without one of the clusters, because it then rests on that
  /// one alone. The value itself may still exist: ``MeanFunction/value(at:)``.
  public init?(_ function: MeanFunction, of sample: ClusterSample, scale: EstimateScale) {
    guard sample.count > 1, let means = sample.moments.means, let value = function.value(at: means),
      scale.apply(value) != nil, var gradient = function.gradient(at: means)
    else { return nil }
    let slope = scale.derivative(at: value)
    for component in gradient.indices { gradient[component] *= slope }
    guard gradient.allSatisfy(\.isFinite) else { return nil }
    if let vectors = sample.vectors {
      let size = zip(gradient, means).reduce(0) { $0 + abs($1.0 * $1.1) }
      guard let variance = Self.jackknife(function, sample.moments, vectors, scale, size: size) else { return nil }
      let kurtosis = Self.kurtosis(gradient, means, vectors)
      self.init(
        value: value, scale: scale, variance: variance,
        degreesOfFreedom: Self.degreesOfFreedom(kurtosis: kurtosis, count: sample.count), method: .jackknife)
    } else {
      self.init(
        value: value, scale: scale, variance: Self.delta(gradient, sample.moments),
        degreesOfFreedom: Double(sample.count - 1), method: .delta)
    }
  }

  /// The sum of the squares of the true means of these components, such as the disparity of expected exposure.
  ///
  /// The squares of the sample's means are too large on average, by the variance of the means. The value is
  /// Σx̄² − tr S/n, which has no bias and can be negative; the standard error is that of Σx̄². On the identity scale; nil as
  /// for any function.
  public init?(squaredNormOf components: [Int], of sample: ClusterSample) {
    let squares = components.map { MeanFunction.mean($0) * .mean($0) }
    let function = squares.dropFirst().reduce(squares.first ?? .constant(0)) { $0 + $1 }
    guard let plain = ClusteredEstimate(function, of: sample, scale: .identity),
      let covariance = sample.moments.covariance
    else { return nil }
    let bias = components.reduce(0) { $0 + covariance[$1, $1] } / Double(sample.count)
    self.init(
      value: plain.value - bias, scale: .identity, variance: plain.variance,
      degreesOfFreedom: plain.degreesOfFreedom, method: plain.method)
  }

  /// Compares two functions of the same clusters; what the two have in common is accounted for.
  ///
  /// Nil as for a single function.
  public init?(
    _ comparison: PairComparison, group: MeanFunction, reference: MeanFunction, of sample: ClusterSample
  ) {
    switch comparison {
    case .ratio: self.init(group / reference, of: sample, scale: .logarithm)
    case .difference: self.init(group - reference, of: sample, scale: .identity)
    }
  }

  /// Compares estimates from different clusters, which are independent, with the degrees of freedom of Welch and
  /// Satterthwaite [Satterthwaite1946].
  ///
  /// Both are on the scale of the comparison: the logarithm for a ratio, the identity for a difference.
  public init(_ comparison: PairComparison, group: ClusteredEstimate, reference: ClusteredEstimate) {
    let scale: EstimateScale = comparison == .ratio ? .logarithm : .identity
    precondition(group.scale == scale && reference.scale == scale, "a ratio compares logarithms, a difference values")
    let (first, second) = (group.variance, reference.variance)
    let parts = first * first / group.degreesOfFreedom + second * second / reference.degreesOfFreedom
    let total = first + second
    self.init(
      value: comparison == .ratio ? group.value / reference.value : group.value - reference.value, scale: scale,
      variance: total,
      degreesOfFreedom: parts > 0 ? total * total / parts : group.degreesOfFreedom + reference.degreesOfFreedom,
      method: group.method == .delta || reference.method == .delta ? .delta : .jackknife)
  }

  init(value: Double, scale: EstimateScale, variance: Double, degreesOfFreedom: Double, method: Method) {
    self.value = value
    self.scale = scale
    standardError = variance.squareRoot()
    self.degreesOfFreedom = degreesOfFreedom
    self.method = method
  }

  /// From the kurtosis of the influences of `count` clusters.
  static func degreesOfFreedom(kurtosis: Double, count: Int) -> Double {
    let greatest = Double(count - 1)
    return kurtosis > 1 ? min(max(2 * Double(count) / (kurtosis - 1), 2), greatest) : greatest
  }

  /// The square of the standard error.
  public var variance: Double { standardError * standardError }

  /// The interval at `confidence` (two-sided) by Student's t; a single point when the clusters agree entirely.
  public func interval(confidence: Double) -> ConfidenceInterval {
    interval(
      critical: Student.quantile(1 - (1 - confidence) / 2, degreesOfFreedom: degreesOfFreedom))
  }

  /// The values that a critical value for normal deviates leaves, such as one that several comparisons share: z gives way
  /// to the quantile of Student's t with the same tail, because few clusters know their spread badly.
  ///
  /// With the studentised range for infinite degrees of freedom this is a little wider than with its own t version: 3.24
  /// against 3.16 standard errors for six groups and 19 degrees of freedom.
  public func interval(normalCritical z: Double) -> ConfidenceInterval {
    interval(critical: Student.quantile(sameTailAs: z, degreesOfFreedom: degreesOfFreedom))
  }

  /// The values within `critical` standard errors on the scale.
  public func interval(critical: Double) -> ConfidenceInterval {
    guard standardError > 0, let centre = scale.apply(value) else {
      return ConfidenceInterval(lower: value, upper: value)
    }
    let half = critical * standardError
    return ConfidenceInterval(lower: scale.revert(centre - half), upper: scale.revert(centre + half))
  }

  /// `size` is the magnitude of what the value is made of, which decides how much rounding it contains.
  private static func jackknife(
    _ function: MeanFunction, _ moments: ClusterMoments, _ vectors: Matrix, _ scale: EstimateScale, size: Double
  ) -> Double? {
    let others = Double(vectors.rows - 1)
    var means = moments.sums
    var values: [Double] = []
    values.reserveCapacity(vectors.rows)
    for row in 0..<vectors.rows {
      for component in means.indices {
        means[component] = (moments.sums[component] - vectors.elements[row * vectors.columns + component]) / others
      }
      guard let value = function.value(at: means).flatMap(scale.apply) else { return nil }
      values.append(value)
    }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    // Leave-one-out values that differ by rounding only.
    let rounding = 8 * Double.ulpOfOne * (size + abs(mean))
    guard squares > Double(values.count) * rounding * rounding else { return 0 }
    return squares * others / Double(vectors.rows)
  }

  private static func kurtosis(_ gradient: [Double], _ means: [Double], _ vectors: Matrix) -> Double {
    var (squares, fourths) = (0.0, 0.0)
    for row in 0..<vectors.rows {
      var influence = 0.0
      for component in means.indices {
        influence += gradient[component] * (vectors.elements[row * vectors.columns + component] - means[component])
      }
      let square = influence * influence
      squares += square
      fourths += square * square
    }
    return squares * squares > 0 ? Double(vectors.rows) * fourths / (squares * squares) : 1
  }

  static func delta(_ gradient: [Double], _ moments: ClusterMoments) -> Double {
    let direction = moments.regrouped(by: Matrix(rows: 1, columns: gradient.count, elements: gradient))
    let (n, products) = (Double(moments.count), moments.products)
    // Rounding of the sums of products, which cancel.
    var size = 0.0
    for (row, first) in gradient.enumerated() {
      for (column, second) in gradient.enumerated() { size += abs(first * second * products[row, column]) }
    }
    let squares = direction.products[0, 0] - direction.sums[0] * direction.sums[0] / n
    guard squares > 8 * Double.ulpOfOne * size else { return 0 }
    return squares / (n * (n - 1))
  }
}
