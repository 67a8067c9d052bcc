import AuditData
import AuditInputs
import AuditMetrics
import AuditRecord

/// The files of decisions, read once.
struct DecisionInput {
  private let columns: DecisionColumns
  private let options: Audit.Options

  init(_ decisions: DecisionColumns, folder: String, options: Audit.Options) throws {
    columns = try decisions.resolved(relativeTo: folder)
    self.options = options
  }

  /// What was read and summed up, and the digests that are still being made.
  struct Outcome {
    var reading: DecisionReading
    var summary: Contingency
    var pending: PendingDigests?
  }

  func read() throws -> Outcome {
    var reading = SourceOptions()
    reading.progress = options.progress
    let source = DecisionSource(columns: columns, options: reading)
    let (tally, pending) = try source.tallyAhead(threads: options.threads, digests: options.digestsInputs)
    return Outcome(
      reading: tally.reading, summary: Contingency(counts: tally.counts.map(Double.init)), pending: pending)
  }
}
