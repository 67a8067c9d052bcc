#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Random numbers of the binomial distribution.
public enum BinomialSampler {
  /// The number of successes in `trials` independent trials that each succeed with `probability`.
  ///
  /// Exact in distribution up to rounding as long as the variance is below 10¹⁰: inversion by sequential search when the expected number of the rarer outcome
  /// is below 10, otherwise transformed rejection with squeeze, algorithm BTRS [Hormann1993]. A probability outside
  /// [0, 1], which rounding can produce in a chain of conditional draws, counts as the nearer end.
  public static func draw(trials: Int, probability: Double, from stream: inout CounterStream) -> Int {
    precondition(trials >= 0 && !probability.isNaN, "a binomial needs trials and a probability")
    guard trials > 0, probability > 0 else { return 0 }
    guard probability < 1 else { return trials }
    if probability > 0.5 { return trials - draw(trials: trials, probability: 1 - probability, from: &stream) }
    let variance = Double(trials) * probability * (1 - probability)
    if variance > 1e10 { return approximate(trials: trials, probability: probability, from: &stream) }
    return Double(trials) * probability < 10
      ? invert(trials: trials, probability: probability, from: &stream)
      : reject(trials: trials, probability: probability, from: &stream)
  }

  /// The normal quantile with its correction for skewness [CornishFisher1938]: at such variances its error is far below
  /// what a thousand replicates can show, and the terms of the exact algorithm have lost their digits.
  private static func approximate(trials: Int, probability: Double, from stream: inout CounterStream) -> Int {
    let mean = Double(trials) * probability
    let spread = (mean * (1 - probability)).squareRoot()
    // Box and Muller's pair; one of the two is enough.
    let z = (-2 * log(stream.uniform())).squareRoot() * cos(2 * Double.pi * stream.uniform())
    let skewness = (1 - 2 * probability) / spread
    let value = (mean + spread * (z + skewness * (z * z - 1) / 6)).rounded()
    return Int(min(max(value, 0), Double(trials)))
  }

  /// Sequential search from 0 upwards; P(0) ≥ e⁻¹⁴ here, so it cannot underflow.
  private static func invert(trials: Int, probability: Double, from stream: inout CounterStream) -> Int {
    let odds = probability / (1 - probability)
    var remaining = stream.uniform()
    var mass = exp(Double(trials) * log1p(-probability))
    var successes = 0
    while remaining > mass && successes < trials {
      remaining -= mass
      successes += 1
      mass *= odds * Double(trials - successes + 1) / Double(successes)
    }
    return successes
  }

  private static func reject(trials: Int, probability: Double, from stream: inout CounterStream) -> Int {
    let n = Double(trials)
    let spread = (n * probability * (1 - probability)).squareRoot()
    let b = 1.15 + 2.53 * spread
    let a = -0.0873 + 0.0248 * b + 0.01 * probability
    let centre = n * probability + 0.5
    let alpha = (2.83 + 5.1 / b) * spread
    let squeeze = 0.92 - 4.2 / b
    let odds = probability / (1 - probability)
    let mode = ((n + 1) * probability).rounded(.down)
    while true {
      let u = stream.uniform() - 0.5
      let v = stream.uniform()
      let distance = 0.5 - abs(u)
      let k = ((2 * a / distance + b) * u + centre).rounded(.down)
      if distance >= 0.07 && v <= squeeze { return Int(k) }
      guard k >= 0, k <= n else { continue }
      let left = log(v * alpha / (a / (distance * distance) + b))
      let right =
        (mode + 0.5) * log((mode + 1) / (odds * (n - mode + 1)))
        + (n + 1) * log((n - mode + 1) / (n - k + 1))
        + (k + 0.5) * log(odds * (n - k + 1) / (k + 1))
        + stirlingTail(mode) + stirlingTail(n - mode) - stirlingTail(k) - stirlingTail(n - k)
      if left <= right { return Int(k) }
    }
  }

  /// ln k! − [(k + ½) ln(k + 1) − (k + 1) + ½ ln 2π], to 1e-12.
  private static func stirlingTail(_ k: Double) -> Double {
    if k < 10 { return smallStirlingTails[Int(k)] }
    let x = k + 1
    let square = x * x
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / square) / square) / square) / x
  }

  private static let smallStirlingTails: [Double] = (0..<10).map { k in
    let factorial = (0..<k).reduce(1.0) { $0 * Double($1 + 1) }
    let x = Double(k) + 1
    return log(factorial) - ((x - 0.5) * log(x) - x + 0.5 * log(2 * Double.pi))
  }
}
