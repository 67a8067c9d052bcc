import AuditRecord

/// A rate for every combination of two groupings, with the number printed in every cell.
package struct Heatmap: Sendable, Hashable {
  /// One combination.
  package struct Cell: Sendable, Hashable {
    /// The rate, which sets the shade; nothing when there is none.
    package var value: Double?
    /// The number as text.
    package var text: String
    /// The size of the group as text.
    package var note: String
    /// True when the number rests on too few people; such a cell is hatched and has no shade.
    package var isUnreliable: Bool

    /// States a cell.
    package init(value: Double?, text: String, note: String, isUnreliable: Bool) {
      self.value = value
      self.text = text
      self.note = note
      self.isUnreliable = isUnreliable
    }
  }

  /// The groups across.
  package var columns: [String]
  /// The groups down, each with its cells; nothing stands for a combination that was not seen.
  package var rows: [Row]

  /// One group down.
  package struct Row: Sendable, Hashable {
    /// The group.
    package var label: String
    /// Its cells, one a column.
    package var cells: [Cell?]

    /// States a row.
    package init(label: String, cells: [Cell?]) {
      self.label = label
      self.cells = cells
    }
  }

  /// States a heatmap.
  package init(columns: [String], rows: [Row]) {
    self.columns = columns
    self.rows = rows
  }
}

extension Heatmap {
  private static let rowHeight = 70.0

  /// Draws the heatmap.
  func drawn(id: String, title: String, description: String) -> String {
    let values = rows.flatMap(\.cells).compactMap { cell in cell.flatMap { $0.isUnreliable ? nil : $0.value } }
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    let width = 1 / Double(max(1, columns.count))
    var svg = SVG(id: id)
    let fits = columns.count <= 1 ? 40 : max(5, 40 / columns.count - 1)
    for (index, column) in columns.enumerated() {
      svg.text(
        SVG.shortened(column, width: fits), x: (Double(index) + 0.5) * width, y: 16, size: 13, anchor: .middle,
        bold: true, fill: SVG.Ink.series)
    }
    for (index, row) in rows.enumerated() {
      let y = 26 + Double(index) * Heatmap.rowHeight
      svg.text(SVG.shortenedLabel(row.label, width: 40), x: 0, y: y + 14, bold: true)
      for (column, cell) in row.cells.enumerated() {
        let reliable = cell.flatMap { $0.isUnreliable ? nil : $0.value }
        let shade = reliable.map { high > low ? ($0 - low) / (high - low) : 0.5 }
        draw(cell, shade: shade, in: &svg, from: Double(column) * width, to: Double(column + 1) * width, y: y + 21)
      }
    }
    return svg.finished(
      height: 26 + Double(rows.count) * Heatmap.rowHeight + 4, title: title, description: description)
  }

  private func draw(_ cell: Cell?, shade: Double?, in svg: inout SVG, from x1: Double, to x2: Double, y: Double) {
    let (left, right, height) = (x1 + 0.004, x2 - 0.004, 42.0)
    guard let cell else {
      svg.rectangle(from: left, to: right, y: y, height: height, fill: "#fff", stroke: SVG.Ink.rule)
      return svg.text("nobody", x: (x1 + x2) / 2, y: y + 26, size: 12.5, anchor: .middle, fill: SVG.Ink.muted)
    }
    let (fill, ink) = shade.map(Heatmap.colours) ?? ("#fff", SVG.Ink.text)
    svg.rectangle(from: left, to: right, y: y, height: height, fill: fill, stroke: SVG.Ink.rule)
    if cell.isUnreliable {
      svg.hatched(from: left, to: right, y: y, height: 5)
      svg.hatched(from: left, to: right, y: y + height - 5, height: 5)
    }
    svg.text(cell.text, x: (x1 + x2) / 2, y: y + 19, size: 14, anchor: .middle, bold: true, fill: ink, onCell: true)
    svg.text(cell.note, x: (x1 + x2) / 2, y: y + 34, size: 12, anchor: .middle, fill: ink, onCell: true)
  }

  /// One hue from light to dark, so that grey keeps the order; the words turn white where the shade is dark.
  private static func colours(_ shade: Double) -> (fill: String, ink: String) {
    let steps: [(fill: String, ink: String)] = [
      ("#f1f6fa", SVG.Ink.text), ("#d3e3f0", SVG.Ink.text), ("#a9c8e0", SVG.Ink.text), ("#7fadd0", SVG.Ink.text),
      ("#336699", "#fff"), ("#12436d", "#fff"),
    ]
    return steps[min(steps.count - 1, max(0, Int(bounded: shade * Double(steps.count))))]
  }
}
