import AuditRecord

/// Whether an event counts, given those before it.
struct EventRules {
  let earlier: [LedgerState.Entry]
  let context: LedgerContext

  /// How far a clock may be ahead.
  private static let tolerance = 86_400

  /// Why the event of `link` does not count; nothing if it does.
  func objection(to link: Ledger.Link) -> String? {
    if let objection = link.objection { return objection.description }
    guard let key = link.signature?.key else { return "its signature cannot be read" }
    let event = link.event
    let trusted = context.trust.objection(
      to: key, as: event.signer.principal, namespace: SignOffEvent.namespace, at: event.signedAt)
    return trusted?.description ?? objection(to: event, fingerprint: key.fingerprint)
  }

  /// The same, for an event whose signature is in order or still to be made.
  func objection(to event: SignOffEvent, fingerprint: String) -> String? {
    date(event) ?? person(event) ?? shape(event) ?? roles(event, fingerprint) ?? rules(event)
  }

  private var latest: Moment? {
    earlier.map(\.event.signedAt).filter { $0.seconds <= context.now.seconds + EventRules.tolerance }.max()
  }

  private func date(_ event: SignOffEvent) -> String? {
    if event.signedAt.seconds > context.now.seconds + EventRules.tolerance {
      return "it is dated \(event.signedAt), which is in the future"
    }
    if let latest, event.signedAt < latest { return "it is dated \(event.signedAt), before an earlier event" }
    return nil
  }

  private func person(_ event: SignOffEvent) -> String? {
    let signer = event.signer
    guard !signer.name.isEmpty, !signer.role.isEmpty else { return "it lacks a printed name or a role" }
    guard let signers = context.policy.signers else { return nil }
    guard let known = signers.first(where: { $0.principal.utf8.elementsEqual(signer.principal.utf8) }) else {
      return "the plan's list of signers does not name \(Quoted.text(signer.principal))"
    }
    guard known.roles.contains(signer.role) else {
      return "\(Quoted.text(signer.principal)) may not sign as \(signer.role)"
    }
    guard known.name.utf8.elementsEqual(signer.name.utf8) else {
      return "the plan's list of signers prints another name for \(Quoted.text(signer.principal))"
    }
    return nil
  }

  private func shape(_ event: SignOffEvent) -> String? {
    let needsReason: [EventKind] = [.reject, .waive, .revoke, .supersede]
    if needsReason.contains(event.kind), event.reason?.isEmpty ?? true { return "it gives no reason" }
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
    guard event.kind.isApproval else { return nil }
    let others = earlier.filter { entry in
      entry.held && entry.event.kind.isApproval && entry.event.signer.role != event.signer.role
        && isSamePerson(entry, event, fingerprint)
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
    return other.principal == event.signer.principal || entry.fingerprint == fingerprint
      || other.name.lowercased() == event.signer.name.lowercased()
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
      return nil
    default: return nil
    }
  }

  private func waiver(_ event: SignOffEvent) -> String? {
    guard let policy = context.policy.waivers else { return "the plan allows no waivers" }
    guard policy.approvers.contains(event.signer.role) else {
      return "waivers are for \(policy.approvers.joined(separator: ", ")), not for \(event.signer.role)"
    }
    guard let expires = event.expires else { return "a waiver needs a last day" }
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
  /// Why an event would not count if its signer signed it now with the key of `fingerprint`; nothing if it would.
  public func objection(to event: SignOffEvent, fingerprint: String, context: LedgerContext) -> String? {
    EventRules(earlier: entries, context: context).objection(to: event, fingerprint: fingerprint)
  }
}
