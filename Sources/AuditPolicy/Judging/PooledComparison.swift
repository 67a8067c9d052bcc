package import AuditRecord
package import AuditStatistics

/// A group set against its reference group within every stratum, pooled over the strata.
package struct PooledComparison: Sendable {
  private let pooling: MantelHaenszel

  /// Pairs up the two sides in each stratum.
  ///
  /// - Parameter strata: The proportions of all groups `[strata][groups]`.
  package init(choice: ReferenceChoice, group: Int, strata: [[Proportion]]) {
    pooling = MantelHaenszel(
      strata: strata.compactMap { proportions in
        choice.proportion(for: group, among: proportions).map { (group: proportions[group], reference: $0) }
      })
  }

  /// The pooled ratio or difference, or why there is none.
  package func value(_ comparison: Comparison) -> Result<Double, Missing> {
    guard let difference = pooling.riskDifference else { return .failure(Missing(.noCommonStratum)) }
    if comparison == .difference { return .success(difference.value) }
    guard let ratio = pooling.riskRatio else { return .failure(Missing(.zeroReference)) }
    return .success(ratio.value)
  }

  /// Its interval: Greenland–Robins for a ratio, Sato for a difference.
  package func interval(_ comparison: Comparison, confidence: Double) -> ConfidenceInterval? {
    comparison == .ratio
      ? pooling.riskRatio?.interval(confidence: confidence) : pooling.riskDifference?.interval(confidence: confidence)
  }

  /// The Cochran–Mantel–Haenszel test, with R's continuity correction.
  package var test: TestResult? {
    pooling.test().map {
      TestResult(name: .cochranMantelHaenszel, statistic: $0.statistic, degreesOfFreedom: 1, p: $0.p)
    }
  }
}
