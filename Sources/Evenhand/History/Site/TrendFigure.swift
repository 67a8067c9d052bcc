import AuditHistory
import AuditRecord
import AuditReport
import AuditStatistics

/// Charts of a finding from audit to audit.
enum TrendFigure {
  /// The judged number of the newest audits.
  ///
  /// - Parameter most: Audits that the chart holds at most.
  static func judged(_ life: FindingLife, of state: SeriesState, most: Int) -> Figure {
    let points = life.trend.points.suffix(most)
    let newest = life.trend.newest
    let left = life.trend.points.count - points.count
    let isRate = newest.unit == .share && newest.finding.comparison != .ratio
    let plot = TrendPlot(
      comparison: newest.finding.comparison, axisLabel: axis(newest), isRate: isRate,
      points: points.map { point in
        let (finding, audit) = (point.entry.finding, state.series.audits[point.audit])
        let isJudged = [.met, .notMet, .cannotTell].contains(finding.verdict)
        return TrendPlot.Point(
          label: label(audit), value: isJudged ? finding.value : nil, interval: isJudged ? finding.interval : nil,
          threshold: demand(finding), mark: mark(finding, audit), isApart: !point.changes.isEmpty,
          release: release(point, state))
      })
    return Figure(
      id: "trend-\(life.trend.key.short)",
      title: "\(HistoryText.name(life)): \(HistoryText.state(life, on: state.asked.day))",
      caption:
        "\(newest.metricName), with each audit’s interval. The solid line across is the demand; what lies in grey does not meet it. Dashed lines are new versions; the table names them all."
        + (points.contains { state.series.audits[$0.audit].data == .synthetic }
          ? " Hollow marks: met, by made-up data." : "")
        + (left > 0 ? " The newest \(points.count) of \(life.trend.points.count) audits." : ""),
      description: "Trend of the judged number; every number stands in the table of the finding’s page.",
      chart: .trend(plot))
  }

  /// The group's own share with what is usual of it; nil of fewer than twelve audits, and where nothing was counted.
  static func usual(_ life: FindingLife, of state: SeriesState, most: Int) -> Figure? {
    guard let (variation, all) = life.trend.usual else { return nil }
    let points = all.suffix(most)
    let plot = TrendPlot(
      comparison: .value, axisLabel: "\(life.trend.newest.metricName) of the group itself, per cent", isRate: true,
      points: points.map { point in
        let (count, audit) = (point.count, state.series.audits[point.audit])
        let denominator = count?.denominator ?? 1
        return TrendPlot.Point(
          label: label(audit), value: count.map { $0.numerator / $0.denominator },
          interval: count.map { Interval(lower: $0.lower, upper: $0.upper, level: Defaults.level, method: .wilson) },
          release: release(point, state), usual: variation.limits(denominator: denominator))
      })
    return Figure(
      id: "usual-\(life.trend.key.short)", title: "How much the group’s own number usually varies; this is no verdict",
      caption:
        "Thin lines: three standard deviations about the mean of \(all.count) audits, widened by how much neighbouring audits differ (Laney’s p′ chart).",
      description: "Trend of the group’s own share with limits of usual variation.", chart: .trend(plot))
  }

  private static func axis(_ entry: IndexedFinding) -> String {
    switch entry.finding.comparison {
    case .ratio: "Ratio to the reference group"
    case .difference: entry.unit == .share ? "Difference, percentage points" : "Difference"
    case .value: entry.unit == .share ? "Per cent" : "Value"
    }
  }

  /// The month of a period that is one, else its last day.
  private static func label(_ audit: IndexedAudit) -> String {
    guard let day = audit.day else { return "–" }
    guard let first = audit.firstDay, first.year == day.year, first.month == day.month else { return "\(day)" }
    return String("\(day)".prefix(7))
  }

  private static func demand(_ finding: Finding) -> Threshold? {
    let limits = finding.threshold.values
    return switch (finding.bound, limits.count) {
    case (.atMost, 1): .atMost(limits[0])
    case (.between, 2): .between(limits[0], limits[1])
    case (_, 1): .atLeast(limits[0])
    default: nil
    }
  }

  /// What was made up is hollow.
  private static func mark(_ finding: Finding, _ audit: IndexedAudit) -> Mark {
    var mark = Mark(finding.verdict)
    if audit.data == .synthetic, mark.symbol == "●" { mark.symbol = "◇" }
    return mark
  }

  private static func release(_ point: Trend.Point, _ state: SeriesState) -> String? {
    point.isNewRelease ? state.series.audits[point.audit].system.version ?? "another model" : nil
  }
}
