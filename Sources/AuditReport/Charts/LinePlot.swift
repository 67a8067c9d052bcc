/// Lines over an ordered scale, each named where it ends; several panels share both axes.
///
/// A dashed line of the same colour is what its line is set against. Both carry the same shape, filled on the line and
/// hollow on the dashed one, so that they belong together in grey too; what all lines are set against is drawn once.
/// A band is where a line would be by chance.
package struct LinePlot: Sendable, Hashable {
  /// A place on the horizontal axis, with its name.
  package struct Tick: Sendable, Hashable {
    /// The place.
    package var value: Double
    /// Its name.
    package var label: String

    /// Names a place.
    package init(value: Double, label: String) {
      self.value = value
      self.label = label
    }
  }

  /// One line.
  package struct Line: Sendable, Hashable {
    /// What the line is about.
    package var label: String
    /// The number at its end, as text.
    package var note: String
    /// Its values [places].
    package var values: [Double]
    /// The dashed line that it is set against [places]; empty for none.
    package var against: [Double]

    /// States a line.
    package init(label: String, note: String, values: [Double], against: [Double] = []) {
      self.label = label
      self.note = note
      self.values = values
      self.against = against
    }
  }

  /// An area between two lines.
  package struct Band: Sendable, Hashable {
    /// The low ends [places].
    package var lower: [Double]
    /// The high ends [places].
    package var upper: [Double]

    /// States an area.
    package init(lower: [Double], upper: [Double]) {
      self.lower = lower
      self.upper = upper
    }
  }

  /// Lines that share a frame.
  package struct Panel: Sendable, Hashable {
    /// What the panel shows; empty where the figure says it.
    package var title: String
    /// The lines.
    package var lines: [Line]
    /// The area behind them.
    package var band: Band?

    /// States a panel.
    package init(title: String = "", lines: [Line], band: Band? = nil) {
      self.title = title
      self.lines = lines
      self.band = band
    }
  }

  /// Where the values stand on the horizontal axis, in ascending order [places].
  package var places: [Double]
  /// Candidates for names on it, the most important first; those that fit are shown.
  package var ticks: [Tick]
  /// What the horizontal axis shows.
  package var axisLabel: String
  /// The panels, from top to bottom. Values are shares of a whole.
  package var panels: [Panel]

  /// States a plot.
  package init(places: [Double], ticks: [Tick], axisLabel: String, panels: [Panel]) {
    self.places = places
    self.ticks = ticks
    self.axisLabel = axisLabel
    self.panels = panels
  }
}

extension LinePlot {
  private static let ends = (left: 0.1, right: 0.7)
  private static let inks = ["#12436d", "#801650", "#1f7a73", "#b8460b", "#3d3d3d", "#6d4fb0"]
  private static let labelHeight = 33.0

  /// The most lines that stay apart.
  static let mostLines = inks.count

  /// Draws the plot.
  func drawn(id: String, title: String, description: String) -> String {
    let values = panels.flatMap { panel in
      panel.lines.flatMap { $0.values + $0.against } + (panel.band.map { $0.lower + $0.upper } ?? [])
    }
    let axis = Axis.linear(values.filter { $0 <= 1 }, keeping: [], fromZero: true, asPercent: true)
    let top = min(1, axis.domain.upperBound)
    var svg = SVG(id: id)
    var y = 0.0
    for (number, panel) in panels.enumerated() {
      if !panel.title.isEmpty {
        svg.text(SVG.shortenedLabel(panel.title, width: 44), x: 0, y: y + 16, size: 14, bold: true, fill: SVG.Ink.text)
        y += 26
      }
      if number == 0 {
        svg.text("Percent", x: 0, y: y + 12, size: 12.5, fill: SVG.Ink.muted)
        y += 14
      }
      let frame = Frame(
        y: y + 8, height: height(panel), top: max(top, 1e-9), from: LinePlot.ends.left, to: LinePlot.ends.right)
      draw(panel, in: &svg, frame, axis)
      y = frame.bottom + 26
    }
    svg.text(axisLabel, x: LinePlot.ends.left, y: y + 12, size: 13, fill: SVG.Ink.muted)
    return svg.finished(height: y + 20, title: title, description: description)
  }

  private func height(_ panel: Panel) -> Double {
    let least = panels.count > 1 ? 112.0 : 236
    return max(least, Double(panel.lines.count) * LinePlot.labelHeight + 10)
  }

  /// Where a panel stands.
  private struct Frame {
    var y: Double
    var height: Double
    var top: Double
    var from: Double
    var to: Double

    var bottom: Double { y + height }
    func y(_ value: Double) -> Double { bottom - min(max(value, 0), top) / top * height }
  }

  private func share(_ place: Double) -> Double {
    guard let first = places.first, let last = places.last, last > first else { return 0.5 }
    return (place - first) / (last - first)
  }

  private func x(_ place: Double, _ frame: Frame) -> Double { frame.from + share(place) * (frame.to - frame.from) }

