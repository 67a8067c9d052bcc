package import AuditRecord

/// The findings of one requirement: a row a group with counts, a drawing of the judged range, its numbers and the verdict.
///
/// All tables of a report that compare in the same way share one axis. Every number that is drawn stands in its row.
package struct ForestTable: Sendable, Hashable {
  /// A group.
  package struct Row: Sendable, Hashable {
    /// The group.
    package var label: String
    /// On how many its number rests, and the number.
    package var counted: String
    /// The judged number; nothing where there is none.
    package var value: Double?
    /// The judged range.
    package var interval: Interval?
    /// The judged number in words, or why there is none.
    package var number: String
    /// The judged range in words.
    package var range: String?
    /// The verdict, or that this is the reference group.
    package var mark: Mark
  }

  /// The groups of one grouping.
  package struct Section: Sendable, Hashable {
    /// The grouping, and what its groups are compared with.
    package var title: String
    /// Its groups.
    package var rows: [Row]
  }

  /// The message of the table.
  package var caption: [Inline]
  /// What is counted.
  package var countedHeader: String
  /// What is judged.
  package var numberHeader: String
  /// What is compared.
  package var comparison: Comparison
  /// The demand, if it is known; the side that fails it is grey.
  package var threshold: Threshold?
  /// What the grey side means.
  package var key: String
  /// What the axis shows.
  package var axisLabel: String
  /// The groupings.
  package var sections: [Section]
  /// The axis that all such tables of the report share.
  let axis: Axis

  /// The same as a plain table.
  var table: Table {
    Table(
      caption: caption,
      columns: [
        .words("Group"), .numbers(.text(countedHeader)), .numbers(.text(numberHeader)), .words("Verdict"),
      ],
      rows: sections.flatMap { section in
        [[[.strong(section.title)], [], [], []]]
          + section.rows.map { row in
            [
              [.text(row.label)], [.text(row.counted)],
              [.text(row.number + (row.range.map { " (\($0))" } ?? ""))], [.mark(row.mark)],
            ]
          }
      })
  }
}

extension ForestTable {
  private static let height = 22.0
  /// Rows that are kept on one printed page, so that a group is seen beside its reference group.
  private static let mostTogether = 24

  /// The table for a page.
  var html: String {
    func text(_ text: String) -> String { Escaping.html(text) }
    let isShort = sections.reduce(0) { $0 + $1.rows.count } <= Self.mostTogether
    var html =
      "<table class=\"forest\(isShort ? " short" : "")\">\n<caption>\(text(caption.plain))</caption>\n<thead><tr>"
    html += "<th scope=\"col\">Group</th><th scope=\"col\" class=\"n\">\(text(countedHeader))</th>"
    html += "<th scope=\"col\"><span class=\"vh\">Chart</span></th>"
    html += "<th scope=\"col\" class=\"n\">\(text(numberHeader))</th><th scope=\"col\">Verdict</th></tr></thead>\n"
    for section in sections {
      html += "<tbody><tr class=\"sec\"><th scope=\"rowgroup\" colspan=\"5\">\(text(section.title))</th></tr>\n"
      for row in section.rows {
        html += "<tr><th scope=\"row\">\(text(row.label))</th><td class=\"n\">\(text(row.counted))</td>"
        let kind = row.value == nil ? "n why" : "n"
        html += "<td class=\"p\">\(drawing(row))</td><td class=\"\(kind)\"><strong>\(text(row.number))</strong>"
        html += "\(row.range.map { " (\(text($0)))" } ?? "")</td><td>\(HTMLRenderer.mark(row.mark))</td></tr>\n"
      }
      html += "</tbody>\n"
    }
    html += "<tbody class=\"axis\" aria-hidden=\"true\"><tr><td colspan=\"2\">\(text(key))</td>"
    return html + "<td class=\"p\">\(ticks)</td><td colspan=\"2\">\(text(axisLabel))</td></tr></tbody>\n</table>\n"
  }

  /// Ranges of values that fail the demand; for the difference, "at most" bounds both directions.
  private var failing: [ClosedRange<Double>] { threshold?.failing(comparison, within: axis.domain) ?? [] }

  private var limits: [Double] { threshold?.drawnLimits(comparison) ?? [] }

  private func drawing(_ row: Row) -> String {
    var svg = SVG(id: "")
    for range in failing {
      svg.rectangle(
        from: axis.place(range.lowerBound, isEnd: true), to: axis.place(range.upperBound, isEnd: true), y: 0,
        height: Self.height, fill: SVG.Ink.band)
    }
    for limit in limits {
      svg.line(x1: axis.place(limit), y1: 0, x2: axis.place(limit), y2: Self.height, stroke: SVG.Ink.text)
    }
    if let ideal = comparison.ideal {
      svg.line(
        x1: axis.place(ideal), y1: 0, x2: axis.place(ideal), y2: Self.height, stroke: SVG.Ink.muted, dashed: true)
    }
    let (middle, ink) = (Self.height / 2, SVG.Ink.of(row.mark.tone))
    if let value = row.value {
      if let interval = row.interval {
        let (lower, upper) = (interval.lower ?? -.infinity, interval.upper ?? .infinity)
        svg.line(x1: axis.place(lower), y1: middle, x2: axis.place(upper), y2: middle, stroke: ink, width: 2.4)
        if lower < axis.domain.lowerBound { svg.arrow(x: axis.left, y: middle, pointsRight: false, fill: ink) }
        if upper > axis.domain.upperBound { svg.arrow(x: axis.right, y: middle, pointsRight: true, fill: ink) }
      }
      svg.mark(row.mark, x: axis.place(value), y: middle)
    }
    return svg.hidden(height: Self.height)
  }

  private var ticks: String {
    var svg = SVG(id: "")
    for tick in axis.ticks {
      svg.text(tick.label, x: axis.place(tick.value), y: 12, size: 13, anchor: .middle, fill: SVG.Ink.muted)
    }
    return svg.hidden(height: 18)
  }
}

extension Threshold {
  /// Ranges of values that fail the demand; for the difference, "at most" bounds both directions.
  func failing(_ comparison: Comparison, within domain: ClosedRange<Double>) -> [ClosedRange<Double>] {
    let (low, high) = (domain.lowerBound, domain.upperBound)
    func below(_ limit: Double) -> [ClosedRange<Double>] { limit > low ? [low...min(limit, high)] : [] }
    func above(_ limit: Double) -> [ClosedRange<Double>] { limit < high ? [max(limit, low)...high] : [] }
    return switch self {
    case .atLeast(let limit): below(limit)
    case .atMost(let limit): comparison == .difference ? below(-limit) + above(limit) : above(limit)
    case .between(let least, let most): below(least) + above(most)
    }
  }
}
