public import AuditRecord

/// What the ledger knows about a record's signatures.
public struct SignOffState: Sendable, Hashable {
  /// Something that somebody signed.
  public struct Signature: Sendable, Hashable {
    /// The role in which it was given.
    public var role: String
    /// The printed name.
    public var name: String
    /// The organisation.
    public var organisation: String?
    /// What was done, such as "Approved".
    public var decision: String
    /// What the signature means.
    public var meaning: String
    /// When, as the event writes it, in UTC.
    public var date: String
    /// The fingerprint of the key.
    public var fingerprint: String
    /// Conditions and reasons, one sentence each.
    public var notes: [String]
    /// What has become of it, in words.
    public var standing: String
    /// True if it is an approval that counts.
    public var isStandingApproval: Bool

    /// States a signature.
    public init(
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

  /// Everything that was signed, in its order: approvals, rejections and revocations alike.
  public var signatures: [Signature]
  /// What keeps the report from being final although everybody has signed.
  public var obstacles: [String]
  /// SHA-256 of the record that takes this one's place.
  public var successor: String?
  /// Dates to keep, the earliest first.
  public var deadlines: [String]
  /// Accepted findings, one sentence each.
  public var waivers: [String]
  /// The moment at which all this was asked.
  public var asked: String?
  /// The program that asked, by name and version.
  public var askedBy: String?

  /// States what is signed.
  public init(
    signatures: [Signature] = [], obstacles: [String] = [], successor: String? = nil, deadlines: [String] = [],
    waivers: [String] = [], asked: String? = nil, askedBy: String? = nil
  ) {
    self.askedBy = askedBy
    self.signatures = signatures
    self.obstacles = obstacles
    self.successor = successor
    self.deadlines = deadlines
    self.waivers = waivers
    self.asked = asked
  }
}

/// DRAFT, FINAL or SUPERSEDED, and why, as the dossier's cover says it.
public enum SignOffLine {
  /// The line.
  public static func text(_ policy: SignOffPolicy, _ state: SignOffState) -> String {
    SignOffStatus(policy, state).line
  }
}
