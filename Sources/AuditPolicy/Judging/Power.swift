import AuditRecord
import AuditStatistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What an audit of this size could have seen.
struct Power {
  let requirement: Requirement
  /// The critical values of the requirement's bounds; nothing with fewer than two groups.
  let critical: CriticalValues?

  init(requirement: Requirement, looks: Int) {
    self.requirement = requirement
    let alpha = 1 - requirement.confidence
    if requirement.compare == .value {
      critical = CriticalValues(
        single: Normal.quantile(1 - alpha / 2), family: Normal.quantile(1 - alpha / (2 * Double(max(1, looks)))))
    } else {
      let reference: FamilyVerdict.Reference =
        switch requirement.reference {
        case .lowest: .lowest
        case .group: .named(0)
        case .overall: .overall
        case .complement: .complement
        case .highest, .worstPair, .target, .none: .highest
        }
      critical =
        looks >= 2 ? CriticalValues(confidence: requirement.confidence, groups: looks, reference: reference) : nil
    }
  }

  /// The true values nearest to the threshold at which the audit would have answered, with at least the usual power.
  ///
  /// A demand with two sides is read on its lower side. Against a comparison group that the data chose, all other groups
  /// are taken to have its rate, and "met" needs every one of them: the smallest stands for all. Nothing where the
  /// comparison group's rate is 0 or 1, and no value that the judged number cannot take.
  ///
  /// - Parameter rivals: The eligible groups other than this one.
  func detectable(own: Proportion, reference: Proportion?, rivals: [Proportion]) -> MinimumDetectable? {
    guard let critical, own.trials > 0 else { return nil }
    let (limit, direction) = side(against: reference)
    if requirement.compare == .value {
      // The rate itself is its difference from the threshold, which is known exactly.
      guard limit > 0, limit < 1 else { return nil }
      let found = MinimumDetectable.difference(
        groupTrials: own.trials, referenceTrials: .infinity, referenceRate: limit, threshold: 0,
        direction: direction, critical: critical, power: FindingBuilder.power)
      return found.mapped { $0 + limit }
    }
    guard var reference else { return nil }
    var limits = limit
    var back: (Double) -> Double = { $0 }
    if requirement.reference == .overall {
      // Everybody contains the group: the rule is that against everybody else, transformed.
      let share = own.trials / reference.trials
      guard share < 1 else { return nil }
      reference = Proportion(
        successes: reference.successes - own.successes, trials: reference.trials - own.trials)
      if requirement.compare == .ratio {
        guard limit * share < 1 else { return nil }
        limits = limit * (1 - share) / (1 - limit * share)
        back = { $0 / (share * $0 + 1 - share) }
      } else {
        limits = limit / (1 - share)
        back = { $0 * (1 - share) }
      }
    }
    guard let rate = reference.estimate, rate > 0, rate < 1 else { return nil }
    let pair = { (trials: Double, comparisons: Int) in
      Power.pair(
        requirement.compare, groupTrials: own.trials, referenceTrials: trials, rate: rate, limit: limits,
        direction: direction, critical: critical, comparisons: comparisons)
    }
    guard let found = pair(reference.trials, 1) else { return nil }
    guard requirement.reference == .highest || requirement.reference == .lowest else {
      return found.mapped(back).withinGap(requirement, direction)
    }
    let smallest = rivals.map(\.trials).min() ?? reference.trials
    let met = pair(smallest, max(1, rivals.count))?.shownMet
    return MinimumDetectable(shownMet: possible(met), shownNotMet: possible(found.shownNotMet))
  }

  /// The value, if a group can have it: none lies above the highest, none below the lowest.
  private func possible(_ value: Double?) -> Double? {
    guard let value, let ideal = requirement.compare.ideal else { return value }
    switch requirement.reference {
    case .highest: return value <= ideal ? value : nil
    case .lowest: return value >= ideal ? value : nil
    default: return value
    }
  }

  /// The same for a pooled number, with its standard error held where the data put it.
  ///
  /// - Parameter pooled: Its interval at `confidence`, from which the standard error is read.
  func detectable(pooled: ConfidenceInterval, confidence: Double) -> MinimumDetectable? {
    let isRatio = requirement.compare == .ratio
    let (limit, direction) = Power.side(of: requirement.threshold, comparison: requirement.compare)
    guard let critical, !isRatio || (limit > 0 && pooled.lower > 0) else { return nil }
    let width = isRatio ? log(pooled.upper / pooled.lower) : pooled.upper - pooled.lower
    let error = width / (2 * Normal.twoSided(confidence: confidence))
    let start = isRatio ? log(limit) : limit
    let sign: Double = direction == .atLeast ? 1 : -1
    let reach = Normal.quantile(FindingBuilder.power)
    let met = start + sign * (critical.single + reach) * error
    let notMet = start - sign * (critical.family + reach) * error
    return MinimumDetectable(shownMet: isRatio ? exp(met) : met, shownNotMet: isRatio ? exp(notMet) : notMet)
  }

  private static func pair(
    _ comparison: Comparison, groupTrials: Double, referenceTrials: Double, rate: Double, limit: Double,
    direction: MinimumDetectable.Direction, critical: CriticalValues, comparisons: Int
  ) -> MinimumDetectable? {
    if comparison == .ratio {
      guard limit > 0 else { return nil }
      return MinimumDetectable.ratio(
        groupTrials: groupTrials, referenceTrials: referenceTrials, referenceRate: rate, threshold: limit,
        direction: direction, critical: critical, power: FindingBuilder.power, comparisons: comparisons)
    }
    guard limit >= -rate, limit <= 1 - rate else { return nil }
    return MinimumDetectable.difference(
      groupTrials: groupTrials, referenceTrials: referenceTrials, referenceRate: rate, threshold: limit,
      direction: direction, critical: critical, power: FindingBuilder.power, comparisons: comparisons)
  }

