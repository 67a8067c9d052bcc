/// Limits for a claim about a pair of rates that hold up with unequal group sizes, small counts and high confidence.
///
/// A value lies below the interval when the score statistic s of [Koopman1984] or [MiettinenNurminen1985] (without
/// N/(N − 1)) reaches z, and also reaches z after correction for its skewness A [GartNam1988]: `s ≥ z + max(0, A (z² − 1))`.
/// It lies above when the mirror image holds. The correction is left out while z ≤ 2 and all four counts, successes and
/// failures of both sides, are at least 20: there the interval is plain Koopman.
///
/// Why both: the plain score exceeds its one-sided error up to 63-fold at z = 3.54 for groups of 30 and 3,000, and the
/// corrected one alone breaks down with tiny counts; together they stay within 1.6-fold.
public enum GuardedScore {
  /// The ratios group ÷ reference not ruled out at critical value `z`.
  ///
  /// A success count of at most (z² − 1)/6 in the group gives the lower limit 0 where the correction applies, in the
  /// reference the upper limit +∞; without trials on a side: 0 to +∞.
  public static func ratio(group: Proportion, reference: Proportion, z: Double) -> ConfidenceInterval {
    interval(.ratio, group: group, reference: reference, z: z)
  }

  /// The differences group − reference not ruled out at critical value `z`; −1 to 1 without trials on a side.
  public static func difference(group: Proportion, reference: Proportion, z: Double) -> ConfidenceInterval {
    interval(.difference, group: group, reference: reference, z: z)
  }

  static func interval(
    _ comparison: PairComparison, group: Proportion, reference: Proportion, z: Double
  ) -> ConfidenceInterval {
    ConfidenceInterval(
      lower: lower(comparison, group: group, reference: reference, z: z),
      upper: upper(comparison, group: group, reference: reference, z: z))
  }

  static func lower(_ comparison: PairComparison, group: Proportion, reference: Proportion, z: Double) -> Double {
    PairScore(comparison: comparison, group: group, reference: reference)
      .lower(z: z, guarded: needsGuard(group, reference, z: z))
  }

  static func upper(_ comparison: PairComparison, group: Proportion, reference: Proportion, z: Double) -> Double {
    comparison.exchanged(lower(comparison, group: reference, reference: group, z: z))
  }

  private static func needsGuard(_ group: Proportion, _ reference: Proportion, z: Double) -> Bool {
    needsGuard(group, z: z) || needsGuard(reference, z: z)
  }

  /// Whether one side alone calls for the correction.
  static func needsGuard(_ side: Proportion, z: Double) -> Bool { z > 2 || min(side.successes, side.failures) < 20 }
}
