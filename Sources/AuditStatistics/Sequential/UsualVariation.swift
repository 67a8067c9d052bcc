/// How much a share usually varies from period to period, as Laney's p′ chart has it [Laney2002].
///
/// The limits widen by how much more neighbouring periods differ than counting alone explains, so that large counts do not make
/// every period look odd. They say what is usual, and judge nothing.
package struct UsualVariation: Sendable, Hashable {
  /// Periods without which nothing is said.
  package static let fewest = 12

  /// The share over all periods.
  package let mean: Double
  /// How much more neighbouring periods differ than counting alone explains; 1 where they do not.
  package let excess: Double

  /// What is usual of counts [periods].
  ///
  /// - Parameters:
  ///   - numerators: Those who have what is counted [periods].
  ///   - denominators: Among them [periods], each above 0.
  /// - Returns: nil of fewer than ``fewest`` periods, and where nobody or everybody has it.
  package init?(numerators: [Double], denominators: [Double]) {
    guard numerators.count == denominators.count, numerators.count >= Self.fewest,
      denominators.allSatisfy({ $0 > 0 && $0.isFinite })
    else { return nil }
    let total = denominators.reduce(0, +)
    let mean = numerators.reduce(0, +) / total
    guard mean > 0, mean < 1 else { return nil }
    let scores = zip(numerators, denominators).map { ($0 / $1 - mean) / (mean * (1 - mean) / $1).squareRoot() }
    let ranges = zip(scores, scores.dropFirst()).map { abs($1 - $0) }
    self.mean = mean
    // The mean range of two normal deviates. Periods that differ less than counting explains narrow nothing.
    excess = max(1, ranges.reduce(0, +) / Double(ranges.count) / 1.128)
  }

  /// Between what a share of `denominator` usually lies: three standard deviations on either side, within 0 and 1.
  package func limits(denominator: Double) -> ClosedRange<Double> {
    let reach = 3 * excess * (mean * (1 - mean) / denominator).squareRoot()
    return max(0, mean - reach)...min(1, mean + reach)
  }
}
