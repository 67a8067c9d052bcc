import AuditRecord
import AuditStatistics

extension FindingBuilder {
  /// Too few lists to judge, or nothing to compare with.
  func tooFewLists(
    _ family: AverageFamily, _ index: Int, other: Double? = nil, named: ChosenReference?,
    undefined: UndefinedReason? = nil
  ) -> Outcome {
    let reason = undefined ?? family.undefined[index] ?? .tooFewLists
    return outcome(
      family.groups[index], named: named, verdict: .notEnoughData,
      value: requirement.compare == .value ? family.values[index] : nil, undefined: reason,
      sentence: sentences?.tooFewLists(
        family.groups[index], lists: family.lists[index], contributing: family.contributing[index], reason: reason)
        ?? "",
      notDetectable: reason)
  }

  /// A number, its bounds, and the verdict that they give.
  func judgedAverage(
    _ family: AverageFamily, _ index: Int, other: Double?, named: ChosenReference?, value: Double?,
    bounds: ConfidenceInterval?, word: VerdictWord, undefined: UndefinedReason? = nil,
    detectable: MinimumDetectable? = nil
  ) -> Outcome {
    var word = value == nil ? .cannotTell : word
    if requirement.decide == .point, let value {
      word = requirement.threshold.isSatisfied(by: value, comparison: requirement.compare) ? .met : .notMet
    }
    let interval = bounds.map {
      Interval(lower: $0.lower, upper: $0.upper, level: requirement.confidence, method: family.method)
    }
    return outcome(
      family.groups[index], named: named, verdict: word, value: value, interval: interval, undefined: undefined,
      sentence: sentences?.average(
        family.groups[index], own: family.values[index], other: other, named: named, value: value, bounds: bounds,
        word: word, undefined: undefined) ?? "",
      detectable: detectable, notDetectable: undefined ?? .noSpread)
  }

  /// The two groups that differ most.
  func whole(_ summary: AverageSummary) -> Outcome {
    let named = ChosenReference(rule: requirement.reference.name, group: requirement.reference.labels)
    guard let value = summary.value else {
      let word: VerdictWord = summary.undefined == .zeroReference ? .cannotTell : .notEnoughData
      return outcome(
        nil, named: named, verdict: word, undefined: summary.undefined,
        sentence: sentences?.averagePair(summary, word: word) ?? "", notDetectable: summary.undefined)
    }
    let bounds = summary.interval.map {
      ConfidenceInterval(lower: $0.lower ?? -.infinity, upper: $0.upper ?? .infinity)
    }
    let word = decided(value, bounds)
    return outcome(
      nil, named: named, verdict: word, value: value, interval: summary.interval,
      sentence: sentences?.averagePair(summary, word: word) ?? "",
      detectable: summary.spread.flatMap { spread in
        summary.critical.flatMap {
          detectable(
            spread, scale: requirement.compare == .ratio ? .logarithm : .identity, critical: $0,
            comparisons: summary.comparisons, isGap: requirement.compare == .difference)
        }
      }, notDetectable: .noSpread)
  }

  /// A number about everything.
  func population(_ summary: SummaryResult, card: MetricCard) -> Outcome {
    guard let value = summary.value else {
      return outcome(
        nil, named: nil, verdict: .notEnoughData, undefined: summary.undefined ?? .undefinedPart,
        sentence: sentences?.population(summary, bounds: nil, word: .notEnoughData) ?? "",
        notDetectable: summary.undefined ?? .undefinedPart)
    }
    if let lists = summary.lists, lists < requirement.minimumCount {
      return outcome(
        nil, named: nil, verdict: .notEnoughData, value: value, undefined: .tooFewLists,
        sentence: sentences?.tooFewLists(nil, lists: lists, contributing: lists, reason: .tooFewLists) ?? "",
        notDetectable: .tooFewLists)
    }
    let bounds = PopulationInterval.limits(summary, card: card, confidence: requirement.confidence)
    let word = decided(value, bounds)
    let critical = CriticalValues(
      single: Normal.quantile(1 - (1 - requirement.confidence) / 2),
      family: Normal.quantile(1 - (1 - requirement.confidence) / 2))
    let method = summary.spread?.method ?? "none"
    return outcome(
      nil, named: nil, verdict: word, value: value,
      interval: bounds.map {
        Interval(lower: $0.lower, upper: $0.upper, level: requirement.confidence, method: method)
      },
      sentence: sentences?.population(summary, bounds: bounds, word: word) ?? "",
      detectable: summary.spread.flatMap { spread in
        // A record from elsewhere may hold a spread that is none.
        guard spread.degreesOfFreedom > 0, spread.standardError >= 0 else { return nil }
        return MinimumDetectable.estimate(
          standardError: spread.standardError, degreesOfFreedom: spread.degreesOfFreedom,
          scale: EstimateScale(spread.scale), threshold: limit.value, direction: limit.direction, critical: critical,
          power: FindingBuilder.power)
      }, notDetectable: summary.withoutInterval ?? .realisedValue)
  }

  private func decided(_ value: Double, _ bounds: ConfidenceInterval?) -> VerdictWord {
    if requirement.decide == .point {
      return requirement.threshold.isSatisfied(by: value, comparison: requirement.compare) ? .met : .notMet
    }
    return bounds.map { requirement.decided(single: $0, wide: $0).word } ?? .cannotTell
  }

  private var limit: (value: Double, direction: MinimumDetectable.Direction) {
    switch requirement.threshold {
    case .atLeast(let limit): (limit, .atLeast)
    case .atMost(let limit): requirement.compare == .difference ? (-limit, .atLeast) : (limit, .atMost)
    case .between(let low, _): (low, .atLeast)
    }
  }

  /// What could have been seen with such a spread; a gap has no direction.
  func detectable(
    _ spread: ClusterDispersion.Spread, scale: EstimateScale, critical: CriticalValues, comparisons: Int,
    isGap: Bool = false
  ) -> MinimumDetectable? {
    let found = MinimumDetectable.estimate(
      standardError: spread.standardError, degreesOfFreedom: spread.degreesOfFreedom, scale: scale,
      threshold: limit.value, direction: limit.direction, critical: critical, power: FindingBuilder.power,
      comparisons: max(1, comparisons))
    guard isGap, let found else {
      let isOneSided = requirement.reference == .highest || requirement.reference == .lowest
      return found.map { possible(isOneSided ? $0 : $0.withinGap(requirement, limit.direction)) }
    }
    return MinimumDetectable(
      shownMet: found.shownMet.flatMap { $0 <= 0 ? -$0 : nil }, shownNotMet: found.shownNotMet.map { abs($0) })
  }

  /// Without values that the judged number cannot take: none lies above the highest, none below the lowest.
  private func possible(_ found: MinimumDetectable) -> MinimumDetectable {
    func kept(_ value: Double?) -> Double? {
      guard let value, let ideal = requirement.compare.ideal else {
        return value.flatMap { $0 >= card?.least ?? -.infinity && $0 <= card?.most ?? .infinity ? $0 : nil }
      }
      switch requirement.reference {
      case .highest: return value <= ideal ? value : nil
      case .lowest: return value >= ideal ? value : nil
      default: return value
      }
    }
    return MinimumDetectable(shownMet: kept(found.shownMet), shownNotMet: kept(found.shownNotMet))
  }
}
