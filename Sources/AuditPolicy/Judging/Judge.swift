public import AuditRecord
import AuditStatistics

/// The one decision engine: requirements over stored numbers give findings.
///
/// It reads counts and nothing else, so a gate that holds only a record judges exactly as the audit did.
public struct Judge: Sendable {
  let evidence: Evidence

  /// Beyond this, critical values lose their meaning and then their digits.
  static let highestConfidence = 0.999_999

  /// A judge of this evidence.
  public init(evidence: Evidence) { self.evidence = evidence }

  /// A judge of a record.
  public init(record: Record) {
    evidence = Evidence(
      cards: record.metrics, groupings: record.groupings.map(\.grouping), stratifiers: record.stratifiers,
      estimates: record.estimates, dispersions: record.dispersions, summaries: record.summaries)
  }

  /// What is found for each requirement, and what could have been seen.
  public func judge(_ requirements: [Requirement]) -> (findings: [Finding], detectable: [Detectable]) {
    var findings: [Finding] = []
    var detectable: [Detectable] = []
    for requirement in requirements {
      for grouping in requirement.across {
        var outcomes = judge(requirement, grouping: grouping)
        // A requirement that nobody could be judged by must not pass unseen.
        if outcomes.isEmpty {
          outcomes = [FindingBuilder(requirement, grouping: grouping, card: nil).nobody()]
        }
        for outcome in outcomes {
          findings.append(outcome.finding)
          detectable.append(outcome.detectable)
        }
      }
    }
    return (findings, detectable)
  }

  private func judge(_ requirement: Requirement, grouping: [String]) -> [Outcome] {
    guard let card = evidence.cards.first(where: { $0.id == requirement.metric }) else {
      return [FindingBuilder(requirement, grouping: grouping, card: nil).couldNotRun("the record lacks this metric")]
    }
    let builder = FindingBuilder(requirement, grouping: grouping, card: card)
    guard requirement.confidence > 0, requirement.confidence <= Judge.highestConfidence, requirement.minimumCount >= 1
    else {
      return [builder.couldNotRun("its confidence or its minimum count is out of range")]
    }
    guard card.measure.isKnown else {
      return [builder.couldNotRun("this version does not know its kind of measure, “\(card.measure.rawValue)”")]
    }
    if card.measure == .average { return averages(builder, card: card) }
    if card.measure == .whole, card.parts.isEmpty { return [population(builder, card: card)] }
    if card.needs.contains(.strata) {
      guard !evidence.stratifiers.isEmpty else {
        return [builder.couldNotRun("the record compares within no strata")]
      }
      return evidence.stratifiers.flatMap { pooled(builder, stratifier: $0.column) }
    }
    if !card.parts.isEmpty || requirement.reference == .worstPair { return [wholeGrouping(builder)] }
    guard let family = evidence.family(requirement.metric, grouping: grouping) else {
      return [builder.couldNotRun("the record lacks this metric for this grouping")]
    }
    return requirement.compare == .value ? values(builder, family: family) : pairs(builder, family: family)
  }

  // MARK: the estimate itself

  private func values(_ builder: FindingBuilder, family: Evidence.Family) -> [Outcome] {
    let requirement = builder.requirement
    let eligible = family.proportions.map { $0.trials >= Double(requirement.minimumCount) }
    let alpha = 1 - requirement.confidence
    let power = Power(requirement: requirement, looks: eligible.count { $0 })
    let looks = Double(max(1, eligible.count { $0 }))
    return family.groups.indices.map { index in
      let proportion = family.proportions[index]
      guard let rate = proportion.estimate, eligible[index],
        let single = Wilson.interval(proportion, confidence: 1 - alpha),
        let wide = Wilson.interval(proportion, confidence: 1 - alpha / looks)
      else { return builder.tooSmall(family.groups[index], proportion, reference: nil, named: nil) }
      let (bounds, word) = requirement.decided(single: single, wide: wide)
      return builder.judged(
        family.groups[index], own: proportion, reference: nil, named: nil, value: rate, bounds: bounds, word: word,
        power: power, detectable: power.detectable(own: proportion, reference: nil, rivals: []))
    }
  }

