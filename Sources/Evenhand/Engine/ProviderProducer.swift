import AuditData
import AuditMetrics
import AuditNumerics
import AuditPolicy
import AuditRecord
import AuditStatistics

/// The numbers about groups of items, for one column of them.
struct ProviderProducer: Producer {
  private let engine: ListProducer
  private let axis: Int
  private let grouping: [String]
  private let layout: ProviderAxis
  private let sample: ClusterSample
  /// Groups that hold an item, in the order of their bytes, as codes of the axis.
  private let codes: [Int]
  private let groups: [[Label]]

  init(engine: ListProducer, axis: Int, grouping: [String]) {
    self.engine = engine
    self.axis = axis
    self.grouping = grouping
    layout = engine.measures.axes[axis]
    sample = engine.summary.axes[axis].sample
    let labels = engine.context.items.axes[axis].labels
    let amounts = engine.measures.catalogue.axes[axis].amounts
    codes = labels.indices.filter { amounts[$0] > 0 }.sorted { labels[$0] < labels[$1] }
    groups = codes.map { [labels[$0]] }
  }

  /// The lists, of which a person may have several.
  private var lists: Int { layout.isClustered ? engine.summary.lists : sample.count }

  private var counts: [Int] {
    let items = engine.measures.catalogue.axes[axis]
    var counts = Array(repeating: 0, count: items.groups)
    for code in items.codes { counts[Int(code)] += 1 }
    return codes.map { counts[$0] }
  }

  func measure(into set: inout MeasuredSet) {
    let counts = counts
    let outside = engine.context.items.memberships[axis].outside
    set.groupings.append(
      GroupingDescription(
        side: .providers, grouping: grouping, groups: zip(groups, counts).map { GroupSize(group: $0, count: $1) },
        unknown: engine.context.items.count - engine.measures.catalogue.axes[axis].known - outside, outside: outside))
    for card in set.cards {
      guard let metric = Catalogue.metric(named: card.id) else { continue }
      switch metric.kind {
      case .rate, .mapped, .function, .entropy, .logRatio, .composite, .score, .receiver, .unserved, .overlap, .slope,
        .separation, .honoured, .switchedBack, .settingShare, .counted,
        .whole:
        break
      case .provider(let metric):
        set.entries += average(metric, card, counts).map { [.family($0)] } ?? []
        if metric.channels == [.attention] { set.sensitivities += sensitivities(metric) }
      case .representation: set.entries.append(.family(representation(card, counts)))
      case .composition(let metric): set.entries += composition(metric, card).map { [.whole($0)] } ?? []
      case .average where card.needs.contains(.itemGroups):
        let number = engine.measures.averages.firstIndex { $0.metric.card.id == card.id && $0.axis == axis }
        set.entries.append(
          .whole(
            number.map {
              WholeNumber.average(
                card, grouping: grouping, sample: engine.summary.averages[$0].sample,
                isClustered: engine.measures.isClustered)
            } ?? WholeNumber.missing(card, grouping: grouping, lists: engine.summary.lists, .undefinedPart)))
      case .average: break
      }
    }
    set.profiles.append(profile)
  }

  // MARK: numbers of groups

  private func average(_ metric: any ProviderMetric, _ card: MetricCard, _ counts: [Int]) -> Measured? {
    let quotients = codes.compactMap { metric.quotient(of: $0, in: layout) }
    guard quotients.count == codes.count, let means = sample.moments.means else { return nil }
    let functions = quotients.map(\.function)
    let found = family(functions)
    let isPlain = metric.form == .plain
    var averages = Averages(
      values: found.values.map { $0.flatMap(metric.form.apply) }, lists: groups.map { _ in lists },
      contributing: codes.map { engine.summary.axisContributing[axis][layout.component(metric.channels[0], $0)] },
      quotients: quotients.map {
        isPlain ? ($0.numerator.value(at: means), $0.denominator.value(at: means)) : (nil, nil)
      })
    let (identity, logarithm) = (found.dispersion(on: .identity), found.dispersion(on: .logarithm))
    switch metric.form {
    case .plain: (averages.identity, averages.logarithm) = (identity, logarithm)
    case .change: averages.identity = identity
    case .logarithm: averages.identity = logarithm?.renamed(.identity)
    }
    if layout.isClustered {
      averages.people = codes.map { _ in sample.count }
    } else {
      let attention = engine.measures.attention.weights(length: layout.depth).reduce(0, +)
      averages.sampled = codes.map { code in
        metric.most(attention: attention, items: layout.items[code]).map {
          Sampled(people: lists, least: 0, most: $0)
        }
      }
    }
    let target = card.hasTarget ? layout.target.map { target in codes.map { target[$0] } } : nil
    let isFixed = engine.measures.fixedTargets[axis] != nil
    if let target {
      averages.targets = target.map { $0.value(at: means) }
      if !isFixed {
        averages.ratios = family(zip(functions, target).map { $0 / $1 }).dispersion(on: .logarithm)
        averages.differences = family(zip(functions, target).map { $0 - $1 }).dispersion(on: .identity)
      }
    }
    let replicates = engine.summary.bootstrap.map { bootstrap in
      ListReplicates(
        functions, form: metric.form, targets: isFixed ? nil : target, totals: bootstrap.axes[axis].totals,
        dimension: layout.dimension)
    }
    return averages.measured(card, grouping: grouping, groups: groups, sizes: counts, replicates: replicates)
  }

