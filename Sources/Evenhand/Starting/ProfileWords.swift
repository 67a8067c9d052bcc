import AuditData
import AuditRecord
import AuditReport

/// Columns in words. Of a column that nobody has chosen, only what it is is said, never what stands in it, but for words that
/// say no more than yes and no.
enum ProfileWords {
  /// Labels that give nothing away.
  private static let plain: Set<String> = ["0", "1", "yes", "no", "true", "false", "y", "n", "t", "f"]
  /// The most labels that a line shows.
  private static let mostLabels = 10

  /// A table: its files, its rows, and a line a column.
  static func lines(_ table: TableProfile) -> String {
    let names = table.files.prefix(3).map(\.name).joined(separator: ", ")
    let files = table.files.count > 3 ? "\(names) and \(table.files.count - 3) more" : names
    let rows =
      (table.isWhole ? "" : "the first ") + PlainNumber.count(table.rows) + (table.rows == 1 ? " row" : " rows")
    let width = table.columns.map { shown($0.name).count }.max() ?? 0
    let lines = table.columns.map { column in
      let name = shown(column.name)
      return "  \(name)\(String(repeating: " ", count: max(0, width - name.count)))  \(line(column))"
    }
    return (["\(files): \(rows), \(table.columns.count) \(table.columns.count == 1 ? "column" : "columns")"] + lines)
      .joined(separator: "\n")
  }

  /// A name in one line, whatever is in it.
  static func shown(_ name: String) -> String {
    Escaping.terminal(name.count > 40 ? String(name.prefix(39)) + "…" : name)
  }

  private static func line(_ column: ColumnProfile) -> String {
    let missing =
      column.missing > 0
      ? ", empty \(PlainNumber.percent(Double(column.missing) / Double(max(1, column.rows)))) %" : ""
    let count = PlainNumber.count(column.distinct)
    switch column.kind {
    case .empty: return "nothing"
    case .identifier: return "\(count) different values, one a row"
    case .labels where column.labels?.allSatisfy({ plain.contains($0.label.text.lowercased()) }) == true:
      return labels(column) + missing
    case .labels: return "\(count) \(column.distinct == 1 ? "label" : "labels")\(missing)"
    case .numbers: return "\(count) different numbers\(missing)"
    case .texts: return "\(count) different texts\(missing)"
    }
  }

  /// The labels of a column with how often each occurs, most frequent first; of rows that stand for many, the labels alone.
  static func labels(_ column: ColumnProfile, isCounted: Bool = false) -> String {
    guard let labels = column.labels else { return "more than \(PlainNumber.count(ColumnProfile.mostLabels)) labels" }
    let sorted = labels.sorted { ($1.rows, $0.label) < ($0.rows, $1.label) }
    let parts = sorted.prefix(mostLabels).map {
      shown(Words.label($0.label)) + (isCounted ? "" : " (\(PlainNumber.count($0.rows)))")
    }
    let more = sorted.count - parts.count
    return (parts + (more > 0 ? ["\(more) more"] : [])).joined(separator: ", ")
  }

  /// The numbers of a column in a line.
  static func numbers(_ column: ColumnProfile) -> String {
    guard let numbers = column.numbers, let least = numbers.first?.value, let most = numbers.last?.value else {
      return ""
    }
    return
      "\(PlainNumber.count(numbers.count)) numbers, \(CanonicalNumber.text(least)) to \(CanonicalNumber.text(most))"
  }
}
