/// How two rates are compared: the group's divided by the reference's, or the group's minus the reference's.
public enum PairComparison: Sendable, Hashable, CaseIterable {
  /// Group ÷ reference, 1 when they agree.
  case ratio
  /// Group − reference, 0 when they agree.
  case difference

  /// The value of the same comparison with the two sides exchanged.
  public func exchanged(_ value: Double) -> Double {
    switch self {
    case .ratio: 1 / value
    case .difference: 0 - value
    }
  }
}
