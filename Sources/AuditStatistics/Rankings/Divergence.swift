#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How far one composition is from another, in nats.
///
/// A composition is given by amounts that are not negative, [classes]; only their shares of the total matter.
public enum Divergence {
  /// Σ p ln (p/q), the divergence of p from the target q [KullbackLeibler1951]: 0 when they agree, +∞ when p has a class
  /// that q has not. Nil when a total is 0.
  public static func kullbackLeibler(_ p: [Double], from q: [Double]) -> Double? {
    guard let (p, q) = shares(p, q) else { return nil }
    return max(0, zip(p, q).reduce(0) { $0 + term($1.0, $1.1) })
  }

  /// The square of the Jensen–Shannon distance [Lin1991]: the mean divergence of both from their average, between 0 and
  /// ln 2. Nil when a total is 0.
  ///
  /// One minus this, of exposure against a target, is attention-weighted rank fairness as TREC 2022 defined it.
  public static func jensenShannon(_ p: [Double], _ q: [Double]) -> Double? {
    guard let (p, q) = shares(p, q) else { return nil }
    let sum = zip(p, q).reduce(0) { sum, pair in
      let middle = (pair.0 + pair.1) / 2
      return sum + term(pair.0, middle) + term(pair.1, middle)
    }
    return max(0, sum / 2)
  }

  private static func term(_ p: Double, _ q: Double) -> Double { p > 0 ? p * log(p / q) : 0 }

  private static func shares(_ p: [Double], _ q: [Double]) -> ([Double], [Double])? {
    precondition(p.count == q.count, "compositions have the same classes")
    precondition((p + q).allSatisfy { $0 >= 0 && $0.isFinite }, "amounts are not negative")
    let (first, second) = (p.reduce(0, +), q.reduce(0, +))
    return first > 0 && second > 0 ? (p.map { $0 / first }, q.map { $0 / second }) : nil
  }
}