  /// How functions of the same lists vary together, or alone where there are too many to be compared with each other.
  private func family(_ functions: [MeanFunction]) -> ClusterFamily {
    groups.count <= GroupFamily.mostGroups
      ? ClusterFamily(functions, of: sample) : ClusterFamily(alone: functions, of: sample)
  }

  /// The exact test of each list, counted.
  private func representation(_ card: MetricCard, _ counts: [Int]) -> Measured {
    let isTested = !engine.measures.representation[axis].isEmpty
    let proportions = codes.map {
      isTested ? engine.summary.representation[axis][$0] : Proportion(successes: 0, trials: 0)
    }
    let targets = codes.map { code in engine.measures.fixedTargets[axis].map { $0[code] } }
    let missing = zip(codes, proportions).map { $1.estimate == nil ? untested($0) : nil }
    if isTested, layout.isClustered {
      let people = engine.summary.representationByPerson[axis].sample
      let tested = MeanFunction.mean(layout.groups)
      let shares = SharesOfLists(
        proportions, people: proportions.map { $0.trials > 0 ? people.count : 0 },
        variation: ClusterFamily(alone: codes.map { .mean($0) / tested }, of: people))
      if var measured = shares.measured(
        card, grouping: grouping, groups: groups, sizes: counts, targets: targets, missing: missing)
      {
        measured.uses = []
        return measured
      }
    }
    let numbers = proportions.indices.map { place in
      var number = GroupNumber(
        successes: proportions[place].successes, trials: proportions[place].trials, undefined: missing[place])
      number.target = targets[place]
      return number
    }
    return Measured(
      family: GroupFamily(card, counted: GroupNumbers(groups: groups, numbers: numbers)), grouping: grouping,
      sizes: counts, uses: [],
      onlyLists: zip(codes, proportions).map { code, proportion in
        proportion.trials == 1 ? Measured.OnlyList(test: exactTest(code)) : nil
      })
  }

  /// Why the exact test has no list to speak of.
  private func untested(_ code: Int) -> UndefinedReason {
    guard let target = engine.measures.fixedTargets[axis] else { return .undefinedPart }
    return target[code] > 0 && target[code] < 1 ? .noTestableList : .zeroTarget
  }

  /// The exact p-value of the only list, where no position is shared.
  private func exactTest(_ code: Int) -> TestResult? {
    guard let share = engine.measures.fixedTargets[axis]?[code], share > 0, share < 1 else { return nil }
    let amounts = engine.summary.rankPositions[axis]
    let length = engine.summary.reaching.lastIndex { $0 > 0 }.map { $0 + 1 } ?? 0
    let here = (0..<length).map { amounts[$0 * layout.groups + code] }
    guard here.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
    return RankedGroupRepresentation.surprise(here.map { $0 == 1 }, share: share).map {
      TestResult(name: .fairTopK, p: $0.pValue)
    }
  }

  // MARK: numbers of the grouping

