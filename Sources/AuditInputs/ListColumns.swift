package import AuditRecord
package import AuditStatistics

/// Which files hold ranked lists, who receives them and what is shown, and what their columns mean.
///
/// Column names and labels are compared by their bytes; so are the identifiers by which the tables are joined.
package struct ListColumns: Sendable, Hashable {
  /// The ranked lists.
  package var lists: Lists

  /// Who receives; without it, everybody who has a list or belongs to the audience, without groups.
  package var users: Users?

  /// What can be shown; without it, every item that occurs, without groups.
  package var items: Items?

  /// What each user wants.
  package var relevance: Relevance?

  /// What each user chose before.
  package var history: History?

  /// The lists that the same people received before.
  package var before: ComparedLists?

  /// The lists that people would receive without personalisation.
  package var baseline: ComparedLists?

  /// Who should have received a list.
  package var audience: Audience?

  /// What was served in which mode, and when people chose a level.
  package var log: ControlLog?

  /// How many positions of a list count.
  package var depth: Int

  /// How much attention a position gets.
  package var attention: AttentionModel

  /// The combined groups of users, each a list of group names in plan order.
  package var intersections: [[String]]

  /// The share that groups of items should have, unless a column says otherwise.
  package var target: Target?

  /// The share of all popularity that the long tail holds.
  package var tail: Double

  /// The labels of groups that mean: not known.
  package var unknown: [Label]

  /// The meaning of the tables.
  ///
  /// - Precondition: The depth is at least 1.
  package init(
    lists: Lists, users: Users? = nil, items: Items? = nil, relevance: Relevance? = nil, history: History? = nil,
    audience: Audience? = nil, depth: Int, attention: AttentionModel = .logarithmic, intersections: [[String]] = [],
    target: Target? = nil, tail: Double = 0.2, unknown: [Label] = [""]
  ) {
    precondition(depth >= 1, "a list has at least one position")
    self.lists = lists
    self.users = users
    self.items = items
    self.relevance = relevance
    self.history = history
    self.audience = audience
    self.depth = depth
    self.attention = attention
    self.intersections = intersections
    self.target = target
    self.tail = tail
    self.unknown = unknown
  }

  /// What each user's row must show to be used; nothing where the plan does not ask.
  package var lawful: LawfulUse? { users?.lawful }

  /// The groupings of those who receive: single columns first, then intersections.
  package var userGroupings: [[String]] { (users?.groups ?? []).map { [$0.name] } + intersections }

  /// The groupings of what is shown.
  package var itemGroupings: [[String]] { (items?.groups ?? []).map { [$0.group.name] } }

  /// The share that the groups of an item grouping should have; nothing when nobody has chosen one.
  package func target(of grouping: [String]) -> Target? {
    (items?.groups ?? []).first { [$0.group.name] == grouping }.flatMap { $0.target ?? target }
  }

  /// The tables, the lists first.
  package var tables: [InputTable] { TableName.allCases.compactMap { self[table: $0] } }

  /// What the declared tables and columns can serve.
  package var roles: Set<Role> {
    var roles: Set<Role> = [.lists, .singleLists]
    if !(users?.groups ?? []).isEmpty { roles.insert(.userGroups) }
    if users != nil || audience != nil { roles.insert(.recipients) }
    if relevance != nil { roles.insert(.relevance) }
    if history != nil { roles.insert(.history) }
    if before != nil { roles.insert(.before) }
    if baseline != nil { roles.insert(.baseline) }
    if let items {
      roles.insert(.items)
      if !items.groups.isEmpty { roles.insert(.itemGroups) }
      if items.popularity != nil { roles.insert(.popularity) }
      if target != nil || items.groups.contains(where: { $0.target != nil }) { roles.insert(.target) }
    }
    if lists.engagement != nil { roles.insert(.engagement) }
    if log != nil { roles.insert(.log) }
    return roles
  }

  /// The ranked lists: one row for each item of each list, in any order.
  package struct Lists: Sendable, Hashable {
    /// The files.
    package var table: InputTable
    /// Who receives the list.
    package var user: String
    /// What is shown.
    package var item: String
    /// Which list of the user a row belongs to; without it, a user has one list. Names of lists may be used again for other
    /// users.
    package var list: String?
    /// The rank, a whole number from 1, or from 0 where the first list begins so.
    package var rank: String?
    /// What ranks say.
    package var ranks: Ranks
    /// The score; the order of the list, highest first, when there is no rank.
    package var score: String?
    /// How much the user engaged with the item, a number of 0 or more.
    package var engagement: String?

    /// Ranked lists.
    ///
    /// - Precondition: There is a rank or a score.
    package init(
      _ table: InputTable, user: String, item: String, list: String? = nil, rank: String? = nil,
      ranks: Ranks = .stated, score: String? = nil, engagement: String? = nil
    ) {
      precondition(rank != nil || score != nil, "lists need a rank or a score")
      self.table = table
      self.user = user
      self.item = item
      self.list = list
      self.rank = rank
      self.ranks = ranks
      self.score = score
      self.engagement = engagement
    }

    /// What ranks say.
    package enum Ranks: String, Sendable, Hashable, Codable, CaseIterable {
      /// The place in the list: a gap is an empty place.
      case stated
      /// The order alone: gaps are closed.
      case counted
    }

    /// Lists in TREC run files: query, `Q0`, document, rank, score, name of the run.
    ///
    /// - Parameters:
    ///   - files: The files.
    ///   - byScore: Whether the score orders the lists, as `trec_eval` does, and the rank is ignored.
    package static func trecRun(_ files: [InputFile], byScore: Bool = false) -> Lists {
      Lists(
        InputTable(files, format: .trecRun), user: "user", item: "item", rank: byScore ? nil : "rank", score: "score")
    }
  }

  /// Who receives lists: one row a user.
  package struct Users: Sendable, Hashable {
    /// The files.
    package var table: InputTable
    /// The identifier; every user has one row.
    package var id: String
    /// The groups.
    package var groups: [GroupColumn]
    /// Columns that may shape a list that is not personalised, as a country: people are compared within their combinations.
    package var contexts: [String] = []
    /// What each row must show to be used; nothing where the plan does not ask.
    package var lawful: LawfulUse?

    /// Users.
    package init(_ table: InputTable, id: String, groups: [GroupColumn] = []) {
      self.table = table
      self.id = id
      self.groups = groups
    }
  }

  /// What can be shown: one row an item.
  package struct Items: Sendable, Hashable {
    /// The files.
    package var table: InputTable
    /// The identifier; every item has one row.
    package var id: String
    /// The groups.
    package var groups: [ItemGroupColumn]
    /// How often the item was chosen before, a number of 0 or more.
    package var popularity: String?

    /// Items.
    package init(_ table: InputTable, id: String, groups: [ItemGroupColumn] = [], popularity: String? = nil) {
      self.table = table
      self.id = id
      self.groups = groups
      self.popularity = popularity
    }
  }

  /// What each user wants: one row a user and item.
  package struct Relevance: Sendable, Hashable {
    /// The files.
    package var table: InputTable
    /// Who wants it.
    package var user: String
    /// What is wanted.
    package var item: String
    /// How much, a number; without it, every row counts 1. At 0 or below, the item is not wanted.
    package var grade: String?
    /// The least grade that counts; every item that reaches it counts 1.
    package var atLeast: Double?

    /// Relevance.
    package init(_ table: InputTable, user: String, item: String, grade: String? = nil, atLeast: Double? = nil) {
      precondition(atLeast?.isFinite ?? true, "the least grade is a number")
      self.table = table
      self.user = user
      self.item = item
      self.grade = grade
      self.atLeast = atLeast
    }

    /// Relevance in TREC qrels files: query, iteration, document, grade.
    package static func trecQrels(_ files: [InputFile], atLeast: Double? = nil) -> Relevance {
      Relevance(
        InputTable(files, format: .trecQrels), user: "user", item: "item", grade: "grade", atLeast: atLeast)
    }
  }

  /// What each user chose before: one row a choice.
  package struct History: Sendable, Hashable {
    /// The files.
    package var table: InputTable
    /// Who chose.
    package var user: String
    /// What was chosen.
    package var item: String

    /// A history.
    package init(_ table: InputTable, user: String, item: String) {
      self.table = table
      self.user = user
      self.item = item
    }
  }

  /// Lists that people's own are set against: one row an item.
  package struct ComparedLists: Sendable, Hashable {
    /// The files.
    package var table: InputTable
    /// Whose list it is; nothing where it is that of a context, in the columns of ``Users/contexts``.
    package var user: String?
    /// What was shown, or would be.
    package var item: String
    /// The rank; without it, every row counts, and no list may be longer than the depth.
    package var rank: String?

    /// Lists of users or, without a column of users, of contexts.
    package init(_ table: InputTable, user: String?, item: String, rank: String? = nil) {
      self.table = table
      self.user = user
      self.item = item
      self.rank = rank
    }
  }

  /// Who should have received a list: one row a user.
  package struct Audience: Sendable, Hashable {
    /// The files.
    package var table: InputTable
    /// The identifier.
    package var user: String

    /// An audience.
    package init(_ table: InputTable, user: String) {
      self.table = table
      self.user = user
    }
  }
}
