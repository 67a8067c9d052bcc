/// The largest of several standardised deviations, over the replicates of a bootstrap: critical values for intervals that
/// hold together, and p-values that account for all comparisons at once [WestfallYoung1993].
///
///     T* = max over j of |θ*j − θj| / sj
public struct MaximumDeviation: Sendable, Hashable {
  /// T* of the defined replicates, ascending.
  public let values: [Double]
  /// The number of replicates in which some θ*j is undefined.
  public let undefined: Int

  /// The largest deviations in each replicate.
  ///
  /// - Parameters:
  ///   - replicates: The replicates of each quantity, not finite where undefined [quantities][replicates].
  ///   - estimates: θ of each quantity, on the same scale [quantities].
  ///   - standardErrors: s of each quantity, above 0 [quantities].
  public init(replicates: [[Double]], estimates: [Double], standardErrors: [Double]) {
    precondition(
      replicates.count == estimates.count && estimates.count == standardErrors.count,
      "one estimate and one standard error for each quantity")
    precondition(standardErrors.allSatisfy { $0 > 0 && $0.isFinite }, "standard errors are above 0")
    let count = replicates.first?.count ?? 0
    precondition(replicates.allSatisfy { $0.count == count }, "one set of replicates")
    var largest = [Double](repeating: 0, count: count)
    for ((series, estimate), error) in zip(zip(replicates, estimates), standardErrors) {
      for replicate in series.indices {
        let value = series[replicate]
        let deviation = value.isFinite ? abs(value - estimate) / error : .infinity
        largest[replicate] = max(largest[replicate], deviation)
      }
    }
    values = largest.filter(\.isFinite).sorted()
    undefined = count - values.count
  }

  /// The number of standard errors that all intervals at `confidence` must reach on either side.
  ///
  /// Nil without replicates, and when more than 1 % of them are undefined: what they would have shown is unknown.
  public func criticalValue(confidence: Double) -> Double? {
    isDefined ? Percentile.quantile(of: values, probability: confidence) : nil
  }

  /// The p-value of a deviation of `statistic` standard errors: (1 + number of T* ≥ |statistic|) / (1 + replicates); nil as
  /// for ``criticalValue(confidence:)``.
  public func pValue(_ statistic: Double) -> Double? {
    guard isDefined else { return nil }
    let reached = values.count { $0 >= abs(statistic) }
    return Double(1 + reached) / Double(1 + values.count)
  }

  private var isDefined: Bool { !values.isEmpty && 100 * undefined <= values.count + undefined }
}
