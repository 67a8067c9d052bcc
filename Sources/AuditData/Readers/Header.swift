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

  /// Where the columns stand that the plan names.
  ///
  /// - Throws: ``ReadError`` if two columns have the same name, or one is missing.
  func indices(
    of wanted: DecisionColumns, in block: RowBlock, _ reader: DelimitedReader
  ) throws(ReadError) -> [Label: Int] {
    var indices: [Label: Int] = [:]
    for (index, name) in names.enumerated() {
      guard let earlier = indices.updateValue(index, forKey: Label(name)) else { continue }
      let isWanted = wanted.used.contains { Label($0.column) == Label(name) }
      throw reader.error(
        FieldFault(
          code: .duplicateColumn,
          message:
            "columns \(earlier + 1) and \(index + 1) have the same name\(isWanted ? " \(Quoted.text(name))" : "")",
          hint: "give every column a name of its own"),
        at: block.bounds(row: row, field: index).lowerBound)
    }
    for (column, purpose) in wanted.used where indices[Label(column)] == nil {
      throw reader.error(
        FieldFault(
          code: .missingColumn,
          message: "the \(purpose) column \(Quoted.text(column)) is not in the file\(inventory(wanted, indices))",
          hint: hint(for: column)),
        at: block.bounds(row: row, field: 0).lowerBound)
    }
    return indices
  }

  /// The columns that exist, unless the row looks like data, which is not to be shown.
  private func inventory(_ wanted: DecisionColumns, _ indices: [Label: Int]) -> String {
    let looksLikeHeader = names.allSatisfy { name in
      !name.isEmpty && name.utf8.count <= 40
        && !name.utf8.contains { $0 == UInt8(ascii: "@") || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) }
    }
    guard looksLikeHeader || wanted.used.contains(where: { indices[Label($0.column)] != nil }) else {
      return "; its first row does not look like a header"
    }
    let shown = names.prefix(30).map(Quoted.text).joined(separator: ", ")
    return "; it has \(shown)\(names.count > 30 ? " and \(names.count - 30) more" : "")"
  }

  private func hint(for column: String) -> String? {
    let others = [(";", "semicolons"), ("\t", "tabs"), ("|", "bars"), (",", "commas")]
    if names.count == 1, let only = names.first, let other = others.first(where: { only.contains($0.0) }) {
      return "do \(other.1) separate the fields? declare them as delimiter:"
    }
    return Suggestion.nearest(to: column, among: names).map { "did you mean \(Quoted.text($0))?" }
  }
}
