import AuditData
import AuditInputs
import AuditMetrics
import AuditNumerics
import AuditPolicy
import AuditRecord
import AuditStatistics

/// From complete summaries of decisions to rates of groups. It sees no rows.
struct DecisionProducer: Producer {
  let plan: Plan
  let decisions: DecisionColumns
  let tables: GroupTables
  /// The sample that the decisions are; nothing where each row is a person and weighs the same.
  var sample: DecisionSample?

  func measure(into set: inout MeasuredSet) {
    let (metrics, composites, functions, wholes) = wanted
    set.cards += metrics.map(\.card) + composites.map(\.card) + functions.map(\.card) + wholes.map(\.card)
    set.stratifiers += decisions.within.map { stratifier in
      var described = stratifier
      described.strata = tables.strata(of: stratifier.column)
      described.unknown = tables.unknown(stratifier: stratifier.column)
      return described
    }
    let groupings = plan.measuredGroupings(.decisions)
    let counted = Parallel.map(groupings.count) {
      tables.tables(of: groupings[$0], stratifiers: decisions.within.map(\.column))
    }
    // Drawing a table again knows people of one row each who weigh the same.
    let replicates =
      sample == nil
      ? MultinomialReplicates(
        tables: counted.map { $0[0] }.filter { $0.others == nil }, totals: tables.totals, metrics: metrics,
        replicates: plan.replicates,
        seed: plan.seed) : nil
    let sampled = sample.map { sample in
      Parallel.map(groupings.count) {
        SampledGrouping(
          sample, tables, of: groupings[$0], stratifiers: decisions.within.map(\.column), metrics: metrics,
          requirements: plan.requirements)
      }
    }
    var columns: [GroupTable] = []
    for (place, (grouping, measured)) in zip(groupings, counted).enumerated() {
      if counted[place][0].others != nil {
        measureShared(counted[place][0], metrics, functions, wholes, into: &set)
        continue
      }
      let sampled = sampled?[place]
      let coverage =
        decisions.labels.outcome == nil || !decisions.labels.hasDecision ? [] : measured[0].outcomeKnown
      let isSelective = coverage.contains(where: \.isSelective)
      if grouping.count == 1, decisions.labels.outcome != nil, !isSelective { columns.append(measured[0]) }
      if grouping.count == 1,
        coverage.contains(where: { $0.favourableKnown < $0.favourable || $0.othersKnown < $0.others })
      {
        set.outcomeKnown += coverage
      }
      let all = measured.enumerated().map { index, table in
        Rates(table: table, metrics: metrics, isSelective: isSelective, sampled: sampled?.rates[index])
      }
      let crude = all[0]
      var described = GroupingDescription(
        grouping: grouping, groups: zip(crude.table.groups, crude.sizes).map { GroupSize(group: $0, count: $1) },
        unknown: crude.table.unknown, outside: crude.table.outside)
      let empty = tables.empty(of: grouping, besides: crude.table.groups)
      // Of intersections most combinations may be nobody's.
      if grouping.count == 1 || empty.count <= SmallGroups.most { described.add(empty) }
      set.groupings.append(described)
      for (metric, rates) in metrics.flatMap({ metric in
        metric.card.needs.contains(.strata)
          ? decisions.within.compactMap { stratifier in
            all.first { $0.table.stratum?.column == stratifier.column }.map { (metric, $0) }
          } : [(metric, crude)]
      }) {
        var entries = leftOut(metric, rates.table, known: crude.table)
        if let weighed = sampled?.weighed, let table = weighed.first(where: { $0.stratum == rates.table.stratum }) {
          for (index, weighted) in leftOut(metric, table, known: weighed[0]).enumerated() {
            entries[index].weighted = weighted.completions
          }
        }
        set.leftOut += entries
        if sampled == nil, let column = rates.table.stratum?.column {
          set.leftOut += notCompared(metric, all.map(\.table).filter { $0.stratum?.column == column })
        }
      }
      for function in functions {
        let measure = FunctionFamily(
          metric: function, table: crude.table, sizes: crude.sizes, isSelective: isSelective,
          isSampled: sample != nil)
        set.leftOut += measure.leftOut
        set.entries += measure.measured.map { [.family($0)] } ?? []
      }
      for metric in wholes where metric.card.needs.contains(.groups) {
        var measure = WholeDecisions(metric: metric, table: crude.table, isSelective: isSelective)
        measure.isSampled = sample != nil
        measure.measure(into: &set)
      }
      for rates in all {
        for (index, metric) in metrics.enumerated() {
          let isPooled = metric.card.needs.contains(.strata)
          // A pooled metric has no crude number of its own.
          if isPooled, rates.table.stratum == nil { continue }
          var measured = Measured(
            family: rates.family(index, metric.card), grouping: grouping,
            stratum: rates.table.stratum, sizes: rates.sizes, crude: crude.numbers[index],
            replicates: metric.card.map == nil ? replicates : nil)
          if isPooled { measured.uses = [.disparities] }
          if rates.table.stratum == nil, sampled == nil, metric.card.map == nil,
            !(isSelective && metric.mixesDecisions)
          {
            measured.uses.insert(.association)
          }
          set.entries.append(.family(measured))
        }
        for composite in composites {
          let parts = composite.parts.compactMap { part in metrics.firstIndex { $0.card.id == part.card.id } }
          let families = parts.map { rates.family($0, metrics[$0].card) }
          set.entries.append(
            .composite(composite.card, families, grouping: grouping, stratum: rates.table.stratum))
        }
      }
      for (index, metric) in metrics.enumerated() where metric.card.needs.contains(.strata) && sampled == nil {
        for stratifier in decisions.within {
          let strata = all.filter { $0.table.stratum?.column == stratifier.column }
          guard !strata.isEmpty else { continue }
          set.entries.append(
            .pooled(
              Pooled(
                card: metric.card, grouping: grouping, stratifier: stratifier.column,
                strata: strata.map { $0.numbers[index] }, crude: crude.numbers[index])))
        }
      }
    }
    set.addEverybody { measureEverybody(metrics, into: &$0) }
    for metric in wholes where !metric.card.needs.contains(.groups) {
      let isSelective = set.outcomeKnown.contains(where: \.isSelective)
      var measure = WholeDecisions(metric: metric, totals: tables.totals, isSelective: isSelective)
      measure.isSampled = sample != nil
      measure.measure(into: &set)
    }
    set.warnings += [Directions.warning(columns), Directions.repeats(columns.first)].compactMap(\.self)
  }

