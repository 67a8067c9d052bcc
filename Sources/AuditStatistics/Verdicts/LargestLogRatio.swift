#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The largest logarithm of a ratio of two groups' rates, of a result or of its opposite: the ε of differential fairness
/// [Foulds2020].
///
/// The number is that of smoothed rates (x + 1)/(n + 2), so that it exists with rates of 0. Its limits are projections of those of
/// the rates themselves: the greatest that any pair of groups does not rule out in either result, each at the single critical
/// value; and the greatest that one of them shows, at the critical value of a search among all pairs and both results.
public struct LargestLogRatio: Sendable, Hashable {
  /// The number.
  public let value: Double
  /// The group with the lower rate of the result that sets it.
  public let lowest: Int
  /// The group with the higher one.
  public let highest: Int
  /// The limits of the number.
  public let interval: ConfidenceInterval

  /// The number of two or more groups that have trials; nil of fewer.
  ///
  /// - Parameter confidence: Two-sided.
  public init?(_ rates: [Proportion], confidence: Double) {
    guard rates.count >= 2, rates.allSatisfy({ $0.trials > 0 }) else { return nil }
    let opposite = rates.map { Proportion(successes: $0.failures, trials: $0.trials) }
    let results = [rates, opposite]
    var largest: (value: Double, lowest: Int, highest: Int)?
    for rates in results {
      let smooth = rates.map { ($0.successes + 1) / ($0.trials + 2) }
      guard let low = smooth.indices.min(by: { smooth[$0] < smooth[$1] }),
        let high = smooth.indices.max(by: { smooth[$0] < smooth[$1] })
      else { return nil }
      let value = log(smooth[high] / smooth[low])
      if value > largest?.value ?? -1 { largest = (value, low, high) }
    }
    guard let largest else { return nil }
    (value, lowest, highest) = largest
    let single = Normal.twoSided(confidence: confidence)
    let search = CriticalValues(
      confidence: 1 - (1 - confidence) / Double(results.count), groups: rates.count, reference: .highest)
    let members = Array(rates.indices)
    func most(_ extreme: LimitExtreme, _ z: Double) -> Double {
      results.map { -log(min(1, ProportionEvidence($0).extreme(extreme, .ratio, among: members, z: z))) }.max() ?? 0
    }
    interval = ConfidenceInterval(
      lower: max(0, most(.smallestUpper, max(single, search.family))), upper: most(.smallestLower, single))
  }
}
