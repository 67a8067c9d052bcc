import COpenBLAS

/// Sums of the vectors of clusters under many sets of random weights at once: W X, with Poisson weights W
/// [replicates × clusters] of ``PoissonWeights`` and vectors X [clusters × k].
///
/// Neither W nor X is ever held as a whole: clusters wait until ``blockSize`` of them make one matrix product, so memory
/// is replicates × (k + ``blockSize``). The borders of the products are counted from the first cluster and do not depend
/// on how the clusters arrive: absorbing in any portions gives the same bits. Merging adds, which rounds; shards with
/// fixed borders that are merged in a fixed order give the same bits with any number of threads.
public struct WeightedClusterSums: Sendable, Hashable {
  /// The number of clusters of one product.
  public static let blockSize = 128

  /// The number of sets of weights.
  public let replicates: Int
  /// The number of components of a vector.
  public let dimension: Int
  private let weights: PoissonWeights
  /// The sum of weights, then of weighted vectors, of all complete blocks [replicates × (1 + k)].
  private var sums: Matrix
  /// The clusters of the block that is not complete: 1, then the vector.
  private var waiting: [Double] = []
  private var identities: [UInt64] = []

  /// No clusters; the seed and the identities of the clusters determine every weight.
  public init(dimension: Int, replicates: Int, seed: UInt64) {
    precondition(dimension >= 0 && replicates > 0, "sums need replicates")
    self.replicates = replicates
    self.dimension = dimension
    weights = PoissonWeights(seed: seed)
    sums = Matrix(rows: replicates, columns: 1 + dimension)
  }

  /// Adds the rows of `vectors` [clusters × k], one identity each; every cluster comes once.
  public mutating func absorb(_ vectors: Matrix, identities added: [UInt64]) {
    precondition(vectors.columns == dimension && vectors.rows == added.count, "one vector and one identity a cluster")
    for (row, identity) in added.enumerated() {
      waiting.append(1)
      waiting.append(contentsOf: vectors.elements[row * dimension..<(row + 1) * dimension])
      identities.append(identity)
      if identities.count == Self.blockSize { finishBlock() }
    }
  }

  /// Adds the clusters of another shard, made with the same seed, dimension and number of replicates.
  public mutating func merge(_ other: WeightedClusterSums) {
    precondition(
      other.dimension == dimension && other.replicates == replicates && other.weights == weights,
      "only sums of one bootstrap can be merged")
    finishBlock()
    for (element, value) in other.totals.elements.enumerated() { sums.elements[element] += value }
  }

  /// The sum of the weights, then of the weighted vectors, in each replicate [replicates × (1 + k)].
  public var totals: Matrix {
    var complete = self
    complete.finishBlock()
    return complete.sums
  }

  private mutating func finishBlock() {
    let (clusters, columns) = (identities.count, 1 + dimension)
    guard clusters > 0 else { return }
    var drawn = Array(repeating: 0.0, count: clusters * replicates)
    for (row, identity) in identities.enumerated() {
      weights.fill(unit: identity, replicates: replicates, from: row * replicates, into: &drawn)
    }
    LinearAlgebraLibrary.prepare
    cblas_dgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, blasint(replicates), blasint(columns), blasint(clusters),
      1, drawn, blasint(replicates), waiting, blasint(columns), 1, &sums.elements, blasint(columns))
    waiting.removeAll(keepingCapacity: true)
    identities.removeAll(keepingCapacity: true)
  }
}
