#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How far the distributions of the scores of two samples lie apart.
public struct ScoreDistance: Sendable, Hashable {
  /// Which distance.
  public enum Kind: Sendable, Hashable {
    /// Kolmogorov and Smirnov's: the largest gap between both distribution functions.
    case largestGap
    /// Wasserstein's of the first order: the area between both distribution functions, in units of the score.
    case area
  }

  /// Scores of one sample.
  public struct Sample: Sendable, Hashable {
    /// People.
    public var people: Double
    /// The mean of their scores.
    public var mean: Double
    /// The variance of that mean.
    public var variance: Double

    /// States a sample.
    public init(people: Double, mean: Double, variance: Double) {
      self.people = people
      self.mean = mean
      self.variance = variance
    }
  }

  /// Which distance.
  public let kind: Kind
  /// The distance in the data.
  public let value: Double
  /// The group.
  public let own: Sample
  /// Whom it is set against.
  public let other: Sample
  /// How far apart two scores can lie; nil where that is not declared.
  public let span: Double?

  /// States a distance; nil where it is negative or larger than there can be, or a sample is empty.
  public init?(_ kind: Kind, value: Double, own: Sample, other: Sample, span: Double? = nil) {
    guard value >= 0, value.isFinite, own.people >= 1, other.people >= 1, own.variance >= 0, other.variance >= 0,
      own.mean.isFinite, other.mean.isFinite, span.map({ $0 > 0 && $0.isFinite }) ?? true
    else { return nil }
    // The most that there can be, and a little for rounding.
    let most = kind == .largestGap ? 1 : span ?? .infinity
    guard value <= most * (1 + 1e-9), kind == .largestGap || (own.mean - other.mean).magnitude <= most * (1 + 1e-9)
    else { return nil }
    self.kind = kind
    self.value = value
    self.own = own
    self.other = other
    self.span = span
  }

  /// The distances that are not ruled out at a critical value.
  ///
  /// Both distribution functions lie within ε = √(ln(2/a)/(2n)) of those of their samples with probability 1 − a
  /// [Massart1990], a being the tail of z, for each of both. The largest gap is then within the sum of both ε, and the area
  /// within that sum times the span of the scale. The area is never smaller than the gap between both means, whose lower limit
  /// by Welch counts if it is larger. Without a declared span the area has no upper limit.
  public func limits(z: Double) -> ConfidenceInterval {
    let tail = max(Normal.upperTail(z), 1e-300)
    func band(_ sample: Sample) -> Double { (log(2 / tail) / (2 * sample.people)).squareRoot() }
    let reach = band(own) + band(other)
    switch kind {
    case .largestGap: return ConfidenceInterval(lower: min(1, max(0, value - reach)), upper: min(1, value + reach))
    case .area:
      let upper = span.map { min($0, value + reach * $0) } ?? .infinity
      return ConfidenceInterval(
        lower: min(upper, max(0, span.map { value - reach * $0 } ?? 0, leastGap(z: z))), upper: upper)
    }
  }

  /// The lower limit of the gap between both means, by Welch.
  private func leastGap(z: Double) -> Double {
    let variance = own.variance + other.variance
    guard own.people > 1, other.people > 1, variance > 0 else { return 0 }
    let shares = [own, other].reduce(0) {
      $0 + ($1.variance / variance) * ($1.variance / variance) / ($1.people - 1)
    }
    return (own.mean - other.mean).magnitude
      - Student.quantile(sameTailAs: z, degreesOfFreedom: 1 / shares) * variance.squareRoot()
  }
}

/// Smirnov's exact test that two samples come from one distribution, given the ties.
public enum SmirnovTest {
  /// The largest product of both sizes for which the exact test is worked out.
  public static let mostPairs = 1e6

  /// The chance of a largest gap of at least that of the data, over all ways of dealing the scores out to both samples; nil beyond
  /// ``mostPairs``, and where a sample is empty.
  ///
  /// A path from (0, 0) to (m, n) takes one step for each score in rising order; between steps the gap is compared only where
  /// the score rises. The share of paths that stay below the gap is counted in probabilities, so that nothing overflows.
  ///
  /// - Parameter runs: How many of each sample have each score, in rising order of the scores.
  public static func pValue(_ runs: [(own: Int, other: Int)]) -> Double? {
    let (m, n) = runs.reduce((0, 0)) { ($0.0 + $1.own, $0.1 + $1.other) }
    guard m > 0, n > 0, Double(m) * Double(n) <= mostPairs else { return nil }
    // Whole numbers: |i n − j m| is the gap times m n.
    var (i, j, largest) = (0, 0, 0)
    var isBorder = [false]
    for run in runs {
      (i, j) = (i + run.own, j + run.other)
      largest = max(largest, abs(i * n - j * m))
      isBorder += [Bool](repeating: false, count: max(0, run.own + run.other - 1))
      if run.own + run.other > 0 { isBorder.append(true) }
    }
    guard largest > 0 else { return 1 }
    // The chance to be at i of the first sample after t steps without having reached the gap at a border.
    var chances = [Double](repeating: 0, count: m + 1)
    chances[0] = 1
    for step in 1...(m + n) {
      let taken = step - 1
      var next = [Double](repeating: 0, count: m + 1)
      let left = Double(m + n - taken)
      for own in max(0, taken - n)...min(m, taken) where chances[own] > 0 {
        let other = taken - own
        if own < m { next[own + 1] += chances[own] * Double(m - own) / left }
        if other < n { next[own] += chances[own] * Double(n - other) / left }
      }
      if isBorder[step] {
        for own in max(0, step - n)...min(m, step) where abs(own * n - (step - own) * m) >= largest { next[own] = 0 }
      }
      chances = next
    }
    return min(1, max(0, 1 - chances[m]))
  }
}
