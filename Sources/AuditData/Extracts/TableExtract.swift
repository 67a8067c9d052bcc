package import AuditInputs
import AuditRecord

/// One table of a plan, and what an auditor may have of it: the columns that the plan reads, ids as pseudonyms, numbers as their bins.
package struct TableExtract: Sendable {
  /// What its files are called in an extract, as `decisions`.
  package let name: String
  /// The key of the plan that names its files.
  package let key: String
  /// Whether a row is a person, so that its columns say how people could be told apart.
  package let isOfPeople: Bool
  /// The table, with its files as they were found.
  package let table: InputTable
  let columns: [ExtractColumn]

  /// The names of the columns that are written.
  package var kept: [String] {
    columns.compactMap { if case .left = $0.form { nil } else { $0.name } }
  }

  /// The file of an extract for the file of this number.
  package func file(_ number: Int) -> String {
    let part = table.files.count > 1 ? "-\(number + 1)" : ""
    return "\(name)\(part).\(delimiter(number) == UInt8(ascii: "\t") && table.format == .delimited ? "tsv" : "csv")"
  }

  private func delimiter(_ number: Int) -> UInt8 {
    table.format.names == nil ? table.delimiter(of: table.files[number]) : UInt8(ascii: " ")
  }

  /// Writes the extract of one file.
  ///
  /// - Parameters:
  ///   - number: Which of the table's files.
  ///   - pseudonyms: Makes pseudonyms.
  ///   - notes: Takes what is known of the rows afterwards.
  ///   - sink: Takes the bytes, a part at a time; false stops the writing.
  /// - Returns: The names of all columns of the file.
  /// - Throws: What an audit throws about the file.
  package func write(
    _ number: Int, pseudonyms key: PseudonymKey, epoch: String, notes: ExtractNotes, to sink: ([UInt8]) -> Bool
  ) throws(ReadError) -> [String] {
    let file = table.files[number]
    var reader = TableReader(
      table: table, wanted: columns.map(\.wanted), options: SourceOptions(),
      workers: Workers(count: 1, digests: nil), progress: TableProgress())
    var names = table.format.names ?? []
    reader.tellNames = { names = $0 }
    let writer = ExtractWriter(
      columns, format: table.format, delimiter: delimiter(number), key: key, epoch: epoch,
      notes: notes, isOfPeople: isOfPeople)
    var isStopped = false
    let read = try reader.read(file) { rows in
      isStopped = isStopped || !sink(writer.text(rows))
      return isStopped ? .stop : .proceed
    } told: { _, _ in
    }
    if read != nil { _ = sink(writer.headerIfMissing()) }
    return names
  }
}

extension TableExtract {
  /// The tables of decisions and lists, whose files are as they were found; nil where this version does not know what a column is for.
  ///
  /// - Parameter further: Columns by which people could be told apart, which the audit does not read.
  package static func all(decisions: DecisionColumns?, lists: ListColumns?, further: [String]) -> [TableExtract]? {
    var found: [TableExtract] = []
    func add(
      _ name: String, _ key: String, _ table: InputTable, _ wanted: [WantedColumn], groups: [GroupColumn] = [],
      unknown: [Label] = [], isOfPeople: Bool = false
    ) -> Bool {
      guard
        let columns = ExtractColumn.all(
          wanted, groups: groups, unknown: unknown, further: isOfPeople ? further : [])
      else { return false }
      found.append(TableExtract(name: name, key: key, isOfPeople: isOfPeople, table: table, columns: columns))
      return true
    }
    var isKnown = true
    if let decisions {
      isKnown =
        add(
          "decisions", "decisions.source", decisions.table, decisions.wanted, groups: decisions.groups,
          unknown: decisions.labels.unknown, isOfPeople: true) && isKnown
    }
    if let lists {
      let unknown = lists.unknown
      isKnown = add("lists", "recommendations.source", lists.lists.table, lists.lists.wanted) && isKnown
      if let users = lists.users {
        isKnown =
          add(
            "users", "recommendations.users.source", users.table, users.wanted, groups: users.groups, unknown: unknown,
            isOfPeople: true) && isKnown
      }
      if let items = lists.items {
        isKnown =
          add(
            "items", "recommendations.items.source", items.table, items.wanted, groups: items.groups.map(\.group),
            unknown: unknown) && isKnown
      }
      if let relevance = lists.relevance {
        isKnown = add("relevant", "recommendations.relevant.source", relevance.table, relevance.wanted) && isKnown
      }
      if let history = lists.history {
        isKnown = add("history", "recommendations.history.source", history.table, history.wanted) && isKnown
      }
      let contexts = lists.users?.contexts ?? []
      if let before = lists.before {
        isKnown =
          add("before", "recommendations.before.source", before.table, before.wanted(contexts: contexts)) && isKnown
      }
      if let baseline = lists.baseline {
        isKnown =
          add("baseline", "recommendations.baseline.source", baseline.table, baseline.wanted(contexts: contexts))
          && isKnown
      }
      if let log = lists.log {
        isKnown = add("settings", "controls.settings.source", log.settings.table, log.settings.wanted) && isKnown
        isKnown = add("served", "controls.log.source", log.served.table, log.served.wanted) && isKnown
      }
      if let audience = lists.audience {
        isKnown = add("audience", "recommendations.audience.source", audience.table, audience.wanted) && isKnown
      }
    }
    return isKnown ? found : nil
  }
}
