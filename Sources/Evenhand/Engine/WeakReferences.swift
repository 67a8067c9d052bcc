import AuditRecord

/// References on which a comparison had better not rest: few people, or so few that no group could be shown as met.
enum WeakReferences {
  /// Fewer people, or a smaller share of the grouping, are few.
  static let (people, share) = (200, 0.02)

  /// A warning for each group that a requirement is judged against and that is weak, each group of a grouping once for each
  /// requirement.
  ///
  /// Only a larger group is proposed in its place that is not weak itself, so that no advice leads to another, and with which
  /// the demand is as strict: against a group with a low rate nobody could miss it.
  static func warnings(
    _ findings: [Finding], _ detectable: [Detectable], groupings: [GroupingDescription]
  ) -> [DataWarning] {
    let described = Dictionary(groupings.map { ($0.grouping, $0) }) { first, _ in first }
    var seen: Set<[Label]> = []
    var families: [(key: [Label], indices: [Int])] = []
    for (index, finding) in findings.enumerated() {
      guard let group = finding.reference?.group, [.met, .notMet, .cannotTell].contains(finding.verdict) else {
        continue
      }
      let key = [Label(finding.requirement)] + finding.grouping.map { Label($0) } + ["", ""] + group
      if families.last?.key == key {
        families[families.count - 1].indices.append(index)
      } else {
        families.append((key, [index]))
      }
    }
    return families.compactMap { family -> DataWarning? in
      let first = findings[family.indices[0]]
      guard let group = first.reference?.group, let grouping = described[first.grouping], grouping.side != .providers,
        let size = grouping.groups.first(where: { $0.group == group })?.count
      else { return nil }
      let known = grouping.groups.reduce(0) { $0 + $1.count }
      let isSmall = size < people || Double(size) < share * Double(known)
      let isHopeless = family.indices.allSatisfy {
        detectable[$0].shownMet == nil && detectable[$0].undefined == nil
      }
      guard isSmall || isHopeless, seen.insert(family.key).inserted else { return nil }
      let strict = Set(family.indices.map { findings[$0] }.filter(\.isAsStrictAsItsReference).compactMap(\.group))
      let other = grouping.groups.filter { other in
        other.count > size && other.count >= people && Double(other.count) >= share * Double(known)
          && strict.contains(other.group)
      }.max { $0.count < $1.count }
      return DataWarning(
        .weakReference, role: isSmall ? nil : "never-met", grouping: first.grouping, group: group,
        labels: (other?.group ?? []).map { LabelCount($0, rows: other?.count ?? 0, units: other?.count ?? 0) },
        units: size, share: Double(size) / Double(max(1, known)), requirement: first.requirement)
    }
  }
}

extension Finding {
  /// Whether other groups, compared with this one in place of its reference group, would be asked no less.
  fileprivate var isAsStrictAsItsReference: Bool {
    guard let value, let bound else { return false }
    switch (comparison, bound) {
    case (.ratio, .atLeast): return value >= 1
    case (.ratio, .atMost): return value <= 1
    case (.difference, _): return value >= 0
    default: return false
    }
  }
}
