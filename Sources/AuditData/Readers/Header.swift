import AuditRecord

/// The first row of a file: which column holds what.
struct Header {
  /// The names as they stand.
  let names: [String]

  private let row: Int

  /// Reads the names of a row.
  init(_ block: RowBlock, row: Int) {
    self.row = row
    names = (0..<block.width(row)).map { FieldText.string(block.field(row: row, field: $0)) }
  }

  /// Names that were read from a row.
  init(names: [String], row: Int) {
    self.names = names
    self.row = row
  }

  /// Where the columns stand that the plan names.
  ///
  /// - Parameters:
  ///   - wanted: The columns, each with what the plan wants it for.
  ///   - isPrivate: Whether the names are shown only if one of them is wanted: a row of identifiers may look like one
  ///     of names.
  /// - Throws: ``ReadError`` if two columns have the same name, or one is missing.
  func indices(
    of wanted: [WantedColumn], isPrivate: Bool, in block: RowBlock, _ reader: DelimitedReader
  ) throws(ReadError) -> [Label: Int] {
    var indices: [Label: Int] = [:]
    for (index, name) in names.enumerated() {
      guard let earlier = indices.updateValue(index, forKey: Label(name)) else { continue }
      let isWanted = wanted.contains { Label($0.column) == Label(name) }
      throw reader.error(
        FieldFault(
          code: .duplicateColumn,
          message:
            "columns \(earlier + 1) and \(index + 1) have the same name\(isWanted ? " \(Quoted.text(name))" : "")",
          hint: "give every column a name of its own"),
        at: block.bounds(row: row, field: index).lowerBound)
    }
    for (column, purpose) in wanted.map({ ($0.column, $0.purpose) }) where indices[Label(column)] == nil {
      let isShown = wanted.contains { indices[Label($0.column)] != nil } || (!isPrivate && looksLikeNames)
      throw reader.error(
        FieldFault(
          code: .missingColumn,
          message:
            "the \(purpose) column \(Quoted.text(column)) is not in the file"
            + (isShown ? "; it has \(inventory)" : "; its first row does not look like a header"),
          hint: hint(for: column, isShown: isShown)),
        at: block.bounds(row: row, field: 0).lowerBound)
    }
    return indices
  }

  /// Whether the row looks like names, not like data, which is not to be shown.
  private var looksLikeNames: Bool {
    names.allSatisfy { name in
      !name.isEmpty && name.utf8.count <= 40
        && !name.utf8.contains { $0 == UInt8(ascii: "@") || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) }
    }
  }

  /// The columns that exist.
  private var inventory: String {
    names.prefix(30).map(Quoted.text).joined(separator: ", ")
      + (names.count > 30 ? " and \(names.count - 30) more" : "")
  }

  private func hint(for column: String, isShown: Bool) -> String? {
    if names.contains(where: { $0.contains(":token") }) {
      return "is it a file of RecBole, with types in its header? declare format: recbole"
    }
    let others = [(";", "semicolons"), ("\t", "tabs"), ("|", "bars"), (",", "commas")]
    if names.count == 1, let only = names.first, let other = others.first(where: { only.contains($0.0) }) {
      return "do \(other.1) separate the fields? declare them as delimiter:"
    }
    guard isShown else { return nil }
    return Suggestion.nearest(to: column, among: names).map { "did you mean \(Quoted.text($0))?" }
  }
}
