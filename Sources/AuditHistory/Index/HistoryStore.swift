import AuditLedger
import AuditRecord

/// An index of verified bundles: one file, which can be made again from them at any time.
///
/// Nothing is true because it stands here. Bundles hold what was audited and signed, and the ledger of actions what was done
/// about it; whoever changes this file changes neither.
package final class HistoryStore {
  /// The file.
  package let path: String
  let database: Database

  /// Opens a history, or makes an empty one.
  ///
  /// - Parameter creates: True if it is made where there is none.
  package init(path: String, creates: Bool) throws(HistoryError) {
    self.path = path
    database = try Database(path, creates: creates)
    let found = try version()
    guard found <= HistorySchema.version else {
      throw HistoryError(
        .newer,
        "\(path): this history was written by a newer version (schema \(found); this one reads up to \(HistorySchema.version))"
      )
    }
    guard found == 0 else { return }
    guard creates else {
      throw HistoryError(.unreadable, "\(path): this is no history (evenhand history add makes one)")
    }
    try database.execute("PRAGMA journal_mode = WAL")
    guard try database.rows("PRAGMA journal_mode", [], { $0.text(0) }) == ["wal"] else {
      throw HistoryError(
        .unwritable, "\(path): this file cannot be locked as a history needs it (keep the history on a local disk)")
    }
    try write { () throws(HistoryError) in
      // Somebody else may have made them meanwhile.
      guard try self.version() == 0 else { return }
      try self.database.execute(HistorySchema.sql)
      try self.database.execute("PRAGMA user_version = \(HistorySchema.version)")
    }
  }

  private func version() throws(HistoryError) -> Int {
    let tables = try database.rows("SELECT count(*) FROM sqlite_schema", [], { $0.integer(0) }).first ?? 0
    let found = try database.rows("PRAGMA user_version", [], { $0.integer(0) }).first ?? 0
    guard found > 0 || tables == 0 else {
      throw HistoryError(.unreadable, "\(path): this is a database of something else (name another file with --store)")
    }
    return found
  }

  /// Does all of it or nothing, whatever happens on the way.
  private func write(_ body: () throws(HistoryError) -> Void) throws(HistoryError) {
    try database.execute("BEGIN IMMEDIATE")
    do throws(HistoryError) {
      try body()
      try database.execute("COMMIT")
    } catch {
      try? database.execute("ROLLBACK")
      throw error
    }
  }

  /// What became of an audit that was to be added.
  package enum Addition: Sendable, Hashable {
    /// It is new.
    case added
    /// It was there, and is as it was.
    case unchanged
    /// It was there, and so many events were signed since.
    case signed(Int)
    /// It was there, and lies elsewhere now.
    case moved
  }

  /// Adds an audit; one that is there already gets the events that were signed since.
  ///
  /// - Throws: `HistoryError` where its ledger does not continue what the history has seen of it.
  package func add(_ audit: IndexedAudit) throws(HistoryError) -> Addition {
    var addition = Addition.added
    try write { () throws(HistoryError) in
      let known = try self.database.rows(
        "SELECT id, place FROM audit WHERE record = ?", [.text(audit.record)], { ($0.integer(0), $0.text(1)) }
      ).first
      guard let (id, place) = known else { return try self.insert(audit) }
      let before = try self.signOffs(of: id)
      guard before.count <= audit.signOffs.count, zip(before, audit.signOffs).allSatisfy({ $0 == $1 }) else {
        throw HistoryError(
          .notIndexed,
          "\(audit.place): not indexed: its sign-offs are not those that this history has seen, and more (events were removed or written anew; restore the bundle)"
        )
      }
      let fresh = audit.signOffs.count - before.count
      guard fresh > 0 || place != audit.place else {
        addition = .unchanged
        return
      }
      addition = fresh > 0 ? .signed(fresh) : .moved
      try self.remove(id)
      try self.insert(audit)
    }
    return addition
  }

  /// Puts these audits in the place of all others.
  ///
  /// - Returns: Records that were there and are not any more.
  package func replaceAll(_ audits: [IndexedAudit]) throws(HistoryError) -> [(record: String, place: String)] {
    var gone: [(record: String, place: String)] = []
    try write { () throws(HistoryError) in
      let new = Set(audits.map(\.record))
      let old = try self.database.rows(
        "SELECT id, record, place FROM audit ORDER BY record", [], { ($0.integer(0), $0.text(1), $0.text(2)) })
      gone = old.filter { !new.contains($0.1) }.map { (record: $0.1, place: $0.2) }
      for (id, _, _) in old { try self.remove(id) }
      try self.database.execute("DELETE FROM definition")
      for audit in audits { try self.insert(audit) }
    }
    return gone
  }

  private func remove(_ id: Int) throws(HistoryError) {
    for table in HistorySchema.parts {
      try database.run("DELETE FROM \(table) WHERE audit = ?", each: [[.integer(id)]])
    }
    try database.run("DELETE FROM audit WHERE id = ?", each: [[.integer(id)]])
  }

  /// The names of all series, in the order of their bytes.
  package func series() throws(HistoryError) -> [String] {
    try database.rows("SELECT DISTINCT series FROM audit ORDER BY series", [], { $0.text(0) })
  }

  /// The audits of a series in their order, or of all series, one after another.
  ///
  /// - Throws: `HistoryError` where no audit is of that series.
  package func audits(of series: String? = nil) throws(HistoryError) -> [AuditSeries] {
    let found = try read(series)
    if let series, found.isEmpty {
      let known = try self.series()
      let here = known.isEmpty ? "this history is empty" : "series here: \(known.joined(separator: ", "))"
      throw HistoryError(.unknown, "no audit of series “\(series)” (\(here))")
    }
    return Dictionary(grouping: found, by: \.series).map { AuditSeries(name: $0.key, audits: $0.value) }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }
}

/// Audits that follow each other.
package struct AuditSeries: Sendable {
  /// The name.
  package let name: String
  /// The audits, the earliest first.
  package let audits: [IndexedAudit]

  /// Sets audits in their order.
  package init(name: String, audits: [IndexedAudit]) {
    self.name = name
    self.audits = audits.sorted(by: IndexedAudit.areInOrder)
  }
}
