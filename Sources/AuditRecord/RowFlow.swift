/// Where every row went: received equals judged plus all that were excluded.
public struct RowFlow: Codable, Sendable, Hashable {
  /// Rows that were read.
  public var received: Int
  /// Rows that carry a decision and were counted.
  public var judged: Int
  /// Rows that were left out, by reason.
  @Defaulted public var excluded: [Exclusion]

  /// Accounts for rows.
  package init(received: Int, judged: Int, excluded: [Exclusion] = []) {
    self.received = received
    self.judged = judged
    self.excluded = excluded
  }
}

/// Rows that were left out for one reason.
public struct Exclusion: Codable, Sendable, Hashable {
  /// The reason, in kebab case.
  public var reason: String
  /// How many.
  public var rows: Int

  /// Counts an exclusion.
  package init(reason: String, rows: Int) {
    self.reason = reason
    self.rows = rows
  }
}

/// One input, named by the last component of its path.
public struct InputDescription: Codable, Sendable, Hashable {
  /// Its name; of a query and of a pipe the name of the table.
  public var name: String
  /// The digest of the file as stored, or of the rows as a query answered; where a database counted them that of the canonical
  /// counts. Null when it was not asked for.
  @OrNull public var sha256: String?
  /// Its size as stored; null for the answer of a query, which is stored nowhere.
  @OrNull package var bytes: Int?
  /// Its data rows; of a table of counts the rows that were counted.
  public var rows: Int
  /// What it holds; left out for a file of rows.
  package var of: InputHolding?
  /// The query that it answers; left out for a file.
  package var query: QueryReference?

  /// Describes an input.
  package init(name: String, sha256: String?, bytes: Int?, rows: Int) {
    self.name = name
    self.sha256 = sha256
    self.bytes = bytes
    self.rows = rows
  }
}

/// What an input holds that is no file of rows.
package enum InputHolding: OpenWord {
  /// Combinations of labels, each with how many rows have it.
  case counts
  /// Rows that a query answered with.
  case rows
  /// A word of a later version.
  case other(String)

  /// The words that this version knows.
  package static let known: [InputHolding] = [.counts, .rows]

  /// The word.
  package var rawValue: String {
    switch self {
    case .counts: "counts"
    case .rows: "rows"
    case .other(let word): word
    }
  }
}

/// A query, by its digest; its text stands in the plan.
package struct QueryReference: Codable, Sendable, Hashable {
  /// SHA-256 of the text of the query, in UTF-8.
  package var sha256: String

  /// Names a query.
  package init(sha256: String) { self.sha256 = sha256 }
}

/// What decisions hold, whatever stored them.
package struct ContentDescription: Codable, Sendable, Hashable {
  /// SHA-256 of the canonical counts: each combination of groups and strata, how many rows have it with each decision and
  /// outcome, and what these stand for. Equal whichever format, order, number of files or database the same rows came from; see
  /// docs/formats.md.
  package var sha256: String

  /// Names a content.
  package init(sha256: String) { self.sha256 = sha256 }
}

/// One way of grouping people or items, with the size of every group that was seen.
public struct GroupingDescription: Codable, Sendable, Hashable {
  /// Whose groups they are.
  @Defaulted package var side: MetricSide
  /// The columns, in plan order.
  @Defaulted public var grouping: [String]
  /// The groups, in the order of their bytes.
  @Defaulted public var groups: [GroupSize]
  /// Units that are in no group; an intersection has none if any part has none.
  public var unknown: Int
  /// The same by reason: `not-known`, or `outside-bins` where all parts are known and a number lies outside the bins.
  /// Records of version 0.1 lack it.
  @Defaulted package var leftOut: [Exclusion]
  /// Groups of several labels, with the labels; only for groupings of one column.
  @Defaulted package var same: [JoinedLabels]
  /// Who is not compared; null where all groups are.
  @OrNull package var notCompared: NotCompared?
  /// How it is known who belongs to which group; null where the plan does not say, and for groupings of several columns.
  @OrNull package var obtained: Obtained?
  /// True where a person with several labels counts in the group of each; left out elsewhere.
  package var sharesPeople: Bool?
  /// Units of a known group, where groups share people and their sizes do not add up to it.
  package var known: Int?

  /// Units of a known group.
  package var knownUnits: Int { known ?? groups.map(\.count).together }

  /// The reason of units whose label says nothing.
  package static let notKnown = "not-known"
  /// The reason of units whose number the bins do not cover.
  package static let outsideBins = "outside-bins"

  /// The groups that anybody has, in the order of their bytes.
  package var inhabited: [GroupSize] { groups.filter { $0.count > 0 } }

  /// The units of groups [groups]; 0 for one that it does not hold.
  package func sizes(of groups: [[Label]]) -> [Int] {
    let sizes = Dictionary(self.groups.map { ($0.group, $0.count) }) { first, _ in first }
    return groups.map { sizes[$0] ?? 0 }
  }

  /// Units that are in no group because a number lies outside the bins.
  package var outside: Int { leftOut.first { $0.reason == Self.outsideBins }?.rows ?? 0 }

  /// Describes a grouping.
  ///
  /// - Parameters:
  ///   - unknown: Units whose group is not known.
  ///   - outside: Units that are in no group because a number lies outside the bins.
  package init(
    side: MetricSide = .decisions, grouping: [String], groups: [GroupSize], unknown: Int, outside: Int = 0,
    same: [JoinedLabels] = [], notCompared: NotCompared? = nil
  ) {
    self.side = side
    self.grouping = grouping
    self.groups = groups
    self.unknown = unknown + outside
    leftOut = [(Self.notKnown, unknown), (Self.outsideBins, outside)].compactMap { reason, units in
      units > 0 ? Exclusion(reason: reason, rows: units) : nil
    }
    self.same = same
    self.notCompared = notCompared
  }
}

/// How it came to be known who belongs to which group.
package enum Obtained: OpenWord {
  /// The people said it themselves.
  case declared
  /// Somebody saw or recorded it.
  case observed
  /// It was worked out from other data, as from names.
  case inferred
  /// Another organisation supplied it.
  case thirdParty
  /// A way that this version does not know.
  case other(String)

  /// The ways that this version knows.
  package static let known: [Obtained] = [.declared, .observed, .inferred, .thirdParty]

  /// The word in plans and records.
  package var rawValue: String {
    switch self {
    case .declared: "declared"
    case .observed: "observed"
    case .inferred: "inferred"
    case .thirdParty: "third-party"
    case .other(let word): word
    }
  }

  /// The way in a sentence.
  package var words: String {
    switch self {
    case .declared: "stated by the people themselves"
    case .observed: "recorded by somebody else"
    case .inferred: "inferred from other data"
    case .thirdParty: "supplied by a third party"
    case .other(let word): word
    }
  }
}

/// How many units a group has.
public struct GroupSize: Codable, Sendable, Hashable {
  /// The group's labels, one a column of the grouping.
  @Defaulted public var group: [Label]
  /// Units with a decision; people who receive or should receive a list; items.
  public var count: Int

  /// Sizes a group.
  package init(group: [Label], count: Int) {
    self.group = group
    self.count = count
  }
}

/// Several labels that are one group.
package struct JoinedLabels: Codable, Sendable, Hashable {
  /// What the group is called.
  package var name: Label
  /// The labels as they stand in the data.
  @Defaulted package var labels: [Label]

  /// Joins labels.
  package init(name: Label, labels: [Label]) {
    self.name = name
    self.labels = labels
  }
}
