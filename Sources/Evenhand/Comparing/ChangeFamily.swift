import AuditPolicy
import AuditRecord
import AuditStatistics

/// The checks of one requirement on one grouping, set against the same checks of an earlier audit.
struct ChangeFamily {
  /// One check, before it is adjusted for all others.
  struct Check {
    var change: CheckChange
    /// The normal deviate of its change; nil where nothing was compared.
    var deviate: Double?
    /// Whether it is shown to be no worse than by the margin; false where none was asked for.
    var isNoWorse = false
  }

  private(set) var checks: [Check] = []
  /// Checks that have a number in neither audit.
  private(set) var judgedInNeither = 0
  /// The level of an interval, and of all checks together.
  let confidence: Double
  /// Groups among which the data chose those that are compared; nil where a rule names them.
  private(set) var choices: Int?
  private let margin: Double?
  private let family: CheckPairing.Family
  private let unit: MetricUnit
  private let correlation: @Sendable (_ group: [Label]?, _ reference: [Label]?) -> Double

  /// Compares a family by its numbers in both audits.
  ///
  /// - Parameters:
  ///   - paired: How the decisions of both agree, where they are about the same people.
  ///   - margin: By how much a number may be worse and count as no worse; nil where nobody asks.
  init(
    _ family: CheckPairing.Family, baseline: Evidence, candidate: Evidence, paired: PairedDecisions?, margin: Double?
  ) {
    self.family = family
    self.margin = margin
    correlation = { group, reference in
      guard let paired, let requirement = family.now else { return 0 }
      let place = Place(
        metric: requirement.metric, grouping: family.grouping, stratifier: family.stratifier.map { Label($0) })
      return paired.correlation(
        requirement, at: place, of: group, against: reference, before: baseline, now: candidate)
    }
    let metric = family.now?.metric ?? family.before?.metric ?? ""
    unit = (candidate.numbers.cards[metric] ?? baseline.numbers.cards[metric])?.unit ?? .number
    confidence = family.now?.confidence ?? family.before?.confidence ?? Defaults.level
    let numbers = family.comparable.map { before, now in
      (
        before: JudgedNumbers(
          before, grouping: family.grouping, stratifier: family.stratifier, evidence: baseline),
        now: JudgedNumbers(now, grouping: family.grouping, stratifier: family.stratifier, evidence: candidate)
      )
    }
    if let numbers, let now = family.now, now.reference.isChosenByData {
      choices = max(2, numbers.before.members, numbers.now.members)
    }
    for (before, now) in family.checks {
      // Nobody misses what neither has; a check that was never made is no change.
      if !(before?.isMeasured ?? false), !(now?.isMeasured ?? false) {
        judgedInNeither += 1
      } else {
        checks.append(check(before, now, numbers))
      }
    }
  }

  private func check(
    _ before: Finding?, _ now: Finding?, _ numbers: (before: JudgedNumbers, now: JudgedNumbers)?
  ) -> Check {
    if let obstacle = family.obstacle { return none(before, now, .notComparable, obstacle) }
    guard let numbers else { return none(before, now, now == nil ? .gone : .new) }
    let group = now?.group ?? before?.group
    // The reference group of one audit has no finding there; the other's is then the one that both are compared with.
    let reference = group == numbers.before.reference ? numbers.now.reference : numbers.before.reference
    if before == nil, group != numbers.before.reference, !numbers.before.groups.contains(group ?? []) {
      return none(before, now, .new)
    }
    if now == nil, group != numbers.now.reference, !numbers.now.groups.contains(group ?? []) {
      return none(before, now, .gone)
    }
    let sides = (
      before: numbers.before.side(of: group, against: reference), now: numbers.now.side(of: group, against: reference)
    )
    switch sides {
    case (.success(let earlier), .success(let later)):
      return compared(before, now, earlier, later, reference)
    case _ where before?.value != nil && before?.value == now?.value:
      // A number of which no range is known, and that is what it was.
      return none(before, now, .noClearChange)
    case (.failure(let missing), .failure(let other)) where missing == other:
      return none(before, now, .notComparable, .missing(missing.reason, of: [.baseline, .candidate]))
    case (.failure(let missing), _):
      return none(before, now, .notComparable, .missing(missing.reason, of: [.baseline]))
    case (_, .failure(let missing)):
      return none(before, now, .notComparable, .missing(missing.reason, of: [.candidate]))
    }
  }

  private func compared(
    _ before: Finding?, _ now: Finding?, _ earlier: Change.Side, _ later: Change.Side,
    _ reference: [Label]?
  ) -> Check {
    guard var found = change(before, now, .noClearChange), let requirement = family.now else {
      return none(before, now, .notComparable)
    }
    let change = Change(
      of: found.worse == .apart ? .distance(from: requirement.centre) : .number, from: earlier, to: later,
      correlation: correlation(found.group, reference))
    let limits = change.interval(z: Normal.twoSided(confidence: confidence))
    // Seen so that what is below 0 is for the worse.
    let isFall = found.worse == .lower
    let (value, least) = isFall ? (change.value, limits.lower) : (-change.value, -limits.upper)
    let deviate =
      if let margin, value < 0 { value < -margin ? change.deviate(from: isFall ? -margin : margin) : 0 } else {
        change.deviate
      }
    found.difference = ChangeEstimate(
      reference: requirement.compare == .value ? nil : reference, baseline: earlier.value, candidate: later.value,
      value: change.value,
      interval: Interval(limits, level: confidence, method: .mover),
      p: min(1, 2 * Normal.upperTail(margin == nil ? deviate : change.deviate)), adjustedP: 1)
    return Check(change: found, deviate: deviate, isNoWorse: margin.map { least >= -$0 } ?? false)
  }

  private func none(
    _ before: Finding?, _ now: Finding?, _ word: ChangeWord, _ obstacle: Incomparability? = nil
  ) -> Check {
    // One of the two is there: a check without any finding is none.
    guard var found = change(before, now, word) else { preconditionFailure("a check has a finding") }
    found.reason = obstacle?.words
    return Check(change: found, deviate: nil)
  }

  private func change(_ before: Finding?, _ now: Finding?, _ word: ChangeWord) -> CheckChange? {
    guard let finding = now ?? before, let requirement = family.now ?? family.before else { return nil }
    var worse = requirement.worsening
    if finding.group == nil, worse == .apart, requirement.atMost != nil { worse = .higher }
    return CheckChange(
      requirement: finding.requirement, metric: finding.metric, grouping: finding.grouping, group: finding.group,
      stratifier: finding.stratifier, comparison: finding.comparison, unit: unit, worse: worse,
      baseline: before.map { CheckResult($0) }, candidate: now.map { CheckResult($0) }, change: word)
  }
}

extension CheckPairing.Family {
  /// The requirements of both, where they ask the same.
  fileprivate var comparable: (before: Requirement, now: Requirement)? {
    guard obstacle == nil, let before, let now else { return nil }
    return (before, now)
  }
}

extension Finding {
  /// Whether there is a number that was judged.
  var isMeasured: Bool { value != nil && [.met, .notMet, .cannotTell].contains(verdict) }
}
