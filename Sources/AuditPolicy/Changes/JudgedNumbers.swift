package import AuditRecord
package import AuditStatistics

/// The numbers that a requirement asks for on one grouping of an audit, with the values that are not ruled out at any critical
/// value: what two audits are compared by.
///
/// The reference group is given, so that both numbers of a change are about the same pair.
package struct JudgedNumbers: Sendable {
  /// The groups of the record; none for a number about the whole grouping, or about everything.
  package let groups: [[Label]]
  /// The group that the requirement's rule chooses in this audit; nil where it is none.
  package let reference: [Label]?
  /// How many groups there is enough of.
  package let members: Int
  private let source: Source
  private let requirement: Requirement

  private enum Source: Sendable {
    case none(UndefinedReason)
    case whole(SummaryResult, MetricCard)
    case summary([GroupFamily], MetricCard)
    case pooled(strata: [[Proportion]], shown: GroupNumbers, enough: [Bool], byScore: Bool)
    case family(GroupFamily, eligible: [Bool])
  }

  /// Finds them.
  ///
  /// - Parameter stratifier: The column held constant, for pooled numbers.
  package init(
    _ requirement: Requirement, grouping: [String], stratifier: String? = nil, evidence: Evidence
  ) {
    self.requirement = requirement
    func found(
      _ source: Source, groups: [[Label]] = [], reference: [Label]? = nil, members: Int = 0
    ) -> (Source, [[Label]], [Label]?, Int) { (source, groups, reference, members) }
    func search() -> (Source, [[Label]], [Label]?, Int) {
      let numbers = evidence.numbers
      guard let card = numbers.cards[requirement.metric], card.measure.isKnown, requirement.isInRange else {
        return found(.none(.undefinedPart))
      }
      if card.isOneNumber {
        return found(
          numbers.whole(card.id, grouping: grouping).map { .whole($0, card) } ?? .none(.undefinedPart))
      }
      let least = requirement.minimumCount
      func chosen(_ family: GroupFamily, _ values: [Double?], _ eligible: [Bool]) -> [Label]? {
        let allowed = family.references(requirement.referenceMinimum, rule: requirement.reference) {
          numbers.sizes(of: family.groups, in: grouping)
        }
        let choice = ReferenceChoice(
          rule: requirement.reference, groups: family.groups, values: values,
          eligible: zip(eligible, allowed).map { $0 && $1 })
        return choice.index.map { family.groups[$0] }
      }
      if let stratifier {
        guard let (counted, shown) = numbers.pooled(card, grouping: grouping, stratifier: stratifier) else {
          return found(.none(.undefinedPart))
        }
        let enough = counted.enough(least)
        let strata = numbers.strata(card.id, grouping: grouping, stratifier: stratifier)
        guard !strata.contains(where: \.isSampled) else { return found(.none(.needsUnweighted)) }
        let crude = GroupFamily(card, counted: counted)
        return found(
          .pooled(
            strata: strata.map { $0.numbers.map(\.proportion) }, shown: counted, enough: enough,
            byScore: evidence.rules.poolByScore), groups: counted.groups,
          reference: chosen(crude, shown.numbers.map(\.value), shown.enough(least)), members: enough.count { $0 })
      }
      let ids = card.parts.isEmpty ? [card.id] : card.parts
      let families = ids.compactMap { evidence.family(Place(metric: $0, grouping: grouping)) }
      guard families.count == ids.count, let family = families.first,
        families.allSatisfy({ $0.groups == family.groups }), !card.needs.contains(.strata)
      else { return found(.none(.undefinedPart)) }
      if !card.parts.isEmpty || requirement.reference == .worstPair {
        return found(.summary(families, card))
      }
      let eligible = family.eligible(minimumCount: least)
      return found(
        .family(family, eligible: eligible), groups: family.groups,
        reference: requirement.compare == .value ? nil : chosen(family, family.numbers.numbers.map(\.value), eligible),
        members: eligible.count { $0 })
    }
    (source, groups, reference, members) = search()
  }

  /// The number of a group, or of the whole grouping, with its limits.
  ///
  /// - Parameter reference: The group that it is compared with, where the requirement compares with a group.
  package func side(of group: [Label]?, against reference: [Label]?) -> Result<Change.Side, Missing> {
    switch source {
    case .none(let reason): return .failure(Missing(reason))
    case .whole(let summary, let card): return whole(summary, card)
    case .summary(let families, let card): return whole(families, card)
    case .pooled(let strata, let shown, let enough, let byScore):
      return pooled(group, reference, strata: strata, shown: shown, enough: enough, byScore: byScore)
    case .family(let family, let eligible): return pair(group, reference, family, eligible)
    }
  }

  private static let everything = ConfidenceInterval(lower: -.infinity, upper: .infinity)

  /// Critical values of numbers whose limits are known by their confidence: within what a plan may ask for.
  private static func confidence(_ z: Double) -> Double {
    min(Requirement.highestConfidence, max(Requirement.lowestConfidence, PooledPairs.confidence(z)))
  }

  /// The largest critical value at which such limits are known: twice its upper tail is 2e-6.
  private static let mostDeviate = 4.75

  // MARK: one number

  private func whole(_ summary: SummaryResult, _ card: MetricCard) -> Result<Change.Side, Missing> {
    guard let value = summary.value else { return .failure(Missing(summary.undefined ?? .undefinedPart)) }
    if let lists = summary.lists, lists < requirement.minimumCount { return .failure(Missing(.tooFewLists)) }
    guard summary.spread != nil else { return .failure(Missing(summary.withoutInterval ?? .realisedValue)) }
    return .success(
      Change.Side(value: value, mostDeviate: Self.mostDeviate) { z in
        PopulationInterval.limits(summary, card: card, confidence: Self.confidence(z)) ?? Self.everything
      })
  }

  private func whole(_ families: [GroupFamily], _ card: MetricCard) -> Result<Change.Side, Missing> {
    let requirement = requirement
    @Sendable func summary(_ level: Double) -> FamilySummary {
      FamilySummary(
        card: card, families: families, comparison: requirement.compare, reference: requirement.reference,
        minimumCount: requirement.minimumCount, level: level)
    }
    let found = summary(requirement.confidence)
    guard let value = found.value else { return .failure(Missing(found.undefined ?? .undefinedPart)) }
    return .success(
      Change.Side(value: value, mostDeviate: Self.mostDeviate) { z in
        guard let interval = summary(Self.confidence(z)).interval else { return Self.everything }
        return ConfidenceInterval(lower: interval.lower ?? -.infinity, upper: interval.upper ?? .infinity)
      })
  }

  // MARK: a group

  private func pooled(
    _ group: [Label]?, _ reference: [Label]?, strata: [[Proportion]], shown: GroupNumbers, enough: [Bool], byScore: Bool
  ) -> Result<Change.Side, Missing> {
    guard let group, let index = shown.index(of: group) else { return .failure(Missing(.emptyGroup)) }
    let choice = choice(reference, shown.groups)
    if case .none(let reason) = choice { return .failure(Missing(reason)) }
    guard shown.numbers[index].isCompared else { return .failure(Missing(.belowShare)) }
    guard enough[index], choice.index.map({ enough[$0] }) ?? true, let comparison = requirement.compare.pair else {
      return .failure(Missing(.tooFewPeople))
    }
    let pairs = PooledPairs(
      strata: strata, comparison: comparison, group: index, choice: choice, references: [], byScore: byScore)
    return PooledComparison(choice: choice, group: index, strata: strata).value(requirement.compare).map { value in
      Change.Side(value: value) { pairs.interval(z: $0) }
    }
  }

  private func pair(
    _ group: [Label]?, _ reference: [Label]?, _ family: GroupFamily, _ eligible: [Bool]
  ) -> Result<Change.Side, Missing> {
    guard let group, let index = family.numbers.index(of: group) else { return .failure(Missing(.emptyGroup)) }
    let few = family.tooFew
    func lacking(_ index: Int) -> Missing {
      Missing(family.numbers.numbers[index].isCompared ? family.numbers.numbers[index].undefined ?? few : .belowShare)
    }
    guard eligible[index] else { return .failure(lacking(index)) }
    guard let comparison = requirement.compare.pair else {
      guard let value = family.numbers.numbers[index].value else { return .failure(lacking(index)) }
      return .success(
        Change.Side(value: value) { family.evidence.limits(of: index, z: $0) ?? Self.everything })
    }
    let choice = choice(reference, family.groups)
    if case .none(let reason) = choice { return .failure(Missing(reason)) }
    if let other = choice.index, !eligible[other] {
      let missing = lacking(other)
      // Only the group itself may be left out by the plan.
      return .failure(missing.reason == .belowShare ? Missing(.noEligibleReference) : missing)
    }
    guard family.isComparable(index, by: choice, minimumCount: requirement.minimumCount),
      // A group that is given is no choice of the data, whatever the rule.
      let (evidence, constants) = family.comparison(comparison, by: choice, rule: .none)
    else { return .failure(Missing(few)) }
    guard let rival = constants.rival(of: index, chosen: nil) else { return .failure(Missing(.noEligibleReference)) }
    guard let value = evidence.value(comparison, of: index, against: rival) else {
      return .failure(Missing(.zeroReference))
    }
    return .success(
      Change.Side(value: value) { z in
        evidence.interval(comparison, of: index, against: rival, z: z) ?? Self.everything
      })
  }

  /// What a group is compared with: the group that is given, or the rule itself.
  private func choice(_ reference: [Label]?, _ groups: [[Label]]) -> ReferenceChoice {
    switch requirement.reference {
    case .overall: return .overall
    case .complement: return .complement
    case .target: return .target
    case .highest, .lowest, .group, .worstPair, .nextLevel, .none:
      guard let reference else { return .none(.noEligibleReference) }
      return groups.firstIndex(of: reference).map { .group($0) } ?? .none(.referenceNotObserved)
    }
  }
}
