import COpenBLAS

/// Sums of the vectors of clusters under many sets of random weights at once: W X, with Poisson weights W
/// [replicates × clusters] of ``PoissonWeights`` and vectors X [clusters × k].
///
/// Neither W nor X is ever held as a whole: clusters wait until ``blockSize`` of them make one matrix product, and a
/// product is made in tiles of some hundred replicates, so memory is replicates × (k + 1) and a few hundred kilobytes a
/// thread. The borders of blocks and tiles are counted from the first cluster and the first replicate, and do not depend
/// on how the clusters arrive or on ``Parallel/threads``: absorbing in any portions gives the same bits.
///
/// Sums of whole numbers, or of multiples of one power of two, are exact as long as all of them fit into 53 bits: then
/// merging gives the same bits in any order too. Otherwise merging adds, which rounds; shards with fixed borders that are
/// merged in a fixed order give the same bits.
public struct WeightedClusterSums: Sendable, Hashable {
  /// The number of clusters of one product.
  public static let blockSize = 128

  /// Replicates of one product.
  private static let tile = 256
  /// Blocks that wait for each other before the tiles are shared out.
  private static let batch = 64

  /// The number of sets of weights.
  public let replicates: Int
  /// The number of components of a vector.
  public let dimension: Int
  private let weights: PoissonWeights
  /// The sum of weights, then of weighted vectors, of all complete blocks [(1 + k) × replicates].
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
    sums = Matrix(rows: 1 + dimension, columns: replicates)
  }

  /// Adds the rows of `vectors` [clusters × k], one identity each; every cluster comes once.
  public mutating func absorb(_ vectors: Matrix, identities added: [UInt64]) {
    precondition(vectors.columns == dimension && vectors.rows == added.count, "one vector and one identity a cluster")
    vectors.elements.withUnsafeBufferPointer { elements in
      for (row, identity) in added.enumerated() {
        waiting.append(1)
        waiting.append(contentsOf: UnsafeBufferPointer(rebasing: elements[row * dimension..<(row + 1) * dimension]))
        identities.append(identity)
        if identities.count == Self.batch * Self.blockSize { finishBlocks(Self.batch) }
      }
    }
    finishBlocks(identities.count / Self.blockSize)
  }

  /// Adds the clusters of another shard, made with the same seed, dimension and number of replicates.
  public mutating func merge(_ other: WeightedClusterSums) {
    precondition(
      other.dimension == dimension && other.replicates == replicates && other.weights == weights,
      "only sums of one bootstrap can be merged")
    finishBlocks(1)
    var complete = other
    complete.finishBlocks(1)
    for (element, value) in complete.sums.elements.enumerated() { sums.elements[element] += value }
  }

  /// The sum of the weights, then of the weighted vectors, in each replicate [replicates × (1 + k)].
  public var totals: Matrix {
    var complete = self
    complete.finishBlocks(1)
    var totals = Matrix(rows: replicates, columns: 1 + dimension)
    for replicate in 0..<replicates {
      for component in 0...dimension { totals[replicate, component] = complete.sums[component, replicate] }
    }
    return totals
  }

  /// Makes the products of the blocks that wait, the last of which may not be complete.
  private mutating func finishBlocks(_ count: Int) {
    let clusters = min(identities.count, count * Self.blockSize)
    guard clusters > 0 else { return }
    let product = BlockProduct(keys: identities[..<clusters].map(weights.key), vectors: waiting, columns: 1 + dimension)
    let (replicates, before) = (replicates, sums)
    let tiles = Parallel.map((replicates + Self.tile - 1) / Self.tile) { number in
      product.adding(number * Self.tile..<min((number + 1) * Self.tile, replicates), to: before)
    }
    for (number, tile) in tiles.enumerated() {
      for component in 0..<tile.rows {
        let (from, to) = (component * tile.columns, component * replicates + number * Self.tile)
        sums.elements.replaceSubrange(to..<to + tile.columns, with: tile.elements[from..<from + tile.columns])
      }
    }
    waiting.removeFirst(clusters * (1 + dimension))
    identities.removeFirst(clusters)
  }
}

/// The products of the weights and the vectors of some blocks of clusters.
private struct BlockProduct: Sendable {
  private let keys: [SIMD2<UInt32>]
  private let columns: Int
  /// The vectors [clusters × columns].
  private let vectors: [Double]
  private let singles: [Float]
  /// For each block, whether single precision gives the sums without rounding, and so the same bits.
  private let isSingle: [Bool]

  init(keys: [SIMD2<UInt32>], vectors: [Double], columns: Int) {
    self.keys = keys
    self.columns = columns
    self.vectors = vectors
    singles = vectors.map(Float.init)
    isSingle = stride(from: 0, to: keys.count, by: WeightedClusterSums.blockSize).map { first in
      let elements = vectors[first * columns..<min(first + WeightedClusterSums.blockSize, keys.count) * columns]
      let sum = elements.reduce(0) { $0 + abs($1) }
      return Double(PoissonWeights.largest) * sum <= 0x1p24 && elements.allSatisfy { $0 == $0.rounded() }
    }
  }

  /// The sums of some replicates [columns × replicates], one block after the other on top of those before.
  func adding(_ replicates: Range<Int>, to sums: Matrix) -> Matrix {
    LinearAlgebra.prepare()
    let (count, step) = (replicates.count, PoissonWeights.step)
    let drawn = replicates.lowerBound..<replicates.lowerBound + (count + step - 1) / step * step
    var tile = Matrix(rows: columns, columns: count)
    for component in 0..<columns {
      for replicate in 0..<count { tile[component, replicate] = sums[component, replicates.lowerBound + replicate] }
    }
    var weights = [Float](repeating: 0, count: WeightedClusterSums.blockSize * drawn.count)
    var wide = isSingle.allSatisfy { $0 } ? [] : [Double](repeating: 0, count: weights.count)
    var product = [Float](repeating: 0, count: tile.elements.count)
    for (block, isSingle) in isSingle.enumerated() {
      let first = block * WeightedClusterSums.blockSize
      let clusters = min(WeightedClusterSums.blockSize, keys.count - first)
      weights.withUnsafeMutableBufferPointer {
        PoissonWeights.fill(keys: keys[first..<first + clusters], replicates: drawn, into: $0)
      }
      // Columns first: the library's kernels take many replicates at once, and the few components one by one.
      if isSingle {
        singles.withUnsafeBufferPointer { singles in
          cblas_sgemm(
            CblasColMajor, CblasNoTrans, CblasTrans, blasint(count), blasint(columns), blasint(clusters),
            1, weights, blasint(drawn.count), singles.baseAddress! + first * columns, blasint(columns),
            0, &product, blasint(count))
        }
        for element in product.indices { tile.elements[element] += Double(product[element]) }
      } else {
        for element in 0..<clusters * drawn.count { wide[element] = Double(weights[element]) }
        vectors.withUnsafeBufferPointer { vectors in
          cblas_dgemm(
            CblasColMajor, CblasNoTrans, CblasTrans, blasint(count), blasint(columns), blasint(clusters),
            1, wide, blasint(drawn.count), vectors.baseAddress! + first * columns, blasint(columns),
            1, &tile.elements, blasint(count))
        }
      }
    }
    return tile
  }
}
