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
/// all but one.
package struct CountSearch {
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
  private var low: (asked: Asked, turn: ComparisonTurn)?
  private var high: (asked: Asked, turn: ComparisonTurn)?
  /// The own check of the reference group, if the group may be one itself.
  private var own: ComparisonTurn?

  /// The counts that do in each table [tables].
  func counts(in tables: PowerAnalysis.Tables) -> [AcceptedCounts] {
    var search = self
    return search.look(in: tables)
  }

  private mutating func look(in tables: PowerAnalysis.Tables) -> [AcceptedCounts] {
    let others = (0..<tables.count).map { table in
      guard rivals.isEmpty else { return rivals.map { tables[table, $0] } }
      var rest = Proportion(successes: 0, trials: 0)
      for index in sizes.indices where index != group {
        let other = tables[table, index]
        rest = rest.adding(successes: other.successes, failures: other.trials - other.successes)
      }
      return [rest]
    }
    guard let first = others.first else { return [] }
    let ranges = first.indices.map { place in
      var range = Int(first[place].successes)...Int(first[place].successes)
      for table in others {
        let count = Int(table[place].successes)
        if !range.contains(count) { range = min(range.lowerBound, count)...max(range.upperBound, count) }
      }
      return range
    }
    low?.turn.prepare(ranges)
    high?.turn.prepare(ranges)
    own?.prepare(ranges)
    // Of large groups nobody, and everybody, is shown in all tables or in none.
    var settled: [Bool?] = [nil, nil]
    for (place, ofEverybody) in [false, true].enumerated() {
      guard low?.turn.isSettled(ofEverybody: ofEverybody) ?? true,
        high?.turn.isSettled(ofEverybody: ofEverybody) ?? true,
        own?.isSettled(ofEverybody: ofEverybody) ?? true
      else { continue }
      settled[place] = isShown(ofEverybody, first)
    }
    var found: [AcceptedCounts] = []
    found.reserveCapacity(others.count)
    for table in others { found.append(counts(against: table, settled)) }
    return found
  }

  private mutating func counts(against others: [Proportion], _ settled: [Bool?]) -> AcceptedCounts {
    // A lower limit passes its threshold as the count grows; an upper one leaves its own, so that "each" are below where the
    // first of them leaves.
    let (ofEachLow, ofEachHigh) = (low?.asked == .each, high?.asked != .each)
    let above = low?.turn.first(against: others, ofEach: ofEachLow)
    let below = (high?.turn.first(against: others, ofEach: ofEachHigh)).map { $0 - 1 }
    var counts: AcceptedCounts
    if decision != .met, let above, let below {
      // Too low, or too high.
      counts = AcceptedCounts(least: below + 1, most: above - 1, isOutside: true, trials: trials)
    } else {
      counts = AcceptedCounts(least: above ?? 0, most: below ?? trials, trials: trials)
    }
    counts.ofNobody = settled[0] ?? isShown(false, others)
    counts.ofEverybody = settled[1] ?? isShown(true, others)
    if decision == .met, own != nil { check(&counts, others) }
    return counts
  }

  /// Whether nobody, or everybody, of the group shows the decision.
  private mutating func isShown(_ ofEverybody: Bool, _ others: [Proportion]) -> Bool {
    let (ofEachLow, ofEachHigh) = (low?.asked == .each, high?.asked != .each)
    let isAbove = low?.turn.arePast(ofEverybody: ofEverybody, others, ofEach: ofEachLow)
    // "Each" leaves none of them past its turn, and "any" not all.
    let isBelow = (high?.turn.arePast(ofEverybody: ofEverybody, others, ofEach: ofEachHigh)).map { !$0 }
    return decision == .met ? isAbove ?? true && isBelow ?? true : isAbove ?? false || isBelow ?? false
  }

  /// Takes out the counts at which the reference group's own comparison with the group does not pass, the group not yet being that
  /// one.
  private mutating func check(_ counts: inout AcceptedCounts, _ others: [Proportion]) {
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
    guard let first = own?.first(top, others[top]), let nobody = own?.isPast(ofEverybody: false, top, others[top]),
      let everybody = own?.isPast(ofEverybody: true, top, others[top])
    else { return }
    // Past its turn the check fails against the highest, and passes against the lowest.
    func fails(_ isPast: Bool, _ count: Int) -> Bool { isPast == isHighest && !isReference(count) }
    if fails(nobody, 0) { counts.ofNobody = false }
    if fails(everybody, trials) { counts.ofEverybody = false }
    var edge = min(trials, max(0, Int((limit * Double(trials)).rounded(.down))))
    if isHighest {
      while edge > 0, isReference(edge - 1) { edge -= 1 }
      while edge <= trials, !isReference(edge) { edge += 1 }
      counts.gap = first..<max(first, edge)
    } else {
      while edge < trials, isReference(edge + 1) { edge += 1 }
      while edge >= 0, !isReference(edge) { edge -= 1 }
      counts.gap = (edge + 1)..<max(edge + 1, first)
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
    func lower(_ limit: Double, _ z: Double) -> ComparisonTurn {
      ComparisonTurn(trials: trials, rivals: counts) { ThresholdEvidence.exceeds(limit, comparison, $0, $1, rival, z) }
    }
    func upper(_ limit: Double, _ z: Double) -> ComparisonTurn {
      ComparisonTurn(trials: trials, rivals: counts) {
        !ThresholdEvidence.fallsShort(of: limit, comparison, $0, $1, rival, z)
      }
    }
    let (single, family) = (critical.single, critical.family)
    let isHighest = reference == .highest
    let isLowest = reference == .lowest
    if decision == .met {
      low = least.map { (isLowest ? .any : .each, lower($0, isLowest ? family : single)) }
      high = most.map { (isHighest ? .any : .each, upper($0, isHighest ? family : single)) }
      guard isChosen, members.contains(group) else { return }
      if let least, isHighest {
        own = ComparisonTurn(trials: trials, rivals: counts) {
          !ThresholdEvidence.exceeds(least, comparison, $1, $0, rival, single)
        }
      } else if let most, isLowest {
        own = ComparisonTurn(trials: trials, rivals: counts) {
          ThresholdEvidence.fallsShort(of: most, comparison, $1, $0, rival, single)
        }
      }
    } else {
      low = most.map { (isLowest ? .any : .each, lower($0, family)) }
      high = least.map { (isHighest ? .any : .each, upper($0, family)) }
    }
  }
}
