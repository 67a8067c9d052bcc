/// How a check of one audit differs from the same check of an earlier one.
package enum ChangeWord: String, Codable, Sendable, CaseIterable, Hashable {
  /// Shown to be worse, after the adjustment for all checks that are compared.
  case worse
  /// Shown to be better, likewise.
  case better
  /// Shown to be no worse than by the margin that was asked for; only where one was.
  case noWorse = "no-worse"
  /// None of these is shown.
  case noClearChange = "no-clear-change"
  /// Only the later audit has it.
  case new
  /// Only the earlier one has it.
  case gone
  /// Both have it, and their numbers are not about the same.
  case notComparable = "not-comparable"

  /// The word in sentences and tables.
  package var words: String {
    switch self {
    case .worse: "worse"
    case .better: "better"
    case .noWorse: "no worse"
    case .noClearChange: "no clear change"
    case .new: "new"
    case .gone: "gone"
    case .notComparable: "not comparable"
    }
  }
}

/// One check in two audits.
package struct CheckChange: Codable, Sendable, Hashable {
  /// The requirement's id, by the later audit where it has the check.
  package var requirement: String
  /// The metric's id.
  package var metric: String
  /// The columns of the grouping.
  @Defaulted package var grouping: [String]
  /// The group; null for a number about the whole grouping.
  @OrNull package var group: [Label]?
  /// The column held constant, for pooled numbers.
  @OrNull package var stratifier: String?
  /// What is compared.
  package var comparison: Comparison
  /// How the metric's numbers are read.
  package var unit: MetricUnit
  /// Which change is worse.
  package var worse: Worsening
  /// What the earlier audit found; null where it has no such check, as for its own reference group.
  @OrNull package var baseline: CheckResult?
  /// What the later audit found; null likewise.
  @OrNull package var candidate: CheckResult?
  /// How they differ.
  package var change: ChangeWord
  /// Why they are not comparable, in words; null where they are.
  @OrNull package var reason: String?
  /// The numbers of the change; null where there are none.
  @OrNull package var difference: ChangeEstimate?

  /// States a change.
  package init(
    requirement: String, metric: String, grouping: [String], group: [Label]?, stratifier: String?,
    comparison: Comparison, unit: MetricUnit, worse: Worsening, baseline: CheckResult?, candidate: CheckResult?,
    change: ChangeWord,
    reason: String? = nil, difference: ChangeEstimate? = nil
  ) {
    self.requirement = requirement
    self.metric = metric
    self.grouping = grouping
    self.group = group
    self.stratifier = stratifier
    self.comparison = comparison
    self.unit = unit
    self.worse = worse
    self.baseline = baseline
    self.candidate = candidate
    self.change = change
    self.reason = reason
    self.difference = difference
  }
}

/// What an audit found of a check.
package struct CheckResult: Codable, Sendable, Hashable {
  /// The group that it was compared with; null where that is none.
  @OrNull package var reference: [Label]?
  /// The judged number.
  @OrNull package var value: Double?
  /// The range that was set against the threshold.
  @OrNull package var interval: Interval?
  /// The verdict; null for the reference group, which has none.
  @OrNull package var verdict: VerdictWord?

  /// States a result.
  package init(reference: [Label]? = nil, value: Double?, interval: Interval?, verdict: VerdictWord?) {
    self.reference = reference
    self.value = value
    self.interval = interval
    self.verdict = verdict
  }

  /// That of a finding.
  package init(_ finding: Finding) {
    self.init(
      reference: finding.reference?.group, value: finding.value, interval: finding.interval, verdict: finding.verdict)
  }
}

/// The numbers of a change.
package struct ChangeEstimate: Codable, Sendable, Hashable {
  /// The group that both numbers are compared with: the earlier audit's reference group; null where it is none.
  @OrNull package var reference: [Label]?
  /// The number in the earlier audit.
  package var baseline: Double
  /// The number in the later one.
  package var candidate: Double
  /// The later less the earlier; of gaps, of their sizes.
  package var value: Double
  /// Its range, for this check alone.
  package var interval: Interval
  /// The two-sided p-value, for this check alone; 2.6e-12 stands for less, and 2e-6 where limits are known by their confidence alone.
  package var p: Double
  /// That of the change that is shown, adjusted for all checks that are compared and for a reference group that the data chose: none where
  /// no margin was asked for, else better than what was, or worse by more than the margin.
  package var adjustedP: Double

  /// States a change.
  package init(
    reference: [Label]?, baseline: Double, candidate: Double, value: Double, interval: Interval, p: Double,
    adjustedP: Double
  ) {
    self.reference = reference
    self.baseline = baseline
    self.candidate = candidate
    self.value = value
    self.interval = interval
    self.p = p
    self.adjustedP = adjustedP
  }
}

/// Which change of a number is for the worse.
package enum Worsening: String, Codable, Sendable, CaseIterable, Hashable {
  /// It falls.
  case lower
  /// It rises.
  case higher
  /// It moves away from equality, or from the middle of what is accepted, in either direction.
  case apart
}

extension Requirement {
  /// Which change of its number is for the worse: the one towards its limit.
  package var worsening: Worsening {
    if let rule = noWorseThanBaseline { return rule.worse }
    return switch threshold {
    case .atLeast: .lower
    case .atMost: compare == .difference && reference != .worstPair ? .apart : .higher
    case .between: .apart
    }
  }

  /// The number from which a distance is measured where either direction is worse: equality where that is accepted, else the
  /// middle of what is.
  package var centre: Double {
    guard noWorseThanBaseline == nil, case .between(let low, let high) = threshold else { return compare.ideal ?? 0 }
    if let ideal = compare.ideal, low <= ideal, ideal <= high { return ideal }
    return low / 2 + high / 2
  }
}
