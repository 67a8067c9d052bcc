import AuditLedger
import AuditRecord
import AuditReport

/// A bundle's sign-offs as lines for a terminal.
package enum StatusSummary {
  private static let column = 13

  /// What is signed, what is missing, and what is due next: the state first.
  package static func status(_ signed: SignedBundle, width: Int = GateText.usualWidth) -> String {
    let state = signed.state
    let lines = TextLines(width: width)
    var text = lines.wrapped(line(signed), hang: 2) + lines.wrapped(titleLine(signed), hang: 2)
    func add(_ key: String, _ entries: [String]) {
      for (number, entry) in entries.enumerated() {
        let key = number == 0 ? key : ""
        text += lines.wrapped(
          key + String(repeating: " ", count: column - key.count) + entry, hang: column + 2)
      }
    }
    add(
      "Changed",
      signed.breaks.enumerated().map { number, found in
        "✕ \(found)" + (number == 0 ? ". \(found.code.meaning)" : "")
      })
    let gate = GateResult(signed.sealed, in: signed, confirmation: signed.confirmation)
    add("Result", [gate.line])
    if let reason = signed.confirmation.numbers.reason {
      add("Rules", ["○ the findings were not recomputed: \(reason)"])
    }
    add("Sign-offs", roles(signed))
    add("In the way", state.obstacles.map { "✕ \($0)" })
    add("Events", others(state).map { line($0, isChanged: !signed.breaks.isEmpty) })
    add(
      "Condition",
      state.conditions.map { status in
        let word = status.metBy.map { ", met (event \($0))" } ?? (status.isOverdue ? ", overdue" : "")
        let condition = status.condition
        return "\(condition.id) due \(condition.due)\(word), \(condition.owner): \(condition.text)"
      })
    add("Waiver", signed.waiverSentences)
    if let next = state.deadlines(policy: signed.sealed.record.signOff).first {
      let days = signed.asked.day.days(to: next.day)
      add("Next date", ["\(next.day) \(next.text) (\(days) \(days == 1 ? "day" : "days"))"])
    }
    return text.map { $0 + "\n" }.joined()
  }

  /// Title, system and fingerprint.
  private static func titleLine(_ signed: SignedBundle) -> String {
    let audit = signed.sealed.record.audit
    let system = audit.system.name.map { $0 + (audit.system.version.map { " \($0)" } ?? "") }
    return [audit.title, system, "results \(signed.sealed.digest.fingerprint)"].compactMap(\.self)
      .joined(separator: " · ")
  }

  /// A line a required role.
  private static func roles(_ signed: SignedBundle) -> [String] {
    let state = signed.state
    guard !state.roles.isEmpty else {
      return ["the plan names no role that must sign, so nothing makes this audit final"]
    }
    let names = state.roles.map { $0.event.map { state.entries[$0 - 1].event.signer.name } ?? "" }
    let widths = [state.roles.map(\.role.count).max() ?? 0, names.map(\.count).max() ?? 0]
    func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: width - text.count) }
    return zip(state.roles, names).map { required, name in
      let role = padded(required.role, widths[0])
      guard let number = required.event else {
        let last = state.entries.last { $0.event.kind.isApproval && $0.event.signer.role == required.role }
        return "□ \(role)  " + (last.map { "event \($0.event.sequence) \($0.standing.words)" } ?? "not signed")
      }
      let event = state.entries[number - 1].event
      let until = LedgerState.lastDay(of: event, signed.sealed.record.signOff).map { ", valid until \($0)" } ?? ""
      let conditions = event.conditions.count
      let with = conditions == 0 ? "" : conditions == 1 ? ", with a condition" : ", with \(conditions) conditions"
      return "● \(role)  \(padded(name, widths[1]))  \(event.signedAt.day) (event \(number))\(until)\(with)"
    }
  }

  /// Events that no other line says everything about.
  private static func others(_ state: LedgerState) -> [LedgerState.Entry] {
    let filling = state.roles.compactMap(\.event)
    return state.entries.filter { entry in
      !(entry.stands && (entry.event.kind == .waive || filling.contains(entry.event.sequence)))
    }
  }

  /// Files that say another program made them than the one that wrote the record, each in a sentence without its end. Nobody
  /// can tell whether that is so: whoever can write the folder may have written them.
  package static func claims(_ signed: SignedBundle) -> [String] {
    let own = signed.sealed.record.tool.words
    return signed.notCompared.filter { $0.program != own }.map { file in
      "\(file.name) says that \(Quoted.text(file.program)) made it, and \(own) wrote the record: it was compared with nothing, so do not rely on it"
    }
  }

  /// The state of sign-off in capitals, and why.
  package static func line(_ signed: SignedBundle) -> String {
    SignOffLine.text(signed.sealed.record.signOff, signed.reported)
  }

  /// - Parameter isChanged: Whether anything that it is about is no longer as it was signed.
  static func line(_ entry: LedgerState.Entry, isChanged: Bool) -> String {
    let standing =
      entry.stands && isChanged ? "no longer counts, since what was signed was changed" : entry.standing.words
    let event = entry.event
    let organisation = event.signer.organisation.map { ", \($0)" } ?? ""
    return
      "\(entry.stands && !isChanged ? "●" : "○") \(event.sequence)  \(event.signedAt)  \(event.kind.words): \(event.signer.name)\(organisation) (\(event.signer.role)): \(standing)"
  }
}
