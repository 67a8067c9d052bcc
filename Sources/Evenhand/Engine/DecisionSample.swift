import AuditData
import AuditInputs
import AuditMetrics
import AuditPolicy
import AuditRecord

/// The sample that decisions are: how their rows weigh and hang together.
struct DecisionSample: Sendable {
  let table: SampledTable
  /// Weights in the place of counts; nil where all rows weigh the same.
  let weighed: GroupTables?

  /// Nothing where each row is a person and weighs the same.
  init?(_ tally: DecisionTally, of columns: DecisionColumns) {
    guard let sampling = tally.sampling, let description = tally.reading.sampling else { return nil }
    table = SampledTable(
      sampling, rows: tally.counts.map { Double($0) }, center: description.center, isOfPeople: description.isOfPeople)
    weighed =
      description.isWeighted
      ? GroupTables(layout: tally.reading.layout, summary: Contingency(counts: sampling.weights)) : nil
  }
}

/// What a sample says of the groups of one grouping.
struct SampledGrouping: Sendable {
  /// The rates [tables][metrics].
  let rates: [[SampledTable.Rates]]
  /// Weights in the place of counts [tables]; nil where all rows weigh the same.
  let weighed: [GroupTable]?

  init(
    _ sample: DecisionSample, _ tables: GroupTables, of grouping: [String], stratifiers: [String],
    metrics: [any RateMetric], requirements: [Requirement]
  ) {
    let whole = requirements.filter {
      $0.across.contains(grouping) && ($0.reference == .overall || $0.reference == .complement)
    }
    let mappings = tables.mappings(of: grouping, stratifiers: stratifiers)
    let groups = Int((mappings[0].max() ?? -1) + 1)
    rates = mappings.map { mapping in
      metrics.map { metric in
        var rates = sample.table.rates(metric, by: mapping, groups: groups)
        if whole.contains(where: { $0.metric == metric.card.id }) {
          for group in 0..<groups where rates.values[group] != nil {
            rates.known[group].others = sample.table.others(metric, than: group, by: mapping)
          }
        }
        return rates
      }
    }
    weighed = sample.weighed?.tables(of: grouping, stratifiers: stratifiers)
  }
}
