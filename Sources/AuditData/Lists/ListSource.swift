/// Ranked lists in files, with the tables that say who receives and what is shown.
package struct ListSource: Sendable {
  /// Which files there are and what their columns mean.
  package let columns: ListColumns

  /// How to read them.
  package var options: SourceOptions

  /// Ranked lists. Nothing is read yet.
  package init(columns: ListColumns, options: SourceOptions = SourceOptions()) {
    self.columns = columns
    self.options = options
  }

  /// Reads all tables but the lists.
  ///
  /// Plain files are read by several threads at once if users and items have tables. Nothing that is returned or thrown
  /// depends on the number of threads or the size of blocks.
  ///
  /// - Parameters:
  ///   - threads: Threads at most.
  ///   - digests: The job that makes the digests of the files, with as many threads; it may go on when this returns.
  /// - Throws: ``ReadError`` at the first place in the order of the files. No identifier is part of it.
  package func tables(threads: Int = 1, digests: DigestJob? = nil) throws(ReadError) -> ListTables {
    try ListTables(columns, options, Workers(count: threads, digests: digests))
  }
}

extension ListColumns {
  /// All files in the order of reading.
  package var files: [InputFile] {
    [
      users?.table, items?.table, audience?.table, relevance?.table, history?.table, before?.table, baseline?.table,
      log?.settings.table, log?.served.table, lawful?.consents?.table, lists.table,
    ].flatMap { $0?.files ?? [] }
  }

  /// Whether users and items have numbers before they are met.
  var isCoded: Bool { users != nil && items != nil }
}
