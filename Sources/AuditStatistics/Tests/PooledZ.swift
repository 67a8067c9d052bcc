/// The z-test that two proportions have one true rate, with the variance of the pooled rate.
public enum PooledZ {
  /// The statistic, positive when the group's rate is the higher, and its two-sided p-value without continuity
  /// correction; nil without trials on a side, and when all trials agree.
  public static func test(group: Proportion, reference: Proportion) -> (statistic: Double, p: Double)? {
    guard let first = group.estimate, let second = reference.estimate else { return nil }
    let pooled = (group.successes + reference.successes) / (group.trials + reference.trials)
    let variance = pooled * (1 - pooled) * (1 / group.trials + 1 / reference.trials)
    guard variance > 0 else { return nil }
    let statistic = (first - second) / variance.squareRoot()
    return (statistic, min(1, 2 * Normal.upperTail(abs(statistic))))
  }
}
