/// Ranked lists with everything that is known about those who receive them and about what is shown.
///
/// Users and items are whole numbers from 0: rows of their table or, without a table, the order in which they were met.
/// Who or what stands behind a number is not kept.
public struct ListData: Sendable, Hashable {
  /// Who receives.
  public var users: Users

  /// What can be shown.
  public var items: Items

  /// What was shown, within the depth.
  public var lists: Lists

  /// What each user wants; nothing if that was not declared.
  public var relevance: Pairs?

  /// What each user chose before; nothing if that was not declared.
  public var history: Pairs?

  /// Who should have received a list, in ascending order; nothing if that was not declared.
  public var audience: [Int32]?

  /// How many positions of a list count.
  public var depth: Int

  /// What was read, in the order of reading.
  public var readings: [TableReading]

  /// Lists with their users and items.
  public init(
    users: Users, items: Items, lists: Lists, relevance: Pairs? = nil, history: Pairs? = nil,
    audience: [Int32]? = nil, depth: Int, readings: [TableReading] = []
  ) {
    self.users = users
    self.items = items
    self.lists = lists
    self.relevance = relevance
    self.history = history
    self.audience = audience
    self.depth = depth
    self.readings = readings
  }

  /// Those who receive.
  public struct Users: Sendable, Hashable {
    /// How many there are.
    public var count: Int
    /// The groups in the order of the plan, their labels in the order of their bytes (bins in that of their numbers).
    public var axes: [DecisionLayout.Axis]
    /// The label of each user [axes × users]; −1 stands for unknown.
    public var codes: [[Int32]]

    /// Users.
    public init(count: Int, axes: [DecisionLayout.Axis] = [], codes: [[Int32]] = []) {
      self.count = count
      self.axes = axes
      self.codes = codes
    }
  }

  /// Those who are shown.
  public struct Items: Sendable, Hashable {
    /// How many there are.
    public var count: Int
    /// The groups in the order of the plan, their labels in the order of their bytes (bins in that of their numbers).
    public var axes: [DecisionLayout.Axis]
    /// Which labels each item has [axes].
    public var memberships: [Membership]
    /// How often each item was chosen before [items]; empty if that was not declared.
    public var popularity: [Double]

    /// Items.
    public init(
      count: Int, axes: [DecisionLayout.Axis] = [], memberships: [Membership] = [], popularity: [Double] = []
    ) {
      self.count = count
      self.axes = axes
      self.memberships = memberships
      self.popularity = popularity
    }
  }

  /// Which labels of one axis each item has.
  public struct Membership: Sendable, Hashable {
    /// Where the labels of each item begin, and the end [items + 1]. An item without a known label has none.
    public var starts: [Int32]
    /// The labels of the items, ascending within each.
    public var codes: [Int32]
    /// How much of the item belongs to the label: 1, or equal parts when an item is shared.
    public var shares: [Double]

    /// Memberships.
    public init(starts: [Int32], codes: [Int32], shares: [Double]) {
      self.starts = starts
      self.codes = codes
      self.shares = shares
    }
  }

  /// The lists, one after the other in the order of the users.
  ///
  /// An item that is in no table of items takes its position and is left out here.
  public struct Lists: Sendable, Hashable {
    /// Where the entries of each user begin, and the end [users + 1].
    public var starts: [Int]
    /// The items [entries]: by position, those of a tie by number.
    public var items: [Int32]
    /// Where the entries stand if that does not follow from their order: there are ties, or items left out.
    public var placement: Placement?
    /// The engagement with each entry [entries]; empty if that was not declared.
    public var engagement: [Double]
    /// The rows of each list as received, whatever their item and depth [users]; 0 means that there is no list.
    public var lengths: [Int32]

    /// Lists.
    public init(
      starts: [Int], items: [Int32], placement: Placement? = nil, engagement: [Double] = [], lengths: [Int32]
    ) {
      self.starts = starts
      self.items = items
      self.placement = placement
      self.engagement = engagement
      self.lengths = lengths
    }

    /// The entries of a user.
    public func entries(of user: Int) -> Range<Int> { starts[user]..<starts[user + 1] }

    /// The first position, from 1, of the tie to which an entry of `user` belongs; its own position without a tie.
    public func firstPosition(_ entry: Int, of user: Int) -> Int {
      placement.map { Int($0.firstPosition[entry]) } ?? entry - starts[user] + 1
    }

    /// How many positions the tie has to which an entry belongs; 1 without a tie. They may reach beyond the depth.
    public func tieLength(_ entry: Int) -> Int { placement.map { Int($0.tieLength[entry]) } ?? 1 }

    /// How many entries stand in a tie.
    public var tied: Int { placement?.tieLength.count { $0 > 1 } ?? 0 }

    /// The share of the entries that stand in a tie; nothing without entries.
    public var tieShare: Double? { items.isEmpty ? nil : Double(tied) / Double(items.count) }
  }

  /// Where entries stand.
  public struct Placement: Sendable, Hashable {
    /// The first position, from 1, of the tie [entries].
    public var firstPosition: [Int32]
    /// How many positions the tie has [entries]; 1 without a tie.
    public var tieLength: [Int32]

    /// Places of entries.
    public init(firstPosition: [Int32], tieLength: [Int32]) {
      self.firstPosition = firstPosition
      self.tieLength = tieLength
    }
  }

  /// Items of each user.
  public struct Pairs: Sendable, Hashable {
    /// Where the items of each user begin, and the end [users + 1].
    public var starts: [Int]
    /// The items, ascending within each user, each once.
    public var items: [Int32]
    /// How much each is wanted, above 0; empty if each counts 1.
    public var grades: [Double]

    /// Items of users.
    public init(starts: [Int], items: [Int32], grades: [Double] = []) {
      self.starts = starts
      self.items = items
      self.grades = grades
    }

    /// The grade at a place in `items`.
    public func grade(_ place: Int) -> Double { grades.isEmpty ? 1 : grades[place] }
  }
}

/// What was read of one table.
public struct TableReading: Sendable, Hashable {
  /// Which table.
  public var part: Part

  /// Its files, in the order of reading.
  public var inputs: [InputReading]

  /// Where its rows went.
  public var rows: Tally

  /// What was read.
  public init(part: Part, inputs: [InputReading], rows: Tally) {
    self.part = part
    self.inputs = inputs
    self.rows = rows
  }

  /// The tables in the order of reading.
  public enum Part: String, Sendable, Hashable, Codable, CaseIterable {
    /// Who receives.
    case users
    /// What can be shown.
    case items
    /// Who should have received a list.
    case audience
    /// The ranked lists.
    case lists
    /// What each user wants.
    case relevance
    /// What each user chose before.
    case history
  }

  /// Why a row is left out.
  public enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
    /// Its user is in no table of users.
    case unknownUser = "unknown-user"
    /// Its item is in no table of items; in a list it takes its position all the same.
    case unknownItem = "unknown-item"
    /// It stands beyond the depth, or would.
    case beyondDepth = "beyond-depth"
    /// Its grade is below the least that counts.
    case notRelevant = "not-relevant"
    /// Another row says the same; of grades the highest stays.
    case repeated = "repeated"
  }
}

extension Tally {
  init(received: Int64, _ reasons: KeyValuePairs<TableReading.Reason, Int64>) {
    self.init(received: received, excluded: reasons.map { Exclusion(reason: $0.key.rawValue, number: $0.value) })
  }
}
