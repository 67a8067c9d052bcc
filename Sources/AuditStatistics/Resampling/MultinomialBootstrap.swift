public import AuditNumerics

/// The bootstrap of a table of counts: every replicate distributes the same total over the cells with the observed shares,
/// which is exactly what drawing rows with replacement does to the table [Efron1979].
///
/// All metrics and groupings read the same replicates, so that their dependence is kept.
public struct MultinomialBootstrap: Sendable {
  /// The observed counts [cells].
  public let counts: [Double]
  /// The number of replicates.
  public let replicates: Int
  private let seed: UInt64

  /// A bootstrap of whole `counts` [cells]; the seed determines every replicate.
  public init(counts: [Double], replicates: Int, seed: UInt64) {
    precondition(counts.allSatisfy { $0 >= 0 && $0 == $0.rounded() }, "a multinomial needs whole counts")
    self.counts = counts
    self.replicates = replicates
    self.seed = seed
  }

  /// The counts of the replicates in `range` [cells × replicates in the range].
  ///
  /// A replicate depends on the seed and its own number only, so blocks may be made in any order and on any thread.
  public func block(_ range: Range<Int>) -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= replicates, "the block lies outside the replicates")
    var result = Matrix(rows: counts.count, columns: range.count)
    for replicate in range {
      var stream = CounterStream(seed: seed, stream: Self.stream, replicate: UInt64(replicate))
      var trials = counts.reduce(0, +)
      var mass = trials
      for (cell, count) in counts.enumerated() where count > 0 && trials > 0 {
        let drawn = Double(
          BinomialSampler.draw(trials: Int(trials), probability: count / mass, from: &stream))
        result[cell, replicate - range.lowerBound] = drawn
        trials -= drawn
        mass -= count
      }
    }
    return result
  }

  /// Keeps these streams apart from those of other methods under the same seed.
  private static let stream: UInt64 = 1
}
