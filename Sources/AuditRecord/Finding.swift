/// What was found about one requirement and one group.
public enum VerdictWord: String, Codable, Sendable, CaseIterable, Hashable {
  /// The whole interval satisfies the threshold.
  case met
  /// None of the interval satisfies it.
  case notMet = "not-met"
  /// The interval straddles it.
  case cannotTell = "cannot-tell"
  /// The group or its reference group is too small.
  case notEnoughData = "not-enough-data"
  /// Not checked, for a reason that somebody signed.
  case notApplicable = "not-applicable"
  /// The check failed to run.
  case couldNotRun = "could-not-run"

  /// How bad it is; the overall verdict is the worst blocking one.
  package var rank: Int {
    switch self {
    case .notApplicable: 0
    case .met: 1
    case .notEnoughData: 2
    case .cannotTell: 3
    case .notMet: 4
    case .couldNotRun: 5
    }
  }

  /// The verdict as a heading writes it.
  public var words: String {
    switch self {
    case .met: "Requirement met"
    case .notMet: "Requirement not met"
    case .cannotTell: "Cannot tell"
    case .notEnoughData: "Not enough data"
    case .notApplicable: "Not checked"
    case .couldNotRun: "Could not run"
    }
  }

  /// A mark that survives greyscale, always printed beside the words.
  package var symbol: String {
    switch self {
    case .met: "●"
    case .notMet: "✕"
    case .cannotTell: "○"
    case .notEnoughData: "□"
    case .notApplicable: "–"
    case .couldNotRun: "!"
    }
  }
}

/// The judgement of one requirement on one group, or on a whole grouping.
public struct Finding: Codable, Sendable, Hashable {
  /// The requirement's id.
  public var requirement: String
  /// The metric's id.
  public var metric: String
  /// The columns of the grouping.
  @Defaulted public var grouping: [String]
  /// The group; null for a number about the whole grouping.
  @OrNull public var group: [Label]?
  /// The groups that it is about together, where an intersection has many that are too small to be judged.
  @OrNull package var smallGroups: SmallGroupCount?
  /// What it was compared with.
  @OrNull public var reference: ChosenReference?
  /// What was judged.
  public var comparison: Comparison
  /// The column held constant, for pooled numbers.
  @OrNull package var stratifier: String?
  /// `*` for pooled numbers, or null.
  @OrNull package var within: String?
  /// The verdict.
  public var verdict: VerdictWord
  /// The judged number.
  @OrNull public var value: Double?
  /// The range that was set against the threshold.
  @OrNull public var interval: Interval?
  /// The limit of the threshold, or both.
  public var threshold: Limits
  /// Which side of the limits is accepted; null in records of version 0.1, where the requirement alone says it.
  @OrNull public var bound: Bound?
  /// What happens when it is not met.
  public var severity: Severity
  /// The finding in the words of whoever wrote the record; `FindingWords` has those of this version.
  public var sentence: String
  /// Why the number does not exist.
  @OrNull public var undefined: UndefinedReason?
  /// What leaving people out may have done; null where that was not looked at, as in records of rules 1.
  @OrNull package var bounds: FindingBounds?
  /// Which comparison set the ends of the range; null where no single group did, and in records of rules 1 and 2.
  @OrNull package var setBy: RangeSetters?
  /// What it does where it neither holds nor fails.
  @Defaulted package var undecided: Undecided
  /// Both numbers of a change since the baseline; null where the number itself is judged.
  @OrNull package var change: FindingChange?

