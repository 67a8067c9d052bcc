package import AuditRecord

/// Comparisons with their ranges, crude and within strata, one row each.
///
/// Ratios stand on a logarithmic axis, everything else on a linear one. A row without a number says why; a range that
/// leaves the axis ends in an arrow.
package struct ForestPlot: Sendable, Hashable {
  /// One group.
  package struct Row: Sendable, Hashable {
    /// The group.
    package var label: String
    /// The number; nothing when there is none.
    package var value: Double?
    /// Its range.
    package var interval: Interval?
    /// The number as text, or why there is none.
    package var note: String
    /// The verdict, or that this is the reference group.
    package var mark: Mark

    /// States a row.
    package init(label: String, value: Double?, interval: Interval?, note: String, mark: Mark) {
      self.label = label
      self.value = value
      self.interval = interval
      self.note = note
      self.mark = mark
    }
  }

  /// What is compared.
  package var comparison: Comparison
  /// What the axis shows.
  package var axisLabel: String
  /// True when values are shares, to be shown as percentages.
  package var isRate: Bool
  /// The groups, from top to bottom.
  package var rows: [Row]

  /// States a plot.
  package init(comparison: Comparison, axisLabel: String, isRate: Bool, rows: [Row]) {
    self.comparison = comparison
    self.axisLabel = axisLabel
    self.isRate = isRate
    self.rows = rows
  }
}

extension ForestPlot {
  private static let rowHeight = 48.0
  private static let top = 26.0

  private var axis: Axis {
    let values = rows.flatMap { [$0.value, $0.interval?.lower, $0.interval?.upper].compactMap(\.self) }
    return comparison == .ratio
      ? .ratios(values, keeping: [])
      : .linear(values, keeping: [], fromZero: comparison == .value, asPercent: isRate)
  }

  /// Draws the plot.
  func drawn(id: String, title: String, description: String) -> String {
    let axis = axis
    var svg = SVG(id: id)
    let bottom = ForestPlot.top + Double(rows.count) * ForestPlot.rowHeight
    for index in rows.indices {
      svg.rectangle(
        from: axis.left, to: axis.right, y: ForestPlot.top + Double(index) * ForestPlot.rowHeight + 22, height: 22,
        fill: SVG.Ink.strip)
    }
    if let ideal = comparison.ideal {
      svg.line(
        x1: axis.place(ideal), y1: ForestPlot.top, x2: axis.place(ideal), y2: bottom + 4, stroke: SVG.Ink.muted,
        width: 1.3, dashed: true)
    }
    svg.axis(axis, y: bottom + 4, label: axisLabel)
    for (index, row) in rows.enumerated() {
      drawWords(row, in: &svg, y: ForestPlot.top + Double(index) * ForestPlot.rowHeight + 15)
      drawRange(row, in: &svg, axis, y: ForestPlot.top + Double(index) * ForestPlot.rowHeight + 33)
    }
    return svg.finished(height: bottom + 48, title: title, description: description)
  }

  private func drawWords(_ row: Row, in svg: inout SVG, y: Double) {
    svg.text(SVG.shortenedLabel(row.label, width: 22), x: 0, y: y, bold: true)
    let words = "\(row.mark.symbol) \(row.mark.word)"
    svg.text(
      row.interval == nil ? words : "\(row.note)\u{A0}\u{A0}\(words)", x: 1, y: y, size: 13, anchor: .end,
      fill: SVG.Ink.of(row.mark.tone))
  }

  private func drawRange(_ row: Row, in svg: inout SVG, _ axis: Axis, y: Double) {
    guard let value = row.value else {
      return svg.text(SVG.shortened(row.note, width: 44), x: axis.left, y: y + 4.5, size: 12.5, fill: SVG.Ink.text)
    }
    let ink = SVG.Ink.of(row.mark.tone)
    if let interval = row.interval {
      let lower = interval.lower ?? -.infinity
      let upper = interval.upper ?? .infinity
      svg.line(x1: axis.place(lower), y1: y, x2: axis.place(upper), y2: y, stroke: ink, width: 2.6)
      if lower < axis.domain.lowerBound { svg.arrow(x: axis.left, y: y, pointsRight: false, fill: ink) }
      if upper > axis.domain.upperBound { svg.arrow(x: axis.right, y: y, pointsRight: true, fill: ink) }
    }
    svg.mark(row.mark, x: axis.place(value), y: y)
  }
}

extension SVG {
  /// Draws an axis with its ticks and what it shows.
  mutating func axis(_ axis: Axis, y: Double, label: String) {
    line(x1: axis.left, y1: y, x2: axis.right, y2: y, stroke: Ink.muted)
    for tick in axis.ticks {
      let x = axis.place(tick.value)
      line(x1: x, y1: y, x2: x, y2: y + 5, stroke: Ink.muted)
      text(tick.label, x: x, y: y + 19, size: 13, anchor: .middle)
    }
    text(label, x: axis.left, y: y + 38, size: 13, fill: Ink.muted)
  }
}
