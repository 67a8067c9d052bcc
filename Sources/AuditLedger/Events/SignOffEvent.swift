package import AuditRecord

/// One thing that somebody signed: an in-toto Statement about the files of a bundle.
package struct SignOffEvent: ChainedEvent, Hashable {
  /// The in-toto predicate type.
  package static let predicateType = "https://evenhand.dev/sign-off/v1"
  /// The namespace of its signature.
  package static let namespace = "evenhand-sign-off-v1"

  /// Its number, from 1.
  package var sequence: Int
  /// SHA-256 of the bytes of the event before it; nothing for the first.
  package var previous: String?
  /// The Merkle root over all events before it.
  package var tree: String
  /// The files that it speaks of.
  package var subjects: [Subject]
  /// What was done.
  package var kind: EventKind
  /// Who did it.
  package var signer: Signer
  /// What the signature means.
  package var meaning: Meaning
  /// The text that was shown and agreed to.
  package var statement: String
  /// Why.
  package var reason: String?
  /// What remains to be done.
  package var conditions: [Condition]
  /// Declarations of independence with the signer's answers.
  package var independence: [Declaration]
  /// The policy that it was signed under.
  package var policy: PolicyPin
  /// The requirement that is waived; only for `waive`.
  package var waiver: Waiver?
  /// The event that is taken back; only for `revoke`.
  package var revocation: Revocation?
  /// The condition that is met; only for `condition-met`.
  package var met: String?
  /// SHA-256 of the record that takes this one's place; only for `supersede`.
  package var successor: String?
  /// When, by the signer's clock.
  package var signedAt: Moment
  /// The last day on which it counts, in UTC.
  package var expires: CalendarDay?

  /// States an event.
  package init(
    sequence: Int, previous: String?, tree: String, subjects: [Subject], kind: EventKind, signer: Signer,
    meaning: Meaning, statement: String, reason: String? = nil, conditions: [Condition] = [],
    independence: [Declaration] = [], policy: PolicyPin, waiver: Waiver? = nil, revocation: Revocation? = nil,
    met: String? = nil, successor: String? = nil, signedAt: Moment, expires: CalendarDay? = nil
  ) {
    self.sequence = sequence
    self.previous = previous
    self.tree = tree
    self.subjects = subjects
    self.kind = kind
    self.signer = signer
    self.meaning = meaning
    self.statement = statement
    self.reason = reason
    self.conditions = conditions
    self.independence = independence
    self.policy = policy
    self.waiver = waiver
    self.revocation = revocation
    self.met = met
    self.successor = successor
    self.signedAt = signedAt
    self.expires = expires
  }

  /// A file by name and digest.
  package struct Subject: Sendable, Hashable {
    /// The name, for people; files are matched by digest.
    package var name: String
    /// SHA-256 in hexadecimal digits.
    package var sha256: String

    /// Names a file.
    package init(name: String, sha256: String) { (self.name, self.sha256) = (name, sha256) }
  }

  /// Who signs [21 CFR 11.50; Delegated Regulation (EU) 2024/436, Annex I].
  package struct Signer: Sendable, Hashable {
    /// The name in `allowed_signers`.
    package var principal: String
    /// The printed name.
    package var name: String
    /// The role in which is signed.
    package var role: String
    /// The signer's organisation.
    package var organisation: String?
    /// Whom the signer signs for.
    package var onBehalfOf: String?
    /// What the signer answers for.
    package var responsibleFor: String?
    /// Where.
    package var place: String?

    /// Names a signer.
    package init(
      principal: String, name: String, role: String, organisation: String? = nil, onBehalfOf: String? = nil,
      responsibleFor: String? = nil, place: String? = nil
    ) {
      self.principal = principal
      self.name = name
      self.role = role
      self.organisation = organisation
      self.onBehalfOf = onBehalfOf
      self.responsibleFor = responsibleFor
      self.place = place
    }
  }

  /// Something that remains to be done.
  package struct Condition: Sendable, Hashable {
    /// Its name, such as `c2-1`: condition 1 of event 2.
    package var id: String
    /// What is to be done.
    package var text: String
    /// Who does it.
    package var owner: String
    /// The last day for it, in UTC.
    package var due: CalendarDay

    /// States a condition.
    package init(id: String, text: String, owner: String, due: CalendarDay) {
      (self.id, self.text, self.owner, self.due) = (id, text, owner, due)
    }
  }

  /// A statement about independence, and whether the signer says that it holds.
  package struct Declaration: Sendable, Hashable {
    /// The statement.
    package var text: String
    /// The answer.
    package var holds: Bool

    /// States a declaration.
    package init(text: String, holds: Bool) { (self.text, self.holds) = (text, holds) }
  }

  /// What an event was signed under, by digest.
  package struct PolicyPin: Sendable, Hashable {
    /// SHA-256 of the record's sign-off policy as canonical JSON.
    package var sha256: String
    /// SHA-256 of the bundle's `allowed_signers`.
    package var allowedSigners: String

    /// Pins a policy.
    package init(sha256: String, allowedSigners: String) {
      (self.sha256, self.allowedSigners) = (sha256, allowedSigners)
    }
  }

  /// A requirement that is accepted although it is not met.
  package struct Waiver: Sendable, Hashable {
    /// The requirement's id.
    package var requirement: String
    /// The groups that it is waived for, each by its labels; nothing means every group.
    package var groups: [[Label]]
    /// The columns of the grouping that the groups belong to; absent where every group is meant, and in events of rules 1.
    package var grouping: [String]?
    /// The column held constant, where pooled numbers are meant.
    package var stratifier: String?

    /// States a waiver.
    package init(requirement: String, groups: [[Label]] = [], grouping: [String]? = nil, stratifier: String? = nil) {
      (self.requirement, self.groups) = (requirement, groups)
      (self.grouping, self.stratifier) = (grouping, stratifier)
    }
  }

  /// An event that is taken back.
  package struct Revocation: Sendable, Hashable {
    /// Its number.
    package var sequence: Int
    /// Why.
    package var code: RevocationCode

    /// Takes back an event.
    package init(sequence: Int, code: RevocationCode) { (self.sequence, self.code) = (sequence, code) }
  }
}
