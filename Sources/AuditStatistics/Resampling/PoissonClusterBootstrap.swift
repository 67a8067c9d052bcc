public import AuditNumerics

/// The bootstrap of independent clusters in one pass: in each replicate every cluster weighs a Poisson number with mean 1,
/// whatever the others weigh [HanleyMacGibbon2006] [Chamandy2012].
///
/// All functions of the clusters' means read the same replicates, so that their dependence is kept. A weight depends on
/// the seed, the cluster's identity and the replicate only; see ``WeightedClusterSums`` for what that means for portions,
/// shards and threads, and for memory.
public struct PoissonClusterBootstrap: Sendable, Hashable {
  private var sums: WeightedClusterSums

  /// A bootstrap of vectors of `dimension` components; the seed determines every weight.
  public init(dimension: Int, replicates: Int, seed: UInt64) {
    sums = WeightedClusterSums(dimension: dimension, replicates: replicates, seed: seed)
  }

  /// The number of replicates.
  public var replicates: Int { sums.replicates }

  /// Adds the rows of `vectors` [clusters × k], with one identity each, such as a keyed hash of the unit's id.
  public mutating func absorb(_ vectors: Matrix, identities: [UInt64]) {
    sums.absorb(vectors, identities: identities)
  }

  /// Adds the clusters of another shard of the same bootstrap.
  public mutating func merge(_ other: PoissonClusterBootstrap) { sums.merge(other.sums) }

  /// The means of the components in each replicate [replicates × k]; nil for a replicate in which no cluster weighs
  /// anything.
  public var means: [[Double]?] {
    let totals = sums.totals
    return (0..<replicates).map { replicate in
      let weight = totals[replicate, 0]
      guard weight > 0 else { return nil }
      return (0..<sums.dimension).map { totals[replicate, 1 + $0] / weight }
    }
  }

  /// The values of a function on its scale in each replicate; infinite where it is undefined.
  public static func values(
    of function: MeanFunction, scale: EstimateScale = .identity, at means: [[Double]?]
  ) -> [Double] {
    means.map { $0.flatMap(function.value(at:)).flatMap(scale.apply) ?? .infinity }
  }
}
