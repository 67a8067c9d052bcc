/// What linearised variances of rates are made of: how rows of each finest group and cell weigh, and which belong together.
public struct DecisionSampling: Sendable, Hashable {
  /// Sums of weights [finest groups × cells]; rows where all weigh the same.
  public var weights: [Double]

  /// Sums of their squares.
  public var squares: [Double]

  /// Sums of their fourth powers, where each row stands alone; empty where clusters say more.
  public var fourths: [Double]

  /// The clusters; nothing where each row is one.
  public var clusters: ClusterProfiles?

  /// The stratum of each finest group, from 0.
  public var stratum: [Int32]

  /// States sums.
  package init(
    weights: [Double], squares: [Double], fourths: [Double] = [], clusters: ClusterProfiles? = nil, stratum: [Int32]
  ) {
    self.weights = weights
    self.squares = squares
    self.fourths = fourths
    self.clusters = clusters
    self.stratum = stratum
  }
}
