/// The groups among which the most extreme ``GuardedScore`` limit is found, whichever group they are compared with.
///
/// With more successes or fewer failures a group's lower limits rise, and those of the groups compared with it fall. So a
/// group that another one surpasses, with no fewer successes and no more failures, can set no limit that the other does
/// not set at least as far out. What nobody surpasses makes a staircase; a second one, of what only the first surpasses,
/// stands in for a group of the first that is compared with itself.
///
/// The rise holds for the plain score everywhere, for the corrected one not where its correction is largest: from z = 2.4
/// on among references with few failures and, for differences, among groups with few successes. Enumerations find the last
/// exception at a count of 1.4 (z² − 1)/6 + 1. Below z²/2 groups are therefore no steps of a staircase, and are compared
/// one by one. Where ``GuardedScore`` guards some pairs only, those it guards always have staircases of their own.
struct LimitFrontier: Sendable {
  /// The side of the comparison that the groups of the frontier stand on.
  enum Side: Sendable {
    case group
    case reference
  }

  /// Groups by falling successes and falling failures, or by falling failures and falling successes.
  struct Staircase: Sendable {
    let groups: [Int]
    /// Whether the corrected score is needed whatever the other side is.
    let isGuarded: Bool
  }

  /// Some of the groups that follow no order.
  struct Block: Sendable {
    let groups: [Int]
    /// Counts that surpass all of theirs, as the plain score orders them.
    let furthest: Proportion
  }

  let staircases: [Staircase]
  /// The groups that follow no order, no counts more than twice.
  let blocks: [Block]

  /// Looks at `members` of `proportions`.
  ///
  /// - Parameter seeksHigh: Whether many successes and few failures push the limit outwards, else the reverse.
  init(
    _ members: [Int], of proportions: [Proportion], on side: Side, comparison: PairComparison, seeksHigh: Bool,
    z: Double
  ) {
    // Outwards, inwards: what pushes the limit out when it grows, and when it falls.
    let steps = members.map { index in
      let proportion = proportions[index]
      let (successes, failures) = (proportion.successes, proportion.failures)
      return Step(
        group: index, outwards: seeksHigh ? successes : failures, inwards: seeksHigh ? failures : successes,
        isGuarded: GuardedScore.needsGuard(proportion, z: z),
        isOrdered: z <= 2 || (side == .reference ? failures : comparison == .ratio ? .infinity : successes) >= z * z / 2
      )
    }.sorted()
    var staircases: [Staircase] = []
    for isGuarded in [true, false] {
      var rest = steps.filter { $0.isOrdered && $0.isGuarded == isGuarded }
      for _ in 0..<2 {
        let staircase = Self.split(&rest)
        if !staircase.isEmpty { staircases.append(Staircase(groups: staircase, isGuarded: isGuarded)) }
      }
    }
    self.staircases = staircases
    let unordered = steps.filter { !$0.isOrdered }
    let kept = unordered.indices.filter { $0 < 2 || !unordered[$0].agrees(with: unordered[$0 - 2]) }
      .map { unordered[$0] }
    blocks = stride(from: 0, to: kept.count, by: 32).map { first in
      let block = kept[first..<min(first + 32, kept.count)]
      let outwards = block[first].outwards
      let inwards = block.reduce(.infinity) { min($0, $1.inwards) }
      return Block(
        groups: block.map(\.group),
        furthest: Proportion(successes: seeksHigh ? outwards : inwards, trials: outwards + inwards))
    }
  }

  /// All groups of the frontier.
  var groups: [Int] { staircases.flatMap(\.groups) + blocks.flatMap(\.groups) }

  /// Takes out those that none of the others surpasses.
  private static func split(_ steps: inout [Step]) -> [Int] {
    var least = Double.infinity
    var staircase: [Int] = []
    steps.removeAll { step in
      guard step.inwards < least else { return false }
      least = step.inwards
      staircase.append(step.group)
      return true
    }
    return staircase
  }

  private struct Step: Comparable {
    let group: Int
    let outwards: Double
    let inwards: Double
    let isGuarded: Bool
    let isOrdered: Bool

    func agrees(with other: Step) -> Bool { outwards == other.outwards && inwards == other.inwards }

    static func < (one: Step, other: Step) -> Bool {
      if one.outwards != other.outwards { return one.outwards > other.outwards }
      return one.inwards != other.inwards ? one.inwards < other.inwards : one.group < other.group
    }
  }
}
