import AuditData
import AuditMetrics
import AuditNumerics
import AuditPolicy
import AuditRecord
import AuditStatistics

/// How far lists of groups lie apart at levels of a control.
struct SeparationProducer: Producer {
  let engine: ListProducer
  /// The levels, as ``ListMeasures/levels`` has them.
  let levels: [Label]
  let setting: String

  func measure(into set: inout MeasuredSet) {
    let card = GroupSeparation().card
    guard set.cards.contains(where: { $0.id == card.id }), let sampled = engine.measures.levels else { return }
    let kinds: [SeparationFeatures] = sampled.kinds == nil ? [.items] : [.kinds, .items]
    let confidences = [Defaults.level] + engine.plan.requirements.filter { $0.metric == card.id }.map(\.confidence)
    for grouping in engine.plan.measuredGroupings(.receivers) where !grouping.contains(setting) {
      for (place, level) in levels.enumerated() {
        let sample = LevelGroups(engine, grouping: grouping, level: engine.summary.levels[place])
        for features in kinds {
          let test = sample.test(features, engine, kinds: sampled.kinds)
          let permutations = test.flatMap { test -> PermutationWithin.Permutations? in
            guard engine.plan.replicates > 0, !test.differences.isEmpty else { return nil }
            return test.permute(
              engine.plan.replicates, seed: UInt64(engine.plan.seed),
              stream: PowerDraws.stream("\(card.id) \(features.rawValue) \(level.text)", grouping))
          }
          for confidence in Set(confidences).sorted() {
            var summary = WholeNumber.missing(
              card, grouping: grouping, lists: sample.people.count, sample.reason ?? .noSharedContext)
            summary.level = confidence
            summary.by = features
            (summary.stratifier, summary.within) = (setting, level.text)
            if let test { sample.fill(&summary, features, test, permutations, engine, kinds: sampled.kinds) }
            set.entries.append(.whole(summary))
          }
        }
      }
    }
  }
}

/// The people at one level who are of a group that is large enough to be compared.
private struct LevelGroups {
  let people: [LevelSample.Person]
  /// The group of each [people].
  let groups: [Int32]
  let names: [[Label]]
  /// People of known groups before some were drawn; nothing where all were kept.
  let of: Int?
  /// Why nothing can be compared.
  let reason: UndefinedReason?

  init(_ engine: ListProducer, grouping: [String], level: LevelSample) {
    let axes = engine.context.users.axes
    let positions = grouping.compactMap { name in axes.firstIndex { $0.name == name } }
    let tuples = engine.measures.receivers.tuples
    let all = level.people
    let keys = all.map { person in positions.map { tuples[Int(person.group)][$0] } }
    let counts = Dictionary(grouping: keys.indices, by: { keys[$0] }).mapValues(\.count)
    let named = counts.filter { $0.key.allSatisfy { $0 >= 0 } && $0.value >= GroupSeparation.leastPeople }.keys.map {
      key in (key: key, labels: zip(positions, key).map { axes[$0].labels[Int($1)] })
    }.sorted { $0.labels.lexicographicallyPrecedes($1.labels) }
    let codes = Dictionary(named.enumerated().map { ($1.key, Int32($0)) }) { first, _ in first }
    let kept = keys.indices.filter { codes[keys[$0]] != nil }
    people = kept.map { all[$0] }
    groups = kept.map { codes[keys[$0]] ?? 0 }
    names = named.map(\.labels)
    of = level.count > LevelSample.mostPeople ? level.count : nil
    reason = named.count < 2 ? .fewerThanTwoGroups : nil
  }

  /// The test of the largest difference; nothing where nothing can be compared.
  func test(_ features: SeparationFeatures, _ engine: ListProducer, kinds: Int?) -> PermutationWithin? {
    guard reason == nil else { return nil }
    var rows: PermutationWithin.FeatureRows
    switch features {
    case .kinds:
      guard let kinds else { return nil }
      rows = PermutationWithin.FeatureRows(features: engine.measures.catalogue.axes[kinds].groups)
      for person in people { rows.add(person.mix.enumerated().map { (feature: $0.offset, value: $0.element) }) }
    case .items:
      let places = Dictionary(items.enumerated().map { ($1, $0) }) { first, _ in first }
      rows = PermutationWithin.FeatureRows(features: items.count)
      for person in people {
        rows.add(
          zip(person.items, person.inclusion).compactMap { item, inclusion in
            places[item].map { (feature: $0, value: inclusion) }
          })
      }
    }
    return PermutationWithin(
      contexts: people.map(\.context), groups: groups, groupCount: names.count, features: rows)
  }

  /// The items that enough lists hold.
  private var items: [Int32] {
    var counts: [Int32: Int] = [:]
    for person in people { for item in person.items { counts[item, default: 0] += 1 } }
    return counts.filter { $0.value >= GroupSeparation.leastLists }.keys.sorted()
  }

  /// Writes what was found into a row.
  func fill(
    _ summary: inout SummaryResult, _ features: SeparationFeatures, _ test: PermutationWithin,
    _ permutations: PermutationWithin.Permutations?, _ engine: ListProducer, kinds: Int?
  ) {
    summary.lists = test.people
    guard let largest = test.largest, let clearest = test.clearest else {
      summary.undefined = .noContrast
      return
    }
    (summary.value, summary.undefined) = (min(1, largest.value.magnitude), nil)
    let items = features == .items ? items : []
    func described(_ difference: PermutationWithin.Difference) -> SeparationDifference {
      let item = features == .items ? items[difference.feature] : nil
      return SeparationDifference(
        group: names[difference.group], kind: kind(difference.feature, item, engine, kinds),
        item: item.map { Int($0) + 1 }, difference: difference.value, standardError: difference.pooled)
    }
    let critical = permutations?.critical(confidence: summary.level) ?? .infinity
    guard let permutations, let ends = test.ends(critical: critical) else {
      summary.withoutInterval = .noReplicates
      return
    }
    let compared = test.differences.map(\.group).reduce(into: [Int]()) { if $0.last != $1 { $0.append($1) } }
    let separation = Separation(
      by: features, people: test.people, of: of, contexts: test.contexts, permutations: permutations.count,
      critical: critical,
      lower: SeparationEnd(difference: ends.lower.value.magnitude, standardError: ends.lower.pooled),
      upper: SeparationEnd(difference: ends.upper.value.magnitude, standardError: ends.upper.widest),
      largest: compared.compactMap { group in
        test.differences.filter { $0.group == group }.max { $0.value.magnitude < $1.value.magnitude }.map(described)
      }, clearest: described(clearest))
    summary.separation = separation
    summary.test = TestResult(name: .permutationWithin, statistic: test.statistic, p: permutations.pValue)
    if let limits = PopulationInterval.limits(summary, card: GroupSeparation().card, confidence: summary.level) {
      summary.interval = Interval(limits, level: summary.level, method: .maximum)
    }
  }

  private func kind(_ feature: Int, _ item: Int32?, _ engine: ListProducer, _ kinds: Int?) -> Label? {
    guard let kinds else { return nil }
    let labels = engine.context.items.axes[kinds].labels
    guard let item else { return labels[feature] }
    let axis = engine.measures.catalogue.axes[kinds]
    return axis.range(of: item).first.map { labels[Int(axis.codes[$0])] }
  }
}
