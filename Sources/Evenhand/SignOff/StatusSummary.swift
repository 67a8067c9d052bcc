import AuditLedger
import AuditRecord
import AuditReport

/// A bundle's sign-offs as lines for a terminal.
public enum StatusSummary {
  /// What is signed, what is missing, and what is due when.
  public static func status(_ signed: SignedBundle) -> String {
    let state = signed.state
    var lines = head(signed)
    lines += breaks(signed)
    if state.roles.isEmpty {
      lines += ["", "The plan names no role that must sign, so nothing makes this audit final."]
    } else {
      lines += ["", "Required"]
      lines += state.roles.map { role, event in
        guard let event else {
          let last = state.entries.last { $0.event.kind.isApproval && $0.event.signer.role == role }
          return "  □ \(role): " + (last.map { "event \($0.event.sequence) \($0.standing.words)" } ?? "not signed")
        }
        let entry = state.entries[event - 1].event
        return "  ● \(role): \(entry.signer.name), \(entry.signedAt.day) (event \(event))"
      }
    }
    if !state.obstacles.isEmpty { lines += ["", "In the way"] + state.obstacles.map { "  ✕ \($0)" } }
    if !state.entries.isEmpty { lines += ["", "Signed"] + state.entries.map(line) }
    if !state.conditions.isEmpty {
      lines += ["", "Conditions"]
      lines += state.conditions.map { status in
        let word = status.metBy.map { "met (event \($0))" } ?? (status.isOverdue ? "overdue" : "open")
        return
          "  \(status.condition.id): \(status.condition.text); by \(status.condition.owner), due \(status.condition.due): \(word)"
      }
    }
    let waivers = signed.waiverSentences
    if !waivers.isEmpty { lines += ["", "Accepted for a time"] + waivers.map { "  \($0)" } }
    let deadlines = state.deadlines(policy: signed.sealed.record.signOff)
    if !deadlines.isEmpty { lines += ["", "Due"] + deadlines.map { "  \($0.day)  \($0.text)" } }
    return text(lines)
  }

  /// Files that say another program made them than the one that wrote the record, each in a sentence without its end. Nobody
  /// can tell whether that is so: whoever can write the folder may have written them.
  public static func claims(_ signed: SignedBundle) -> [String] {
    let own = signed.sealed.record.tool.words
    return signed.notCompared.filter { $0.program != own }.map { file in
      "\(file.name) says that \(Quoted.text(file.program)) made it, and \(own) wrote the record: it was compared with nothing, so do not rely on it"
    }
  }

  /// Whether anything was changed, and what each signature is worth.
  public static func verification(_ signed: SignedBundle) -> String {
    let state = signed.state
    var lines = head(signed)
    lines += breaks(signed)
    if signed.breaks.isEmpty {
      let count = state.entries.count
      lines += [
        "",
        "● Nothing that is here was changed: \(signed.subjects.count) files and \(count) \(count == 1 ? "event" : "events") are what was signed.",
      ]
    }
    if signed.breaks.isEmpty, signed.earlier == nil {
      lines.append("  Whether sign-offs were removed cannot be told without a checkpoint.")
    }
    if !state.entries.isEmpty { lines += ["", "Signed"] + state.entries.map(line) }
    let missing = state.roles.filter { $0.event == nil }.map(\.role)
    if !missing.isEmpty { lines += ["", "Not signed: \(missing.joined(separator: ", "))"] }
    if state.roles.isEmpty {
      lines += ["", "The plan names no role that must sign, so nothing makes this audit final."]
    }
    if !state.obstacles.isEmpty { lines += ["", "In the way"] + state.obstacles.map { "  ✕ \($0)" } }
    lines += ["", "What this rests on"]
    if !signed.outdated.isEmpty {
      lines.append(
        "  Older than the last sign-off, and made again with the next: \(signed.outdated.joined(separator: ", ")).")
    }
    let own = signed.sealed.record.tool.words
    let others = signed.notCompared.filter { $0.program == own }.map(\.name)
    if !others.isEmpty {
      lines.append(
        "  Made by \(own), and by this version compared with their digests alone, if they have one: \(others.joined(separator: ", "))."
      )
    }
    lines += claims(signed).map { "  \($0)" }
    lines.append(
      signed.trustsOwnSigners
        ? "  Keys: the bundle's own allowed_signers. Compare it with a list from the people themselves, or give yours with --allowed-signers."
        : "  Keys: the allowed_signers that you gave.")
    let lists = state.entries.map(\.event.policy.allowedSigners)
    for (index, pair) in zip(lists, lists.dropFirst()).enumerated() where pair.0 != pair.1 {
      lines.append("  The list of keys was changed with event \(index + 2), by its signer.")
    }
    if signed.sealed.record.signOff.signers == nil {
      lines.append(
        "  Roles: the signers' own word. The plan names no list of signers that says who may sign in which role.")
    }
    lines.append("  Times: the signers' own clocks" + anchor(signed))
    lines += ["", "The same with sha256sum and ssh-keygen alone, in the bundle's folder (VERIFY.md says more):"]
    lines += VerifyDocument.commands.flatMap { $0.split(separator: "\n").map { "  \($0)" } }
    return text(lines)
  }

  private static func anchor(_ signed: SignedBundle) -> String {
    guard let earlier = signed.earlier else {
      return "; nothing else anchors them. A checkpoint that somebody kept elsewhere would."
    }
    let signer = earlier.signer.map { "signed by \($0)" } ?? "which nobody signed"
    let size = earlier.checkpoint.size
    return
      "; the checkpoint that you gave, \(signer), was made over the first \(size) \(size == 1 ? "event" : "events"), which were there by then."
  }

  /// The state of sign-off in capitals, and why.
  public static func line(_ signed: SignedBundle) -> String {
    SignOffLine.text(signed.sealed.record.signOff, signed.reported)
  }

  private static func head(_ signed: SignedBundle) -> [String] {
    [
      line(signed), "Audit: \(signed.sealed.record.audit.title)", "Results: \(signed.sealed.digest.fingerprint)",
      "Verdict: \(signed.sealed.record.verdict.overall?.words ?? "Nothing to judge")",
    ] + (signed.confirmation.numbers.reason.map { ["○ The findings were not recomputed: \($0)."] } ?? [])
  }

  private static func breaks(_ signed: SignedBundle) -> [String] {
    guard let first = signed.breaks.first else { return [] }
    return ["", "✕ \(first)", "  \(first.code.meaning)"] + signed.breaks.dropFirst().map { "✕ \($0)" }
  }

  private static func line(_ entry: LedgerState.Entry) -> String {
    let event = entry.event
    let organisation = event.signer.organisation.map { ", \($0)" } ?? ""
    return
      "  \(entry.stands ? "●" : "○") \(event.sequence)  \(event.signedAt)  \(event.kind.words): \(event.signer.name)\(organisation) (\(event.signer.role)): \(entry.standing.words)"
  }

  private static func text(_ lines: [String]) -> String {
    lines.map { TerminalSummary.harmless($0) + "\n" }.joined()
  }
}
