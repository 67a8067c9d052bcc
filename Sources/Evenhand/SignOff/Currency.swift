import AuditData
import AuditLedger
import AuditRecord

/// Whether what was audited is still what is there.
enum Currency {
  /// What has changed since the audit: the plan, the model file or the data.
  ///
  /// - Throws: `ReadError` or `FileError` when a file that the plan names cannot be read.
  static func breaks(_ file: PlanFile, since record: Record) throws -> [LedgerBreak] {
    var changed: [String] = []
    if record.plan.sha256 != Digest(of: file.bytes).hex { changed.append("the plan") }
    let artifact = try file.plan.artifact.map { try FileDigest.sha256(Path.join(file.folder, $0)).hex }
    if record.audit.system.sha256 != artifact { changed.append("the model file") }
    let inputs = try tables(file.plan).mapValues { table in
      try InputFile.resolve(table.files.map(\.given), relativeTo: file.folder).map { input in
        // Standard input is gone; what it was is in the record alone.
        Input(name: input.name, sha256: input.isStandardInput ? nil : try FileDigest.sha256(input.path).hex)
      }
    }
    if Input.tables(of: record) != inputs { changed.append("the data") }
    if (record.notices ?? []).map(\.sha256) != file.plan.foundNotices.map(\.sha256) { changed.append("a notice") }
    return changed.map {
      LedgerBreak(.current, "\($0) changed since the audit: what was signed is about something else; audit again")
    }
  }

  private static func tables(_ plan: Plan) -> [String: InputTable] {
    Dictionary(
      uniqueKeysWithValues: plan.tableNames.compactMap { name in plan[table: name].map { (name.rawValue, $0) } })
  }

  /// A file of a table, in its place there: two files that changed places are other data.
  private struct Input: Hashable {
    var name: String
    var sha256: String?

    /// The table of a plan without lists.
    static let decisions = "decisions"

    /// The files of each table of a record, which names those of decisions first and then those of each table of lists.
    static func tables(of record: Record) -> [String: [Input]] {
      var rest = record.inputs.map { Input(name: $0.name, sha256: $0.name == "-" ? nil : $0.sha256) }[...]
      let ofLists = record.tables.map(\.inputs.count).together
      var tables: [String: [Input]] = [:]
      if rest.count > ofLists {
        let own = rest.count - ofLists
        tables[decisions] = Array(rest.prefix(own))
        rest = rest.dropFirst(own)
      }
      for table in record.tables {
        tables[table.table] = Array(rest.prefix(table.inputs.count))
        rest = rest.dropFirst(table.inputs.count)
      }
      return tables
    }
  }
}
