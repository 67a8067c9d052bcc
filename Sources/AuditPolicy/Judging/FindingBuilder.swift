import AuditRecord
import AuditStatistics

/// A finding together with what could have been seen.
struct Outcome {
  var finding: Finding
  var detectable: Detectable
  /// What could have been seen, where that is still to be played.
  var played: PlayedFinding?
}

/// What was found about the number of one group.
struct Judged {
  let group: [Label]
  let named: ChosenReference?
  let value: Double?
  /// The bounds and the decision that they give; nil where there are none.
  var finding: FamilyVerdict.Finding?
  /// Why there is no number.
  var undefined: UndefinedReason?
  var detectable: MinimumDetectable?
  /// The power of a number about counts, which depends on the verdict.
  var played: ((VerdictWord) -> PlayedFinding?)?
  /// How the bounds were found, where the evidence does not say it.
  var method: MethodName?

  init(_ group: [Label], named: ChosenReference? = nil, value: Double?) {
    self.group = group
    self.named = named
    self.value = value
  }
}

/// Puts findings of one requirement on one grouping together.
struct FindingBuilder {
  let requirement: Requirement
  let grouping: [String]
  let card: MetricCard?
  let numbers: RecordNumbers
  /// The rules that judge.
  let rules: Rules
  private(set) var stratifier: String?
  /// Its value that is judged; nil where numbers are pooled over all.
  private var within: String?
  /// Who was left out of the numbers that are judged.
  var leftOut: LeftOutTable?

  /// The chance that statements about power speak of.
  static let power = 0.8

  init(_ requirement: Requirement, grouping: [String], card: MetricCard?, evidence: Evidence) {
    self.requirement = requirement
    self.grouping = grouping
    self.card = card
    numbers = evidence.numbers
    rules = evidence.rules
  }

  /// The same for numbers that are pooled over the strata of a column.
  func holding(_ stratifier: String) -> FindingBuilder {
    var copy = self
    copy.stratifier = stratifier
    return copy
  }

  /// The same within one level of the setting.
  func within(_ level: Label, of setting: String) -> FindingBuilder {
    var copy = holding(setting)
    copy.within = level.text
    return copy
  }

  /// The same, with those who were left out.
  func with(_ leftOut: LeftOutTable?) -> FindingBuilder {
    var copy = self
    copy.leftOut = leftOut
    return copy
  }

  var claim: FamilyVerdict.Claim {
    if requirement.signed == true, case .atMost(let limit) = requirement.threshold {
      return .between(-.infinity, limit)
    }
    return FamilyVerdict.Claim(requirement.threshold)
  }

  private var demand: Demand {
    if requirement.signed == true, case .atMost(let limit) = requirement.threshold {
      return Demand(limit: limit, direction: .atMost)
    }
    if case .between(let low, let high) = claim, rules.boundEveryComparison {
      return Demand(limit: low, direction: .atLeast, opposite: high)
    }
    return Demand(claim, comparison: requirement.compare.pair)
  }

  func outcome(
    _ group: [Label]?, named: ChosenReference?, verdict: VerdictWord, value: Double? = nil, interval: Interval? = nil,
    undefined: UndefinedReason? = nil, detectable: MinimumDetectable? = nil, notDetectable: UndefinedReason?,
    smallGroups: SmallGroupCount? = nil, summary: SummaryResult? = nil, bounds: FindingBounds? = nil,
    setBy: RangeSetters? = nil, obstacle: Obstacle? = nil, change: FindingChange? = nil
  ) -> Outcome {
    var finding = Finding(
      requirement: requirement.id, metric: requirement.metric, grouping: grouping, group: group, reference: named,
      comparison: requirement.judged, stratifier: stratifier, within: stratifier == nil ? nil : within ?? "*",
      verdict: verdict,
      value: value, interval: interval, threshold: requirement.threshold, severity: requirement.severity,
      sentence: "", smallGroups: smallGroups, undefined: undefined, bounds: bounds,
      setBy: setBy, undecided: requirement.undecided, change: change)
    var facts = obstacle == nil ? numbers.facts(of: finding, requirement: requirement) : FindingFacts()
    facts.summary = summary ?? facts.summary
    facts.obstacle = obstacle
    finding.sentence = Sentences.sentence(of: finding, requirement: requirement, card: card, facts: facts)
    return Outcome(
      finding: finding,
      detectable: Detectable(
        requirement: requirement.id, grouping: grouping, group: group, comparison: requirement.judged,
        power: FindingBuilder.power, shownNotMet: detectable?.shownNotMet, shownMet: detectable?.shownMet,
        undefined: detectable == nil ? notDetectable : nil))
  }

