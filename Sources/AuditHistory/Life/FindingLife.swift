import AuditLedger
package import AuditRecord

/// How a finding stands.
package enum FindingState: String, Sendable, Hashable, CaseIterable {
  /// Not met, and nobody has done anything about it.
  case open
  /// It blocks, cannot be told, and was never shown as not met.
  case unsettled
  /// Not met, and somebody who may has accepted that for a time.
  case accepted
  /// Somebody signed what was changed, and no audit has shown it met since.
  case mitigated
  /// Met in an audit after the change.
  case verified
  /// Met again, though nobody signed what was changed.
  case metAgain = "met-again"
  /// Not met after it was met, or after the change was audited.
  case reopened
  /// The newest audit cannot show it.
  case notObserved = "not-observed"
  /// Taken back, with a reason.
  case withdrawn

  /// The state in words.
  package var words: String {
    switch self {
    case .open: "open"
    case .unsettled: "unsettled"
    case .accepted: "accepted"
    case .mitigated: "mitigated, not shown yet"
    case .verified: "verified"
    case .metAgain: "met again without action"
    case .reopened: "reopened"
    case .notObserved: "not observed"
    case .withdrawn: "withdrawn"
    }
  }

  /// True while somebody owes something.
  package var isOpen: Bool {
    switch self {
    case .open, .unsettled, .mitigated, .reopened, .notObserved: true
    case .accepted, .verified, .metAgain, .withdrawn: false
    }
  }
}

/// The life of a finding: what its audits and what people signed make of it. It is computed, and never stored.
package struct FindingLife: Sendable {
  /// Something that changed how the finding stands.
  package struct Step: Sendable, Hashable {
    /// The day: the last of the audit's period, or that of the signature.
    package var day: CalendarDay?
    /// How it stands from then on.
    package var state: FindingState?
    /// Why, in words.
    package var cause: String
    /// The audit's place in the series; nil for what somebody signed.
    package var audit: Int?
  }

  /// The finding over the audits.
  package let trend: Trend
  /// How it stands; nil where it was met in every audit that shows it, or only warns and was never not met.
  package private(set) var state: FindingState?
  /// How it stood before the newest audit could not show it.
  package private(set) var stateBefore: FindingState?
  /// How often it was reopened.
  package private(set) var reopened = 0
  /// What changed how it stands, the earliest first.
  package private(set) var steps: [Step] = []
  /// Who mends it; nil where nobody was named.
  package private(set) var owner: String?
  /// By which day; nil likewise.
  package private(set) var due: CalendarDay?
  /// The last day of the acceptance that stands.
  package private(set) var acceptedUntil: CalendarDay?
  /// The last day of an acceptance that is over, where none stands.
  package private(set) var acceptanceEnded: CalendarDay?

  private var wasNotMet = false
  /// What the number meant when it was last shown as not met, or first of all.
  private var definition: FindingDefinition
  private var pending: ActionEvent?

  /// True where its owner is late.
  package func isOverdue(on day: CalendarDay) -> Bool {
    guard let state, state.isOpen, let due else { return false }
    return due < day
  }
}

extension FindingLife {
  /// Follows a finding through its series.
  ///
  /// - Parameters:
  ///   - actions: What people signed about it and counts, in order.
  ///   - signOffs: What the sign-offs of each audit say, in the order of the audits.
  init(_ trend: Trend, in series: AuditSeries, actions: [ActionEvent], signOffs: [LedgerState]) {
    self.trend = trend
    definition = trend.points[0].entry.definition
    let actions = Self.effective(actions, trend, in: series)
    var left = actions.filter { $0.kind == .mitigate || $0.kind == .withdraw }[...]
    let points = Dictionary(trend.points.map { ($0.audit, $0) }) { first, _ in first }
    for (number, audit) in series.audits.enumerated() {
      while let action = left.first, Self.isBefore(action, audit) {
        take(action, series)
        left.removeFirst()
      }
      guard number >= trend.points[0].audit else { continue }
      take(points[number], of: audit, number)
    }
    for action in left { take(action, series) }
    if let last = actions.last(where: { $0.kind == .assign }) { (owner, due) = (last.owner, last.due) }
    accept(signOffs)
    hide(in: series, points)
  }

  /// The actions, without the version that a change names where an audit of that version had failed before it was signed: what
  /// did not mend the finding then is not said afterwards to have mended it.
  static func effective(_ actions: [ActionEvent], _ trend: Trend, in series: AuditSeries) -> [ActionEvent] {
    actions.map { action in
      guard let version = action.version else { return action }
      let hasFailed = trend.points.contains { point in
        let audit = series.audits[point.audit]
        return point.entry.finding.verdict == .notMet && audit.system.version == version
          && audit.day.map { $0 <= action.signedAt.day } ?? true
      }
      guard hasFailed else { return action }
      var own = action
      own.version = nil
      return own
    }
  }

