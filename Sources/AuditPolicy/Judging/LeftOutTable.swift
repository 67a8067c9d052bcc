import AuditRecord

/// Who was left out of the numbers of one metric on one grouping, by group.
struct LeftOutTable: Sendable {
  private var entries: [LeftOut] = []
  private var known: [[Label]: Completions] = [:]
  /// Those of no known group.
  private(set) var unknown = Completions()

  init(_ entries: [LeftOut] = []) {
    // A record from elsewhere may hold numbers that count nobody.
    self.entries = entries.filter(\.completions.isCount)
    for entry in self.entries {
      guard let group = entry.group else {
        unknown = unknown + entry.completions
        continue
      }
      known[group] = (known[group] ?? Completions()) + entry.completions
    }
  }

  /// Those of a group.
  func of(_ group: [Label]) -> Completions { known[group] ?? Completions() }

  /// Those of some groups and of no known one, by reason; nothing where nobody is.
  func causes(of groups: [[Label]]) -> [LeftOutCause] {
    let groups = Set(groups)
    var counts: [LeftOutReason: Double] = [:]
    for entry in entries where entry.group.map(groups.contains) ?? true {
      counts[entry.reason, default: 0] += entry.completions.total
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

  /// Whether these are numbers of people.
  fileprivate var isCount: Bool {
    total <= Completions.most
      && [counted, uncounted, countedOrNot, uncountedOrNot, either].allSatisfy { $0 >= 0 && $0 == $0.rounded() }
  }
}

extension FindingBounds {
  /// Who was left out of some groups and of what they are compared with, before ends are looked for.
  ///
  /// - Parameter trials: How many were counted in them.
  init(_ table: LeftOutTable, groups: [[Label]], trials: Double, counted: VerdictWord) {
    let causes = table.causes(of: groups)
    let leftOut = causes.map(\.count).together
    self.init(
      leftOut: leftOut, share: leftOut == 0 ? 0 : Double(leftOut) / (Double(leftOut) + trials), causes: causes,
      counted: counted)
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
