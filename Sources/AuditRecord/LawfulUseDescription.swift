/// Which rows were used without a ground that the plan names, counted over everybody.
///
/// It holds no id, no time of a person and no age. That a ground is named and a consent on file says nothing about whether either is valid.
package struct LawfulUseDescription: Codable, Sendable, Hashable {
  /// The table whose rows are uses.
  package var of: UseTable
  /// The day for which retention is judged, as 2026-10-01.
  package var asOf: String
  /// Whether all rows of the period were given, or some of them.
  package var extract: UseExtract
  /// What the plan asks of a row.
  package var rules: UseRules
  /// Rows that were looked at.
  package var rows: Int
  /// The causes that the plan asks after, in their order of precedence, also those that no row has.
  package var causes: [UseCauseCount]
  /// Rows without a cause whose age is not known; left out where no age is asked.
  package var unknownAge: Int?
  /// Rows without a cause of which it is not known when they were collected; left out where no retention is asked.
  package var unknownCollected: Int?
  /// Those left out by group; left out where the plan does not ask for them.
  package var groups: [UseGroupCount]?

  /// Counts uses.
  package init(
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
  package var withoutGround: Int { causes.map(\.rows).together }
}

/// A table whose rows are uses of somebody's data.
package enum UseTable: String, Codable, Sendable, CaseIterable, Hashable {
  /// The decisions.
  case decisions
  /// The people who receive lists.
  case recommendations
}

/// How much of what was used was given.
package enum UseExtract: String, Codable, Sendable, CaseIterable, Hashable {
  /// Everything, so that a count is the truth.
  case complete
  /// Some of it, so that a share has a range.
  case sample
}

/// What a plan asks of each row.
package struct UseRules: Codable, Sendable, Hashable {
  /// Labels of the basis that rest on consent; left out where no basis is read.
  package var consentBasis: [Label]?
  /// Which consents cover a purpose, where they are not its own alone; left out where none are named.
  package var covers: [UseCover]?
  /// How long a row may be kept [days]; left out where the plan does not say it.
  package var retentionDays: Int?
  /// The least age without a guardian [years]; left out where the plan does not say it.
  package var minimumAge: Double?
  /// Groupings of special categories, with their grounds; left out where none are named.
  package var special: [SpecialCategory]?

  /// Asks nothing.
  package init() {}
}

/// A purpose, and the consents that cover it.
package struct UseCover: Codable, Sendable, Hashable {
  /// The purpose of a row.
  package var purpose: Label
  /// The purposes of consents.
  package var by: [Label]

  /// States which consents cover a purpose.
  package init(_ purpose: Label, by: [Label]) { (self.purpose, self.by) = (purpose, by) }
}

/// A grouping whose labels are data of a special category.
package struct SpecialCategory: Codable, Sendable, Hashable {
  /// The grouping.
  package var grouping: String
  /// On what ground it may be used; left out where the plan names none.
  package var ground: String?

  /// Names a grouping.
  package init(_ grouping: String, ground: String?) { (self.grouping, self.ground) = (grouping, ground) }
}

/// Rows with one cause.
package struct UseCauseCount: Codable, Sendable, Hashable {
  /// The cause.
  package var cause: UseCause
  /// How many.
  package var rows: Int

  /// Counts rows.
  package init(_ cause: UseCause, rows: Int) { (self.cause, self.rows) = (cause, rows) }
}

/// Rows of one group with one cause.
package struct UseGroupCount: Codable, Sendable, Hashable {
  /// The columns of the grouping.
  package var grouping: [String]
  /// The group; null where it is not known.
  @OrNull package var group: [Label]?
  /// The cause.
  package var cause: UseCause
  /// How many.
  package var rows: Int

  /// Counts rows of a group.
  package init(grouping: [String], group: [Label]?, cause: UseCause, rows: Int) {
    self.grouping = grouping
    self.group = group
    self.cause = cause
    self.rows = rows
  }
}
