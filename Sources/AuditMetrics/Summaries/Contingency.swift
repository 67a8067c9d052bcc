public import AuditData
public import AuditNumerics

/// How many units of each group fell into each cell of decision × outcome.
///
/// Counts are whole numbers held as doubles, exact below 2⁵³, so that they enter matrix products as they are. Merging is
/// associative and commutative with the empty table as identity; absorbing in parts and merging equals absorbing at once;
/// regrouping commutes with both.
public struct Contingency: Sendable, Hashable {
  /// Counts `[groups × cells]`, row by row.
  public private(set) var counts: [Double]

  /// Cells a group.
  public static let cells = DecisionCell.allCases.count

  /// No units in any of `groups` groups; more groups are added as batches name them.
  public init(groups: Int = 0) { counts = Array(repeating: 0, count: groups * Contingency.cells) }

  /// Takes over counts `[groups × cells]`.
  public init(counts: [Double]) {
    precondition(counts.count.isMultiple(of: Contingency.cells), "a row of counts a group")
    self.counts = counts
  }

  /// Number of groups.
  public var groups: Int { counts.count / Contingency.cells }

  /// The counts as a matrix `[groups × cells]`.
  public var matrix: Matrix { Matrix(rows: groups, columns: Contingency.cells, elements: counts) }

  /// Adds the units of a batch.
  public mutating func absorb(_ batch: DecisionBatch) {
    guard let highest = batch.unit.max() else { return }
    grow(to: Int(highest) + 1)
    counts.withUnsafeMutableBufferPointer { counts in
      for row in batch.unit.indices {
        counts[Int(batch.unit[row]) * Contingency.cells + Int(batch.cell[row])] += Double(batch.count[row])
      }
    }
  }

  /// Adds the counts of the same groups.
  public mutating func merge(_ other: Contingency) {
    grow(to: other.groups)
    for index in other.counts.indices { counts[index] += other.counts[index] }
  }

  /// Counts of coarser or reordered groups.
  public func regrouped(by mapping: [Int32], count: Int) -> Contingency {
    var result = Contingency(groups: count)
    for group in 0..<min(groups, mapping.count) where mapping[group] >= 0 {
      for cell in 0..<Contingency.cells {
        result.counts[Int(mapping[group]) * Contingency.cells + cell] += counts[group * Contingency.cells + cell]
      }
    }
    return result
  }

  /// Expected counts of groups whose membership is a share: `membership · counts`, `[groups × finest]`.
  ///
  /// Hard groups are shares of 0 and 1 and give the same counts as `regrouped(by:count:)`.
  public func regrouped(by membership: Matrix) -> Contingency {
    Contingency(counts: Matrix.product(membership, matrix).elements)
  }

  private mutating func grow(to groups: Int) {
    let size = groups * Contingency.cells
    if counts.count < size { counts += Array(repeating: 0, count: size - counts.count) }
  }
}
