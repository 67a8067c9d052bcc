package import AuditHistory
import AuditLedger
import AuditRecord
import AuditReport

/// Audits as a series, in lines for a terminal.
package enum HistoryText {
  /// What became of an audit that was added.
  package static func line(_ addition: HistoryStore.Addition, _ audit: IndexedAudit) -> String {
    let what =
      switch addition {
      case .added: "added to series “\(audit.series)”"
      case .unchanged: "is in series “\(audit.series)” already, and did not change"
      case .signed(let events): "\(counted(events, "event")) signed since, series “\(audit.series)”"
      case .moved: "has moved here, series “\(audit.series)”"
      }
    return "\(what): \(period(audit)), \(verdict(audit)), results \(fingerprint(audit.record))"
  }

  /// The first digits of a record's digest in groups of four.
  package static func fingerprint(_ hex: String) -> String { SignedBundle.fingerprint(hex) }

  /// "1 audit", "12 audits".
  package static func audits(_ count: Int) -> String { counted(count, "audit") }

  static func counted(_ count: Int, _ noun: String) -> String {
    "\(PlainNumber.count(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  /// The period of an audit's data, else the day on which it was run.
  static func period(_ audit: IndexedAudit) -> String {
    audit.window.words ?? audit.ranAt.map { "run on \($0.day)" } ?? "no period"
  }

  /// The period in as few letters as tell it from others: of a whole month, the month.
  static func brief(_ audit: IndexedAudit) -> String {
    guard let first = audit.firstDay, let last = audit.window.to.flatMap({ CalendarDay($0) }) else {
      return period(audit)
    }
    if first == last { return "\(first)" }
    let isMonth = first.day == 1 && first.month == last.month && last.adding(days: 1).day == 1
    return isMonth && first.year == last.year ? String("\(first)".prefix(7)) : "\(first)–\(last)"
  }

  static func verdict(_ audit: IndexedAudit) -> String {
    let synthetic = audit.data == .synthetic ? ", made-up data" : ""
    guard let verdict = audit.verdict else { return "– nothing to judge\(synthetic)" }
    return "\(verdict.symbol) \(verdict.words.lowercased())\(synthetic)"
  }

  /// The verdict in the short words of a table.
  private static func mark(_ audit: IndexedAudit) -> String {
    guard let verdict = audit.verdict else { return "– Nothing to judge" }
    let mark = Mark(verdict)
    return "\(mark.symbol) \(mark.word)"
  }

  /// Says which audits are of made-up data, where any is.
  static func madeUp(_ state: SeriesState) -> String {
    let madeUp = state.series.audits.filter { $0.data == .synthetic }
    guard !madeUp.isEmpty else { return "" }
    return madeUp.count == state.series.audits.count
      ? " of made-up data" : ", of made-up data: \(madeUp.map(brief).joined(separator: ", "))"
  }

  /// What a finding is about: "ratio, sex: f".
  package static func name(_ life: FindingLife) -> String {
    let finding = life.trend.newest.finding
    return "\(finding.requirement), \(place(finding))"
  }

  static func place(_ finding: Finding) -> String {
    let grouping = finding.grouping.isEmpty ? "everything" : Words.grouping(finding.grouping)
    let group = finding.group.map { ": \(Words.group($0))" } ?? (finding.smallGroups == nil ? "" : ": small groups")
    return grouping + group + (finding.stratifier.map { ", within \($0)" } ?? "")
  }

  /// How a finding stands, with who owes what.
  static func state(_ life: FindingLife, on day: CalendarDay) -> String {
    guard let state = life.state else { return "no finding" }
    var words = state.words
    if state == .notObserved, let before = life.stateBefore { words += " (\(before.words) before)" }
    if let until = life.acceptedUntil { words += " until \(until)" }
    if state != .reopened || life.reopened > 1, life.reopened > 0 {
      words += state == .reopened ? " \(life.reopened) times" : ", was reopened \(counted(life.reopened, "time"))"
    }
    if let ended = life.acceptanceEnded { words += ", the acceptance ended on \(ended)" }
    if state.isOpen, let owner = life.owner, let due = life.due {
      words += ", \(owner) by \(due)"
      if life.isOverdue(on: day) { words += ", OVERDUE" }
    }
    return words
  }

  /// The audits of each series, then what is open.
  package static func list(_ view: HistoryView, width: Int) -> String {
    guard !view.series.isEmpty else { return "this history is empty\n" }
    let lines = TextLines(width: width)
    var text: [String] = []
    for state in view.series {
      if !text.isEmpty { text.append("") }
      text += lines.wrapped("\(state.series.name): \(audits(state.series.audits.count))\(madeUp(state))", hang: 2)
      let rows = zip(state.series.audits, state.signOffs).map { audit, signed in
        [
          brief(audit), audit.system.version ?? "–", mark(audit),
          SignOffLine.text(audit.policy, signed.reported(policy: audit.policy, breaks: [], asked: view.asked)),
        ]
      }
      text += table(rows, lines)
      if let baseline = state.baselines.last { text += lines.wrapped(self.baseline(baseline), hang: 2) }
      text += open(state, lines)
    }
    text += broken(view, lines)
    return text.joined(separator: "\n") + "\n"
  }

  private static func baseline(_ baseline: (audit: IndexedAudit?, action: ActionEvent)) -> String {
    let action = baseline.action
    let audit = baseline.audit.map { "\(period($0)), results \(fingerprint($0.record))" } ?? "an audit that is not here"
    return "Baseline: \(audit), signed by \(action.signer.name) on \(action.signedAt.day): \(action.reason ?? "")"
  }

  /// How one finding stands; without one, the series.
  package static func list(_ view: HistoryView, finding key: FindingKey?, width: Int) -> String {
    guard let key else { return list(view, width: width) }
    let lives = view.series.flatMap(\.lives).filter { $0.trend.key == key }
    let lines = lives.flatMap {
      TextLines(width: width).wrapped("\(name($0)): \(state($0, on: view.asked.day))", hang: 2)
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Findings of each series, those that are due first.
  ///
  /// - Parameter all: True if findings too about which nobody owes anything are listed.
  package static func findings(_ view: HistoryView, all: Bool, width: Int) -> String {
    let lines = TextLines(width: width)
    var text: [String] = []
    for state in view.series {
      text += lines.wrapped(state.series.name, hang: 2) + open(state, lines)
      guard all else { continue }
      for life in state.lives where life.state.map({ !$0.isOpen }) ?? false {
        text += lines.wrapped(
          "\(life.trend.key.short)  \(name(life)): \(self.state(life, on: view.asked.day))", hang: 14)
      }
    }
    return (text + broken(view, lines)).map { $0 + "\n" }.joined()
  }

  /// What is open of a series, those that are due first.
  static func open(_ state: SeriesState, _ lines: TextLines) -> [String] {
    guard !state.open.isEmpty else { return lines.wrapped("No finding is open.", hang: 2) }
    return state.open.flatMap { life in
      lines.wrapped("\(life.trend.key.short)  \(name(life)): \(self.state(life, on: state.asked.day))", hang: 14)
    }
  }

  /// What was changed among the actions, and which of them do not count.
  static func broken(_ view: HistoryView, _ lines: TextLines) -> [String] {
    if let first = view.book.state.firstBreak {
      return lines.wrapped("✕ actions are not what was signed, and count for nothing: \(first)", hang: 2)
    }
    return view.book.state.entries.compactMap { entry in
      entry.objection.map { "○ action \(entry.event.sequence) does not count: \($0)" }
    }.flatMap { lines.wrapped($0, hang: 2) }
  }

  /// Rows whose columns stand under each other.
  static func table(_ rows: [[String]], _ lines: TextLines) -> [String] {
    let rows = rows.map { $0.map(TextLines.plain) }
    let columns = rows.first?.count ?? 0
    let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.flatMap { row in
      let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
      return lines.broken("  " + cells.joined(separator: "  "), hang: 4)
    }
  }
}
