/// Why a row may not be used, in the order of precedence: a row is left out for the first cause that it has.
package enum UseCause: String, Codable, Sendable, CaseIterable, Hashable {
  /// It rests on consent, and the person has consented to nothing.
  case noConsent = "no-consent"
  /// The person has consented, and to no purpose that covers this one.
  case otherPurpose = "other-purpose"
  /// It was used before the first consent to a purpose that covers this one.
  case beforeConsent = "before-consent"
  /// Consent that covers the purpose had been given, and was withdrawn or had run out when it was used.
  case afterWithdrawal = "after-withdrawal"
  /// It was collected longer ago than it may be kept.
  case pastRetention = "past-retention"
  /// The person is younger than the plan allows, and no guardian has agreed.
  case minor
  /// The plan names data of a special category, and no ground for them.
  case specialWithoutGround = "special-without-ground"
  /// The row names no basis.
  case unknownBasis = "unknown-basis"

  /// Its place in the order of precedence.
  package var order: Int {
    guard let order = Self.allCases.firstIndex(of: self) else { preconditionFailure("every cause is one of all") }
    return order
  }

  /// The cause in words, after a number of people or rows.
  package var words: String {
    switch self {
    case .noConsent: "without consent"
    case .otherPurpose: "with consent to other purposes only"
    case .beforeConsent: "whose data were used before consent was given"
    case .afterWithdrawal: "whose data were used after consent was withdrawn or had run out"
    case .pastRetention: "whose data were kept longer than the plan allows"
    case .minor: "below the minimum age without a guardian"
    case .specialWithoutGround: "with data of a special category and no ground for them"
    case .unknownBasis: "without a named basis"
    }
  }
}