  /// The side of a demand that a group can miss. A gap of at most t is read upwards where no group can lie that far below
  /// the comparison group: below the lowest one, or, with anything to spare, below a rate smaller than 2t.
  private func side(against reference: Proportion?) -> (Double, MinimumDetectable.Direction) {
    let usual = Power.side(of: requirement.threshold, comparison: requirement.compare)
    guard requirement.compare == .difference, case .atMost(let limit) = requirement.threshold else { return usual }
    let isOutOfReach = requirement.reference != .overall && 2 * limit > reference?.estimate ?? 1
    return requirement.reference == .lowest || isOutOfReach ? (limit, .atMost) : usual
  }

  /// The limit and the direction of a demand; a gap of at most t reads: not lower by more than t.
  private static func side(of threshold: Threshold, comparison: Comparison) -> (Double, MinimumDetectable.Direction) {
    switch threshold {
    case .atLeast(let limit): (limit, .atLeast)
    case .atMost(let limit): comparison == .difference ? (-limit, .atLeast) : (limit, .atMost)
    case .between(let low, _): (low, .atLeast)
    }
  }

  /// For a worst pair or a composite: the part that is hardest to see, with at least the usual power.
  ///
  /// "Not met" needs the pair that differs most, in every part where parts are averaged. "Met" needs every pair of every
  /// part; the two smallest groups stand for all pairs.
  static func detectable(_ summary: GroupingSummary, requirement: Requirement) -> MinimumDetectable? {
    guard let critical = summary.critical else { return nil }
    let (limit, direction) = side(of: requirement.threshold, comparison: requirement.compare)
    func hardest(_ values: [Double?]) -> Double? {
      let found = values.compactMap { $0 }
      guard !found.isEmpty, found.count == values.count else { return nil }
      let far = found.max { ($0 - limit).magnitude < ($1 - limit).magnitude }
      guard requirement.compare == .difference else { return far.flatMap { $0 <= 1 ? $0 : nil } }
      return far.flatMap { $0 <= 0 ? $0.magnitude : nil }
    }
    func values(_ trials: (GroupingSummary.Compared) -> (Double, Double), comparisons: Int) -> [MinimumDetectable?] {
      summary.compared.map { part in
        guard let rate = part.higher.estimate, rate > 0, rate < 1 else { return nil }
        let (groupTrials, referenceTrials) = trials(part)
        return Power.pair(
          requirement.compare, groupTrials: groupTrials, referenceTrials: referenceTrials, rate: rate, limit: limit,
          direction: direction, critical: critical, comparisons: comparisons)
      }
    }
    let seen = values({ ($0.lower.trials, $0.higher.trials) }, comparisons: 1)
    guard seen.allSatisfy({ $0 != nil }) else { return nil }
    let every = values({ $0.smallest }, comparisons: summary.comparisons)
    return MinimumDetectable(
      shownMet: hardest(every.map { $0?.shownMet }), shownNotMet: hardest(seen.map { $0?.shownNotMet }))
  }

  /// About how many more people the group would need for an answer, if the rates stay as they are.
  ///
  /// Nothing where more people in this group alone could not settle it.
  func morePeople(own: Proportion, reference: Proportion?, value: Double) -> Int? {
    guard let critical, let rate = own.estimate, rate > 0, rate < 1 else { return nil }
    var limit = requirement.threshold.nearest(to: value)
    if requirement.compare == .difference, requirement.atMost != nil, value < 0 { limit = -limit }
    let satisfied = requirement.threshold.isSatisfied(by: value, comparison: requirement.compare)
    let z = satisfied ? critical.single : critical.family
    var (distance, ownPart, otherPart) = (0.0, rate * (1 - rate), 0.0)
    switch requirement.compare {
    case .value: distance = value - limit
    case .difference:
      guard let reference, let base = reference.estimate else { return nil }
      distance = value - limit
      otherPart = base * (1 - base) / reference.trials
    case .ratio:
      guard let reference, let base = reference.estimate, base > 0, value > 0, limit > 0 else { return nil }
      distance = log(value / limit)
      ownPart = (1 - rate) / rate
      otherPart = (1 - base) / (reference.trials * base)
    }
    let room = (distance / z) * (distance / z) - otherPart
    guard room > 0 else { return nil }
    let needed = (ownPart / room).rounded(.up)
    guard needed.isFinite, needed < 1e12, needed > own.trials else { return nil }
    // Two digits are enough for "about".
    let extra = needed - own.trials
    var unit = 1.0
    while extra / unit >= 100 { unit *= 10 }
    return Int((extra / unit).rounded(.up) * unit)
  }
}

extension MinimumDetectable {
  /// Without a value beyond equality that would show a gap to be small: there the demand's other side is the nearer one.
  func withinGap(_ requirement: Requirement, _ direction: Direction) -> MinimumDetectable {
    guard requirement.compare == .difference, requirement.atMost != nil, let met = shownMet else { return self }
    let isBeyond = direction == .atLeast ? met > 0 : met < 0
    return isBeyond ? MinimumDetectable(shownMet: nil, shownNotMet: shownNotMet) : self
  }

  /// Both values on another scale.
  func mapped(_ transform: (Double) -> Double) -> MinimumDetectable {
    MinimumDetectable(shownMet: shownMet.map(transform), shownNotMet: shownNotMet.map(transform))
  }
}
