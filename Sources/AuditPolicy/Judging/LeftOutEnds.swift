import AuditRecord
import AuditStatistics

/// How findings about the groups of one family would read if those who were left out were counted: as is worst for the
/// requirement, as is best for it, and from how many of them on the verdict is another.
///
/// Each end is a table that goes through the same judge. People of a known group stay in it, and everybody else's turn out the
/// other way; people of no known group join the group or its rival, whichever is worse. Against the highest, each rival is
/// given all that it could have: of the comparisons with each, the smallest counts, and so the worst end is one that a single
/// table attains. The best end against several rivals is a bound that none need attain.
struct LeftOutEnds {
  let family: GroupFamily
  let table: LeftOutTable
  let requirement: Requirement
  let claim: FamilyVerdict.Claim
  /// Ratio or difference; nil where the number itself is judged.
  let comparison: PairComparison?
  let reference: FamilyVerdict.Reference
  /// The groups that are judged.
  let members: [Int]
  /// Those of them that the data may choose to compare others with.
  let references: [Int]
  let critical: CriticalValues
  /// Groups at most of which the data choose one to compare the others with.
  static let mostChosen = 400

  /// Each group as a rate; averages between their least and their most count as one.
  private let rates: [Proportion]
  /// Those of groups of which nobody was counted: they belong to everybody, and to everybody else.
  private let elsewhere: Completions

  /// Nothing where no table of the family is looked for: averages without limits, numbers set against a target, and so many
  /// groups that each could be another's reference that the tables would take longer than the audit. Under the first three rules
  /// there was none of more than a hundred groups, nor of comparisons with everybody together.
  init?(
    family: GroupFamily, table: LeftOutTable, requirement: Requirement, claim: FamilyVerdict.Claim,
    comparison: PairComparison?, reference: FamilyVerdict.Reference, members: [Int], references: [Int],
    critical: CriticalValues, rules: Rules = .current
  ) {
    let isChosen = comparison != nil && (reference == .highest || reference == .lowest)
    let most = !rules.boundEveryComparison ? GroupFamily.mostGroups : isChosen ? Self.mostChosen : .max
    guard members.count <= most, let rates = family.completable(comparison) else { return nil }
    if comparison != nil {
      if case .constants = reference { return nil }
      if reference == .overall, !rules.boundEveryComparison { return nil }
      // How everybody else varies is known of those who were counted alone.
      if reference == .complement || reference == .overall, family.isSampled { return nil }
    }
    self.family = family
    self.table = table
    self.requirement = requirement
    self.claim = claim
    self.comparison = comparison
    self.reference = reference
    self.members = members
    self.references = references
    self.critical = critical
    self.rates = rates
    elsewhere = rules.boundEveryComparison ? table.elsewhere(than: family.groups) : Completions()
  }

  /// Fills in both ends and the tipping point of one group's finding.
  func complete(_ bounds: inout FindingBounds, of group: Int, value: Double) {
    guard bounds.leftOut > 0 else {
      bounds.worst = BoundEnd(value: value, verdict: bounds.counted)
      bounds.best = bounds.worst
      return
    }
    // A success of the group's own raises everybody's rate too, and which of both counts for more depends on all others.
    let isOpen = table.of(family.groups[group]).countedOrNot + table.unknown.countedOrNot > 0
    guard comparison == nil || reference != .overall || !isOpen else { return }
    let ends = worstDirections.compactMap { direction in
      self.end(completed(direction, of: group), of: group).map { (direction, $0) }
    }
    guard let worst = ends.max(by: { isBetter($0.1, than: $1.1) }), ends.count == worstDirections.count else { return }
    bounds.worst = worst.1
    bounds.best = best(of: group, ends: ends.map(\.1))
    // Who weighs how much is not known of single people, so that sums of weights have no tipping point.
    if worst.1.verdict != bounds.counted, !table.isWeighted { bounds.tipping = tipping(bounds, worst.0, of: group) }
  }

