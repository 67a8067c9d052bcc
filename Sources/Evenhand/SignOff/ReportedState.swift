import AuditLedger
import AuditRecord
import AuditReport

extension SignedBundle {
  /// The state as the dossier shows it.
  var reported: SignOffState {
    SignOffState(
      signatures: state.entries.map(SignedBundle.signature),
      obstacles: breaks.map { $0.code == .current ? "\($0)" : "the bundle is not what was signed: \($0)" }
        + state.obstacles,
      successor: state.successor.map(SignedBundle.fingerprint),
      deadlines: state.deadlines(policy: sealed.record.signOff).map { "\($0.day): \($0.text)" },
      waivers: waiverSentences, asked: context.now.description,
      askedBy: Tool(version: Version.current).words)
  }

  /// The first sixteen digits of a digest in groups of four, as every report's footer has them.
  static func fingerprint(_ hex: String) -> String {
    stride(from: 0, to: 16, by: 4).map { String(hex.dropFirst($0).prefix(4)) }.joined(separator: " ")
  }

  /// One sentence for each waiver that counts.
  var waiverSentences: [String] {
    state.entries.filter { $0.stands && $0.event.kind == .waive }.map { entry in
      let waiver = entry.event.waiver
      let groups = waiver?.groups.map { Words.group($0) }.joined(separator: "; ") ?? ""
      var text = "requirement “\(waiver?.requirement ?? "")”"
      text += groups.isEmpty ? "" : " for \(groups)"
      text += waiver?.grouping.map { " of \($0.joined(separator: " × "))" } ?? ""
      text += waiver?.stratifier.map { " within \($0)" } ?? ""
      text += ", until \(entry.event.expires?.description ?? ""), by \(entry.event.signer.name)"
      text += ": \(entry.event.reason ?? "")"
      return text + (state.idleWaivers.contains(entry.event.sequence) ? " (matches no finding)" : "")
    }
  }

  /// The sentences of waivers, if nothing was changed.
  public var waiversInForce: [String] { breaks.isEmpty ? waiverSentences : [] }

  private static func signature(_ entry: LedgerState.Entry) -> SignOffState.Signature {
    let event = entry.event
    var notes = event.conditions.map { "\($0.id): \($0.text); by \($0.owner), due \($0.due)." }
    if let waiver = event.waiver { notes.append("Requirement: \(waiver.requirement).") }
    if let revocation = event.revocation {
      notes.append("Takes back event \(revocation.sequence): \(revocation.code.rawValue).")
    }
    if let met = event.met { notes.append("Condition: \(met).") }
    if let reason = event.reason { notes.append("Reason: \(reason)") }
    notes += event.independence.map { "\($0.text): \($0.holds ? "yes" : "no")." }
    if let expires = event.expires { notes.append("Until \(expires).") }
    return SignOffState.Signature(
      role: event.signer.role, name: event.signer.name, organisation: event.signer.organisation,
      decision: event.kind.words, meaning: event.meaning.rawValue, date: event.signedAt.description,
      fingerprint: entry.fingerprint ?? "", notes: notes, standing: entry.standing.words,
      isStandingApproval: entry.stands && event.kind.isApproval)
  }
}
