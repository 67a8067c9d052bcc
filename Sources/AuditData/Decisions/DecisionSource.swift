import AuditRecord

/// Decisions in files of delimited text, plain, gzip or Zstandard.
package struct DecisionSource: Sendable {
  /// Which files there are, and what their columns mean.
  package let columns: DecisionColumns

  /// How to read them.
  package var options: SourceOptions

  /// Decisions in files. Nothing is read yet.
  ///
  /// - Parameters:
  ///   - columns: Which files there are, each with a header row of the columns in any order, and what these mean.
  ///   - options: How to read them.
  package init(columns: DecisionColumns, options: SourceOptions = SourceOptions()) {
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
  package func tally(threads: Int, digests: DigestJob? = nil) throws(ReadError) -> DecisionTally {
    try tallies(threads: threads, digests: digests)[0]
  }

  /// The same for each of ``DecisionColumns/readings``, in one reading of the files.
  package func tallies(threads: Int, digests: DigestJob? = nil) throws(ReadError) -> [DecisionTally] {
    // Rows that repeat others are looked for in files.
    let isInMemory = columns.table.files.allSatisfy { options.memory[$0.given] != nil }
    return try counts(threads: threads, digests: digests).tallies(of: columns) {
      isInMemory ? nil : RepeatedRows.warning(columns, options)
    }
  }

  /// Counts all decisions once, before anything is said of what their labels mean.
  ///
  /// - Throws: As ``tally(threads:digests:)``, but for what is wrong with the labels of all rows together.
  package func counts(threads: Int, digests: DigestJob? = nil) throws(ReadError) -> DecisionCounts {
    if columns.table.isCounted { return try countedRows(digests: digests) }
    let consents = try ConsentTable(of: columns.lawful, options: options, digests: digests)
    let reader = TableReader(
      table: columns.table, wanted: columns.wanted,
      capacity: DecisionScanner.capacity, options: options, workers: Workers(count: threads, digests: digests),
      progress: TableProgress())
    let scanners = (0..<threads).map { _ in ViewScanner(columns, options, consents: consents) }
    if let inputs = reader.readInParts(scanners), let whole = whole(scanners) {
      return DecisionCounts(whole, scanners, inputs, consents)
    }
    reader.progress.restart()
    let scanner = ViewScanner(columns, options, consents: consents)
    guard let inputs = try reader.read(scanner.absorb) else { preconditionFailure("nothing stops the reading") }
    return DecisionCounts(scanner.parts, [scanner], inputs, consents)
  }

  /// The same of tables of counts, which are short, and whose lines are looked at in order.
  private func countedRows(digests: DigestJob?) throws(ReadError) -> DecisionCounts {
    let reader = TableReader(
      table: columns.table, wanted: columns.wanted + CountsCheck.further(columns), capacity: DecisionScanner.capacity,
      options: options, workers: Workers(count: 1, digests: digests), progress: TableProgress())
    let (scanner, width) = (ViewScanner(columns, options), columns.wanted.count)
    var inputs: [InputReading] = []
    for file in columns.table.files {
      let check = CountsCheck(columns)
      var input: InputReading?
      do throws(ReadError) {
        input = try reader.read(file) { rows in
          let step = scanner.absorb(TableRows(count: rows.count, columns: Array(rows.columns[..<width])))
          guard case .proceed = step, let fault = check.look(rows) else { return step }
          return .fail(fault)
        } told: { bytes, rows in
          options.progress?(reader.progress.bytes + bytes, reader.progress.rows + rows)
        }
      } catch {
        throw Self.notCounts(error) ?? error
      }
      guard var input else { preconditionFailure("nothing stops the reading") }
      reader.progress.bytes += input.bytes
      reader.progress.rows += input.rows
      if input.isWhole { try check.finish(file) }
      input.rows = check.rows
      inputs.append(input)
    }
    return DecisionCounts(scanner.parts, [scanner], inputs, nil)
  }

  /// The error for a table that lacks what makes it one of counts.
  private static func notCounts(_ error: ReadError) -> ReadError? {
    let names = [CountedRows.rows, CountedRows.total, CountedRows.units, CountedRows.subjects]
    guard error.code == ReadError.Code.missingColumn.rawValue,
      let name = names.first(where: { error.message.contains(Quoted.text($0)) })
    else { return nil }
    return ReadError(
      .notCounts, file: error.file, message: "this is no table of counts: it lacks the column \(Quoted.text(name))",
      hint:
        "`evenhand sql` prints the query that makes one; rows are given without counts:, and what was counted by hand with columns: {rows: …}"
    )
  }

  /// What all scanners have counted [views]; nothing if a reading in order would have met a limit or a repeated subject.
  private func whole(_ scanners: [ViewScanner]) -> [DecisionPart]? {
    var whole: [DecisionPart] = []
    for (view, reading) in columns.readings.enumerated() {
      let own = scanners.map { $0.scanners[view] }
      guard let part = self.whole(own, reading) else { return nil }
      whole.append(part)
    }
    return whole
  }

  private func whole(_ scanners: [DecisionScanner], _ columns: DecisionColumns) -> DecisionPart? {
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
  /// Counts all decisions of a source as ``tallies(of:columns:options:)`` does, by the first of the readings.
  package init(
    of source: consuming some ColumnSource, columns: DecisionColumns, options: SourceOptions
  ) throws(ReadError) {
    self = try DecisionTally.tallies(of: source, columns: columns, options: options)[0]
  }

  /// Counts all decisions of a source, whose columns are those of `columns` in the order of ``DecisionColumns/wanted``, for each of
  /// its readings.
  ///
  /// - Throws: ``ReadError`` at the first place that a person has to mend.
  package static func tallies(
    of source: consuming some ColumnSource, columns: DecisionColumns, options: SourceOptions
  ) throws(ReadError) -> [DecisionTally] {
    let consents = try ConsentTable(of: columns.lawful, options: options, digests: nil)
    let scanner = ViewScanner(columns, options, consents: consents)
    var found: [Column] = []
    while true {
      let count = try source.next(&found, atMost: DecisionScanner.capacity)
      guard count > 0 else { break }
      if case .fail(let fault) = scanner.absorb(TableRows(count: count, columns: found)) { throw source.error(fault) }
    }
    return try DecisionCounts(scanner.parts, [scanner], [], consents).tallies(of: columns) { nil }
  }
}
