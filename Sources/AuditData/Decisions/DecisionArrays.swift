import AuditRecord

/// Decisions that are already in memory, under the same rules as decisions in a file.
public struct DecisionArrays: Sendable {
  /// What the columns mean.
  public let columns: DecisionColumns

  /// How to read them.
  public var options: SourceOptions

  private let values: [[String]]

  /// Decisions in memory.
  ///
  /// - Parameters:
  ///   - columns: What the columns mean.
  ///   - values: The texts of every column that `columns` names [rows]; further columns are ignored.
  ///   - options: How to read them.
  /// - Precondition: Every named column is there, and all have the same number of rows.
  public init(columns: DecisionColumns, values: [String: [String]], options: SourceOptions = SourceOptions()) {
    self.columns = columns
    self.options = options
    let named = Dictionary(uniqueKeysWithValues: values.map { (Label($0.key), $0.value) })
    self.values = columns.wanted.map { wanted in
      guard let texts = named[Label(wanted.column)] else {
        preconditionFailure("the column \(wanted.column) is missing")
      }
      return texts
    }
    let rows = self.values[0].count
    precondition(self.values.allSatisfy { $0.count == rows }, "all columns need the same number of rows")
  }

  /// Counts all rows once.
  ///
  /// - Throws: ``ReadError`` with the file `memory` and, as its line, the row from 1.
  public func tally() throws(ReadError) -> DecisionTally { try tallies()[0] }

  /// The same for each of ``DecisionColumns/readings``, in one reading.
  ///
  /// - Throws: As ``tally()``.
  public func tallies() throws(ReadError) -> [DecisionTally] {
    try WantedColumn.check(columns.wanted, file: "memory")
    let source = ArrayColumns(values.map { Column($0) }, rows: values[0].count)
    return try DecisionTally.tallies(of: source, columns: columns, options: options)
  }
}
