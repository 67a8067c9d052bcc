#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The mean of a number that people have, such as a price, of which a few may have far more than most.
///
/// Of skewed numbers the mean and its spread rise together, so that Student's t misses high truths too often. Verdicts rest on
/// ``limits(z:)``, which correct for that; tables print ``student(z:)``.
public struct SkewedMean: Sendable, Hashable {
  /// The mean.
  public let mean: Double
  /// The variance of that mean.
  public let variance: Double
  /// People.
  public let people: Double
  /// How the numbers are spread; nil where that is not known, and then no verdict rests on the mean.
  public let shape: Shape?
  /// The least that one of them can have; nil without a limit.
  public let least: Double?
  /// The most that one of them can have; nil without a limit.
  public let most: Double?
  /// Whether the number is the root of the mean, as are its limits then.
  public let isRoot: Bool

  /// The number.
  public var value: Double { isRoot ? mean.squareRoot() : mean }

  /// How numbers are spread around their mean.
  public struct Shape: Sendable, Hashable {
    /// The skewness, G₁ = √(n(n − 1)) g₁/(n − 2).
    public let skewness: Double
    /// The degrees of freedom that the kurtosis leaves.
    public let degreesOfFreedom: Double

    /// States a shape; nil where it is none.
    public init?(skewness: Double, degreesOfFreedom: Double) {
      guard skewness.isFinite, degreesOfFreedom.isFinite, degreesOfFreedom > 0 else { return nil }
      self.skewness = skewness
      self.degreesOfFreedom = degreesOfFreedom
    }

    /// The shape of numbers from the means of the squares, cubes and fourth powers of their distances to the mean; nil where
    /// they do not differ, or there are fewer than three.
    public init?(people: Int, squares: Double, cubes: Double, fourths: Double) {
      let count = Double(people)
      guard people > 2, squares > 0 else { return nil }
      self.init(
        skewness: cubes / (squares * squares.squareRoot()) * (count * (count - 1)).squareRoot() / (count - 2),
        degreesOfFreedom: ClusteredEstimate.degreesOfFreedom(kurtosis: fourths / (squares * squares), count: people))
    }
  }

  /// How many times the skewness of a sample is taken: a sample of skewed numbers shows less of it than there is.
  static let caution = 1.5

  /// States a mean; nil where a number is none that a reader could have found.
  public init?(
    mean: Double, variance: Double, people: Int, shape: Shape?, least: Double? = nil, most: Double? = nil,
    isRoot: Bool = false
  ) {
    guard people >= 1, mean.magnitude <= 1e200, variance >= 0, variance.isFinite,
      (least ?? -.infinity) <= mean, mean <= (most ?? .infinity),
      !isRoot || mean >= 0, shape.map({ $0.degreesOfFreedom <= Double(people) }) ?? true
    else { return nil }
    self.mean = mean
    self.variance = variance
    self.people = Double(people)
    self.shape = shape
    self.least = least
    self.most = most
    self.isRoot = isRoot
  }

  /// The limits that verdicts rest on: mean ± s(t + max(0, ±c)), with c = 1.5 G₁(2t² + 1)/(6√n) and t of the degrees of
  /// freedom that the kurtosis leaves [Johnson1978]. Infinite where the shape is not known.
  public func limits(z: Double) -> ConfidenceInterval {
    guard variance > 0 else { return agreeing(z: z) }
    guard let shape else { return within(lower: -.infinity, upper: .infinity) }
    let t = Self.student(z, shape.degreesOfFreedom)
    let shift = Self.caution * shape.skewness * (2 * t * t + 1) / (6 * people.squareRoot())
    let error = variance.squareRoot()
    return within(lower: mean - error * (t + max(0, -shift)), upper: mean + error * (t + max(0, shift)))
  }

  /// Student's limits with n − 1 degrees of freedom.
  public func student(z: Double) -> ConfidenceInterval {
    guard variance > 0, people > 1 else { return agreeing(z: z) }
    let reach = variance.squareRoot() * Self.student(z, people - 1)
    return within(lower: mean - reach, upper: mean + reach)
  }

  private func agreeing(z: Double) -> ConfidenceInterval {
    let limits = MeanRange(people: people, contributing: .infinity, least: least, most: most).agreeing(on: mean, z: z)
    return within(lower: limits.lower, upper: limits.upper)
  }

  private func within(lower: Double, upper: Double) -> ConfidenceInterval {
    let (lower, upper) = (lower.isNaN ? -.infinity : lower, upper.isNaN ? .infinity : upper)
    let (low, high) = (max(lower, least ?? -.infinity), min(upper, most ?? .infinity))
    return isRoot
      ? ConfidenceInterval(lower: max(0, low).squareRoot(), upper: high.squareRoot())
      : ConfidenceInterval(lower: low, upper: high)
  }

  /// Student's t with the tail of a normal deviate.
  private static func student(_ z: Double, _ degreesOfFreedom: Double) -> Double {
    -Student.quantile(max(Normal.upperTail(z), 1e-300), degreesOfFreedom: degreesOfFreedom)
  }

  /// Whether two means agree: Welch's t-test; nil without any variance.
  public func equality(with other: SkewedMean) -> NamedTest? {
    let sum = variance + other.variance
    guard sum > 0, sum.isFinite, people > 1, other.people > 1 else { return nil }
    let shares = [self, other].reduce(0) { $0 + ($1.variance / sum) * ($1.variance / sum) / ($1.people - 1) }
    let statistic = (mean - other.mean) / sum.squareRoot()
    guard statistic.isFinite, shares > 0 else { return nil }
    let pValue = min(1, 2 * Student.upperTail(statistic.magnitude, degreesOfFreedom: 1 / shares))
    return NamedTest(
      .welchT, statistic: statistic, degreesOfFreedom: 1 / shares, pValue: pValue,
      deviate: -Normal.quantile(max(pValue / 2, 1e-300)), floor: pValue)
  }
}
