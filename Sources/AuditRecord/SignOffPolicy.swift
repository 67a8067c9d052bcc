/// Who must sign before a report is final, and under which rules.
public struct SignOffPolicy: Codable, Sendable, Hashable {
  /// The version of the rules by which this program lets events count.
  public static let currentRules = 2

  /// The version of the rules by which events of this record count; records of version 0.1.0 do not say, which means 1.
  ///
  /// It stands in the record, which is signed, so that no event chooses the rules that it is judged by.
  public var rules: Int?
  /// The same with what absence means.
  public var version: Int { rules ?? 1 }

  /// SHA-256 of the list of keys that the plan named; absent if it named none.
  public var allowedSigners: String?
  /// The roles that may revoke what another person rejected or declared superseded; absent means nobody may.
  public var revocations: [String]?
  /// The roles that may say who mends a finding, that it is mended, or from which audit changes count; absent means nobody may.
  public var actions: [String]?
  /// The roles that must sign.
  @Defaulted public var required: [RequiredRole]
  /// True if nobody may sign in two roles, neither with one key nor with two.
  public var distinctPeople: Bool
  /// What excludes what.
  @Defaulted public var segregation: [Segregation]
  /// How many days an approval counts; null means until something changes.
  @OrNull public var validForDays: Int?
  /// Who may waive; null means nobody.
  @OrNull public var waivers: WaiverPolicy?
  /// Who may sign in which role; null means that every key in `allowed_signers` may sign in every role.
  @OrNull public var signers: [KnownSigner]?

  /// Demands signatures.
  public init(
    required: [RequiredRole] = [], distinctPeople: Bool = true, segregation: [Segregation] = [],
    validForDays: Int? = nil, waivers: WaiverPolicy? = nil, signers: [KnownSigner]? = nil,
    revocations: [String]? = nil, actions: [String]? = nil, allowedSigners: String? = nil,
    rules: Int? = SignOffPolicy.currentRules
  ) {
    self.rules = rules
    self.allowedSigners = allowedSigners
    self.revocations = revocations
    self.actions = actions
    self.required = required
    self.distinctPeople = distinctPeople
    self.segregation = segregation
    self.validForDays = validForDays
    self.waivers = waivers
    self.signers = signers
  }
}

/// A role that must sign.
public struct RequiredRole: Codable, Sendable, Hashable {
  /// The role's name.
  public var role: String

  /// Names a role.
  public init(role: String) { self.role = role }
}

/// What whoever signs in a role may not have done.
public struct Segregation: Codable, Sendable, Hashable {
  /// The word for having run the audit, beside the names of roles.
  public static let ranAudit = "ran-audit"

  /// The role.
  public var role: String
  /// Other roles, or `ran-audit`.
  @Defaulted public var not: [String]

  /// Keeps a role apart.
  public init(role: String, not: [String]) { (self.role, self.not) = (role, not) }
}

/// Who may accept that a requirement is not met, and for how long.
public struct WaiverPolicy: Codable, Sendable, Hashable {
  /// The roles.
  @Defaulted public var approvers: [String]
  /// The most days; null means no limit.
  @OrNull public var longestDays: Int?

  /// Allows waivers.
  public init(approvers: [String], longestDays: Int? = nil) {
    self.approvers = approvers
    self.longestDays = longestDays
  }
}

/// Somebody who may sign.
public struct KnownSigner: Codable, Sendable, Hashable {
  /// The name in `allowed_signers`.
  public var principal: String
  /// The printed name.
  public var name: String
  /// The roles in which the person may sign.
  @Defaulted public var roles: [String]
  /// The organisation.
  @OrNull public var organisation: String?

  /// Names somebody.
  public init(principal: String, name: String, roles: [String], organisation: String? = nil) {
    self.principal = principal
    self.name = name
    self.roles = roles
    self.organisation = organisation
  }
}
