/// Rows and columns with a caption.
public struct Table: Sendable, Hashable {
  /// A column.
  public struct Column: Sendable, Hashable {
    /// On which side its cells stand.
    public enum Alignment: Sendable, Hashable {
      /// Words.
      case leading
      /// Numbers.
      case trailing
    }

    /// The header.
    public var header: [Inline]
    /// The side.
    public var alignment: Alignment

    /// A column of words.
    public static func words(_ header: Inline...) -> Column { Column(header: header, alignment: .leading) }
    /// A column of numbers.
    public static func numbers(_ header: Inline...) -> Column { Column(header: header, alignment: .trailing) }
  }

  /// What the table shows.
  public var caption: [Inline]
  /// The columns; the cells of the first are the headers of their rows.
  public var columns: [Column]
  /// The rows, as long as there are columns.
  public var rows: [[[Inline]]]

  /// Puts a table together.
  ///
  /// - Precondition: every row has a cell for every column.
  public init(caption: [Inline], columns: [Column], rows: [[[Inline]]]) {
    precondition(rows.allSatisfy { $0.count == columns.count }, "every row needs a cell for every column")
    self.caption = caption
    self.columns = columns
    self.rows = rows
  }

  /// The same content in tables of at most `width` columns, each with the row headers.
  ///
  /// - Precondition: `width` is at least 2.
  public func split(width: Int) -> [Table] {
    precondition(width >= 2, "a part needs its row headers and one column")
    guard columns.count > width else { return [self] }
    let starts = Array(stride(from: 1, to: columns.count, by: width - 1))
    return starts.enumerated().map { part, start in
      let range = start..<min(start + width - 1, columns.count)
      return Table(
        caption: caption + [.text(" (part \(part + 1) of \(starts.count))")],
        columns: [columns[0]] + columns[range],
        rows: rows.map { [$0[0]] + $0[range] })
    }
  }
}
