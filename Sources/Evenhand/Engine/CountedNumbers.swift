import AuditMetrics
import AuditPolicy
import AuditRecord
import AuditStatistics

extension Record {
  /// Adds the shares that are counted over everything: of rows without a ground, and of what notices say.
  mutating func addCounted(_ wanted: [String]) {
    for case (let card, .counted(let metric)) in Catalogue.all.map({ ($0.card, $0.kind) })
    where wanted.contains(card.id) {
      guard let counts = metric.counts(of: self) else { continue }
      metrics.append(card)
      summaries.append(
        SummaryResult(counted: card, counts, isSample: needsRange(of: card), isRepeated: sampling?.isClustered == true))
    }
  }

  /// Whether a share that is counted is one of a sample.
  func needsRange(of card: MetricCard) -> Bool { card.needs.contains(.lawfulUse) && lawfulUse?.extract == .sample }
}

extension SummaryResult {
  /// A share that is counted: exact of everything, with the exact range of a proportion of a sample.
  ///
  /// - Parameter isRepeated: Whether rows repeat people, so that those of a sample are not independent and nothing is said of them.
  init(counted card: MetricCard, _ counts: SummaryCounts, isSample: Bool, isRepeated: Bool) {
    self = WholeNumber.missing(card, grouping: [], lists: 0, .emptyDenominator)
    lists = nil
    self.counts = counts
    guard !isSample || !isRepeated else {
      undefined = .needsUnweighted
      return
    }
    value = counts.share
    guard value != nil else { return }
    undefined = nil
    guard isSample else {
      withoutInterval = .countedWhole
      return
    }
    interval = PopulationInterval.limits(self, card: card, confidence: Defaults.level).map {
      Interval(lower: $0.lower, upper: $0.upper, level: Defaults.level, method: .clopperPearson)
    }
  }
}
