import AuditData
import AuditMetrics
import AuditNumerics
import AuditPolicy
import AuditRecord
import AuditStatistics

/// The numbers about groups of items, for one column of them.
struct ProviderResults {
  private let engine: ListEngine
  private let axis: Int
  private let grouping: [String]
  private let layout: ProviderAxis
  private let sample: ClusterSample
  /// Groups that hold an item, in the order of their bytes, as codes of the axis.
  private let codes: [Int]
  private let groups: [[Label]]

  init(engine: ListEngine, axis: Int, grouping: [String]) {
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

  private var counts: [Int] {
    let items = engine.measures.catalogue.axes[axis]
    var counts = Array(repeating: 0, count: items.groups)
    for code in items.codes { counts[Int(code)] += 1 }
    return codes.map { counts[$0] }
  }

  func append(to results: inout AuditResults) {
    let counts = counts
    results.groupings.append(
      GroupingDescription(
        side: .providers, grouping: grouping, groups: zip(groups, counts).map { GroupSize(group: $0, count: $1) },
        unknown: engine.context.items.count - engine.measures.catalogue.axes[axis].known))
    for card in results.cards where card.side == .providers {
      if let metric = Catalogue.providers.first(where: { $0.card.id == card.id }) {
        average(metric, card, counts, to: &results)
      } else if card.id == RankedRepresentation().card.id {
        representation(card, counts, to: &results)
      } else if let metric = Catalogue.compositions.first(where: { $0.card.id == card.id }) {
        composition(metric, card, to: &results)
      } else if let number = engine.measures.averages.firstIndex(where: {
        $0.metric.card.id == card.id && $0.axis == axis
      }) {
        results.summaries.append(
          PopulationResults.average(
            card, grouping: grouping, sample: engine.summary.averages[number].sample, level: DecisionEngine.level))
      } else if card.measure == .whole, card.needs.contains(.itemGroups), card.needs.contains(.target) {
        results.summaries.append(
          PopulationResults.missing(card, grouping: grouping, lists: engine.summary.lists, .undefinedPart))
      }
    }
    results.profiles.append(profile)
    results.sensitivities += sensitivities(results.cards)
  }

  // MARK: numbers of groups

  private func average(
    _ metric: any ProviderMetric, _ card: MetricCard, _ counts: [Int], to results: inout AuditResults
  ) {
    let quotients = codes.compactMap { metric.quotient(of: $0, in: layout) }
    guard quotients.count == codes.count, let means = sample.moments.means else { return }
    let functions = quotients.map(\.function)
    let isJoint = groups.count <= GroupFamily.mostGroups
    let family =
      isJoint
      ? ClusterFamily(functions, of: sample)
      : ClusterFamily(alone: functions, of: sample)
    let (values, dispersions) = formed(metric.form, family)
    let contributing = codes.map { engine.summary.axisContributing[axis][layout.component(metric.channels[0], $0)] }
    let targets: [Double?] =
      card.hasTarget
      ? codes.map { code in layout.target.flatMap { $0[code].value(at: means) } } : groups.map { _ in nil }
    let isPlain = metric.form == .plain
    let rows = AverageRows(
      card: card, grouping: grouping, groups: groups, counts: counts,
      lists: groups.map { _ in sample.count }, contributing: contributing, values: values,
      numerators: quotients.map { isPlain ? $0.numerator.value(at: means) : nil },
      denominators: quotients.map { isPlain ? $0.denominator.value(at: means) : nil }, targets: targets,
      dispersions: dispersions.map { (nil, $0) } + againstTarget(functions, card, isJoint: isJoint))
    let estimates = rows.estimates(level: DecisionEngine.level)
    results.estimates += estimates
    results.dispersions += rows.stored
    guard let average = rows.family(estimates) else { return }
    let settings = engine.settings(card, grouping)
    let isFixed = engine.measures.fixedTargets[axis] != nil
    let replicates = engine.summary.bootstrap.map { bootstrap in
      ListReplicates(
        functions, form: metric.form,
        targets: isFixed || !card.hasTarget ? nil : layout.target.map { target in codes.map { target[$0] } },
        totals: bootstrap.axes[axis].totals, dimension: layout.dimension)
    }
    results.disparities += AverageRows.disparities(
      average, card: card, grouping: grouping, settings: settings.filter { $0.reference != .worstPair },
      isJoint: isJoint, replicates: replicates)
    results.summaries += AverageRows.worstPairs(average, card: card, grouping: grouping, settings: settings)
  }

  /// The estimates and their dispersions in the form of the metric.
  private func formed(_ form: QuotientForm, _ family: ClusterFamily) -> ([Double?], [ClusterDispersion]) {
    let identity = family.dispersion(on: .identity)
    let logarithm = family.dispersion(on: .logarithm)
    switch form {
    case .plain: return (family.values, [identity, logarithm].compactMap { $0 })
    case .change: return (family.values.map { $0.map { $0 - 1 } }, [identity].compactMap { $0 })
    case .logarithm:
      let values = family.values.map { $0.flatMap { EstimateScale.logarithm.apply($0) } }
      return (values, [logarithm?.renamed(.identity)].compactMap { $0 })
    }
  }

  /// How ratios to, and differences from, a target vary that follows from the same lists.
  private func againstTarget(
    _ functions: [MeanFunction], _ card: MetricCard, isJoint: Bool
  ) -> [(against: String?, value: ClusterDispersion)] {
    guard card.hasTarget, engine.measures.fixedTargets[axis] == nil, let target = layout.target else { return [] }
    func dispersion(_ functions: [MeanFunction], _ scale: EstimateScale) -> ClusterDispersion? {
      let family =
        isJoint
        ? ClusterFamily(functions, of: sample)
        : ClusterFamily(alone: functions, of: sample)
      return family.dispersion(on: scale)
    }
    let ratios = zip(functions, codes).map { $0 / target[$1] }
    let differences = zip(functions, codes).map { $0 - target[$1] }
    return [dispersion(ratios, .logarithm), dispersion(differences, .identity)].compactMap { $0 }.map { ("target", $0) }
  }

  /// The exact test of each list, counted.
  private func representation(_ card: MetricCard, _ counts: [Int], to results: inout AuditResults) {
    let tables = engine.measures.representation[axis]
    for (position, code) in codes.enumerated() {
      let proportion =
        tables.isEmpty ? Proportion(successes: 0, trials: 0) : engine.summary.representation[axis][code]
      let isSingle = proportion.trials == 1
      var estimate = Estimate(
        metric: card.id, grouping: grouping, group: groups[position], value: proportion.estimate,
        interval: isSingle
          ? nil
          : Wilson.interval(proportion, confidence: DecisionEngine.level).map {
            Interval(lower: $0.lower, upper: $0.upper, level: DecisionEngine.level, method: "wilson")
          },
        numerator: proportion.successes, denominator: proportion.trials, count: counts[position],
        target: engine.measures.fixedTargets[axis].map { $0[code] },
        withoutInterval: isSingle ? .singleList : nil,
        undefined: proportion.estimate == nil ? untested(code) : nil)
      if isSingle { estimate.test = exactTest(code) }
      results.estimates.append(estimate)
    }
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
      TestResult(name: "fa-star-ir", p: $0.pValue)
    }
  }

