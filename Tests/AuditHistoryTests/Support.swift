import AuditLedger
import AuditRecord
import Foundation

@testable import AuditHistory

/// Audits made in the test.
enum Sample {
  /// An audit of a month, with one finding per verdict.
  static func audit(
    month: Int, _ verdicts: [VerdictWord?], version: String = "1", series: String = "s", severity: Severity = .block,
    favourable: String = "yes", data: DataKind = .historical, signOffs: [LedgerEntry] = []
  ) -> IndexedAudit {
    let findings = verdicts.enumerated().compactMap { number, verdict in
      verdict.map { entry($0, number: number, severity: severity, favourable: favourable) }
    }
    let day = month < 10 ? "0\(month)" : "\(month)"
    return IndexedAudit(
      record: Digest(of: "\(series) \(month) \(version) \(verdicts)".utf8).hex, series: series, rules: .current,
      title: "Month \(month)", system: SystemDescription(name: "system", version: version), type: .selfAssessment,
      data: data, window: Window(from: "2026-\(day)-01", to: "2026-\(day)-28"), people: 100, verdict: .met,
      plan: nil, ranAt: Moment("2027-01-01T00:00:00Z"), runner: nil, namesInputs: true, policy: SignOffPolicy(),
      policyDigest: "", sums: "", place: "reports/\(month)", findings: findings,
      counts: [
        IndexedCount(
          metric: "selection-rate", grouping: ["sex"], group: ["f"], numerator: 30, denominator: 100, lower: 0.2,
          upper: 0.4)
      ], signOffs: signOffs, keys: [])
  }

  static func entry(_ verdict: VerdictWord, number: Int, severity: Severity, favourable: String) -> IndexedFinding {
    let finding = Finding(
      requirement: "ratio-\(number)", metric: "selection-rate", grouping: ["sex"], group: ["f"], reference: nil,
      comparison: .ratio, verdict: verdict, value: 0.7,
      interval: Interval(lower: 0.6, upper: 0.8, level: 0.95, method: MethodName(rawValue: "score")),
      threshold: .atLeast(0.8),
      severity: severity, sentence: "")
    return IndexedFinding(
      key: FindingKey(hex: Digest(of: "ratio-\(number)".utf8).hex), finding: finding, metricName: "Selection rate",
      unit: .share,
      definition: FindingDefinition(text: "{\"favourable\":[\"\(favourable)\"],\"metric\":\"selection-rate\"}"))
  }

  /// An action on the first finding.
  static func action(
    _ kind: ActionKind, on day: String, change: String? = nil, version: String? = nil, owner: String? = nil,
    due: String? = nil
  ) -> ActionEvent {
    ActionEvent(
      sequence: 1, previous: nil, tree: "", subjects: [], kind: kind, series: "s",
      finding: Digest(of: "ratio-0".utf8).hex,
      signer: .init(principal: "ann@example.org", name: "Ann", role: "owner"), statement: "", reason: "r",
      owner: owner, due: due.flatMap { CalendarDay($0) }, change: change, version: version,
      policy: .init(sha256: "", allowedSigners: ""), signedAt: Moment(CalendarDay(day)!))
  }

  /// The life of the first finding.
  static func life(_ audits: [IndexedAudit], _ actions: [ActionEvent] = []) throws -> FindingLife {
    let series = AuditSeries(name: "s", audits: audits)
    let states = try series.audits.map { try $0.signOffState(at: Moment("2027-01-01T00:00:00Z")!) }
    return FindingLife(Trend.all(of: series)[0], in: series, actions: actions, signOffs: states)
  }

  /// A new empty folder that is gone after `body`.
  static func inFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("evenhand-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
  }
}
