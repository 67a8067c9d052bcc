import AuditRecord

/// Whether an event counts, given those before it.
struct EventRules {
  let earlier: [LedgerState.Entry]
  let context: LedgerContext

  /// Since the second version, every rule about people binds whoever signs anything.
  private var bindsEveryEvent: Bool { context.policy.version >= 2 }

  /// Why the event of `link` does not count; nothing if it does.
  func objection(to link: Ledger.Link) -> String? {
    if let objection = link.objection { return objection.description }
    guard let key = link.signature?.key else { return "its signature cannot be read" }
    let event = link.event
    let trusted = context.trust.objection(
      to: key, as: event.signer.principal, namespace: SignOffEvent.namespace, at: event.signedAt)
    return trusted?.description ?? changeOfKeys(event, key) ?? objection(to: event, fingerprint: key.fingerprint)
  }

  /// The same, for an event whose signature is in order or still to be made.
  func objection(to event: SignOffEvent, fingerprint: String) -> String? {
    signers.date(event.signed, notBefore: context.ranAt) ?? signers.person(event.signed) ?? shape(event) ?? roles(
      event, fingerprint) ?? rules(event)
  }

  /// A new list of keys counts only when a key of the list before it says so.
  func changeOfKeys(_ event: SignOffEvent, _ key: PublicKey) -> String? {
    signers.changeOfKeys(event.signed, key, namespace: SignOffEvent.namespace)
  }

  /// What holds of whoever signs anything.
  private var signers: SignerRules {
    SignerRules(
      earlier: earlier.map { entry in
        var signed = entry.event.signed
        signed.counted = entry.counted
        return signed
      }, policy: context.policy, now: context.now, earlierLists: context.earlierLists)
  }

  private func shape(_ event: SignOffEvent) -> String? {
    let needsReason: [EventKind] = [.reject, .waive, .revoke, .supersede]
    let reason = event.reason ?? ""
    if needsReason.contains(event.kind), bindsEveryEvent ? WrittenName(reason).isBlank : reason.isEmpty {
      return "it gives no reason"
    }
    if event.kind == .approveWithConditions, event.conditions.isEmpty { return "it names no condition" }
    if event.kind != .approveWithConditions, !event.conditions.isEmpty {
      return "it names conditions without approving"
    }
    let ids = event.conditions.map(\.id)
    let taken = earlier.flatMap(\.event.conditions).map(\.id)
    if Set(ids).count < ids.count || ids.contains(where: taken.contains) { return "a condition's name stands twice" }
    let parts: [(EventKind, Bool)] = [
      (.waive, event.waiver != nil), (.revoke, event.revocation != nil), (.conditionMet, event.met != nil),
      (.supersede, event.successor != nil),
    ]
    for (kind, isThere) in parts where (event.kind == kind) != isThere {
      return "it does not hold what \(Quoted.text(event.kind.rawValue)) holds"
    }
    if let expires = event.expires, expires < event.signedAt.day { return "it ended before it was signed" }
    return nil
  }

  /// Distinct people and segregation of duties.
  private func roles(_ event: SignOffEvent, _ fingerprint: String) -> String? {
    guard event.kind.isApproval || bindsEveryEvent else { return nil }
    let same = earlier.filter { entry in
      entry.held && (entry.event.kind.isApproval || bindsEveryEvent) && isSamePerson(entry, event, fingerprint)
    }
    let others = same.filter { $0.event.signer.role != event.signer.role }
    if bindsEveryEvent, event.kind.isApproval,
      let other = same.first(where: {
        $0.event.kind.isApproval && $0.event.signer.role == event.signer.role
          && !$0.event.signer.principal.isIdentical(to: event.signer.principal)
      })
    {
      return "the same person or key signed as \(event.signer.role) under another name in event \(other.event.sequence)"
    }
    if context.policy.distinctPeople, let other = others.first {
      return "the same person or key signed as \(other.event.signer.role) in event \(other.event.sequence)"
    }
    for rule in context.policy.segregation {
      if rule.role == event.signer.role {
        if let other = others.first(where: { rule.not.contains($0.event.signer.role) }) {
          return "whoever signs as \(rule.role) may not sign as \(other.event.signer.role)"
        }
        if rule.not.contains(Segregation.ranAudit), let reason = ranAudit(event, fingerprint) { return reason }
      }
      if rule.not.contains(event.signer.role), others.contains(where: { $0.event.signer.role == rule.role }) {
        return "whoever signs as \(rule.role) may not sign as \(event.signer.role)"
      }
    }
    return nil
  }

