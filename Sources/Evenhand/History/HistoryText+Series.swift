import AuditHistory
import AuditLedger
import AuditRecord
import AuditReport
import AuditStatistics

extension HistoryText {
  /// A series with all of its findings, or one finding from audit to audit.
  package static func show(_ view: HistoryView, finding digits: String?, width: Int) throws(HistoryError) -> String {
    let lines = TextLines(width: width)
    var text: [String] = []
    for state in view.series {
      if let digits { text += try life(state.life(digits), of: state, lines) } else { text += findings(state, lines) }
    }
    text += broken(view, lines)
    return text.joined(separator: "\n") + "\n"
  }

  /// Each finding with its newest number and how it stands.
  private static func findings(_ state: SeriesState, _ lines: TextLines) -> [String] {
    var text = lines.wrapped(
      "\(state.series.name): \(audits(state.series.audits.count))\(madeUp(state)), the newest \(period(state.newest))",
      hang: 2)
    let shown = state.lives.filter { $0.state != nil }
    text += table(
      shown.map { life in
        let finding = life.trend.newest.finding
        let verdict = life.trend.points.last?.audit == state.series.audits.count - 1
        return [
          life.trend.key.short, name(life),
          verdict ? "\(finding.verdict.symbol) \(number(life.trend.newest))" : "–",
          self.state(life, on: state.asked.day),
        ]
      }, lines)
    let quiet = state.lives.count - shown.count
    if quiet > 0 {
      text.append("  … \(counted(quiet, "check")) \(quiet == 1 ? "was" : "were") never shown as not met")
    }
    return text
  }

  static func number(_ entry: IndexedFinding) -> String {
    let words = TrendWords(entry.finding.comparison, unit: entry.unit, isGap: entry.finding.group == nil)
    let number = words.number(entry.finding)
    return number.isEmpty ? entry.finding.verdict.words.lowercased() : number
  }

  static func demand(_ entry: IndexedFinding) -> String {
    TrendWords(entry.finding.comparison, unit: entry.unit, isGap: entry.finding.group == nil).demand(entry.finding)
  }

  /// One finding: its numbers from audit to audit, then its life.
  private static func life(_ life: FindingLife, of state: SeriesState, _ lines: TextLines) -> [String] {
    let newest = life.trend.newest
    var text = lines.wrapped("\(state.series.name): \(name(life))", hang: 2)
    text += lines.wrapped(
      "\(newest.metricName), \(newest.finding.comparison.rawValue); finding \(life.trend.key.short): \(self.state(life, on: state.asked.day))",
      hang: 2)
    var demand = ""
    var rows: [[String]] = []
    var notes: [String] = []
    for (number, audit) in state.series.audits.enumerated() {
      guard let point = life.trend.points.first(where: { $0.audit == number }) else {
        rows.append([brief(audit), audit.system.version ?? "–", "–", "not observed"])
        continue
      }
      let own = self.demand(point.entry)
      var remarks = own == demand ? [] : [own]
      if point.isNewRelease { remarks.append("new release") }
      if !point.changes.isEmpty {
        notes.append("○ from \(brief(audit)) on no line joins the numbers: \(point.changes.joined(separator: ", "))")
        remarks.append("not joined")
      }
      demand = own
      rows.append([
        brief(audit), audit.system.version ?? "–",
        "\(point.entry.finding.verdict.symbol) \(self.number(point.entry))", remarks.joined(separator: ", "),
      ])
    }
    text += table(rows, lines) + notes.flatMap { lines.wrapped($0, hang: 2) }
    text += usual(life.trend, of: state).flatMap { lines.wrapped($0, hang: 2) }
    text += life.steps.flatMap { step in
      lines.wrapped(
        "\(step.day?.description ?? "no day")  \(step.state?.words ?? "settled"): \(step.cause)", hang: 12)
    }
    return text
  }

  /// What is usual of the group's own share, and which audits lie outside.
  private static func usual(_ trend: Trend, of state: SeriesState) -> [String] {
    guard let (variation, points) = trend.usual else { return [] }
    func percent(_ share: Double) -> String { PlainNumber.percent(share) + " %" }
    let outside = points.compactMap { point -> String? in
      guard let count = point.count else { return nil }
      let (share, limits) = (count.numerator / count.denominator, variation.limits(denominator: count.denominator))
      guard !limits.contains(share) else { return nil }
      return
        "\(brief(state.series.audits[point.audit])) (\(percent(share)); \(percent(limits.lowerBound)) to \(percent(limits.upperBound)))"
    }
    return [
      "Usual variation, no verdict: the group’s own share is \(percent(variation.mean)) over \(audits(points.count)); "
        + (outside.isEmpty ? "none lies outside its limits" : "outside its limits: \(outside.joined(separator: ", "))")
    ]
  }
}
