public import AuditRecord

/// Which files hold ranked lists, who receives them and what is shown, and what their columns mean.
///
/// Column names and labels are compared by their bytes; so are the identifiers by which the tables are joined.
public struct ListColumns: Sendable, Hashable {
  /// The ranked lists.
  public var lists: Lists

  /// Who receives; without it, everybody who has a list or belongs to the audience, without groups.
  public var users: Users?

  /// What can be shown; without it, every item that occurs, without groups.
  public var items: Items?

  /// What each user wants.
  public var relevance: Relevance?

  /// What each user chose before.
  public var history: History?

  /// Who should have received a list.
  public var audience: Audience?

  /// How many positions of a list count.
  public var depth: Int

  /// The labels of groups that mean: not known.
  public var unknown: [Label]

  /// The meaning of the tables.
  ///
  /// - Precondition: The depth is at least 1.
  public init(
    lists: Lists, users: Users? = nil, items: Items? = nil, relevance: Relevance? = nil, history: History? = nil,
    audience: Audience? = nil, depth: Int, unknown: [Label] = [""]
  ) {
    precondition(depth >= 1, "a list has at least one position")
    self.lists = lists
    self.users = users
    self.items = items
    self.relevance = relevance
    self.history = history
    self.audience = audience
    self.depth = depth
    self.unknown = unknown
  }

  /// The ranked lists: one row for each item of each list, in any order.
  public struct Lists: Sendable, Hashable {
    /// The files.
    public var table: TableFiles
    /// Who receives the list.
    public var user: String
    /// What is shown.
    public var item: String
    /// The rank, a whole number above 0. Ranks order the list: they may start anywhere and have gaps.
    public var rank: String?
    /// The score; the order of the list, highest first, when there is no rank.
    public var score: String?
    /// How much the user engaged with the item, a number of 0 or more.
    public var engagement: String?

    /// Ranked lists.
    ///
    /// - Precondition: There is a rank or a score.
    public init(
      _ table: TableFiles, user: String, item: String, rank: String? = nil, score: String? = nil,
      engagement: String? = nil
    ) {
      precondition(rank != nil || score != nil, "lists need a rank or a score")
      self.table = table
      self.user = user
      self.item = item
      self.rank = rank
      self.score = score
      self.engagement = engagement
    }

    /// Lists in TREC run files: query, `Q0`, document, rank, score, name of the run.
    ///
    /// - Parameters:
    ///   - files: The files.
    ///   - byScore: Whether the score orders the lists, as `trec_eval` does, and the rank is ignored.
    public static func trecRun(_ files: [InputFile], byScore: Bool = false) -> Lists {
      Lists(
        TableFiles(files, format: .trecRun), user: "user", item: "item", rank: byScore ? nil : "rank", score: "score")
    }

    var wanted: [WantedColumn] {
      [
        WantedColumn(user, "user"), WantedColumn(item, "item"), rank.map { WantedColumn($0, "rank") },
        score.map { WantedColumn($0, "score") }, engagement.map { WantedColumn($0, "engagement") },
      ].compactMap { $0 }
    }
  }

  /// Who receives lists: one row a user.
  public struct Users: Sendable, Hashable {
    /// The files.
    public var table: TableFiles
    /// The identifier; every user has one row.
    public var id: String
    /// The groups.
    public var groups: [GroupColumn]

    /// Users.
    public init(_ table: TableFiles, id: String, groups: [GroupColumn] = []) {
      self.table = table
      self.id = id
      self.groups = groups
    }

    var wanted: [WantedColumn] { [WantedColumn(id, "user")] + groups.map { WantedColumn($0.column, "group") } }
  }

  /// What can be shown: one row an item.
  public struct Items: Sendable, Hashable {
    /// The files.
    public var table: TableFiles
    /// The identifier; every item has one row.
    public var id: String
    /// The groups.
    public var groups: [ItemGroupColumn]
    /// How often the item was chosen before, a number of 0 or more.
    public var popularity: String?

    /// Items.
    public init(_ table: TableFiles, id: String, groups: [ItemGroupColumn] = [], popularity: String? = nil) {
      self.table = table
      self.id = id
      self.groups = groups
      self.popularity = popularity
    }

    var wanted: [WantedColumn] {
      [WantedColumn(id, "item")] + (popularity.map { [WantedColumn($0, "popularity")] } ?? [])
        + groups.map { WantedColumn($0.group.column, "group") }
    }
  }

  /// What each user wants: one row a user and item.
  public struct Relevance: Sendable, Hashable {
    /// The files.
    public var table: TableFiles
    /// Who wants it.
    public var user: String
    /// What is wanted.
    public var item: String
    /// How much, a number; without it, every row counts 1. At 0 or below, the item is not wanted.
    public var grade: String?
    /// The least grade that counts; every item that reaches it counts 1.
    public var atLeast: Double?

    /// Relevance.
    public init(_ table: TableFiles, user: String, item: String, grade: String? = nil, atLeast: Double? = nil) {
      precondition(atLeast?.isFinite ?? true, "the least grade is a number")
      self.table = table
      self.user = user
      self.item = item
      self.grade = grade
      self.atLeast = atLeast
    }

    /// Relevance in TREC qrels files: query, iteration, document, grade.
    public static func trecQrels(_ files: [InputFile], atLeast: Double? = nil) -> Relevance {
      Relevance(
        TableFiles(files, format: .trecQrels), user: "user", item: "item", grade: "grade", atLeast: atLeast)
    }

    var wanted: [WantedColumn] {
      [WantedColumn(user, "user"), WantedColumn(item, "item")] + (grade.map { [WantedColumn($0, "grade")] } ?? [])
    }
  }

  /// What each user chose before: one row a choice.
  public struct History: Sendable, Hashable {
    /// The files.
    public var table: TableFiles
    /// Who chose.
    public var user: String
    /// What was chosen.
    public var item: String

    /// A history.
    public init(_ table: TableFiles, user: String, item: String) {
      self.table = table
      self.user = user
      self.item = item
    }

    var wanted: [WantedColumn] { [WantedColumn(user, "user"), WantedColumn(item, "item")] }
  }

  /// Who should have received a list: one row a user.
  public struct Audience: Sendable, Hashable {
    /// The files.
    public var table: TableFiles
    /// The identifier.
    public var user: String

    /// An audience.
    public init(_ table: TableFiles, user: String) {
      self.table = table
      self.user = user
    }

    var wanted: [WantedColumn] { [WantedColumn(user, "user")] }
  }
}

/// A column whose labels are groups of items.
public struct ItemGroupColumn: Sendable, Hashable {
  /// Its name, its column and its bins.
  public var group: GroupColumn

  /// What stands between two labels of one item; without it, an item has one label. In RecBole files a `token_seq` is
  /// separated by spaces unless said otherwise.
  public var separator: String?

  /// How an item with several labels counts.
  public var counting: Counting

  /// How an item with several labels counts.
  public enum Counting: String, Sendable, Hashable, Codable, CaseIterable {
    /// The labels share the item in equal parts.
    case fractional
    /// Each label has the whole item.
    case full
  }

  /// A group column.
  ///
  /// - Precondition: The separator is not empty, and there is none beside bins.
  public init(_ group: GroupColumn, separator: String? = nil, counting: Counting = .fractional) {
    precondition(separator.map { !$0.isEmpty && group.bins == nil } ?? true, "labels are separated by text, bins not")
    self.group = group
    self.separator = separator
    self.counting = counting
  }
}
