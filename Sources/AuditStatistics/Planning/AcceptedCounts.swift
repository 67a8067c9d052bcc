/// The counts of one group of a table at which a rule shows a decision, the other groups being as they are.
package struct AcceptedCounts: Sendable, Hashable {
  /// Between these two, both included.
  var least: Int
  var most: Int
  /// None of these, though they lie between.
  var gap = 0..<0
  /// Rather those that do not lie between.
  var isOutside = false

  func contains(_ count: Int) -> Bool {
    guard count >= least, count <= most else { return isOutside }
    return !isOutside && !gap.contains(count)
  }
}

/// Finds ``AcceptedCounts`` of one group for one decision of ``FamilyRule``.
///
/// A decision is made by the group's comparisons with each rival, and each of those turns once as the group's count grows. Where
/// it turns follows from the rival's count, of which thousands of tables have few: it is looked for once.
package struct CountSearch {
  /// A comparison that turns as the group's count grows. One search holds it, on one thread.
  private final class Turn {
    /// Whether a count of the group, against a rival's, is past it.
    let isPast: (Proportion, Proportion) -> Bool
    /// The first count that is past it, by the rival's count; of rivals with many people by a dictionary.
    private var known: [[Int32]]
    private var others: [[Int: Int]]
    private var last: Int?

    init(sizes: [Int], isPast: @escaping (Proportion, Proportion) -> Bool) {
      known = sizes.map { [Int32](repeating: -1, count: $0 < 1 << 16 ? $0 + 1 : 0) }
      others = sizes.map { _ in [:] }
      self.isPast = isPast
    }

    /// The first count of a group of so many people that is past it; one more than there are people where none is.
    func first(of trials: Int, against rival: Int, _ other: Proportion) -> Int {
      let key = Int(other.successes)
      if key < known[rival].count, trials < Int(Int32.max) {
        if known[rival][key] >= 0 { return Int(known[rival][key]) }
        let found = search(trials, other)
        known[rival][key] = Int32(found)
        return found
      }
      if let found = others[rival][key] { return found }
      let found = search(trials, other)
      others[rival][key] = found
      return found
    }

    private func search(_ trials: Int, _ other: Proportion) -> Int {
      // Between a count that is not past it, and one that is: from where the last one was, in steps that grow.
      var (short, far) = (-1, trials + 1)
      var (next, step) = (last ?? trials / 2, last == nil ? trials : 1)
      while far - short > 1 {
        next = min(max(next, short + 1), far - 1)
        if isPast(Proportion(successes: Double(next), trials: Double(trials)), other) {
          far = next
        } else {
          short = next
        }
        let isOpen = short == -1 || far == trials + 1
        next = isOpen && step < trials ? (far == next ? next - step : next + step) : short + (far - short) / 2
        step = step < trials ? step * 2 : step
      }
      last = far
      return far
    }
  }

  /// What is asked of the comparisons with all rivals: that each is so, or any.
  private enum Asked { case each, any }

  private let group: Int
  private let trials: Int
  /// The people of each group [groups].
  private let sizes: [Int]
  /// Those it is compared with; everybody else together where there are none.
  private let rivals: [Int]
  private let decision: FamilyVerdict.Decision
  private let reference: FamilyVerdict.Reference
  private var low: (asked: Asked, turn: Turn)?
  private var high: (asked: Asked, turn: Turn)?
  /// The own check of the reference group, if the group may be one itself.
  private var own: Turn?

  /// The counts that do in each table [tables].
  func counts(in tables: PowerAnalysis.Tables) -> [AcceptedCounts] {
    var others = [Proportion](repeating: Proportion(successes: 0, trials: 0), count: max(1, rivals.count))
    return (0..<tables.count).map { table in
      if rivals.isEmpty {
        var rest = Proportion(successes: 0, trials: 0)
        for index in sizes.indices where index != group {
          let other = tables[table, index]
          rest = rest.adding(successes: other.successes, failures: other.trials - other.successes)
        }
        others[0] = rest
      } else {
        for (place, rival) in rivals.enumerated() { others[place] = tables[table, rival] }
      }
      return counts(against: others)
    }
  }

  private func counts(against others: [Proportion]) -> AcceptedCounts {
    // A lower limit passes its threshold as the count grows; an upper one leaves its own, so that "each" are below where the
    // first of them leaves.
    let above = low.map { first($0.turn, of: $0.asked, others) }
    let below = high.map { first($0.turn, of: $0.asked == .each ? .any : .each, others) - 1 }
    guard decision == .met else {
      // Too low, or too high.
      if let above, let below { return AcceptedCounts(least: below + 1, most: above - 1, isOutside: true) }
      return AcceptedCounts(least: above ?? 0, most: below ?? trials)
    }
    var counts = AcceptedCounts(least: above ?? 0, most: below ?? trials)
    if own != nil { counts.gap = gap(others) }
    return counts
  }

  /// The first count past the turns of all rivals, or of any.
  private func first(_ turn: Turn, of asked: Asked, _ others: [Proportion]) -> Int {
    var first = asked == .each ? 0 : trials + 1
    for rival in others.indices {
      let own = turn.first(of: trials, against: rival, others[rival])
      first = asked == .each ? max(first, own) : min(first, own)
    }
    return first
  }

  /// The counts at which the reference group's own comparison with the group does not pass, the group not yet being that one.
  private func gap(_ others: [Proportion]) -> Range<Int> {
    let isHighest = reference == .highest
    func rate(_ other: Proportion) -> Double { other.successes / other.trials }
    var top = 0
    for index in others.indices.dropFirst() {
      if isHighest ? rate(others[index]) > rate(others[top]) : rate(others[index]) < rate(others[top]) { top = index }
    }
    // Of equal rates the first group is the reference.
    let limit = rate(others[top])
    let isTaken = rivals[top] < group
    func isReference(_ count: Int) -> Bool {
      let rate = Double(count) / Double(trials)
      return isTaken ? (isHighest ? rate > limit : rate < limit) : (isHighest ? rate >= limit : rate <= limit)
    }
    var edge = min(trials, max(0, Int((limit * Double(trials)).rounded(.down))))
    let turn = own?.first(of: trials, against: top, others[top]) ?? 0
    if isHighest {
      while edge > 0, isReference(edge - 1) { edge -= 1 }
      while edge <= trials, !isReference(edge) { edge += 1 }
      return turn..<max(turn, edge)
    }
    while edge < trials, isReference(edge + 1) { edge += 1 }
    while edge >= 0, !isReference(edge) { edge -= 1 }
    return (edge + 1)..<max(edge + 1, turn)
  }

  /// A search for a group of `trials` people among groups of these sizes [groups]; nil where the decision is made in another way.
  init?(
    _ decision: FamilyVerdict.Decision, of group: Int, trials: Int, sizes: [Int], rivals members: [Int],
    comparison: PairComparison, reference: FamilyVerdict.Reference, claim: FamilyVerdict.Claim, critical: CriticalValues
  ) {
    guard decision != .cannotTell, trials > 0 else { return nil }
    let rival: Rival
    switch reference {
    case .highest, .lowest:
      rivals = members.filter { $0 != group }
      guard let first = rivals.first, rivals.allSatisfy({ sizes[$0] > 0 }) else { return nil }
      rival = .group(first)
    case .named(let index):
      guard index != group, sizes[index] > 0 else { return nil }
      rivals = [index]
      rival = .group(index)
    case .overall, .complement:
      guard sizes.indices.contains(where: { $0 != group && sizes[$0] > 0 }) else { return nil }
      rivals = []
      rival = reference == .overall ? .overall : .complement
    case .constants: return nil
    }
    let isChosen = reference == .highest || reference == .lowest
    var (least, most): (Double?, Double?)
    switch (claim, comparison, reference) {
    case (.atLeast(let limit), _, _): least = limit
    case (.atMost(let limit), .ratio, _), (.atMost(let limit), .difference, .lowest): most = limit
    case (.atMost(let limit), .difference, .highest): least = -limit
    case (.atMost(let limit), .difference, _): (least, most) = (-limit, limit)
    case (.between(let low, let high), _, _): (least, most) = (low, high)
    }
    if let least, let most, isChosen || least > most { return nil }
    (self.decision, self.group, self.trials, self.sizes, self.reference) = (decision, group, trials, sizes, reference)

    let counts =
      rivals.isEmpty
      ? [sizes.indices.reduce(0) { $1 == group ? $0 : $0 + sizes[$1] }] : rivals.map { sizes[$0] }
    func lower(_ limit: Double, _ z: Double) -> Turn {
      Turn(sizes: counts) { ThresholdEvidence.exceeds(limit, comparison, $0, $1, rival, z) }
    }
    func upper(_ limit: Double, _ z: Double) -> Turn {
      Turn(sizes: counts) { !ThresholdEvidence.fallsShort(of: limit, comparison, $0, $1, rival, z) }
    }
    let (single, family) = (critical.single, critical.family)
    let isHighest = reference == .highest
    let isLowest = reference == .lowest
    if decision == .met {
      low = least.map { (isLowest ? .any : .each, lower($0, isLowest ? family : single)) }
      high = most.map { (isHighest ? .any : .each, upper($0, isHighest ? family : single)) }
      guard isChosen, members.contains(group) else { return }
      if let least, isHighest {
        own = Turn(sizes: counts) { !ThresholdEvidence.exceeds(least, comparison, $1, $0, rival, single) }
      } else if let most, isLowest {
        own = Turn(sizes: counts) { ThresholdEvidence.fallsShort(of: most, comparison, $1, $0, rival, single) }
      }
    } else {
      low = most.map { (isLowest ? .any : .each, lower($0, family)) }
      high = least.map { (isHighest ? .any : .each, upper($0, family)) }
    }
  }
}
