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

  /// The decision's part of the cell, crossed with the outcome's: 3 × decision + outcome.
  static func code(decision: Int32, outcome: Int32) -> UInt8 { UInt8(truncatingIfNeeded: decision &* 3 &+ outcome) }
}

/// At most 512 judged rows.
///
/// The three arrays have the same length and are filled anew for the next batch: copy what is to last.
public struct DecisionBatch: Sendable {
  /// The finest group of each row [rows]: an index into ``DecisionLayout/finest``.
  public internal(set) var unit: [Int32] = []

  /// The cell of each row [rows]: the raw value of a ``DecisionCell``, 0 to 5.
  public internal(set) var cell: [UInt8] = []

  /// How many units each row stands for [rows].
  public internal(set) var count: [Int64] = []

  /// The most rows that a batch holds.
  public static let capacity = 512

  /// An empty batch.
  init() {}
}
