/// The verdicts of all checks on one page: a row a group, a column a requirement.
package struct VerdictMatrix: Sendable, Hashable {
  /// A requirement.
  package struct Column: Sendable, Hashable {
    /// What is measured.
    package var title: String
    /// What is required, and what happens otherwise.
    package var note: String
  }

  /// What a requirement says of a group.
  package enum Cell: Sendable, Hashable {
    /// A verdict with the judged number and its range, and what they are about where that is not the row's group.
    case judged(Mark, value: String?, range: String?, about: String?)
    /// How many groups have which verdict, where a row stands for many.
    case counted([Mark])
    /// Nothing is required here.
    case notRequired
    /// The cell above speaks of this row too.
    case covered
  }

  /// A group.
  package struct Row: Sendable, Hashable {
    /// The group.
    package var label: String
    /// How many people, items or lists it has, in words.
    package var size: String
    /// A cell a column.
    package var cells: [Cell]
  }

  /// The groups of one grouping.
  package struct Section: Sendable, Hashable {
    /// The grouping.
    package var title: String
    /// Its groups.
    package var rows: [Row]
  }

  /// What the matrix shows.
  package var caption: [Inline]
  /// What a row is.
  package var header: String
  /// The requirements.
  package var columns: [Column]
  /// The groupings.
  package var sections: [Section]

  /// The same as a plain table.
  var table: Table {
    func words(_ cell: Cell) -> [Inline] {
      switch cell {
      case .judged(let mark, let value, let range, let about):
        let number = [value, range.map { "(\($0))" }, about].compactMap(\.self).joined(separator: " ")
        return [.mark(mark)] + (number.isEmpty ? [] : [.text(" " + number)])
      case .counted(let marks):
        return Array(marks.map { [Inline.mark($0)] }.joined(separator: [.text(", ")]))
      case .notRequired: return ["–"]
      case .covered: return ["as above"]
      }
    }
    return Table(
      caption: caption,
      columns: [.words(.text(header))] + columns.map { .words(.text("\($0.title): \($0.note)")) },
      rows: sections.flatMap { section in
        section.rows.map { row in
          let size = row.size.isEmpty ? "" : " (\(row.size))"
          return [[.text("\(section.title): \(row.label)\(size)")]] + row.cells.map(words)
        }
      })
  }
}

extension VerdictMatrix {
  /// The matrix for a page; cells are tinted by their verdicts, which their marks and words repeat.
  var html: String {
    func text(_ text: String) -> String { Escaping.html(text) }
    var html = "<table class=\"matrix short\">\n<caption>\(text(caption.plain))</caption>\n"
    html += "<thead><tr><th scope=\"col\">\(text(header))</th>"
    for column in columns { html += "<th scope=\"col\">\(text(column.title))<span>\(text(column.note))</span></th>" }
    html += "</tr></thead>\n"
    for section in sections {
      html += "<tbody><tr class=\"sec\"><th scope=\"rowgroup\" colspan=\"\(columns.count + 1)\">"
      html += "\(text(section.title))</th></tr>\n"
      for (number, row) in section.rows.enumerated() {
        html += "<tr><th scope=\"row\">\(text(row.label))"
        html += "\(row.size.isEmpty ? "" : "<span>\(text(row.size))</span>")</th>"
        for (column, cell) in row.cells.enumerated() {
          let below = section.rows[(number + 1)...].prefix { $0.cells[column] == .covered }.count
          html += Self.html(cell, rows: below + 1)
        }
        html += "</tr>\n"
      }
      html += "</tbody>\n"
    }
    return html + "</table>\n"
  }

  private static func html(_ cell: Cell, rows: Int) -> String {
    let span = rows > 1 ? " rowspan=\"\(rows)\"" : ""
    switch cell {
    case .judged(let mark, let value, let range, let about):
      var html = "<td class=\"\(mark.tone.rawValue)\"\(span)>\(HTMLRenderer.mark(mark))"
      if value != nil || about != nil {
        html += " <span>\(value.map { "<strong>\(Escaping.html($0))</strong>" } ?? "")"
        html += "\(range.map { " (\(Escaping.html($0)))" } ?? "")\(about.map { " " + Escaping.html($0) } ?? "")</span>"
      }
      return html + "</td>"
    case .counted(let marks): return "<td\(span)>\(marks.map(HTMLRenderer.mark).joined(separator: ", "))</td>"
    case .notRequired: return "<td\(span)>–</td>"
    case .covered: return ""
    }
  }
}
