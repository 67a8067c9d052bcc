package import AuditRecord
import AuditStatistics

/// The one decision engine: requirements over stored numbers give findings.
///
/// It reads stored numbers and nothing else, so a gate that holds only a record judges exactly as the audit did.
package struct Judge: Sendable {
  let evidence: Evidence

  /// A judge of this evidence.
  package init(evidence: Evidence) { self.evidence = evidence }

  /// A judge of a record.
  package init(record: Record) {
    evidence = Evidence(record: record)
  }

  /// What is found for each requirement, and what could have been seen.
  ///
  /// - Parameter draws: How statements about counts are drawn; without it they are not worked out.
  package func judge(
    _ requirements: [Requirement], draws: PowerDraws? = nil
  ) -> (findings: [Finding], detectable: [Detectable]) {
    var left = draws?.most ?? 0
    var findings: [Finding] = []
    var detectable: [Detectable] = []
    for requirement in requirements {
      for grouping in requirement.across {
        let card = evidence.numbers.cards[requirement.metric]
        let builder = FindingBuilder(requirement, grouping: grouping, card: card, evidence: evidence)
        var outcomes = judge(builder)
        // A requirement that nobody could be judged by must not pass unseen, and no more must a group that nobody has.
        if outcomes.allSatisfy({ $0.finding.verdict == .notApplicable }) { outcomes.append(builder.nobody()) }
        if requirement.leftOut != nil, !outcomes.contains(where: { $0.finding.verdict == .couldNotRun }) {
          outcomes += (evidence.empty[grouping] ?? []).map(builder.nobody(in:))
        }
        for outcome in outcomes.playing(draws, requirement.id, grouping, left: &left) {
          findings.append(outcome.finding)
          detectable.append(outcome.detectable)
        }
      }
    }
    return (findings, detectable)
  }

  private func judge(_ builder: FindingBuilder) -> [Outcome] {
    let requirement = builder.requirement
    guard let card = builder.card else { return [builder.couldNotRun(.noMetric)] }
    guard requirement.isInRange else { return [builder.couldNotRun(.outOfRange)] }
    guard card.measure.isKnown else { return [builder.couldNotRun(.unknownMeasure(card.measure))] }
    if let rule = requirement.noWorseThanBaseline { return changes(builder, card: card, rule) }
    if card.measure == .logRatio {
      guard let rate = card.crude,
        let family = evidence.family(Place(metric: rate, grouping: builder.grouping))
      else { return [builder.couldNotRun(.notMeasured)] }
      return builder.with(evidence.leftOut(Place(metric: rate, grouping: builder.grouping))).largestLogRatio(family)
    }
    if card.isWithinLevels { return withinLevels(builder, card) }
    if card.isOneNumber {
      let summary = evidence.numbers.whole(card.id, grouping: builder.grouping)
      let builder =
        card.side == .decisions
        ? builder.with(evidence.leftOut(Place(metric: card.id, grouping: builder.grouping))) : builder
      return [summary.map { builder.population($0, card: card) } ?? builder.couldNotRun(.notMeasured)]
    }
    if card.needs.contains(.strata) {
      guard !evidence.stratifiers.isEmpty else { return [builder.couldNotRun(.noStrata)] }
      return evidence.stratifiers.flatMap { pooled(builder.holding($0.column), card: card, stratifier: $0.column) }
    }
    let ids = card.parts.isEmpty ? [card.id] : card.parts
    let families = ids.compactMap {
      evidence.family(Place(metric: $0, grouping: builder.grouping))?.ofPeriod(sampled: evidence.sampled)
    }
    guard families.count == ids.count, families.allSatisfy({ $0.groups == families[0].groups }) else {
      return [builder.couldNotRun(.notMeasured)]
    }
    if requirement.compare == .ratio, card.isSigned != true, families.contains(where: \.hasNegative) {
      let isWhole = !card.parts.isEmpty || requirement.reference == .worstPair
      return isWhole
        ? [builder.undecided(nil, .negativeNumber)]
        : families[0].groups.filter(builder.isJudged).map { builder.undecided($0, .negativeNumber) }
    }
    if !card.parts.isEmpty || requirement.reference == .worstPair {
      let tables = ids.compactMap { evidence.leftOut(Place(metric: $0, grouping: builder.grouping)) }
      return [
        builder.whole(
          FamilySummary(
            card: card, families: families, comparison: requirement.compare, reference: requirement.reference,
            minimumCount: requirement.minimumCount, level: requirement.confidence,
            searched: requirement.searched), families: families,
          tables: tables)
      ]
    }
    let builder = builder.with(evidence.leftOut(Place(metric: card.id, grouping: builder.grouping)))
    if requirement.reference == .nextLevel { return nextLevels(builder, families[0]) }
    return requirement.compare.pair.map { comparisons(builder, families[0], $0) } ?? values(builder, families[0])
  }

  // MARK: the number itself

  private func values(_ builder: FindingBuilder, _ family: GroupFamily) -> [Outcome] {
    let requirement = builder.requirement
    let eligible = zip(family.groups, family.eligible(minimumCount: requirement.minimumCount)).map {
      builder.isJudged($0) && $1
    }
    let critical = requirement.critical { CriticalValues(confidence: $0, numbers: eligible.count { $0 }) }
    if let extreme = requirement.extreme { return self.extreme(extreme, builder, family, eligible, critical) }
    let range = (family.card.least ?? -.infinity)...(family.card.most ?? .infinity)
    let members = eligible.indices.filter { eligible[$0] }
    let ends = builder.ends(family, nil, .overall, members, references: members, critical)
    let small = builder.small(family.numbers)
    return family.groups.indices.filter { !small.contains($0) && builder.isJudged(family.groups[$0]) }.map { index in
      guard eligible[index], let value = family.numbers.numbers[index].value else {
        return builder.missing(family, index, named: nil)
      }
      var judged = Judged(family.groups[index], value: value)
      guard let single = family.evidence.limits(of: index, z: critical.single),
        let wide = family.evidence.limits(of: index, z: critical.family)
      else { return builder.judged(judged, by: family, index, ends: ends) }
      judged.finding = FamilyVerdict.Limits(single: single, wide: wide).finding(builder.claim, comparison: nil)
      judged.detectable = family.evidence.detectable(
        builder.question(.value(range), of: index, critical: critical))
      if let counts = family.evidence.playable(z: critical.single) {
        judged.played = { verdict in
          PlayedFinding(
            rates: counts.proportions, of: index, claim: builder.claim, rule: builder.rule(of: eligible, critical),
            verdict: verdict, value: value
          ).of(family, counts)
        }
      }
      return builder.judged(judged, by: family, index, ends: ends)
    } + builder.outcomes(of: small, named: nil)
  }

  /// The lowest or the highest number alone: one finding, which names its group, beside those of groups that rest on too
  /// little to be judged.
  ///
  /// That the lowest satisfies a claim is one about every group, and each limit may be taken at the single critical value;
  /// that it fails is a search among them. The limits of the lowest are the lowest of both.
  private func extreme(
    _ extreme: GroupExtreme, _ builder: FindingBuilder, _ family: GroupFamily, _ eligible: [Bool],
    _ critical: CriticalValues
  ) -> [Outcome] {
    let small = builder.small(family.numbers)
    let missing =
      family.groups.indices.filter { !eligible[$0] && !small.contains($0) }
      .map { builder.missing(family, $0, named: nil) } + builder.outcomes(of: small, named: nil)
    let isLowest = extreme == .minimum
    let members = eligible.indices.filter { eligible[$0] }
    func most<Number>(_ found: [Number], _ value: (Number) -> Double) -> Number? {
      isLowest ? found.min { value($0) < value($1) } : found.max { value($0) < value($1) }
    }
    let values = members.compactMap { index in family.numbers.numbers[index].value.map { (index, $0) } }
    guard let (index, value) = most(values, \.1) else { return missing }
    var judged = Judged(family.groups[index], value: value)
    // A group of which nothing is known might be anywhere: it can keep all from being shown to satisfy, and hides none that fails.
    let single = members.map { index in
      (
        index,
        family.evidence.limits(of: index, z: critical.single) ?? ConfidenceInterval(lower: -.infinity, upper: .infinity)
      )
    }
    let counts = family.evidence as? ProportionEvidence
    let mapped = family.evidence as? MappedEvidence
    let wide = members.compactMap { index in
      (counts?.searchLimits(of: index, z: critical.family) ?? mapped?.searchLimits(of: index, z: critical.family)
        ?? family.evidence.limits(of: index, z: critical.family)).map { (index, $0) }
    }
    if counts != nil || mapped != nil { judged.method = MethodName(.wilsonExact) }
    if !wide.isEmpty,
      let lower = most(isLowest ? single : wide, \.1.lower), let upper = most(isLowest ? wide : single, \.1.upper)
    {
      let limits = ConfidenceInterval(lower: lower.1.lower, upper: upper.1.upper)
      judged.finding = FamilyVerdict.Limits(single: limits).finding(builder.claim, comparison: nil)
        .set(by: FamilyVerdict.Setters(lower: lower.0, upper: upper.0))
    }
    return [builder.judged(judged, by: family, index, leftOutOf: members)] + missing
  }

  // MARK: a group and its reference group

  private func comparisons(
    _ builder: FindingBuilder, _ family: GroupFamily, _ comparison: PairComparison
  ) -> [Outcome] {
    let requirement = builder.requirement
    let least = requirement.minimumCount
    var eligible = family.eligible(minimumCount: least)
    let allowed = family.references(requirement.referenceMinimum, rule: requirement.reference) {
      self.evidence.numbers.sizes(of: family.groups, in: builder.grouping)
    }
    let choice = ReferenceChoice(
      rule: requirement.reference, groups: family.groups, values: family.numbers.numbers.map(\.value),
      eligible: zip(eligible, allowed).map { $0 && $1 })
    let named = choice.described(rule: requirement.reference, groups: family.groups)
    if choice == .target, family.isCounted { return [builder.couldNotRun(.noTarget)] }
    let small = builder.small(family.numbers)
    let judged = family.groups.indices.filter { !small.contains($0) && builder.isJudged(family.groups[$0]) }
    if requirement.only != nil, ![.overall, .complement].contains(choice) {
      // Nobody else is looked at, but what the judged are compared with.
      for index in eligible.indices where choice.index != index && !builder.isJudged(family.groups[index]) {
        eligible[index] = false
      }
    }
    func none(_ reason: UndefinedReason) -> [Outcome] {
      judged.map { builder.missing(family, $0, named: named, undefined: reason) }
        + builder.outcomes(of: small, named: named)
    }
    if case .none(let reason) = choice { return none(reason) }
    if family.groups.count > family.mostCompared, choice != .target { return none(.tooManyGroups) }
    guard let (evidence, reference) = family.comparison(comparison, by: choice, rule: requirement.reference) else {
      return none(.noEligibleReference)
    }
    for index in eligible.indices where eligible[index] {
      eligible[index] =
        family.isComparable(index, by: choice, minimumCount: least) && evidence.estimate(of: index) != nil
    }
    let members = eligible.indices.filter { eligible[$0] }
    let references = members.filter { allowed[$0] }
    let critical: CriticalValues? =
      if members.count < (choice == .target || choice == .complement && family.sharePeople ? 1 : 2) {
        nil
      } else if builder.rules.searchFromTheLimit {
        requirement.critical {
          CriticalValues(
            confidence: $0, claim: builder.claim, comparison: comparison, reference: reference,
            evidence: evidence, members: members, references: references)
        }
      } else {
        requirement.critical { CriticalValues(confidence: $0, groups: members.count, reference: reference) }
      }
    let verdict = FamilyVerdict(
      evidence: evidence, eligible: eligible, comparison: comparison, reference: reference, claim: builder.claim,
      critical: critical, references: allowed)
    let ends = critical.flatMap { builder.ends(family, comparison, reference, members, references: references, $0) }
    let rule = critical.map { builder.rule(of: eligible, references: allowed, comparison, reference, $0) }
    let rivals = builder.rivals(family, references)
    // Statements about power ask for the smallest group again and again.
    let trials = family.numbers.numbers.map(\.proportion.trials)
    let bySize = members.sorted { trials[$0] < trials[$1] }
    return judged.compactMap { index in
      // The reference group has no finding of its own, unless it is the only group that is large enough.
      if choice == .group(index) { return nil }
      let isAlone =
        family.lacksSpread(index)
        || !requirement.reference.isChosenByData && choice.index.map(family.lacksSpread) ?? false
      if isAlone, eligible[index], requirement.decide == .interval {
        return builder.undecided(family.groups[index], .lonelyPSU, named: named)
      }
      let rival = reference.rival(of: index, chosen: verdict.reference)
      guard let found = verdict.findings[index], let critical, let rule, let rival else {
        let isWithoutTarget = choice == .target && family.numbers.numbers[index].target == 0
        return builder.missing(
          family, index, named: named, undefined: isWithoutTarget ? .zeroTarget : nil, choice: choice,
          against: rival)
      }
      var judged = Judged(
        family.groups[index], named: named, value: evidence.value(comparison, of: index, against: rival))
      judged.undefined = judged.value == nil ? .zeroReference : nil
      judged.finding = found
      judged.detectable = evidence.detectable(
        builder.question(.group(reference, members: bySize), of: index, against: rival, critical: critical))
      if let counts = evidence.playable(z: critical.single) {
        let (value, claim) = (judged.value, builder.claim)
        judged.played = { verdict in
          PlayedFinding(
            counts, of: index, against: rival, comparison, reference: reference, claim: claim, rule: rule,
            verdict: verdict, value: value)?.of(family, counts)
        }
      }
      return builder.judged(judged, by: family, index, against: choice, ends: ends, rivals: rivals)
    } + builder.outcomes(of: small, named: named)
  }

  // MARK: within a level

  /// One number of a grouping within each level that is asked for.
  private func withinLevels(_ builder: FindingBuilder, _ card: MetricCard) -> [Outcome] {
    let requirement = builder.requirement
    guard let controls = evidence.controls else { return [builder.couldNotRun(.notMeasured)] }
    return (requirement.at ?? controls.unpersonalised).map { level in
      let builder = builder.within(level, of: controls.setting)
      let place = Place(
        metric: card.id, grouping: builder.grouping, stratifier: Label(controls.setting), within: level)
      let found = evidence.numbers.separation(
        at: place, by: requirement.by ?? .kinds, level: requirement.confidence)
      return found.map { builder.population($0, card: card) } ?? builder.couldNotRun(.notMeasured)
    }
  }

  // MARK: a level and the next

  /// Every group against the same group at the next level. The reference differs from group to group and is known beforehand, so
  /// that each is a comparison of its own, and failures are searched for among all of them.
  private func nextLevels(_ builder: FindingBuilder, _ family: GroupFamily) -> [Outcome] {
    let requirement = builder.requirement
    guard let comparison = requirement.compare.pair, let controls = evidence.controls else {
      return [builder.couldNotRun(.notMeasured)]
    }
    let eligible = family.eligible(minimumCount: requirement.minimumCount)
    let pairs = family.groups.indices.filter { builder.isJudged(family.groups[$0]) }.compactMap {
      index -> (own: Int, next: Int?, named: ChosenReference)? in
      guard let next = controls.next(family.groups[index], of: builder.grouping) else { return nil }
      return (
        index, family.groups.firstIndex(of: next), ChosenReference(rule: .nextLevel, group: next)
      )
    }
    let compared = pairs.count { pair in eligible[pair.own] && (pair.next.map { eligible[$0] } ?? false) }
    let critical = CriticalValues(confidence: requirement.confidence, numbers: compared)
    return pairs.map { own, next, named in
      guard let next else { return builder.missing(family, own, named: named, undefined: .referenceNotObserved) }
      guard eligible[own], eligible[next] else {
        return builder.missing(
          family, own, named: named, undefined: eligible[own] ? .noEligibleReference : nil, choice: .group(next))
      }
      var judged = Judged(
        family.groups[own], named: named, value: family.evidence.value(comparison, of: own, against: .group(next)))
      judged.undefined = judged.value == nil ? .zeroReference : nil
      guard judged.value != nil,
        let single = family.evidence.interval(comparison, of: own, against: .group(next), z: critical.single),
        let wide = family.evidence.interval(comparison, of: own, against: .group(next), z: critical.family)
      else { return builder.judged(judged, by: family, own, against: .group(next)) }
      judged.finding = FamilyVerdict.Limits(single: single, wide: wide).finding(builder.claim, comparison: comparison)
      judged.detectable = family.evidence.detectable(
        builder.question(
          .group(.named(next), members: [own, next]), of: own, against: .group(next), critical: critical))
      return builder.judged(judged, by: family, own, against: .group(next))
    }
  }

  // MARK: pooled over strata

  private func pooled(_ plain: FindingBuilder, card: MetricCard, stratifier: String) -> [Outcome] {
    let builder = plain.with(
      evidence.leftOut(Place(metric: card.id, grouping: plain.grouping, stratifier: Label(stratifier))))
    let requirement = builder.requirement
    let numbers = evidence.numbers
    let strata = numbers.strata(card.id, grouping: builder.grouping, stratifier: stratifier)
    if strata.isEmpty, numbers.numbers(at: Place(metric: card.id, grouping: builder.grouping)) != nil { return [] }
    guard let (counted, shown) = numbers.pooled(card, grouping: builder.grouping, stratifier: stratifier) else {
      return [builder.couldNotRun(.strataLacking)]
    }
    let least = requirement.minimumCount
    let groups = counted.groups
    let crude = GroupFamily(card, counted: counted)
    // Pooling over strata counts people of one row each.
    if strata.contains(where: \.isSampled) {
      return groups.map { builder.undecided($0, .needsUnweighted) }
    }
    let base = shown.numbers
    let allowed = crude.references(requirement.referenceMinimum, rule: requirement.reference) {
      numbers.sizes(of: groups, in: builder.grouping)
    }
    let choice = ReferenceChoice(
      rule: requirement.reference, groups: groups, values: base.map(\.value),
      eligible: zip(shown.enough(least), allowed).map { $0 && $1 })
    let named = choice.described(rule: requirement.reference, groups: groups)
    let proportions = strata.map { $0.numbers.map(\.proportion) }
    let enough = counted.enough(least)
    let members = groups.indices.filter { enough[$0] }
    let reference = crude.comparison(.ratio, by: choice, rule: requirement.reference)?.reference
    let critical =
      members.count >= 2
      ? reference.map { reference in
        requirement.critical { CriticalValues(confidence: $0, groups: members.count, reference: reference) }
      } : nil
    let small = builder.small(counted)
    return groups.indices.filter { !small.contains($0) }.compactMap { index in
      if choice == .group(index) { return nil }
      func missing(_ reason: UndefinedReason? = nil) -> Outcome {
        builder.missing(crude, index, named: named, undefined: reason)
      }
      if case .none(let reason) = choice { return missing(reason) }
      let other = counted.other(of: groups[index], reference: named)
      guard members.contains(index), let other, other.basis?.shortfall(least) == nil, let critical else {
        return missing()
      }
      let pooling = PooledComparison(choice: choice, group: index, strata: proportions)
      let value = pooling.value(requirement.compare)
      if let reason = value.missing, reason != .zeroReference { return missing(reason) }
      var judged = Judged(groups[index], named: named, value: try? value.get())
      judged.undefined = value.missing
      let byScore = builder.rules.poolByScore
      judged.method =
        byScore
        ? MethodName(.stratifiedScore) : requirement.compare == .ratio ? .greenlandRobins : .sato
      let single = PooledPairs.confidence(critical.single)
      let plain = pooling.interval(requirement.compare, confidence: single)
      if judged.value != nil, byScore || plain != nil, let comparison = requirement.compare.pair {
        judged.finding = PooledPairs(
          strata: proportions, comparison: comparison, group: index, choice: choice,
          references: members.filter { allowed[$0] }, byScore: byScore
        ).finding(builder.claim, reference: requirement.reference, critical: critical)
        judged.detectable = plain.flatMap {
          builder.detectable(pooled: $0, confidence: single, critical: critical)
        }
      }
      return builder.judged(judged, by: crude, index, against: choice)
    } + builder.outcomes(of: small, named: named)
  }
}

extension Result where Failure == Missing {
  /// The reason of a failure.
  var missing: UndefinedReason? {
    if case .failure(let missing) = self { missing.reason } else { nil }
  }
}
