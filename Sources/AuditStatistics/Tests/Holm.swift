/// Holm's step-down adjustment of p-values [Holm1979].
public enum Holm {
  /// Adjusted p-values, in the order given: rejecting those at or below α keeps the chance of any false rejection at α,
  /// however the tests depend on one another.
  public static func adjust(_ p: [Double]) -> [Double] { adjust(p, families: Array(p.indices)) }

  /// The same for p-values that are adjusted within families already, as Tukey's are: a family counts once, until all of its
  /// own are rejected.
  ///
  /// At the first false rejection no family that holds a true hypothesis is out of the count, so that each of them has its
  /// share of α.
  ///
  /// - Parameter families: The family of each p-value; its own where it is not adjusted for others.
  public static func adjust(_ p: [Double], families: [Int]) -> [Double] {
    precondition(p.count == families.count, "one family a p-value")
    var left = Dictionary(families.map { ($0, 1) }, uniquingKeysWith: +)
    var adjusted = p
    var largest = 0.0
    for index in p.indices.sorted(by: { p[$0] < p[$1] }) {
      largest = max(largest, min(1, Double(left.count) * p[index]))
      adjusted[index] = largest
      left[families[index], default: 1] -= 1
      if left[families[index]] == 0 { left[families[index]] = nil }
    }
    return adjusted
  }
}