  /// Measures groups that share people: rates, each with that of everybody who is not in the group.
  ///
  /// Numbers that need groups which share nobody do not exist of them, and say so.
  /// The rates of everybody with a decision, whatever is known of their groups: a grouping of no column, in which nobody is compared.
  private func measureEverybody(_ metrics: [any RateMetric], into set: inout MeasuredSet) {
    let table = tables.tables(of: [], stratifiers: [])[0]
    guard !table.groups.isEmpty else { return }
    let isSelective =
      decisions.labels.outcome != nil && decisions.labels.hasDecision
      && table.outcomeKnown.contains(where: \.isSelective)
    let sampled = sample.map {
      SampledGrouping($0, tables, of: [], stratifiers: [], metrics: metrics, requirements: [])
    }
    let rates = Rates(table: table, metrics: metrics, isSelective: isSelective, sampled: sampled?.rates[0])
    for (index, metric) in metrics.enumerated() where !metric.card.needs.contains(.strata) {
      set.entries.append(
        .family(Measured(family: rates.family(index, metric.card), grouping: [], sizes: rates.sizes)))
    }
  }

  private func measureShared(
    _ table: GroupTable, _ metrics: [any RateMetric], _ functions: [any FunctionMetric], _ wholes: [any Metric],
    into set: inout MeasuredSet
  ) {
    guard let others = table.others else { return }
    let coverage = decisions.labels.outcome == nil || !decisions.labels.hasDecision ? [] : table.outcomeKnown
    let isSelective = coverage.contains(where: \.isSelective)
    if coverage.contains(where: { $0.favourableKnown < $0.favourable || $0.othersKnown < $0.others }) {
      set.outcomeKnown += coverage
    }
    let sizes = table.groups.indices.map { table.size(of: $0) }
    var described = GroupingDescription(
      grouping: table.grouping, groups: zip(table.groups, sizes).map { GroupSize(group: $0, count: $1) },
      unknown: table.unknown, outside: table.outside)
    described.add(tables.empty(of: table.grouping, besides: table.groups))
    described.sharesPeople = true
    described.known = table.knownUnits
    set.groupings.append(described)
    let rates = RateTable(metrics: metrics, counts: table.counts)
    let rest = RateTable(metrics: metrics, counts: others)
    for (index, metric) in metrics.enumerated() where metric.card.fitsSharedPeople {
      set.leftOut += leftOut(metric, table, known: table)
      let numbers = table.groups.indices.map { group -> GroupNumber in
        let (own, other) = (rates.proportion(metric: index, group: group), rest.proportion(metric: index, group: group))
        let undefined: UndefinedReason? =
          sample != nil
          ? .needsUnweighted
          : isSelective && metric.mixesDecisions
            ? .outcomeOnlyAfterFavourable
            : own.trials > 0 ? nil : sizes[group] == 0 ? .emptyGroup : .emptyDenominator
        var number = GroupNumber(successes: own.successes, trials: own.trials, undefined: undefined)
        number.others = OthersCounted(numerator: other.successes, denominator: other.trials)
        return number
      }
      var measured = Measured(
        family: GroupFamily(metric.card, counted: GroupNumbers(order: table.order, numbers: numbers)),
        grouping: table.grouping, sizes: sizes)
      measured.uses = [.disparities]
      set.entries.append(.family(measured))
    }
    for metric in wholes where metric.card.needs.contains(.groups) {
      var summary = WholeNumber.missing(metric.card, grouping: table.grouping, lists: 0, .sharedPeople)
      summary.lists = nil
      set.entries.append(.whole(summary))
    }
  }

