#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The quantiles of one binomial distribution, for many uniform numbers.
///
/// Equal uniform numbers give counts that rise with the probability, so that a comparison of two probabilities by the same
/// numbers is free of the noise that two drawings have.
public struct BinomialQuantiles: Sendable {
  private let trials: Double
  private let mean: Double
  private let deviation: Double
  /// P(X ≤ first + index), over all counts that matter; empty where the normal approximation is used, or nothing varies.
  private let cumulative: [Double]
  private let first: Int

  /// The distribution of successes in `trials` trials; a probability outside [0, 1] counts as the nearer end.
  public init(trials: Int, probability: Double) {
    precondition(trials >= 0 && !probability.isNaN, "a binomial needs trials and a probability")
    let probability = min(max(probability, 0), 1)
    self.trials = Double(trials)
    mean = self.trials * probability
    deviation = (mean * (1 - probability)).squareRoot()
    guard deviation > 0, deviation < BinomialQuantiles.widest else {
      (cumulative, first) = ([], 0)
      return
    }
    // Nine standard deviations and some counts of a Poisson's longer tail on either side.
    let reach = 9 * deviation + 40
    let low = Int(max(0, (mean - reach).rounded(.down)))
    let high = Int(min(self.trials, (mean + reach).rounded(.up)))
    let mode = min(max(Int(mean), low), high)
    var mass = [Double](repeating: 0, count: high - low + 1)
    // Relative to the mode; the sum makes them probabilities.
    mass[mode - low] = 1
    let odds = probability / (1 - probability)
    for count in stride(from: mode + 1, through: high, by: 1) {
      mass[count - low] = mass[count - low - 1] * odds * Double(trials - count + 1) / Double(count)
    }
    for count in stride(from: mode - 1, through: low, by: -1) {
      mass[count - low] = mass[count - low + 1] * Double(count + 1) / (odds * Double(trials - count))
    }
    let total = mass.reduce(0, +)
    var sum = 0.0
    for index in mass.indices {
      sum += mass[index]
      mass[index] = sum / total
    }
    (cumulative, first) = (mass, low)
  }

  /// The smallest count with P(X ≤ count) ≥ `uniform`, which lies strictly between 0 and 1.
  public func quantile(_ uniform: Double) -> Double {
    quantile(uniform, deviate: cumulative.isEmpty && deviation > 0 ? Normal.quantile(uniform) : 0)
  }

  /// Whether the normal approximation may be used of so many trials, for which ``quantile(_:deviate:)`` asks a deviate.
  static func mayBeNormal(_ trials: Int) -> Bool { Double(trials) >= 4 * widest * widest }

  /// The same for a number whose quantile of the normal distribution is known.
  func quantile(_ uniform: Double, deviate z: Double) -> Double {
    guard !cumulative.isEmpty else {
      guard deviation > 0 else { return mean }
      // Cornish and Fisher's correction for skewness; at such variances its error is far below one part in a thousand.
      let skewness = (1 - 2 * mean / trials) / deviation
      return min(max((mean + deviation * (z + skewness * (z * z - 1) / 6)).rounded(), 0), trials)
    }
    var (low, high) = (0, cumulative.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] >= uniform { high = middle } else { low = middle + 1 }
    }
    return Double(first + low)
  }

  /// Beyond this standard deviation the table would be long, and of 10,000 draws the corrected normal approximation gives two the
  /// next count.
  private static let widest = 300.0
}