  /// The group that everybody is compared with, where one is named.
  var rival: Int? { if case .named(let index) = reference { index } else { nil } }

  // MARK: which way is worse

  private var worstDirections: [ExtremeCompletion.Direction] {
    switch (claim, comparison, reference) {
    case (.atLeast, _, _): [.low]
    case (.atMost, .difference, .highest): [.low]
    case (.atMost, .difference, .lowest): [.high]
    case (.atMost, .difference, _), (.between, _, _): [.low, .high]
    case (.atMost, _, _): [.high]
    }
  }

  /// How far a value lies from what the requirement asks for most.
  private func distance(_ value: Double?) -> Double {
    guard let value else { return .infinity }
    switch claim {
    case .atLeast(let limit): return limit - value
    case .atMost(let limit): return comparison == .difference ? value.magnitude - limit : value - limit
    case .between(let low, let high): return max(low - value, value - high)
    }
  }

  private func isBetter(_ left: BoundEnd, than right: BoundEnd) -> Bool {
    left.verdict.rank == right.verdict.rank
      ? distance(left.value) < distance(right.value) : left.verdict.rank < right.verdict.rank
  }

  /// The end that is best for the requirement. Where both directions are bad, it lies between them: both are mixed until
  /// the value is as near as it comes to the middle of what is accepted.
  private func best(of group: Int, ends: [BoundEnd]) -> BoundEnd? {
    if worstDirections.count == 1 {
      return end(completed(worstDirections[0] == .low ? .high : .low, of: group), of: group)
    }
    let middle = if case .between(let low, let high) = claim { (low + high) / 2 } else { 0.0 }
    guard let low = ends.first?.value, let high = ends.last?.value else { return nil }
    if low >= middle { return ends.first }
    if high <= middle { return ends.last }
    let tables = (completed(.low, of: group), completed(.high, of: group))
    var (from, to) = (0.0, 1.0)
    for _ in 0..<50 {
      let share = (from + to) / 2
      guard let found = end(mixed(tables.0, tables.1, share), of: group)?.value else { return nil }
      if found < middle { from = share } else { to = share }
    }
    return [from, to].compactMap { end(mixed(tables.0, tables.1, $0), of: group) }.min {
      ($0.value.map { ($0 - middle).magnitude } ?? .infinity) < ($1.value.map { ($0 - middle).magnitude } ?? .infinity)
    }
  }

  // MARK: tables

  /// The place of everybody outside a group that shares people with others.
  static let everybodyElse = -1

  /// Successes and failures that join groups.
  typealias Additions = [Int: (successes: Double, failures: Double)]

  private func mixed(_ low: Additions?, _ high: Additions?, _ share: Double) -> Additions? {
    guard let low, let high else { return nil }
    func whole(_ sum: Double) -> Double { table.isWeighted ? sum : sum.rounded() }
    var result: Additions = [:]
    for group in Set(low.keys).union(high.keys) {
      let (one, other) = (low[group] ?? (0, 0), high[group] ?? (0, 0))
      result[group] = (
        whole((1 - share) * one.successes + share * other.successes),
        whole((1 - share) * one.failures + share * other.failures)
      )
    }
    return result
  }

  /// How many of these turn out against the group towards an end, and how many for it, whichever group they are of.
  private func fixed(_ completions: Completions, _ isSuccess: Bool) -> Double {
    isSuccess ? completions.counted + completions.countedOrNot : completions.uncounted + completions.uncountedOrNot
  }

