/// The counts of one group of a table at which a rule shows a decision, the other groups being as they are.
package struct AcceptedCounts: Sendable, Hashable {
  /// Of counts that are neither nobody nor everybody: between these two, both included.
  var least: Int
  var most: Int
  /// None of these, though they lie between.
  var gap = 0..<0
  /// Rather those that do not lie between.
  var isOutside = false
  /// Whether nobody, and everybody, is such a count. There the correction of the score for skewness vanishes, so that they may
  /// differ from their neighbours.
  var (ofNobody, ofEverybody) = (false, false)
  /// The group's people.
  let trials: Int

  init(least: Int, most: Int, isOutside: Bool = false, trials: Int) {
    (self.least, self.most, self.isOutside, self.trials) = (least, most, isOutside, trials)
  }

  func contains(_ count: Int) -> Bool {
    if count == 0 { return ofNobody }
    if count == trials { return ofEverybody }
    guard count >= least, count <= most else { return isOutside }
    return !isOutside && !gap.contains(count)
  }
}

/// Finds ``AcceptedCounts`` of one group for one decision of ``FamilyRule``.
///
/// A decision is made by the group's comparisons with each rival, and each of those turns once as the group's count grows from one to
/// all but one. Where it turns follows from the rival's count, of which thousands of tables have few: it is looked for once.
package struct CountSearch {
  /// A comparison that turns as the group's count grows. One search holds it, on one thread.
  private final class Turn {
    /// Where it turns.
    struct Found {
      /// The first count that is past it, of those between nobody and everybody; everybody where none is.
      var first: Int
      /// Whether nobody, and everybody, is past it.
      var (nobody, everybody): (Bool, Bool)
    }

    /// Whether a count of the group, against a rival's, is past it.
    let isPast: (Proportion, Proportion) -> Bool
    /// What was found, by the rival's count, packed; of rivals with many people by a dictionary.
    private var known: [[Int32]]
    private var others: [[Int: Found]]
    private var last: Int?

    init(sizes: [Int], isPast: @escaping (Proportion, Proportion) -> Bool) {
      known = sizes.map { [Int32](repeating: -1, count: $0 < 1 << 16 ? $0 + 1 : 0) }
      others = sizes.map { _ in [:] }
      self.isPast = isPast
    }

    /// Where it turns for a group of so many people.
    func found(of trials: Int, against rival: Int, _ other: Proportion) -> Found {
      let key = Int(other.successes)
      if key < known[rival].count, trials < 1 << 28 {
        let packed = known[rival][key]
        if packed >= 0 {
          return Found(first: Int(packed >> 2), nobody: packed & 2 != 0, everybody: packed & 1 != 0)
        }
        let found = search(trials, other)
        known[rival][key] = Int32(found.first) << 2 | (found.nobody ? 2 : 0) | (found.everybody ? 1 : 0)
        return found
      }
      if let found = others[rival][key] { return found }
      let found = search(trials, other)
      others[rival][key] = found
      return found
    }

    private func search(_ trials: Int, _ other: Proportion) -> Found {
      func isPast(_ count: Int) -> Bool {
        self.isPast(Proportion(successes: Double(count), trials: Double(trials)), other)
      }
      // Between a count that is not past it, and one that is: from where the last one was, in steps that grow.
      var (short, far) = (0, trials)
      var (next, step) = (last ?? trials / 2, last == nil ? trials : 1)
      while far - short > 1 {
        next = min(max(next, short + 1), far - 1)
        if isPast(next) { far = next } else { short = next }
        let isOpen = short == 0 || far == trials
        next = isOpen && step < trials ? (far == next ? next - step : next + step) : short + (far - short) / 2
        step = step < trials ? step * 2 : step
      }
      last = far
      return Found(first: far, nobody: isPast(0), everybody: isPast(trials))
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
    let lows = low.map { side in others.indices.map { side.turn.found(of: trials, against: $0, others[$0]) } }
    let highs = high.map { side in others.indices.map { side.turn.found(of: trials, against: $0, others[$0]) } }
    // A lower limit passes its threshold as the count grows; an upper one leaves its own, so that "each" are below where the
    // first of them leaves.
    let above = lows.map { first($0, low?.asked == .each) }
    let below = highs.map { first($0, high?.asked != .each) - 1 }
    var counts: AcceptedCounts
    if decision != .met, let above, let below {
      // Too low, or too high.
      counts = AcceptedCounts(least: below + 1, most: above - 1, isOutside: true, trials: trials)
    } else {
      counts = AcceptedCounts(least: above ?? 0, most: below ?? trials, trials: trials)
    }
    func isShown(_ isPast: (Turn.Found) -> Bool) -> Bool {
      let isAbove = lows.map { low?.asked == .each ? $0.allSatisfy(isPast) : $0.contains(where: isPast) }
      let isBelow = highs.map { high?.asked == .each ? !$0.contains(where: isPast) : !$0.allSatisfy(isPast) }
      return decision == .met ? isAbove ?? true && isBelow ?? true : isAbove ?? false || isBelow ?? false
    }
    counts.ofNobody = isShown(\.nobody)
    counts.ofEverybody = isShown(\.everybody)
    if decision == .met, own != nil { check(&counts, others) }
    return counts
  }

  /// The first count past the turns of each rival, or of any.
  private func first(_ found: [Turn.Found], _ isEach: Bool) -> Int {
    found.reduce(isEach ? 0 : trials) { isEach ? max($0, $1.first) : min($0, $1.first) }
  }

  /// Takes out the counts at which the reference group's own comparison with the group does not pass, the group not yet being that
  /// one.
  private func check(_ counts: inout AcceptedCounts, _ others: [Proportion]) {
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
    guard let found = own?.found(of: trials, against: top, others[top]) else { return }
    // Past its turn the check fails against the highest, and passes against the lowest.
    func fails(_ isPast: Bool, _ count: Int) -> Bool { isPast == isHighest && !isReference(count) }
    if fails(found.nobody, 0) { counts.ofNobody = false }
    if fails(found.everybody, trials) { counts.ofEverybody = false }
    var edge = min(trials, max(0, Int((limit * Double(trials)).rounded(.down))))
    if isHighest {
      while edge > 0, isReference(edge - 1) { edge -= 1 }
      while edge <= trials, !isReference(edge) { edge += 1 }
      counts.gap = found.first..<max(found.first, edge)
    } else {
      while edge < trials, isReference(edge + 1) { edge += 1 }
      while edge >= 0, !isReference(edge) { edge -= 1 }
      counts.gap = (edge + 1)..<max(edge + 1, found.first)
    }
  }

  /// A search for a group of `trials` people among groups of these sizes [groups]; nil where the decision is made in another way.
  init?(
    _ decision: FamilyVerdict.Decision, of group: Int, trials: Int, sizes: [Int], rivals members: [Int],
    comparison: PairComparison, reference: FamilyVerdict.Reference, claim: FamilyVerdict.Claim, critical: CriticalValues
  ) {
    // Of a few people more counts are next to nobody or everybody than not.
    guard decision != .cannotTell, trials >= 10 else { return nil }
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
