public import AuditRecord

/// Where ranked lists are, who receives them, what is shown, and what their columns mean.
public struct RecommendationsPlan: Sendable, Hashable {
  /// The ranked lists.
  public var lists: Lists
  /// Who receives; nothing when the plan names no table of users.
  public var users: Users?
  /// What can be shown; nothing when the plan names no table of items.
  public var items: Items?
  /// What each user wants.
  public var relevant: Relevant?
  /// What each user chose before.
  public var history: Pairs?
  /// Who should have received a list, with the column of the user's id.
  public var audience: Audience?
  /// Positions of a list that count.
  public var depth: Int
  /// How much attention a position gets.
  public var attention: AttentionPlan
  /// The combined groups of users, each a list of group names in plan order.
  public var intersections: [[String]]
  /// The share that groups of items should have, unless a group column says otherwise.
  public var target: TargetPlan?
  /// The share of all popularity that the long tail holds.
  public var tail: Double
  /// Group labels that mean: group not known.
  public var unknown: [Label]

  /// Describes ranked lists.
  public init(
    lists: Lists, users: Users? = nil, items: Items? = nil, relevant: Relevant? = nil, history: Pairs? = nil,
    audience: Audience? = nil, depth: Int, attention: AttentionPlan = .logarithmic, intersections: [[String]] = [],
    target: TargetPlan? = nil, tail: Double = 0.2, unknown: [Label] = [""]
  ) {
    self.lists = lists
    self.users = users
    self.items = items
    self.relevant = relevant
    self.history = history
    self.audience = audience
    self.depth = depth
    self.attention = attention
    self.intersections = intersections
    self.target = target
    self.tail = tail
    self.unknown = unknown
  }

  /// The groupings of those who receive: single columns first, then intersections.
  public var userGroupings: [[String]] { (users?.groups ?? []).map { [$0.name] } + intersections }

  /// The groupings of what is shown.
  public var itemGroupings: [[String]] { (items?.groups ?? []).map { [$0.group.name] } }

  /// The share that the groups of an item grouping should have; nothing when nobody has chosen one.
  public func target(of grouping: [String]) -> TargetPlan? {
    (items?.groups ?? []).first { [$0.group.name] == grouping }.flatMap { $0.target ?? target }
  }

  /// The files of each table.
  public var tables: [[String]] {
    [lists.table, users?.table, items?.table, relevant?.table, history?.table, audience?.table].compactMap {
      $0?.files
    }
  }

  /// The files of all tables.
  public var files: [String] { tables.flatMap { $0 } }

  /// What the declared tables and columns can serve.
  public var roles: Set<Role> {
    var roles: Set<Role> = [.lists]
    if !(users?.groups ?? []).isEmpty { roles.insert(.userGroups) }
    if users != nil || audience != nil { roles.insert(.recipients) }
    if relevant != nil { roles.insert(.relevance) }
    if history != nil { roles.insert(.history) }
    if let items {
      roles.insert(.items)
      if !items.groups.isEmpty { roles.insert(.itemGroups) }
      if items.popularity != nil { roles.insert(.popularity) }
      if target != nil || items.groups.contains(where: { $0.target != nil }) { roles.insert(.target) }
    }
    if lists.engagement != nil { roles.insert(.engagement) }
    return roles
  }

  /// Files of one table.
  public struct Table: Sendable, Hashable {
    /// Files, globs or `-`, relative to the plan.
    public var files: [String]
    /// How they are written.
    public var format: TableFormat
    /// The separator, when the plan names one.
    public var delimiter: UInt8?

    /// Names files.
    public init(_ files: [String], format: TableFormat = .delimited, delimiter: UInt8? = nil) {
      self.files = files
      self.format = format
      self.delimiter = delimiter
    }
  }

  /// How a table is written.
  public enum TableFormat: String, Sendable, Hashable, CaseIterable {
    /// A header row and fields between delimiters.
    case delimited = "csv"
    /// An atomic file of RecBole.
    case recBole = "recbole"
    /// A run of TREC.
    case trecRun = "trec-run"
    /// Judgements of TREC.
    case trecQrels = "trec-qrels"
  }

  /// The ranked lists, one row an item of a list.
  public struct Lists: Sendable, Hashable {
    /// The files.
    public var table: Table
    /// Who receives the list.
    public var user: String
    /// What is shown.
    public var item: String
    /// The rank, a whole number above 0.
    public var rank: String?
    /// The score; the order of the list when there is no rank.
    public var score: String?
    /// How much the user engaged with the item.
    public var engagement: String?

    /// Describes the lists; one of rank and score is there.
    public init(
      _ table: Table, user: String, item: String, rank: String? = nil, score: String? = nil, engagement: String? = nil
    ) {
      self.table = table
      self.user = user
      self.item = item
      self.rank = rank
      self.score = score
      self.engagement = engagement
    }
  }

