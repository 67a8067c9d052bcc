import AuditRecord
import AuditStatistics

extension DataWarning {
  /// Of each grouping and reason, the group that lacks a score, an amount or a prediction furthest above all others, where chance does
  /// not explain it.
  static func missing(_ leftOut: [LeftOut], groupings: [GroupingDescription]) -> [DataWarning] {
    let reasons: [LeftOutReason] = [.missingScore, .missingAmount, .missingPrediction]
    return groupings.filter { $0.side == .decisions && $0.grouping.count == 1 }.flatMap { grouping in
      let found = reasons.compactMap { reason -> DataWarning? in
        let own = leftOut.filter { $0.grouping == grouping.grouping && $0.stratifier == nil && $0.reason == reason }
        guard !own.isEmpty else { return nil }
        // Every metric of one reason lacks the same people.
        let counts = Dictionary(
          own.compactMap { row in row.group.map { ($0, row.completions.total) } }, uniquingKeysWith: max)
        return furthest(counts, of: grouping.groups.filter { $0.count > 0 }).map {
          DataWarning(
            .missingApart, table: "decisions", role: reason.rawValue, grouping: grouping.grouping, group: $0.group,
            units: Int(bounded: $0.missing), share: $0.share)
        }
      }
      // Who lacks an amount lacks what a residual is made of, and is said once.
      return found.filter { warning in
        warning.role != LeftOutReason.missingPrediction.rawValue
          || !found.contains { $0.role != warning.role && $0.group == warning.group && $0.units == warning.units }
      }
    }
  }

  /// The group that lacks something furthest above all others, where chance does not explain it.
  static func furthest(
    _ counts: [[Label]: Double], of groups: [GroupSize]
  ) -> (group: [Label], missing: Double, share: Double, gap: Double)? {
    let all = groups.reduce((0, 0)) { ($0.0 + (counts[$1.group] ?? 0), $0.1 + Double($1.count)) }
    return groups.compactMap { group -> (group: [Label], missing: Double, share: Double, gap: Double)? in
      let (missing, of) = (min(counts[group.group] ?? 0, Double(group.count)), Double(group.count))
      guard all.1 > of, all.0 >= missing, all.0 - missing <= all.1 - of else { return nil }
      let mine = Proportion(successes: missing, trials: of)
      let others = Proportion(successes: all.0 - missing, trials: all.1 - of)
      guard
        let range = Newcombe.interval(
          group: mine, reference: others, confidence: 1 - (1 - Defaults.level) / Double(groups.count)),
        range.lower > 0, let share = mine.estimate
      else { return nil }
      return (group.group, missing, share, range.lower)
    }.max { $0.gap < $1.gap }
  }
}