  /// Who might belong to a rate and is not counted in it, by group and reason.
  ///
  /// - Parameter known: The table over everybody, which has the groups' people without an outcome.
  private func leftOut(_ metric: any RateMetric, _ table: GroupTable, known: GroupTable) -> [LeftOut] {
    func entry(_ reason: LeftOutReason, _ group: Int?, _ cells: [Double], isCounted: Bool) -> LeftOut? {
      let completions = metric.completions(of: cells, isCounted: isCounted)
      guard completions.total > 0 else { return nil }
      return LeftOut(
        metric: metric.card.id, grouping: table.grouping, group: group.map { table.groups[$0] },
        stratifier: table.stratum?.column, reason: reason, completions: completions)
    }
    let missing = known.groups.indices.compactMap { group -> LeftOut? in
      func cells(_ counts: Matrix) -> [Double] { (0..<counts.columns).map { counts[group, $0] } }
      guard let others = known.others else {
        return entry(.missingOutcome, group, cells(known.counts), isCounted: true)
      }
      let (own, rest) = (
        metric.completions(of: cells(known.counts), isCounted: true),
        metric.completions(of: cells(others), isCounted: true)
      )
      guard own.total + rest.total > 0 else { return nil }
      var left = LeftOut(
        metric: metric.card.id, grouping: table.grouping, group: table.groups[group], reason: .missingOutcome,
        completions: own)
      left.others = rest
      return left
    }
    return table.leftOut.compactMap { entry($0.reason, $0.group, $0.cells, isCounted: false) } + missing
  }

  /// Whom a number that is pooled over strata compares with nobody: people of a stratum in which nobody of another group, or of the one
  /// that all requirements name, is counted.
  private func notCompared(_ metric: any RateMetric, _ strata: [GroupTable]) -> [LeftOut] {
    guard let first = strata.first else { return [] }
    let rules = Set(
      plan.requirements.filter { $0.metric == metric.card.id && $0.across.contains(first.grouping) }.map(\.reference))
    let named: Int? =
      if rules.count == 1, case .group(let labels) = rules.first {
        first.groups.firstIndex(of: labels)
      } else { nil }
    var people = [Double](repeating: 0, count: first.groups.count)
    for table in strata {
      let rates = RateTable(metrics: [metric], counts: table.counts)
      let trials = first.groups.indices.map { rates.proportion(metric: 0, group: $0).trials }
      let all = trials.reduce(0, +)
      for group in trials.indices where trials[group] > 0 {
        let others = named.map { $0 == group ? all - trials[group] : trials[$0] } ?? all - trials[group]
        if others == 0 { people[group] += trials[group] }
      }
    }
    return people.enumerated().filter { $0.element > 0 }.map { group, people in
      LeftOut(
        metric: metric.card.id, grouping: first.grouping, group: first.groups[group],
        stratifier: first.stratum?.column, reason: .nobodyToCompare, completions: Completions(either: people))
    }
  }

  /// The rates that are asked for, the parts of composites, and the crude rate beside a conditional one; and the composites.
  private var wanted:
    (
      rates: [any RateMetric], composites: [any CompositeMetric], functions: [any FunctionMetric], wholes: [any Metric]
    )
  {
    var ids = Set(plan.metrics)
    for card in Catalogue.cards where ids.contains(card.id) {
      ids.formUnion(card.parts)
      if let crude = card.crude { ids.insert(crude) }
    }
    var (rates, composites): ([any RateMetric], [any CompositeMetric]) = ([], [])
    var (functions, wholes): ([any FunctionMetric], [any Metric]) = ([], [])
    for metric in Catalogue.all where ids.contains(metric.card.id) {
      switch metric.kind {
      case .rate(let rate): rates.append(rate)
      case .mapped(let mapped): rates.append(mapped)
      case .entropy(let metric):
        switch metric {
        case is GeneralizedEntropy: wholes.append(GeneralizedEntropy(alpha: plan.parameters.alpha))
        case is BetweenGroupGeneralizedEntropy:
          wholes.append(BetweenGroupGeneralizedEntropy(alpha: plan.parameters.alpha))
        default: wholes.append(metric)
        }
      case .logRatio(let metric): wholes.append(metric)
      case .function(let function): functions.append(function is FBeta ? FBeta(beta: plan.parameters.beta) : function)
      case .composite(let composite): composites.append(composite)
      case .score, .receiver, .unserved, .overlap, .slope, .separation, .honoured, .switchedBack, .settingShare,
        .counted, .provider,
        .representation, .composition,
        .average, .whole:
        break
      }
    }
    functions += plan.formulas.filter { ids.contains($0.card.id) }.map {
      PlannedFunction(card: $0.card, function: $0.function)
    }
    return (rates, composites, functions, wholes)
  }
}

