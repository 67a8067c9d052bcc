import AuditInputs
import AuditPolicy
import AuditRecord

extension MeasuredSet {
  /// Applies what a plan says of groups: those that it expects stand in their grouping with nobody, and those that are too
  /// small a share are not compared.
  mutating func apply(_ columns: [GroupColumn]) {
    let named = Dictionary(columns.map { ($0.name, $0) }) { first, _ in first }
    var small: [String: Set<Label>] = [:]
    for index in groupings.indices where groupings[index].grouping.count == 1 {
      let name = groupings[index].grouping[0]
      guard let column = named[name] else { continue }
      groupings[index].add(column.expected.map { [$0] })
      groupings[index].obtained = column.obtained
      guard let rule = column.notCompared else { continue }
      let groups = groupings[index].groups
      let known = groups.reduce(0) { $0 + $1.count }
      small[name] = Set(
        groups.filter { $0.count > 0 && Double($0.count) < rule.belowShare * Double(known) }.map { $0.group[0] })
    }
    var excluded: [[String]: Set<[Label]>] = [:]
    for index in groupings.indices {
      let names = groupings[index].grouping
      guard let rule = names.lazy.compactMap({ named[$0]?.notCompared }).first else { continue }
      let groups = groupings[index].groups.map(\.group).filter { group in
        zip(names, group).contains { small[$0]?.contains($1) ?? false }
      }
      groupings[index].notCompared = NotCompared(
        belowShare: rule.belowShare, justification: rule.justification, groups: groups)
      excluded[names] = Set(groups)
    }
    guard excluded.contains(where: { !$0.value.isEmpty }) else { return }
    entries = entries.map { $0.leavingOut(excluded) }
  }
}

extension GroupingDescription {
  /// Adds groups that nobody has, in the order of their bytes.
  mutating func add(_ empty: [[Label]]) {
    let known = Set(groups.map(\.group))
    groups += Set(empty).subtracting(known).map { GroupSize(group: $0, count: 0) }
    groups.sort { $0.group.lexicographicallyPrecedes($1.group) }
  }
}

extension MeasuredSet.Entry {
  /// The same, with groups of some groupings that are not compared.
  fileprivate func leavingOut(_ groups: [[String]: Set<[Label]>]) -> MeasuredSet.Entry {
    switch self {
    case .family(var measured):
      guard let left = groups[measured.grouping] else { return self }
      measured.family = measured.family.leavingOut(left)
      measured.crude = measured.crude?.leavingOut(left)
      return .family(measured)
    case .composite(let card, let families, let grouping, let stratum):
      guard let left = groups[grouping] else { return self }
      return .composite(card, families.map { $0.leavingOut(left) }, grouping: grouping, stratum: stratum)
    case .pooled(var pooled):
      guard let left = groups[pooled.grouping] else { return self }
      pooled.strata = pooled.strata.map { $0.leavingOut(left) }
      pooled.crude = pooled.crude.leavingOut(left)
      return .pooled(pooled)
    case .whole(var summary):
      // One number of decisions about all groups counted these too; a verdict is made anew of those that are compared.
      guard let left = groups[summary.grouping], !left.isEmpty, summary.people != nil else { return self }
      (summary.value, summary.interval, summary.spread, summary.test) = (nil, nil, nil, nil)
      (summary.groups, summary.undefined) = ([], .belowShare)
      summary.skipped = Array(Set(summary.skipped).union(left)).sorted { $0.lexicographicallyPrecedes($1) }
      return .whole(summary)
    }
  }
}
