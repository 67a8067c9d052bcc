#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension ProportionEvidence {
  /// By the score rule on the counts that true rates lead one to expect; nil where the comparison group's rate is 0 or 1.
  ///
  /// Against a comparison group that the data chose, all other groups are taken to have its rate, and "met" needs every one
  /// of them: the smallest stands for all. Against everybody, who contain the group, the rule is that against everybody
  /// else, transformed. Where no group can lie that far below the comparison group, a gap is read upwards.
  public func detectable(_ question: DetectableQuestion) -> MinimumDetectable? {
    let own = proportions[question.group]
    guard own.trials > 0 else { return nil }
    guard let comparison = question.comparison else {
      // The rate itself is its difference from the threshold, which is known exactly.
      let demand = question.demand
      guard demand.limit > 0, demand.limit < 1 else { return nil }
      return MinimumDetectable.difference(
        groupTrials: own.trials, referenceTrials: .infinity, referenceRate: demand.limit, threshold: 0,
        direction: demand.direction, critical: question.critical, power: question.power
      ).mapped { $0 + demand.limit }
    }
    guard let reference = proportion(of: question.rival, for: question.group) else { return nil }
    switch question.scope {
    case .value: return nil
    case .worstPair(let named, _):
      let trials = proportions.map(\.trials).sorted()
      guard let smallest = trials.first, trials.count > 1,
        let seen = pair(question, comparison, question.demand, own.trials, reference, reference.trials)
      else { return nil }
      let every = pair(
        question, comparison, question.demand, smallest, reference, named.map { proportions[$0].trials } ?? trials[1],
        comparisons: question.comparisons)
      return question.possible(
        MinimumDetectable(shownMet: every?.shownMet, shownNotMet: seen.shownNotMet), question.demand.direction)
    case .group(let kind, let members):
      var demand = question.demand
      if demand.isGap, kind == .lowest || kind != .overall && -2 * demand.limit > reference.estimate ?? 1 {
        demand = demand.mirrored
      }
      guard kind == .highest || kind == .lowest else {
        let found =
          kind == .overall
          ? againstOverall(question, comparison, demand, own, reference)
          : pair(question, comparison, demand, own.trials, reference, reference.trials)
        return found.map { question.possible($0, demand.direction) }
      }
      guard let found = pair(question, comparison, demand, own.trials, reference, reference.trials) else { return nil }
      let smallest = members.first { $0 != question.group }.map { proportions[$0].trials }
      let every = pair(
        question, comparison, demand, own.trials, reference, smallest ?? reference.trials,
        comparisons: question.comparisons)
      return question.possible(
        MinimumDetectable(shownMet: every?.shownMet, shownNotMet: found.shownNotMet), demand.direction)
    }
  }

  private func againstOverall(
    _ question: DetectableQuestion, _ comparison: PairComparison, _ demand: Demand, _ own: Proportion,
    _ overall: Proportion
  ) -> MinimumDetectable? {
    let share = own.trials / overall.trials
    guard share < 1 else { return nil }
    let rest = Proportion(
      successes: max(0, overall.successes - own.successes), trials: overall.trials - own.trials)
    var limit = demand.limit / (1 - share)
    var back = { (value: Double) in value * (1 - share) }
    if comparison == .ratio {
      guard demand.limit * share < 1 else { return nil }
      limit = demand.limit * (1 - share) / (1 - demand.limit * share)
      back = { $0 / (share * $0 + 1 - share) }
    }
    let transformed = Demand(limit: limit, direction: demand.direction)
    return pair(question, comparison, transformed, own.trials, rest, rest.trials)?.mapped(back)
  }

  /// Two groups of these sizes, of which the second has the rate of `reference`.
  private func pair(
    _ question: DetectableQuestion, _ comparison: PairComparison, _ demand: Demand, _ groupTrials: Double,
    _ reference: Proportion, _ referenceTrials: Double, comparisons: Int = 1
  ) -> MinimumDetectable? {
    guard let rate = reference.estimate, rate > 0, rate < 1 else { return nil }
    if comparison == .ratio {
      guard demand.limit > 0 else { return nil }
      return MinimumDetectable.ratio(
        groupTrials: groupTrials, referenceTrials: referenceTrials, referenceRate: rate, threshold: demand.limit,
        direction: demand.direction, critical: question.critical, power: question.power, comparisons: comparisons)
    }
    guard demand.limit >= -rate, demand.limit <= 1 - rate else { return nil }
    return MinimumDetectable.difference(
      groupTrials: groupTrials, referenceTrials: referenceTrials, referenceRate: rate, threshold: demand.limit,
      direction: demand.direction, critical: question.critical, power: question.power, comparisons: comparisons)
  }
}
