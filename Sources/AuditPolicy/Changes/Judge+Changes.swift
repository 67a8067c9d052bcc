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
    guard card.needs.contains(.strata) else { return changes(builder, rule, baseline) }
    guard !evidence.stratifiers.isEmpty else { return [builder.couldNotRun(.noStrata)] }
    return evidence.stratifiers.flatMap { changes(builder.holding($0.column), rule, baseline) }
  }

  private func changes(_ builder: FindingBuilder, _ rule: NoWorse, _ baseline: BaselineEvidence) -> [Outcome] {
    let requirement = builder.requirement
    let judged = ChangeJudgement(
      builder, rule, before: JudgedAudit(builder, baseline.evidence), now: JudgedAudit(builder, evidence),
      paired: baseline.paired)
    let (before, now) = (judged.before.numbers, judged.now.numbers)
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
      + gone.map {
        builder.couldNotRun($0, because: "the group \(Words.group($0)) of the baseline is not in the data")
      }
  }
}

/// One of the two audits of a change: its numbers, and who was left out of them.
private struct JudgedAudit {
  let evidence: Evidence
  let numbers: JudgedNumbers
  private let builder: FindingBuilder

  init(_ builder: FindingBuilder, _ evidence: Evidence) {
    let requirement = builder.requirement
    self.evidence = evidence
    numbers = JudgedNumbers(
      requirement, grouping: builder.grouping, stratifier: builder.stratifier, evidence: evidence)
    var own = FindingBuilder(
      requirement, grouping: builder.grouping, card: evidence.numbers.cards[requirement.metric], evidence: evidence)
    if let stratifier = builder.stratifier { own = own.holding(stratifier) }
    self.builder = own.with(
      evidence.leftOut(
        Place(
          metric: requirement.metric, grouping: builder.grouping, stratifier: builder.stratifier.map { Label($0) })))
  }

  /// Who was left out of a group's number, or of all groups where the number is about all; ends are not looked for.
  func leftOut(of group: [Label]?, against named: ChosenReference?, counted: VerdictWord) -> FindingBounds? {
    if let group { return builder.leftOut(of: group, against: named, counted: counted) }
    guard let card = builder.card, builder.requirement.leftOut != nil else { return nil }
    let places = (card.parts.isEmpty ? [card.id] : card.parts).map {
      Place(metric: $0, grouping: builder.grouping)
    }
    let families = places.compactMap(evidence.family)
    let tables = places.compactMap(evidence.leftOut)
    guard families.count == places.count, tables.count == places.count else { return nil }
    return LeftOutSummary(card: card, families: families, tables: tables, requirement: builder.requirement) { _ in
      counted
    }.bounds(counted)
  }
}

/// How changes of one requirement on one grouping are judged.
private struct ChangeJudgement {
  let builder: FindingBuilder
  let rule: NoWorse
  let before: JudgedAudit
  let now: JudgedAudit
  /// How two decisions about the same people agree; nil where the baseline is an earlier audit.
  let paired: PairedDecisions?
  private let critical: CriticalValues
  private var requirement: Requirement { builder.requirement }

  init(
    _ builder: FindingBuilder, _ rule: NoWorse, before: JudgedAudit, now: JudgedAudit, paired: PairedDecisions?
  ) {
    self.builder = builder
    self.paired = paired
    self.rule = rule
    self.before = before
    self.now = now
    let groups = max(before.numbers.members, now.numbers.members)
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
    let (before, now) = (before.numbers, now.numbers)
    let reference = group == before.reference ? now.reference : before.reference
    let named =
      requirement.compare == .value
      ? nil : ChosenReference(rule: requirement.reference.word, group: reference ?? requirement.reference.labels)
    switch (before.side(of: group, against: reference), now.side(of: group, against: reference)) {
    case (.success(let earlier), .success(let later)): return judged(group, named, earlier, later)
    case (_, .failure(let missing)): return lacking(group, named, missing.reason)
    case (.failure(let missing), _):
      let who = group.map { "the group \(Words.group($0))" } ?? "this number"
      switch missing.reason {
      case .emptyGroup, .undefinedPart:
        return builder.couldNotRun(group, because: "\(who) is not in the baseline")
      case .belowShare: return builder.couldNotRun(group, because: "\(who) was not compared in the baseline")
      default: return lacking(group, named, missing.reason)
      }
    }
  }

  /// A number that one of the audits lacks; only a group that is too small a share today is left out by the plan.
  private func lacking(_ group: [Label]?, _ named: ChosenReference?, _ reason: UndefinedReason) -> Outcome {
    let isLeftOut = reason == .belowShare
    return builder.outcome(
      group, named: named,
      verdict: isLeftOut ? .notApplicable : reason == .zeroReference ? .cannotTell : .notEnoughData,
      undefined: reason, notDetectable: reason, change: isLeftOut ? nil : FindingChange(baseline: nil, now: nil))
  }

  private func judged(
    _ group: [Label]?, _ named: ChosenReference?, _ earlier: Change.Side, _ later: Change.Side
  ) -> Outcome {
    // A gap between any two groups has no direction; everything else has a distance in both.
    let isSize = rule.worse == .apart && (group != nil || requirement.compare != .difference)
    let place = Place(
      metric: requirement.metric, grouping: builder.grouping, stratifier: builder.stratifier.map { Label($0) })
    let correlation =
      paired?.correlation(
        requirement, at: place, of: group, against: named?.group, before: before.evidence, now: now.evidence) ?? 0
    let change = Change(
      of: isSize ? .distance(from: requirement.centre) : .number, from: earlier, to: later, correlation: correlation)
    let isFall = rule.worse == .lower
    let value = isFall ? change.value : -change.value
    func better(_ z: Double) -> ConfidenceInterval {
      let limits = change.interval(z: z)
      return isFall ? limits : ConfidenceInterval(lower: -limits.upper, upper: -limits.lower)
    }
    let found = FamilyVerdict.Limits(single: better(critical.single), wide: better(critical.family))
      .finding(builder.claim, comparison: nil)
    var word = VerdictWord(found.decision)
    if requirement.decide == .point {
      // The last digits of a difference of two numbers decide nothing.
      let isAtMargin = (value + rule.margin).magnitude <= 1e-12 * max(1, earlier.value.magnitude, later.value.magnitude)
      word = isAtMargin || builder.isSatisfied(by: value) ? .met : .notMet
    }
    let bounds = [before, now].compactMap { $0.leftOut(of: group, against: named, counted: word) }
      .max { $0.share < $1.share }
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
  func couldNotRun(_ group: [Label]? = nil, because reason: String) -> Outcome {
    outcome(
      group, named: nil, verdict: .couldNotRun, notDetectable: .undefinedPart, obstacle: .noBaseline(reason),
      change: FindingChange(baseline: nil, now: nil, reason: reason))
  }

  /// Who was left out of a group's number, where that is asked.
  fileprivate func leftOut(of group: [Label], against named: ChosenReference?, counted: VerdictWord) -> FindingBounds? {
    let place = Place(metric: requirement.metric, grouping: grouping, stratifier: stratifier.map { Label($0) })
    let numbers =
      stratifier == nil
      ? self.numbers.numbers(at: place)
      : card.flatMap { self.numbers.pooled($0, grouping: grouping, stratifier: stratifier ?? "")?.counted }
    guard let numbers, let card, let index = numbers.index(of: group) else { return nil }
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
