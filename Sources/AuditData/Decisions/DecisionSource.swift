import AuditRecord

/// Decisions in files of delimited text, plain, gzip or Zstandard.
public struct DecisionSource: Sendable {
  /// Which files there are, and what their columns mean.
  public let columns: DecisionColumns

  /// How to read them.
  public var options: SourceOptions

  /// Decisions in files. Nothing is read yet.
  ///
  /// - Parameters:
  ///   - columns: Which files there are, each with a header row of the columns in any order, and what these mean.
  ///   - options: How to read them.
  public init(columns: DecisionColumns, options: SourceOptions = SourceOptions()) {
    self.columns = columns
    self.options = options
  }

  /// Counts all decisions once, in constant memory; a column of subjects or clusters takes up to 90 bytes a row.
  ///
  /// Regular files are read by several threads at once. The result, and an error, are the same for any number of threads
  /// and any size of block: a fault that any thread meets, or a subject that two of them have met, is looked up anew in
  /// the order of the files. A file with a header and no rows is read as such; whether that is enough is for the caller
  /// to say.
  ///
  /// - Parameters:
  ///   - threads: Threads at most.
  ///   - digests: The job that makes the digests of the files, with as many threads; it may go on when this returns.
  /// - Throws: ``ReadError`` at the first place, in the order of the files, that a person has to mend.
  public func tally(threads: Int, digests: DigestJob? = nil) throws(ReadError) -> DecisionTally {
    let consents = try ConsentTable(of: columns.lawful, options: options, digests: digests)
    let reader = TableReader(
      table: columns.table, wanted: columns.wanted,
      capacity: DecisionScanner.capacity, options: options, workers: Workers(count: threads, digests: digests),
      progress: TableProgress())
    let scanners = (0..<threads).map { _ in DecisionScanner(columns, options, consents: consents) }
    if let inputs = reader.readInParts(scanners), let whole = whole(scanners) {
      return try tally(whole, inputs, scanners, consents)
    }
    reader.progress.restart()
    let scanner = DecisionScanner(columns, options, consents: consents)
    guard let inputs = try reader.read(scanner.absorb) else { preconditionFailure("nothing stops the reading") }
    return try tally(scanner.part, inputs, [scanner], consents)
  }

  private func tally(
    _ part: DecisionPart, _ inputs: [InputReading], _ scanners: [DecisionScanner], _ consents: ConsentTable?
  ) throws(ReadError) -> DecisionTally {
    try part.checkIDs(columns, people: scanners.compactMap(\.people))
    return try part.tally(
      of: columns, inputs: inputs, repeated: RepeatedRows.warning(columns, options), consents: consents)
  }

  /// What all scanners have counted; nothing if a reading in order would have met a limit or a repeated subject.
  private func whole(_ scanners: [DecisionScanner]) -> DecisionPart? {
    var whole = scanners[0].part
    for scanner in scanners.dropFirst() { whole.merge(scanner.part) }
    // A subject that two of them have met, and that a spreadsheet may have rounded, is looked up in the order of the files.
    let isDoubtful =
      scanners.contains { $0.clusters?.holdsRounded ?? false } && SubjectTable.overlap(scanners.compactMap(\.clusters))
    return whole.isWithinLimits(options, of: columns) && !isDoubtful
      && !SubjectTable.overlap(scanners.compactMap(\.subjects)) ? whole : nil
  }
}

extension DecisionTally {
  /// Counts all decisions of a source, whose columns are those of `columns` in the order of ``DecisionColumns/wanted``.
  ///
  /// - Throws: ``ReadError`` at the first place that a person has to mend.
  package init(
    of source: consuming some ColumnSource, columns: DecisionColumns, options: SourceOptions
  ) throws(ReadError) {
    let consents = try ConsentTable(of: columns.lawful, options: options, digests: nil)
    let scanner = DecisionScanner(columns, options, consents: consents)
    var found: [Column] = []
    while true {
      let count = try source.next(&found, atMost: DecisionScanner.capacity)
      guard count > 0 else { break }
      if case .fail(let fault) = scanner.absorb(TableRows(count: count, columns: found)) { throw source.error(fault) }
    }
    let part = scanner.part
    try part.checkIDs(columns, people: [scanner.people].compactMap(\.self))
    self = try part.tally(of: columns, consents: consents)
  }
}
