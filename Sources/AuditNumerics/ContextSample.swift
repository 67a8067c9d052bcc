/// A sample of clusters that stand in contexts, such as people of one country and one kind of device, each with a vector.
///
/// What is asked of it is how vectors differ within contexts. Vectors belong to single people and are kept while the clusters
/// are few, up to ``vectorLimit``; beyond it only the ``ClusterMoments`` of each context stay. Which of the two it is depends on the
/// number of clusters alone. Merging is associative and commutative up to rounding, with the empty sample as identity.
public struct ContextSample: Sendable, Hashable {
  /// Vectors are kept up to this number of clusters.
  public static let vectorLimit = ClusterSample.vectorLimit

  /// The components of a vector.
  public let dimension: Int
  /// The number of clusters.
  public private(set) var count = 0
  /// Clusters whose vectors are gone, by context.
  private var taken: [Int32: ClusterMoments] = [:]
  /// The contexts of the clusters whose vectors are here, in the order of arrival.
  private var contexts: [Int32] = []
  /// Their vectors [clusters × k].
  private var vectors: [Double] = []

  /// No clusters, for vectors of `dimension` components.
  public init(dimension: Int) {
    precondition(dimension > 0, "a vector has components")
    self.dimension = dimension
  }

  /// Adds a cluster of a context, whose vector `fill` writes over zeros.
  public mutating func add(_ context: Int32, _ fill: (UnsafeMutableBufferPointer<Double>) -> Void) {
    if contexts.count >= ContextSample.vectorLimit { flush() }
    count += 1
    contexts.append(context)
    let start = vectors.count
    vectors.append(contentsOf: repeatElement(0, count: dimension))
    vectors.withUnsafeMutableBufferPointer { fill(UnsafeMutableBufferPointer(rebasing: $0[start...])) }
  }

  /// Adds other clusters, behind these.
  public mutating func merge(_ other: ContextSample) {
    precondition(other.dimension == dimension, "vectors have one dimension")
    count += other.count
    guard count > ContextSample.vectorLimit else {
      contexts += other.contexts
      vectors += other.vectors
      return
    }
    flush()
    var other = other
    other.flush()
    for (context, moments) in other.taken {
      taken[context, default: ClusterMoments(dimension: dimension)].merge(moments)
    }
  }

  /// The clusters and their contexts, in the order of arrival; nil where they are too many to be kept.
  public var clusters: (contexts: [Int32], vectors: Matrix)? {
    guard count <= ContextSample.vectorLimit else { return nil }
    return (contexts, Matrix(rows: contexts.count, columns: dimension, elements: vectors))
  }

  /// The moments of each context, in the order of the contexts.
  public var moments: [ClusterMoments] {
    var complete = self
    complete.flush()
    return complete.taken.sorted { $0.key < $1.key }.map(\.value)
  }

  private mutating func flush() {
    guard !contexts.isEmpty else { return }
    let order = contexts.indices.sorted { (contexts[$0], $0) < (contexts[$1], $1) }
    var start = 0
    while start < order.count {
      let context = contexts[order[start]]
      var end = start
      var elements: [Double] = []
      while end < order.count, contexts[order[end]] == context {
        elements += vectors[(order[end] * dimension)..<((order[end] + 1) * dimension)]
        end += 1
      }
      taken[context, default: ClusterMoments(dimension: dimension)].absorb(
        Matrix(rows: end - start, columns: dimension, elements: elements))
      start = end
    }
    contexts.removeAll(keepingCapacity: true)
    vectors.removeAll(keepingCapacity: true)
  }
}
