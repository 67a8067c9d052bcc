import AuditData
import AuditInputs
import AuditMetrics
import AuditNumerics
import AuditPolicy
import AuditRecord
import AuditStatistics

/// From the scores of the finest groups, or from another number that each person has, to numbers of groups. Scores stay here; what
/// leaves are numbers of whole groups.
struct ScoreProducer: Producer {
  let plan: Plan
  let decisions: DecisionColumns
  /// What the numbers say.
  let number: RowNumber
  let tables: GroupTables
  /// The scores of the finest groups of ``tables``.
  let scores: ScoreSummary
  /// Whether rows weigh differently or repeat people, of which nothing says how such numbers vary.
  let isSampled: Bool

  func measure(into set: inout MeasuredSet) {
    let metrics = wanted
    guard !metrics.isEmpty else { return }
    // Who received the favourable decision is no sample of everybody.
    let isSelective = set.outcomeKnown.contains(where: \.isSelective)
    let everybody = GroupScores.merged(scores.groups)
    let context = ScoreContext(everybody, range: range)
    set.cards += metrics.map { stated($0.card) }
    func measure(_ grouping: [String], _ metrics: [any ScoreMetric], into set: inout MeasuredSet) {
      let cards = metrics.map { stated($0.card) }
      let members = tables.members(of: grouping)
      let count = members.groups.count
      let summary = scores.regrouped(by: members.mapping, count: count)
      let table = ScoreTable(groups: summary.groups, context: context)
      let numbers = Parallel.map(metrics.count) { metric in
        let numbers = metrics[metric].numbers(of: table)
        let reason: UndefinedReason? =
          isSampled
          ? .needsUnweighted
          : isSelective && metrics[metric].card.needs.contains(.outcome) ? .outcomeOnlyAfterFavourable : nil
        guard let reason else { return numbers.map(\.withoutPersons) }
        return numbers.map {
          ScoreNumber(undefined: reason, people: $0.details.people, smallest: $0.details.smallest)
        }
      }
      let left = scores.regrouped(by: members.leftOut, count: GroupTables.Members.reasons.count)
      for ((metric, card), numbers) in zip(zip(metrics, cards), numbers) {
        set.leftOut += leftOut(metric, grouping, members.groups, table, left)
        guard let measured = measured(card, grouping, members.groups, sizes: members.sizes, numbers) else {
          continue
        }
        set.entries.append(.family(measured))
      }
    }
    for grouping in plan.measuredGroupings(.decisions) where !tables.sharePeople(grouping) {
      measure(grouping, metrics, into: &set)
    }
    // What sets a group against others is no number of everybody.
    set.addEverybody { measure([], metrics.filter { $0.card.references != [] }, into: &$0) }
  }

  private func measured(
    _ card: MetricCard, _ grouping: [String], _ groups: [[Label]], sizes: [Int], _ numbers: [ScoreNumber]
  ) -> Measured? {
    var uses: Measured.Uses = []
    if card.references != [] { uses.insert(.disparities) }
    if card.allows(.worstPair) { uses.insert(.worstPair) }
    guard card.measure == .average else {
      let counted = numbers.map { number -> GroupNumber in
        guard case .share(let share) = number.form else {
          return GroupNumber(successes: 0, trials: 0, undefined: number.undefined)
        }
        var counted = GroupNumber(successes: share.successes, trials: share.trials)
        counted.scored = number.details
        return counted
      }
      return Measured(
        family: GroupFamily(card, counted: GroupNumbers(groups: groups, numbers: counted)), grouping: grouping,
        sizes: sizes, uses: uses.union(.association))
    }
    let variances = numbers.map { number -> Double? in
      if case .mean(_, let variance) = number.form { variance } else { nil }
    }
    let isMean = numbers.contains { if case .mean = $0.form { true } else { false } }
    let people = numbers.map(\.details.people)
    let identity = dispersion(.identity, people, variances)
    let logarithm = dispersion(
      .logarithm, people,
      zip(numbers, variances).map { number, variance in
        number.value.flatMap { value in value > 0 ? variance.map { $0 / (value * value) } : nil }
      })
    let spread = Set(identity?.groups ?? [])
    let weights = GroupNumbers.weights(
      denominators: groups.map { _ in nil }, lists: people, hasSpread: groups.indices.map(spread.contains))
    let stated = zip(numbers, weights).map { number, weight in
      GroupNumber(
        number.value, undefined: number.undefined, scored: number.details,
        sampled: isMean ? Sampled(people: number.details.people, least: card.least, most: card.most) : nil,
        weight: weight)
    }
    guard
      let family = GroupFamily(
        card, numbers: GroupNumbers(groups: groups, numbers: stated), identity: isMean ? identity : nil,
        logarithm: isMean && (card.least ?? -1) >= 0 ? logarithm : nil)
    else { return nil }
    var measured = Measured(family: family, grouping: grouping, sizes: sizes, uses: uses)
    measured.tests = numbers.map(\.test)
    return measured
  }

