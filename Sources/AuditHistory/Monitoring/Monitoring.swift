import AuditLedger
package import AuditRecord
import AuditStatistics

/// What the audits of a series show, one after another, about a demand: evidence that it was left in at least one window.
///
/// If the demand held in every window, the chance that the evidence ever reaches ``limit`` is at most the false-alarm rate, however
/// often somebody looks. That rests on windows that share no people.
package struct Monitoring: Sendable {
  /// One window.
  package struct Look: Sendable, Hashable {
    /// The audit's place in the series.
    package var audit: Int
    /// The evidence over all windows since the last beginning.
    package var evidence: Double
    /// Why it begins anew with this window; nil where it goes on.
    package var beginning: String?
    /// The demand that it is judged by, which is that of its own plan unless somebody asked by another.
    package var demand: MonitoredDemand
    /// True where it raised an alarm, whether or not that stands.
    package var raisesAlarm = false
    /// The evidence that raises an alarm in it.
    package var limit: Double { 1 / demand.falseAlarm }
  }

  /// Two groups that are compared, with the evidence about them.
  package typealias Pair = (group: [Label], reference: [Label], evidence: Double)

  /// The demand, as the last window has it.
  package private(set) var demand: MonitoredDemand
  /// The windows that were looked at, in order.
  package private(set) var looks: [Look] = []
  /// The window in which the alarm was raised that stands; nil where none does. It stands, whatever later windows and plans say,
  /// until a change is signed for each pair that carried it.
  package private(set) var alarm: Look?
  /// The pairs that carry the evidence, the strongest first, each with its own: where an alarm stands, those that raised it.
  package private(set) var pairs: [Pair] = []
  /// True where the newest audit's plan no longer asks for it, and an alarm stands all the same.
  package private(set) var isDropped = false
  /// Groups that the first window did not have, and that are not watched.
  package private(set) var unwatched: [[Label]] = []

  /// The evidence that raises the alarm.
  package var limit: Double { 1 / demand.falseAlarm }
  /// The most that the chance of a false alarm may be, for each time that the evidence begins anew.
  package var falseAlarm: Double { looks.map(\.demand.falseAlarm).max() ?? demand.falseAlarm }

  /// Follows a demand through a series.
  ///
  /// - Parameters:
  ///   - without: Records that are left out.
  ///   - byOwnPlans: Whether each window is judged by what its own plan asks, so that a later plan takes no alarm back and raises
  ///     none; the evidence then begins with the first window whose plan has it monitored.
  init(_ demand: MonitoredDemand, in state: SeriesState, without: Set<String>, byOwnPlans: Bool = false) {
    self.demand = demand
    var current = demand
    var monitors: [PairMonitor] = []
    var watched: [(group: [Label], reference: [Label])] = []
    var before: IndexedFinding?
    // The groups whose change was signed since the evidence, and since the alarm, began.
    var mended: [[Label]?] = []
    let changes = Monitoring.changes(demand, state)
    func carrying() -> [Pair] {
      zip(watched, monitors).map { ($0.group, $0.reference, $1.evidence) }.filter { $0.evidence > 1 }
        .sorted { $0.evidence > $1.evidence }
    }
    func isMended(_ pairs: [Pair]) -> Bool {
      pairs.allSatisfy { pair in mended.contains { $0 == nil || $0 == pair.group || $0 == pair.reference } }
    }
    for (number, audit) in state.series.audits.enumerated() where !without.contains(audit.record) {
      let own = audit.findings.first {
        $0.finding.requirement == demand.requirement && $0.finding.grouping == demand.grouping
          && $0.finding.stratifier == nil
      }
      guard let own else { continue }
      let stated = byOwnPlans ? MonitoredDemand(own) : demand
      // What a plan no longer has monitored is followed by what was asked before.
      guard before != nil || stated != nil else { continue }
      let asked = stated ?? current
      let counts = audit.counts.filter { $0.metric == asked.metric && $0.grouping == asked.grouping }
      guard !counts.isEmpty, let region = asked.region else { continue }
      var beginning: String?
      let signed = changes.filter { $0.audit == number }
      mended += signed.map(\.group)
      if alarm != nil, !signed.isEmpty, isMended(pairs) { (alarm, pairs) = (nil, []) }
      if let before {
        let differences = before.definition.differences(to: own.definition)
        if !differences.isEmpty {
          beginning = differences.joined(separator: ", ")
        } else if before.finding.threshold != own.finding.threshold {
          beginning = "the threshold changed"
        } else if !current.asksTheSame(as: asked) {
          beginning = "the requirement changed"
        } else if let change = signed.first, isMended(carrying()) {
          beginning = change.cause
        }
      }
      if before == nil || beginning != nil {
        watched = asked.pairs(counts.map(\.group))
        monitors = watched.map { _ in PairMonitor(region) }
        unwatched = []
        if alarm == nil { mended = [] }
      }
      guard !watched.isEmpty else { continue }
      (before, current) = (own, asked)
      let rates = Dictionary(counts.map { ($0.group, $0.proportion) }) { first, _ in first }
      for (index, pair) in watched.enumerated() {
        let nobody = Proportion(successes: 0, trials: 0)
        monitors[index].add(.init(group: rates[pair.group] ?? nobody, reference: rates[pair.reference] ?? nobody))
      }
      let known = Set(watched.flatMap { [$0.group, $0.reference] })
      unwatched += counts.map(\.group).filter { !known.contains($0) && !unwatched.contains($0) }
      let evidence = monitors.reduce(0) { $0 + $1.evidence } / Double(monitors.count)
      var look = Look(audit: number, evidence: evidence, beginning: beginning, demand: asked)
      if alarm == nil, evidence >= look.limit {
        look.raisesAlarm = true
        (alarm, pairs, mended) = (look, carrying(), [])
      }
      looks.append(look)
    }
    if alarm == nil { pairs = carrying() }
    self.demand = current
  }

  /// Where a signed change begins to show, of which group, and who signed it; no group where the finding is about all of them.
  private static func changes(
    _ demand: MonitoredDemand, _ state: SeriesState
  ) -> [(audit: Int, group: [Label]?, cause: String)] {
    state.lives.filter {
      $0.trend.newest.finding.requirement == demand.requirement && $0.trend.newest.finding.grouping == demand.grouping
    }.flatMap { life in
      let own = state.actions.filter { $0.kind == .mitigate && $0.finding == life.trend.key.hex }
      return FindingLife.effective(own, life.trend, in: state.series).compactMap { action in
        state.series.audits.firstIndex { FindingLife.shows(action, $0) }.map {
          (
            $0, life.trend.newest.finding.group,
            "\(action.signer.name) signed on \(action.signedAt.day) what was changed: \(action.change ?? "")"
          )
        }
      }
    }
  }
}

