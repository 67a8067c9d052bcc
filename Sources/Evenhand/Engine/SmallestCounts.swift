import AuditRecord

/// From how many people on a group is listed by itself: as few as any requirement on its grouping asks for.
struct SmallestCounts: Sendable {
  private var byGrouping: [[String]: Int] = [:]

  init(_ requirements: [Requirement]) {
    for requirement in requirements {
      for grouping in requirement.across {
        byGrouping[grouping] = min(byGrouping[grouping] ?? Defaults.minimumCount, requirement.minimumCount)
      }
    }
  }

  /// From how many people on a group of a grouping is listed by itself.
  func least(_ grouping: [String]) -> Int { byGrouping[grouping] ?? Defaults.minimumCount }

  /// The groups that are too small [groups]; empty where they are few enough to be listed all the same.
  ///
  /// The groups of a single column are always listed over everybody: somebody chose that column for them.
  func small(_ sizes: [Int], grouping: [String], stratum: Stratum?) -> [Bool] {
    guard grouping.count > 1 || stratum != nil else { return [] }
    let least = least(grouping)
    let small = sizes.map { $0 < least }
    return small.count { $0 } > SmallGroups.most ? small : []
  }
}
