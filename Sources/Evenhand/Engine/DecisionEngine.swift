import AuditData
import AuditInputs
import AuditMetrics
import AuditNumerics
import AuditPolicy
import AuditRecord
import AuditStatistics

/// From complete summaries of decisions to the numbers of a record. It sees no rows.
struct DecisionEngine {
  let plan: Plan
  let decisions: DecisionColumns
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
    let measured = groupings.map { grouping in
      tables.tables(of: grouping, stratifiers: decisions.within.map(\.column))
        .map { RateEstimates(table: $0, metrics: metrics) }
    }
    // Every unit in every table is a piece of its own. The largest tables, intersections, come last and are taken first,
    // so that no thread waits for another's table.
    let units: [any CatalogueUnit] = metrics.map { $0 } + composites.map { $0 }
    let pairs = measured.flatMap { all in all.map { (rates: $0, crude: all[0]) } }
    let count = pairs.count * units.count
    let pieces = Parallel.map(count) { number in
      let (table, unit) = (count - 1 - number).quotientAndRemainder(dividingBy: units.count)
      return piece(units[unit], index: unit, rates: pairs[table].rates, crude: pairs[table].crude)
    }
    var number = count
    for all in measured {
      let crude = all[0]
      results.groupings.append(
        GroupingDescription(
          grouping: crude.table.grouping,
          groups: crude.table.groups.indices.map {
            GroupSize(group: crude.table.groups[$0], count: crude.table.size(of: $0))
          }, unknown: crude.table.unknown))
      for rates in all {
        results.estimates += rates.estimates(level: DecisionEngine.level)
        for _ in units {
          number -= 1
          results.disparities += pieces[number].disparities
          results.summaries += pieces[number].summaries
        }
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

  /// What one unit says of one table.
  private func piece(
    _ unit: any CatalogueUnit, index: Int, rates: RateEstimates, crude: RateEstimates
  ) -> (disparities: [Disparity], summaries: [SummaryResult]) {
    let settings = settings(unit, rates.table)
    let isPooled = unit.card.needs.contains(.strata)
    var disparities: [Disparity] = []
    if index < rates.metrics.count, !isPooled || rates.table.stratum != nil {
      disparities = Disparities.rows(
        unit.card.id, table: rates.table, proportions: rates.proportions[index], crude: crude.proportions[index],
        settings: settings.filter { $0.reference != .worstPair })
    }
    return (disparities, isPooled ? [] : summaries(unit.card, settings: settings, rates: rates))
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

  /// The worst pair of a rate, by difference and by ratio, or a composite.
  private func summaries(
    _ card: MetricCard, settings: [ComparisonSetting], rates: RateEstimates
  ) -> [SummaryResult] {
    let ids = card.parts.isEmpty ? [card.id] : card.parts
    let families = ids.compactMap { id in
      rates.metrics.firstIndex { $0.card.id == id }.map {
        GroupFamily(rates.metrics[$0].card, groups: rates.table.groups, proportions: rates.proportions[$0])
      }
    }
    var seen: Set<ComparisonSetting> = []
    return settings.compactMap { setting in
      var setting = setting
      if card.parts.isEmpty { setting.reference = .worstPair }
      guard seen.insert(setting).inserted else { return nil }
      let summary = FamilySummary(
        card: card, families: families, comparison: setting.comparison, reference: setting.reference,
        minimumCount: setting.minimumCount, level: setting.level)
      return SummaryResult(
        metric: card.id, grouping: rates.table.grouping, comparison: setting.comparison,
        reference: ChosenReference(rule: setting.reference.name, group: setting.reference.labels),
        minimumCount: setting.minimumCount, level: setting.level, stratifier: rates.table.stratum?.column,
        within: rates.table.stratum.map { escapedStratum($0.label) }, value: summary.value,
        interval: summary.interval, groups: summary.groups, parts: summary.parts, skipped: summary.skipped,
        undefined: summary.undefined)
    }
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
