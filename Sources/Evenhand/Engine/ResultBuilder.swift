import AuditNumerics
import AuditPolicy
import AuditRecord
import AuditStatistics

/// From what was measured to the rows of a record: estimates, dispersions, disparities with tests, summaries, associations.
struct ResultBuilder {
  private let requirements: [Requirement]
  private let smallest: SmallestCounts
  private let groupings: [[String]: GroupingDescription]

  /// The rows of a set, in its order.
  static func results(_ set: MeasuredSet, requirements: [Requirement]) -> AuditResults {
    let builder = ResultBuilder(
      requirements: requirements, smallest: SmallestCounts(requirements),
      groupings: Dictionary(set.groupings.map { ($0.grouping, $0) }) { first, _ in first })
    var results = AuditResults()
    results.cards = set.cards
    results.groupings = set.groupings
    results.stratifiers = set.stratifiers
    results.leftOut = set.leftOut
    results.outcomeKnown = set.outcomeKnown
    results.warnings = set.warnings
    results.profiles = set.profiles
    results.lorenz = set.lorenz
    results.sensitivities = set.sensitivities
    // The largest tables, intersections, come last and are taken first, so that no thread waits for another's.
    let count = set.entries.count
    let pieces = Parallel.map(count) { builder.piece(set.entries[count - 1 - $0]) }
    var checks: [ReplicateCheck] = []
    for piece in pieces.reversed() {
      for check in piece.checks {
        var moved = check
        for index in moved.targets.indices { moved.targets[index].row += results.disparities.count }
        checks.append(moved)
      }
      results.estimates += piece.estimates
      results.smallGroups += piece.smallGroups
      results.dispersions += piece.dispersions
      results.disparities += piece.disparities
      results.summaries += piece.summaries
      results.associations += piece.associations
    }
    adjust(&results.disparities)
    ReplicateCheck.annotate(&results.disparities, checks)
    return results
  }

  private struct Piece: Sendable {
    var estimates: [Estimate] = []
    var smallGroups: [SmallGroups] = []
    var dispersions: [Dispersion] = []
    var disparities: [Disparity] = []
    var summaries: [SummaryResult] = []
    var associations: [Association] = []
    var checks: [ReplicateCheck] = []
  }

  private func settings(
    _ card: MetricCard, _ grouping: [String], sharePeople: Bool = false
  ) -> [ComparisonSetting] {
    ComparisonSetting.all(for: card, grouping: grouping, requirements: requirements, sharePeople: sharePeople)
  }

  /// People of groups of a grouping.
  private func sizes(_ grouping: [String]) -> ([[Label]]) -> [Int] {
    { [groupings] groups in groupings[grouping]?.sizes(of: groups) ?? groups.map { _ in 0 } }
  }

  private func piece(_ entry: MeasuredSet.Entry) -> Piece {
    var piece = Piece()
    switch entry {
    case .family(var measured):
      // Counts alone say nothing of how well a sample knows its small groups.
      if measured.family.isCounted, !measured.family.isSampled, measured.family.card.map == nil {
        measured.isSmall = smallest.small(measured.sizes, grouping: measured.grouping, stratum: measured.stratum)
      }
      let card = measured.family.card
      let settings = settings(card, measured.grouping, sharePeople: measured.family.sharePeople)
      piece.estimates = measured.estimates
      piece.smallGroups = measured.smallGroups
      // What nobody is compared with needs no spread on the scale of ratios.
      piece.dispersions =
        measured.grouping.isEmpty ? measured.dispersions.filter { $0.scale == .identity } : measured.dispersions
      if measured.uses.contains(.disparities) {
        let rows = DisparityRows(measured, sizes: sizes(measured.grouping))
        for setting in settings where setting.reference != .worstPair {
          rows.append(setting, to: &piece.disparities, checks: &piece.checks)
        }
      }
      if measured.uses.contains(.worstPair) {
        let wanted = settings.map { $0.with(reference: .worstPair) }
        piece.summaries = summaries(
          card, [measured.family], wanted, grouping: measured.grouping, stratum: measured.stratum)
      }
      if measured.uses.contains(.association), let rates = measured.family.evidence as? ProportionEvidence {
        piece.associations = Self.association(card, measured.grouping, stratifier: nil, [rates.proportions])
      }
    case .composite(let card, let families, let grouping, let stratum):
      piece.summaries = summaries(
        card, families, settings(card, grouping), grouping: grouping, stratum: stratum)
    case .pooled(var pooled):
      pooled.isSmall = smallest.small(
        pooled.crude.numbers.map { $0.basis?.size ?? 0 }, grouping: pooled.grouping, stratum: nil)
      let sizes = sizes(pooled.grouping)
      piece.disparities = settings(pooled.card, pooled.grouping).flatMap { pooled.rows($0, sizes: sizes) }
      piece.associations = Self.association(
        pooled.card, pooled.grouping, stratifier: pooled.stratifier, pooled.proportions)
    case .whole(let summary):
      piece.summaries = [summary]
    }
    return piece
  }

