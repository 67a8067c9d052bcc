#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How unequally people are served by errors: the generalized entropy of benefits, and the part of it that lies between groups
/// [Speicher2018].
///
/// A person's benefit is decision − outcome + 1: 0 for a false negative, 1 for a decision that agrees with the outcome, 2 for a
/// false positive. With r a benefit relative to everybody's mean, the index is the mean of (rᵅ − 1)/(α(α − 1)), or of r ln r for
/// α = 1, which is Theil's. Between groups it is the same with everybody's benefit replaced by their group's mean.
public struct BenefitEntropy: Sendable, Hashable {
  /// People with benefit 0, 1 and 2 [groups][3].
  public let counts: [[Double]]
  /// The weight of large benefits; above 0.
  public let alpha: Double

  /// The index of people in groups; for everybody's alone one group is enough.
  public init(_ counts: [[Double]], alpha: Double) {
    precondition(counts.allSatisfy { $0.count == 3 } && alpha > 0, "three benefits, and an α above 0")
    self.counts = counts
    self.alpha = alpha
  }

  /// Everybody.
  public var people: Double { counts.reduce(0) { $0 + $1.reduce(0, +) } }

  /// The index; nil without people, and where nobody has any benefit.
  public var total: Double? { BenefitEntropy.total(counts, alpha) }

  /// The part that lies between groups; nil as the index.
  public var between: Double? { BenefitEntropy.between(counts, alpha) }

  /// A number and its standard error, by leaving out each person in turn; people with the same benefit in the same group count
  /// once.
  public struct Estimate: Sendable, Hashable {
    /// The number.
    public let value: Double
    /// Its standard error; nil where it is not known.
    public let standardError: Double?
  }

  /// The index with its standard error; nil as the index.
  public var totalEstimate: Estimate? { estimate(BenefitEntropy.total) }

  /// The part between groups with its standard error; nil as the index.
  public var betweenEstimate: Estimate? { estimate(BenefitEntropy.between) }

  /// Whether the groups' mean benefits differ: Σ (m − m̄)²/v over groups, with v the variance of a mean and m̄ the mean that these
  /// weigh, against χ² with one degree of freedom less than groups. Groups without a variance
  /// take no part; nil of fewer than two others.
  public var homogeneity: (statistic: Double, degreesOfFreedom: Int, pValue: Double)? {
    let means = counts.compactMap { counts -> (mean: Double, weight: Double)? in
      let people = counts.reduce(0, +)
      guard people > 0 else { return nil }
      let mean = (counts[1] + 2 * counts[2]) / people
      let variance = (counts[1] + 4 * counts[2]) / people - mean * mean
      return (mean, people > 1 && variance > 1e-12 ? (people - 1) / variance : 0)
    }
    .filter { $0.weight > 0 }
    guard means.count >= 2 else { return nil }
    let centre = means.reduce(0) { $0 + $1.weight * $1.mean } / means.reduce(0) { $0 + $1.weight }
    let statistic = means.reduce(0) { $0 + $1.weight * ($1.mean - centre) * ($1.mean - centre) }
    return (
      statistic, means.count - 1, ChiSquared.upperTail(statistic, degreesOfFreedom: Double(means.count - 1))
    )
  }

  private func estimate(_ function: ([[Double]], Double) -> Double?) -> Estimate? {
    guard let value = function(counts, alpha) else { return nil }
    let people = people
    var left: [(count: Double, value: Double)] = []
    var reduced = counts
    for group in counts.indices {
      for benefit in 0..<3 where counts[group][benefit] > 0 {
        reduced[group][benefit] -= 1
        guard people > 1, let without = function(reduced, alpha) else {
          return Estimate(value: value, standardError: nil)
        }
        reduced[group][benefit] += 1
        left.append((counts[group][benefit], without))
      }
    }
    let mean = left.reduce(0) { $0 + $1.count * $1.value } / people
    let squares = left.reduce(0) { $0 + $1.count * ($1.value - mean) * ($1.value - mean) }
    return Estimate(value: value, standardError: (squares * (people - 1) / people).squareRoot())
  }

  private static func index(_ relative: Double, _ alpha: Double) -> Double {
    if alpha == 1 { return relative > 0 ? relative * log(relative) : 0 }
    return (pow(relative, alpha) - 1) / (alpha * (alpha - 1))
  }

  private static func mean(_ counts: [[Double]]) -> (mean: Double, people: Double)? {
    let people = counts.reduce(0) { $0 + $1.reduce(0, +) }
    let benefit = counts.reduce(0) { $0 + $1[1] + 2 * $1[2] }
    return people > 0 && benefit > 0 ? (benefit / people, people) : nil
  }

  private static func total(_ counts: [[Double]], _ alpha: Double) -> Double? {
    guard let (mean, people) = mean(counts) else { return nil }
    let sum = (0..<3).reduce(0.0) { sum, benefit in
      sum + counts.reduce(0) { $0 + $1[benefit] } * index(Double(benefit) / mean, alpha)
    }
    return max(0, sum / people)
  }

  private static func between(_ counts: [[Double]], _ alpha: Double) -> Double? {
    guard let (mean, people) = mean(counts) else { return nil }
    let sum = counts.reduce(0.0) { sum, counts in
      let own = counts.reduce(0, +)
      return own > 0 ? sum + own * index((counts[1] + 2 * counts[2]) / own / mean, alpha) : sum
    }
    return max(0, sum / people)
  }
}
