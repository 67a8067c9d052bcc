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
  /// The finest groups of people of no group, by reason.
  private let leftOut: [(reason: LeftOutReason, finest: [Int])]

  init(engine: ListProducer, people: People, grouping: [String]) {
    self.engine = engine
    self.people = people
    self.grouping = grouping
    let axes = engine.context.users.axes
    let positions = grouping.compactMap { name in axes.firstIndex { $0.name == name } }
    var found: [[Int32]: [Int]] = [:]
    var (unknown, beyond): ([Int], [Int]) = ([], [])
    for (finest, tuple) in engine.measures.receivers.tuples.enumerated() where people.known[finest] > 0 {
      let key = positions.map { tuple[$0] }
      if key.contains(DecisionLayout.unknown) {
        unknown.append(finest)
      } else if key.contains(DecisionLayout.outside) {
        beyond.append(finest)
      } else {
        found[key, default: []].append(finest)
      }
    }
    let named = found.map { key, finest in
      (group: zip(positions, key).map { axes[$0].labels[Int($1)] }, finest: finest)
    }.sorted { $0.group.lexicographicallyPrecedes($1.group) }
    groups = named.map(\.group)
    members = named.map(\.finest)
    leftOut = [(.unknownGroup, unknown), (.outsideBins, beyond)]
  }

  /// People of no group, by reason as in ``leftOut``.
  private var leftOutPeople: [Int] { leftOut.map { $0.finest.reduce(0) { $0 + people.known[$1] } } }

  private var counts: [Int] { members.map { $0.reduce(0) { $0 + people.known[$1] } } }

  func measure(into set: inout MeasuredSet) {
    let counts = counts
    set.groupings.append(
      GroupingDescription(
        side: .receivers, grouping: grouping,
        groups: zip(groups, counts).map { GroupSize(group: $0, count: $1) }, unknown: leftOutPeople[0],
        outside: leftOutPeople[1]))
    set.warnings += [withoutLists].compactMap(\.self)
    for card in set.cards {
      guard let metric = Catalogue.metric(named: card.id) else { continue }
      switch metric.kind {
      case .rate, .mapped, .function, .entropy, .logRatio, .composite, .score, .provider, .composition, .average,
        .whole, .representation, .separation, .counted:
        break
      case .receiver:
        guard let number = engine.measures.receiverMetrics.firstIndex(where: { $0.card.id == card.id }) else {
          continue
        }
        if card.measure == .proportion {
          let counted = engine.summary.proportions[number]
          leaveOut(card, into: &set, unknown: engine.unknownLists) { finest in
            let rate = finest.reduce(Proportion(successes: 0, trials: 0)) { $0.adding(counted[$1]) }
            return Completions(counted: rate.successes, uncounted: rate.trials - rate.successes)
          }
          let proportions = members.map { finest in
            finest.reduce(Proportion(successes: 0, trials: 0)) { $0.adding(counted[$1]) }
          }
          set.entries.append(.family(repeated(card, number, proportions) ?? shares(card, proportions)))
        } else {
          leaveOut(card, into: &set, unknown: engine.unknownLists) { finest in
            Completions(
              either: Double(finest.reduce(0) { $0 + lists(of: engine.summary.receivers[number][$1].sample) }))
          }
          set.entries += averages(card, number).map { [.family($0)] } ?? []
        }
      case .unserved:
        guard !people.recipients.isEmpty else { continue }
        leaveOut(card, into: &set) { finest in
          let (all, missed) = finest.reduce((0, 0)) { ($0.0 + people.recipients[$1], $0.1 + people.missed[$1]) }
          return Completions(counted: Double(missed), uncounted: Double(all - missed))
        }
        set.entries.append(
          .family(
            shares(
              card,
              members.map { finest in
                Proportion(
                  successes: Double(finest.reduce(0) { $0 + people.missed[$1] }),
                  trials: Double(finest.reduce(0) { $0 + people.recipients[$1] }))
              })))
      case .slope:
        guard engine.plan.controls.map({ grouping.contains($0.setting) }) ?? false else { continue }
        leaveOut(card, into: &set) { finest in
          Completions(
            either: Double(
              finest.reduce(0) { $0 + (engine.measures.kinds == nil ? 0 : engine.summary.mixes[$1].count) }))
        }
        set.entries += slopes(card).map { [.family($0)] } ?? []
      case .honoured:
        guard let log = ServedPeople(engine) else { continue }
        leaveOut(card, into: &set) { finest in
          Completions(either: Double(finest.reduce(0) { $0 + log.samples[$1].count }))
        }
        set.entries += honoured(card, log).map { [.family($0)] } ?? []
      case .switchedBack:
        guard let log = ServedPeople(engine) else { continue }
        let counted = { (finest: [Int]) in
          finest.reduce(Proportion(successes: 0, trials: 0)) { $0.adding(log.back[$1]) }
        }
        leaveOut(card, into: &set) { finest in
          let rate = counted(finest)
          return Completions(counted: rate.successes, uncounted: rate.trials - rate.successes)
        }
        set.entries.append(.family(shares(card, members.map(counted))))
      case .settingShare: settingShare(card, into: &set)
      case .overlap(let metric): set.entries += overlap(metric, card).map { [.family($0)] } ?? []
      }
    }
  }

  /// The group of which more have no list than of all others, where no requirement asks who received nothing.
  private var withoutLists: DataWarning? {
    let asked = engine.plan.requirements.contains {
      if case .unserved = Catalogue.metric(named: $0.metric)?.kind { $0.across.contains(grouping) } else { false }
    }
    guard grouping.count == 1, !asked, !people.recipients.isEmpty else { return nil }
    let sizes = zip(groups, members).map { group, finest in
      GroupSize(group: group, count: finest.reduce(0) { $0 + people.recipients[$1] })
    }
    let counts = Dictionary(
      uniqueKeysWithValues: zip(groups, members).map { ($0, Double($1.reduce(0) { $0 + people.missed[$1] })) })
    return DataWarning.furthest(counts, of: sizes.filter { $0.count > 0 }).map {
      DataWarning(
        .missingApart, table: "users", role: LeftOutReason.noList.rawValue, grouping: grouping, group: $0.group,
        units: Int(bounded: $0.missing), share: $0.share)
    }
  }

  /// Notes who is of no group, and those whose rows were left out since they are in no table of users: about as many as
  /// have as many rows as others.
  private func leaveOut(
    _ card: MetricCard, into set: inout MeasuredSet, unknown: Int? = nil, completions: ([Int]) -> Completions
  ) {
    func add(_ reason: LeftOutReason, _ completions: Completions) {
      guard completions.total > 0 else { return }
      set.leftOut.append(
        LeftOut(metric: card.id, grouping: grouping, group: nil, reason: reason, completions: completions))
    }
    for (reason, finest) in leftOut { add(reason, completions(finest)) }
    add(.unknownUser, Completions(either: Double(unknown ?? engine.unknownUsers)))
  }

  /// People who have one of the levels that count, among those of the group whose level is known.
  private func settingShare(_ card: MetricCard, into set: inout MeasuredSet) {
    let axes = engine.context.users.axes
    guard let setting = engine.plan.controls?.setting, !grouping.contains(setting),
      let axis = axes.firstIndex(where: { $0.name == setting })
    else { return }
    let counted = engine.plan.countedLevels.compactMap { axes[axis].labels.firstIndex(of: $0) }.map { Int32($0) }
    let level = { (finest: Int) in engine.measures.receivers.tuples[finest][axis] }
    let isKnown = { (finest: Int) in level(finest) != DecisionLayout.unknown && level(finest) != DecisionLayout.outside
    }
    func rate(_ finest: [Int]) -> Proportion {
      finest.filter(isKnown).reduce(Proportion(successes: 0, trials: 0)) { sum, finest in
        let people = Double(people.known[finest])
        return sum.adding(Proportion(successes: counted.contains(level(finest)) ? people : 0, trials: people))
      }
    }
    func withoutLevel(_ finest: [Int]) -> Double {
      Double(finest.reduce(0) { isKnown($1) ? $0 : $0 + people.known[$1] })
    }
    leaveOut(card, into: &set) { finest in
      let rate = rate(finest)
      return Completions(
        counted: rate.successes, uncounted: rate.trials - rate.successes, either: withoutLevel(finest))
    }
    for (group, finest) in zip(groups, members) where withoutLevel(finest) > 0 {
      set.leftOut.append(
        LeftOut(
          metric: card.id, grouping: grouping, group: group, reason: .unknownLevel,
          completions: Completions(either: withoutLevel(finest))))
    }
    set.entries.append(.family(shares(card, members.map(rate))))
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

  /// The lists of a sample: a person is drawn, and a list is counted.
  private func lists(of sample: ClusterSample) -> Int {
    engine.measures.isClustered ? Int(bounded: sample.moments.sums.last ?? 0) : sample.count
  }

  /// Shares of lists, where people have several; nil where nobody has.
  private func repeated(_ card: MetricCard, _ number: Int, _ proportions: [Proportion]) -> Measured? {
    guard engine.measures.isClustered else { return nil }
    let samples = members.map { finest in
      finest.reduce(into: ClusterSample(dimension: 2)) { $0.merge(engine.summary.receivers[number][$1].sample) }
    }
    let share = MeanFunction.mean(0) / MeanFunction.mean(1)
    var shares = SharesOfLists(
      proportions, people: samples.map(\.count),
      variation: ClusterFamily(independent: samples.map { ($0, share) }))
    let isAsked = engine.plan.requirements.contains {
      $0.metric == card.id && $0.across.contains(grouping) && [.overall, .complement].contains($0.reference)
    }
    if isAsked {
      shares.others = samples.indices.map { group in
        let others = samples.indices.filter { $0 != group }
        return SharesOfLists(
          [others.reduce(Proportion(successes: 0, trials: 0)) { $0.adding(proportions[$1]) }],
          people: [others.reduce(0) { $0 + samples[$1].count }],
          variation: ClusterFamily(independent: [
            (others.reduce(into: ClusterSample(dimension: 2)) { $0.merge(samples[$1]) }, share)
          ])
        ).asOthers
      }
    }
    return shares.measured(card, grouping: grouping, groups: groups, sizes: counts)
  }

  /// Averages over lists.
  private func averages(_ card: MetricCard, _ number: Int) -> Measured? {
    let metric = engine.measures.receiverMetrics[number]
    let samples = members.map { finest -> ClusterSample in
      var sample = ClusterSample(dimension: engine.measures.dimension(of: metric))
      for code in finest { sample.merge(engine.summary.receivers[number][code].sample) }
      return sample
    }
    let family = ClusterFamily(
      independent: samples.map { (sample: $0, function: engine.measures.function(of: metric)) })
    let isQuotient = samples.map { !metric.isChange && $0.count > 0 }
    let lists = samples.map(lists)
    var averages = Averages(
      values: family.values, lists: lists,
      contributing: members.map { $0.reduce(0) { $0 + engine.summary.contributing[number][$1] } },
      quotients: zip(samples, isQuotient).enumerated().map { group, pair in
        pair.1 ? (pair.0.moments.sums[0], Double(lists[group])) : (nil, nil)
      }, identity: family.dispersion(on: .identity), logarithm: family.dispersion(on: .logarithm))
    if engine.measures.isClustered { averages.people = samples.map(\.count) }
    if !metric.isChange, !engine.measures.isClustered {
      averages.sampled = lists.map { Sampled(people: $0, least: card.least, most: card.most) }
    }
    let replicates = engine.summary.bootstrap.map {
      ListReplicates(members: members, component: 2 * number, isChange: metric.isChange, bootstrap: $0)
    }
    return averages.measured(card, grouping: grouping, groups: groups, sizes: counts, replicates: replicates)
  }

  /// How many requests keep the level in force; people are drawn.
  private func honoured(_ card: MetricCard, _ log: ServedPeople) -> Measured? {
    let samples = members.map { finest in
      finest.reduce(into: ClusterSample(dimension: 2)) { $0.merge(log.samples[$1]) }
    }
    let family = ClusterFamily(
      independent: samples.map { (sample: $0, function: MeanFunction.mean(0) / MeanFunction.mean(1)) })
    var averages = Averages(
      values: family.values, lists: samples.map(\.count),
      contributing: members.map { $0.reduce(0) { $0 + log.keeping[$1] } },
      quotients: samples.map { $0.count > 0 ? ($0.moments.sums[0], $0.moments.sums[1]) : (nil, nil) },
      identity: family.dispersion(on: .identity), logarithm: family.dispersion(on: .logarithm))
    // Where people have unequally many requests, one who was not met may have more of them than all others together.
    averages.sampled = zip(samples, members).map { sample, finest in
      let ranges = finest.compactMap { log.requests[$0] }
      let isEven = ranges.allSatisfy { $0.lowerBound == ranges[0].upperBound && $0.upperBound == $0.lowerBound }
      return isEven ? Sampled(people: sample.count, least: card.least, most: card.most) : nil
    }
    return averages.measured(card, grouping: grouping, groups: groups, sizes: counts)
  }

  /// How lists follow histories, at each level.
  private func slopes(_ card: MetricCard) -> Measured? {
    let found = members.map { finest -> WithinContextSlope? in
      guard let axis = engine.measures.kinds else { return nil }
      let kinds = engine.measures.catalogue.axes[axis].groups
      var sample = ContextSample(dimension: WithinContextSlope.dimension(kinds: kinds))
      for code in finest { sample.merge(engine.summary.mixes[code]) }
      return WithinContextSlope(sample)
    }
    let reasons = zip(found, members).map { slope, finest -> UndefinedReason? in
      guard let slope else { return .tooLarge }
      if !finest.contains(where: { people.withHistory[$0] > 0 }) { return .noHistory }
      if slope.people < HistorySlope.leastPeople { return .tooFewPeople }
      return slope.value == nil ? .noContrast : nil
    }
    let slopes = zip(found, reasons).map { $1 == nil ? $0 : nil }
    let spread = slopes.indices.filter { slopes[$0]?.estimate != nil }
    let estimates = spread.compactMap { slopes[$0]?.estimate }
    var averages = Averages(
      values: slopes.map { $0?.value }, lists: found.map { $0?.people ?? 0 },
      contributing: slopes.map { slope in
        slope.map { $0.estimate?.variance == 0 && $0.value == 0 ? 0 : $0.people } ?? 0
      }, quotients: groups.map { _ in (nil, nil) },
      identity: spread.isEmpty
        ? nil
        : ClusterDispersion(
          scale: .identity, groups: spread, covariance: estimates.map(\.variance),
          degreesOfFreedom: estimates.map(\.degreesOfFreedom), isIndependent: true,
          method: estimates.contains { $0.method == .delta } ? .delta : .jackknife))
    averages.reasons = reasons
    // Where nobody differs from what the others show, more people might mirror their history, or have no trace of it.
    averages.sampled = slopes.map { slope in
      guard let slope, slope.estimate?.variance == 0, (0...1).contains(slope.value ?? -1) else { return nil }
      return Sampled(people: slope.people, least: 0, most: 1)
    }
    var measured = averages.measured(card, grouping: grouping, groups: groups, sizes: counts)
    measured?.uses = .disparities
    return measured
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
