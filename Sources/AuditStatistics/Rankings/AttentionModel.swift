#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How much attention the positions of a list get: a weight w(r) for each rank r = 1, 2, …
///
/// Weights are not normalised. All models but the cascade depend on the rank only.
public enum AttentionModel: Sendable, Hashable {
  /// 1/log₂(r + 1), the discount of nDCG [JarvelinKekalainen2002].
  case logarithmic
  /// 1/log₂(max(r, 2)): ranks 1 and 2 get the same, as in TREC 2021 and 2022 [Ekstrand2022].
  case logarithmicFlat
  /// γ^(r − 1): a reader goes on with probability γ, the patience [MoffatZobel2008].
  case geometric(patience: Double)
  /// 1/r.
  case reciprocal
  /// 1 everywhere.
  case uniform
  /// γ^(r − 1) (1 − s)^b with b relevant items ranked before: a reader goes on with probability γ, the patience, and is
  /// satisfied by a relevant item with probability s [Chapelle2009] [Diaz2020]. The item itself does not count for b.
  case cascade(patience: Double, satisfaction: Double = 0.5)

  /// The weight of the position `rank` ≥ 1, with `relevantBefore` relevant items ranked before it, which only the cascade
  /// regards.
  public func weight(rank: Int, relevantBefore: Int = 0) -> Double {
    precondition(rank >= 1 && relevantBefore >= 0, "ranks start at 1")
    let r = Double(rank)
    switch self {
    case .logarithmic: return 1 / log2(r + 1)
    case .logarithmicFlat: return 1 / log2(max(r, 2))
    case .geometric(let patience): return Self.power(patience, rank - 1)
    case .reciprocal: return 1 / r
    case .uniform: return 1
    case .cascade(let patience, let satisfaction):
      precondition(satisfaction >= 0 && satisfaction <= 1, "the satisfaction is a probability")
      return Self.power(patience, rank - 1) * pow(1 - satisfaction, Double(relevantBefore))
    }
  }

  /// The weights of the ranks 1…`length`, with nothing relevant before any of them [length].
  public func weights(length: Int) -> [Double] { (1..<length + 1).map { weight(rank: $0) } }

  /// The weights of a list, given by whether the item at each rank is relevant [length].
  public func weights(relevance: [Bool]) -> [Double] {
    var before = 0
    return relevance.enumerated().map { index, isRelevant in
      defer { before += isRelevant ? 1 : 0 }
      return weight(rank: index + 1, relevantBefore: before)
    }
  }

  /// The weight that each item of a tie gets on average over all orders of the tied items, which occupy `ranks`.
  ///
  /// For the cascade this depends on the item: `relevantBefore` relevant items stand before the tie, and among the *other*
  /// items of the tie are `relevantTied`. The other models disregard both. Ranks beyond `depth` get nothing.
  public func expectedWeight(
    ranks: ClosedRange<Int>, depth: Int = .max, relevantBefore: Int = 0, relevantTied: Int = 0
  ) -> Double {
    guard case .cascade(_, let satisfaction) = self else {
      return ranks.reduce(0) { $1 > depth ? $0 : $0 + weight(rank: $1) } / Double(ranks.count)
    }
    precondition(relevantTied >= 0 && relevantTied < ranks.count, "the relevant ones are among the others of the tie")
    // The probabilities of 0, 1, … relevant items among those of the tie that stand before: hypergeometric.
    var masses = [1.0]
    var sum = 0.0
    for (ahead, rank) in ranks.enumerated() where rank <= depth {
      let factor = masses.enumerated().reduce(0) { $0 + $1.element * pow(1 - satisfaction, Double($1.offset)) }
      sum += weight(rank: rank, relevantBefore: relevantBefore) * factor
      let others = ranks.count - 1 - ahead
      guard others > 0 else { break }
      var grown = Array(repeating: 0.0, count: masses.count + 1)
      for (hits, mass) in masses.enumerated() {
        let chance = max(0, Double(relevantTied - hits)) / Double(others)
        grown[hits] += mass * (1 - min(1, chance))
        grown[hits + 1] += mass * min(1, chance)
      }
      masses = grown
    }
    return sum / Double(ranks.count)
  }

  private static func power(_ patience: Double, _ exponent: Int) -> Double {
    precondition(patience >= 0 && patience <= 1, "the patience is a probability")
    return pow(patience, Double(exponent))
  }
}
