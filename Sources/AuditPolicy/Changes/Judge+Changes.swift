import AuditRecord
import AuditStatistics

extension Judge {
  /// What is found of a demand that numbers are no worse than in the baseline.
  ///
  /// Met where the whole interval of the change for the better lies at −margin or above, at the plain critical value; not met
  /// where none of it does, adjusted for looking at all groups. The reference group is the baseline's, named in both; where
  /// another group is the reference now, the former one is judged against it.
  func changes(_ builder: FindingBuilder, card: MetricCard, _ rule: NoWorse) -> [Outcome] {
    guard let baseline = evidence.baseline else {
      return [builder.couldNotRun(because: "no baseline was given to compare with")]
    }
    if let obstacle = baseline.comparability.obstacle(metric: card.id, grouping: builder.grouping) {
      return [builder.couldNotRun(because: "the baseline is not comparable, since \(obstacle.words)")]
    }
    func place(_ stratifier: Label?) -> Place {
      Place(metric: card.id, grouping: builder.grouping, stratifier: stratifier)
    }
    guard card.needs.contains(.strata) else {
      return changes(builder.with(evidence.leftOut(place(nil))), rule, baseline.evidence)
    }
    guard !evidence.stratifiers.isEmpty else { return [builder.couldNotRun(.noStrata)] }
    return evidence.stratifiers.flatMap {
      changes(builder.holding($0.column).with(evidence.leftOut(place(Label($0.column)))), rule, baseline.evidence)
    }
  }

  private func changes(_ builder: FindingBuilder, _ rule: NoWorse, _ baseline: Evidence) -> [Outcome] {
    let requirement = builder.requirement
    func numbers(_ evidence: Evidence) -> JudgedNumbers {
      JudgedNumbers(
        requirement, grouping: builder.grouping, stratifier: builder.stratifier, evidence: evidence)
    }
    let (before, now) = (numbers(baseline), numbers(evidence))
    let judged = ChangeJudgement(builder, rule, before: before, now: now)
    guard !now.groups.isEmpty || !before.groups.isEmpty else { return [judged.outcome(of: nil)] }
    let gone = before.groups.filter { group in
      !now.groups.contains(group) && (try? before.side(of: group, against: before.reference).get()) != nil
    }
    let small = evidence.family(Place(metric: requirement.metric, grouping: builder.grouping)).map {
      builder.small($0.numbers)
    }
    return now.groups.enumerated().filter { small?.contains($0.offset) != true }.compactMap { _, group in
      // The reference group of both audits is set against nothing.
      group == before.reference && group == now.reference ? nil : judged.outcome(of: group)
    } + (small.map { builder.outcomes(of: $0, named: nil) } ?? [])
      + gone.map { builder.couldNotRun(because: "the group \(Words.group($0)) of the baseline is not in the data") }
  }
}

/// How changes of one requirement on one grouping are judged.
private struct ChangeJudgement {
  let builder: FindingBuilder
  let rule: NoWorse
  let before: JudgedNumbers
  let now: JudgedNumbers
  private let critical: CriticalValues
  private var requirement: Requirement { builder.requirement }

  init(_ builder: FindingBuilder, _ rule: NoWorse, before: JudgedNumbers, now: JudgedNumbers) {
    self.builder = builder
    self.rule = rule
    self.before = before
    self.now = now
    let groups = max(before.members, now.members)
    let confidence = builder.requirement.confidence
    critical =
      switch builder.requirement.reference {
      case .highest where groups >= 2, .lowest where groups >= 2:
        CriticalValues(confidence: confidence, groups: groups, reference: .highest)
      case .group where groups >= 2: CriticalValues(confidence: confidence, groups: groups, reference: .named(0))
      default: CriticalValues(confidence: confidence, numbers: groups)
      }
  }

