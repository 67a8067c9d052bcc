/// Adjustment of a pairwise test for having chosen the pair among all pairs of several groups [Tukey1953; Kramer1956].
public enum TukeyAdjustment {
  /// P(range of `groups` standard normals ≥ √2 |z|): with two groups the ordinary two-sided p-value.
  public static func p(statistic z: Double, groups: Int) -> Double {
    StudentizedRange.upperTail(2.0.squareRoot() * abs(z), groups: groups)
  }
}