  private func points(_ values: [Double], _ frame: Frame) -> [(x: Double, y: Double)] {
    zip(places, values).map { (share($0), (frame.y($1) - frame.y) / frame.height) }
  }

  private func draw(_ panel: Panel, in svg: inout SVG, _ frame: Frame, _ axis: Axis) {
    for tick in axis.ticks where tick.value <= frame.top + 1e-9 {
      let y = frame.y(tick.value)
      svg.line(x1: frame.from, y1: y, x2: frame.to, y2: y, stroke: tick.value == 0 ? SVG.Ink.muted : SVG.Ink.rule)
      svg.text(tick.label, x: frame.from - 0.012, y: y + 4.5, size: 12.5, anchor: .end)
    }
    drawTicks(in: &svg, frame)
    if let band = panel.band {
      let area = points(band.lower, frame) + points(band.upper, frame).reversed()
      svg.area(area, from: frame.from, to: frame.to, y: frame.y, height: frame.height)
    }
    let isCommon = panel.lines.count > 1 && Set(panel.lines.map(\.against)).count == 1
    for (index, line) in panel.lines.enumerated() where !line.against.isEmpty && (index == 0 || !isCommon) {
      let ink = isCommon ? SVG.Ink.text : LinePlot.inks[index % LinePlot.inks.count]
      svg.curve(
        points(line.against, frame), from: frame.from, to: frame.to, y: frame.y, height: frame.height, stroke: ink,
        width: 1.5, dashed: true)
      if panel.lines.count > 1, !isCommon, let first = line.against.first {
        svg.series(index, x: frame.from, y: frame.y(first), ink: ink, isHollow: true)
      }
    }
    for (index, line) in panel.lines.enumerated() {
      svg.curve(
        points(line.values, frame), from: frame.from, to: frame.to, y: frame.y, height: frame.height,
        stroke: LinePlot.inks[index % LinePlot.inks.count], width: 2.4)
    }
    drawNames(panel, in: &svg, frame)
  }

  private func drawTicks(in svg: inout SVG, _ frame: Frame) {
    var taken: [Double] = []
    for tick in ticks {
      let place = x(tick.value, frame)
      guard taken.allSatisfy({ abs($0 - place) >= 0.085 }) else { continue }
      taken.append(place)
      svg.line(x1: place, y1: frame.bottom, x2: place, y2: frame.bottom + 4, stroke: SVG.Ink.muted)
      svg.text(tick.label, x: place, y: frame.bottom + 18, size: 12.5, anchor: .middle)
    }
  }

  /// Names stand beside the ends of their lines, moved apart where they would touch.
  private func drawNames(_ panel: Panel, in svg: inout SVG, _ frame: Frame) {
    let ended = panel.lines.indices.compactMap { index in
      panel.lines[index].values.last.map { (index: index, y: frame.y($0)) }
    }.sorted { $0.y < $1.y }
    let spots = LinePlot.apart(
      ended.map(\.y), by: LinePlot.labelHeight, within: (frame.y + 8)...max(frame.y + 8, frame.bottom - 14))
    for (entry, spot) in zip(ended, spots) {
      let line = panel.lines[entry.index]
      let ink = LinePlot.inks[entry.index % LinePlot.inks.count]
      if abs(spot - entry.y) > 3 {
        svg.line(
          x1: frame.to + 0.008, y1: entry.y, x2: frame.to + 0.03, y2: spot, stroke: SVG.Ink.hatch)
      }
      svg.series(entry.index, x: frame.to, y: entry.y, ink: ink, isHollow: false)
      svg.text(SVG.shortenedLabel(line.label, width: 14), x: frame.to + 0.038, y: spot + 4, size: 13, bold: true)
      svg.text(line.note, x: frame.to + 0.038, y: spot + 18, size: 12.5, fill: SVG.Ink.muted)
    }
  }

  /// Places in ascending order, each moved as little as need be until neighbours are `distance` apart.
  static func apart(_ places: [Double], by distance: Double, within room: ClosedRange<Double>) -> [Double] {
    // Blocks of touching labels, each centred on the mean of where its members belong.
    var blocks: [(wanted: [Double], start: Double)] = []
    func settled(_ wanted: [Double]) -> Double {
      let offsets = wanted.enumerated().map { $1 - Double($0) * distance }
      let start = offsets.reduce(0, +) / Double(offsets.count)
      let length = Double(wanted.count - 1) * distance
      return max(room.lowerBound, min(start, room.upperBound - length))
    }
    for place in places {
      blocks.append(([place], settled([place])))
      while blocks.count > 1 {
        let (last, previous) = (blocks[blocks.count - 1], blocks[blocks.count - 2])
        guard previous.start + Double(previous.wanted.count) * distance > last.start else { break }
        blocks.removeLast(2)
        let wanted = previous.wanted + last.wanted
        blocks.append((wanted, settled(wanted)))
      }
    }
    return blocks.flatMap { block in block.wanted.indices.map { block.start + Double($0) * distance } }
  }
}
