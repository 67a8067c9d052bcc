package import AuditHistory
package import AuditLedger
import AuditRecord

/// A history at one moment: its series with the lives of their findings.
package struct HistoryView {
  /// The history.
  package let history: History
  /// The series that were asked for.
  package let series: [SeriesState]
  /// The actions of the whole history.
  package let book: ActionBook
  /// The moment at which was asked.
  package let asked: Moment

  /// Reads a series, or all.
  ///
  /// - Throws: `HistoryError` where no audit is of that series.
  package init(_ history: History, series name: String? = nil, options: SignedBundle.Options) throws {
    self.history = history
    asked = options.now
    let chosen = try history.store.audits(of: name)
    let all = try name == nil ? chosen : history.store.audits()
    let book = try ActionBook(Folder(history.folder), audits: all.flatMap(\.audits), options: options)
    self.book = book
    let trust = options.allowedSigners == nil ? nil : book.context.trust
    series = try chosen.map {
      try SeriesState(
        $0, actions: book.state, at: options.now, trust: trust, revoked: book.context.trust.revoked)
    }
  }

  /// The series that holds a finding, and the finding, by the first digits of its key.
  package func life(_ digits: String) throws(HistoryError) -> (SeriesState, FindingLife) {
    let found = series.filter { state in
      state.lives.contains { !digits.isEmpty && $0.trend.key.hex.hasPrefix(digits.lowercased()) }
    }
    guard let first = found.first else {
      throw HistoryError(.unknown, "no finding \(Quoted.text(digits)) (evenhand finding list --all names them)")
    }
    guard found.count == 1 else {
      throw HistoryError(.unknown, "findings of several series begin with \(Quoted.text(digits)) (give more digits)")
    }
    return (first, try first.life(digits))
  }

  /// True where nobody is late, the newest audit of every series is final, and no action was changed.
  package var isInOrder: Bool {
    book.state.firstBreak == nil
      && series.allSatisfy { $0.overdue.isEmpty && $0.signOffs[$0.signOffs.count - 1].isFinal }
  }

  /// Days to keep, as a calendar that other programs read [RFC 5545].
  package var calendar: String {
    let dates = series.flatMap { state in
      state.open.compactMap { life in
        life.due.map { due in
          Reminders.Date(
            day: due, title: state.series.name,
            text: "\(HistoryText.name(life)) is due, by \(life.owner ?? "")", id: "finding-\(life.trend.key.short)")
        }
      }
    }
    return Reminders.calendar(dates, product: "history", asked: asked)
  }
}
