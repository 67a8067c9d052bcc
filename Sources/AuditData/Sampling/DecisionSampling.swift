/// What linearised variances of rates are made of: how rows of each finest group and cell weigh, and which belong together.
package struct DecisionSampling: Sendable, Hashable {
  /// Sums of weights [finest groups × cells]; rows where all weigh the same.
  package var weights: [Double]

  /// Sums of their squares.
  package var squares: [Double]

  /// Sums of their fourth powers, where each row stands alone; empty where clusters say more.
  package var fourths: [Double]

  /// The clusters; nothing where each row is one.
  package var clusters: ClusterProfiles?

  /// The stratum of each finest group, from 0.
  package var stratum: [Int32]

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