  /// Whether an action was signed before an audit's period was over, or names the version that it is of.
  private static func isBefore(_ action: ActionEvent, _ audit: IndexedAudit) -> Bool {
    if let version = action.version, version == audit.system.version { return true }
    return audit.day.map { action.signedAt.day <= $0 } ?? false
  }

  /// Whether an audit shows what a change did: its period begins after it, or it is of the version that was named.
  static func shows(_ action: ActionEvent, _ audit: IndexedAudit) -> Bool {
    if let version = action.version, version == audit.system.version { return true }
    return audit.firstDay.map { action.signedAt.day < $0 } ?? false
  }

  private mutating func set(_ state: FindingState?, _ cause: String, on day: CalendarDay?, audit: Int? = nil) {
    steps.append(Step(day: day, state: state, cause: cause, audit: audit))
    self.state = state
  }

  private mutating func take(_ action: ActionEvent, _ series: AuditSeries) {
    let day = action.signedAt.day
    switch action.kind {
    case .withdraw:
      set(.withdrawn, "withdrawn by \(action.signer.name): \(action.reason ?? "")", on: day)
      pending = nil
    case .mitigate:
      pending = action
      let version = action.version.map { ", from version \($0) on" } ?? ""
      let cause = "mitigated by \(action.signer.name)\(version): \(action.change ?? "")"
      // What nobody found cannot be mended; the signature stands all the same.
      if state == nil {
        steps.append(Step(day: day, state: nil, cause: cause, audit: nil))
      } else {
        set(.mitigated, cause, on: day)
      }
    default: break
    }
  }

  private mutating func take(_ point: Trend.Point?, of audit: IndexedAudit, _ number: Int) {
    guard let point else { return }
    let (finding, day) = (point.entry.finding, audit.day)
    let isShown = pending.map { Self.shows($0, audit) } ?? false
    switch finding.verdict {
    case .notMet:
      let comesBack = [.verified, .metAgain, .withdrawn].contains(state) || wasNotMet && isShown
      definition = point.entry.definition
      wasNotMet = true
      if comesBack {
        reopened += 1
        set(.reopened, isShown ? "not met after the change" : "not met again", on: day, audit: number)
        pending = nil
      } else if state == nil || state == .unsettled {
        set(.open, "not met", on: day, audit: number)
      }
    case .met:
      guard definition.differences(to: point.entry.definition).isEmpty else { return }
      if !wasNotMet {
        if state == .unsettled { set(nil, "met", on: day, audit: number) }
      } else if isShown {
        set(.verified, "met after the change", on: day, audit: number)
        pending = nil
      } else if pending == nil, state == .open || state == .reopened {
        set(.metAgain, "met, and nobody signed what was changed", on: day, audit: number)
      }
    case .cannotTell, .notEnoughData:
      if state == nil, !wasNotMet, finding.severity == .block, pending == nil {
        set(.unsettled, finding.verdict == .cannotTell ? "inconclusive" : "too few people", on: day, audit: number)
      }
    case .notApplicable, .couldNotRun: break
    }
  }

  /// Waivers of the audit that shows it as not met, or of a later one.
  private mutating func accept(_ signOffs: [LedgerState]) {
    guard state == .open || state == .reopened,
      let last = trend.points.last(where: { $0.entry.finding.verdict == .notMet })
    else { return }
    var ended: CalendarDay?
    for point in trend.points where point.audit >= last.audit {
      for entry in signOffs[point.audit].entries where LedgerState.covers(entry.event.waiver, point.entry.finding) {
        switch entry.standing {
        case .stands:
          if let day = entry.event.expires { acceptedUntil = max(acceptedUntil ?? day, day) }
        case .expired(let day): ended = max(ended ?? day, day)
        default: break
        }
      }
    }
    if acceptedUntil != nil { state = .accepted } else { acceptanceEnded = ended }
  }

  /// What the newest audit cannot show keeps its last state beside it, unless a change is waiting to be shown.
  private mutating func hide(in series: AuditSeries, _ points: [Int: Trend.Point]) {
    guard let shown = state, pending == nil, shown != .withdrawn else { return }
    let newest = points[series.audits.count - 1]
    let cannotShow: Bool =
      switch newest?.entry.finding.verdict {
      case nil, .notApplicable, .couldNotRun: true
      // Too few people show nothing, unless that is all that was ever found.
      case .notEnoughData: wasNotMet
      case .met: !definition.differences(to: newest?.entry.definition ?? definition).isEmpty
      case .notMet, .cannotTell: false
      }
    guard cannotShow else { return }
    (stateBefore, state) = (shown, .notObserved)
  }
}
