/// The moments of clusters and, while they are few, their vectors.
///
/// Intervals from few clusters need more than moments: leaving one cluster out, and how unevenly the clusters weigh. Up
/// to ``vectorLimit`` clusters the vectors are kept; with more they are dropped for good, and the moments suffice. Which
/// of the two it is depends on the number of clusters only, never on blocks or on the order of merging.
///
/// Vectors belong to single people. They live in the process only: what is stored is ``moments``, and so this type has no
/// coding.
public struct ClusterSample: Sendable, Hashable {
  /// Vectors are kept up to this number of clusters.
  public static let vectorLimit = 4096

  /// The moments of all clusters.
  public private(set) var moments: ClusterMoments
  /// The vectors [clusters × k] in the order of arrival; nil once there were too many.
  public private(set) var vectors: Matrix?

  /// No clusters, for vectors of `dimension` components.
  public init(dimension: Int) {
    moments = ClusterMoments(dimension: dimension)
    vectors = Matrix(rows: 0, columns: dimension)
  }

  /// The rows of `vectors` [clusters × k].
  public init(_ vectors: Matrix) {
    self.init(dimension: vectors.columns)
    absorb(vectors)
  }

  /// Clusters of which the moments only are known.
  public init(moments: ClusterMoments) {
    self.moments = moments
    vectors = moments.count == 0 ? Matrix(rows: 0, columns: moments.dimension) : nil
  }

  /// The number of clusters.
  public var count: Int { moments.count }

  /// Adds the rows of `vectors` [clusters × k].
  public mutating func absorb(_ vectors: Matrix) {
    moments.absorb(vectors)
    keep(vectors)
  }

  /// Adds other clusters, behind these.
  public mutating func merge(_ other: ClusterSample) {
    moments.merge(other.moments)
    keep(other.vectors)
  }

  /// The sample of the vectors A x, with `map` A [new × k].
  public func regrouped(by map: Matrix) -> ClusterSample {
    var result = ClusterSample(moments: moments.regrouped(by: map))
    result.vectors = vectors.map { Matrix.product(sparse: map, $0.transposed).transposed }
    return result
  }

  private mutating func keep(_ added: Matrix?) {
    guard let kept = vectors, let added, moments.count <= Self.vectorLimit else {
      vectors = nil
      return
    }
    vectors = nil
    var elements = kept.elements
    elements.append(contentsOf: added.elements)
    vectors = Matrix(rows: kept.rows + added.rows, columns: kept.columns, elements: elements)
  }
}
