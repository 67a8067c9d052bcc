package import AuditLedger
package import AuditRecord

/// What somebody wants to sign, before it has a place in a ledger.
package struct SignOffDraft: Sendable {
  /// What is done.
  package var kind: EventKind
  /// Who signs.
  package var signer: SignOffEvent.Signer
  /// What the signature means; nothing means the usual.
  package var meaning: Meaning?
  /// Why.
  package var reason: String?
  /// What remains to be done: text, owner, last day.
  package var conditions: [(text: String, owner: String, due: CalendarDay)] = []
  /// Declarations of independence.
  package var independence: [SignOffEvent.Declaration] = []
  /// The requirement that is waived.
  package var waiver: SignOffEvent.Waiver?
  /// The event that is taken back.
  package var revocation: SignOffEvent.Revocation?
  /// The condition that is met.
  package var met: String?
  /// The record that takes this one's place.
  package var successor: String?
  /// The last day on which it counts.
  package var expires: CalendarDay?

  /// A draft of an event.
  package init(kind: EventKind, signer: SignOffEvent.Signer) { (self.kind, self.signer) = (kind, signer) }

  /// The text that the signer is shown and agrees to.
  package func statement(on sealed: SealedRecord) -> String {
    let audit = sealed.record.audit
    var text = "I, \(signer.name)"
    if let organisation = signer.organisation { text += " of \(organisation)" }
    text += ", signing as \(signer.role)"
    if let other = signer.onBehalfOf { text += " on behalf of \(other)" }
    text += ", \(deed(on: sealed.record)) the audit “\(audit.title)”"
    if let name = audit.system.name {
      text += " of \(name)" + (audit.system.version.map { " \($0)" } ?? "")
    }
    text += ", results \(sealed.digest.fingerprint)."
    text += " Its overall verdict: \(sealed.record.verdict.overall?.words.lowercased() ?? "nothing to judge")."
    for (index, condition) in conditions.enumerated() {
      text += " Condition \(index + 1): \(condition.text); by \(condition.owner), due \(condition.due)."
    }
    if let reason { text += " Reason: \(reason)" + (reason.hasSuffix(".") ? "" : ".") }
    for declaration in independence { text += " Declared: \(declaration.text): \(declaration.holds ? "yes" : "no")." }
    if let expires, kind != .waive { text += " This counts until \(expires)." }
    if let duty = signer.responsibleFor { text += " I am responsible for \(duty)." }
    return text
  }

  private func deed(on record: Record) -> String {
    switch kind {
    case .approve: "approve"
    case .approveWithConditions: "approve with conditions"
    case .reject: "reject"
    case .waive:
      "accept\(expires.map { ", until \($0)," } ?? "") that the requirement “\(waiver?.requirement ?? "")” is \(accepted(in: record)) in"
    case .conditionMet: "confirm that condition \(met ?? "") is met of"
    case .revoke: "revoke event \(revocation?.sequence ?? 0) (\(revocation?.code.rawValue ?? "")) of"
    case .supersede: "declare superseded by the results \(successor.map(SignedBundle.fingerprint) ?? "")"
    }
  }

  /// What a waiver accepts: each verdict that is no pass, with the groups that have it.
  private func accepted(in record: Record) -> String {
    let findings = record.findings.filter { LedgerState.covers(waiver, $0) }
    let words: [(VerdictWord, String)] = [
      (.notMet, "not met"), (.cannotTell, "inconclusive"), (.notEnoughData, "not judged"),
    ]
    let parts = words.compactMap { verdict, word -> String? in
      let places = findings.filter { $0.verdict == verdict }.map { finding in
        let within = finding.stratifier.map { ", within \(Words.label(Label($0)))" } ?? ""
        let grouping = Words.grouping(finding.grouping)
        return finding.group.map { "\(grouping): \(Words.group($0))\(within)" } ?? "all groups of \(grouping)\(within)"
      }
      return places.isEmpty ? nil : "\(word) for \(places.joined(separator: ", "))"
    }
    return parts.isEmpty ? "as it was found, of which nothing is to be accepted," : parts.joined(separator: "; ")
  }

  /// The event in its place.
  func event(in bundle: SignedBundle, pin: SignOffEvent.PolicyPin) -> SignOffEvent {
    let number = bundle.ledger.links.count + 1
    return SignOffEvent(
      sequence: number, previous: bundle.ledger.links.last?.sha256, tree: MerkleTree.hex(bundle.ledger.root),
      subjects: bundle.subjects, kind: kind, signer: signer, meaning: meaning ?? kind.usualMeaning,
      statement: statement(on: bundle.sealed), reason: reason,
      conditions: conditions.enumerated().map { index, condition in
        .init(id: "c\(number)-\(index + 1)", text: condition.text, owner: condition.owner, due: condition.due)
      },
      independence: independence, policy: pin, waiver: waiver, revocation: revocation, met: met,
      successor: successor, signedAt: bundle.context.now, expires: expires)
  }
}
