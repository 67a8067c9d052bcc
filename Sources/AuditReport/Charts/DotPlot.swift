public import AuditRecord

/// Numbers with their intervals, one row a group, on an axis that holds zero; several panels share the axis.
public struct DotPlot: Sendable, Hashable {
  /// One group.
  public struct Row: Sendable, Hashable {
    /// The group.
    public var label: String
    /// The number; nothing when there is none.
    public var value: Double?
    /// Its interval.
    public var interval: Interval?
    /// What the number is set against, drawn as an upright mark; nothing for most.
    public var target: Double?
    /// The number and what it rests on as text, or why there is none.
    public var note: String

    /// States a row.
    public init(label: String, value: Double?, interval: Interval?, target: Double? = nil, note: String) {
      self.target = target
      self.label = label
      self.value = value
      self.interval = interval
      self.note = note
    }
  }

  /// One metric.
  public struct Panel: Sendable, Hashable {
    /// What is counted.
    public var title: String
    /// The groups, from top to bottom.
    public var rows: [Row]

    /// States a panel.
    public init(title: String, rows: [Row]) {
      self.title = title
      self.rows = rows
    }
  }

  /// What the axis shows.
  public var axisLabel: String
  /// True when values are shares, to be shown as percentages.
  public var isRate: Bool
  /// The metrics.
  public var panels: [Panel]
  /// Values that the axis reaches too, so that the parts of a long chart share it.
  public var reaching: [Double]

  /// States a plot.
  public init(axisLabel: String, isRate: Bool, panels: [Panel], reaching: [Double] = []) {
    self.axisLabel = axisLabel
    self.isRate = isRate
    self.panels = panels
    self.reaching = reaching
  }
}

extension DotPlot {
  private static let rowHeight = 44.0
  private static let headerHeight = 30.0

  /// Draws the plot.
  func drawn(id: String, title: String, description: String) -> String {
    let values = panels.flatMap(\.rows).flatMap(\.values)
    let axis = Axis.linear(values + reaching, keeping: [], fromZero: true, asPercent: isRate)
    var svg = SVG(id: id)
    var y = 0.0
    for (index, panel) in panels.enumerated() {
      svg.text(SVG.shortened(panel.title, width: 44), x: 0, y: y + 18, size: 14, bold: true, fill: SVG.Ink.series)
      y += DotPlot.headerHeight
      let rowsTop = y
      for _ in panel.rows {
        svg.rectangle(from: axis.left, to: axis.right, y: y + 20, height: 20, fill: SVG.Ink.strip)
        y += DotPlot.rowHeight
      }
      for tick in axis.ticks {
        svg.line(x1: axis.place(tick.value), y1: rowsTop, x2: axis.place(tick.value), y2: y, stroke: SVG.Ink.rule)
      }
      for (offset, row) in panel.rows.enumerated() {
        draw(row, in: &svg, axis, y: rowsTop + Double(offset) * DotPlot.rowHeight)
      }
      let isLast = index == panels.count - 1
      svg.axis(axis, y: y + 4, label: isLast ? axisLabel : "")
      y += isLast ? 48 : 34
    }
    return svg.finished(height: y, title: title, description: description)
  }

  private func draw(_ row: Row, in svg: inout SVG, _ axis: Axis, y: Double) {
    svg.text(SVG.shortenedLabel(row.label, width: 22), x: 0, y: y + 14, bold: true)
    svg.text(row.note, x: 1, y: y + 14, size: 13, anchor: .end, fill: SVG.Ink.muted)
    let y = y + 30
    if let target = row.target {
      let x = axis.place(target)
      svg.line(x1: x, y1: y - 9, x2: x, y2: y + 9, stroke: SVG.Ink.text, width: 2)
    }
    guard let value = row.value else { return }
    if let lower = row.interval?.lower, let upper = row.interval?.upper {
      svg.line(x1: axis.place(lower), y1: y, x2: axis.place(upper), y2: y, stroke: SVG.Ink.series, width: 2.6)
    }
    svg.shape(
      "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z", x: axis.place(value), y: y, fill: SVG.Ink.series, stroke: "#fff")
  }
}

extension Estimate {
  /// The target, where the number itself is what should reach it.
  func target(_ quantity: Quantity) -> Double? {
    quantity.measure == .average && quantity.isPercent ? target : nil
  }
}

extension DotPlot.Row {
  /// Everything that the axis must hold.
  var values: [Double] { [value, interval?.lower, interval?.upper, target].compactMap(\.self) }

  /// A group's number with what it rests on.
  init(_ estimate: Estimate, _ quantity: Quantity) {
    let scale = quantity.scale
    let size =
      estimate.lists.map { ", " + Phrases.counted($0, "list") }
      ?? " of \(Numbers.count(estimate.denominator ?? Double(estimate.count)))"
    self.init(
      label: Words.group(estimate.group), value: estimate.value, interval: estimate.interval,
      target: estimate.target(quantity),
      note: estimate.value.map { scale.text($0) + size } ?? "no number")
  }
}
