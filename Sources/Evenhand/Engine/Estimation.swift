import AuditMetrics
import AuditNumerics
import AuditRecord
import AuditStatistics

/// All rates of one table: the proportions that every later number is made of.
struct RateEstimates: Sendable {
  /// The table.
  let table: GroupTable
  /// The metrics, in catalogue order.
  let metrics: [any RateMetric]
  /// The proportions `[metrics][groups]`.
  let proportions: [[Proportion]]

  /// Measures all `metrics` at once.
  init(table: GroupTable, metrics: [any RateMetric]) {
    self.table = table
    self.metrics = metrics
    let rates = RateTable(metrics: metrics, counts: table.counts)
    proportions = metrics.indices.map { metric in
      table.groups.indices.map { rates.proportion(metric: metric, group: $0) }
    }
  }

  /// The estimates as the record states them, with Wilson intervals at `level`.
  func estimates(level: Double) -> [Estimate] {
    metrics.enumerated().flatMap { index, metric -> [Estimate] in
      // A pooled metric has no crude value of its own.
      if metric.card.needs.contains(.strata), table.stratum == nil { return [] }
      return table.groups.indices.map { group in
        let proportion = proportions[index][group]
        let size = table.size(of: group)
        return Estimate(
          metric: metric.card.id, grouping: table.grouping, group: table.groups[group],
          stratifier: table.stratum?.column, within: table.stratum.map { escapedStratum($0.label) },
          value: proportion.estimate,
          interval: Wilson.interval(proportion, confidence: level).map {
            Interval(lower: $0.lower, upper: $0.upper, level: level, method: "wilson")
          },
          numerator: proportion.successes, denominator: proportion.trials, count: size,
          undefined: proportion.estimate == nil ? (size == 0 ? .emptyGroup : .emptyDenominator) : nil)
      }
    }
  }
}

/// A stratum's label in the record, where `*` alone means: pooled over strata.
///
/// A star behind any number of backslashes gets one more, so that no two labels become one.
func escapedStratum(_ label: Label) -> String {
  let isStar =
    label.text.utf8.last == UInt8(ascii: "*") && label.text.utf8.dropLast().allSatisfy { $0 == UInt8(ascii: "\\") }
  return isStar ? "\\" + label.text : label.text
}
