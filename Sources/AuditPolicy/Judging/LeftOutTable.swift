import AuditRecord
import AuditStatistics

/// Who was left out of the numbers of one metric on one grouping, by group.
struct LeftOutTable: Sendable {
  private var entries: [LeftOut] = []
  private var known: [[Label]: Completions] = [:]
  /// Those of everybody of a known group outside each, where groups share people.
  private var others: [[Label]: Completions] = [:]
  /// Those of no known group.
  private(set) var unknown = Completions()
  /// Whether completions are sums of weights.
  private(set) var isWeighted = false

  init(_ entries: [LeftOut] = []) {
    // A record from elsewhere may hold numbers that count nobody.
    self.entries = entries.filter { $0.completions.isCount && $0.weighted?.isSum ?? true && $0.others?.isCount ?? true }
    isWeighted = self.entries.contains { $0.weighted != nil }
    for entry in self.entries {
      let completions = entry.weighted ?? entry.completions
      guard let group = entry.group else {
        unknown = unknown + completions
        continue
      }
      known[group] = (known[group] ?? Completions()) + completions
      if let rest = entry.others { others[group] = (others[group] ?? Completions()) + rest }
    }
  }

  /// Those of everybody of a known group outside one that shares people with others.
  func others(of group: [Label]) -> Completions { others[group] ?? Completions() }

  /// The groups of which anybody was left out.
  var groups: [[Label]] { Array(known.keys) }

  /// Those of known groups that are none of these: nobody of them was counted.
  func elsewhere(than groups: [[Label]]) -> Completions {
    let groups = Set(groups)
    return known.reduce(Completions()) { groups.contains($1.key) ? $0 : $0 + $1.value }
  }

  /// Those of a group.
  func of(_ group: [Label]) -> Completions { known[group] ?? Completions() }

  /// The sum of the weights of some groups and of no known one.
  fileprivate func weight(of groups: [[Label]]) -> Double {
    Set(groups).reduce(unknown.total) { $0 + of($1).total }
  }

  /// Those of some groups who stand in the counts all the same, since nobody is in their stratum whom they could be compared with.
  fileprivate func counted(in groups: [[Label]]) -> Double {
    let groups = Set(groups)
    return entries.reduce(0) { sum, entry in
      entry.reason == .nobodyToCompare && entry.group.map(groups.contains) == true ? sum + entry.completions.total : sum
    }
  }

  /// Those of some groups and of no known one, by reason; nothing where nobody is.
  ///
  /// - Parameter withOthers: Whether those of everybody outside the groups count too, where groups share people.
  func causes(of groups: [[Label]], withOthers: Bool = false) -> [LeftOutCause] {
    let groups = Set(groups)
    var counts: [LeftOutReason: Double] = [:]
    for entry in entries where entry.group.map(groups.contains) ?? true {
      counts[entry.reason, default: 0] += entry.completions.total + (withOthers ? entry.others?.total ?? 0 : 0)
    }
    return counts.filter { $0.value > 0 }.map {
      LeftOutCause(reason: $0.key, count: Int(bounded: min($0.value, Completions.most)))
    }
    .sorted { Label($0.reason.rawValue) < Label($1.reason.rawValue) }
  }
}

extension Completions {
  /// More are not counted exactly.
  static let most = 9_007_199_254_740_992.0

  /// Whether these are sums of weights.
  fileprivate var isSum: Bool {
    [counted, uncounted, countedOrNot, uncountedOrNot, either].allSatisfy { $0 >= 0 && $0 <= Completions.most }
  }

  /// Whether these are numbers of people.
  fileprivate var isCount: Bool {
    total <= Completions.most
      && [counted, uncounted, countedOrNot, uncountedOrNot, either].allSatisfy { $0 >= 0 && $0 == $0.rounded() }
  }
}

extension FindingBounds {
  /// Who was left out of some groups and of what they are compared with, before ends are looked for.
  ///
  /// - Parameters:
  ///   - trials: How many were counted in them, or the sum of their weights.
  ///   - withOthers: Whether they are compared with everybody outside, with whom they share people.
  init(
    _ table: LeftOutTable, groups: [[Label]], trials: Double, counted: VerdictWord, withOthers: Bool = false
  ) {
    let causes = table.causes(of: groups, withOthers: withOthers)
    let leftOut = causes.map(\.count).together
    let size = table.isWeighted ? table.weight(of: groups) : Double(leftOut)
    let trials = max(0, trials - table.counted(in: groups))
    self.init(
      leftOut: leftOut, share: leftOut == 0 || size == 0 ? 0 : size / (size + trials), causes: causes, counted: counted)
  }
}

extension GroupNumber {
  /// How many are counted in it, or the sum of their weights.
  func counted(byWeight: Bool) -> Double {
    if byWeight { return sampling?.weight ?? 0 }
    return sampling == nil ? Double(basis?.size ?? 0) : proportion.trials
  }
}

extension LeftOutRule {
  /// The verdict that stands, given that of those who were counted.
  func verdict(_ bounds: FindingBounds) -> VerdictWord {
    guard bounds.counted == .met, beyond == .cannotTell, bounds.share > atMost, bounds.worst?.verdict != .met else {
      return bounds.counted
    }
    return .cannotTell
  }
}