  /// The groups that a group is set against one by one, as one rate each, with those of their groups that were left out.
  private func rivals(of group: Int) -> [(index: Int, rate: Proportion, left: Completions)] {
    switch reference {
    case .highest, .lowest:
      return references.filter { $0 != group }.map { ($0, rates[$0], table.of(family.groups[$0])) }
    case .named(let index): return [(index, rates[index], table.of(family.groups[index]))]
    case .complement where family.sharePeople:
      guard let rate = (family.evidence as? ProportionEvidence)?.proportion(of: .complement, for: group) else {
        return []
      }
      return [(Self.everybodyElse, rate, table.others(of: family.groups[group]))]
    case .complement, .overall:
      let others = family.groups.indices.filter { $0 != group && rates[$0].trials > 0 }
      guard let first = others.first else { return [] }
      return [
        (
          first,
          others.reduce(Proportion(successes: 0, trials: 0)) {
            $0.adding(successes: rates[$1].successes, failures: rates[$1].trials - rates[$1].successes)
          },
          family.groups.indices.filter { $0 != group }.reduce(elsewhere) { $0 + table.of(family.groups[$1]) }
        )
      ]
    case .constants: return []
    }
  }

  /// What joins which group at one end; with `people`, only so many of those who were left out are placed.
  func completed(
    _ direction: ExtremeCompletion.Direction, of group: Int, people: Double? = nil
  ) -> Additions? {
    let isLow = direction == .low
    func addition(_ people: Double, isOwn: Bool) -> (successes: Double, failures: Double) {
      isOwn == isLow ? (0, people) : (people, 0)
    }
    let (own, unknown) = (table.of(family.groups[group]), table.unknown)
    // Of the group's own, and of no known group, those who can turn out against it; `shared` may join either side.
    let ownSide = fixed(own, !isLow) + own.either + fixed(unknown, !isLow)
    let shared = unknown.either
    guard let comparison else {
      return [group: addition(min(people ?? .infinity, ownSide + shared), isOwn: true)]
    }
    let rivals = rivals(of: group)
    guard !rivals.isEmpty else { return nil }
    let isSharp = rivals.count == 1 || isLow == (reference == .highest)
    func otherSide(_ left: Completions) -> Double { fixed(left, isLow) + left.either + fixed(unknown, isLow) }
    let found = rivals.map { rival -> (ExtremeCompletion, Double) in
      let other = otherSide(rival.left)
      let all = ownSide + other + shared
      let placed = min(people ?? all, all)
      let least = max(0, placed - other - shared)
      let joining = (people == nil ? ownSide : least)...min(placed, ownSide + shared)
      return (
        ExtremeCompletion(
          direction, comparison, own: rates[group], other: rival.rate, people: placed, joining: joining,
          againstAll: reference == .overall), placed
      )
    }
    // 0 to 0 is no comparison, and no extreme.
    let places = found.indices.filter { !found[$0].0.value.isNaN }
    let chosen =
      reference == .lowest
      ? places.max { found[$0].0.value < found[$1].0.value } : places.min { found[$0].0.value < found[$1].0.value }
    guard let chosen else { return nil }
    let (extreme, placed) = found[chosen]
    guard people == nil else {
      return [
        group: addition(extreme.joining, isOwn: true),
        rivals[chosen].index: addition(placed - extreme.joining, isOwn: false),
      ]
    }
    let joining = isSharp ? extreme.joining : ownSide + shared
    var additions: Additions = [group: addition(joining, isOwn: true)]
    for rival in rivals {
      additions[rival.index] = addition(
        otherSide(rival.left) + (isSharp ? ownSide + shared - joining : shared), isOwn: false)
    }
    return additions
  }

  // MARK: the judge

  /// The finding of a group in a completed table; nil where there is none.
  private func end(_ additions: Additions?, of group: Int) -> BoundEnd? {
    guard let additions, let evidence = family.completed(additions) else { return nil }
    let (value, found) = found(evidence, of: group)
    guard let value, value.isFinite else { return BoundEnd(value: nil, verdict: .cannotTell) }
    if requirement.decide == .point {
      let isSatisfied = requirement.threshold.isSatisfied(by: value, comparison: requirement.compare)
      return BoundEnd(value: value, verdict: isSatisfied ? .met : .notMet)
    }
    return BoundEnd(value: value, verdict: found.map { VerdictWord($0.decision) } ?? .cannotTell)
  }

