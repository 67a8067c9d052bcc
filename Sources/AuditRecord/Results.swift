/// A range of values that the data do not rule out.
public struct Interval: Codable, Sendable, Hashable {
  /// The low end; null when there is none.
  @OrNull public var lower: Double?
  /// The high end; null when there is none.
  @OrNull public var upper: Double?
  /// How often ranges made this way hold the true value.
  public var level: Double
  /// The method, as `evenhand explain` knows it.
  public var method: MethodName

  /// States a range; infinite ends become null.
  public init(lower: Double?, upper: Double?, level: Double, method: MethodName) {
    self.lower = lower.flatMap { $0.isFinite ? $0 : nil }
    self.upper = upper.flatMap { $0.isFinite ? $0 : nil }
    self.level = level
    self.method = method
  }
}

/// The reference group of a disparity, as it was chosen.
public struct ChosenReference: Codable, Sendable, Hashable {
  /// The rule.
  public var rule: ReferenceWord
  /// The group that the rule chose; null where the rule names no group.
  @OrNull public var group: [Label]?

  /// Names a choice.
  package init(rule: ReferenceWord, group: [Label]? = nil) {
    self.rule = rule
    self.group = group
  }
}

/// A p-value adjusted for its family of tests.
public struct AdjustedP: Codable, Sendable, Hashable {
  /// `holm` or `tukey`.
  public var method: MethodName
  /// The adjusted p-value.
  public var p: Double

  /// States an adjusted p-value.
  package init(method: MethodName, p: Double) {
    self.method = method
    self.p = p
  }
}

/// A test of equality.
public struct TestResult: Codable, Sendable, Hashable {
  /// `fisher-exact`, `pooled-z`, `cochran-mantel-haenszel` or `generalized-cochran-mantel-haenszel`.
  public var name: MethodName
  /// Its statistic; an exact test has none.
  @OrNull public var statistic: Double?
  /// Degrees of freedom, where the statistic has them.
  @OrNull public var degreesOfFreedom: Double?
  /// Two-sided p-value.
  @OrNull public var p: Double?
  /// The p-value adjusted for its family.
  @OrNull public var adjusted: AdjustedP?

  /// States a test.
  package init(
    name: MethodName, statistic: Double? = nil, degreesOfFreedom: Double? = nil, p: Double?, adjusted: AdjustedP? = nil
  ) {
    self.name = name
    self.statistic = statistic
    self.degreesOfFreedom = degreesOfFreedom
    self.p = p
    self.adjusted = adjusted
  }
}

/// A range made by drawing the table again and again, set beside the analytic one as a check.
package struct BootstrapCheck: Codable, Sendable, Hashable {
  /// The low end.
  @OrNull package var lower: Double?
  /// The high end.
  @OrNull package var upper: Double?
  /// Replicates that gave a number.
  package var defined: Int

  /// States the range.
  package init(lower: Double?, upper: Double?, defined: Int) {
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
  @OrNull package var referenceMinimum: ReferenceMinimum?
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
  @OrNull package var bootstrap: BootstrapCheck?
  /// A range that holds together with those of all groups of the family, by resampling people.
  @OrNull package var simultaneous: Interval?
  /// True for the reference group's own row.
  public var isReference: Bool
  /// Why there is no number.
  @OrNull public var undefined: UndefinedReason?

  /// States a disparity.
  package init(
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
  package init(metric: String, value: Double?, groups: [[Label]]) {
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
  @OrNull package var stratifier: String?
  /// The stratum, or null.
  @OrNull package var within: String?
  /// In what lists of groups are set beside each other; nil, and not written, for every other number.
  package var by: SeparationFeatures?
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
  @OrNull package var skippedGroups: Int?
  /// The lists that a whole-population metric rests on; null for pairs and composites.
  @OrNull public var lists: Int?
  /// The people that a number about decisions rests on; nil, and not written, for every other.
  public var people: Int?
  /// What was counted, of a share that is counted whole or of a sample; nil, and not written, for every other number.
  package var counts: SummaryCounts?
  /// What a system would show on average that makes no difference between items, with as many lists; nil, and not written, for
  /// numbers that are not set beside it, and of more lists than are drawn.
  package var even: Double?
  /// What the range of a number follows from that is the largest of many differences; nil, and not written, for every other.
  package var separation: Separation?
  /// How the number of a whole-population metric varies; null for pairs and composites, and where nothing is known.
  @OrNull package var spread: Spread?
  /// A test of the ideal, such as equal exposure; null where there is none.
  @OrNull public var test: TestResult?
  /// Why there is a number but no range.
  @OrNull public var withoutInterval: UndefinedReason?
  /// Why there is no number.
  @OrNull public var undefined: UndefinedReason?

  /// States a summary.
  package init(
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

/// How many of how many a share is.
package struct SummaryCounts: Codable, Sendable, Hashable {
  /// Those that are counted.
  package var numerator: Int
  /// Among them.
  package var denominator: Int

  /// Counts a share.
  package init(_ numerator: Int, of denominator: Int) { (self.numerator, self.denominator) = (numerator, denominator) }

  /// The share; nil of none.
  package var share: Double? { denominator > 0 ? Double(numerator) / Double(denominator) : nil }
}

/// A test over all groups of a grouping at once: does the rate differ between any of them?
package struct Association: Codable, Sendable, Hashable {
  /// The metric's id.
  package var metric: String
  /// The columns of the grouping.
  @Defaulted package var grouping: [String]
  /// The column held constant, or null.
  @OrNull package var stratifier: String?
  /// The test.
  package var test: TestResult

  /// States an association.
  package init(metric: String, grouping: [String], stratifier: String?, test: TestResult) {
    self.metric = metric
    self.grouping = grouping
    self.stratifier = stratifier
    self.test = test
  }
}