extension Monitoring {
  /// All that is watched of a series.
  ///
  /// - Parameters:
  ///   - demands: What is watched; nil for what the newest audit's plan asks, and what an earlier one asked if its alarm stands.
  ///   - without: Records that are left out.
  /// - Throws: `HistoryError` where two windows share a day, or one is not known.
  package static func all(
    of state: SeriesState, demands: [MonitoredDemand]? = nil, without: Set<String> = []
  ) throws(HistoryError) -> [Monitoring] {
    let audits = state.series.audits.filter { !without.contains($0.record) }
    let asked = demands ?? audits.last.map(MonitoredDemand.all(of:)) ?? []
    let dropped = demands == nil ? MonitoredDemand.all(of: audits).filter { $0.isOther(than: asked) } : []
    guard !asked.isEmpty || !dropped.isEmpty else { return [] }
    try checkApart(audits)
    func follow(_ demand: MonitoredDemand) -> Monitoring {
      Monitoring(demand, in: state, without: without, byOwnPlans: demands == nil)
    }
    return asked.map(follow)
      + dropped.map(follow).filter { $0.alarm != nil }.map { monitoring in
        var monitoring = monitoring
        monitoring.isDropped = true
        return monitoring
      }
  }

  private static let mend = "monitoring needs windows that share no decisions; leave one out with --without"

  private static func checkApart(_ audits: [IndexedAudit]) throws(HistoryError) {
    var windows: [(first: CalendarDay, last: CalendarDay, record: String)] = []
    for audit in audits {
      guard let first = audit.firstDay, let last = audit.window.to.flatMap({ CalendarDay($0) }) else {
        throw HistoryError(.unknown, "the window of record \(audit.record.prefix(4))… is not known (\(mend))")
      }
      windows.append((first, last, audit.record))
    }
    windows.sort { ($0.first, $0.last) < ($1.first, $1.last) }
    var widest = windows.first
    for window in windows.dropFirst() {
      if let other = widest, window.first <= other.last {
        throw HistoryError(
          .unknown,
          "the windows of two audits overlap: \(words(other.first, other.last)) (record \(other.record.prefix(4))…) and \(words(window.first, window.last)) (record \(window.record.prefix(4))…) (\(mend))"
        )
      }
      widest = window
    }
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  /// "1–31 July", "15 July–15 August"; with years where they differ.
  static func words(_ first: CalendarDay, _ last: CalendarDay) -> String {
    func day(_ day: CalendarDay) -> String { "\(day.day) \(months[day.month - 1])" }
    if first.year != last.year { return "\(day(first)) \(first.year)–\(day(last)) \(last.year)" }
    return first.month == last.month ? "\(first.day)–\(day(last))" : "\(day(first))–\(day(last))"
  }
}

extension IndexedCount {
  /// The count as a proportion.
  fileprivate var proportion: Proportion {
    Proportion(successes: max(0, min(numerator, denominator)), trials: max(0, denominator))
  }
}
