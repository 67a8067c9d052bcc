public import AuditRecord
public import AuditStatistics

extension Judge {
  // MARK: averages over lists

  /// What is found about each group of a grouping whose numbers are averages; the same rules as for rates.
  func averages(_ builder: FindingBuilder, card: MetricCard) -> [Outcome] {
    let requirement = builder.requirement
    guard let family = evidence.average(requirement.metric, grouping: builder.grouping) else {
      return evidence.hasMeasured(requirement.metric, grouping: builder.grouping)
        ? [] : [builder.couldNotRun("the record lacks this metric for this grouping")]
    }
    if requirement.reference == .worstPair {
      return [
        builder.whole(
          AverageSummary(
            family: family, comparison: requirement.compare, minimumCount: requirement.minimumCount,
            level: requirement.confidence))
      ]
    }
    guard let comparison = requirement.compare.pair else { return values(builder, card: card, family: family) }
    return comparisons(builder, family: family, comparison: comparison)
  }

  private func values(_ builder: FindingBuilder, card: MetricCard, family: AverageFamily) -> [Outcome] {
    let requirement = builder.requirement
    let eligible = family.eligible(minimumCount: requirement.minimumCount)
    let alpha = 1 - requirement.confidence
    let looks = Double(max(1, eligible.count { $0 }))
    let critical = CriticalValues(
      single: Normal.quantile(1 - alpha / 2), family: Normal.quantile(1 - alpha / (2 * looks)))
    let scale = EstimateScale(card.scale)
    return family.groups.indices.map { index in
      guard eligible[index], let value = family.values[index] else {
        return builder.tooFewLists(family, index, named: nil)
      }
      guard let single = family.evidence.interval(of: index, scale: scale, z: critical.single),
        let wide = family.evidence.interval(of: index, scale: scale, z: critical.family)
      else {
        return builder.judgedAverage(
          family, index, other: nil, named: nil, value: value, bounds: nil, word: .cannotTell)
      }
      let (bounds, word) = requirement.decided(single: single, wide: wide)
      let spread = family.evidence.spread(.difference, of: index, against: .constant(0))
      return builder.judgedAverage(
        family, index, other: nil, named: nil, value: value, bounds: bounds, word: word,
        detectable: spread.flatMap {
          builder.detectable($0, scale: .identity, critical: critical, comparisons: 1)
        })
    }
  }

  private func comparisons(
    _ builder: FindingBuilder, family: AverageFamily, comparison: PairComparison
  ) -> [Outcome] {
    let requirement = builder.requirement
    var eligible = family.eligible(minimumCount: requirement.minimumCount)
    let choice = ReferenceChoice(
      rule: requirement.reference, groups: family.groups, values: family.values, eligible: eligible)
    let named = choice.described(rule: requirement.reference, groups: family.groups)
    var evidence = family.evidence
    var reference = FamilyVerdict.Reference.highest
    switch choice {
    case .none(let reason):
      return family.groups.indices.map { builder.tooFewLists(family, $0, named: named, undefined: reason) }
    case .group(let index):
      switch requirement.reference {
      case .highest: reference = .highest
      case .lowest: reference = .lowest
      default: reference = .named(index)
      }
    case .overall: reference = .overall
    case .complement: reference = .complement
    case .target:
      let against = family.againstTarget(comparison)
      evidence = against.evidence
      reference = .constants(against.constants)
      for index in eligible.indices {
        eligible[index] = eligible[index] && (family.targets[index] ?? 0) > 0 && evidence.values[index] != nil
      }
    }
    if family.groups.count > AverageFamily.mostGroups, choice != .target {
      return family.groups.indices.map { builder.tooFewLists(family, $0, named: named, undefined: .tooManyGroups) }
    }
    let claim: FamilyVerdict.Claim =
      switch requirement.threshold {
      case .atLeast(let limit): .atLeast(limit)
      case .atMost(let limit): .atMost(limit)
      case .between(let low, let high): .between(low, high)
      }
    let verdict = FamilyVerdict(
      evidence: evidence, eligible: eligible, comparison: comparison, reference: reference, claim: claim,
      confidence: requirement.confidence)
    let members = eligible.count { $0 }
    let critical =
      members >= (choice == .target ? 1 : 2)
      ? CriticalValues(confidence: requirement.confidence, groups: members, reference: reference) : nil
    return family.groups.indices.compactMap { index in
      if choice == .group(index) { return nil }
      let rival = choice.rival(
        of: index, constants: choice == .target ? family.againstTarget(comparison).constants : [])
      let other = choice.other(of: index, in: family)
      guard let found = verdict.findings[index] else {
        let reason: UndefinedReason? = choice == .target && family.targets[index] == 0 ? .zeroTarget : nil
        return builder.tooFewLists(family, index, other: other, named: named, undefined: reason)
      }
      let value = rival.flatMap { evidence.value(comparison, of: index, against: $0) }
      let word: VerdictWord =
        switch found.decision {
        case .met: .met
        case .notMet: .notMet
        case .cannotTell: .cannotTell
        }
      let isBounded = found.bounds.lower.isFinite || found.bounds.upper.isFinite
      let spread = rival.flatMap { evidence.spread(comparison, of: index, against: $0) }
      return builder.judgedAverage(
        family, index, other: other, named: named, value: value, bounds: isBounded ? found.bounds : nil, word: word,
        undefined: value == nil ? .zeroReference : nil,
        detectable: spread.flatMap { spread in
          critical.flatMap {
            builder.detectable(
              spread, scale: comparison == .ratio ? .logarithm : .identity, critical: $0,
              comparisons: requirement.reference == .highest || requirement.reference == .lowest ? members - 1 : 1)
          }
        })
    }
  }

