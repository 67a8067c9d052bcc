import AuditInputs
import AuditRecord

/// Group columns whose labels are measurements: each number would be a group of its own.
enum NumbersAsLabels {
  /// From so many different numbers on.
  static let fewest = 26

  /// Throws where a column without bins holds many different numbers of which the plan says nothing.
  ///
  /// - Parameters:
  ///   - labels: The labels that were read, each with how often it occurs.
  ///   - key: The column's place in the plan, as `decisions.groups.0`.
  static func check(_ labels: [LabelCount], of column: GroupColumn, key: String, file: String) throws(ReadError) {
    guard column.bins == nil, column.separator == nil, !column.rules.isEveryLabelReal else { return }
    let named = Set(column.rules.named)
    let numbers = labels.compactMap { entry in
      named.contains(entry.label)
        ? nil : DecimalNumber.parse(entry.label.text).map { (value: $0, count: entry.units) }
    }
    guard numbers.count >= fewest else { return }
    let edges = BinProposal.edges(of: numbers)
    let name = YAMLText.scalar(column.column)
    let limits = edges.map(Bins.text).joined(separator: ", ")
    throw ReadError(
      .numbersAsLabels, file: file,
      message: "the group column \(Quoted.text(column.column)) has \(numbers.count) different numbers",
      hint: "give bins, as {column: \(name), bins: [\(limits)]}; or say {column: \(name), labels: all}", key: key)
  }
}
