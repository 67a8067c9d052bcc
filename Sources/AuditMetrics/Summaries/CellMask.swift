package import AuditData

/// A set of the six cells that a decision and an outcome span.
package struct CellMask: OptionSet, Sendable, Hashable {
  /// One bit a cell, at the cell's raw value.
  package let rawValue: UInt8

  /// A set of cells.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The set that holds one cell.
  package init(_ cell: DecisionCell) { self.init(rawValue: 1 << UInt8(cell.rawValue)) }

  /// Favourable decision, positive outcome.
  package static let truePositive = CellMask(.favourablePositive)
  /// Favourable decision, negative outcome.
  package static let falsePositive = CellMask(.favourableNegative)
  /// Unfavourable decision, positive outcome.
  package static let falseNegative = CellMask(.unfavourablePositive)
  /// Unfavourable decision, negative outcome.
  package static let trueNegative = CellMask(.unfavourableNegative)

  /// Favourable decision, whatever the outcome, known or not.
  package static let favourable: CellMask = [.truePositive, .falsePositive, CellMask(.favourableMissing)]
  /// Every cell.
  package static let everything: CellMask = [
    .favourable, .falseNegative, .trueNegative, CellMask(.unfavourableMissing),
  ]
  /// Outcome known.
  package static let observed: CellMask = [.positive, .negative]
  /// Outcome positive.
  package static let positive: CellMask = [.truePositive, .falseNegative]
  /// Outcome negative.
  package static let negative: CellMask = [.falsePositive, .trueNegative]
  /// Favourable decision, outcome known.
  package static let favourableObserved: CellMask = [.truePositive, .falsePositive]
  /// Unfavourable decision, outcome known.
  package static let unfavourableObserved: CellMask = [.falseNegative, .trueNegative]

  /// One for each cell in the set, zero for the others `[cells]`.
  package var weights: [Double] { DecisionCell.allCases.map { contains(CellMask($0)) ? 1 : 0 } }
}
