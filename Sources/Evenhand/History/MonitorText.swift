package import AuditHistory
import AuditRecord
import AuditReport

/// What monitoring says, in lines for a terminal; the last is the result.
package enum MonitorText {
  /// The lines.
  package static func render(_ monitored: [(state: SeriesState, watched: [Monitoring])], width: Int) -> String {
    let lines = TextLines(width: width)
    var text: [String] = []
    for (state, watched) in monitored {
      for monitoring in watched { text += demand(monitoring, of: state, lines) }
    }
    let all = monitored.flatMap(\.watched)
    let alarms = all.count { $0.alarm != nil }
    let looked = all.count { !$0.looks.isEmpty }
    let line =
      looked == 0
      ? all.isEmpty
        ? "NOTHING TO JUDGE (exit 3): no requirement is monitored (write `monitor: {false-alarm: 0.05}` in one)"
        : "NOTHING TO JUDGE (exit 3): no window could be counted of what is monitored"
      : alarms > 0
        ? "ALARM (exit 1): \(alarms) of \(looked) monitored \(looked == 1 ? "demand" : "demands")"
        : "NO ALARM (exit 0): \(HistoryText.counted(looked, "monitored demand")); that none was raised does not show that the demand held"
    text += lines.wrapped(line, hang: 2)
    return text.map { $0 + "\n" }.joined()
  }

  private static func demand(_ monitoring: Monitoring, of state: SeriesState, _ lines: TextLines) -> [String] {
    let demand = monitoring.demand
    let chance = PlainNumber.exact(monitoring.falseAlarm, shift: 2) + " %"
    var text = lines.wrapped(
      "\(state.series.name): \(demand.requirement) by \(Words.grouping(demand.grouping)), \(asked(demand))",
      hang: 2)
    guard !monitoring.looks.isEmpty else {
      return text
        + lines.wrapped("  no window has counts of people, each counted once, of the groups that it compares", hang: 4)
    }
    text += HistoryText.table(
      monitoring.looks.map { look in
        [
          HistoryText.brief(state.series.audits[look.audit]), number(look.evidence),
          look.raisesAlarm ? "ALARM" : "", look.beginning.map { "begins anew: \($0)" } ?? "",
          look.demand == demand ? "" : "asked: \(asked(look.demand))",
        ]
      }, lines)
    if !monitoring.unwatched.isEmpty {
      let names = monitoring.unwatched.map { Words.group($0) }.joined(separator: ", ")
      text += lines.wrapped("○ not watched, since the first window does not have them: \(names)", hang: 2)
    }
    guard monitoring.alarm != nil else {
      if monitoring.looks.contains(where: \.raisesAlarm) {
        text += lines.wrapped("An alarm was raised, and what was changed has been signed since.", hang: 2)
      }
      return text
    }
    if monitoring.isDropped {
      text += lines.wrapped("○ The newest plan no longer monitors it. Its alarm stands all the same.", hang: 2)
    }
    let carrying = monitoring.pairs.prefix(3).map { "\(Words.group($0.group)) against \(Words.group($0.reference))" }
    text += lines.wrapped(
      "✕ In at least one window so far the requirement did not hold; what carries it: \(carrying.joined(separator: ", ")). If the requirement held in every window, the chance that an alarm is ever raised is at most \(chance), for each time that the evidence begins anew. It stands until somebody signs what was changed for each of them (evenhand finding mitigate). That nobody is in two windows is taken for granted.",
      hang: 2)
    return text
  }

  private static func asked(_ demand: MonitoredDemand) -> String {
    "\(demand.comparison.rawValue) \(demand.bound.rawValue.replacing("-", with: " ")) \(PlainNumber.exact(demand.limit)); an alarm from evidence \(number(1 / demand.falseAlarm)) on"
  }

  /// Two decimals below ten, then none.
  private static func number(_ evidence: Double) -> String {
    evidence < 10
      ? DecimalDigits(evidence).fixed(2)
      : evidence < 1e6 ? PlainNumber.count(Int(bounded: evidence.rounded(.down))) : "over 1,000,000"
  }
}
