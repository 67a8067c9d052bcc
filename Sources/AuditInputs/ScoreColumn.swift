/// A column of scores, one a row.
public struct ScoreColumn: Sendable, Hashable {
  /// The column in the data.
  public var column: String
  /// The lowest and the highest score that there can be; nothing where the plan does not say it.
  public var range: ClosedRange<Double>?

  /// A column of scores.
  public init(_ column: String, range: ClosedRange<Double>? = nil) {
    self.column = column
    self.range = range
  }
}
