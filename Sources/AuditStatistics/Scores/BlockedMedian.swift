import CBoostMath

/// The median of a number that people have, with what its limits follow from: means of blocks of people in rising order, so that no
/// person's number is told.
public struct BlockedMedian: Sendable, Hashable {
  /// The median.
  public let value: Double
  /// People.
  public let people: Int
  /// People in a block.
  public let size: Int
  /// The means of blocks below the middle, from the middle outwards, each of `size` people.
  public let below: [Double]
  /// The same above the middle.
  public let above: [Double]

  /// The fewest people in a block.
  public static let fewestTogether = 5
  /// The fewest people of whose numbers a median is told: of fewer, those outside the middle could be told from a mean.
  public static let fewestPeople = 11
  /// Beyond this critical value nothing is ruled out.
  public static let mostDeviate = 5.0

  /// How many people make a block among so many: for blocks of a twentieth of a standard error of ranks, five at least.
  public static func size(people: Int) -> Int {
    max(fewestTogether, Int((Double(people).squareRoot() / 20).rounded(.up)))
  }

  /// How many blocks there are on either side: as many as limits can ask for, while as many people as a block has stay outside.
  public static func blocks(people: Int) -> Int {
    let (half, size) = (people / 2, size(people: people))
    let inside = max(0, half / size - 1)
    let rank = rank(people: people, z: mostDeviate)
    return rank > 0 ? min(inside, (half - min(rank, half) + size - 1) / size + 1) : inside
  }

  /// States a median; nil where blocks are none that a reader could have found.
  public init?(value: Double, people: Int, size: Int, below: [Double], above: [Double]) {
    guard people >= Self.fewestPeople, people < 1 << 53, value.isFinite, size >= Self.fewestTogether,
      size <= people, max(below.count, above.count) <= people / 2 / size
    else { return nil }
    let rising = below.reversed() + [value] + above
    let isRising = zip(rising, rising.dropFirst()).allSatisfy {
      $0.isFinite && $1.isFinite && $0 - $1 <= 1e-9 * max($0.magnitude, $1.magnitude)
    }
    guard isRising else { return nil }
    self.value = value
    self.people = people
    self.size = size
    self.below = below
    self.above = above
  }

  /// The largest k for which the median lies below the k-th smallest of so many numbers with a chance of at most the tail of
  /// z: P(B ≤ k − 1) for B of the binomial distribution with a half; 0 where there is none.
  static func rank(people: Int, z: Double) -> Int {
    let tail = Normal.upperTail(z)
    func isBelow(_ rank: Int) -> Bool { boost_binomial_cumulative(Double(rank - 1), Double(people), 0.5) <= tail }
    var (least, most) = (0, people / 2 + 1)
    while most - least > 1 {
      let middle = (least + most) / 2
      if isBelow(middle) { least = middle } else { most = middle }
    }
    return least
  }

  /// The limits of the sign test, moved outwards to the mean of the next block: the k-th smallest number lies above the mean of any block
  /// below it. Infinite where no block lies so far out.
  public func limits(z: Double) -> ConfidenceInterval {
    let rank = Self.rank(people: people, z: z)
    let block = (people / 2 - min(rank, people / 2) + size - 1) / size
    return ConfidenceInterval(
      lower: rank > 0 && block < below.count ? min(value, below[block]) : -.infinity,
      upper: rank > 0 && block < above.count ? max(value, above[block]) : .infinity)
  }
}
