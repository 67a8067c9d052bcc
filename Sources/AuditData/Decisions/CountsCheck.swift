import AuditInputs
import AuditRecord

/// Whether a table of counts is all that a query counted, with each combination of labels once.
///
/// Equal lines are looked for where no label is missing: a missing value and an empty text are two values for a database, and
/// one for an audit.
final class CountsCheck {
  private let columns: DecisionColumns
  /// Where among the columns those stand that say how many rows there are: of the line, and of all.
  private let (own, total): (Int, Int)
  /// Where those stand that say how many people there are, if they do.
  private let subjects: Int?
  /// Where the labels stand.
  private let labels: [Int]

  /// The rows so far.
  private(set) var rows: Int64 = 0
  private var stated: Int64?
  private var people: Int64?
  private var lines = 0
  private var seen: [[UInt8]: Int] = [:]

  /// What is read besides what the plan names.
  static func further(_ columns: DecisionColumns) -> [WantedColumn] {
    [WantedColumn(CountedRows.total, purpose)]
      + (columns.subject == nil ? [] : [WantedColumn(CountedRows.subjects, purpose)])
  }

  private static let purpose = "total"

  /// A check of one file.
  init(_ columns: DecisionColumns) {
    self.columns = columns
    let wanted = columns.wanted
    own = wanted.firstIndex { $0.purpose == "rows" }!
    total = wanted.count
    subjects = columns.subject == nil ? nil : wanted.count + 1
    labels = wanted.indices.filter { !["rows", "count"].contains(wanted[$0].purpose) }
  }

  /// Looks at rows; the fault of the first that is none of a table of counts.
  func look(_ rows: TableRows) -> RowFault? {
    for row in 0..<rows.count {
      // What is no number is for whoever counts to say.
      guard let count = CountColumn.number(rows.columns[own], row) else { return nil }
      self.rows += count
      if let fault = repeated(rows, row) ?? differing(rows, row, total, &stated, "rows") { return fault }
      if let subjects, let fault = differing(rows, row, subjects, &people, "people") { return fault }
    }
    return nil
  }

  private func differing(
    _ rows: TableRows, _ row: Int, _ column: Int, _ stated: inout Int64?, _ what: String
  ) -> RowFault? {
    let found = CountColumn.number(rows.columns[column], row)
    guard let found, stated ?? found == found else {
      let known = found == nil ? "is no whole number" : "is not that of the lines before"
      return RowFault(
        row: row, column: column,
        fault: FieldFault(
          code: .notCounts, message: "the number of all \(what) \(known)",
          hint: "each line has the same: give one result of one query, as it is"))
    }
    stated = found
    return nil
  }

  private func repeated(_ rows: TableRows, _ row: Int) -> RowFault? {
    lines += 1
    var key: [UInt8] = []
    for column in labels {
      let content = rows.columns[column].content(row)
      if content.isEmpty { return nil }
      withUnsafeBytes(of: UInt64(content.count).littleEndian) { key += $0 }
      key += content
    }
    guard let earlier = seen.updateValue(lines, forKey: key) else { return nil }
    return RowFault(
      row: row, column: nil,
      fault: FieldFault(
        code: .notCounts,
        message: "these labels stand in row \(earlier) too",
        hint: "the engine has grouped differently than asked"))
  }

  /// Looks at all lines together.
  ///
  /// - Throws: ``ReadError`` where rows are missing, or people stand in several.
  func finish(_ file: InputFile) throws(ReadError) {
    let all = stated ?? rows
    guard rows == all else {
      throw ReadError(
        .notCounts, file: file.given,
        message:
          "the lines add up to \(PlainNumber.count(Int(rows))) rows, the query counted \(PlainNumber.count(Int(all)))",
        hint: rows < all
          ? "the result was cut off; download all of it" : "it holds lines of another result; give one as it is")
    }
    guard let people, people != all else { return }
    throw ReadError(
      .notCounts, file: file.given,
      message:
        "\(PlainNumber.count(Int(all))) rows are about \(PlainNumber.count(Int(people))) subjects, so that some appear in more than one row or in none, and counts cannot say which",
      hint: "hand the rows over")
  }
}
