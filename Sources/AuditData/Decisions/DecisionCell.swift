/// What was decided, crossed with what turned out to be true.
package enum DecisionCell: UInt8, Sendable, CaseIterable, Codable {
  /// Favourable decision, positive outcome.
  case favourablePositive
  /// Favourable decision, negative outcome.
  case favourableNegative
  /// Favourable decision, outcome missing or not asked for.
  case favourableMissing
  /// Unfavourable decision, positive outcome.
  case unfavourablePositive
  /// Unfavourable decision, negative outcome.
  case unfavourableNegative
  /// Unfavourable decision, outcome missing or not asked for.
  case unfavourableMissing

  /// The cells that a decision without an outcome may belong to; nothing with an outcome.
  package var withOutcome: (positive: DecisionCell, negative: DecisionCell)? {
    switch self {
    case .favourableMissing: (.favourablePositive, .favourableNegative)
    case .unfavourableMissing: (.unfavourablePositive, .unfavourableNegative)
    default: nil
    }
  }

  /// Whether the decision is favourable.
  package var isFavourable: Bool { rawValue < 3 }
}
