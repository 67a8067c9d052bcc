import AuditLedger
import AuditRecord
import AuditReport

extension SignedBundle {
  /// The state as the dossier shows it.
  var reported: SignOffState {
    state.reported(policy: sealed.record.signOff, breaks: breaks, asked: context.now)
  }

  /// The first sixteen digits of a digest in groups of four, as every report's footer has them.
  static func fingerprint(_ hex: String) -> String {
    stride(from: 0, to: 16, by: 4).map { String(hex.dropFirst($0).prefix(4)) }.joined(separator: " ")
  }

  /// One sentence for each waiver that counts.
  var waiverSentences: [String] { state.waiverSentences }
}

extension LedgerState {
  /// The state as a page shows it.
  ///
  /// - Parameter breaks: Every place at which something is not what was signed.
  func reported(policy: SignOffPolicy, breaks: [LedgerBreak], asked: Moment) -> SignOffState {
    let deadlines = deadlines(policy: policy)
    func first(_ kind: String) -> String? { deadlines.first { $0.id.hasPrefix(kind) }?.day.description }
    return SignOffState(
      signatures: entries.map(LedgerState.signature),
      obstacles: breaks.map { $0.code == .current ? "\($0)" : "the bundle is not what was signed: \($0)" }
        + obstacles,
      successor: successor.map(SignedBundle.fingerprint),
      deadlines: deadlines.map { "\($0.day): \($0.text)" }, waivers: waiverSentences,
      firstWaiverEnds: first("waiver-"), openConditions: conditions.count { $0.metBy == nil },
      validUntil: first("approval-"), asked: asked.description,
      askedBy: Tool(version: Version.current).words, ending: ending(breaks))
  }

  /// Why the audit is neither a draft nor final: the first that holds.
  private func ending(_ breaks: [LedgerBreak]) -> SignOffState.Ending? {
    if let first = breaks.first(where: { $0.code != .current }) { return .tampered("\(first)") }
    guard !entries.isEmpty else { return nil }
    if let changed = breaks.first(where: { $0.code == .current }) {
      return .void(changed.reason.split(separator: " changed since", maxSplits: 1).first.map { String($0) } ?? "it")
    }
    let unfilled = roles.filter { $0.event == nil }.map(\.role)
    let last = unfilled.compactMap { role in
      entries.last { $0.event.kind.isApproval && $0.event.signer.role == role }
    }
    if last.contains(where: { if case .revoked = $0.standing { true } else { false } }) { return .revoked }
    if let rejection = entries.first(where: { $0.stands && $0.event.kind == .reject }) {
      return .rejected(rejection.event.signer.role)
    }
    let days = last.compactMap { entry in if case .expired(let day) = entry.standing { day } else { nil } }
    return days.min().map { .expired($0.description) }
  }

  /// One sentence for each waiver that counts.
  var waiverSentences: [String] {
    entries.filter { $0.stands && $0.event.kind == .waive }.map { entry in
      let waiver = entry.event.waiver
      let groups = waiver?.groups.map { Words.group($0) }.joined(separator: "; ") ?? ""
      var text = "requirement “\(waiver?.requirement ?? "")”"
      text += groups.isEmpty ? "" : " for \(groups)"
      text += waiver?.grouping.map { " of \($0.joined(separator: " × "))" } ?? ""
      text += waiver?.stratifier.map { " within \($0)" } ?? ""
      text += ", until \(entry.event.expires?.description ?? ""), by \(entry.event.signer.name)"
      text += ": \(entry.event.reason ?? "")"
      return text + (idleWaivers.contains(entry.event.sequence) ? " (matches no finding)" : "")
    }
  }

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