  /// How means of independent people vary.
  private func dispersion(_ scale: EstimateScale, _ people: [Int], _ variances: [Double?]) -> ClusterDispersion? {
    let groups = variances.indices.filter { variances[$0] != nil && people[$0] > 1 }
    guard !groups.isEmpty else { return nil }
    return ClusterDispersion(
      scale: scale, groups: groups, covariance: groups.compactMap { variances[$0] },
      degreesOfFreedom: groups.map { Double(people[$0] - 1) }, isIndependent: true, method: .delta)
  }

  /// Who might belong to a number and is not counted in it, by group and reason.
  private func leftOut(
    _ metric: any ScoreMetric, _ grouping: [String], _ groups: [[Label]], _ table: ScoreTable, _ left: ScoreSummary
  ) -> [LeftOut] {
    func entry(_ reason: LeftOutReason, _ group: [Label]?, _ scores: GroupScores, isCounted: Bool) -> LeftOut? {
      let completions = metric.completions(of: scores, in: table, isCounted: isCounted)
      guard completions.total > 0 else { return nil }
      return LeftOut(
        metric: metric.card.id, grouping: grouping, group: group, reason: reason, completions: completions)
    }
    let unknown = zip(GroupTables.Members.reasons, left.groups).compactMap { reason, scores in
      entry(reason, nil, scores, isCounted: false)
    }
    return unknown
      + zip(groups, table.groups).flatMap { group, scores -> [LeftOut] in
        var (unscored, unobserved) = (GroupScores(), GroupScores())
        unscored.missing = scores.missing
        unobserved.others = scores.others
        return [
          entry(.missingOutcome, group, unobserved, isCounted: true),
          entry(reason, group, unscored, isCounted: true),
        ].compactMap(\.self)
      }
  }

  /// The range that the plan states of the numbers.
  private var range: ClosedRange<Double>? {
    switch number {
    case .score: decisions.score?.range
    case .amount: decisions.amount?.range
    case .error: nil
    }
  }

  /// The card with what the plan says of amounts: in what they are counted, and between what they lie.
  private func stated(_ card: MetricCard) -> MetricCard {
    guard number != .score else { return card }
    var card = card
    if let unit = decisions.amountUnit {
      card.name += " in \(unit)"
      card.counted += " in \(unit)"
    }
    if let range { (card.least, card.most) = (range.lowerBound, range.upperBound) }
    return card
  }

  /// Why somebody has no such number.
  private var reason: LeftOutReason {
    switch number {
    case .score: .missingScore
    case .amount: .missingAmount
    case .error: .missingPrediction
    }
  }

  private var wanted: [any ScoreMetric] {
    let ids = Set(plan.metrics)
    return Catalogue.all.compactMap { metric in
      guard ids.contains(metric.card.id), case .score(let score) = metric.kind, score.number == number else {
        return nil
      }
      return score
    }
  }
}

extension ScoreNumber {
  /// The same, or nothing where it would tell the scores of a few people.
  fileprivate var withoutPersons: ScoreNumber {
    let isOfScores =
      switch form {
      case .mean: true
      case .limited: details.bins != nil || details.own != nil || details.moments != nil || details.blocks != nil
      case .share, nil: false
      }
    guard isOfScores, min(details.people, details.others?.people ?? .max) < ScoreTable.fewestTogether else {
      return self
    }
    return ScoreNumber(undefined: .fewToTell, people: details.people, smallest: details.smallest)
  }
}