  /// States a finding.
  package init(
    requirement: String, metric: String, grouping: [String], group: [Label]?, reference: ChosenReference?,
    comparison: Comparison, stratifier: String? = nil, within: String? = nil, verdict: VerdictWord, value: Double?,
    interval: Interval?, threshold: Threshold, severity: Severity, sentence: String,
    smallGroups: SmallGroupCount? = nil, undefined: UndefinedReason? = nil, bounds: FindingBounds? = nil,
    setBy: RangeSetters? = nil, undecided: Undecided = .block, change: FindingChange? = nil
  ) {
    self.requirement = requirement
    self.metric = metric
    self.grouping = grouping
    self.group = group
    self.smallGroups = smallGroups
    self.reference = reference
    self.comparison = comparison
    self.stratifier = stratifier
    self.within = within
    self.verdict = verdict
    self.value = value
    self.interval = interval
    self.threshold = Limits(threshold.limits)
    bound = threshold.bound
    self.severity = severity
    self.sentence = sentence
    self.undefined = undefined
    self.bounds = bounds
    self.setBy = setBy
    self.undecided = undecided
    self.change = change
  }
}

/// How many groups one finding is about.
package struct SmallGroupCount: Codable, Sendable, Hashable {
  /// The groups.
  package var groups: Int
  /// What they rest on together: people whom the rate counts, or lists.
  package var people: Int

  /// Counts groups.
  package init(groups: Int, people: Int) {
    self.groups = groups
    self.people = people
  }
}

/// What this audit could have seen for one finding, had the truth been another one.
package struct Detectable: Codable, Sendable, Hashable {
  /// The requirement's id.
  package var requirement: String
  /// The columns of the grouping.
  @Defaulted package var grouping: [String]
  /// The group; null for a number about the whole grouping.
  @OrNull package var group: [Label]?
  /// Ratio or difference.
  package var comparison: Comparison
  /// The chance that the statements below speak of.
  package var power: Double
  /// A true value at which the audit would have said "not met" with that chance; null when none would do.
  @OrNull package var shownNotMet: Double?
  /// A true value at which the audit would have said "met" with that chance; null when none would do.
  @OrNull package var shownMet: Double?
  /// A true value at which every group of the grouping would have been shown as met with that chance, the others being equal
  /// to the reference group; null when none would do, and for numbers that are not about counts.
  @OrNull package var allShownMet: Double?
  /// The chance that every group would have been shown as met, had all been equal.
  @OrNull package var allMetWhenEqual: Double?
  /// How many more people in the group would give "met" that chance, if all true rates are as estimated; null where that is
  /// not asked, and where no number does it.
  @OrNull package var morePeople: Int?
  /// Why none of them exists.
  @OrNull package var undefined: UndefinedReason?

  /// States what could have been seen.
  package init(
    requirement: String, grouping: [String], group: [Label]?, comparison: Comparison, power: Double,
    shownNotMet: Double?, shownMet: Double?, undefined: UndefinedReason? = nil
  ) {
    self.requirement = requirement
    self.grouping = grouping
    self.group = group
    self.comparison = comparison
    self.power = power
    self.shownNotMet = shownNotMet
    self.shownMet = shownMet
    self.undefined = undefined
  }
}

/// The verdict over all blocking findings.
public struct Verdict: Codable, Sendable, Hashable {
  /// The worst blocking verdict; null when nothing could be judged.
  @OrNull public var overall: VerdictWord?
  /// True when the rows were made up.
  public var synthetic: Bool
  /// Findings by verdict, all severities.
  @Defaulted public var counts: [String: Int]
  /// Why there is no overall verdict.
  @OrNull package var undefined: UndefinedReason?
  /// True where the overall verdict is "cannot tell", and the plan lets every finding pass that makes it so.
  @Defaulted package var undecidedPasses: Bool

  /// Sums up findings.
  package init(findings: [Finding], synthetic: Bool) {
    let blocking = findings.filter { $0.severity == .block }
    let worst = blocking.map(\.verdict).max { $0.rank < $1.rank }
    overall = worst
    undecidedPasses =
      worst == .cannotTell
      && blocking.allSatisfy {
        $0.verdict.rank <= VerdictWord.met.rank || $0.verdict == .cannotTell && $0.undecided == .warn
      }
    undefined = worst == nil ? .nothingToJudge : nil
    self.synthetic = synthetic
    counts = Dictionary(
      uniqueKeysWithValues: VerdictWord.allCases.map { word in
        (word.rawValue, findings.count { $0.verdict == word })
      })
  }
}