  /// Who receives, one row a user.
  public struct Users: Sendable, Hashable {
    /// The files.
    public var table: Table
    /// The column of the user's id.
    public var id: String
    /// The group columns.
    public var groups: [GroupPlan]

    /// Describes users.
    public init(_ table: Table, id: String, groups: [GroupPlan] = []) {
      self.table = table
      self.id = id
      self.groups = groups
    }
  }

  /// What can be shown, one row an item.
  public struct Items: Sendable, Hashable {
    /// The files.
    public var table: Table
    /// The column of the item's id.
    public var id: String
    /// The group columns.
    public var groups: [ItemGroupPlan]
    /// How often the item was chosen before.
    public var popularity: String?

    /// Describes items.
    public init(_ table: Table, id: String, groups: [ItemGroupPlan] = [], popularity: String? = nil) {
      self.table = table
      self.id = id
      self.groups = groups
      self.popularity = popularity
    }
  }

  /// What each user wants, one row a user and item.
  public struct Relevant: Sendable, Hashable {
    /// The files.
    public var table: Table
    /// Who wants it.
    public var user: String
    /// What is wanted.
    public var item: String
    /// How much; without it every row counts 1.
    public var grade: String?
    /// The least grade that counts; every item that reaches it counts 1.
    public var atLeast: Double?

    /// Describes relevance.
    public init(_ table: Table, user: String, item: String, grade: String? = nil, atLeast: Double? = nil) {
      self.table = table
      self.user = user
      self.item = item
      self.grade = grade
      self.atLeast = atLeast
    }
  }

  /// Pairs of a user and an item, one row each.
  public struct Pairs: Sendable, Hashable {
    /// The files.
    public var table: Table
    /// The user.
    public var user: String
    /// The item.
    public var item: String

    /// Describes pairs.
    public init(_ table: Table, user: String, item: String) {
      self.table = table
      self.user = user
      self.item = item
    }
  }

  /// Who should have received a list, one row a user.
  public struct Audience: Sendable, Hashable {
    /// The files.
    public var table: Table
    /// The column of the user's id.
    public var user: String

    /// Describes an audience.
    public init(_ table: Table, user: String) {
      self.table = table
      self.user = user
    }
  }
}

/// A column of item groups.
public struct ItemGroupPlan: Sendable, Hashable {
  /// Its name, its column and its bins.
  public var group: GroupPlan
  /// What stands between two labels of one item.
  public var multiple: String?
  /// True when each label has the whole item; else the labels share it in equal parts.
  public var countsFully: Bool
  /// The share that each of its groups should have.
  public var target: TargetPlan?

  /// Describes a column.
  public init(_ group: GroupPlan, multiple: String? = nil, countsFully: Bool = false, target: TargetPlan? = nil) {
    self.group = group
    self.multiple = multiple
    self.countsFully = countsFully
    self.target = target
  }
}

/// The share that groups of items should have. There is no default: it is somebody's choice, and the record states it.
public enum TargetPlan: Sendable, Hashable {
  /// A group's share of the items that can be shown.
  case catalogue
  /// A group's share of what users want.
  case qualified
  /// A group's share of what was chosen before: of the history, else of the items' popularity.
  case population
  /// The same share for every group.
  case uniform
  /// These shares, which sum to one.
  case given([GroupShare])

  /// One group's share.
  public struct GroupShare: Sendable, Hashable {
    /// The group's label.
    public var group: Label
    /// Its share.
    public var share: Double

    /// States a share.
    public init(_ group: Label, _ share: Double) {
      self.group = group
      self.share = share
    }
  }

  /// Its name in plans and records.
  public var name: String {
    switch self {
    case .catalogue: "catalogue"
    case .qualified: "qualified"
    case .population: "population"
    case .uniform: "uniform"
    case .given: "given"
    }
  }
}

/// How much attention the positions of a list get, as the plan writes it.
public enum AttentionPlan: Sendable, Hashable {
  /// 1/log₂(r + 1).
  case logarithmic
  /// 1/log₂ max(r, 2).
  case logarithmicFlat
  /// γ^(r − 1).
  case geometric(Double)
  /// 1/r.
  case reciprocal
  /// 1 everywhere.
  case uniform
  /// γ^(r − 1), halved by every relevant item ranked before.
  case cascade(Double)

  /// Its name in the record, with its parameter.
  public var name: String {
    switch self {
    case .logarithmic: "logarithmic"
    case .logarithmicFlat: "logarithmic-flat"
    case .geometric(let patience): "geometric \(CanonicalNumber.text(patience))"
    case .reciprocal: "reciprocal"
    case .uniform: "uniform"
    case .cascade(let patience): "cascade \(CanonicalNumber.text(patience))"
    }
  }
}
