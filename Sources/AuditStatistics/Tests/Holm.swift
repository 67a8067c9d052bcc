/// Holm's step-down adjustment of p-values [Holm1979].
public enum Holm {
  /// Adjusted p-values, in the order given: rejecting those at or below α keeps the chance of any false rejection at α,
  /// however the tests depend on one another.
  public static func adjust(_ p: [Double]) -> [Double] {
    var adjusted = p
    var largest = 0.0
    for (rank, index) in p.indices.sorted(by: { p[$0] < p[$1] }).enumerated() {
      largest = max(largest, min(1, Double(p.count - rank) * p[index]))
      adjusted[index] = largest
    }
    return adjusted
  }
}
