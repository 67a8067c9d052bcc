import AuditLedger
import AuditRecord
import Foundation
import Testing

@testable import AuditHistory
@testable import Evenhand

/// Pages of a history: hostile names do nothing in them, and a thousand audits are written in a blink.
struct HistorySiteTests {
  static let hostile = "\"><script>alert(1)</script>\u{202E}::error::`$(x)` | [a](javascript:b)\n\u{1B}[31m"

  /// Audits made up here: `count` months in `series` series, each with `checks` findings.
  private func store(_ folder: String, series: Int, count: Int, checks: Int, name: String) throws -> History {
    let history = try History(path: folder + "/h.sqlite", creates: true)
    var audits: [IndexedAudit] = []
    for number in 0..<series {
      let own = series == 1 ? name : "\(name) \(number)"
      for month in 0..<count { audits.append(audit(own, month, checks, name)) }
    }
    _ = try history.store.replaceAll(audits)
    return history
  }

  private func audit(_ series: String, _ month: Int, _ checks: Int, _ name: String) -> IndexedAudit {
    let first = CalendarDay("2000-01-01")!.adding(days: month * 30)
    let findings = (0..<checks).map { number -> IndexedFinding in
      let value = 0.7 + Double((month * 7 + number * 3) % 40) / 100
      let verdict: VerdictWord = value < 0.75 ? .notMet : value < 0.85 ? .cannotTell : .met
      let finding = Finding(
        requirement: "\(name) \(number)", metric: "selection-rate", grouping: [name],
        group: [Label("\(name) \(number)")],
        reference: nil, comparison: .ratio, verdict: verdict, value: value,
        interval: Interval(
          lower: value - 0.05, upper: value + 0.05, level: 0.95, method: MethodName(rawValue: "score")),
        threshold: .atLeast(0.8), severity: .block, sentence: "")
      return IndexedFinding(
        key: FindingKey(hex: Digest(of: "\(series) \(number)".utf8).hex), finding: finding, metricName: name,
        unit: .share,
        definition: FindingDefinition(text: "{}"))
    }
    return IndexedAudit(
      record: Digest(of: "\(series) \(month)".utf8).hex, series: series, rules: .current, title: name,
      system: SystemDescription(name: name, version: "\(name) \(month / 6)"), type: .selfAssessment, data: .historical,
      window: Window(from: "\(first)", to: "\(first.adding(days: 29))"), people: 100, verdict: .met, plan: nil,
      ranAt: nil, runner: nil, namesInputs: true, policy: SignOffPolicy(), policyDigest: "", sums: "",
      place: "reports/\(month)", findings: findings,
      counts: findings.map { entry in
        IndexedCount(
          metric: "selection-rate", grouping: [name], group: entry.finding.group ?? [],
          numerator: Double(300 + month % 9),
          denominator: 1000, lower: 0.28, upper: 0.34)
      }, signOffs: [], keys: [])
  }

  private func inFolder(_ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("evenhand-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  private static let options = SignedBundle.Options(now: Moment("2027-01-01T00:00:00Z")!)

  @Test func hostileNamesDoNothing() throws {
    try inFolder { folder in
      let history = try store(folder, series: 1, count: 14, checks: 2, name: Self.hostile)
      let view = try HistoryView(history, options: Self.options)
      let written = try Site(view).write(to: folder + "/site", copies: false, options: Self.options)
      #expect(written.unlinked.count == 14)
      for name in Files.names(in: folder + "/site") {
        #expect(name.utf8.allSatisfy { $0 >= 0x21 && $0 < 0x7F && $0 != UInt8(ascii: "/") })
        let text = String(decoding: try Files.read("\(folder)/site/\(name)"), as: UTF8.self)
        #expect(!text.contains("\u{1B}"))
        if name.hasSuffix(".html") {
          #expect(!text.contains("<script"))
          #expect(!text.contains("::error"))
          #expect(!text.contains("\u{202E}"))
          #expect(!text.contains("href=\"javascript"))
          #expect(text.utf8.count <= 300_000)
        }
      }
      for text in [
        HistoryText.list(view, width: 100), HistoryText.findings(view, all: true, width: 100),
        try HistoryText.show(view, finding: nil, width: 100),
        try HistoryText.show(view, finding: view.series[0].lives[0].trend.key.short, width: 100),
      ] {
        #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}") && !text.contains("::error"))
      }
    }
  }

  @Test func aSiteIsRewrittenOnlyWhereItChanged() throws {
    try inFolder { folder in
      let history = try store(folder, series: 3, count: 5, checks: 3, name: "s")
      let site = Site(try HistoryView(history, options: Self.options))
      let first = try site.write(to: folder + "/site", copies: false, options: Self.options)
      let again = try site.write(to: folder + "/site", copies: false, options: Self.options)
      #expect(first.changed == first.files - 1 && again.changed == 0)
      _ = try history.store.add(audit("s 1", 5, 3, "s"))
      let third = try Site(HistoryView(history, options: Self.options)).write(
        to: folder + "/site", copies: false, options: Self.options)
      // The index as page and for programs, the series, and its findings.
      #expect(third.changed <= 6)
      #expect(throws: FileError.self) {
        _ = try site.write(to: folder, copies: false, options: Self.options)
      }
    }
  }

  @Test func aThousandAudits() throws {
    try inFolder { folder in
      let history = try store(folder, series: 20, count: 50, checks: 10, name: "s")
      let clock = ContinuousClock()
      let elapsed = try clock.measure {
        let view = try HistoryView(history, options: Self.options)
        _ = try Site(view).write(to: folder + "/site", copies: false, options: Self.options)
      }
      for name in Files.names(in: folder + "/site") where name.hasSuffix(".html") {
        #expect(try Files.read("\(folder)/site/\(name)").count <= 300_000)
      }
      // Two seconds are promised of a release build on a machine that does nothing else.
      #expect(elapsed < .seconds(60), "\(elapsed)")
    }
  }
}