  /// Worst pairs, or composites, for each way of comparing once.
  private func summaries(
    _ card: MetricCard, _ families: [GroupFamily], _ settings: [ComparisonSetting], grouping: [String],
    stratum: Stratum?
  ) -> [SummaryResult] {
    var seen: Set<ComparisonSetting> = []
    return settings.filter { seen.insert($0).inserted }.map { setting in
      let summary = FamilySummary(
        card: card, families: families, comparison: setting.comparison, reference: setting.reference,
        minimumCount: setting.minimumCount, level: setting.level)
      let isListed = grouping.count < 2 || summary.skipped.count <= SmallGroups.most
      return SummaryResult(
        metric: card.id, grouping: grouping, comparison: setting.comparison,
        reference: ChosenReference(rule: setting.reference.word, group: setting.reference.labels),
        minimumCount: setting.minimumCount, level: setting.level, stratifier: stratum?.column, within: stratum?.within,
        value: summary.value, interval: summary.interval, groups: summary.groups, parts: summary.parts,
        skipped: isListed ? summary.skipped : [], skippedGroups: isListed ? nil : summary.skipped.count,
        undefined: summary.undefined)
    }
  }

  /// Does the rate differ between any of the groups: over everybody, or with a stratifier held constant?
  static func association(
    _ card: MetricCard, _ grouping: [String], stratifier: String?, _ strata: [[Proportion]]
  ) -> [Association] {
    GeneralizedCochranMantelHaenszel.test(strata: strata).map {
      [
        Association(
          metric: card.id, grouping: grouping, stratifier: stratifier,
          test: TestResult(
            name: .generalizedCochranMantelHaenszel, statistic: $0.statistic,
            degreesOfFreedom: Double($0.degreesOfFreedom), p: $0.p))
      ]
    } ?? []
  }

  /// Adjusts the p-values that no studentised range has adjusted, by Holm over all rows of one metric, comparison and
  /// reference on one grouping; strata are families of their own. Under the first two rules all groupings were one family.
  static func adjust(_ rows: inout [Disparity], rules: Rules = .current) {
    struct Family: Hashable {
      var metric: String
      var grouping: [String]?
      var comparison: Comparison
      var rule: ReferenceWord
      var named: [Label]?
      var minimumCount: Int
      var level: Double
      var stratifier: String?
      var within: String?
    }
    var families: [Family: [Int]] = [:]
    for (index, row) in rows.enumerated() where row.test?.p != nil && row.test?.adjusted == nil {
      let family = Family(
        metric: row.metric, grouping: rules.adjustExactly ? row.grouping : nil, comparison: row.comparison,
        rule: row.reference.rule,
        named: row.reference.rule == .group ? row.reference.group : nil, minimumCount: row.minimumCount,
        level: row.level, stratifier: row.stratifier, within: row.within)
      families[family, default: []].append(index)
    }
    for indices in families.values {
      let adjusted = Holm.adjust(indices.compactMap { rows[$0].test?.p })
      for (index, p) in zip(indices, adjusted) { rows[index].test?.adjusted = AdjustedP(method: .holm, p: p) }
    }
  }
}