  // MARK: one number about everything

  /// What is found about a number for a whole grouping of items, or for the whole catalogue.
  func population(_ builder: FindingBuilder, card: MetricCard) -> Outcome {
    guard let summary = evidence.whole(card.id, grouping: builder.grouping) else {
      return builder.couldNotRun("the record lacks this metric for this grouping")
    }
    return builder.population(summary, card: card)
  }
}

extension ReferenceChoice {
  /// The rival of a group among averages.
  public func rival(of group: Int, constants: [Double]) -> Rival? {
    switch self {
    case .group(let index): .group(index)
    case .overall: .overall
    case .complement: .complement
    case .target: constants.indices.contains(group) ? .constant(constants[group]) : nil
    case .none: nil
    }
  }

  /// The number that a group is compared with.
  public func other(of group: Int, in family: AverageFamily) -> Double? {
    switch self {
    case .group(let index): return family.values[index]
    case .target: return family.targets[group]
    case .overall, .complement:
      guard let own = family.values[group], let rival = rival(of: group, constants: []),
        let difference = family.evidence.value(.difference, of: group, against: rival)
      else { return nil }
      return own - difference
    case .none: return nil
    }
  }
}

/// The interval of a number about everything at any confidence, from its stored spread and the test of its ideal.
public enum PopulationInterval {
  /// The range, or nothing where no honest one is known.
  public static func limits(_ summary: SummaryResult, card: MetricCard, confidence: Double) -> ConfidenceInterval? {
    guard let value = summary.value, let spread = summary.spread else { return nil }
    let scale = EstimateScale(spread.scale)
    guard let centre = scale.apply(value), spread.degreesOfFreedom > 0, spread.standardError >= 0 else { return nil }
    let reach =
      Student.quantile(1 - (1 - confidence) / 2, degreesOfFreedom: spread.degreesOfFreedom) * spread.standardError
    let plain = ConfidenceInterval(lower: scale.revert(centre - reach), upper: scale.revert(centre + reach))
    let possible = ConfidenceInterval(
      lower: max(plain.lower, card.least ?? -.infinity), upper: min(plain.upper, card.most ?? .infinity))
    guard let ideal = card.ideal else { return possible }
    let isRejected = summary.test?.p.map { $0 < 1 - confidence } ?? false
    let end: IdealEnd = ideal == card.most ? .greatest(ideal) : .least(ideal)
    return end.applied(to: possible, isRejected: isRejected)
  }
}
