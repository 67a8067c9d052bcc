/// Who must sign before a report is final, and under which rules.
package struct SignOffPolicy: Codable, Sendable, Hashable {
  /// The version of the rules by which this program lets events count.
  package static let currentRules = 2

  /// The version of the rules by which events of this record count; records of version 0.1.0 do not say, which means 1.
  ///
  /// It stands in the record, which is signed, so that no event chooses the rules that it is judged by.
  package var rules: Int?
  /// The same with what absence means.
  package var version: Int { rules ?? 1 }

  /// SHA-256 of the list of keys that the plan named; absent if it named none.
  package var allowedSigners: String?
  /// The roles that may revoke what another person rejected or declared superseded; absent means nobody may.
  package var revocations: [String]?
  /// The roles that may say who mends a finding, that it is mended, or from which audit changes count; absent means nobody may.
  package var actions: [String]?
  /// The roles that must sign.
  @Defaulted package var required: [RequiredRole]
  /// True if nobody may sign in two roles, neither with one key nor with two.
  package var distinctPeople: Bool
  /// What excludes what.
  @Defaulted package var segregation: [Segregation]
  /// How many days an approval counts; null means until something changes.
  @OrNull package var validForDays: Int?
  /// Who may waive; null means nobody.
  @OrNull package var waivers: WaiverPolicy?
  /// Who may sign in which role; null means that every key in `allowed_signers` may sign in every role.
  @OrNull package var signers: [KnownSigner]?

  /// Demands signatures.
  package init(
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

extension SignOffPolicy {
  /// What the plan calls a role; nil where it gives it no title.
  package func title(of role: String) -> String? { required.first { $0.role == role }?.title }
}

/// A role that must sign.
package struct RequiredRole: Codable, Sendable, Hashable {
  /// The role's name.
  package var role: String
  /// What people call it; nil, and not written, where the plan does not say it.
  package var title: String?

  /// Names a role.
  package init(role: String, title: String? = nil) { (self.role, self.title) = (role, title) }
}

/// What whoever signs in a role may not have done.
package struct Segregation: Codable, Sendable, Hashable {
  /// The word for having run the audit, beside the names of roles.
  package static let ranAudit = "ran-audit"

  /// The role.
  package var role: String
  /// Other roles, or `ran-audit`.
  @Defaulted package var not: [String]

  /// Keeps a role apart.
  package init(role: String, not: [String]) { (self.role, self.not) = (role, not) }
}

/// Who may accept that a requirement is not met, and for how long.
package struct WaiverPolicy: Codable, Sendable, Hashable {
  /// The roles.
  @Defaulted package var approvers: [String]
  /// The most days; null means no limit.
  @OrNull package var longestDays: Int?

  /// Allows waivers.
  package init(approvers: [String], longestDays: Int? = nil) {
    self.approvers = approvers
    self.longestDays = longestDays
  }
}

/// Somebody who may sign.
package struct KnownSigner: Codable, Sendable, Hashable {
  /// The name in `allowed_signers`.
  package var principal: String
  /// The printed name.
  package var name: String
  /// The roles in which the person may sign.
  @Defaulted package var roles: [String]
  /// The organisation.
  @OrNull package var organisation: String?

  /// Names somebody.
  package init(principal: String, name: String, roles: [String], organisation: String? = nil) {
    self.principal = principal
    self.name = name
    self.roles = roles
    self.organisation = organisation
  }
}
