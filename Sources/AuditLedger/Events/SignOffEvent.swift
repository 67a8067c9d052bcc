public import AuditRecord

/// One thing that somebody signed: an in-toto Statement about the files of a bundle.
public struct SignOffEvent: ChainedEvent, Hashable {
  /// The in-toto predicate type.
  public static let predicateType = "https://evenhand.dev/sign-off/v1"
  /// The namespace of its signature.
  public static let namespace = "evenhand-sign-off-v1"

  /// Its number, from 1.
  public var sequence: Int
  /// SHA-256 of the bytes of the event before it; nothing for the first.
  public var previous: String?
  /// The Merkle root over all events before it.
  public var tree: String
  /// The files that it speaks of.
  public var subjects: [Subject]
  /// What was done.
  public var kind: EventKind
  /// Who did it.
  public var signer: Signer
  /// What the signature means.
  public var meaning: Meaning
  /// The text that was shown and agreed to.
  public var statement: String
  /// Why.
  public var reason: String?
  /// What remains to be done.
  public var conditions: [Condition]
  /// Declarations of independence with the signer's answers.
  public var independence: [Declaration]
  /// The policy that it was signed under.
  public var policy: PolicyPin
  /// The requirement that is waived; only for `waive`.
  public var waiver: Waiver?
  /// The event that is taken back; only for `revoke`.
  public var revocation: Revocation?
  /// The condition that is met; only for `condition-met`.
  public var met: String?
  /// SHA-256 of the record that takes this one's place; only for `supersede`.
  public var successor: String?
  /// When, by the signer's clock.
  public var signedAt: Moment
  /// The last day on which it counts, in UTC.
  public var expires: CalendarDay?

  /// States an event.
  public init(
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
  public struct Subject: Sendable, Hashable {
    /// The name, for people; files are matched by digest.
    public var name: String
    /// SHA-256 in hexadecimal digits.
    public var sha256: String

    /// Names a file.
    public init(name: String, sha256: String) { (self.name, self.sha256) = (name, sha256) }
  }

  /// Who signs [21 CFR 11.50; Delegated Regulation (EU) 2024/436, Annex I].
  public struct Signer: Sendable, Hashable {
    /// The name in `allowed_signers`.
    public var principal: String
    /// The printed name.
    public var name: String
    /// The role in which is signed.
    public var role: String
    /// The signer's organisation.
    public var organisation: String?
    /// Whom the signer signs for.
    public var onBehalfOf: String?
    /// What the signer answers for.
    public var responsibleFor: String?
    /// Where.
    public var place: String?

    /// Names a signer.
    public init(
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
  public struct Condition: Sendable, Hashable {
    /// Its name, such as `c2-1`: condition 1 of event 2.
    public var id: String
    /// What is to be done.
    public var text: String
    /// Who does it.
    public var owner: String
    /// The last day for it, in UTC.
    public var due: CalendarDay

    /// States a condition.
    public init(id: String, text: String, owner: String, due: CalendarDay) {
      (self.id, self.text, self.owner, self.due) = (id, text, owner, due)
    }
  }

  /// A statement about independence, and whether the signer says that it holds.
  public struct Declaration: Sendable, Hashable {
    /// The statement.
    public var text: String
    /// The answer.
    public var holds: Bool

    /// States a declaration.
    public init(text: String, holds: Bool) { (self.text, self.holds) = (text, holds) }
  }

  /// What an event was signed under, by digest.
  public struct PolicyPin: Sendable, Hashable {
    /// SHA-256 of the record's sign-off policy as canonical JSON.
    public var sha256: String
    /// SHA-256 of the bundle's `allowed_signers`.
    public var allowedSigners: String

    /// Pins a policy.
    public init(sha256: String, allowedSigners: String) {
      (self.sha256, self.allowedSigners) = (sha256, allowedSigners)
    }
  }

  /// A requirement that is accepted although it is not met.
  public struct Waiver: Sendable, Hashable {
    /// The requirement's id.
    public var requirement: String
    /// The groups that it is waived for, each by its labels; nothing means every group.
    public var groups: [[Label]]
    /// The columns of the grouping that the groups belong to; absent where every group is meant, and in events of rules 1.
    public var grouping: [String]?
    /// The column held constant, where pooled numbers are meant.
    public var stratifier: String?

    /// States a waiver.
    public init(requirement: String, groups: [[Label]] = [], grouping: [String]? = nil, stratifier: String? = nil) {
      (self.requirement, self.groups) = (requirement, groups)
      (self.grouping, self.stratifier) = (grouping, stratifier)
    }
  }

  /// An event that is taken back.
  public struct Revocation: Sendable, Hashable {
    /// Its number.
    public var sequence: Int
    /// Why.
    public var code: RevocationCode

    /// Takes back an event.
    public init(sequence: Int, code: RevocationCode) { (self.sequence, self.code) = (sequence, code) }
  }
}
