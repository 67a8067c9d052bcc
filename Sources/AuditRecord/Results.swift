/// A range of values that the data do not rule out.
public struct Interval: Codable, Sendable, Hashable {
  /// The low end; null when there is none.
  @OrNull public var lower: Double?
  /// The high end; null when there is none.
  @OrNull public var upper: Double?
  /// How often ranges made this way hold the true value.
  public var level: Double
  /// The method, as `evenhand explain` knows it.
  public var method: String

  /// States a range; infinite ends become null.
  public init(lower: Double?, upper: Double?, level: Double, method: String) {
    self.lower = lower.flatMap { $0.isFinite ? $0 : nil }
    self.upper = upper.flatMap { $0.isFinite ? $0 : nil }
    self.level = level
    self.method = method
  }
}

/// Why a number does not exist.
public enum UndefinedReason: OpenWord {
  /// Nobody in the group.
  case emptyGroup
  /// Nobody whom the rate could count.
  case emptyDenominator
  /// The reference group's rate is zero, so nothing can be divided by it.
  case zeroReference
  /// The reference group's own number does not exist.
  case undefinedReference
  /// No group is large enough to be compared with.
  case noEligibleReference
  /// The group has fewer people than the plan demands.
  case tooFewPeople
  /// The reference group's rate is 0 or 100 %.
  case extremeReference
  /// The plan names a reference group that the data do not hold.
  case referenceNotObserved
  /// Fewer than two groups can be compared.
  case fewerThanTwoGroups
  /// A part of the number does not exist.
  case undefinedPart
  /// No stratum holds both groups.
  case noCommonStratum
  /// The data hold one list, and nothing says how another would differ.
  case singleList
  /// Fewer lists than the plan demands, or too few that contribute anything.
  case tooFewLists
  /// The number depends on all lists at once, and no honest range for it is known.
  case realisedValue
  /// The number rests on one person alone, or is 0 or 1 with no room for a range.
  case noSpread
  /// All people agree, and nothing bounds what others would have.
  case noVariance
  /// More groups than can be compared with each other.
  case tooManyGroups
  /// The target gives the group no share.
  case zeroTarget
  /// No list has an order, and groups of all its items, that are certain enough for the exact test.
  case noTestableList
  /// The number would need more memory than is granted.
  case tooLarge
  /// No requirement could block anything.
  case nothingToJudge
  /// The outcome is known almost only where the decision was favourable.
  case outcomeOnlyAfterFavourable
  /// The plan compares no groups that are so small a share of all.
  case belowShare
  /// The plan turns statements about power off.
  case powerOff
  /// Power was not worked out for so many comparisons.
  case powerNotDrawn
  /// Power is not worked out for changes since a baseline.
  case changeHasNoPower
  /// A stratum holds one primary sampling unit, so that nobody knows how others of it would differ.
  case lonelyPSU
  /// The method knows counts of people of one row each, who weigh the same.
  case needsUnweighted
  /// Fewer than ten people in one of the counts that a number is made of.
  case fewInACount
  /// Power is not worked out for numbers of this kind.
  case kindHasNoPower
  /// Power is not worked out for areas, errors and distances of scores.
  case scoresHaveNoPower
  /// Everybody in the group has the same outcome.
  case oneOutcome
  /// Some scores lie outside 0 to 1.
  case scoresNotProbabilities
  /// A reason that this version does not know.
  case other(String)

  /// The words that this version knows.
  public static let known: [UndefinedReason] = [
    .emptyGroup, .emptyDenominator, .zeroReference, .undefinedReference, .noEligibleReference, .tooFewPeople,
    .extremeReference, .referenceNotObserved, .fewerThanTwoGroups, .undefinedPart, .noCommonStratum, .singleList,
    .tooFewLists, .realisedValue, .noSpread, .noVariance, .tooManyGroups, .zeroTarget, .noTestableList, .tooLarge,
    .nothingToJudge, .outcomeOnlyAfterFavourable, .belowShare, .powerOff, .powerNotDrawn, .changeHasNoPower,
    .lonelyPSU, .needsUnweighted,
    .fewInACount, .kindHasNoPower,
    .scoresHaveNoPower, .oneOutcome, .scoresNotProbabilities,
  ]

