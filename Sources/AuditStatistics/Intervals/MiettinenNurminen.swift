/// The score interval of a difference of two proportions [MiettinenNurminen1985].
public enum MiettinenNurminen {
  /// The differences group − reference that a score test at `confidence` (two-sided) does not reject; its variance is
  /// enlarged by N/(N − 1), N being the trials of both. Nil when either has no trials, or both together just one.
  public static func interval(
    group: Proportion, reference: Proportion, confidence: Double
  ) -> ConfidenceInterval? {
    let total = group.trials + reference.trials
    guard total > 1 else { return nil }
    let z = Normal.twoSided(confidence: confidence) * (total / (total - 1)).squareRoot()
    return scoreInterval(group: group, reference: reference, z: z)
  }

  /// The same interval with the unenlarged variance [Mee1984].
  public static func meeInterval(
    group: Proportion, reference: Proportion, confidence: Double
  ) -> ConfidenceInterval? {
    scoreInterval(group: group, reference: reference, z: Normal.twoSided(confidence: confidence))
  }

  private static func scoreInterval(group: Proportion, reference: Proportion, z: Double) -> ConfidenceInterval? {
    guard group.trials > 0, reference.trials > 0 else { return nil }
    return ConfidenceInterval(
      lower: PairScore(comparison: .difference, group: group, reference: reference).lower(z: z, guarded: false),
      upper: -PairScore(comparison: .difference, group: reference, reference: group).lower(z: z, guarded: false))
  }
}
