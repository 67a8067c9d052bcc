package import AuditRecord
import AuditStatistics

/// A demand on one grouping that is watched from audit to audit.
package struct MonitoredDemand: Sendable, Hashable {
  /// The requirement's id.
  package var requirement: String
  /// The metric's id.
  package var metric: String
  /// The columns of the grouping.
  package var grouping: [String]
  /// What is compared.
  package var comparison: Comparison
  /// The demand.
  package var bound: Bound
  /// Its limit.
  package var limit: Double
  /// With which group others are compared.
  package var reference: ReferenceRule
  /// The most that the chance of a false alarm may be.
  package var falseAlarm: Double

  /// What the rates of a pair must satisfy; nil for what cannot be monitored.
  var region: NullRegion? {
    guard reference.isGroup, falseAlarm > 0, falseAlarm < 1 else { return nil }
    return switch (comparison, bound) {
    case (.ratio, .atLeast) where limit > 0: .ratioAtLeast(limit)
    case (.ratio, .atMost) where limit > 0: .ratioAtMost(limit)
    case (.difference, .atMost) where limit >= 0 && limit < 1: .differenceAtMost(limit)
    default: nil
    }
  }

  /// Whether another asks the same, at whatever rate of false alarms.
  func asksTheSame(as other: MonitoredDemand) -> Bool {
    var own = self
    own.falseAlarm = other.falseAlarm
    return own == other
  }

  /// The pairs that are watched, of the groups that the first window has.
  func pairs(_ groups: [[Label]]) -> [(group: [Label], reference: [Label])] {
    if case .group(let labels) = reference {
      return groups.contains(labels) ? groups.filter { $0 != labels }.map { ($0, labels) } : []
    }
    return groups.flatMap { group in groups.filter { $0 != group }.map { (group, $0) } }
  }
}

extension MonitoredDemand {
  /// The demand of an audit's finding; nil where it is not monitored.
  init?(_ entry: IndexedFinding) {
    let finding = entry.finding
    guard let falseAlarm = entry.falseAlarm, finding.stratifier == nil, let bound = finding.bound,
      let limit = finding.threshold.values.first, let text = entry.reference,
      let reference = try? Canonical.value(Wrapped.self, from: Array("{\"rule\":\(text)}".utf8))
    else { return nil }
    self.init(
      requirement: finding.requirement, metric: finding.metric, grouping: finding.grouping,
      comparison: finding.comparison, bound: bound, limit: limit, reference: reference.rule, falseAlarm: falseAlarm)
  }

  private struct Wrapped: Decodable { var rule: ReferenceRule }

  /// The demands of a plan's requirement, one a grouping.
  package static func all(_ requirement: Requirement) -> [MonitoredDemand] {
    guard let rule = requirement.monitor, let limit = requirement.threshold.limits.first else { return [] }
    return requirement.across.map { grouping in
      MonitoredDemand(
        requirement: requirement.id, metric: requirement.metric, grouping: grouping, comparison: requirement.compare,
        bound: requirement.threshold.bound, limit: limit, reference: requirement.reference,
        falseAlarm: rule.falseAlarm)
    }
  }

  /// Whether none of these watches the same requirement by the same columns.
  func isOther(than demands: [MonitoredDemand]) -> Bool {
    !demands.contains { $0.requirement == requirement && $0.grouping == grouping }
  }

  /// The demands of several audits, each as the last of them that has it states it.
  static func all(of audits: [IndexedAudit]) -> [MonitoredDemand] {
    var found: [MonitoredDemand] = []
    for audit in audits.reversed() { found += all(of: audit).filter { $0.isOther(than: found) } }
    return found
  }

  /// The demands of an audit, each once.
  static func all(of audit: IndexedAudit) -> [MonitoredDemand] {
    var seen: Set<MonitoredDemand> = []
    return audit.findings.compactMap(MonitoredDemand.init).filter { seen.insert($0).inserted }
  }
}
