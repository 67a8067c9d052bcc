package import AuditRecord

/// What an evaluation of actions knows beside their ledger.
package struct ActionContext: Sendable {
  /// Whose keys count.
  package var trust: Trust
  /// The rules of the audits that actions were signed about, by the SHA-256 of their records.
  package var policies: [String: (policy: SignOffPolicy, digest: String)]
  /// The moment at which is asked.
  package var now: Moment
  /// The lists of keys that were in force one after another, by their SHA-256; nothing where the keys come from outside.
  package var earlierLists: [String: AllowedSigners]?

  /// States what an evaluation knows.
  package init(
    trust: Trust, policies: [String: (policy: SignOffPolicy, digest: String)], now: Moment,
    earlierLists: [String: AllowedSigners]?
  ) {
    (self.trust, self.policies, self.now, self.earlierLists) = (trust, policies, now, earlierLists)
  }
}

/// What the ledger of actions says at one moment.
package struct ActionState: Sendable {
  /// An action with what has become of it.
  package struct Entry: Sendable {
    /// The action.
    package let event: ActionEvent
    /// The fingerprint of the key; nothing if it cannot be read.
    package let fingerprint: String?
    /// Why it does not count; nothing if it does.
    package let objection: String?

    /// True if it counts.
    package var stands: Bool { objection == nil }
  }

  /// Every action that holds together, in order.
  package private(set) var entries: [Entry] = []
  /// The first place at which the ledger is not what was signed.
  package let firstBreak: LedgerBreak?

  /// Computes what a ledger says.
  package init(_ ledger: EventChain<ActionEvent>, context: ActionContext, firstBreak: LedgerBreak? = nil) {
    self.firstBreak = firstBreak ?? ledger.firstBreak
    for link in ledger.links {
      let objection = link.objection?.description ?? self.objection(to: link, context)
      entries.append(
        Entry(event: link.event, fingerprint: link.signature?.key.fingerprint, objection: objection))
    }
  }

  private func objection(to link: EventChain<ActionEvent>.Link, _ context: ActionContext) -> String? {
    guard let key = link.signature?.key else { return "its signature cannot be read" }
    return objection(to: link.event, key: key, context: context)
  }

  /// Why an action does not count, or would not; nothing if it does.
  ///
  /// - Parameter key: The key that signed it; nil before that is known.
  package func objection(to event: ActionEvent, key: PublicKey?, context: ActionContext) -> String? {
    guard let record = event.record, let known = context.policies[record] else {
      return "the audit that it was signed about is not in this history"
    }
    guard known.digest == event.policy.sha256 else { return "it was signed under another policy than that audit's" }
    let rules = SignerRules(
      earlier: entries.filter(\.stands).map(\.event.signed), policy: known.policy, now: context.now,
      earlierLists: context.earlierLists)
    if let key {
      let trusted = context.trust.objection(
        to: key, as: event.signer.principal, namespace: ActionEvent.namespace, at: event.signedAt)
      if let reason = trusted?.description ?? rules.changeOfKeys(event.signed, key, namespace: ActionEvent.namespace) {
        return reason
      }
    }
    if let reason = rules.date(event.signed, notBefore: nil) ?? rules.person(event.signed) { return reason }
    guard let roles = known.policy.actions, !roles.isEmpty else {
      return "the plan allows no actions (name the roles that may sign them under sign-off.actions)"
    }
    guard roles.contains(where: event.signer.role.isIdentical(to:)) else {
      return "actions are for \(roles.joined(separator: ", ")), not for \(event.signer.role)"
    }
    return ActionState.shape(event)
  }

  private static func shape(_ event: ActionEvent) -> String? {
    let parts: [(ActionKind, Bool, String)] = [
      (.assign, event.owner.map { !WrittenName($0).isBlank } ?? false, "an owner"),
      (.assign, event.due != nil, "a last day"),
      (.mitigate, event.change.map { !WrittenName($0).isBlank } ?? false, "what was changed"),
    ]
    for (kind, isThere, words) in parts where (event.kind == kind) != isThere {
      return event.kind == kind ? "it names no \(words)" : "it names \(words), which belongs to \(kind.rawValue)"
    }
    if [.withdraw, .baseline].contains(event.kind), WrittenName(event.reason ?? "").isBlank {
      return "it gives no reason"
    }
    if event.kind != .mitigate, event.version != nil || event.evidence != nil {
      return "it names a version or a file, which belong to mitigate"
    }
    return (event.kind == .baseline) == (event.finding == nil) ? nil : "it names no finding, or one too many"
  }
}

extension ActionEvent {
  /// The action as the rules about signers see it.
  var signed: SignerRules.Signed {
    SignerRules.Signed(sequence: sequence, signer: signer, signedAt: signedAt, keys: policy.allowedSigners)
  }
}
