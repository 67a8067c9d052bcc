import AuditLedger
import AuditRecord
import AuditReport

extension StatusSummary {
  /// Whether anything was changed, and what each signature is worth.
  package static func verification(_ signed: SignedBundle, width: Int = GateText.usualWidth) -> String {
    let state = signed.state
    var lines = finding(signed) + [""] + head(signed)
    if !state.entries.isEmpty {
      lines += ["", "Signed"] + state.entries.map { "  \(line($0, isChanged: !signed.breaks.isEmpty))" }
    }
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
    lines = lines.flatMap { TextLines(width: width).wrapped($0, hang: 4) }
    lines += ["", "The same with sha256sum and ssh-keygen alone, in the bundle's folder (VERIFY.md says more):"]
    lines += VerifyDocument.commands.flatMap { $0.split(separator: "\n").map { "  \($0)" } }
    return lines.map { $0 + "\n" }.joined()
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

  /// What was found: the first break, or that nothing was changed.
  private static func finding(_ signed: SignedBundle) -> [String] {
    guard let first = signed.breaks.first else {
      let count = signed.state.entries.count
      return [
        "● Nothing that is here was changed: \(signed.subjects.count) files, \(count) \(count == 1 ? "sign-off" : "sign-offs")."
      ]
        + (signed.earlier == nil
          ? [
            "○ Whether sign-offs were removed cannot be told: no checkpoint was given (evenhand status --checkpoint makes one)."
          ] : [])
    }
    return ["✕ \(first)", "  \(first.code.meaning)"] + signed.breaks.dropFirst().map { "✕ \($0)" }
  }

  private static func head(_ signed: SignedBundle) -> [String] {
    [
      line(signed), "Audit: \(signed.sealed.record.audit.title)", "Results: \(signed.sealed.digest.fingerprint)",
      "Verdict: \(signed.sealed.record.verdict.overall?.words ?? "Nothing to judge")",
    ] + (signed.confirmation.numbers.reason.map { ["○ The findings were not recomputed: \($0)."] } ?? [])
  }
}
