/// A commutative monoid over batches of rows: the only thing that sees rows.
///
/// Laws, tested for every summary: merging is associative and commutative with the empty summary as identity; absorbing
/// in parts and merging equals absorbing at once; regrouping commutes with absorbing.
public protocol Summary<Batch>: Sendable, Codable, Hashable {
  /// What is absorbed at once.
  associatedtype Batch

  /// Takes in a batch.
  mutating func absorb(_ batch: Batch)

  /// Takes in another summary of the same layout; regroup into the union layout first.
  mutating func merge(_ other: Self)

  /// The same sums over coarser or reordered groups: group `g` goes to `mapping[g]`, or nowhere when that is −1.
  func regrouped(by mapping: [Int32], count: Int) -> Self
}
