import AuditData
import AuditMetrics
import AuditNumerics
import AuditPolicy
import AuditRecord
import AuditStatistics

/// The numbers about those who receive lists, for one grouping of them.
struct ReceiverResults {
  private let engine: ListEngine
  private let people: People
  private let grouping: [String]
  private let groups: [[Label]]
  /// The finest groups of each group [groups].
  private let members: [[Int]]
  private let unknown: Int

  init(engine: ListEngine, people: People, grouping: [String]) {
    self.engine = engine
    self.people = people
    self.grouping = grouping
    let axes = engine.context.users.axes
    let positions = grouping.compactMap { name in axes.firstIndex { $0.name == name } }
    var found: [[Int32]: [Int]] = [:]
    var unknown = 0
    for (finest, tuple) in engine.measures.receivers.tuples.enumerated() where people.known[finest] > 0 {
      let key = positions.map { tuple[$0] }
      if key.contains(-1) { unknown += people.known[finest] } else { found[key, default: []].append(finest) }
    }
    let named = found.map { key, finest in
      (group: zip(positions, key).map { axes[$0].labels[Int($1)] }, finest: finest)
    }.sorted { $0.group.lexicographicallyPrecedes($1.group) }
    groups = named.map(\.group)
    members = named.map(\.finest)
    self.unknown = unknown
  }

  private var counts: [Int] { members.map { $0.reduce(0) { $0 + people.known[$1] } } }

  func append(to results: inout AuditResults) {
    let counts = counts
    results.groupings.append(
      GroupingDescription(
        side: .receivers, grouping: grouping,
        groups: zip(groups, counts).map { GroupSize(group: $0, count: $1) }, unknown: unknown))
    for card in results.cards where card.side == .receivers {
      if let number = engine.measures.receiverMetrics.firstIndex(where: { $0.card.id == card.id }) {
        if card.measure == .proportion {
          proportions(
            card,
            members.map { finest in
              finest.reduce(Proportion(successes: 0, trials: 0)) { $0.adding(engine.summary.proportions[number][$1]) }
            }, to: &results)
        } else {
          averages(card, number, to: &results)
        }
      } else if card.id == ReceivedNothing().card.id, !people.recipients.isEmpty {
        proportions(
          card,
          members.map { finest in
            Proportion(
              successes: Double(finest.reduce(0) { $0 + people.missed[$1] }),
              trials: Double(finest.reduce(0) { $0 + people.recipients[$1] }))
          }, to: &results)
      } else if card.id == CatalogueOverlap().card.id {
        overlap(card, to: &results)
      }
    }
  }

  // MARK: shares of people

  private func proportions(_ card: MetricCard, _ proportions: [Proportion], to results: inout AuditResults) {
    let table = GroupTable(
      grouping: grouping, stratum: nil, groups: groups,
      counts: Matrix(rows: groups.count, columns: 1, elements: counts.map(Double.init)), unknown: unknown)
    results.estimates += groups.indices.map { group in
      Estimate(
        metric: card.id, grouping: grouping, group: groups[group], value: proportions[group].estimate,
        interval: Wilson.interval(proportions[group], confidence: DecisionEngine.level).map {
          Interval(lower: $0.lower, upper: $0.upper, level: DecisionEngine.level, method: "wilson")
        },
        numerator: proportions[group].successes, denominator: proportions[group].trials, count: counts[group],
        undefined: proportions[group].estimate == nil ? .emptyDenominator : nil)
    }
    let settings = engine.settings(card, grouping)
    results.disparities += Disparities.rows(
      card.id, table: table, proportions: proportions, crude: proportions,
      settings: settings.filter { $0.reference != .worstPair })
    let family = GroupFamily(card, groups: groups, proportions: proportions)
    var seen: Set<ComparisonSetting> = []
    let pairs = settings.map { setting in
      var setting = setting
      setting.reference = .worstPair
      return setting
    }
    results.summaries += pairs.filter { seen.insert($0).inserted }.map { setting in
      let summary = FamilySummary(
        card: card, families: [family], comparison: setting.comparison, reference: setting.reference,
        minimumCount: setting.minimumCount, level: setting.level)
      return SummaryResult(
        metric: card.id, grouping: grouping, comparison: setting.comparison,
        reference: ChosenReference(rule: setting.reference.name), minimumCount: setting.minimumCount,
        level: setting.level, value: summary.value, interval: summary.interval, groups: summary.groups,
        skipped: summary.skipped, undefined: summary.undefined)
    }
  }

  // MARK: averages over lists

  private func averages(_ card: MetricCard, _ number: Int, to results: inout AuditResults) {
    let metric = engine.measures.receiverMetrics[number]
    let samples = members.map { finest -> ClusterSample in
      var sample = ClusterSample(dimension: metric.isChange ? 2 : 1)
      for code in finest { sample.merge(engine.summary.receivers[number][code].sample) }
      return sample
    }
    let family = ClusterFamily(independent: samples.map { (sample: $0, function: metric.function) })
    let rows = AverageRows(
      card: card, grouping: grouping, groups: groups, counts: counts, lists: samples.map(\.count),
      contributing: members.map { $0.reduce(0) { $0 + engine.summary.contributing[number][$1] } },
      values: family.values,
      numerators: samples.map { metric.isChange || $0.count == 0 ? nil : $0.moments.sums[0] },
      denominators: samples.map { metric.isChange || $0.count == 0 ? nil : Double($0.count) },
      targets: groups.map { _ in nil },
      dispersions: [family.dispersion(on: .identity), family.dispersion(on: .logarithm)].compactMap { $0 }.map {
        (nil, $0)
      })
    let replicates = engine.summary.bootstrap.map {
      ListReplicates(members: members, component: 2 * number, isChange: metric.isChange, bootstrap: $0)
    }
    add(rows, replicates, to: &results)
  }

  private func overlap(_ card: MetricCard, to results: inout AuditResults) {
    let lists = members.map { $0.reduce(0) { $0 + engine.summary.sizes[$1] } }
    let values = members.map {
      CatalogueOverlap().value(engine.summary, groups: $0, depth: engine.context.depth)
    }
    let rows = AverageRows(
      card: card, grouping: grouping, groups: groups, counts: counts, lists: lists, contributing: lists,
      values: values, numerators: groups.map { _ in nil }, denominators: groups.map { _ in nil },
      targets: groups.map { _ in nil }, dispersions: [], withoutInterval: .realisedValue)
    add(rows, nil, to: &results)
  }

  private func add(_ rows: AverageRows, _ replicates: ListReplicates?, to results: inout AuditResults) {
    var estimates = rows.estimates(level: DecisionEngine.level)
    if !engine.measures.countsOverlap, rows.card.id == CatalogueOverlap().card.id {
      for index in estimates.indices { estimates[index].undefined = .tooLarge }
    }
    results.estimates += estimates
    results.dispersions += rows.stored
    guard let family = rows.family(estimates) else { return }
    let settings = engine.settings(rows.card, grouping)
    results.disparities += AverageRows.disparities(
      family, card: rows.card, grouping: grouping, settings: settings.filter { $0.reference != .worstPair },
      isJoint: false, replicates: replicates)
    results.summaries += AverageRows.worstPairs(family, card: rows.card, grouping: grouping, settings: settings)
  }
}

extension Proportion {
  func adding(_ other: Proportion) -> Proportion {
    Proportion(successes: successes + other.successes, trials: trials + other.trials)
  }
}