/// All rates of one table: the counts that every later number is made of.
private struct Rates: Sendable {
  let table: GroupTable
  /// People in each group [groups].
  let sizes: [Int]
  /// The rates [metrics].
  let numbers: [GroupNumbers]
  /// How they vary together [metrics]; nil where rows are no sample.
  private let joints: [ClusterDispersion?]?

  /// Measures all `metrics` at once.
  ///
  /// - Parameters:
  ///   - isSelective: Whether outcomes are known almost only after favourable decisions, so that rates over both kinds of decision
  ///     cannot be estimated.
  ///   - sampled: The same of a sample [metrics].
  init(table: GroupTable, metrics: [any RateMetric], isSelective: Bool, sampled: [SampledTable.Rates]?) {
    let sizes = table.groups.indices.map { table.size(of: $0) }
    let rates = RateTable(metrics: metrics, counts: table.counts)
    self.table = table
    self.sizes = sizes
    joints = sampled?.map(\.joint)
    numbers = metrics.indices.map { metric in
      GroupNumbers(
        order: table.order,
        numbers: table.groups.indices.map { group in
          let rate = rates.proportion(metric: metric, group: group)
          let undefined: UndefinedReason? =
            isSelective && metrics[metric].mixesDecisions
            ? .outcomeOnlyAfterFavourable
            : rate.trials > 0 ? nil : sizes[group] == 0 ? .emptyGroup : .emptyDenominator
          let map = metrics[metric].card.map
          if let sampled = sampled?[metric] {
            // What follows from a share of people has no known range where rows weigh differently.
            guard map == nil else {
              return GroupNumber(
                successes: rate.successes, trials: rate.trials,
                undefined: undefined ?? .needsUnweighted, map: map)
            }
            return GroupNumber(
              sampled: sampled.values[group], undefined: undefined, successes: rate.successes, trials: rate.trials,
              sampling: sampled.known[group])
          }
          return GroupNumber(successes: rate.successes, trials: rate.trials, undefined: undefined, map: map)
        }, map: metrics[metric].card.map)
    }
  }

  /// The numbers of one metric, and what the data show about them.
  func family(_ metric: Int, _ card: MetricCard) -> GroupFamily {
    guard let joints, card.map == nil else { return GroupFamily(card, counted: numbers[metric]) }
    guard let family = GroupFamily(card, sampled: numbers[metric], joint: joints[metric]) else {
      preconditionFailure("the groups of a table are different")
    }
    return family
  }
}

extension RateMetric {
  /// Whether it counts people with known outcomes, whatever was decided about them.
  fileprivate var mixesDecisions: Bool {
    !denominator.contains(CellMask(.favourableMissing)) && !denominator.isDisjoint(with: .favourableObserved)
      && !denominator.isDisjoint(with: .unfavourableObserved)
  }
}

extension GroupTable {
  /// Units of a known group, where groups share people.
  fileprivate var knownUnits: Int {
    guard let others, !groups.isEmpty else { return 0 }
    return size(of: 0).plus(Int(bounded: (0..<others.columns).reduce(0) { $0 + others[0, $1] }))
  }

  /// For whom the outcome is known, by group.
  fileprivate var outcomeKnown: [OutcomeCoverage] {
    groups.indices.map { group in
      func count(_ cells: [DecisionCell]) -> Int {
        cells.reduce(0) { $0 + Int(bounded: counts[group, Int($1.rawValue)]) }
      }
      let (favourable, others) = (
        count([.favourablePositive, .favourableNegative]), count([.unfavourablePositive, .unfavourableNegative])
      )
      return OutcomeCoverage(
        grouping: grouping, group: groups[group], favourable: favourable + count([.favourableMissing]),
        favourableKnown: favourable, others: others + count([.unfavourableMissing]), othersKnown: others)
    }
  }
}