  /// True where counts are there and no number may be made of them: the data are of a kind for which it would mislead.
  public var isOfTheData: Bool { self == .outcomeOnlyAfterFavourable || self == .needsUnweighted }

  /// The word in plans and records.
  public var rawValue: String {
    switch self {
    case .emptyGroup: "empty-group"
    case .emptyDenominator: "empty-denominator"
    case .zeroReference: "zero-reference"
    case .undefinedReference: "undefined-reference"
    case .noEligibleReference: "no-eligible-reference"
    case .tooFewPeople: "too-few-people"
    case .extremeReference: "extreme-reference"
    case .referenceNotObserved: "reference-not-observed"
    case .fewerThanTwoGroups: "fewer-than-two-groups"
    case .undefinedPart: "undefined-part"
    case .noCommonStratum: "no-common-stratum"
    case .singleList: "single-list"
    case .tooFewLists: "too-few-lists"
    case .realisedValue: "realised-value"
    case .noSpread: "no-spread"
    case .noVariance: "no-variance"
    case .tooManyGroups: "too-many-to-compare"
    case .zeroTarget: "zero-target"
    case .noTestableList: "no-testable-list"
    case .tooLarge: "too-large"
    case .nothingToJudge: "nothing-to-judge"
    case .outcomeOnlyAfterFavourable: "outcome-only-after-favourable"
    case .belowShare: "below-share"
    case .powerOff: "power-off"
    case .powerNotDrawn: "power-not-drawn"
    case .changeHasNoPower: "change-has-no-power"
    case .lonelyPSU: "lonely-psu"
    case .needsUnweighted: "needs-unweighted"
    case .fewInACount: "few-in-a-count"
    case .kindHasNoPower: "kind-has-no-power"
    case .scoresHaveNoPower: "scores-have-no-power"
    case .oneOutcome: "one-outcome"
    case .scoresNotProbabilities: "scores-not-probabilities"
    case .other(let word): word
    }
  }

  /// True for a reason why there is a number but no range.
  public var concernsRange: Bool { [.singleList, .realisedValue, .noSpread, .noVariance, .lonelyPSU].contains(self) }

  /// The reason in words.
  public var words: String {
    switch self {
    case .emptyGroup: "nobody in the data"
    case .emptyDenominator: "nobody in this group could be counted for this rate"
    case .zeroReference: "the rate of the reference group is zero, so a ratio to it does not exist"
    case .undefinedReference: "the rate of the reference group does not exist"
    case .noEligibleReference: "no group is large enough to compare with"
    case .tooFewPeople: "the group, or what it is compared with, has fewer people than the plan demands"
    case .extremeReference: "the rate of the reference group is 0 or 100 %, so this was not worked out"
    case .referenceNotObserved: "the reference group that the plan names is not in the data"
    case .fewerThanTwoGroups: "fewer than two groups are large enough to compare"
    case .undefinedPart: "a part of this number does not exist"
    case .noCommonStratum: "no stratum holds people of both groups"
    case .singleList: "there is one list only, and nothing says how another would differ"
    case .tooFewLists: "fewer lists than the plan demands, or fewer than ten of them contribute to this number"
    case .realisedValue: "the number depends on all lists at once, and no honest range for it is known"
    case .noSpread: "the number lies at the edge of what it can be, or rests on one person alone"
    case .noVariance: "all lists agree, and nothing bounds by how much another list could differ"
    case .tooManyGroups: "there are too many groups to compare each with every other"
    case .zeroTarget: "the target gives this group no share"
    case .noTestableList:
      "no list could be tested, since each has ties, or an item of no group or of several"
    case .tooLarge: "the number would take more memory than an audit is granted"
    case .nothingToJudge: "no blocking requirement had anything to judge"
    case .outcomeOnlyAfterFavourable:
      "the outcome is known almost only where the decision was favourable, so the rate cannot be estimated"
    case .belowShare: "the plan does not compare groups that are so small a share of all"
    case .powerOff: "not worked out, as the plan says"
    case .powerNotDrawn: "not worked out for so many comparisons; evenhand power does it for a record"
    case .changeHasNoPower: "not worked out for changes since a baseline"
    case .lonelyPSU:
      "a stratum of the sample holds one sampling unit only, and nothing says how another would differ; `center: grand` in the plan takes all units as its neighbours"
    case .needsUnweighted:
      "it needs rows of one person each that weigh the same, and these weigh differently or repeat people"
    case .fewInACount: "one of the counts that this number is made of has fewer than ten people"
    case .kindHasNoPower: "not worked out for numbers of this kind"
    case .scoresHaveNoPower: "not worked out for areas, errors and distances of scores"
    case .oneOutcome: "everybody whose outcome is known has the same one, here or among those compared with"
    case .scoresNotProbabilities: "some scores lie outside 0 to 1, so that they are no probabilities"
    case .other(let reason): "a later version gave the reason “\(reason)”, for which this one has no words"
    }
  }
}

