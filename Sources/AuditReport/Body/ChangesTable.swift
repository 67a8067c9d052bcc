package import AuditRecord

/// The table of changes against an earlier audit, for reports and for a document of its own.
package enum ChangesTable {
  /// Checks that are listed one by one at most; the others are counted.
  private static let mostRows = 60

  /// A document about two audits.
  package static func document(_ changes: AuditChanges) -> Document {
    let title = "\(changes.table.result.heading.capitalizedFirst) – \(changes.candidate.title)"
    return Document(
      title: title,
      footer: Footer(title: changes.candidate.title, fingerprint: "Results \(changes.candidate.fingerprint)"),
      blocks: [
        .heading(Heading(1, id: "changes", ["Changes since an earlier audit"])),
        .definitions([
          Definition(
            ["Baseline"], [.text("\(changes.baseline.words), results "), .code(changes.baseline.fingerprint)]),
          Definition(
            ["Candidate"], [.text("\(changes.candidate.words), results "), .code(changes.candidate.fingerprint)]),
          Definition(["Result"], [.strong(changes.table.result.heading), .text(": \(changes.table.counts)")]),
        ]),
      ] + blocks(changes.table) + (changes.table.notes.isEmpty ? [] : [.list(changes.table.notes.map { [.text($0)] })]))
  }

  /// What a report says of the baseline that its plan names; nothing without one.
  static func section(_ record: Record) -> [Block] {
    guard let baseline = record.baseline else { return [] }
    let audit = ComparedAudit(baseline.audit)
    let named: [Inline] =
      baseline.column.map { [.text("Baseline: the decisions of the column \($0), about the same people.")] }
      ?? [.text("Baseline: \(audit.words), results "), .code(audit.fingerprint), "."]
    return [
      .heading(Heading(3, id: "changes", ["Changes since the baseline"])), .paragraph(named),
    ] + blocks(baseline.changes)
      + (baseline.changes.notes.isEmpty
        ? []
        : [.paragraph([.text(baseline.changes.notes.map { Phrases.sentenceCase($0) + "." }.joined(separator: " "))])])
  }

  /// The changes in a line of the first page; nothing without a baseline.
  static func line(_ record: Record) -> [String] {
    guard let baseline = record.baseline, baseline.column == nil || !baseline.changes.checks.isEmpty else { return [] }
    return ["Since the baseline: \(baseline.changes.counts) (section 4)."]
  }

  /// The table, and how it is to be read.
  static func blocks(_ changes: ChangeTable) -> [Block] {
    let checks = changes.worstFirst
    guard !checks.isEmpty else { return [] }
    let rows = checks.prefix(mostRows).map { check -> [[Inline]] in
      let words = ChangeWords(check)
      return [
        [.text("\(check.requirement), \(words.place)")], cell(check.baseline, words), cell(check.candidate, words),
        [.text(check.difference.map { words.size($0) } ?? "")],
        [.text(check.change.words + (check.reason.map { ": \($0)" } ?? ""))],
      ]
    }
    let more = checks.count - rows.count
    return [
      .table(
        Table(
          caption: [.text("Changes since the baseline: \(changes.counts)")],
          columns: [
            .words("Check"), .numbers("Baseline"), .numbers("Candidate"), .numbers("Change (its interval)"),
            .words("Shown"),
          ], rows: rows))
    ]
      + (more > 0
        ? [
          .paragraph([
            .text("\(Phrases.counted(more, "more check")) not shown here, none of them worse than those that are.")
          ])
        ] : [])
      + [
        .key([
          .text(
            "A change is shown as worse or better only where it stands after adjustment for all checks of this table (Holm). Intervals are for each check alone. A verdict that changed is no evidence by itself."
          )
        ])
      ]
  }

  private static func cell(_ result: CheckResult?, _ words: ChangeWords) -> [Inline] {
    guard let mark = words.mark(result) else { return ["–"] }
    let number = words.number(result)
    return number.isEmpty ? [.mark(mark)] : [.mark(mark), .text(" \(number)")]
  }
}

extension String {
  /// A heading in capitals as a title writes it: its first letter large.
  fileprivate var capitalizedFirst: String { Phrases.sentenceCase(lowercased()) }
}
