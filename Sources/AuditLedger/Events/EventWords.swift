/// What somebody did.
package enum EventKind: String, Sendable, Hashable, CaseIterable {
  /// Approved the audit.
  case approve
  /// Approved it while something remains to be done.
  case approveWithConditions = "approve-with-conditions"
  /// Rejected it.
  case reject
  /// Accepted that a requirement is not met, for a time.
  case waive
  /// Confirmed that a condition is met.
  case conditionMet = "condition-met"
  /// Took back an earlier event.
  case revoke
  /// Named the audit that takes this one's place.
  case supersede

  /// What a table writes.
  package var words: String {
    switch self {
    case .approve: "Approved"
    case .approveWithConditions: "Approved with conditions"
    case .reject: "Rejected"
    case .waive: "Waived a requirement"
    case .conditionMet: "Condition met"
    case .revoke: "Revoked"
    case .supersede: "Superseded"
    }
  }

  /// True for an approval, with or without conditions.
  package var isApproval: Bool { self == .approve || self == .approveWithConditions }

  /// What a signature under it means, unless the signer says otherwise.
  package var usualMeaning: Meaning {
    switch self {
    case .approve, .approveWithConditions: .approval
    case .reject, .conditionMet: .review
    case .waive: .riskAcceptance
    case .revoke, .supersede: .responsibility
    }
  }
}

/// What a signature means [21 CFR 11.50].
package enum Meaning: String, Sendable, Hashable, CaseIterable {
  /// The signer made it.
  case authorship
  /// The signer looked through it.
  case review
  /// The signer approves of it.
  case approval
  /// The signer answers for it.
  case responsibility
  /// The signer accepts a risk.
  case riskAcceptance = "risk-acceptance"
  /// The signer saw it happen.
  case witness
}

/// Why an event was taken back.
package enum RevocationCode: String, Sendable, Hashable, CaseIterable {
  /// The key fell into other hands.
  case keyCompromise = "key-compromise"
  /// The signer was mistaken.
  case mistake
  /// New facts came to light.
  case newInformation = "new-information"
  /// The signer no longer speaks for the organisation.
  case affiliationChanged = "affiliation-changed"
  /// Another decision takes its place.
  case replaced
}
