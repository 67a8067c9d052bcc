import AuditData
package import AuditNumerics

/// How many units of each group fell into each cell of decision × outcome.
///
/// Counts are whole numbers held as doubles, exact below 2⁵³, so that they enter matrix products as they are. Merging is
/// associative and commutative with the empty table as identity; absorbing in parts and merging equals absorbing at once;
/// regrouping commutes with both.
package struct Contingency: Sendable, Hashable {
  /// Counts `[groups × cells]`, row by row.
  package private(set) var counts: [Double]

  /// Cells a group.
  package static let cells = DecisionCell.allCases.count

  /// No units in any of `groups` groups; more groups are added as counts name them.
  package init(groups: Int = 0) { counts = Array(repeating: 0, count: groups * Contingency.cells) }

  /// Takes over counts `[groups × cells]`.
  package init(counts: [Double]) {
    precondition(counts.count.isMultiple(of: Contingency.cells), "a row of counts a group")
    self.counts = counts
  }

  /// Number of groups.
  package var groups: Int { counts.count / Contingency.cells }

  /// The counts as a matrix `[groups × cells]`.
  package var matrix: Matrix { Matrix(rows: groups, columns: Contingency.cells, elements: counts) }

  /// Adds units `[groups × cells]`, as ``DecisionTally/counts`` has them.
  package mutating func absorb(_ units: [Int64]) { merge(Contingency(counts: units.map(Double.init))) }

  /// Adds the counts of the same groups.
  package mutating func merge(_ other: Contingency) {
    if counts.count < other.counts.count {
      counts += repeatElement(0, count: other.counts.count - counts.count)
    }
    for index in other.counts.indices { counts[index] += other.counts[index] }
  }

  /// Counts of coarser or reordered groups.
  package func regrouped(by mapping: [Int32], count: Int) -> Contingency {
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
  package func regrouped(by membership: Matrix) -> Contingency {
    Contingency(counts: Matrix.product(membership, matrix).elements)
  }
}
