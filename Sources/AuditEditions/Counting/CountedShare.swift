/// A share that is printed as two counts: which cells of decision × outcome it counts, and among which.
///
/// The bits are those of a table's cells: favourable with a positive, a negative and no outcome, then unfavourable likewise.
package struct CountedShare: Sendable, Hashable {
  /// What is counted.
  package var numerator: UInt8
  /// Among what.
  package var denominator: UInt8

  /// States a share.
  package init(numerator: UInt8, denominator: UInt8) {
    self.numerator = numerator
    self.denominator = denominator
  }
}

/// Sets of cells of decision × outcome that people would call a count of their group.
enum CountKind {
  /// Everybody; favourable, unfavourable; outcome positive, negative, missing; and the four of both.
  static let meaningful: [UInt8] = [
    0b111111, 0b000111, 0b111000, 0b001001, 0b010010, 0b100100, 0b000001, 0b000010, 0b001000, 0b010000,
  ]
  /// Everybody.
  static let everybody: UInt8 = 0b111111
  /// Those whose decision, or the other one, says something about everybody of a group.
  static let decisions: [UInt8] = [0b000111, 0b111000]

  /// Whether a count follows from others: whether its cells are a sum of theirs, each with a factor.
  static func follows(_ mask: UInt8, from known: Set<UInt8>) -> Bool {
    var basis: [[Double]] = []
    func reduced(_ mask: UInt8) -> [Double] {
      var vector = (0..<6).map { Double(mask >> UInt8($0) & 1) }
      for row in basis {
        guard let lead = row.firstIndex(where: { abs($0) > 1e-9 }) else { continue }
        let factor = vector[lead] / row[lead]
        for place in vector.indices { vector[place] -= factor * row[place] }
      }
      return vector
    }
    for other in known.sorted() {
      let vector = reduced(other)
      if vector.contains(where: { abs($0) > 1e-9 }) { basis.append(vector) }
    }
    return !reduced(mask).contains { abs($0) > 1e-9 }
  }
}
