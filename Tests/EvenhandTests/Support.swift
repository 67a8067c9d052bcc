import Evenhand
import Foundation

/// What the tests of the facade share.
enum Support {
  /// The folder of this checkout.
  static let checkout = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// The record of a data set of the checkout.
  static func record(dataset: String, plan: String = "evenhand.yaml", threads: Int = 2) async throws -> Record {
    let file = try PlanFile(path: "\(checkout)/datasets/\(dataset)/\(plan)")
    var options = Audit.Options()
    options.threads = threads
    return try Audit.run(file.plan, folder: file.folder, options: options)
  }

  /// What the terminal prints of a record that nobody signed, every space once and no line cut.
  static func text(_ record: Record) throws -> String {
    var text = GateText()
    text.width = 100_000
    let words = text.render(GateResult(try SealedRecord(record)))
    return words.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }.joined(separator: "\n")
  }

  /// A plan in code over the columns `group`, `decision`, and `outcome`.
  static func plan(
    requirements: [Requirement] = [],
    metrics: [String] = Catalogue.cards.filter {
      $0.side == .decisions && Set($0.needs).isDisjoint(with: [.score, .amount, .named])
    }.map(\.id),
    replicates: Int = 0,
    groups: [GroupColumn] = [GroupColumn(name: "group")], intersections: [[String]] = []
  ) -> Plan {
    Plan(
      audit: AuditDescription(title: "Test"),
      decisions: DecisionColumns(
        labels: DecisionLabels(decision: "decision", favourable: ["1"], outcome: "outcome", positive: ["1"]),
        groups: groups, intersections: intersections),
      requirements: requirements, metrics: metrics.filter { $0 != "conditional-selection-rate" },
      replicates: replicates)
  }

  /// A new empty folder that is gone after `body`.
  static func inFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("evenhand-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(path)
  }
}

extension Record {
  func estimate(_ metric: String, _ group: [Label], within: String? = nil) -> Estimate? {
    estimates.first { $0.metric == metric && $0.group == group && $0.within == within }
  }

  func disparity(
    _ metric: String, _ group: [Label], _ comparison: Comparison, rule: ReferenceWord, within: String? = nil
  ) -> Disparity? {
    disparities.first {
      $0.metric == metric && $0.group == group && $0.comparison == comparison && $0.reference.rule == rule
        && $0.within == within
    }
  }

  func summary(_ metric: String, _ comparison: Comparison, grouping: [String]? = nil) -> SummaryResult? {
    summaries.first {
      $0.metric == metric && $0.comparison == comparison && $0.within == nil && (grouping ?? $0.grouping) == $0.grouping
    }
  }
}

/// What holds of a record; `Testing` has another type of that name.
typealias Confirmation = Evenhand.Confirmation