  func outcome(of group: [Label]?) -> Outcome {
    let reference = group == before.reference ? now.reference : before.reference
    let named =
      requirement.compare == .value
      ? nil : ChosenReference(rule: requirement.reference.word, group: reference ?? requirement.reference.labels)
    switch (before.side(of: group, against: reference), now.side(of: group, against: reference)) {
    case (.success(let earlier), .success(let later)): return judged(group, named, earlier, later)
    case (_, .failure(let missing)): return lacking(group, named, missing.reason, isNow: true)
    case (.failure(let missing), _):
      guard missing.reason != .emptyGroup, missing.reason != .undefinedPart else {
        let who = group.map { "the group \(Words.group($0))" } ?? "this number"
        return builder.couldNotRun(because: "\(who) is not in the baseline")
      }
      return lacking(group, named, missing.reason, isNow: false)
    }
  }

  private func lacking(
    _ group: [Label]?, _ named: ChosenReference?, _ reason: UndefinedReason, isNow: Bool
  ) -> Outcome {
    let isLeftOut = reason == .belowShare
    return builder.outcome(
      group, named: named,
      verdict: isLeftOut ? .notApplicable : reason == .zeroReference ? .cannotTell : .notEnoughData,
      undefined: reason, notDetectable: reason, change: isLeftOut ? nil : FindingChange(baseline: nil, now: nil))
  }

  private func judged(
    _ group: [Label]?, _ named: ChosenReference?, _ earlier: Change.Side, _ later: Change.Side
  ) -> Outcome {
    let isSize = rule.worse == .apart && group != nil || rule.worse == .apart && requirement.compare == .value
    let change = Change(
      of: isSize ? .distance(from: requirement.centre) : .number, from: earlier, to: later)
    let isFall = rule.worse == .lower
    let value = isFall ? change.value : -change.value
    func better(_ z: Double) -> ConfidenceInterval {
      let limits = change.interval(z: z)
      return isFall ? limits : ConfidenceInterval(lower: -limits.upper, upper: -limits.lower)
    }
    let found = FamilyVerdict.Limits(single: better(critical.single), wide: better(critical.family))
      .finding(builder.claim, comparison: nil)
    var word = VerdictWord(found.decision)
    if requirement.decide == .point { word = builder.isSatisfied(by: value) ? .met : .notMet }
    let bounds = builder.leftOut(of: group, against: named, counted: word)
    if let bounds { word = requirement.leftOut?.verdict(bounds) ?? word }
    let isBounded = found.bounds.lower.isFinite || found.bounds.upper.isFinite
    return builder.outcome(
      group, named: named, verdict: word, value: value,
      interval: isBounded ? Interval(found.bounds, level: requirement.confidence, method: .mover) : nil,
      notDetectable: .changeHasNoPower, bounds: bounds,
      change: FindingChange(baseline: earlier.value, now: later.value))
  }
}

extension FindingBuilder {
  /// The check could not run, for a reason about the baseline.
  func couldNotRun(because reason: String) -> Outcome {
    outcome(
      nil, named: nil, verdict: .couldNotRun, notDetectable: .undefinedPart, obstacle: .noBaseline(reason),
      change: FindingChange(baseline: nil, now: nil, reason: reason))
  }

  /// Who was left out of a group's number now, where that is asked; ends are not looked for.
  func leftOut(of group: [Label]?, against named: ChosenReference?, counted: VerdictWord) -> FindingBounds? {
    let place = Place(metric: requirement.metric, grouping: grouping, stratifier: stratifier.map { Label($0) })
    let numbers =
      stratifier == nil
      ? self.numbers.numbers(at: place)
      : card.flatMap { self.numbers.pooled($0, grouping: grouping, stratifier: stratifier ?? "")?.counted }
    guard let group, let numbers, let card, let index = numbers.index(of: group) else { return nil }
    let other = named?.group.flatMap(numbers.index(of:))
    let choice: ReferenceChoice? =
      switch requirement.reference {
      case .overall: .overall
      case .complement: .complement
      default: other.map { .group($0) }
      }
    return bounds(GroupFamily(card, counted: numbers), index, choice, counted: counted)
  }
}