  /// The rule's name as the reference of a number that has no group.
  private var rule: ChosenReference {
    ChosenReference(rule: requirement.reference.word, group: requirement.reference.labels)
  }

  func isSatisfied(by value: Double) -> Bool {
    requirement.isSatisfied(by: value)
  }

  /// Which groups are judged, by their labels.
  func isJudged(_ group: [Label]) -> Bool {
    requirement.only.map { only in group.contains(where: only.contains) } ?? true
  }

  // MARK: nothing to judge

  /// The check could not run.
  func couldNotRun(_ obstacle: Obstacle) -> Outcome {
    outcome(nil, named: nil, verdict: .couldNotRun, notDetectable: .undefinedPart, obstacle: obstacle)
  }

  /// A group of which nothing can be said, for a reason that lies in the method.
  func undecided(_ group: [Label]?, _ reason: UndefinedReason, named: ChosenReference? = nil) -> Outcome {
    outcome(group, named: named, verdict: .cannotTell, undefined: reason, notDetectable: reason)
  }

  /// Fewer than two groups were seen, and none of them has a finding.
  func nobody() -> Outcome {
    outcome(
      nil, named: rule, verdict: .notEnoughData, undefined: .fewerThanTwoGroups, notDetectable: .fewerThanTwoGroups)
  }

  /// The groups of an intersection that rest on too little to be judged, where they are more than a reader can go through.
  func small(_ numbers: GroupNumbers) -> Small {
    guard rules.askWhoWasLeftOut, grouping.count > 1 else { return Small() }
    let few = numbers.numbers.map { $0.basis.map { $0.shortfall(requirement.minimumCount) != nil } ?? false }
    guard few.count(where: { $0 }) > SmallGroups.most else { return Small() }
    return Small(isSmall: few, people: zip(few, numbers.numbers).map { $0 ? $1.basis?.size ?? 0 : 0 }.together)
  }

  /// Groups that share one finding.
  struct Small {
    fileprivate var isSmall: [Bool] = []
    fileprivate var people = 0

    func contains(_ group: Int) -> Bool { !isSmall.isEmpty && isSmall[group] }
  }

  /// One finding about all small groups together; none where there are none.
  func outcomes(of small: Small, named: ChosenReference?) -> [Outcome] {
    guard !small.isSmall.isEmpty else { return [] }
    let reason = card?.measure == .average && card?.basis != .people ? UndefinedReason.tooFewLists : .tooFewPeople
    return [
      outcome(
        nil, named: named, verdict: .notEnoughData, undefined: reason, notDetectable: reason,
        smallGroups: SmallGroupCount(groups: small.isSmall.count { $0 }, people: small.people))
    ]
  }

  /// Too little on either side, or nothing to compare with.
  ///
  /// No number is shown: it would read as a result.
  func missing(
    _ family: GroupFamily, _ index: Int, named: ChosenReference?, undefined: UndefinedReason? = nil,
    choice: ReferenceChoice? = nil, against rival: Rival? = nil
  ) -> Outcome {
    let number = family.numbers.numbers[index]
    guard number.isCompared else { return notCompared(family.groups[index], named: named) }
    let isOfFew = number.basis?.shortfall(requirement.minimumCount) == .tooFewPeople
    var reason =
      family.isCounted ? undefined : undefined ?? number.undefined ?? (isOfFew ? .tooFewPeople : family.tooFew)
    // Records of rules 1 give no reason where a group's own number does not exist.
    if requirement.leftOut != nil, number.value == nil { reason = number.undefined ?? reason }
    // Rules 1 printed the comparison of counted groups that are too small.
    var value: Double?
    if requirement.leftOut == nil {
      value = requirement.compare == .value ? number.value : nil
      if family.isCounted, stratifier == nil, let pair = requirement.compare.pair, let rival {
        value = family.evidence.value(pair, of: index, against: rival)
      }
    }
    return outcome(
      family.groups[index], named: named, verdict: .notEnoughData, value: value, undefined: reason,
      notDetectable: reason ?? .tooFewPeople, bounds: bounds(family, index, choice, counted: .notEnoughData))
  }

