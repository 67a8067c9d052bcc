package import AuditLedger
import AuditRecord

/// A series with all that its audits and what people signed make of it, at one moment.
package struct SeriesState: Sendable {
  /// The audits.
  package let series: AuditSeries
  /// What the sign-offs of each audit say, in the order of the audits.
  package let signOffs: [LedgerState]
  /// The findings that were ever looked for, in the order in which audits met them first.
  package let lives: [FindingLife]
  /// What was signed about the series, or one of its findings, and counts.
  package internal(set) var actions: [ActionEvent]
  /// The moment at which was asked.
  package let asked: Moment

  /// Follows a series.
  ///
  /// - Parameters:
  ///   - actions: What the ledger of actions says.
  ///   - trust: Keys from outside; nil for each bundle's own.
  package init(
    _ series: AuditSeries, actions: ActionState, at now: Moment, trust: Trust?, revoked: RevokedKeys = RevokedKeys()
  ) throws(AllowedSigners.Problem) {
    var states: [LedgerState] = []
    for audit in series.audits { states.append(try audit.signOffState(at: now, trust: trust, revoked: revoked)) }
    // Who may act is said by the policy of the audit that an action was signed about, which must be one of this series.
    let records = Set(series.audits.map(\.record))
    let standing =
      actions.firstBreak == nil
      ? actions.entries.filter { entry in
        entry.stands && entry.event.series == series.name && entry.event.record.map(records.contains) ?? false
      }.map(\.event) : []
    let byFinding = Dictionary(grouping: standing) { $0.finding ?? "" }
    self.series = series
    self.actions = standing
    signOffs = states
    asked = now
    lives = Trend.all(of: series).map { trend in
      FindingLife(trend, in: series, actions: byFinding[trend.key.hex] ?? [], signOffs: states)
    }
  }

  /// The newest audit.
  package var newest: IndexedAudit { series.audits[series.audits.count - 1] }

  /// Findings about which somebody owes something, those that are due first.
  package var open: [FindingLife] {
    lives.filter { $0.state?.isOpen ?? false }.sorted { left, right in
      func key(_ life: FindingLife) -> (String, FindingKey) { (life.due?.description ?? "9999", life.trend.key) }
      return key(left) < key(right)
    }
  }

  /// Findings whose owners are late.
  package var overdue: [FindingLife] { open.filter { $0.isOverdue(on: asked.day) } }

  /// The audits from which changes count, one after another, each with who said so.
  package var baselines: [(audit: IndexedAudit?, action: ActionEvent)] {
    actions.filter { $0.kind == .baseline }.map { action in
      (series.audits.first { $0.record == action.record }, action)
    }
  }

  /// The finding whose key begins with these digits.
  ///
  /// - Throws: `HistoryError` where none does, or several.
  package func life(_ digits: String) throws(HistoryError) -> FindingLife {
    let found = lives.filter { !digits.isEmpty && $0.trend.key.hex.hasPrefix(digits.lowercased()) }
    guard let life = found.first else {
      throw HistoryError(
        .unknown,
        "no finding \(Quoted.text(digits)) in series “\(series.name)” (evenhand history show \(series.name) lists them)"
      )
    }
    guard found.count == 1 else {
      throw HistoryError(
        .unknown,
        "\(found.count) findings of series “\(series.name)” begin with \(Quoted.text(digits)) (give more digits)")
    }
    return life
  }
}
