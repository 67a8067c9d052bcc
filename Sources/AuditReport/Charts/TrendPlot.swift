package import AuditRecord

/// A judged number from audit to audit: each with its own range, the demand as a step, and releases as rules.
///
/// Numbers are joined only where they mean the same. What was made up is hollow. Thin lines are where the number usually lies.
package struct TrendPlot: Sendable, Hashable {
  /// What one audit says.
  package struct Point: Sendable, Hashable {
    /// The audit, in a few letters.
    package var label: String
    /// The number; nothing where there is none.
    package var value: Double?
    /// Its range.
    package var interval: Interval?
    /// The demand at that time; nothing for a number that is not judged.
    package var threshold: Threshold?
    /// The verdict; nothing for a number that is not judged.
    package var mark: Mark?
    /// True where no line joins it to the number before.
    package var isApart: Bool
    /// The release that it is the first of; nothing for all others.
    package var release: String?
    /// Between what the number usually lies; nothing where that is not known.
    package var usual: ClosedRange<Double>?

    /// States a point.
    package init(
      label: String, value: Double?, interval: Interval?, threshold: Threshold? = nil, mark: Mark? = nil,
      isApart: Bool = false, release: String? = nil, usual: ClosedRange<Double>? = nil
    ) {
      self.label = label
      self.value = value
      self.interval = interval
      self.threshold = threshold
      self.mark = mark
      self.isApart = isApart
      self.release = release
      self.usual = usual
    }
  }

  /// What is compared.
  package var comparison: Comparison
  /// What the axis shows.
  package var axisLabel: String
  /// True when values are shares, to be shown as percentages.
  package var isRate: Bool
  /// The audits, the earliest first.
  package var points: [Point]

  /// States a plot.
  package init(comparison: Comparison, axisLabel: String, isRate: Bool, points: [Point]) {
    self.comparison = comparison
    self.axisLabel = axisLabel
    self.isRate = isRate
    self.points = points
  }
}

extension TrendPlot {
  private static let ends = (left: 0.11, right: 0.985)
  private static let frame = (top: 44.0, height: 220.0)

  private func x(_ index: Int) -> Double {
    let (left, right) = Self.ends
    return left + (Double(index) + 0.5) / Double(max(1, points.count)) * (right - left)
  }

  private func y(_ value: Double, _ axis: Axis) -> Double {
    let share = (axis.place(value) - axis.left) / (axis.right - axis.left)
    return Self.frame.top + (1 - share) * Self.frame.height
  }

  private var axis: Axis {
    let values = points.flatMap { point in
      [point.value, point.interval?.lower, point.interval?.upper, point.usual?.lowerBound, point.usual?.upperBound]
        .compactMap(\.self)
    }
    let limits = Set(points.flatMap { $0.threshold?.limits ?? [] }).filter(\.isFinite).sorted()
    return comparison == .ratio
      ? .ratios(values, keeping: limits)
      : .linear(values, keeping: limits, fromZero: false, asPercent: isRate)
  }

  /// Draws the plot.
  func drawn(id: String, title: String, description: String) -> String {
    let axis = axis
    var svg = SVG(id: id)
    let bottom = Self.frame.top + Self.frame.height
    drawDemands(in: &svg, axis)
    for tick in axis.ticks {
      svg.line(
        x1: Self.ends.left, y1: y(tick.value, axis), x2: Self.ends.right, y2: y(tick.value, axis),
        stroke: tick.value == comparison.ideal ? SVG.Ink.muted : SVG.Ink.rule, dashed: tick.value == comparison.ideal)
      svg.text(tick.label, x: Self.ends.left - 0.012, y: y(tick.value, axis) + 4.5, size: 12.5, anchor: .end)
    }
    svg.text(axisLabel, x: 0, y: 14, size: 12.5, fill: SVG.Ink.muted)
    drawReleases(in: &svg, bottom)
    drawUsual(in: &svg, axis)
    drawLines(in: &svg, axis)
    for (index, point) in points.enumerated() { draw(point, at: index, in: &svg, axis) }
    drawLabels(in: &svg, bottom)
    return svg.finished(height: bottom + 26, title: title, description: description)
  }

