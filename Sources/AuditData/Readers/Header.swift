import AuditInputs
import AuditRecord

/// The first row of a file: which column holds what.
struct Header {
  /// The names as they stand.
  let names: [String]

  /// Reads the names of a row.
  init(_ block: RowBlock, row: Int) {
    names = (0..<block.width(row)).map { FieldText.string(block.field(row: row, field: $0)) }
  }

  /// Names that were read otherwise.
  init(names: [String]) { self.names = names }

  /// What is wrong with names, and which of them.
  struct Fault: Error {
    let fault: FieldFault
    let field: Int
  }

  /// Where the columns stand that the plan names.
  ///
  /// - Parameters:
  ///   - wanted: The columns, each with what the plan wants it for.
  ///   - rows: The rows of text whose row of this number has the names; nothing where they can be nothing else.
  /// - Throws: ``Fault`` if two columns have the same name, or one is missing.
  func indices(of wanted: [WantedColumn], in rows: (block: RowBlock, row: Int)? = nil) throws(Fault) -> [Label: Int] {
    var indices: [Label: Int] = [:]
    // Columns without a name are nobody's; spreadsheets leave them behind.
    for (index, name) in names.enumerated() where MissingWord.word(of: Label(name)) != "" {
      guard let earlier = indices.updateValue(index, forKey: Label(name)) else { continue }
      let isWanted = wanted.contains { Label($0.column) == Label(name) }
      throw Fault(
        fault: FieldFault(
          code: .duplicateColumn,
          message:
            "columns \(earlier + 1) and \(index + 1) have the same name\(isWanted ? " \(Quoted.text(name))" : "")",
          hint: "give every column a name of its own"),
        field: index)
    }
    let isCounted = wanted.contains { $0.column == CountedRows.rows }
    if !isCounted, !wanted.isEmpty, let place = indices[Label(CountedRows.rows)] {
      throw Fault(
        fault: FieldFault(
          code: .notCounts,
          message: "a row of this file stands for several, as its column \(Quoted.text(CountedRows.rows)) says",
          hint: "give it as counts:FILE, or in the plan as source: {counts: FILE}"),
        field: place)
    }
    for (column, purpose) in wanted.map({ ($0.column, $0.purpose) }) where indices[Label(column)] == nil {
      // A row of data may look like names, and one of its fields like a column's. Names are shown once most are the plan's.
      let isShown = rows == nil || 2 * wanted.count { indices[Label($0.column)] != nil } > wanted.count
      throw Fault(
        fault: FieldFault(
          code: .missingColumn,
          message:
            "the \(purpose) column \(Quoted.text(column)) is not in the file"
            + (isShown
              ? "; it has \(inventory)"
              : "; its first row has \(names.count) \(names.count == 1 ? "field" : "fields"), too few of them columns of the plan to show it"),
          hint: rows.flatMap { laterHeader(wanted, in: $0.block, after: $0.row) } ?? hint(for: column, isShown: isShown)
        ),
        field: 0)
    }
    return indices
  }

  /// The columns that exist.
  private var inventory: String {
    names.prefix(30).map(Quoted.text).joined(separator: ", ")
      + (names.count > 30 ? " and \(names.count - 30) more" : "")
  }

  /// Where the header seems to stand, below a title.
  private func laterHeader(_ wanted: [WantedColumn], in block: RowBlock, after row: Int) -> String? {
    for later in block.rows.dropFirst(row - block.rows.lowerBound + 1).prefix(20) {
      let found = Set(Header(block, row: later).names.map { Label($0) })
      guard wanted.allSatisfy({ found.contains(Label($0.column)) }) else { continue }
      return "the header seems to stand in row \(later + 1); let the file begin with it"
    }
    return nil
  }

  private func hint(for column: String, isShown: Bool) -> String? {
    if names.count <= 2, let first = names.first, first.lowercased().hasPrefix("sep=") {
      let separator = first.dropFirst(4).prefix(1)
      return
        "the first line says how fields are separated; declare it as delimiter: \(separator.isEmpty ? "\",\"" : "\"\(separator)\"")"
    }
    if names.contains(where: { $0.contains(":token") }) {
      return "is it a file of RecBole, with types in its header? declare format: recbole"
    }
    let others = [(";", "semicolons"), ("\t", "tabs"), ("|", "bars"), (",", "commas")]
    if names.count == 1, let only = names.first, let other = others.first(where: { only.contains($0.0) }) {
      return "do \(other.1) separate the fields? declare them as delimiter:"
    }
    // What is next to the wanted name but for a letter or two gives nothing away.
    return Suggestion.nearest(to: column, among: names).map { "did you mean \(Quoted.text($0))?" }
      ?? (isShown ? nil : "does the file begin with a row of names, and are its fields separated as the plan says?")
  }
}
