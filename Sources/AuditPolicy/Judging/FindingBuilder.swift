public import AuditRecord
import AuditStatistics

/// A finding together with what could have been seen.
struct Outcome {
  var finding: Finding
  var detectable: Detectable
}

/// Puts findings of one requirement on one grouping together.
struct FindingBuilder {
  let requirement: Requirement
  let grouping: [String]
  let card: MetricCard?

  /// The chance that statements about power speak of.
  static let power = 0.8

  init(_ requirement: Requirement, grouping: [String], card: MetricCard?) {
    self.requirement = requirement
    self.grouping = grouping
    self.card = card
  }

  var sentences: Sentences? { card.map { Sentences(requirement: requirement, card: $0) } }

  func outcome(
    _ group: [Label]?, named: ChosenReference?, stratifier: String? = nil, verdict: VerdictWord, value: Double? = nil,
    interval: Interval? = nil, undefined: UndefinedReason? = nil, sentence: String,
    detectable: MinimumDetectable? = nil, notDetectable: UndefinedReason? = nil
  ) -> Outcome {
    Outcome(
      finding: Finding(
        requirement: requirement.id, metric: requirement.metric, grouping: grouping, group: group, reference: named,
        comparison: requirement.compare, stratifier: stratifier, within: stratifier == nil ? nil : "*",
        verdict: verdict, value: value, interval: interval, threshold: requirement.threshold,
        severity: requirement.severity, sentence: sentence, undefined: undefined),
      detectable: Detectable(
        requirement: requirement.id, grouping: grouping, group: group, comparison: requirement.compare,
        power: FindingBuilder.power, shownNotMet: detectable?.shownNotMet, shownMet: detectable?.shownMet,
        undefined: detectable == nil ? notDetectable ?? .extremeReference : nil))
  }

  /// The check could not run.
  func couldNotRun(_ reason: String, stratifier: String? = nil) -> Outcome {
    outcome(
      nil, named: nil, stratifier: stratifier, verdict: .couldNotRun,
      sentence: "This check could not run: \(reason). Its result is unknown.", notDetectable: .undefinedPart)
  }

  /// Fewer than two groups were seen, and none of them has a finding.
  func nobody() -> Outcome {
    outcome(
      nil, named: ChosenReference(rule: requirement.reference.name, group: requirement.reference.labels),
      verdict: .notEnoughData, undefined: .fewerThanTwoGroups,
      sentence: "Not enough data to judge. Fewer than two groups were in the data. This is not a pass.",
      notDetectable: .fewerThanTwoGroups)
  }

  /// Too few people to judge.
  func tooSmall(
    _ group: [Label], _ own: Proportion, reference: Proportion?, named: ChosenReference?,
    undefined: UndefinedReason? = nil, stratifier: String? = nil
  ) -> Outcome {
    let value = reference.flatMap {
      try? ReferenceChoice.disparity(requirement.compare, group: own, reference: $0).get()
    }
    return outcome(
      group, named: named, stratifier: stratifier, verdict: .notEnoughData,
      value: stratifier == nil ? (requirement.compare == .value ? own.estimate : value) : nil, undefined: undefined,
      sentence: sentences?.tooSmall(
        group, own: own, reference: reference, named: named, undefined: undefined, stratifier: stratifier) ?? "",
      notDetectable: undefined ?? .tooFewPeople)
  }

  /// A number, its bounds, and the verdict that they give.
  func judged(
    _ group: [Label], own: Proportion, reference: Proportion?, named: ChosenReference?, value: Double?,
    bounds: ConfidenceInterval?, word: VerdictWord, power: Power, undefined: UndefinedReason? = nil,
    stratifier: String? = nil, detectable: MinimumDetectable? = nil
  ) -> Outcome {
    var word = value == nil ? .cannotTell : word
    if requirement.decide == .point, let value {
      word = requirement.threshold.isSatisfied(by: value, comparison: requirement.compare) ? .met : .notMet
    }
    let interval = bounds.map {
      Interval(
        lower: $0.lower, upper: $0.upper, level: requirement.confidence,
        method: method(isPooled: stratifier != nil))
    }
    let more =
      word == .cannotTell && stratifier == nil
      ? value.flatMap { power.morePeople(own: own, reference: reference, value: $0) } : nil
    return outcome(
      group, named: named, stratifier: stratifier, verdict: word, value: value, interval: interval,
      undefined: undefined,
      sentence: sentences?.judged(
        group, own: own, reference: reference, named: named, value: value, bounds: bounds, word: word,
        undefined: undefined, isPooled: stratifier != nil, more: more) ?? "",
      detectable: detectable,
      notDetectable: undefined)
  }

  private func method(isPooled: Bool) -> String {
    if isPooled { return requirement.compare == .ratio ? "greenland-robins" : "sato" }
    return requirement.compare == .value ? "wilson" : "guarded-score"
  }

  /// A worst pair or a composite.
  func whole(_ summary: GroupingSummary) -> Outcome {
    let named = ChosenReference(
      rule: requirement.reference.name, group: requirement.reference.labels)
    guard let value = summary.value, let interval = summary.interval else {
      let word: VerdictWord = summary.undefined == .zeroReference ? .cannotTell : .notEnoughData
      return outcome(
        nil, named: named, verdict: word, undefined: summary.undefined,
        sentence: sentences?.whole(summary, word: word) ?? "", notDetectable: summary.undefined)
    }
    let bounds = ConfidenceInterval(lower: interval.lower ?? -.infinity, upper: interval.upper ?? .infinity)
    var word = requirement.decided(single: bounds, wide: bounds).word
    if requirement.decide == .point {
      word = requirement.threshold.isSatisfied(by: value, comparison: requirement.compare) ? .met : .notMet
    }
    return outcome(
      nil, named: named, verdict: word, value: value, interval: interval,
      sentence: sentences?.whole(summary, word: word) ?? "",
      detectable: Power.detectable(summary, requirement: requirement))
  }
}

extension ReferenceRule {
  /// The labels of a named group.
  public var labels: [Label]? { if case .group(let labels) = self { labels } else { nil } }
}
