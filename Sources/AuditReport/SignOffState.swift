package import AuditRecord

/// What the ledger knows about a record's signatures.
package struct SignOffState: Sendable, Hashable {
  /// Something that somebody signed.
  package struct Signature: Sendable, Hashable {
    /// The role in which it was given.
    package var role: String
    /// The printed name.
    package var name: String
    /// The organisation.
    package var organisation: String?
    /// What was done, such as "Approved".
    package var decision: String
    /// What the signature means.
    package var meaning: String
    /// When, as the event writes it, in UTC.
    package var date: String
    /// The fingerprint of the key.
    package var fingerprint: String
    /// Conditions and reasons, one sentence each.
    package var notes: [String]
    /// What has become of it, in words.
    package var standing: String
    /// True if it is an approval that counts.
    package var isStandingApproval: Bool

    /// States a signature.
    package init(
      role: String, name: String, organisation: String? = nil, decision: String = "Approved",
      meaning: String = "approval", date: String, fingerprint: String = "", notes: [String] = [],
      standing: String = "counts", isStandingApproval: Bool = true
    ) {
      self.role = role
      self.name = name
      self.organisation = organisation
      self.decision = decision
      self.meaning = meaning
      self.date = date
      self.fingerprint = fingerprint
      self.notes = notes
      self.standing = standing
      self.isStandingApproval = isStandingApproval
    }
  }

  /// Why an audit is neither a draft nor final.
  package enum Ending: Sendable, Hashable {
    /// A file or an event is not what was signed; where.
    case tampered(String)
    /// What was audited changed after somebody signed: `the plan`, `the model file` or `the data`.
    case void(String)
    /// An approval that the plan requires was taken back.
    case revoked
    /// Somebody rejected it, in this role.
    case rejected(String)
    /// An approval that the plan requires has ended, on this day.
    case expired(String)
  }

  /// Why it is neither a draft nor final.
  package var ending: Ending?
  /// Everything that was signed, in its order: approvals, rejections and revocations alike.
  package var signatures: [Signature]
  /// What keeps the report from being final although everybody has signed.
  package var obstacles: [String]
  /// SHA-256 of the record that takes this one's place.
  package var successor: String?
  /// Dates to keep, the earliest first.
  package var deadlines: [String]
  /// Accepted findings, one sentence each.
  package var waivers: [String]
  /// The day on which the first of them ends.
  package var firstWaiverEnds: String?
  /// Conditions of approvals that nobody has met yet.
  package var openConditions: Int
  /// The last day on which every approval counts.
  package var validUntil: String?
  /// The moment at which all this was asked.
  package var asked: String?
  /// The program that asked, by name and version.
  package var askedBy: String?

  /// States what is signed.
  package init(
    signatures: [Signature] = [], obstacles: [String] = [], successor: String? = nil, deadlines: [String] = [],
    waivers: [String] = [], firstWaiverEnds: String? = nil, openConditions: Int = 0, validUntil: String? = nil,
    asked: String? = nil, askedBy: String? = nil, ending: Ending? = nil
  ) {
    self.ending = ending
    self.askedBy = askedBy
    self.signatures = signatures
    self.obstacles = obstacles
    self.successor = successor
    self.deadlines = deadlines
    self.waivers = waivers
    self.firstWaiverEnds = firstWaiverEnds
    self.openConditions = openConditions
    self.validUntil = validUntil
    self.asked = asked
  }
}

/// The state of sign-off in capitals, and why, as the dossier's cover says it.
package enum SignOffLine {
  /// The line.
  package static func text(_ policy: SignOffPolicy, _ state: SignOffState) -> String {
    SignOffStatus(policy, state).line
  }

  /// The state in a word of capitals.
  package static func word(_ policy: SignOffPolicy, _ state: SignOffState) -> String {
    SignOffStatus(policy, state).word
  }
}
