import AuditNumerics

/// The most extreme of the ``GuardedScore`` limits of many pairs, equal to that of all of them to the last digit.
///
/// Only groups of a ``LimitFrontier`` are compared, and not all of those: a stretch of a staircase is left out when even a
/// group with its most successes and its fewest failures would set no more extreme limit, which one evaluation of the
/// score shows. So a group costs a few root searches and some dozen evaluations among any number of groups.
struct ExtremeLimit: Sendable {
  private let comparison: PairComparison
  private let proportions: [Proportion]
  private let members: [Int]
  private let z: Double
  /// Upper limits are lower ones of the exchanged pairs: then the rival stands where the group stood.
  private let isExchanged: Bool
  /// Whether the smallest of the lower limits is sought.
  private let isSmallest: Bool
  private let rivals: LimitFrontier

  /// Seeks among all pairs of `members`.
  init(_ extreme: LimitExtreme, _ comparison: PairComparison, proportions: [Proportion], members: [Int], z: Double) {
    self.comparison = comparison
    self.proportions = proportions
    self.members = members
    self.z = z
    isExchanged = extreme == .smallestUpper || extreme == .largestUpper
    isSmallest = extreme == .smallestLower || extreme == .largestUpper
    rivals = LimitFrontier(
      members, of: proportions, on: isExchanged ? .group : .reference, comparison: comparison,
      seeksHigh: isExchanged != isSmallest, z: z)
  }

  /// The most extreme limit of each of `groups` against all other members [groups]; there must be others.
  func limits(of groups: [Int]) -> [RivalLimit] {
    let portion = 64
    let portions = Parallel.map((groups.count + portion - 1) / portion) { number in
      // What set the limit of one group mostly sets that of the next.
      var first: Int?
      return groups[(number * portion)..<min((number + 1) * portion, groups.count)].map { group in
        var search = Search(self, group)
        if let first, first != group { search.compare(first) }
        search.run()
        first = search.rival
        return RivalLimit(value(search.best), setBy: search.rival)
      }
    }
    return portions.flatMap { $0 }
  }

  /// The most extreme limit of all pairs of two members; there must be two.
  func limit() -> Double {
    let own = LimitFrontier(
      members, of: proportions, on: isExchanged ? .reference : .group, comparison: comparison,
      seeksHigh: isExchanged == isSmallest, z: z)
    var best: Double?
    for group in own.groups {
      var search = Search(self, group)
      search.best = best
      search.run()
      best = search.best
    }
    return value(best)
  }

  private func value(_ best: Double?) -> Double {
    guard let best else { preconditionFailure("limits of no pairs") }
    return isExchanged ? comparison.exchanged(best) : best
  }

  /// The search among the rivals of one group.
  private struct Search {
    let limits: ExtremeLimit
    let group: Int
    let own: Proportion
    /// The most extreme limit so far.
    var best: Double?
    /// The rival that set it.
    var rival: Int?

    init(_ limits: ExtremeLimit, _ group: Int) {
      self.limits = limits
      self.group = group
      own = limits.proportions[group]
    }

    mutating func run() {
      for staircase in limits.rivals.staircases {
        let isGuarded = staircase.isGuarded || GuardedScore.needsGuard(own, z: limits.z)
        look(at: staircase.groups[...], guarded: isGuarded)
      }
      for block in limits.rivals.blocks {
        // The correction only lowers a limit, so the plain one bounds the largest.
        if !limits.isSmallest, !reaches(block.furthest, guarded: false) { continue }
        for rival in block.groups where rival != group { compare(rival) }
      }
    }

    /// Looks at one stretch of a staircase.
    private mutating func look(at groups: ArraySlice<Int>, guarded: Bool) {
      guard let first = groups.first, let last = groups.last else { return }
      if first == last {
        if first != group { compare(first) }
        return
      }
      guard reaches(limits.furthest(first, last), guarded: guarded) else { return }
      let middle = groups.startIndex + groups.count / 2
      look(at: groups[..<middle], guarded: guarded)
      look(at: groups[middle...], guarded: guarded)
    }

    /// Takes the limit against one rival, if it is more extreme.
    mutating func compare(_ index: Int) {
      let other = limits.proportions[index]
      let guarded = GuardedScore.needsGuard(own, z: limits.z) || GuardedScore.needsGuard(other, z: limits.z)
      guard reaches(other, guarded: guarded) else { return }
      let limit = score(other).lower(z: limits.z, guarded: guarded)
      if let best, limits.isSmallest ? best <= limit : best >= limit { return }
      best = limit
      rival = index
    }

    /// Whether the limit against `other` is more extreme than the best so far, or too close to say without solving.
    private func reaches(_ other: Proportion, guarded: Bool) -> Bool {
      guard let best else { return true }
      let floor = limits.comparison == .ratio ? 0.0 : -1
      let margin = limits.comparison == .ratio ? best * 1e-12 : 1e-12
      let score = score(other)
      if limits.isSmallest {
        return best > floor && !score.excludes(best + margin, z: limits.z, guarded: guarded)
      }
      return best > floor
        ? score.excludes(best - margin, z: limits.z, guarded: guarded) : score.canExclude(z: limits.z, guarded: guarded)
    }

    private func score(_ other: Proportion) -> PairScore {
      limits.isExchanged
        ? PairScore(comparison: limits.comparison, group: other, reference: own)
        : PairScore(comparison: limits.comparison, group: own, reference: other)
    }
  }

  /// The counts that surpass all of a stretch of a staircase, from its first and its last group.
  private func furthest(_ first: Int, _ last: Int) -> Proportion {
    let (first, last) = (proportions[first], proportions[last])
    let (successes, failures) =
      isExchanged != isSmallest ? (first.successes, last.failures) : (last.successes, first.failures)
    return Proportion(successes: successes, trials: successes + failures)
  }
}
