import AuditData
import AuditPolicy
import AuditRecord

/// The files of decisions, read once.
struct DecisionInput {
  /// The files, in the order of reading.
  let files: [InputFile]
  private let columns: DecisionColumns
  private let options: Audit.Options

  init(_ decisions: DecisionsPlan, folder: String, options: Audit.Options) throws {
    files = try InputFile.resolve(decisions.source, relativeTo: folder)
    columns = decisions.columns
    self.options = options
  }

  func read(digests: DigestJob?) throws(ReadError) -> DecisionTally {
    var reading = SourceOptions()
    reading.progress = options.progress
    let source = DecisionSource(files: files, columns: columns, options: reading)
    return try source.tally(threads: options.threads, digests: digests)
  }
}

extension DecisionsPlan {
  /// The columns as the readers want them.
  var columns: DecisionColumns {
    DecisionColumns(
      subject: subject, decision: labels.decision, favourable: labels.favourable, unfavourable: labels.unfavourable,
      outcome: labels.outcome, positive: labels.positive ?? [], negative: labels.negative, count: labels.count,
      groups: groups.map { GroupColumn(name: $0.name, column: $0.column, bins: $0.bins) },
      strata: within.map(\.column), unknown: labels.unknown, delimiter: delimiter)
  }
}
