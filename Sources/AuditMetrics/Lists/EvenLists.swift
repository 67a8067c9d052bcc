import AuditNumerics
package import AuditStatistics

/// What a system would show that makes no difference between items: as many lists, as long, each drawn anew.
///
/// A catalogue of which few lists hold anything looks concentrated however even the system is, so that numbers about everything
/// at once are set beside those of such a system.
package struct EvenLists: Sendable {
  /// Items of the catalogue.
  private let items: Int
  /// Lists of each length, from one position on.
  private let lists: [Int]
  /// The attention of each position.
  private let weights: [Double]

  /// Sets of lists that are drawn at most, and positions in all of them.
  static let (mostDraws, mostPositions) = (20, 2_000_000)
  private static let fewPositions = 200_000
  private static let stream: UInt64 = 0x6576_656e

  /// Lists of these lengths; nothing where they are too many to be drawn, or longer than sums by rank are kept.
  ///
  /// - Parameter lists: Lists of each length, from one position on.
  package init?(items: Int, lists: [Int], depth: Int, attention: AttentionModel) {
    guard items > 0, depth <= ListSummary.deepest else { return nil }
    self.items = items
    self.lists = lists
    weights = attention.weights(length: min(depth, items))
    guard (1...Self.mostPositions).contains(positions) else { return nil }
  }

  private func length(_ index: Int) -> Int { min(index + 1, weights.count) }

  private var positions: Int { lists.indices.reduce(0) { $0 + lists[$1] * length($1) } }

  /// The expected share of items that stand in some list: 1 − Π (1 − length ÷ items) over the lists, exactly.
  package var coverage: Double {
    1 - lists.indices.reduce(1.0) { $0 * power(1 - Double(length($1)) / Double(items), lists[$1]) }
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, left) = (1.0, base, exponent)
    while left > 0 {
      if left & 1 == 1 { result *= square }
      square *= square
      left >>= 1
    }
    return result
  }

  /// The means of numbers over drawn sets of lists; nil for one that does not exist.
  ///
  /// - Parameter seed: Determines every draw.
  package func means(of numbers: [(ItemTotals) -> Double?], seed: UInt64) -> [Double?] {
    let draws = max(1, min(Self.mostDraws, Self.fewPositions / positions))
    var sums = numbers.map { _ in 0.0 as Double? }
    for draw in 0..<draws {
      let totals = drawn(CounterStream(seed: seed, stream: Self.stream, replicate: UInt64(draw)))
      for (place, number) in numbers.enumerated() {
        sums[place] = sums[place].flatMap { sum in number(totals).map { sum + $0 } }
      }
    }
    return sums.map { $0.map { $0 / Double(draws) } }
  }

  /// One set of lists: each holds different items, all orders of which are as likely.
  private func drawn(_ stream: CounterStream) -> ItemTotals {
    var stream = stream
    var order = Array(0..<items)
    var totals = ItemTotals(
      attention: Array(repeating: 0, count: items), shown: Array(repeating: 0, count: items),
      relevance: Array(repeating: 0, count: items))
    for (index, count) in lists.enumerated() {
      for _ in 0..<count {
        for position in 0..<length(index) {
          let left = UInt64(items - position)
          order.swapAt(position, position + Int(stream.next().multipliedFullWidth(by: left).high))
          totals.attention[order[position]] += weights[position]
          totals.shown[order[position]] += 1
        }
      }
    }
    return totals
  }
}
