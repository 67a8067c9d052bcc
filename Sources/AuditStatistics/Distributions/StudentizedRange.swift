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
    let power = Double(groups - 1)
    let below = integral(q, groups: groups) { node, smallest in pow(node.cumulative - smallest, power) }
    return below < 0.5 ? below : 1 - upperTail(q, groups: groups)
  }

  /// P(range > q) for `groups` ≥ 2; 0 where it is below the smallest double, from a range of 56 on.
  public static func upperTail(_ q: Double, groups: Int) -> Double {
    guard q > 0 else { return 1 }
    guard q < 56 else { return 0 }
    let power = Double(groups - 1)
    let above = integral(q, groups: groups) { node, smallest in
      node.cumulative > 0 ? -node.power * expm1(power * log1p(-smallest / node.cumulative)) : 0
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

  /// A place t of the rule, with all that does not depend on q there.
  private struct Node {
    /// t.
    let place: Double
    /// exp(−t²/2).
    let density: Double
    /// Φ(t).
    let cumulative: Double
    /// Φ(t)^(k−1).
    let power: Double
  }

  /// The places for each number of groups so far, upwards from −9; an audit asks for a few of them, many times.
  private static let grids = Mutex<[Int: [Node]]>([:])

  private static func grid(groups: Int, step: Double, first: Double, last: Double) -> [Node] {
    grids.withLock { grids in
      let count = Int(last - first) + 1
      if let known = grids[groups], known.count >= count { return known }
      let grid = (0..<max(count, Int(-3 * first))).map { offset -> Node in
        let t = (first + Double(offset)) * step
        let cumulative = cumulativeNormal(t)
        return Node(
          place: t, density: exp(-t * t / 2), cumulative: cumulative, power: pow(cumulative, Double(groups - 1)))
      }
      grids[groups] = grid
      return grid
    }
  }

  /// k ∫ φ(t) f(t, Φ(t − q)) dt.
  private static func integral(_ q: Double, groups: Int, _ f: (Node, Double) -> Double) -> Double {
    precondition(groups >= 2, "a range needs two groups")
    // The largest of k narrows with the logarithm of k only: from a hundred groups on the step is fine enough for all.
    let step = 0.25 / Double(min(groups, 100)).squareRoot()
    let first = (-9 / step).rounded(.down)
    let last = ((q + 9) / step).rounded(.up)
    var sum = 0.0
    for node in grid(groups: groups, step: step, first: first, last: last).prefix(Int(last - first) + 1) {
      let term = node.density * f(node, cumulativeNormal(node.place - q))
      sum += term
      // The integrand is logarithmically concave: once a term is lost in the sum, so is all that follows.
      if term < sum * 0x1p-55 { break }
    }
    return Double(groups) * sum * step / (2 * Double.pi).squareRoot()
  }

  private static func cumulativeNormal(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }
}
