import AuditData
import AuditMetrics
import AuditNumerics
import AuditPolicy
import AuditRecord
import AuditStatistics

/// The numbers about those who receive lists, for one grouping of them.
struct ReceiverProducer: Producer {
  private let engine: ListProducer
  private let people: People
  private let grouping: [String]
  private let groups: [[Label]]
  /// The finest groups of each group [groups].
  private let members: [[Int]]
  private let unknown: Int
  private let outside: Int

  init(engine: ListProducer, people: People, grouping: [String]) {
    self.engine = engine
    self.people = people
    self.grouping = grouping
    let axes = engine.context.users.axes
    let positions = grouping.compactMap { name in axes.firstIndex { $0.name == name } }
    var found: [[Int32]: [Int]] = [:]
    var (unknown, outside) = (0, 0)
    for (finest, tuple) in engine.measures.receivers.tuples.enumerated() where people.known[finest] > 0 {
      let key = positions.map { tuple[$0] }
      if key.contains(DecisionLayout.unknown) {
        unknown += people.known[finest]
      } else if key.contains(DecisionLayout.outside) {
        outside += people.known[finest]
      } else {
        found[key, default: []].append(finest)
      }
    }
    let named = found.map { key, finest in
      (group: zip(positions, key).map { axes[$0].labels[Int($1)] }, finest: finest)
    }.sorted { $0.group.lexicographicallyPrecedes($1.group) }
    groups = named.map(\.group)
    members = named.map(\.finest)
    (self.unknown, self.outside) = (unknown, outside)
  }

  private var counts: [Int] { members.map { $0.reduce(0) { $0 + people.known[$1] } } }

  func measure(into set: inout MeasuredSet) {
    let counts = counts
    set.groupings.append(
      GroupingDescription(
        side: .receivers, grouping: grouping,
        groups: zip(groups, counts).map { GroupSize(group: $0, count: $1) }, unknown: unknown, outside: outside))
    for card in set.cards {
      guard let metric = Catalogue.metric(named: card.id) else { continue }
      switch metric.kind {
      case .rate, .composite, .provider, .composition, .average, .whole, .representation: break
      case .receiver:
        guard let number = engine.measures.receiverMetrics.firstIndex(where: { $0.card.id == card.id }) else {
          continue
        }
        if card.measure == .proportion {
          let counted = engine.summary.proportions[number]
          set.entries.append(
            .family(
              shares(
                card,
                members.map { finest in
                  finest.reduce(Proportion(successes: 0, trials: 0)) { $0.adding(counted[$1]) }
                })))
        } else {
          set.entries += averages(card, number).map { [.family($0)] } ?? []
        }
      case .unserved:
        guard !people.recipients.isEmpty else { continue }
        set.entries.append(
          .family(
            shares(
              card,
              members.map { finest in
                Proportion(
                  successes: Double(finest.reduce(0) { $0 + people.missed[$1] }),
                  trials: Double(finest.reduce(0) { $0 + people.recipients[$1] }))
              })))
      case .overlap(let metric): set.entries += overlap(metric, card).map { [.family($0)] } ?? []
      }
    }
  }

  /// Shares of people.
  private func shares(_ card: MetricCard, _ proportions: [Proportion]) -> Measured {
    let numbers = proportions.map {
      GroupNumber(
        successes: $0.successes, trials: $0.trials, undefined: $0.estimate == nil ? .emptyDenominator : nil)
    }
    return Measured(
      family: GroupFamily(card, counted: GroupNumbers(groups: groups, numbers: numbers)), grouping: grouping,
      sizes: counts)
  }

  /// Averages over lists.
  private func averages(_ card: MetricCard, _ number: Int) -> Measured? {
    let metric = engine.measures.receiverMetrics[number]
    let samples = members.map { finest -> ClusterSample in
      var sample = ClusterSample(dimension: metric.isChange ? 2 : 1)
      for code in finest { sample.merge(engine.summary.receivers[number][code].sample) }
      return sample
    }
    let family = ClusterFamily(independent: samples.map { (sample: $0, function: metric.function) })
    let isQuotient = samples.map { !metric.isChange && $0.count > 0 }
    let averages = Averages(
      values: family.values, lists: samples.map(\.count),
      contributing: members.map { $0.reduce(0) { $0 + engine.summary.contributing[number][$1] } },
      quotients: zip(samples, isQuotient).map { sample, isQuotient in
        isQuotient ? (sample.moments.sums[0], Double(sample.count)) : (nil, nil)
      }, identity: family.dispersion(on: .identity), logarithm: family.dispersion(on: .logarithm))
    let replicates = engine.summary.bootstrap.map {
      ListReplicates(members: members, component: 2 * number, isChange: metric.isChange, bootstrap: $0)
    }
    return averages.measured(card, grouping: grouping, groups: groups, sizes: counts, replicates: replicates)
  }

  /// What lists of each group share.
  private func overlap(_ metric: CatalogueOverlap, _ card: MetricCard) -> Measured? {
    let lists = members.map { $0.reduce(0) { $0 + engine.summary.sizes[$1] } }
    var averages = Averages(
      values: members.map { metric.value(engine.summary, groups: $0, depth: engine.context.depth) },
      lists: lists, contributing: lists, quotients: groups.map { _ in (nil, nil) })
    averages.withoutInterval = .realisedValue
    averages.undefined = engine.measures.countsOverlap ? nil : .tooLarge
    return averages.measured(card, grouping: grouping, groups: groups, sizes: counts)
  }
}

extension Proportion {
  func adding(_ other: Proportion) -> Proportion {
    Proportion(successes: successes + other.successes, trials: trials + other.trials)
  }
}