/// One metric of one group.
public struct Estimate: Codable, Sendable, Hashable {
  /// The metric's id.
  public var metric: String
  /// The columns of the grouping; empty for a number about everybody.
  @Defaulted public var grouping: [String]
  /// The group's labels.
  @Defaulted public var group: [Label]
  /// The column that splits the data, when `within` names one of its values.
  @OrNull public var stratifier: String?
  /// The stratum, `*` for pooled over strata, or null.
  @OrNull public var within: String?
  /// The number.
  @OrNull public var value: Double?
  /// Its range.
  @OrNull public var interval: Interval?
  /// What was counted.
  @OrNull public var numerator: Double?
  /// Among how many.
  @OrNull public var denominator: Double?
  /// Units in the group: people, or items for a number about those who are shown.
  public var count: Int
  /// The lists that the number is averaged over; null for counted shares.
  @OrNull public var lists: Int?
  /// The lists that contribute anything but 0; null for counted shares.
  @OrNull public var contributing: Int?
  /// What the lists are a sample of; null for counted shares, and where nothing bounds what another person would add.
  @OrNull public var sampled: Sampled?
  /// The share that the group should have; null where no target is declared.
  @OrNull public var target: Double?
  /// An exact test where one list is all there is, or a test of the group's scores alone.
  @OrNull public var test: TestResult?
  /// How well a sampled rate is known; left out where each row is a person and weighs the same.
  public var sampling: EstimateSampling?
  /// What a number of scores rests on; left out for all others.
  public var scored: ScoreDetails?
  /// Why there is a number but no range.
  @OrNull public var withoutInterval: UndefinedReason?
  /// Why there is no number.
  @OrNull public var undefined: UndefinedReason?

  /// States an estimate.
  public init(
    metric: String, grouping: [String], group: [Label], stratifier: String? = nil, within: String? = nil,
    value: Double?, interval: Interval?, numerator: Double?, denominator: Double?, count: Int, lists: Int? = nil,
    contributing: Int? = nil, sampled: Sampled? = nil, target: Double? = nil, test: TestResult? = nil,
    withoutInterval: UndefinedReason? = nil,
    undefined: UndefinedReason? = nil
  ) {
    self.metric = metric
    self.grouping = grouping
    self.group = group
    self.stratifier = stratifier
    self.within = within
    self.value = value
    self.interval = interval
    self.numerator = numerator
    self.denominator = denominator
    self.count = count
    self.lists = lists
    self.contributing = contributing
    self.sampled = sampled
    self.target = target
    self.test = test
    self.withoutInterval = withoutInterval
    self.undefined = undefined
  }
}

/// People whose lists make a mean, and between which values the list of one more would lie.
public struct Sampled: Codable, Sendable, Hashable {
  /// People, of whom each has one list.
  public var people: Int
  /// The least that one list can have; null without a limit.
  @OrNull public var least: Double?
  /// The most that one list can have; null without a limit.
  @OrNull public var most: Double?

  /// States both.
  public init(people: Int, least: Double?, most: Double?) {
    self.people = people
    self.least = least
    self.most = most
  }
}

/// The reference group of a disparity, as it was chosen.
public struct ChosenReference: Codable, Sendable, Hashable {
  /// The rule.
  public var rule: ReferenceWord
  /// The group that the rule chose; null where the rule names no group.
  @OrNull public var group: [Label]?