extension Measured {
  /// One row a group, with its range.
  fileprivate var estimates: [Estimate] {
    let card = family.card
    return listed.map { index in
      let number = family.numbers.numbers[index]
      let only = onlyLists.isEmpty ? nil : onlyLists[index]
      let range = only == nil ? family.range(of: index, level: Defaults.level) : nil
      var estimate = Estimate(
        metric: card.id, grouping: grouping, group: family.groups[index], stratifier: stratum?.column,
        within: stratum?.within, value: number.value,
        interval: range,
        numerator: nil, denominator: nil, count: sizes[index], target: number.target,
        test: only?.test ?? (tests.isEmpty ? nil : tests[index]),
        undefined: number.undefined)
      estimate.scored = number.scored
      var isSingle = only != nil
      switch number.basis {
      case .counted(let successes, let trials, _):
        (estimate.numerator, estimate.denominator, estimate.sampling) = (successes, trials, number.sampling)
        estimate.others = number.others
      case .averaged(let lists, let contributing, _, let people):
        estimate.people = people
        (estimate.lists, estimate.contributing, estimate.sampled) = (lists, contributing, number.sampled)
        (estimate.numerator, estimate.denominator) = quotients[index]
        isSingle = lists < 2
      case .made(let people): estimate.denominator = Double(people)
      case .scored: estimate.sampled = number.sampled
      case nil: break
      }
      if number.value != nil, range == nil {
        estimate.withoutInterval =
          withoutInterval
          ?? (isSingle ? .singleList : family.withoutRange(index))
      }
      return estimate
    }
  }

  /// The counts of the groups that get no row.
  fileprivate var smallGroups: [SmallGroups] {
    guard !isSmall.isEmpty else { return [] }
    // A group that has nobody here says nothing by standing in the list.
    let groups = isSmall.indices.filter { isSmall[$0] && sizes[$0] > 0 }
    let shares = groups.map { family.numbers.numbers[$0].proportion }
    return [
      SmallGroups(
        metric: family.card.id, grouping: grouping, stratifier: stratum?.column, within: stratum?.within,
        groups: groups, numerators: shares.map(\.successes), denominators: shares.map(\.trials))
    ]
  }

  /// How estimates vary, as the record holds it.
  fileprivate var dispersions: [Dispersion] {
    family.dispersions.map { against, dispersion in
      var row = Dispersion(
        metric: family.card.id, grouping: grouping, groups: dispersion.groups.map { family.groups[$0] },
        against: against, scale: SpreadScale(dispersion.scale), covariance: dispersion.covariance,
        degreesOfFreedom: dispersion.degreesOfFreedom, isIndependent: dispersion.isIndependent,
        method: dispersion.method == .delta ? .delta : .jackknife)
      if let stratum { (row.stratifier, row.within) = (stratum.column, stratum.within) }
      return row
    }
  }
}

extension Pooled {
  fileprivate var proportions: [[Proportion]] { strata.map { $0.numbers.map(\.proportion) } }

  /// Every group set against its reference group, pooled; the crude numbers choose it.
  func rows(_ setting: ComparisonSetting, sizes: ([[Label]]) -> [Int]) -> [Disparity] {
    let groups = crude.groups
    let enough = crude.enough(setting.minimumCount)
    let choice = ReferenceChoice(
      rule: setting.reference, groups: groups, values: crude.numbers.map(\.value),
      eligible: zip(enough, setting.allowed(crude, sizes: sizes)).map { $0 && $1 })
    let named = choice.described(rule: setting.reference, groups: groups)
    let eligible = enough.count { $0 }
    let proportions = proportions
    return groups.indices.filter { isSmall.isEmpty || !isSmall[$0] }.map { group in
      var row = Disparity(
        metric: card.id, grouping: grouping, group: groups[group], reference: named, comparison: setting.comparison,
        minimumCount: setting.minimumCount, level: setting.level, stratifier: stratifier, within: "*", value: nil,
        referenceMinimum: setting.referenceMinimum)
      if case .none(let reason) = choice {
        row.undefined = reason
        return row
      }
      if choice == .group(group) {
        row.isReference = true
        row.value = setting.comparison.ideal
        return row
      }
      let pooling = PooledComparison(choice: choice, group: group, strata: proportions)
      switch pooling.value(setting.comparison) {
      case .failure(let missing): row.undefined = missing.reason
      case .success(let value):
        row.value = value
        row.interval = pooling.interval(setting.comparison, confidence: setting.level).map {
          Interval(
            lower: $0.lower, upper: $0.upper, level: setting.level,
            method: setting.comparison == .ratio ? .greenlandRobins : .sato)
        }
        row.test = pooling.test
        if setting.isChosenByData, eligible >= 2, let statistic = row.test?.statistic {
          row.test?.adjusted = AdjustedP(
            method: .tukey, p: TukeyAdjustment.p(statistic: statistic.squareRoot(), groups: eligible))
        }
      }
      return row
    }
  }
}
