import AuditData
import AuditRecord
import AuditStatistics

/// How many of each group have no decision.
enum UndecidedShares {
  /// The confidence of each range.
  private static let confidence = 0.95

  /// The shares of the groups of these groupings; nothing where nobody is without a decision.
  ///
  /// - Parameter separators: What separates the labels of a person who counts in the group of each, by column.
  static func shares(
    _ tally: DecisionTally, groupings: [[String]], separators: [String: String]
  ) -> [UndecidedShare] {
    guard tally.undecided.contains(where: { $0 > 0 }) else { return [] }
    return groupings.flatMap { shares(tally, $0, separator: $0.count == 1 ? separators[$0[0]] : nil) }
  }

  private static func shares(
    _ tally: DecisionTally, _ grouping: [String], separator: String?
  ) -> [UndecidedShare] {
    let axes = tally.reading.layout.axes
    let positions = grouping.compactMap { name in axes.firstIndex { $0.name == name && $0.role == .group } }
    let cells = DecisionCell.allCases.count
    let shared = separator.flatMap { separator in
      positions.first.map { SharedGroups(axes[$0].labels, separator: separator) }
    }
    var counts: [[Label]: (undecided: Int64, of: Int64)] = [:]
    var all: (Int64, Int64) = (0, 0)
    for (row, tuple) in tally.reading.layout.finest.enumerated() {
      let codes = positions.map { tuple[$0] }
      guard codes.allSatisfy({ $0 >= 0 }) else { continue }
      let of = tally.counts[cells * row..<cells * (row + 1)].reduce(tally.undecided[row], +)
      guard of > 0 else { continue }
      let groups =
        shared.map { shared in shared.members[Int(codes[0])].map { [shared.groups[$0]] } }
        ?? [zip(positions, codes).map { axes[$0].labels[Int($1)] }]
      for group in groups {
        counts[group, default: (0, 0)].undecided += tally.undecided[row]
        counts[group, default: (0, 0)].of += of
      }
      all = (all.0 + tally.undecided[row], all.1 + of)
    }
    return counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { group, count in
      let own = Proportion(successes: Double(count.undecided), trials: Double(count.of))
      let others = Proportion(successes: Double(all.0 - count.undecided), trials: Double(all.1 - count.of))
      let strict = Newcombe.interval(
        group: own, reference: others, confidence: 1 - (1 - confidence) / Double(counts.count))
      return UndecidedShare(
        grouping: grouping, group: group, count: Int(count.undecided), of: Int(count.of),
        interval: Wilson.interval(own, confidence: confidence).map { Interval($0, .wilson) },
        difference: own.estimate.flatMap { share in others.estimate.map { share - $0 } },
        differenceInterval: Newcombe.interval(group: own, reference: others, confidence: confidence).map {
          Interval($0, .newcombe)
        }, isApart: strict.map { $0.lower > 0 || $0.upper < 0 } ?? false)
    }
  }
}

extension DataWarning {
  /// The group of each grouping that is furthest from all others, where chance does not explain it.
  static func undecided(_ shares: [UndecidedShare], column: String) -> [DataWarning] {
    var furthest: [UndecidedShare] = []
    for share in shares where share.isApart {
      guard let index = furthest.firstIndex(where: { $0.grouping == share.grouping }) else {
        furthest.append(share)
        continue
      }
      let (far, near) = (share.difference ?? 0, furthest[index].difference ?? 0)
      if far.magnitude > near.magnitude || (far.magnitude == near.magnitude && far > near) { furthest[index] = share }
    }
    return furthest.map { share in
      DataWarning(
        .undecidedApart, table: "decisions", column: column, role: "decision", grouping: share.grouping,
        group: share.group, units: share.count, share: share.share)
    }
  }
}

extension Interval {
  fileprivate init(_ limits: ConfidenceInterval, _ method: MethodName) {
    self.init(lower: limits.lower, upper: limits.upper, level: 0.95, method: method)
  }
}