  /// The plan leaves the group out of comparisons.
  private func notCompared(_ group: [Label], named: ChosenReference?) -> Outcome {
    outcome(group, named: named, verdict: .notApplicable, undefined: .belowShare, notDetectable: .belowShare)
  }

  /// A group that nobody has.
  func nobody(in group: [Label]) -> Outcome {
    outcome(group, named: nil, verdict: .notEnoughData, undefined: .emptyGroup, notDetectable: .emptyGroup)
  }

  // MARK: the number of a group

  /// A number, its bounds, and the verdict that they give.
  ///
  /// - Parameter groups: Where the number is one of several, those groups: the one counts that lacks the largest share.
  func judged(
    _ judged: Judged, by family: GroupFamily, _ index: Int, against choice: ReferenceChoice? = nil,
    ends: LeftOutEnds? = nil, leftOutOf groups: [Int]? = nil, rivals: Rivals? = nil
  ) -> Outcome {
    var word = judged.value == nil ? .cannotTell : judged.finding.map { VerdictWord($0.decision) } ?? .cannotTell
    if requirement.decide == .point, let value = judged.value { word = isSatisfied(by: value) ? .met : .notMet }
    var left =
      groups.map { groups in
        groups.compactMap { self.bounds(family, $0, nil, counted: word) }.max { $0.share < $1.share }
      } ?? self.bounds(family, index, choice, counted: word, rivals: rivals)
    if var completed = left, let value = judged.value {
      ends?.complete(&completed, of: index, value: value)
      word = requirement.leftOut?.verdict(completed) ?? word
      left = completed
    }
    let bounds = judged.finding?.bounds
    let lacksVariance = ([index] + [choice?.index].compactMap(\.self)).contains(where: family.lacksVariance)
    let isBounded =
      bounds.map {
        // A ratio is never below 0: where a number has no variance, that alone is no range.
        $0.upper.isFinite || $0.lower.isFinite && !(lacksVariance && requirement.compare == .ratio && $0.lower <= 0)
      } ?? false
    let method = judged.method ?? MethodName(family.method(requirement.compare.pair, of: index, by: choice))
    let interval =
      isBounded
      ? bounds.map { Interval(lower: $0.lower, upper: $0.upper, level: requirement.confidence, method: method) } : nil
    var undefined = judged.undefined
    if undefined == nil, interval == nil, requirement.decide == .interval, lacksVariance {
      undefined = .noVariance
    }
    if undefined == nil, interval == nil, requirement.decide == .interval, requirement.compare == .ratio,
      let reference = choice?.index,
      family.isWeakReference(reference, z: Normal.twoSided(confidence: requirement.confidence))
    {
      undefined = .weakReference
    }
    let lacksSpread = ([index] + [choice?.index].compactMap(\.self)).contains(where: family.lacksSpread)
    if undefined == nil, interval == nil, requirement.decide == .interval, lacksSpread { undefined = .lonelyPSU }
    var outcome = outcome(
      judged.group, named: judged.named, verdict: word, value: judged.value,
      interval: interval, undefined: undefined, detectable: judged.detectable,
      notDetectable: undefined
        ?? (family.isSampled && judged.played == nil
          ? .needsUnweighted : family.withoutPower ?? notDetectable(interval)),
      bounds: left,
      setBy: interval == nil || !rules.sayWhoSetTheRange
        ? nil : judged.finding.flatMap { RangeSetters($0.setBy, groups: family.groups) })
    if judged.undefined == nil { outcome.played = judged.played?(word) }
    return outcome
  }

  // MARK: the rule as it is played

  /// Why it is not known what could have been seen.
  ///
  /// - Parameter interval: The range of the number; what has one does not lack a spread.
  private func notDetectable(_ interval: Interval?) -> UndefinedReason {
    if requirement.extreme != nil { return .kindHasNoPower }
    return switch card?.measure {
    case .mapped, .logRatio: .kindHasNoPower
    case .average, .function: interval == nil ? .noSpread : .kindHasNoPower
    case .proportion, .whole, .other, nil: .extremeReference
    }
  }

