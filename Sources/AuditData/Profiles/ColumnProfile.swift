import AuditInputs
package import AuditRecord

/// What a column holds, counted over the rows that were looked at. Its values are for questions about it alone.
package struct ColumnProfile: Sendable {
  /// The column.
  package let name: String
  /// Rows.
  package internal(set) var rows = 0
  /// Rows without a value, by blank text or a word for a missing value.
  package internal(set) var missing = 0
  /// How many different values there are.
  package var distinct: Int { hashes.count }
  /// The labels with how often each occurs, in the order of their bytes; nothing where there are more than
  /// ``mostLabels``.
  package var labels: [LabelCount]? {
    isManifold ? nil : counts.map { LabelCount($0.key, rows: $0.value, units: $0.value) }.sorted { $0.label < $1.label }
  }
  /// The different numbers with how often each occurs; nothing where a value is no number, or nothing has one.
  package var numbers: [(value: Double, count: Int)]? {
    guard isNumeric, !values.isEmpty else { return nil }
    return values.map { (value: $0.key, count: $0.value) }.sorted { $0.value < $1.value }
  }
  /// Whether the first value is a whole list in a cell.
  package internal(set) var holdsLists = false

  /// The most labels that are kept.
  package static let mostLabels = 1_000
  /// The most labels that people can choose from.
  package static let fewLabels = NumbersAsLabels.fewest - 1

  private var counts: [Label: Int] = [:]
  private var values: [Double: Int] = [:]
  private var hashes: Set<Int> = []
  private var isManifold = false
  private var isNumeric = true
  private(set) var isWholeNumbers = true

  init(name: String) { self.name = name }

  /// What kind of column it is.
  package enum Kind: Sendable, Hashable {
    /// Nothing stands in it.
    case empty
    /// Each row has a value of its own, a text or a whole number.
    case identifier
    /// Few labels, numbers among them.
    case labels
    /// Many different numbers.
    case numbers
    /// Many different texts.
    case texts
  }

  /// What kind of column it is.
  package var kind: Kind {
    if distinct == 0 { return .empty }
    if distinct == rows, rows > Self.fewLabels, !isNumeric || isWholeNumbers { return .identifier }
    if distinct <= Self.fewLabels { return .labels }
    return isNumeric ? .numbers : .texts
  }

  /// Whether it could say how many people a row stands for: whole numbers of 0 or more, and not all alike.
  package var isCount: Bool { isNumeric && isWholeNumbers && distinct > 1 && values.keys.allSatisfy { $0 >= 0 } }

  /// Takes a value.
  mutating func add(_ label: Label) {
    rows += 1
    guard MissingWord.word(of: label) == nil else {
      missing += 1
      return
    }
    if rows == 1 { holdsLists = CellList.fault(Array(label.text.utf8), column: name) != nil }
    hashes.insert(label.hashValue)
    if !isManifold {
      counts[label, default: 0] += 1
      if counts.count > Self.mostLabels { (isManifold, counts) = (true, [:]) }
    }
    guard isNumeric else { return }
    if let number = DecimalNumber.parse(label.text), number.isFinite {
      values[number, default: 0] += 1
      if number != number.rounded() { isWholeNumbers = false }
    } else {
      (isNumeric, values) = (false, [:])
    }
  }
}
