import AuditRecord

/// Decisions that are already in memory, under the same rules as decisions in a file.
package struct DecisionArrays: Sendable {
  /// What the columns mean.
  package let columns: DecisionColumns

  /// How to read them.
  package var options: SourceOptions

  private let source: DecisionSource

  /// Decisions in memory.
  ///
  /// - Parameters:
  ///   - columns: What the columns mean.
  ///   - values: The texts of every column that `columns` names [rows]; further columns are ignored.
  ///   - options: How to read them.
  /// - Throws: ``ReadError`` if a named column is missing, or columns have different numbers of rows.
  package init(
    columns: DecisionColumns, values: [String: [String]], options: SourceOptions = SourceOptions()
  ) throws(ReadError) {
    let named = Dictionary(uniqueKeysWithValues: values.map { (Label($0.key), $0.value) })
    var found: [(name: String, values: MemoryTable.Values)] = []
    for wanted in columns.wanted where !found.contains(where: { Label($0.name) == Label(wanted.column) }) {
      // A column that is not there is missed as it would be in a file.
      if let texts = named[Label(wanted.column)] { found.append((wanted.column, .texts(texts))) }
    }
    try self.init(columns: columns, table: MemoryTable("memory", found), options: options)
  }

  /// Decisions in memory.
  ///
  /// - Throws: ``ReadError`` if a named column is missing.
  package init(
    columns: DecisionColumns, table: MemoryTable, options: SourceOptions = SourceOptions()
  ) throws(ReadError) {
    self.columns = columns
    self.options = options
    var own = (columns: columns, options: options)
    own.columns.table = InputTable([table.file])
    own.options.memory[table.name] = table
    source = DecisionSource(columns: own.columns, options: own.options)
    try WantedColumn.check(columns.wanted, file: table.name)
    _ = try ColumnTable(table, table.file, wanted: columns.wanted)
  }

  /// Counts all rows once.
  ///
  /// - Throws: ``ReadError`` with the file `memory` and, as its line, the row from 1.
  package func tally() throws(ReadError) -> DecisionTally { try tallies()[0] }

  /// The same for each of ``DecisionColumns/readings``, in one reading.
  ///
  /// - Throws: As ``tally()``.
  package func tallies() throws(ReadError) -> [DecisionTally] { try counts().tallies(of: columns).map(\.ofNoFile) }

  /// Counts all rows once, by so many threads, before anything is said of what their labels mean.
  package func counts(threads: Int = 1) throws(ReadError) -> DecisionCounts { try source.counts(threads: threads) }
}

extension DecisionTally {
  /// The same of arrays, which are no input of a record.
  package var ofNoFile: DecisionTally {
    var tally = self
    tally.reading.inputs = []
    return tally
  }
}