  /// The rule that judges groups by what they are compared with.
  func rule(
    of eligible: [Bool], references: [Bool], _ comparison: PairComparison, _ reference: FamilyVerdict.Reference,
    _ critical: CriticalValues
  ) -> any PlayedRule {
    requirement.decide == .point
      ? PointRule(
        requirement: requirement, eligible: eligible, references: references, reference: reference,
        comparison: comparison)
      : FamilyRule(
        eligible: eligible, references: references, comparison: comparison, reference: reference, claim: claim,
        critical: critical)
  }

  /// The rule that judges rates themselves.
  func rule(of eligible: [Bool], _ critical: CriticalValues) -> any PlayedRule {
    requirement.decide == .point
      ? PointRule(
        requirement: requirement, eligible: eligible, references: eligible, reference: .overall, comparison: nil)
      : RateRule(members: eligible.indices.filter { eligible[$0] }, claim: claim, critical: critical)
  }

  /// The question what could have been seen of a group.
  func question(
    _ scope: DetectableQuestion.Scope, of group: Int, against rival: Rival = .constant(0), critical: CriticalValues
  ) -> DetectableQuestion {
    DetectableQuestion(
      scope, comparison: requirement.compare.pair, of: group, against: rival, demand: demand, critical: critical,
      power: FindingBuilder.power)
  }

  /// What could have been seen of a pooled number, with its standard error held where the data put it.
  ///
  /// - Parameter pooled: Its interval at `confidence`, from which the standard error is read.
  func detectable(
    pooled: ConfidenceInterval, confidence: Double, critical: CriticalValues
  ) -> MinimumDetectable? {
    let scale: EstimateScale = requirement.compare == .ratio ? .logarithm : .identity
    guard let lower = scale.apply(pooled.lower), let upper = scale.apply(pooled.upper) else { return nil }
    return MinimumDetectable.estimate(
      standardError: (upper - lower) / (2 * Normal.twoSided(confidence: confidence)), scale: scale,
      threshold: demand.limit, direction: demand.direction, critical: critical, power: FindingBuilder.power,
      opposite: demand.opposite)
  }

  // MARK: a number for a whole grouping, or about everything

  /// The verdict about a number that is judged alone.
  private func decided(_ value: Double, _ bounds: ConfidenceInterval?) -> VerdictWord {
    if requirement.decide == .point { return isSatisfied(by: value) ? .met : .notMet }
    return bounds.map {
      VerdictWord(FamilyVerdict.Limits(single: $0).finding(claim, comparison: requirement.compare.pair).decision)
    } ?? .cannotTell
  }

  /// The two groups that differ most, or a composite.
  func whole(_ summary: FamilySummary, families: [GroupFamily], tables: [LeftOutTable]) -> Outcome {
    let leftOut =
      card.flatMap { card in
        requirement.leftOut == nil || tables.count != families.count
          ? nil
          : LeftOutSummary(card: card, families: families, tables: tables, requirement: requirement) { summary in
            summary.value.map { decided($0, limits(summary)) } ?? .cannotTell
          }
      }
    guard let value = summary.value else {
      return outcome(
        nil, named: rule, verdict: summary.undefined == .zeroReference ? .cannotTell : .notEnoughData,
        undefined: summary.undefined, notDetectable: summary.undefined,
        bounds: leftOut?.bounds(summary.undefined == .zeroReference ? .cannotTell : .notEnoughData))
    }
    var verdict = decided(value, limits(summary))
    var bounds = leftOut?.bounds(verdict)
    if var completed = bounds {
      leftOut?.complete(&completed, value: value)
      verdict = requirement.leftOut?.verdict(completed) ?? verdict
      bounds = completed
    }
    // A mean over classes is met by all groups of which some class says anything, or not at all.
    let isPart = card?.view?.isMean == true && verdict == .met && !summary.skippedInPart.isEmpty
    if isPart { verdict = .notEnoughData }
    var outcome = outcome(
      nil, named: rule, verdict: verdict, value: value, interval: summary.interval,
      undefined: isPart ? .tooFewPeople : nil,
      detectable: requirement.compare.pair.flatMap {
        summary.detectable(demand, comparison: $0, power: FindingBuilder.power)
      }, notDetectable: families.first?.withoutPower ?? notDetectable(summary.interval),
      summary: SummaryResult(
        metric: requirement.metric, grouping: grouping, comparison: requirement.compare, reference: rule,
        minimumCount: requirement.minimumCount, level: requirement.confidence, value: value,
        interval: summary.interval, groups: summary.groups, parts: summary.parts), bounds: bounds)
    if requirement.decide == .interval { outcome.played = summary.played(claim, verdict: verdict) }
    return outcome
  }

