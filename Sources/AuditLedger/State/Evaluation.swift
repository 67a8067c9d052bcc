package import AuditRecord

/// What an evaluation knows beside the ledger.
package struct LedgerContext: Sendable {
  /// The rules.
  package var policy: SignOffPolicy
  /// Whose keys count.
  package var trust: Trust
  /// Who ran the audit, if that is known.
  package var runner: String?
  /// When the audit was run, if that is known.
  package var ranAt: Moment?
  /// The findings, to match waivers with.
  package var findings: [Finding]
  /// The moment at which is asked.
  package var now: Moment
  /// The lists of keys that were in force one after another, by their SHA-256; nothing where the keys come from outside.
  package var earlierLists: [String: AllowedSigners]?

  /// States what an evaluation knows.
  package init(
    policy: SignOffPolicy, trust: Trust, runner: String?, ranAt: Moment? = nil, findings: [Finding], now: Moment,
    earlierLists: [String: AllowedSigners]? = nil
  ) {
    self.earlierLists = earlierLists
    self.policy = policy
    self.trust = trust
    self.runner = runner
    self.ranAt = ranAt
    self.findings = findings
    self.now = now
  }
}

extension LedgerState {
  /// Computes what a ledger says.
  ///
  /// - Parameter obstacles: What else keeps the audit from being final.
  package init(_ ledger: Ledger, context: LedgerContext, firstBreak: LedgerBreak? = nil, obstacles: [String] = []) {
    entries = []
    self.firstBreak = firstBreak ?? ledger.firstBreak
    for link in ledger.links {
      let rules = EventRules(earlier: entries, context: context)
      let objection = rules.objection(to: link)
      entries.append(
        Entry(
          event: link.event, fingerprint: link.signature?.key.fingerprint,
          standing: objection.map { .void($0) } ?? .stands))
      if objection == nil { apply(link.event, byBytes: context.policy.version >= 2) }
    }
    expire(context)
    roles = []
    var left = entries.filter { $0.stands && $0.event.kind.isApproval }
    for required in context.policy.required {
      let found = left.firstIndex { $0.event.signer.role.utf8.elementsEqual(required.role.utf8) }
      roles.append((required.role, found.map { left.remove(at: $0).event.sequence }))
    }
    self.obstacles = obstacles
    if context.policy.version > SignOffPolicy.currentRules {
      self.obstacles.append("its sign-offs follow newer rules than this version knows; use a newer evenhand")
    }
    // Nobody can tell whether such an event rejects or revokes: passing over it would let a changed byte hide it.
    for link in ledger.links where link.signature == nil {
      self.obstacles.append("event \(link.event.sequence) is signed in a way that this version cannot check")
    }
    for entry in entries where entry.stands && entry.event.kind == .reject {
      self.obstacles.append(
        "rejected by \(entry.event.signer.name) (\(entry.event.signer.role)), event \(entry.event.sequence)")
    }
    idleWaivers = entries.filter { entry in
      entry.stands && entry.event.kind == .waive
        && !context.findings.contains {
          LedgerState.covers(entry.event.waiver, $0) && $0.verdict != .met && $0.verdict != .couldNotRun
        }
    }.map(\.event.sequence)
  }

  /// What an event that counts does to those before it.
  private mutating func apply(_ event: SignOffEvent, byBytes: Bool) {
    if let revocation = event.revocation, event.kind == .revoke {
      entries[revocation.sequence - 1].standing = .revoked(by: event.sequence, revocation.code)
    }
    guard event.kind.isApproval || event.kind == .reject else { return }
    for index in entries.indices.dropLast() where entries[index].stands {
      let other = entries[index].event
      let isSame =
        byBytes
        ? other.signer.principal.isIdentical(to: event.signer.principal)
          && other.signer.role.isIdentical(to: event.signer.role)
        : other.signer.principal == event.signer.principal && other.signer.role == event.signer.role
      guard other.kind.isApproval || other.kind == .reject, isSame else { continue }
      entries[index].standing = .replaced(by: event.sequence)
    }
  }

  /// Applies the calendar: last days, and conditions that are overdue.
  private mutating func expire(_ context: LedgerContext) {
    let today = context.now.day
    for index in entries.indices where entries[index].stands {
      let event = entries[index].event
      if let day = LedgerState.lastDay(of: event, context.policy), day < today {
        entries[index].end(.expired(day))
      }
      for condition in event.conditions where event.kind == .approveWithConditions {
        let met = entries.first { $0.held && $0.event.kind == .conditionMet && $0.event.met == condition.id }
        let isOverdue = met == nil && condition.due < today
        conditions.append(
          ConditionStatus(
            condition: condition, approval: event.sequence, metBy: met?.event.sequence, isOverdue: isOverdue))
        if isOverdue, entries[index].stands { entries[index].end(.lapsed(condition)) }
      }
    }
  }
}
