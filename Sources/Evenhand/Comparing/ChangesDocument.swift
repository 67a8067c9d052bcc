package import AuditRecord
import AuditReport

/// A comparison as programs read it.
package struct ChangesDocument: Codable, Sendable, Hashable {
  /// The exit code, and what it rests on.
  package struct Exit: Codable, Sendable, Hashable {
    /// The code.
    package var code: Int
    /// `worse`, `incomplete` where a check is gone, not comparable or not shown to be within the margin, or `none-worse`.
    package var reason: String
  }

  /// The format.
  package var schema: String
  /// The whole in one word.
  package var result: ChangeResult
  /// What the command exits with.
  package var exit: Exit
  /// Checks by their change.
  package var counts: [String: Int]
  /// The earlier audit.
  package var baseline: ComparedAudit
  /// The later one.
  package var candidate: ComparedAudit
  /// The checks that have a result in either.
  package var checks: [CheckChange]
  /// Checks that have a number in neither.
  package var judgedInNeither: Int
  /// What else the reader must know.
  package var notes: [String]
  /// By how much a number may be worse and count as no worse; not written where nobody asked.
  package var margin: Double?

  /// Writes a comparison down.
  package init(_ changes: AuditChanges) {
    schema = "evenhand-compare/1"
    result = changes.table.result
    let status = ExitStatus(changes.table)
    let reason =
      switch status {
      case .notMet: "worse"
      case .cannotJudge: "incomplete"
      default: "none-worse"
      }
    exit = Exit(code: Int(status.rawValue), reason: reason)
    counts = Dictionary(
      uniqueKeysWithValues: ChangeWord.allCases.filter { $0 != .noWorse || changes.table.margin != nil }
        .map { ($0.rawValue, changes.table.count($0)) })
    baseline = changes.baseline
    candidate = changes.candidate
    checks = changes.table.checks
    judgedInNeither = changes.table.judgedInNeither
    notes = changes.table.notes
    margin = changes.table.margin
  }

  /// Canonical JSON with a final newline.
  package var text: String {
    get throws(RecordError) { Escaping.json(try Canonical.text(self)) + "\n" }
  }
}

extension ExitStatus {
  /// The code of a comparison: 1 where a check is worse, else 3 where one is gone or not comparable, else 0.
  package init(_ changes: ChangeTable) {
    self = changes.count(.worse) > 0 ? .notMet : changes.isComplete ? .met : .cannotJudge
  }
}
