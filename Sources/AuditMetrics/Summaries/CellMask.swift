public import AuditData

/// A set of the six cells that a decision and an outcome span.
public struct CellMask: OptionSet, Sendable, Hashable {
  /// One bit a cell, at the cell's raw value.
  public let rawValue: UInt8

  /// A set of cells.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The set that holds one cell.
  public init(_ cell: DecisionCell) { self.init(rawValue: 1 << UInt8(cell.rawValue)) }

  /// Favourable decision, positive outcome.
  public static let truePositive = CellMask(.favourablePositive)
  /// Favourable decision, negative outcome.
  public static let falsePositive = CellMask(.favourableNegative)
  /// Unfavourable decision, positive outcome.
  public static let falseNegative = CellMask(.unfavourablePositive)
  /// Unfavourable decision, negative outcome.
  public static let trueNegative = CellMask(.unfavourableNegative)

  /// Favourable decision, whatever the outcome, known or not.
  public static let favourable: CellMask = [.truePositive, .falsePositive, CellMask(.favourableMissing)]
  /// Every cell.
  public static let everything: CellMask = [
    .favourable, .falseNegative, .trueNegative, CellMask(.unfavourableMissing),
  ]
  /// Outcome known.
  public static let observed: CellMask = [.positive, .negative]
  /// Outcome positive.
  public static let positive: CellMask = [.truePositive, .falseNegative]
  /// Outcome negative.
  public static let negative: CellMask = [.falsePositive, .trueNegative]
  /// Favourable decision, outcome known.
  public static let favourableObserved: CellMask = [.truePositive, .falsePositive]
  /// Unfavourable decision, outcome known.
  public static let unfavourableObserved: CellMask = [.falseNegative, .trueNegative]

  /// One for each cell in the set, zero for the others `[cells]`.
  public var weights: [Double] { DecisionCell.allCases.map { contains(CellMask($0)) ? 1 : 0 } }
}