  /// Where a number fails the demand of its time: grey, with the limit as a step.
  private func drawDemands(in svg: inout SVG, _ axis: Axis) {
    let width = (Self.ends.right - Self.ends.left) / Double(max(1, points.count)) / 2
    var start = 0
    var before: [Double] = []
    while start < points.count {
      let demand = points[start].threshold
      let end = points[start...].firstIndex { $0.threshold != demand } ?? points.count
      let (from, to) = (x(start) - width, x(end - 1) + width)
      start = end
      let limits = demand?.drawnLimits(comparison) ?? []
      for range in demand?.failing(comparison, within: axis.domain) ?? [] {
        let (low, high) = (y(range.lowerBound, axis), y(range.upperBound, axis))
        svg.rectangle(from: from, to: to, y: high, height: low - high, fill: SVG.Ink.band)
      }
      for limit in limits {
        svg.line(x1: from, y1: y(limit, axis), x2: to, y2: y(limit, axis), stroke: SVG.Ink.text, width: 1.3)
      }
      if limits.count == 1, before.count == 1 {
        svg.line(x1: from, y1: y(before[0], axis), x2: from, y2: y(limits[0], axis), stroke: SVG.Ink.text, width: 1.3)
      }
      before = limits
    }
  }

  private func drawReleases(in svg: inout SVG, _ bottom: Double) {
    let width = (Self.ends.right - Self.ends.left) / Double(max(1, points.count)) / 2
    var taken = -1.0
    for (index, point) in points.enumerated() {
      guard let release = point.release else { continue }
      let place = x(index) - width
      svg.line(x1: place, y1: Self.frame.top - 8, x2: place, y2: bottom, stroke: SVG.Ink.hatch, dashed: true)
      let name = SVG.shortened(release, width: 12)
      // A name that would touch the one before it is left to the table.
      guard place - taken >= 0 else { continue }
      taken = place + 0.02 + 0.021 * Double(name.count)
      let isLate = place > 0.8
      svg.text(
        name, x: isLate ? Self.ends.right : place + 0.004, y: Self.frame.top - 12, size: 12,
        anchor: isLate ? .end : .start, fill: SVG.Ink.muted)
    }
  }

  /// Neighbouring places that are joined by no line, the places of each run together.
  private var runs: [[Int]] {
    var runs: [[Int]] = []
    for (index, point) in points.enumerated() {
      if index == 0 || point.isApart || points[index - 1].value == nil { runs.append([]) }
      if point.value != nil { runs[runs.count - 1].append(index) }
    }
    return runs.filter { !$0.isEmpty }
  }

  private func drawLines(in svg: inout SVG, _ axis: Axis) {
    for run in runs {
      for (left, right) in zip(run, run.dropFirst()) {
        guard let from = points[left].value, let to = points[right].value else { continue }
        svg.line(
          x1: x(left), y1: y(from, axis), x2: x(right), y2: y(to, axis), stroke: SVG.Ink.series, width: 1.3)
      }
    }
  }

  private func drawUsual(in svg: inout SVG, _ axis: Axis) {
    let width = (Self.ends.right - Self.ends.left) / Double(max(1, points.count)) / 2
    for (index, point) in points.enumerated() {
      for limit in [point.usual?.lowerBound, point.usual?.upperBound].compactMap(\.self) {
        svg.line(
          x1: x(index) - width, y1: y(limit, axis), x2: x(index) + width, y2: y(limit, axis), stroke: SVG.Ink.hatch)
      }
    }
  }

  private func draw(_ point: Point, at index: Int, in svg: inout SVG, _ axis: Axis) {
    guard let value = point.value else { return }
    let mark = point.mark ?? Mark(symbol: "■", word: "", tone: .neutral)
    let ink = SVG.Ink.of(mark.tone)
    if let interval = point.interval {
      svg.line(
        x1: x(index), y1: y(interval.lower ?? axis.domain.lowerBound, axis), x2: x(index),
        y2: y(interval.upper ?? axis.domain.upperBound, axis), stroke: ink, width: 2.2)
    }
    svg.mark(mark, x: x(index), y: y(value, axis))
  }

  private func drawLabels(in svg: inout SVG, _ bottom: Double) {
    svg.line(x1: Self.ends.left, y1: bottom, x2: Self.ends.right, y2: bottom, stroke: SVG.Ink.muted)
    let longest = points.map(\.label.count).max() ?? 1
    let room = (Self.ends.right - Self.ends.left) / Double(max(1, points.count))
    let step = max(1, Int(bounded: (0.024 * Double(longest) / room).rounded(.up)))
    for index in stride(from: 0, to: points.count, by: step) {
      svg.line(x1: x(index), y1: bottom, x2: x(index), y2: bottom + 4, stroke: SVG.Ink.muted)
      svg.text(points[index].label, x: x(index), y: bottom + 19, size: 12, anchor: .middle)
    }
  }
}

extension Threshold {
  /// The limits as lines; "at most" of a difference bounds both directions.
  func drawnLimits(_ comparison: Comparison) -> [Double] {
    if case .atMost(let limit) = self, comparison == .difference { return [-limit, limit] }
    return limits.filter(\.isFinite)
  }
}
