package import AuditNumerics

/// A sample of clusters that come one by one and are taken in by blocks.
///
/// The borders of the blocks are counted from the first cluster, so that sums do not depend on how clusters arrive.
package struct BlockedSample: Sendable, Hashable {
  /// The clusters of complete blocks.
  private var taken: ClusterSample
  /// The vectors of the block that is not complete [rows × k].
  private var waiting: [Double] = []
  private let dimension: Int

  private static let rows = 256

  /// No clusters, for vectors of `dimension` components.
  package init(dimension: Int) {
    self.dimension = dimension
    taken = ClusterSample(dimension: dimension)
  }

  /// Adds a cluster whose vector `fill` writes over zeros.
  @inline(__always)
  mutating func add(_ fill: (UnsafeMutableBufferPointer<Double>) -> Void) {
    if waiting.count >= Self.rows * dimension { flush() }
    let start = waiting.count
    waiting.append(contentsOf: repeatElement(0, count: dimension))
    waiting.withUnsafeMutableBufferPointer { fill(UnsafeMutableBufferPointer(rebasing: $0[start...])) }
  }

  private mutating func flush() {
    guard dimension > 0, !waiting.isEmpty else { return }
    taken.absorb(Matrix(rows: waiting.count / dimension, columns: dimension, elements: waiting))
    waiting.removeAll(keepingCapacity: true)
  }

  /// Adds other clusters, behind these.
  mutating func merge(_ other: BlockedSample) {
    flush()
    taken.merge(other.sample)
  }

  /// All clusters so far.
  package var sample: ClusterSample {
    var complete = self
    complete.flush()
    return complete.taken
  }
}