  private func composition(_ metric: any CompositionMetric, _ card: MetricCard) -> SummaryResult? {
    guard let means = sample.moments.means else { return nil }
    let needsRanks = metric.channels.contains(.ranks) && !layout.channels.contains(.ranks)
    guard !needsRanks else {
      var summary = WholeNumber.missing(card, grouping: grouping, lists: lists, .undefinedPart)
      let ranks = engine.summary.rankPositions[axis].map { $0 / Double(max(1, sample.count)) }
      if ranks.count == engine.context.depth * layout.groups {
        var wide = ProviderAxis(
          groups: layout.groups, channels: layout.channels + [.ranks], items: layout.items,
          catalogue: layout.catalogue, depth: layout.depth, isClustered: layout.isClustered, target: layout.target)
        wide.target = layout.target
        summary.value = metric.value(of: ChannelMeans(wide, means + ranks))
      }
      if summary.value != nil { (summary.undefined, summary.withoutInterval) = (nil, .tooLarge) }
      return summary
    }
    let layout = layout
    let function = SmoothFunction { metric.value(of: ChannelMeans(layout, $0)) }
    guard let plain = function.value(at: means) else {
      return WholeNumber.missing(
        card, grouping: grouping, lists: lists, layout.target == nil ? .undefinedPart : .emptyDenominator)
    }
    let covariance = sample.moments.covariance
    let bias = covariance.map { matrix in
      let found = ChannelMeans(layout, means)
      return metric.bias(of: found, covariance: found.perList { matrix[$0, $1] / Double(sample.count) })
    }
    let estimate = ClusteredEstimate(function, of: sample, scale: .identity)
    var test: TestResult?
    if let departures = metric.departures(in: layout), let found = HotellingTest(departures, of: sample) {
      test = TestResult(
        name: .hotelling, statistic: found.statistic, degreesOfFreedom: found.numeratorDegrees, p: found.pValue)
    }
    return WholeNumber.summary(
      card, grouping: grouping, value: plain - (bias ?? 0), estimate: estimate, lists: lists, test: test)
  }

  // MARK: rank by rank

  private static let deepestProfile = 100

  private var profile: RankProfile {
    let attention = engine.summary.rankAttention[axis]
    let positions = engine.summary.rankPositions[axis]
    var reaching = engine.summary.reaching
    for rank in reaching.indices.dropLast().reversed() { reaching[rank] += reaching[rank + 1] }
    let depth = min(ProviderProducer.deepestProfile, reaching.lastIndex { $0 > 0 }.map { $0 + 1 } ?? 0)
    func shares(_ amounts: [Double]) -> [[Double]] {
      var sums = Array(repeating: 0.0, count: layout.groups)
      var result = codes.map { _ in [Double]() }
      for rank in 0..<depth {
        for group in 0..<layout.groups { sums[group] += amounts[rank * layout.groups + group] }
        let total = sums.reduce(0, +)
        for (position, code) in codes.enumerated() {
          result[position].append(total > 0 ? min(1, sums[code] / total) : 0)
        }
      }
      return result
    }
    let means = sample.moments.means ?? []
    let target = layout.target.map { functions in codes.compactMap { functions[$0].value(at: means) } } ?? []
    let wanted = target.count == codes.count ? target.map { min(1, max(0, $0)) } : []
    return RankProfile(
      grouping: grouping, groups: groups, target: wanted, attention: shares(attention), positions: shares(positions),
      lists: Array(reaching.prefix(depth)), band: band(wanted, Array(reaching.prefix(depth))))
  }

  /// Where chance alone would leave the shares of positions, if every position were drawn by the target.
  private func band(_ target: [Double], _ lists: [Int]) -> RankBand? {
    guard !target.isEmpty else { return nil }
    let limits = AcceptanceBand.ranges(targets: target, lists: lists, level: Defaults.level)
    return RankBand(level: Defaults.level, lower: limits.lower, upper: limits.upper)
  }

  /// A number under the other model of attention.
  private func sensitivities(_ metric: any ProviderMetric) -> [Sensitivity] {
    let amounts = engine.summary.alternative[axis]
    let total = amounts.reduce(0, +)
    return zip(codes, groups).map { code, group in
      Sensitivity(
        metric: metric.card.id, grouping: grouping, group: group, attention: engine.measures.alternative.name,
        value: metric.value(
          attention: amounts[code], of: total, items: layout.items[code], lists: Double(engine.summary.lists)))
    }
  }
}

extension ClusterDispersion {
  /// The same numbers, read as those of the logarithms themselves.
  func renamed(_ scale: EstimateScale) -> ClusterDispersion? {
    ClusterDispersion(
      scale: scale, groups: groups, covariance: covariance, degreesOfFreedom: degreesOfFreedom,
      isIndependent: isIndependent, method: method)
  }
}

extension QuotientForm {
  /// The estimate that a quotient gives; nil where it has none.
  fileprivate func apply(_ quotient: Double) -> Double? {
    switch self {
    case .plain: quotient
    case .change: quotient - 1
    case .logarithm: EstimateScale.logarithm.apply(quotient)
    }
  }
}