  /// Names a choice.
  public init(rule: ReferenceWord, group: [Label]? = nil) {
    self.rule = rule
    self.group = group
  }
}

/// A p-value adjusted for its family of tests.
public struct AdjustedP: Codable, Sendable, Hashable {
  /// `holm` or `tukey`.
  public var method: String
  /// The adjusted p-value.
  public var p: Double

  /// States an adjusted p-value.
  public init(method: String, p: Double) {
    self.method = method
    self.p = p
  }
}

/// A test of equality.
public struct TestResult: Codable, Sendable, Hashable {
  /// `fisher-exact`, `pooled-z`, `cochran-mantel-haenszel` or `generalized-cochran-mantel-haenszel`.
  public var name: String
  /// Its statistic; an exact test has none.
  @OrNull public var statistic: Double?
  /// Degrees of freedom, where the statistic has them.
  @OrNull public var degreesOfFreedom: Double?
  /// Two-sided p-value.
  @OrNull public var p: Double?
  /// The p-value adjusted for its family.
  @OrNull public var adjusted: AdjustedP?

  /// States a test.
  public init(
    name: String, statistic: Double? = nil, degreesOfFreedom: Double? = nil, p: Double?, adjusted: AdjustedP? = nil
  ) {
    self.name = name
    self.statistic = statistic
    self.degreesOfFreedom = degreesOfFreedom
    self.p = p
    self.adjusted = adjusted
  }
}

/// A range made by drawing the table again and again, set beside the analytic one as a check.
public struct BootstrapCheck: Codable, Sendable, Hashable {
  /// The low end.
  @OrNull public var lower: Double?
  /// The high end.
  @OrNull public var upper: Double?
  /// Replicates that gave a number.
  public var defined: Int

  /// States the range.
  public init(lower: Double?, upper: Double?, defined: Int) {
    self.lower = lower.flatMap { $0.isFinite ? $0 : nil }
    self.upper = upper.flatMap { $0.isFinite ? $0 : nil }
    self.defined = defined
  }
}

/// One group set against its reference group.
public struct Disparity: Codable, Sendable, Hashable {
  /// The metric's id.
  public var metric: String
  /// The columns of the grouping.
  @Defaulted public var grouping: [String]
  /// The group's labels.
  @Defaulted public var group: [Label]
  /// The reference group.
  public var reference: ChosenReference
  /// Ratio or difference.
  public var comparison: Comparison
  /// The smallest denominator that a reference group may have.
  public var minimumCount: Int
  /// What else a group must have to be the one that others are compared with; null where nothing is asked.
  @OrNull public var referenceMinimum: ReferenceMinimum?
  /// The level of the interval.
  public var level: Double
  /// The column that splits the data, when `within` names one of its values.
  @OrNull public var stratifier: String?
  /// The stratum, `*` for pooled over strata, or null.
  @OrNull public var within: String?
  /// The number.
  @OrNull public var value: Double?
  /// Its range.
  @OrNull public var interval: Interval?
  /// A test of equality.
  @OrNull public var test: TestResult?
  /// The same range by resampling.
  @OrNull public var bootstrap: BootstrapCheck?
  /// A range that holds together with those of all groups of the family, by resampling people.
  @OrNull public var simultaneous: Interval?
  /// True for the reference group's own row.
  public var isReference: Bool
  /// Why there is no number.
  @OrNull public var undefined: UndefinedReason?

  /// States a disparity.
  public init(
    metric: String, grouping: [String], group: [Label], reference: ChosenReference, comparison: Comparison,
    minimumCount: Int, level: Double, stratifier: String? = nil, within: String? = nil, value: Double?,
    interval: Interval? = nil, test: TestResult? = nil, bootstrap: BootstrapCheck? = nil,
    simultaneous: Interval? = nil, isReference: Bool = false, undefined: UndefinedReason? = nil,
    referenceMinimum: ReferenceMinimum? = nil
  ) {
    self.metric = metric
    self.grouping = grouping
    self.group = group
    self.reference = reference
    self.comparison = comparison
    self.minimumCount = minimumCount
    self.level = level
    self.stratifier = stratifier
    self.within = within
    self.value = value
    self.interval = interval
    self.test = test
    self.bootstrap = bootstrap
    self.simultaneous = simultaneous
    self.isReference = isReference
    self.undefined = undefined
    self.referenceMinimum = referenceMinimum
  }
}

