/// The exact test of one ranking's prefixes for too few members of a class: FA*IR [Zehlike2017].
///
/// Under the null hypothesis each position belongs to the class with probability p, independently. A table says how many
/// members the first i positions need at least:
///
///     m(i) = min {m : F(m; i, p) ≥ a}       F the binomial distribution function, i = 1…n
///
/// and a ranking fails when some prefix has fewer. Because n prefixes are tested, a must be smaller than the significance
/// level α that the whole test shall have. The probability of failing is a step function of a that changes only at values
/// of F; the largest of these that keeps it at or below α is found among them, and the probability itself by dynamic
/// programming over (position, members). No simulation, no bisection.
///
/// Values of F that agree to 1e-12 count as equal, so that a level that is such a value, like 0.125 = F(0; 3, ½), is met
/// despite rounding.
public struct RankedGroupRepresentation: Sendable, Hashable {
  /// p: the share of the class when nobody is favoured.
  public let share: Double
  /// a: the level of the single prefixes; the largest that gives ``minimums``.
  public let prefixLevel: Double
  /// m(1)…m(n): the members that each prefix needs [n].
  public let minimums: [Int]
  /// The probability that a ranking fails although the null hypothesis is true.
  public let failureProbability: Double

  /// The table in which every prefix is tested at `prefixLevel` itself, without regard to the others.
  public init(length: Int, share: Double, prefixLevel: Double) {
    precondition(length >= 0, "a ranking has a length")
    precondition(share > 0 && share < 1, "shares lie between 0 and 1")
    precondition(prefixLevel > 0 && prefixLevel < 1, "levels lie between 0 and 1")
    let prefixes = Self.prefixes(length: length, share: share, upTo: prefixLevel)
    self.init(share: share, level: prefixLevel, prefixes)
  }

  /// The most demanding table of which a ranking fails with a probability of at most `significance`.
  public init(length: Int, share: Double, significance: Double) {
    precondition(length >= 0, "a ranking has a length")
    precondition(share > 0 && share < 1, "shares lie between 0 and 1")
    precondition(significance > 0 && significance < 1, "levels lie between 0 and 1")
    let prefixes = Self.prefixes(length: length, share: share, upTo: significance)
    // Above the last value of any row, that prefix alone would fail too often. The table of the smallest value demands
    // nothing and never fails.
    let limit = prefixes.compactMap(\.last).min() ?? 1
    let values = prefixes.joined().filter { $0 <= limit }.sorted()
    var (best, tooHigh) = (0, values.count)
    while tooHigh - best > 1 {
      let middle = best + (tooHigh - best) / 2
      let table = RankedGroupRepresentation(share: share, level: values[middle], prefixes)
      if table.failureProbability <= significance * Self.above { best = middle } else { tooHigh = middle }
    }
    self.init(share: share, level: values.isEmpty ? significance : values[best], prefixes)
  }

  private init(share: Double, level: Double, _ prefixes: [[Double]]) {
    self.share = share
    let required = level * Self.below
    minimums = prefixes.map { values in values.firstIndex { $0 >= required } ?? values.count }
    prefixLevel = zip(prefixes, minimums).map { $0[$1] }.min() ?? level
    failureProbability = Self.failure(minimums, share)
  }

  /// Whether a ranking, given by membership from the first position on, has all the members that the table asks for.
  ///
  /// A ranking shorter than the table is tested as far as it goes.
  public func accepts(_ membership: [Bool]) -> Bool {
    precondition(membership.count <= minimums.count, "the ranking is longer than the table")
    var members = 0
    for (isMember, minimum) in zip(membership, minimums) {
      if isMember { members += 1 }
      if members < minimum { return false }
    }
    return true
  }

  /// How surprising a ranking is under the null hypothesis.
  public struct Surprise: Sendable, Hashable {
    /// The probability of a ranking with a prefix at least as improbable as the worst of this one; exact. It is at most α
    /// exactly when the ranking fails the table made for the significance α.
    public let pValue: Double
    /// The length of the worst prefix, the first of them if several are equally improbable.
    public let rank: Int
    /// The members in the worst prefix.
    public let members: Int
    /// F(members; rank, p): the probability of so few members in that prefix alone.
    public let prefixProbability: Double
  }

  /// The exact p-value of one ranking and the prefix it rests on; nil for an empty ranking.
  public static func surprise(_ membership: [Bool], share: Double) -> Surprise? {
    precondition(share > 0 && share < 1, "shares lie between 0 and 1")
    guard !membership.isEmpty else { return nil }
    var worst: (rank: Int, members: Int, probability: Double)?
    var members = 0
    var row = [1.0]
    for (position, isMember) in membership.enumerated() {
      if isMember { members += 1 }
      row = next(row, share)
      let probability = row[members]
      if probability < (worst?.probability ?? 2) * below { worst = (position + 1, members, probability) }
    }
    guard let worst else { return nil }
    // Fails what is as improbable as the worst prefix, and whatever is less probable.
    let level = worst.probability * above
    let minimums = prefixes(length: membership.count, share: share, upTo: level).map { values in
      values.firstIndex { $0 > level } ?? values.count
    }
    return Surprise(
      pValue: failure(minimums, share), rank: worst.rank, members: worst.members,
      prefixProbability: worst.probability)
  }

  private static let above = 1 + 1e-12
  private static let below = 1 - 1e-12

  /// F(0; i, p), F(1; i, p), … for i = 1…n, up to the first value above `level` in each row, which is enough to decide.
  private static func prefixes(length: Int, share: Double, upTo level: Double) -> [[Double]] {
    var result: [[Double]] = []
    result.reserveCapacity(length)
    var row = [1.0]
    for _ in 0..<length {
      row = next(row, share)
      let enough = row.firstIndex { $0 > level * above } ?? row.count - 1
      result.append(Array(row[...enough]))
    }
    return result
  }

  /// The distribution function for one trial more, F(m) ← q F(m) + p F(m − 1): all terms are positive.
  private static func next(_ row: [Double], _ share: Double) -> [Double] {
    (0...row.count).map { members in
      let same = members < row.count ? row[members] : 1
      let fewer = members > 0 ? row[members - 1] : 0
      return (1 - share) * same + share * fewer
    }
  }

  /// The probability that some prefix has fewer members than its minimum.
  private static func failure(_ minimums: [Int], _ share: Double) -> Double {
    // The probabilities of `first`, `first` + 1, … members so far, of rankings that have not failed.
    var (first, masses, failed) = (0, [1.0], 0.0)
    for minimum in minimums {
      var grown = Array(repeating: 0.0, count: masses.count + 1)
      for (index, mass) in masses.enumerated() {
        grown[index] += (1 - share) * mass
        grown[index + 1] += share * mass
      }
      let failing = max(0, min(minimum - first, grown.count))
      for mass in grown.prefix(failing) { failed += mass }
      masses = Array(grown.dropFirst(failing))
      first += failing
    }
    return failed
  }
}
