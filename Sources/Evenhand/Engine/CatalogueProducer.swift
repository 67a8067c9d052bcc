import AuditMetrics
import AuditNumerics
import AuditPolicy
import AuditRecord
import AuditStatistics

/// The numbers about the whole catalogue.
struct CatalogueProducer: Producer {
  let engine: ListProducer

  func measure(into set: inout MeasuredSet) {
    var totals = engine.summary.totals
    let missing = engine.reading.items - totals.attention.count
    if missing > 0 {
      totals.attention += repeatElement(0, count: missing)
      totals.shown += repeatElement(0, count: missing)
      totals.relevance += repeatElement(0, count: missing)
    }
    let even = even(set.cards)
    for card in set.cards {
      guard let metric = Catalogue.metric(named: card.id) else { continue }
      switch metric.kind {
      case .rate, .mapped, .function, .entropy, .logRatio, .composite, .score, .receiver, .unserved, .overlap, .slope,
        .separation, .honoured, .switchedBack, .settingShare, .counted,
        .provider, .representation, .composition:
        break
      case .whole(let metric):
        var summary = WholeNumber.missing(card, grouping: [], lists: engine.summary.lists, .emptyDenominator)
        summary.value = metric.value(of: totals)
        if summary.value != nil {
          summary.undefined = nil
          summary.withoutInterval = engine.summary.lists == 1 ? .singleList : .realisedValue
          summary.even = even[card.id]
        }
        set.entries.append(.whole(summary))
      case .average:
        guard
          let number = engine.measures.averages.firstIndex(where: { $0.metric.card.id == card.id && $0.axis == nil })
        else { continue }
        set.entries.append(
          .whole(
            WholeNumber.average(
              card, grouping: [], sample: engine.summary.averages[number].sample,
              isClustered: engine.measures.isClustered)))
      }
    }
    if engine.recommendations.items != nil, let shares = Concentration.lorenz(totals.attention, steps: 100) {
      set.lorenz = LorenzCurve(
        shares: shares.map { min(1, max(0, $0)) }, neverShown: totals.shown.count { $0 == 0 })
    }
  }
}

extension CatalogueProducer {
  /// What a system that makes no difference between items would show, by metric.
  private func even(_ cards: [MetricCard]) -> [String: Double] {
    let metrics = cards.compactMap { card -> (any CatalogueMetric)? in
      guard case .whole(let metric) = Catalogue.metric(named: card.id)?.kind else { return nil }
      return metric.isSetBesideEven ? metric : nil
    }
    let lists = EvenLists(
      items: max(engine.reading.items, engine.summary.totals.attention.count), lists: engine.summary.reaching,
      depth: engine.context.depth, attention: engine.measures.attention)
    guard !metrics.isEmpty, let lists else { return [:] }
    let means = lists.means(
      of: metrics.map { metric in { metric.value(of: $0) } }, seed: UInt64(engine.plan.seed))
    var found: [String: Double] = [:]
    for (metric, mean) in zip(metrics, means) { found[metric.card.id] = metric is Coverage ? lists.coverage : mean }
    return found
  }
}

/// One number about a whole grouping, or about everything.
enum WholeNumber {
  /// A number that the data do not give.
  static func missing(
    _ card: MetricCard, grouping: [String], lists: Int, _ reason: UndefinedReason
  ) -> SummaryResult {
    SummaryResult(
      metric: card.id, grouping: grouping, comparison: .value, reference: ChosenReference(rule: .none),
      minimumCount: Defaults.minimumCount, level: Defaults.level, value: nil, interval: nil, lists: lists,
      undefined: reason)
  }

  /// An average over lists; with several of a person, of sums and numbers of lists.
  static func average(
    _ card: MetricCard, grouping: [String], sample: ClusterSample, isClustered: Bool
  ) -> SummaryResult {
    let function: MeanFunction = isClustered ? .mean(0) / .mean(1) : .mean(0)
    guard let means = sample.moments.means, let value = function.value(at: means) else {
      return missing(card, grouping: grouping, lists: 0, .emptyDenominator)
    }
    return summary(
      card, grouping: grouping, value: value, estimate: ClusteredEstimate(function, of: sample, scale: .identity),
      lists: isClustered ? Int(bounded: sample.moments.sums[1]) : sample.count, test: nil)
  }

  /// A number with what is known of its spread.
  static func summary(
    _ card: MetricCard, grouping: [String], value: Double, estimate: ClusteredEstimate?, lists: Int,
    test: TestResult?
  ) -> SummaryResult {
    var summary = missing(card, grouping: grouping, lists: lists, .emptyDenominator)
    summary.value = value
    summary.undefined = nil
    summary.test = test
    summary.spread = estimate.flatMap { estimate in
      estimate.standardError > 0
        ? Spread(
          scale: .identity, standardError: estimate.standardError, degreesOfFreedom: estimate.degreesOfFreedom,
          method: estimate.method == .delta ? .delta : .jackknife) : nil
    }
    if let limits = PopulationInterval.limits(summary, card: card, confidence: Defaults.level),
      let spread = summary.spread
    {
      summary.interval = Interval(
        lower: limits.lower, upper: limits.upper, level: Defaults.level, method: spread.method)
    } else {
      summary.withoutInterval = lists < 2 ? .singleList : .noSpread
    }
    return summary
  }
}
