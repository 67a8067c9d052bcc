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
  @OrNull package var contributing: Int?
  /// What the lists are a sample of; null for counted shares, and where nothing bounds what another person would add.
  @OrNull package var sampled: Sampled?
  /// The people whose lists these are; left out where each has one.
  package var people: Int?
  /// The share that the group should have; null where no target is declared.
  @OrNull public var target: Double?
  /// An exact test where one list is all there is, or a test of the group's scores alone.
  @OrNull public var test: TestResult?
  /// Everybody of a known group who is not in this one; left out where groups share nobody.
  package var others: OthersCounted?
  /// How well a sampled rate is known; left out where each row is a person and weighs the same.
  @Rare package var sampling: EstimateSampling?
  /// What a number of scores rests on; left out for all others.
  @Rare package var scored: ScoreDetails?
  /// Why there is a number but no range.
  @OrNull public var withoutInterval: UndefinedReason?
  /// Why there is no number.
  @OrNull public var undefined: UndefinedReason?

  /// States an estimate.
  package init(
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

/// How many are counted of everybody of a known group who is not in one of several that share people.
package struct OthersCounted: Codable, Sendable, Hashable {
  /// What was counted.
  package var numerator: Double
  /// Among how many.
  package var denominator: Double

  /// States both.
  package init(numerator: Double, denominator: Double) {
    self.numerator = numerator
    self.denominator = denominator
  }
}

/// People whose lists make a mean, and between which values the list of one more would lie.
package struct Sampled: Codable, Sendable, Hashable {
  /// People, of whom each has one list.
  package var people: Int
  /// The least that one list can have; null without a limit.
  @OrNull package var least: Double?
  /// The most that one list can have; null without a limit.
  @OrNull package var most: Double?

  /// States both.
  package init(people: Int, least: Double?, most: Double?) {
    self.people = people
    self.least = least
    self.most = most
  }
}
