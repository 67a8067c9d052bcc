import AuditNumerics
package import AuditRecord
package import AuditStatistics

/// What an audit of rates would say, before there are data: sizes, a rate and a requirement.
package struct PowerQuestion: Sendable {
  /// The groups and their people.
  package var groups: [(name: [Label], people: Int)]
  /// The true rate of the reference group, and of everybody who is not asked about.
  package var rate: Double
  /// What is required; its metric and groupings play no part.
  package var requirement: Requirement
  /// The chance that is wanted.
  package var power = 0.8
  /// Determines every draw.
  package var seed = 0

  /// Asks about groups of these sizes.
  package init(groups: [(name: [Label], people: Int)], rate: Double, requirement: Requirement) {
    (self.groups, self.rate, self.requirement) = (groups, rate, requirement)
  }

  /// Why there is no answer.
  package enum Problem: String, Error, Sendable, CaseIterable {
    /// The comparison rate is 0, 1 or no rate.
    case rate = "the rate of the reference group lies between 0 and 1, ends excluded"
    /// Fewer than two groups are large enough.
    case groups = "a comparison needs two groups that reach the minimum count"
    /// The named reference is not among the groups.
    case reference = "the reference is none of the groups, or does not reach the minimum count"
    /// Values, worst pairs and targets.
    case kind =
      "power is worked out for ratios and differences to the highest, the lowest, a named group, everybody or everybody else"
  }

  /// The true values that are looked at: from equality through the threshold to as far beyond it, and half as far again.
  package var values: [Double] {
    guard let pair = requirement.compare.pair else { return [] }
    let demand = Demand(FamilyVerdict.Claim(requirement.threshold), comparison: pair)
    let equal: Double = pair == .ratio ? 1 : 0
    let scale = demand.limit == equal ? (pair == .ratio ? 0.8 : -0.1) : demand.limit
    return (0...10).map { ((equal + (scale - equal) * Double($0) / 4) * 10_000).rounded() / 10_000 }.filter {
      let own = pair == .ratio ? $0 * rate : rate + $0
      return own >= 0 && own <= 1
    }
  }

  // MARK: sizes that are known

  /// What is said of one group.
  package struct GroupPower: Sendable {
    /// The group.
    package let name: [Label]
    /// Its people.
    package let people: Int
    /// The true value nearest to the threshold that would be shown as not met; nil where none would.
    package let shownNotMet: Double?
    /// The one that would be shown as met.
    package let shownMet: Double?
    /// The one at which all groups would be, the others being equal to the reference group.
    package let allShownMet: Double?
    /// The chances at each of ``PowerQuestion/values``; all others are equal to the reference group.
    package let chances: [(value: Double, chances: PowerAnalysis.Chances)]
  }

  /// What an audit of the groups would say.
  package struct Answer: Sendable {
    /// Each group that is large enough, without a named reference.
    package let groups: [GroupPower]
    /// Groups that are too small to be judged.
    package let tooSmall: [[Label]]
    /// The chance that all are shown as met when all are equal.
    package let allMetWhenEqual: Double
  }

  /// Plays the rule for the groups.
  ///
  /// - Parameter chances: Whether to look at single groups too, which takes longer than all of them together.
  package func answer(chances: Bool = true) throws(Problem) -> Answer {
    let family = try family(groups.map(\.people))
    let analysis = PowerAnalysis(
      trials: groups.map(\.people), seed: UInt64(bitPattern: Int64(seed)), stream: PowerDraws.stream("power", []))
    let equal = analysis.tables(groups.map { _ in rate })
    let allMet = analysis.allMet(family.rule, in: equal)
    let values = values
    var found: [GroupPower] = []
    for index in groups.indices where chances && family.eligible[index] && family.reference != .named(index) {
      guard
        let played = PlayedFinding(
          family.evidence, of: index, against: family.rival(of: index), family.comparison, reference: family.reference,
          claim: FamilyVerdict.Claim(requirement.threshold), rule: family.rule, verdict: .met, value: nil),
        let moved = played.moving.first?.first
      else { continue }
      let power = played.power(
        analysis, equal, allMet, analysis.accepted(.met, family.rule, of: index, in: equal), power: power)
      let chances = values.map { value in
        var rates = groups.map { _ in rate }
        rates[index] = moved.rate(value)
        return (value, analysis.chances(family.rule, of: index, in: analysis.tables(rates)))
      }
      found.append(
        GroupPower(
          name: groups[index].name, people: groups[index].people, shownNotMet: power.shownNotMet,
          shownMet: power.shownMet, allShownMet: power.allShownMet, chances: chances))
    }
    return Answer(
      groups: found, tooSmall: groups.indices.filter { !family.eligible[$0] }.map { groups[$0].name },
      allMetWhenEqual: Double(allMet.count { $0 }) / Double(allMet.count))
  }

  // MARK: sizes that are wanted

  /// How many people each group needs.
  package struct Needed: Sendable {
    /// The true value of one group; the others are equal to the reference group.
    package let value: Double
    /// What is shown of it.
    package let decision: FamilyVerdict.Decision
    /// People in each group, all as many; nil where no number up to ``PowerQuestion/mostPeople`` does.
    package let people: Int?
    /// The same for all groups to be shown as met.
    package let allMet: Int?
  }

  /// The groups that are looked at, at most: each is played against all others.
  package static let mostGroups = 50
  /// The largest groups that are looked at.
  package static let mostPeople = 1_000_000

  /// How many people each of so many groups needs to be shown as what it is.
  ///
  /// - Parameter values: True values of one group; nil takes ``values`` without those next to the threshold.
  package func needed(groups count: Int, values: [Double]? = nil) throws(Problem) -> [Needed] {
    guard count >= 2 else { throw .groups }
    let least = max(1, requirement.minimumCount)
    let names = (0..<count).map { [Label("\($0)")] }
    var alike = self
    alike.groups = names.map { ($0, least) }
    if case .group = requirement.reference { alike.requirement.reference = .group(names[count - 1]) }
    let question = alike
    let family = try question.family(question.groups.map(\.people))
    let demand = Demand(FamilyVerdict.Claim(requirement.threshold), comparison: family.comparison)
    let analysis = PowerAnalysis(
      trials: question.groups.map(\.people), seed: UInt64(bitPattern: Int64(seed)),
      stream: PowerDraws.stream("power", []))
    guard
      let moved = PlayedFinding(
        family.evidence, of: 0, against: family.rival(of: 0), family.comparison, reference: family.reference,
        claim: FamilyVerdict.Claim(requirement.threshold), rule: family.rule, verdict: .met, value: nil)?.moving.first?
        .first
    else { throw .rate }
    let wanted = values ?? self.values
    return Parallel.map(wanted.count) { number in
      let value = wanted[number]
      let isMet = requirement.threshold.isSatisfied(by: value, comparison: requirement.compare)
      let rates = question.groups.indices.map { $0 == 0 ? moved.rate(value) : rate }
      func people(_ group: Int?) -> Int? {
        guard value != demand.limit else { return nil }
        return analysis.peopleNeeded(
          for: isMet ? .met : .notMet, of: group, rates: rates, power: power, from: least,
          most: max(least, PowerQuestion.mostPeople)
        ) { people in
          (try? question.family(question.groups.map { _ in people }))?.rule ?? family.rule
        }
      }
      return Needed(
        value: value, decision: value == demand.limit ? .cannotTell : isMet ? .met : .notMet, people: people(0),
        allMet: isMet ? people(nil) : nil)
    }
  }

  // MARK: the rule

  private struct Played {
    let evidence: ProportionEvidence
    let eligible: [Bool]
    let comparison: PairComparison
    let reference: FamilyVerdict.Reference
    let rule: any PlayedRule

    func rival(of group: Int) -> Rival {
      // Everybody has the same rate: any other group will do.
      reference.rival(of: group, chosen: eligible.indices.first { $0 != group && eligible[$0] }) ?? .complement
    }
  }

  /// The rule for groups of these sizes.
  private func family(_ people: [Int]) throws(Problem) -> Played {
    guard rate > 0, rate < 1 else { throw .rate }
    guard let comparison = requirement.compare.pair else { throw .kind }
    let eligible = people.map { $0 >= max(1, requirement.minimumCount) }
    guard eligible.count(where: { $0 }) >= 2 else { throw .groups }
    let reference: FamilyVerdict.Reference
    switch requirement.reference {
    case .highest: reference = .highest
    case .lowest: reference = .lowest
    case .overall: reference = .overall
    case .complement: reference = .complement
    case .group(let labels):
      guard let index = groups.firstIndex(where: { $0.name == labels }), eligible[index] else { throw .reference }
      reference = .named(index)
    case .target, .worstPair, .nextLevel, .none: throw .kind
    }
    let evidence = ProportionEvidence(
      people.map { Proportion(successes: Double($0) * rate, trials: Double($0)) })
    let allowed =
      requirement.referenceMinimum.map {
        $0.allows(people.map { .counted(successes: 0, trials: Double($0)) }, sizes: people)
      } ?? people.map { _ in true }
    let members = eligible.indices.filter { eligible[$0] }
    let references = members.filter { allowed[$0] }
    guard !requirement.reference.isChosenByData || references.count >= 2 else { throw .groups }
    // The counts that the rate leads one to expect, which decide how near to normal the search is.
    let critical = requirement.critical {
      CriticalValues(
        confidence: $0, claim: FamilyVerdict.Claim(requirement.threshold), comparison: comparison,
        reference: reference, evidence: evidence, members: members, references: references)
    }
    let rule: any PlayedRule =
      requirement.decide == .point
      ? PointRule(
        requirement: requirement, eligible: eligible, references: allowed, reference: reference, comparison: comparison)
      : FamilyRule(
        eligible: eligible, references: allowed, comparison: comparison, reference: reference,
        claim: FamilyVerdict.Claim(requirement.threshold), critical: critical)
    return Played(
      evidence: evidence, eligible: eligible, comparison: comparison, reference: reference, rule: rule)
  }
}
