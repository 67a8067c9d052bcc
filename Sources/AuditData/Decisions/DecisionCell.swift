/// What was decided, crossed with what turned out to be true.
public enum DecisionCell: UInt8, Sendable, CaseIterable, Codable {
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

  /// Whether the decision is favourable.
  public var isFavourable: Bool { rawValue < 3 }
}
