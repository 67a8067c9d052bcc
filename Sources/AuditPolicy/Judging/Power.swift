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
        case .highest, .worstPair, .none: .highest
        }
      critical =
        looks >= 2 ? CriticalValues(confidence: requirement.confidence, groups: looks, reference: reference) : nil
    }
  }

  /// The true values nearest to the threshold at which the audit would have answered, with the usual power.
  ///
  /// A demand with two sides is read on its lower side. Nothing where the comparison group's rate is 0 or 1.
  func detectable(own: Proportion, reference: Proportion?) -> MinimumDetectable? {
    guard let critical, own.trials > 0 else { return nil }
    let (limit, direction) = Power.side(of: requirement.threshold, comparison: requirement.compare)
    if requirement.compare == .value {
      // The rate itself is its difference from the threshold, which is known exactly.
      guard limit > 0, limit < 1 else { return nil }
      let found = MinimumDetectable.difference(
        groupTrials: own.trials, referenceTrials: .infinity, referenceRate: limit, threshold: 0,
        direction: direction, critical: critical, power: FindingBuilder.power)
      return found.shifted(by: limit)
    }
    guard let reference, let rate = reference.estimate, rate > 0, rate < 1 else { return nil }
    return Power.pair(
      requirement.compare, groupTrials: own.trials, reference: reference, rate: rate, limit: limit,
      direction: direction, critical: critical)
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
    _ comparison: Comparison, groupTrials: Double, reference: Proportion, rate: Double, limit: Double,
    direction: MinimumDetectable.Direction, critical: CriticalValues
  ) -> MinimumDetectable? {
    if comparison == .ratio {
      guard limit > 0 else { return nil }
      return MinimumDetectable.ratio(
        groupTrials: groupTrials, referenceTrials: reference.trials, referenceRate: rate, threshold: limit,
        direction: direction, critical: critical, power: FindingBuilder.power)
    }
    guard limit >= -rate, limit <= 1 - rate else { return nil }
    return MinimumDetectable.difference(
      groupTrials: groupTrials, referenceTrials: reference.trials, referenceRate: rate, threshold: limit,
      direction: direction, critical: critical, power: FindingBuilder.power)
  }

  /// The limit and the direction of a demand; a gap of at most t reads: not lower by more than t.
  private static func side(of threshold: Threshold, comparison: Comparison) -> (Double, MinimumDetectable.Direction) {
    switch threshold {
    case .atLeast(let limit): (limit, .atLeast)
    case .atMost(let limit): comparison == .difference ? (-limit, .atLeast) : (limit, .atMost)
    case .between(let low, _): (low, .atLeast)
    }
  }

  /// For a worst pair or a composite: the pair of each part, and of the parts the one that is hardest to see.
  static func detectable(_ summary: GroupingSummary, requirement: Requirement) -> MinimumDetectable? {
    guard let critical = summary.critical else { return nil }
    let (limit, direction) = side(of: requirement.threshold, comparison: requirement.compare)
    let parts = summary.compared.map { pair -> MinimumDetectable? in
      guard let rate = pair.higher.estimate, rate > 0, rate < 1 else { return nil }
      return Power.pair(
        requirement.compare, groupTrials: pair.lower.trials, reference: pair.higher, rate: rate, limit: limit,
        direction: direction, critical: critical)
    }
    guard !parts.isEmpty, parts.allSatisfy({ $0 != nil }) else { return nil }
    func hardest(_ values: [Double?]) -> Double? {
      let found = values.compactMap { $0 }
      guard found.count == values.count else { return nil }
      let far = found.max { ($0 - limit).magnitude < ($1 - limit).magnitude }
      return requirement.compare == .difference ? far?.magnitude : far
    }
    return MinimumDetectable(
      shownMet: hardest(parts.map { $0?.shownMet }), shownNotMet: hardest(parts.map { $0?.shownNotMet }))
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
  /// Both values moved by a constant.
  func shifted(by offset: Double) -> MinimumDetectable {
    MinimumDetectable(shownMet: shownMet.map { $0 + offset }, shownNotMet: shownNotMet.map { $0 + offset })
  }
}
