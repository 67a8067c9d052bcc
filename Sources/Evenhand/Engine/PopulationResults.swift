import AuditMetrics
import AuditNumerics
import AuditPolicy
import AuditRecord
import AuditStatistics

/// The numbers about the whole catalogue.
struct PopulationResults {
  let engine: ListEngine

  func append(to results: inout AuditResults) {
    var totals = engine.summary.totals
    let missing = engine.reading.items - totals.attention.count
    if missing > 0 {
      totals.attention += repeatElement(0, count: missing)
      totals.shown += repeatElement(0, count: missing)
      totals.relevance += repeatElement(0, count: missing)
    }
    for card in results.cards where card.measure == .whole {
      if let metric = Catalogue.catalogueMetrics.first(where: { $0.card.id == card.id }) {
        var summary = PopulationResults.missing(
          card, grouping: [], lists: engine.summary.lists, .emptyDenominator)
        summary.value = metric.value(of: totals)
        if summary.value != nil {
          summary.undefined = nil
          summary.withoutInterval = engine.summary.lists == 1 ? .singleList : .realisedValue
        }
        results.summaries.append(summary)
      } else if let number = engine.measures.averages.firstIndex(where: {
        $0.metric.card.id == card.id && $0.axis == nil
      }) {
        results.summaries.append(
          PopulationResults.average(
            card, grouping: [], sample: engine.summary.averages[number].sample, level: DecisionEngine.level))
      }
    }
    if engine.recommendations.items != nil, let shares = Concentration.lorenz(totals.attention, steps: 100) {
      results.lorenz = LorenzCurve(
        shares: shares.map { min(1, max(0, $0)) }, neverShown: totals.shown.count { $0 == 0 })
    }
  }

  /// A number that the data do not give.
  static func missing(
    _ card: MetricCard, grouping: [String], lists: Int, _ reason: UndefinedReason
  ) -> SummaryResult {
    SummaryResult(
      metric: card.id, grouping: grouping, comparison: .value, reference: ChosenReference(rule: "none"),
      minimumCount: 30, level: DecisionEngine.level, value: nil, interval: nil, lists: lists, undefined: reason)
  }

  /// An average over lists.
  static func average(_ card: MetricCard, grouping: [String], sample: ClusterSample, level: Double) -> SummaryResult {
    guard let value = sample.moments.means?.first else {
      return missing(card, grouping: grouping, lists: 0, .emptyDenominator)
    }
    return summary(
      card, grouping: grouping, value: value, estimate: ClusteredEstimate(.mean(0), of: sample, scale: .identity),
      lists: sample.count, test: nil, level: level)
  }

  /// A number with what is known of its spread.
  static func summary(
    _ card: MetricCard, grouping: [String], value: Double, estimate: ClusteredEstimate?, lists: Int,
    test: TestResult?, level: Double
  ) -> SummaryResult {
    var summary = missing(card, grouping: grouping, lists: lists, .emptyDenominator)
    summary.value = value
    summary.undefined = nil
    summary.test = test
    summary.spread = estimate.flatMap { estimate in
      estimate.standardError > 0
        ? Spread(
          scale: .identity, standardError: estimate.standardError, degreesOfFreedom: estimate.degreesOfFreedom,
          method: estimate.method == .delta ? "delta" : "jackknife") : nil
    }
    if let limits = PopulationInterval.limits(summary, card: card, confidence: level), let spread = summary.spread {
      summary.interval = Interval(lower: limits.lower, upper: limits.upper, level: level, method: spread.method)
    } else {
      summary.withoutInterval = lists < 2 ? .singleList : .noSpread
    }
    return summary
  }
}
