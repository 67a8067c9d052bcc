import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The range, largest minus smallest, of k independent standard normal variables: Tukey's studentised range with
/// infinite degrees of freedom.
///
///     P(range ≤ q) = k ∫ φ(t) [Φ(t) − Φ(t − q)]^(k−1) dt        t is the largest of the k
///
/// The integrand is entire and falls like a Gaussian, so the trapezoidal rule converges faster than any power of its
/// step; relative accuracy is about 1e-12 in both tails.
public enum StudentizedRange {
  /// P(range ≤ q) for `groups` ≥ 2.
  public static func cumulative(_ q: Double, groups: Int) -> Double {
    guard q > 0 else { return 0 }
    guard q < 56 else { return 1 }
    let below = integral(q, groups: groups) { largest, smallest in pow(largest - smallest, Double(groups - 1)) }
    return below < 0.5 ? below : 1 - upperTail(q, groups: groups)
  }

  /// P(range > q) for `groups` ≥ 2; 0 where it is below the smallest double, from a range of 56 on.
  public static func upperTail(_ q: Double, groups: Int) -> Double {
    guard q > 0 else { return 1 }
    guard q < 56 else { return 0 }
    let power = Double(groups - 1)
    let above = integral(q, groups: groups) { largest, smallest in
      largest > 0 ? -pow(largest, power) * expm1(power * log1p(-smallest / largest)) : 0
    }
    return min(1, above)
  }

  /// The q with P(range ≤ q) = `probability`, which must lie strictly between 0 and 1.
  public static func quantile(_ probability: Double, groups: Int) -> Double {
    precondition(probability > 0 && probability < 1, "a quantile needs a probability between 0 and 1")
    let address = Address(probability: probability, groups: groups)
    if let known = known.withLock({ $0[address] }) { return known }
    let quantile = search(probability, groups: groups)
    known.withLock { $0[address] = quantile }
    return quantile
  }

  private struct Address: Hashable {
    let probability: Double
    let groups: Int
  }

  /// The quantiles so far: an audit asks for a few of them, many times.
  private static let known = Mutex<[Address: Double]>([:])

  private static func search(_ probability: Double, groups: Int) -> Double {
    // Bonferroni over the pairs is never below the quantile.
    let pairs = Double(groups * (groups - 1) / 2)
    let highest = 2.0.squareRoot() * Normal.quantile(1 - (1 - probability) / (2 * pairs))
    return RootFinding.root(from: 0, to: highest * 1.01) { q in
      probability < 0.5 ? cumulative(q, groups: groups) - probability : (1 - probability) - upperTail(q, groups: groups)
    }
  }

  /// k ∫ φ(t) f(Φ(t), Φ(t − q)) dt.
  private static func integral(_ q: Double, groups: Int, _ f: (Double, Double) -> Double) -> Double {
    precondition(groups >= 2, "a range needs two groups")
    let step = 0.25 / Double(groups).squareRoot()
    let first = (-9 / step).rounded(.down)
    let last = ((q + 9) / step).rounded(.up)
    var sum = 0.0
    for index in stride(from: first, through: last, by: 1) {
      let t = index * step
      sum += exp(-t * t / 2) * f(cumulativeNormal(t), cumulativeNormal(t - q))
    }
    return Double(groups) * sum * step / (2 * Double.pi).squareRoot()
  }

  private static func cumulativeNormal(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }
}
