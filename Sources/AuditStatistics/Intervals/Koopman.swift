/// The score interval of a ratio of two proportions [Koopman1984].
public enum Koopman {
  /// The ratios group ÷ reference that a score test at `confidence` (two-sided) does not reject.
  ///
  /// The lower limit is 0 when the group has no success, the upper limit +∞ when the reference has none; nil when either
  /// has no trials.
  public static func interval(
    group: Proportion, reference: Proportion, confidence: Double
  ) -> ConfidenceInterval? {
    guard group.trials > 0, reference.trials > 0 else { return nil }
    let z = Normal.twoSided(confidence: confidence)
    return ConfidenceInterval(
      lower: PairScore(comparison: .ratio, group: group, reference: reference).lower(z: z, guarded: false),
      upper: 1 / PairScore(comparison: .ratio, group: reference, reference: group).lower(z: z, guarded: false))
  }
}
