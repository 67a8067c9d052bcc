import AuditData
import AuditMetrics
import AuditNumerics
import AuditPolicy
import AuditRecord
import AuditStatistics

/// From complete summaries of decisions to the numbers of a record. It sees no rows.
struct DecisionEngine {
  let plan: Plan
  let decisions: DecisionsPlan
  let tables: GroupTables

  /// The confidence of intervals that no requirement speaks of.
  static let level = 0.95

  /// Everything that the plan asks for.
  func results() -> AuditResults {
    let groupings = self.groupings
    let metrics = self.metrics
    let composites = Catalogue.composites.filter { plan.metrics.contains($0.card.id) }
    var results = AuditResults()
    results.cards = metrics.map(\.card) + composites.map(\.card)
    results.stratifiers = decisions.within.map { stratifier in
      var described = stratifier
      described.strata = tables.strata(of: stratifier.column)
      described.unknown = tables.unknown(stratifier: stratifier.column)
      return described
    }
    for grouping in groupings {
      let all = tables.tables(of: grouping, stratifiers: decisions.within.map(\.column))
        .map { RateEstimates(table: $0, metrics: metrics) }
      let crude = all[0]
      results.groupings.append(
        GroupingDescription(
          grouping: grouping,
          groups: crude.table.groups.indices.map {
            GroupSize(group: crude.table.groups[$0], count: crude.table.size(of: $0))
          }, unknown: crude.table.unknown))
      for rates in all {
        results.estimates += rates.estimates(level: DecisionEngine.level)
        results.disparities += disparities(rates, crude: crude)
        results.summaries += summaries(rates, composites: composites)
      }
      results.disparities += pooled(all, crude: crude)
      results.associations += associations(all)
    }
    Disparities.adjust(&results.disparities)
    BootstrapChecks(tables: tables, metrics: metrics, replicates: plan.replicates, seed: plan.seed)
      .annotate(&results.disparities, groupings: groupings)
    return results
  }

  /// Declared groupings, then those that a requirement implies.
  private var groupings: [[String]] {
    var groupings = decisions.groupings
    let ids = Catalogue.cards.filter { $0.side == .decisions }.map(\.id)
    let asked = plan.requirements.filter { ids.contains($0.metric) }.flatMap(\.across)
    for grouping in asked where !groupings.contains(grouping) {
      groupings.append(grouping)
    }
    return groupings
  }

  /// The rates that are asked for, the parts of composites, and the crude rate beside a conditional one.
  private var metrics: [any RateMetric] {
    var wanted = Set(plan.metrics)
    for card in Catalogue.cards where wanted.contains(card.id) {
      wanted.formUnion(card.parts)
      if let crude = card.crude { wanted.insert(crude) }
    }
    return Catalogue.rates.filter { wanted.contains($0.card.id) }
  }

  private func settings(_ metric: any CatalogueUnit, _ table: GroupTable) -> [ComparisonSetting] {
    ComparisonSetting.all(for: metric.card, grouping: table.grouping, requirements: plan.requirements)
  }

  private func disparities(_ rates: RateEstimates, crude: RateEstimates) -> [Disparity] {
    Parallel.map(rates.metrics.count) { index -> [Disparity] in
      let metric = rates.metrics[index]
      if metric.card.needs.contains(.strata), rates.table.stratum == nil { return [] }
      return Disparities.rows(
        metric.card.id, table: rates.table, proportions: rates.proportions[index], crude: crude.proportions[index],
        settings: settings(metric, rates.table).filter { $0.reference != .worstPair })
    }.flatMap { $0 }
  }

  private func pooled(_ all: [RateEstimates], crude: RateEstimates) -> [Disparity] {
    guard let index = crude.metrics.firstIndex(where: { $0.card.needs.contains(.strata) }) else { return [] }
    let metric = crude.metrics[index]
    return decisions.within.flatMap { stratifier -> [Disparity] in
      let strata = all.filter { $0.table.stratum?.column == stratifier.column }
      return settings(metric, crude.table).flatMap {
        Disparities.pooled(
          metric.card.id, strata: strata, proportions: strata.map { $0.proportions[index] },
          crude: crude.proportions[index], setting: $0)
      }
    }
  }

  /// The worst pair of every rate, by difference and by ratio, and every composite.
  private func summaries(_ rates: RateEstimates, composites: [any CompositeMetric]) -> [SummaryResult] {
    let units: [any CatalogueUnit] = rates.metrics.filter { !$0.card.needs.contains(.strata) } + composites
    return Parallel.map(units.count) { number -> [SummaryResult] in
      let unit = units[number]
      let ids = unit.card.parts.isEmpty ? [unit.card.id] : unit.card.parts
      let families = ids.compactMap { id in
        rates.metrics.firstIndex { $0.card.id == id }.map {
          Evidence.Family(groups: rates.table.groups, proportions: rates.proportions[$0])
        }
      }
      return summarySettings(unit, rates.table).map { setting in
        let summary = GroupingSummary(
          card: unit.card, families: families, comparison: setting.comparison, reference: setting.reference,
          minimumCount: setting.minimumCount, level: setting.level)
        return SummaryResult(
          metric: unit.card.id, grouping: rates.table.grouping, comparison: setting.comparison,
          reference: ChosenReference(rule: setting.reference.name, group: setting.reference.labels),
          minimumCount: setting.minimumCount, level: setting.level, stratifier: rates.table.stratum?.column,
          within: rates.table.stratum.map { escapedStratum($0.label) }, value: summary.value,
          interval: summary.interval, groups: summary.groups, parts: summary.parts, skipped: summary.skipped,
          undefined: summary.undefined)
      }
    }.flatMap { $0 }
  }

  private func summarySettings(_ unit: any CatalogueUnit, _ table: GroupTable) -> [ComparisonSetting] {
    var seen: Set<ComparisonSetting> = []
    return settings(unit, table).map { setting in
      var setting = setting
      if unit.card.parts.isEmpty { setting.reference = .worstPair }
      return setting
    }.filter { seen.insert($0).inserted }
  }

  /// Does the rate differ between any of the groups: over everybody, and with each stratifier held constant?
  private func associations(_ all: [RateEstimates]) -> [Association] {
    func association(_ metric: String, _ stratifier: String?, _ strata: [[Proportion]]) -> Association? {
      GeneralizedCochranMantelHaenszel.test(strata: strata).map {
        Association(
          metric: metric, grouping: all[0].table.grouping, stratifier: stratifier,
          test: TestResult(
            name: "generalized-cochran-mantel-haenszel", statistic: $0.statistic,
            degreesOfFreedom: Double($0.degreesOfFreedom), p: $0.p))
      }
    }
    return all[0].metrics.enumerated().flatMap { index, metric -> [Association] in
      guard metric.card.needs.contains(.strata) else {
        return [association(metric.card.id, nil, [all[0].proportions[index]])].compactMap { $0 }
      }
      return decisions.within.compactMap { stratifier in
        association(
          metric.card.id, stratifier.column,
          all.filter { $0.table.stratum?.column == stratifier.column }.map { $0.proportions[index] })
      }
    }
  }
}