  private func limits(_ summary: FamilySummary) -> ConfidenceInterval? {
    summary.interval.map { ConfidenceInterval(lower: $0.lower ?? -.infinity, upper: $0.upper ?? .infinity) }
  }

  /// A number about everything.
  func population(_ summary: SummaryResult, card: MetricCard) -> Outcome {
    guard let value = summary.value else {
      let reason = summary.undefined ?? .undefinedPart
      return outcome(nil, named: nil, verdict: .notEnoughData, undefined: reason, notDetectable: reason)
    }
    if let lists = summary.lists, lists < requirement.minimumCount {
      return outcome(
        nil, named: nil, verdict: .notEnoughData, value: value, undefined: .tooFewLists, notDetectable: .tooFewLists)
    }
    if let people = summary.people, people < requirement.minimumCount {
      return outcome(
        nil, named: nil, verdict: .notEnoughData, value: value, undefined: .tooFewPeople, notDetectable: .tooFewPeople)
    }
    let bounds = PopulationInterval.limits(summary, card: card, confidence: requirement.confidence)
    var verdict = decided(value, bounds)
    var left: FindingBounds?
    if let rule = requirement.leftOut, let leftOut, let people = summary.people {
      let found = FindingBounds(leftOut, groups: [], trials: Double(people), counted: verdict)
      verdict = rule.verdict(found)
      left = found
    }
    return outcome(
      nil, named: nil, verdict: verdict, value: value,
      interval: bounds.map {
        Interval(
          lower: $0.lower, upper: $0.upper, level: requirement.confidence,
          method: summary.counts != nil
            ? .clopperPearson : summary.separation == nil ? summary.spread?.method ?? .notKnown : MethodName(.maximum))
      },
      detectable: summary.spread.flatMap { spread in
        // A record from elsewhere may hold a spread that is none.
        guard spread.degreesOfFreedom > 0, spread.standardError >= 0 else { return nil }
        return MinimumDetectable.estimate(
          standardError: spread.standardError, degreesOfFreedom: spread.degreesOfFreedom,
          scale: EstimateScale(spread.scale), threshold: demand.limit, direction: demand.direction,
          critical: CriticalValues(confidence: requirement.confidence, numbers: 1), power: FindingBuilder.power,
          opposite: demand.opposite)
      }, notDetectable: summary.separation == nil ? summary.withoutInterval ?? .realisedValue : .kindHasNoPower,
      bounds: left)
  }

  /// The largest logarithm of a ratio of two groups' rates.
  func largestLogRatio(_ family: GroupFamily) -> [Outcome] {
    guard !family.isSampled else {
      return [
        outcome(nil, named: nil, verdict: .notEnoughData, undefined: .needsUnweighted, notDetectable: .needsUnweighted)
      ]
    }
    let eligible = family.eligible(minimumCount: requirement.minimumCount)
    let members = eligible.indices.filter { eligible[$0] }
    let small = small(family.numbers)
    let missing =
      eligible.indices.filter { !eligible[$0] && !small.contains($0) }.map { self.missing(family, $0, named: nil) }
      + outcomes(of: small, named: nil)
    let rates = members.map { family.numbers.numbers[$0].proportion }
    guard members.count <= GroupFamily.mostGroups,
      let found = LargestLogRatio(rates, confidence: requirement.confidence)
    else {
      let reason: UndefinedReason = members.count < 2 ? .fewerThanTwoGroups : .tooManyGroups
      return [outcome(nil, named: nil, verdict: .notEnoughData, undefined: reason, notDetectable: reason)] + missing
    }
    var verdict = decided(found.value, found.interval)
    let left = members.compactMap { bounds(family, $0, nil, counted: verdict) }.max { $0.share < $1.share }
    if let left, let rule = requirement.leftOut { verdict = rule.verdict(left) }
    return [
      outcome(
        nil, named: nil, verdict: verdict, value: found.value,
        interval: Interval(found.interval, level: requirement.confidence, method: .projection),
        notDetectable: .kindHasNoPower, bounds: left)
    ] + missing
  }
}
