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
    let total = counts.reduce(0, +)
    var mass = total
    // What a cell takes of the trials that the cells before it left.
    let shares = counts.enumerated().filter { $1 > 0 }.map { cell, count in
      defer { mass -= count }
      return (cell: cell, probability: count / mass)
    }
    var result = Matrix(rows: counts.count, columns: range.count)
    result.elements.withUnsafeMutableBufferPointer { elements in
      for (column, replicate) in range.enumerated() {
        var stream = CounterStream(seed: seed, stream: Self.stream, replicate: UInt64(replicate))
        var trials = Int(total)
        for (cell, probability) in shares where trials > 0 {
          let drawn = BinomialSampler.draw(trials: trials, probability: probability, from: &stream)
          elements[cell * range.count + column] = Double(drawn)
          trials -= drawn
        }
      }
    }
    return result
  }

  /// Keeps these streams apart from those of other methods under the same seed.
  private static let stream: UInt64 = 1
}