  // MARK: a group and its comparison group

  private func pairs(_ builder: FindingBuilder, family: Evidence.Family) -> [Outcome] {
    let requirement = builder.requirement
    let least = Double(requirement.minimumCount)
    let choice = ReferenceChoice(
      rule: requirement.reference, groups: family.groups, proportions: family.proportions,
      minimumCount: requirement.minimumCount)
    let named = choice.described(rule: requirement.reference, groups: family.groups)
    var eligible = family.proportions.map { $0.trials >= least }
    var reference = FamilyVerdict.Reference.highest
    switch choice {
    case .target:
      return [builder.couldNotRun("a rate has no target")]
    case .none(let reason):
      return family.groups.indices.map {
        builder.tooSmall(family.groups[$0], family.proportions[$0], reference: nil, named: named, undefined: reason)
      }
    case .group(let index):
      switch requirement.reference {
      case .highest: reference = .highest
      case .lowest: reference = .lowest
      default: reference = .named(index)
      }
    case .overall, .complement:
      reference = choice == .overall ? .overall : .complement
      for index in eligible.indices {
        let others = ReferenceChoice.complement.proportion(for: index, among: family.proportions)
        eligible[index] = eligible[index] && (others?.trials ?? 0) >= least
      }
    }
    let claim: FamilyVerdict.Claim =
      switch requirement.threshold {
      case .atLeast(let limit): .atLeast(limit)
      case .atMost(let limit): .atMost(limit)
      case .between(let low, let high): .between(low, high)
      }
    let verdict = FamilyVerdict(
      proportions: family.proportions, eligible: eligible,
      comparison: requirement.compare == .ratio ? .ratio : .difference, reference: reference, claim: claim,
      confidence: requirement.confidence)
    let power = Power(requirement: requirement, looks: eligible.count { $0 })
    return family.groups.indices.compactMap { index in
      let group = family.groups[index]
      let own = family.proportions[index]
      // The comparison group has no finding of its own, unless it is the only group that is large enough.
      if choice == .group(index) { return nil }
      let other = choice.proportion(for: index, among: family.proportions)
      guard let found = verdict.findings[index] else {
        return builder.tooSmall(group, own, reference: other, named: named)
      }
      let value = ReferenceChoice.disparity(requirement.compare, group: own, reference: other)
      let word: VerdictWord =
        switch found.decision {
        case .met: .met
        case .notMet: .notMet
        case .cannotTell: .cannotTell
        }
      return builder.judged(
        group, own: own, reference: other, named: named, value: try? value.get(), bounds: found.bounds, word: word,
        power: power, undefined: value.missing,
        detectable: power.detectable(
          own: own, reference: other,
          rivals: eligible.indices.filter { eligible[$0] && $0 != index }.map { family.proportions[$0] }))
    }
  }

  // MARK: one number for a whole grouping

  private func wholeGrouping(_ builder: FindingBuilder) -> Outcome {
    let requirement = builder.requirement
    guard let card = builder.card else { return builder.couldNotRun("the record lacks this metric") }
    let families = (card.parts.isEmpty ? [card.id] : card.parts).compactMap {
      evidence.family($0, grouping: builder.grouping)
    }
    guard families.count == max(1, card.parts.count), families.allSatisfy({ $0.groups == families[0].groups }) else {
      return builder.couldNotRun("the record lacks this metric for this grouping")
    }
    return builder.whole(
      GroupingSummary(
        card: card, families: families, comparison: requirement.compare, reference: requirement.reference,
        minimumCount: requirement.minimumCount, level: requirement.confidence))
  }

  // MARK: pooled over strata

