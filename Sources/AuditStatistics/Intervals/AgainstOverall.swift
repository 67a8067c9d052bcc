/// Comparisons with the overall rate, of which the group itself is a part.
///
/// The overall rate is never independent of the group, so limits are computed against the complement, all trials outside
/// the group, and transformed. With w, the group's share of all trials, and the ratio R or difference d to the complement:
///
///     ratio to overall = R / (w R + 1 − w)        difference to overall = (1 − w) d
///
/// Both rise with R and d, so limits map to limits, and the transformed interval covers exactly when the original does.
public enum AgainstOverall {
  /// ``Koopman``'s limits of the ratio group ÷ overall; nil without trials in the group or the complement.
  public static func koopman(
    group: Proportion, complement: Proportion, confidence: Double
  ) -> ConfidenceInterval? {
    Koopman.interval(group: group, reference: complement, confidence: confidence)
      .map { transform($0, .ratio, share: share(group, complement)) }
  }

  /// ``Newcombe``'s limits of the difference group − overall; nil without trials in the group or the complement.
  public static func newcombe(
    group: Proportion, complement: Proportion, confidence: Double
  ) -> ConfidenceInterval? {
    Newcombe.interval(group: group, reference: complement, confidence: confidence)
      .map { transform($0, .difference, share: share(group, complement)) }
  }

  /// The ``GuardedScore`` limits of the comparison with overall at critical value `z`.
  public static func guardedScore(
    _ comparison: PairComparison, group: Proportion, complement: Proportion, z: Double
  ) -> ConfidenceInterval {
    transform(
      GuardedScore.interval(comparison, group: group, reference: complement, z: z), comparison,
      share: share(group, complement))
  }

  private static func share(_ group: Proportion, _ complement: Proportion) -> Double {
    let total = group.trials + complement.trials
    return total > 0 ? group.trials / total : 0
  }

  static func transform(
    _ interval: ConfidenceInterval, _ comparison: PairComparison, share: Double
  ) -> ConfidenceInterval {
    let limit = { (value: Double) -> Double in
      switch comparison {
      case .ratio: value.isInfinite ? 1 / share : value / (share * value + 1 - share)
      case .difference: (1 - share) * value
      }
    }
    return ConfidenceInterval(lower: limit(interval.lower), upper: limit(interval.upper))
  }
}
