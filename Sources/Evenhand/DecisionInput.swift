import AuditData
import AuditInputs
import AuditRecord

/// The files of decisions, read once.
struct DecisionInput {
  private let columns: DecisionColumns
  private let options: Audit.Options

  init(_ decisions: DecisionColumns, folder: String, options: Audit.Options) throws {
    columns = try decisions.resolved(relativeTo: folder)
    self.options = options
  }

  /// The files, in the order of reading.
  var files: [InputFile] { columns.tables.flatMap(\.files) }

  func read(digests: DigestJob?) throws(ReadError) -> DecisionTally {
    var reading = SourceOptions()
    reading.progress = options.progress
    reading.firstRows = options.firstRows
    let source = DecisionSource(columns: columns, options: reading)
    return try source.tally(threads: options.threads, digests: digests)
  }
}