  private func found(
    _ evidence: any PairEvidence, of group: Int
  ) -> (value: Double?, finding: FamilyVerdict.Finding?) {
    guard let comparison else {
      let (single, wide) = (
        evidence.limits(of: group, z: critical.single), evidence.limits(of: group, z: critical.family)
      )
      guard let single, let wide else { return (evidence.estimate(of: group), nil) }
      return (
        evidence.estimate(of: group),
        FamilyVerdict.Limits(single: single, wide: wide).finding(claim, comparison: nil)
      )
    }
    let values = references.filter { $0 != group }.compactMap {
      evidence.value(comparison, of: group, against: .group($0))
    }
    let value: Double? =
      switch reference {
      case .highest: values.min()
      case .lowest: values.max()
      case .named(let index): evidence.value(comparison, of: group, against: .group(index))
      case .complement: evidence.value(comparison, of: group, against: .complement)
      case .overall: evidence.value(comparison, of: group, against: .overall)
      case .constants: nil
      }
    return (
      value,
      FamilyVerdict.finding(
        of: group, evidence: evidence, members: members, references: references, comparison: comparison,
        reference: reference, claim: claim, critical: critical)
    )
  }

  /// The least number of people who, placed at worst, give another verdict than those who were counted; more of them never
  /// make it better.
  private func tipping(_ bounds: FindingBounds, _ direction: ExtremeCompletion.Direction, of group: Int) -> Int {
    var (from, to) = (0, bounds.leftOut)
    while to - from > 1 {
      let middle = (from + to) / 2
      let found = end(completed(direction, of: group, people: Double(middle)), of: group)
      if found?.verdict == bounds.counted { from = middle } else { to = middle }
    }
    return to
  }
}

extension GroupFamily {
  /// Each group as a rate between the least and the most of its number; nil where that does not keep comparisons.
  func completable(_ comparison: PairComparison?) -> [Proportion]? {
    if let sampled = evidence as? SampledRateEvidence {
      return sampled.rates.map { rate in
        Proportion(successes: min(rate.weight, (rate.value ?? 0) * rate.weight), trials: rate.weight)
      }
    }
    // An extreme ratio of rates need not be one of numbers that follow from them.
    if isCounted { return card.map == nil || comparison == nil ? numbers.numbers.map(\.proportion) : nil }
    if card.measure == .function { return nil }
    // Nobody knows what another person would make of an area, an error or a distance.
    if evidence is LimitedEvidence { return nil }
    guard let least = card.least, let most = card.most, most > least, comparison != .ratio || least == 0 else {
      return nil
    }
    return numbers.numbers.map { number in
      guard let value = number.value, let size = number.basis?.size else { return Proportion(successes: 0, trials: 0) }
      return Proportion(
        successes: min(1, max(0, (value - least) / (most - least))) * Double(size), trials: Double(size))
    }
  }

  /// The evidence with people who join groups; of averages each success has the most that there can be, each failure the
  /// least.
  func completed(_ additions: [Int: (successes: Double, failures: Double)]) -> (any PairEvidence)? {
    if let rates = evidence as? ProportionEvidence {
      func joined(_ rate: Proportion, _ index: Int) -> Proportion {
        additions[index].map {
          rate.adding(successes: rates.times * $0.successes, failures: rates.times * $0.failures)
        } ?? rate
      }
      return ProportionEvidence(
        rates.proportions.enumerated().map { joined($1, $0) },
        others: rates.others.map { joined($0, LeftOutEnds.everybodyElse) })
    }
    if let sampled = evidence as? SampledRateEvidence { return sampled.completed(additions) }
    if let mapped = evidence as? MappedEvidence { return mapped.adding(additions) }
    guard let averages = evidence as? EstimateEvidence, let least = card.least, let most = card.most else { return nil }
    return averages.completed(
      counts: numbers.numbers.map { Double($0.basis?.size ?? 0) },
      additions: additions.filter { $0.value.successes + $0.value.failures > 0 }.mapValues { added in
        let people = added.successes + added.failures
        return (
          people, (added.successes * most + added.failures * least) / people,
          (added.successes * most * most + added.failures * least * least) / people
        )
      })
  }
}
