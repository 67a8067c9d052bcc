import AuditData
import AuditMetrics
import AuditPolicy
import AuditRecord

/// The files of decisions, read once, with their digests made on another core.
struct DecisionInput {
  private let files: [InputFile]
  private let columns: DecisionColumns
  private let options: Audit.Options

  init(_ decisions: DecisionsPlan, folder: String, options: Audit.Options) throws {
    files = try InputFile.resolve(decisions.source, relativeTo: folder)
    columns = decisions.columns
    self.options = options
  }

  func read() async throws -> (reading: DecisionReading, summary: Contingency) {
    let isConcurrent = options.digestsInputs && options.threads > 1
    var reading = SourceOptions()
    reading.digestWhileReading = options.digestsInputs && !isConcurrent
    reading.progress = options.progress
    let source = DecisionSource(files: files, columns: columns, options: reading)
    let files = files
    // The digests run on one core while the other one reads.
    let digests = Task { () throws -> [Digest?] in
      guard isConcurrent else { return files.map { _ in nil } }
      return try files.map { try $0.isStream ? nil : FileDigest.sha256($0.path) }
    }
    var summary = Contingency()
    var result: DecisionReading
    do {
      result = try source.read { batch in summary.absorb(copy batch) }
    } catch {
      digests.cancel()
      throw error
    }
    for (index, digest) in try await digests.value.enumerated() where digest != nil {
      result.inputs[index].sha256 = digest
    }
    if !options.digestsInputs {
      for index in result.inputs.indices { result.inputs[index].sha256 = nil }
    }
    return (result, summary)
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
