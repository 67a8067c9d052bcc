/// Rows and columns with a caption.
package struct Table: Sendable, Hashable {
  /// A column.
  package struct Column: Sendable, Hashable {
    /// On which side its cells stand.
    package enum Alignment: Sendable, Hashable {
      /// Words.
      case leading
      /// Numbers.
      case trailing
    }

    /// The header.
    package var header: [Inline]
    /// The side.
    package var alignment: Alignment

    /// A column of words.
    package static func words(_ header: Inline...) -> Column { Column(header: header, alignment: .leading) }
    /// A column of numbers.
    package static func numbers(_ header: Inline...) -> Column { Column(header: header, alignment: .trailing) }
  }

  /// What the table shows.
  package var caption: [Inline]
  /// The columns; the cells of the first are the headers of their rows.
  package var columns: [Column]
  /// The rows, as long as there are columns.
  package var rows: [[[Inline]]]

  /// Puts a table together.
  ///
  /// - Precondition: every row has a cell for every column.
  package init(caption: [Inline], columns: [Column], rows: [[[Inline]]]) {
    precondition(rows.allSatisfy { $0.count == columns.count }, "every row needs a cell for every column")
    self.caption = caption
    self.columns = columns
    self.rows = rows
  }

  /// The same content in tables of at most `width` columns, each with the row headers.
  ///
  /// - Precondition: `width` is at least 2.
  package func split(width: Int) -> [Table] {
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