  // MARK: numbers of the grouping

  private func composition(_ metric: any CompositionMetric, _ card: MetricCard, to results: inout AuditResults) {
    guard let means = sample.moments.means else { return }
    let needsRanks = metric.channels.contains(.ranks) && !layout.channels.contains(.ranks)
    guard !needsRanks else {
      var summary = PopulationResults.missing(card, grouping: grouping, lists: sample.count, .undefinedPart)
      let ranks = engine.summary.rankPositions[axis].map { $0 / Double(max(1, sample.count)) }
      if ranks.count == engine.context.depth * layout.groups {
        var wide = ProviderAxis(
          groups: layout.groups, channels: layout.channels + [.ranks], items: layout.items,
          catalogue: layout.catalogue, depth: layout.depth, target: layout.target)
        wide.target = layout.target
        summary.value = metric.value(of: ChannelMeans(wide, means + ranks))
      }
      if summary.value != nil { (summary.undefined, summary.withoutInterval) = (nil, .tooLarge) }
      results.summaries.append(summary)
      return
    }
    let layout = layout
    let function = SmoothFunction { metric.value(of: ChannelMeans(layout, $0)) }
    guard let plain = function.value(at: means) else {
      results.summaries.append(
        PopulationResults.missing(
          card, grouping: grouping, lists: sample.count, layout.target == nil ? .undefinedPart : .emptyDenominator))
      return
    }
    let covariance = sample.moments.covariance
    let bias = covariance.map { matrix in
      metric.bias(of: ChannelMeans(layout, means)) { matrix[$0, $1] / Double(sample.count) }
    }
    let estimate = ClusteredEstimate(function, of: sample, scale: .identity)
    var test: TestResult?
    if let departures = metric.departures(in: layout), let found = HotellingTest(departures, of: sample) {
      test = TestResult(
        name: "hotelling", statistic: found.statistic, degreesOfFreedom: found.numeratorDegrees, p: found.pValue)
    }
    results.summaries.append(
      PopulationResults.summary(
        card, grouping: grouping, value: plain - (bias ?? 0), estimate: estimate, lists: sample.count, test: test,
        level: DecisionEngine.level))
  }

  // MARK: rank by rank

  private static let deepestProfile = 100

  private var profile: RankProfile {
    let attention = engine.summary.rankAttention[axis]
    let positions = engine.summary.rankPositions[axis]
    var reaching = engine.summary.reaching
    for rank in reaching.indices.dropLast().reversed() { reaching[rank] += reaching[rank + 1] }
    let depth = min(ProviderResults.deepestProfile, reaching.lastIndex { $0 > 0 }.map { $0 + 1 } ?? 0)
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
    let limits = AcceptanceBand.ranges(targets: target, lists: lists, level: DecisionEngine.level)
    return RankBand(level: DecisionEngine.level, lower: limits.lower, upper: limits.upper)
  }

  /// Exposure under the other model of attention.
  private func sensitivities(_ cards: [MetricCard]) -> [Sensitivity] {
    let amounts = engine.summary.alternative[axis]
    let total = amounts.reduce(0, +)
    let lists = Double(engine.summary.lists)
    return cards.filter { [Exposure().card.id, ExposureShare().card.id].contains($0.id) }.flatMap { card in
      codes.enumerated().map { position, code in
        let value: Double? =
          card.id == Exposure().card.id
          ? (lists > 0 && layout.items[code] > 0 ? amounts[code] / lists / layout.items[code] : nil)
          : (total > 0 ? amounts[code] / total : nil)
        return Sensitivity(
          metric: card.id, grouping: grouping, group: groups[position], attention: engine.measures.alternative.name,
          value: value)
      }
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
