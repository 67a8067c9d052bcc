/// A column of numbers, one a row: of scores, amounts or predictions of them.
package struct RowNumberColumn: Sendable, Hashable {
  /// The column in the data.
  package var column: String
  /// The lowest and the highest number that there can be; nothing where the plan does not say it.
  package var range: ClosedRange<Double>?

  /// A column of numbers.
  package init(_ column: String, range: ClosedRange<Double>? = nil) {
    self.column = column
    self.range = range
  }
}

/// A number of each row of which metrics are made: what stands in a column, or follows from several.
package enum RowNumber: Sendable, Hashable, CaseIterable {
  /// How likely, or how good, the system says that somebody is.
  case score
  /// What somebody gets, pays or waits for.
  case amount
  /// How far what was predicted lies from the amount: predicted less actual.
  case error
}
