/// Which rows were used without a ground that the plan names, counted over everybody.
///
/// It holds no id, no time of a person and no age. That a ground is named and a consent on file says nothing about whether either is valid.
public struct LawfulUseDescription: Codable, Sendable, Hashable {
  /// The table whose rows are uses.
  public var of: UseTable
  /// The day for which retention is judged, as 2026-10-01.
  public var asOf: String
  /// Whether all rows of the period were given, or some of them.
  public var extract: UseExtract
  /// What the plan asks of a row.
  public var rules: UseRules
  /// Rows that were looked at.
  public var rows: Int
  /// The causes that the plan asks after, in their order of precedence, also those that no row has.
  public var causes: [UseCauseCount]
  /// Rows without a cause whose age is not known; left out where no age is asked.
  public var unknownAge: Int?
  /// Rows without a cause of which it is not known when they were collected; left out where no retention is asked.
  public var unknownCollected: Int?
  /// Those left out by group; left out where the plan does not ask for them.
  public var groups: [UseGroupCount]?

  /// Counts uses.
  public init(
    of: UseTable, asOf: String, extract: UseExtract, rules: UseRules, rows: Int, causes: [UseCauseCount],
    unknownAge: Int? = nil, unknownCollected: Int? = nil, groups: [UseGroupCount]? = nil
  ) {
    self.of = of
    self.asOf = asOf
    self.extract = extract
    self.rules = rules
    self.rows = rows
    self.causes = causes
    self.unknownAge = unknownAge
    self.unknownCollected = unknownCollected
    self.groups = groups
  }

  /// Rows that were left out for a cause.
  public var withoutGround: Int { causes.map(\.rows).together }
}

/// A table whose rows are uses of somebody's data.
public enum UseTable: String, Codable, Sendable, CaseIterable, Hashable {
  /// The decisions.
  case decisions
  /// The people who receive lists.
  case recommendations
}

/// How much of what was used was given.
public enum UseExtract: String, Codable, Sendable, CaseIterable, Hashable {
  /// Everything, so that a count is the truth.
  case complete
  /// Some of it, so that a share has a range.
  case sample
}

/// What a plan asks of each row.
public struct UseRules: Codable, Sendable, Hashable {
  /// Labels of the basis that rest on consent; left out where no basis is read.
  public var consentBasis: [Label]?
  /// Which consents cover a purpose, where they are not its own alone; left out where none are named.
  public var covers: [UseCover]?
  /// How long a row may be kept [days]; left out where the plan does not say it.
  public var retentionDays: Int?
  /// The least age without a guardian [years]; left out where the plan does not say it.
  public var minimumAge: Double?
  /// Groupings of special categories, with their grounds; left out where none are named.
  public var special: [SpecialCategory]?

  /// Asks nothing.
  public init() {}
}

/// A purpose, and the consents that cover it.
public struct UseCover: Codable, Sendable, Hashable {
  /// The purpose of a row.
  public var purpose: Label
  /// The purposes of consents.
  public var by: [Label]

  /// States which consents cover a purpose.
  public init(_ purpose: Label, by: [Label]) { (self.purpose, self.by) = (purpose, by) }
}

/// A grouping whose labels are data of a special category.
public struct SpecialCategory: Codable, Sendable, Hashable {
  /// The grouping.
  public var grouping: String
  /// On what ground it may be used; left out where the plan names none.
  public var ground: String?

  /// Names a grouping.
  public init(_ grouping: String, ground: String?) { (self.grouping, self.ground) = (grouping, ground) }
}

/// Rows with one cause.
public struct UseCauseCount: Codable, Sendable, Hashable {
  /// The cause.
  public var cause: UseCause
  /// How many.
  public var rows: Int

  /// Counts rows.
  public init(_ cause: UseCause, rows: Int) { (self.cause, self.rows) = (cause, rows) }
}

/// Rows of one group with one cause.
public struct UseGroupCount: Codable, Sendable, Hashable {
  /// The columns of the grouping.
  public var grouping: [String]
  /// The group; null where it is not known.
  @OrNull public var group: [Label]?
  /// The cause.
  public var cause: UseCause
  /// How many.
  public var rows: Int

  /// Counts rows of a group.
  public init(grouping: [String], group: [Label]?, cause: UseCause, rows: Int) {
    self.grouping = grouping
    self.group = group
    self.cause = cause
    self.rows = rows
  }
}