  private func ranAudit(_ event: SignOffEvent, _ fingerprint: String) -> String? {
    let authors = earlier.filter { $0.held && $0.event.meaning == .authorship }
    let isAuthor = event.meaning == .authorship || authors.contains { isSamePerson($0, event, fingerprint) }
    if isAuthor || context.runner?.utf8.elementsEqual(event.signer.principal.utf8) == true {
      return "whoever signs as \(event.signer.role) may not have run the audit"
    }
    if context.runner == nil, authors.isEmpty {
      return
        "whoever signs as \(event.signer.role) may not have run the audit, and who ran it is not recorded; name them with `evenhand audit --ran-by`"
    }
    return nil
  }

  private func isSamePerson(_ entry: LedgerState.Entry, _ event: SignOffEvent, _ fingerprint: String) -> Bool {
    let other = entry.event.signer
    guard bindsEveryEvent else {
      return other.principal == event.signer.principal || entry.fingerprint == fingerprint
        || other.name.lowercased() == event.signer.name.lowercased()
    }
    return other.principal.isIdentical(to: event.signer.principal) || entry.fingerprint == fingerprint
      || WrittenName(other.name) == WrittenName(event.signer.name)
  }

  private func rules(_ event: SignOffEvent) -> String? {
    switch event.kind {
    case .waive: return waiver(event)
    case .conditionMet: return conditionMet(event)
    case .revoke:
      guard let number = event.revocation?.sequence, earlier.indices.contains(number - 1) else {
        return "there is no event \(event.revocation?.sequence ?? 0) before it"
      }
      let target = earlier[number - 1]
      guard ![.revoke, .conditionMet].contains(target.event.kind) else {
        return "event \(number) is no decision that can be taken back"
      }
      if case .revoked(let by, _) = target.standing { return "event \(number) was already revoked by event \(by)" }
      return revocation(of: target.event, by: event)
    default: return nil
    }
  }

  /// To take back a rejection, or the word that an audit is superseded, makes the audit stand higher than before.
  private func revocation(of target: SignOffEvent, by event: SignOffEvent) -> String? {
    guard bindsEveryEvent, [.reject, .supersede].contains(target.kind),
      !target.signer.principal.isIdentical(to: event.signer.principal)
    else { return nil }
    let roles = context.policy.revocations ?? []
    guard !roles.contains(where: event.signer.role.isIdentical(to:)) else { return nil }
    let whoever = roles.isEmpty ? "" : " or somebody who signs as \(roles.joined(separator: ", "))"
    return "event \(target.sequence) is revoked by \(target.signer.name), who signed it,\(whoever) alone"
  }

  private func waiver(_ event: SignOffEvent) -> String? {
    guard let policy = context.policy.waivers else { return "the plan allows no waivers" }
    guard policy.approvers.contains(event.signer.role) else {
      return "waivers are for \(policy.approvers.joined(separator: ", ")), not for \(event.signer.role)"
    }
    guard let expires = event.expires else { return "a waiver needs a last day" }
    if bindsEveryEvent, let waiver = event.waiver, !waiver.groups.isEmpty, waiver.grouping == nil {
      return "it names groups without the grouping that they belong to"
    }
    if let longest = policy.longestDays, event.signedAt.day.days(until: expires) > longest {
      return "a waiver may last \(longest) days, and this one lasts until \(expires)"
    }
    return nil
  }

  private func conditionMet(_ event: SignOffEvent) -> String? {
    for entry in earlier where entry.event.kind == .approveWithConditions && entry.held {
      guard let condition = entry.event.conditions.first(where: { $0.id == event.met }) else { continue }
      guard entry.event.signer.role == event.signer.role else {
        return "condition \(condition.id) was set by \(entry.event.signer.role), who must confirm it"
      }
      guard event.signedAt.day <= condition.due else {
        return "condition \(condition.id) was due on \(condition.due); the approval has lapsed and must be given anew"
      }
      return nil
    }
    return "no approval that counts has a condition \(Quoted.text(event.met ?? ""))"
  }
}

extension LedgerState {
  /// Why an event would not count if its signer signed it now with this key; nothing if it would.
  package func objection(to event: SignOffEvent, key: PublicKey, context: LedgerContext) -> String? {
    let rules = EventRules(earlier: entries, context: context)
    return rules.changeOfKeys(event, key) ?? rules.objection(to: event, fingerprint: key.fingerprint)
  }

  /// The same before it is known which key signs.
  package func objection(to event: SignOffEvent, fingerprint: String, context: LedgerContext) -> String? {
    EventRules(earlier: entries, context: context).objection(to: event, fingerprint: fingerprint)
  }
}