/// One part of a composite.
public struct SummaryPart: Codable, Sendable, Hashable {
  /// The metric of the part.
  public var metric: String
  /// Its own worst disparity.
  @OrNull public var value: Double?
  /// The pair of groups that attains it.
  @Defaulted public var groups: [[Label]]

  /// States a part.
  public init(metric: String, value: Double?, groups: [[Label]]) {
    self.metric = metric
    self.value = value
    self.groups = groups
  }
}

/// One number for a whole grouping.
public struct SummaryResult: Codable, Sendable, Hashable {
  /// The metric's id.
  public var metric: String
  /// The columns of the grouping.
  @Defaulted public var grouping: [String]
  /// Ratio or difference.
  public var comparison: Comparison
  /// `worst-pair`, or the named group.
  public var reference: ChosenReference
  /// The smallest denominator that a compared group may have.
  public var minimumCount: Int
  /// The level of the interval.
  public var level: Double
  /// The column that splits the data, when `within` names one of its values.
  @OrNull public var stratifier: String?
  /// The stratum, or null.
  @OrNull public var within: String?
  /// The number.
  @OrNull public var value: Double?
  /// Its range.
  @OrNull public var interval: Interval?
  /// The pair of groups that attains it.
  @Defaulted public var groups: [[Label]]
  /// The parts of a composite.
  @Defaulted public var parts: [SummaryPart]
  /// Groups too small to be compared; none where they are too many to be listed.
  @Defaulted public var skipped: [[Label]]
  /// How many they are, where they are not listed.
  @OrNull public var skippedGroups: Int?
  /// The lists that a whole-population metric rests on; null for pairs and composites.
  @OrNull public var lists: Int?
  /// The people that a number about decisions rests on; nil, and not written, for every other.
  public var people: Int?
  /// How the number of a whole-population metric varies; null for pairs and composites, and where nothing is known.
  @OrNull public var spread: Spread?
  /// A test of the ideal, such as equal exposure; null where there is none.
  @OrNull public var test: TestResult?
  /// Why there is a number but no range.
  @OrNull public var withoutInterval: UndefinedReason?
  /// Why there is no number.
  @OrNull public var undefined: UndefinedReason?

  /// States a summary.
  public init(
    metric: String, grouping: [String], comparison: Comparison, reference: ChosenReference, minimumCount: Int,
    level: Double, stratifier: String? = nil, within: String? = nil, value: Double?, interval: Interval?,
    groups: [[Label]] = [], parts: [SummaryPart] = [], skipped: [[Label]] = [], skippedGroups: Int? = nil,
    lists: Int? = nil, people: Int? = nil,
    spread: Spread? = nil, test: TestResult? = nil, withoutInterval: UndefinedReason? = nil,
    undefined: UndefinedReason? = nil
  ) {
    self.metric = metric
    self.grouping = grouping
    self.comparison = comparison
    self.reference = reference
    self.minimumCount = minimumCount
    self.level = level
    self.stratifier = stratifier
    self.within = within
    self.value = value
    self.interval = interval
    self.groups = groups
    self.parts = parts
    self.skipped = skipped
    self.skippedGroups = skippedGroups
    self.lists = lists
    self.people = people
    self.spread = spread
    self.test = test
    self.withoutInterval = withoutInterval
    self.undefined = undefined
  }
}

/// A test over all groups of a grouping at once: does the rate differ between any of them?
public struct Association: Codable, Sendable, Hashable {
  /// The metric's id.
  public var metric: String
  /// The columns of the grouping.
  @Defaulted public var grouping: [String]
  /// The column held constant, or null.
  @OrNull public var stratifier: String?
  /// The test.
  public var test: TestResult

  /// States an association.
  public init(metric: String, grouping: [String], stratifier: String?, test: TestResult) {
    self.metric = metric
    self.grouping = grouping
    self.stratifier = stratifier
    self.test = test
  }
}
