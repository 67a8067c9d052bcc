import AuditRecord
package import AuditStatistics

/// A finding over the audits of its series: the judged number of each, and where the line breaks.
package struct Trend: Sendable {
  /// What one audit says.
  package struct Point: Sendable {
    /// Where the audit stands in the series, from 0.
    package var audit: Int
    /// What it found.
    package var entry: IndexedFinding
    /// What was counted of the group itself; nil where nothing was.
    package var count: IndexedCount?
    /// What its number means otherwise than that of the point before, each in words; then no line joins them.
    package var changes: [String]
    /// True where the release is another one than that of the audit before.
    package var isNewRelease: Bool
  }

  /// What the finding is about.
  package let key: FindingKey
  /// The audits that have it, the earliest first.
  package let points: [Point]

  /// The finding as the newest audit that has it says it.
  package var newest: IndexedFinding { points[points.count - 1].entry }

  /// Every finding of a series, in the order in which its audits met it first.
  package static func all(of series: AuditSeries) -> [Trend] {
    var order: [FindingKey] = []
    var points: [FindingKey: [Point]] = [:]
    for (number, audit) in series.audits.enumerated() {
      let counts = Dictionary(
        audit.counts.map { (Place(metric: $0.metric, grouping: $0.grouping, group: $0.group), $0) }
      ) { first, _ in first }
      let isNew = number > 0 && series.audits[number - 1].release != audit.release
      for entry in audit.findings {
        let before = points[entry.key]?.last
        if before == nil { order.append(entry.key) }
        let finding = entry.finding
        let place = finding.group.map { Place(metric: finding.metric, grouping: finding.grouping, group: $0) }
        points[entry.key, default: []].append(
          Point(
            audit: number, entry: entry, count: finding.stratifier == nil ? place.flatMap { counts[$0] } : nil,
            changes: before.map { $0.entry.definition.differences(to: entry.definition) } ?? [], isNewRelease: isNew))
      }
    }
    return order.map { Trend(key: $0, points: points[$0] ?? []) }
  }

  private struct Place: Hashable {
    var metric: String
    var grouping: [String]
    var group: [Label]
  }
}

extension Trend {
  /// How much the group's own share usually varies, over the newest points that mean the same; nil of fewer than twelve, and where
  /// nothing was counted.
  ///
  /// - Returns: What is usual, and the points that it rests on.
  package var usual: (variation: UsualVariation, points: [Point])? {
    let start = points.lastIndex { !$0.changes.isEmpty } ?? 0
    let counted = points[start...].filter { ($0.count?.denominator ?? 0) > 0 }
    guard newest.unit == .share,
      let variation = UsualVariation(
        numerators: counted.map { $0.count?.numerator ?? 0 }, denominators: counted.map { $0.count?.denominator ?? 0 })
    else { return nil }
    return (variation, counted)
  }
}