  private func pooled(_ builder: FindingBuilder, stratifier: String) -> [Outcome] {
    let requirement = builder.requirement
    let strata = evidence.strata(requirement.metric, grouping: builder.grouping, stratifier: stratifier)
    if strata.isEmpty, evidence.family(requirement.metric, grouping: builder.grouping) != nil { return [] }
    guard let groups = strata.first?.groups, strata.allSatisfy({ $0.groups == groups }) else {
      return [builder.couldNotRun("the record lacks the strata of this metric", stratifier: stratifier)]
    }
    let crude = groups.indices.map { index in
      Proportion(
        successes: strata.reduce(0) { $0 + $1.proportions[index].successes },
        trials: strata.reduce(0) { $0 + $1.proportions[index].trials })
    }
    let everybody = builder.card?.crude.flatMap { evidence.family($0, grouping: builder.grouping) }
    let choiceBase = everybody.flatMap { $0.groups == groups ? $0.proportions : nil } ?? crude
    let choice = ReferenceChoice(
      rule: requirement.reference, groups: groups, proportions: choiceBase, minimumCount: requirement.minimumCount)
    let named = choice.described(rule: requirement.reference, groups: groups)
    let least = Double(requirement.minimumCount)
    let eligible = crude.count { $0.trials >= least }
    let power = Power(requirement: requirement, looks: eligible)
    let members = groups.indices.filter { crude[$0].trials >= least }
    return groups.indices.compactMap { index in
      let group = groups[index]
      if choice == .group(index) { return nil }
      let other = choice.proportion(for: index, among: crude)
      let shown = choice.proportion(for: index, among: choiceBase)
      if case .none(let reason) = choice {
        return builder.tooSmall(
          group, crude[index], reference: other, named: named, undefined: reason, stratifier: stratifier)
      }
      guard crude[index].trials >= least, (other?.trials ?? 0) >= least, eligible >= 2 else {
        return builder.tooSmall(group, crude[index], reference: other, named: named, stratifier: stratifier)
      }
      let pooling = PooledComparison(choice: choice, group: index, strata: strata.map(\.proportions))
      let value = pooling.value(requirement.compare)
      if let reason = value.missing, reason != .zeroReference {
        return builder.tooSmall(
          group, crude[index], reference: other, named: named, undefined: reason, stratifier: stratifier)
      }
      guard let pooled = try? value.get(), let critical = power.critical,
        let plain = pooling.interval(requirement.compare, confidence: confidence(critical.single))
      else {
        return builder.judged(
          group, own: choiceBase[index], reference: shown, named: named, value: try? value.get(), bounds: nil,
          word: .cannotTell, power: power, undefined: value.missing, stratifier: stratifier)
      }
      let pairs = PooledPairs(
        strata: strata.map(\.proportions), comparison: requirement.compare, group: index, choice: choice,
        members: members)
      let limits = pairs.limits(
        reference: requirement.reference, single: confidence(critical.single), family: confidence(critical.family))
      let (bounds, word) = requirement.decided(single: limits.single, wide: limits.wide)
      return builder.judged(
        group, own: choiceBase[index], reference: shown, named: named, value: pooled, bounds: bounds, word: word,
        power: power, stratifier: stratifier,
        detectable: power.detectable(pooled: plain, confidence: confidence(critical.single)))
    }
  }

  /// The two-sided confidence whose critical value is `z`.
  private func confidence(_ z: Double) -> Double { 1 - 2 * Normal.upperTail(z) }
}

extension Requirement {
  /// Met by the plain interval, not met by the one that is adjusted for looking at every group.
  func decided(
    single: ConfidenceInterval, wide: ConfidenceInterval
  ) -> (bounds: ConfidenceInterval, word: VerdictWord) {
    var claim = threshold
    if case .atMost(let limit) = claim, compare == .difference { claim = .between(-limit, limit) }
    switch claim {
    case .atLeast(let limit):
      let bounds = ConfidenceInterval(lower: single.lower, upper: wide.upper)
      return (bounds, bounds.lower >= limit ? .met : bounds.upper < limit ? .notMet : .cannotTell)
    case .atMost(let limit):
      let bounds = ConfidenceInterval(lower: wide.lower, upper: single.upper)
      return (bounds, bounds.upper <= limit ? .met : bounds.lower > limit ? .notMet : .cannotTell)
    case .between(let low, let high):
      if single.lower >= low, single.upper <= high { return (single, .met) }
      return (wide, wide.upper < low || wide.lower > high ? .notMet : .cannotTell)
    }
  }
}

extension Result where Failure == Missing {
  /// The reason of a failure.
  var missing: UndefinedReason? {
    if case .failure(let missing) = self { missing.reason } else { nil }
  }
}
