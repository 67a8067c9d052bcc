package import AuditRecord

/// What is known before the first list is read: who receives, what can be shown, and what is known of both.
///
/// Users and items are whole numbers from 0: rows of their table or, without a table, the order in which they were met.
/// Who or what stands behind a number is not kept.
package struct ListContext: Sendable, Hashable {
  /// Who receives; without a table of users, those met so far: lists may bring more, of whom nothing else is known.
  package var users: Users

  /// What can be shown; without a table of items, those met so far.
  package var items: Items

  /// What each user wants; nothing if that was not declared.
  package var relevance: Pairs?

  /// What each user chose before; nothing if that was not declared.
  package var history: Pairs?

  /// What each user was shown before; nothing if that was not declared.
  package var before: ComparedLists?

  /// What each user would be shown without personalisation; nothing if that was not declared.
  package var baseline: ComparedLists?

  /// Who should have received a list, in ascending order; nothing if that was not declared.
  package var audience: [Int32]?

  /// What was served in which mode; nothing if that was not declared.
  package var served: Served?

  /// How many positions of a list count.
  package var depth: Int

  /// Puts together what is known.
  package init(
    users: Users, items: Items, relevance: Pairs? = nil, history: Pairs? = nil, audience: [Int32]? = nil, depth: Int
  ) {
    self.users = users
    self.items = items
    self.relevance = relevance
    self.history = history
    self.audience = audience
    self.depth = depth
  }

  /// What people were served at levels that are judged.
  package struct Served: Sendable, Hashable {
    /// Requests of each user at such levels [users].
    package private(set) var requests: [Int32]
    /// Those that were served in a mode that keeps the level [users].
    package private(set) var kept: [Int32]
    /// Whether a request broke the level after one that kept it, with no choice of theirs between [users].
    package private(set) var isBack: [Bool]
    /// Requests by the time since the choice.
    package private(set) var lags: [LagCount]
    /// Requests before any choice.
    package private(set) var withoutChoice = LagCount(days: nil)
    /// The claimed time [days].
    package let effectWithin: Int?

    init(users: Int, effectWithin: Int?) {
      requests = Array(repeating: 0, count: users)
      kept = requests
      isBack = Array(repeating: false, count: users)
      self.effectWithin = effectWithin
      let days = Set([1, 7] + (effectWithin.map { [$0] } ?? [])).sorted()
      lags = days.map { LagCount(days: $0) } + [LagCount(days: nil)]
    }

    mutating func add(user: Int, isKept: Bool, isBack: Bool, since: Double?) {
      requests[user] += 1
      if isKept { kept[user] += 1 }
      if isBack { self.isBack[user] = true }
      guard let since else {
        withoutChoice.requests += 1
        if isKept { withoutChoice.kept += 1 }
        return
      }
      let place = lags.firstIndex { $0.days.map { since <= Double($0) * 86_400 } ?? true } ?? lags.count - 1
      lags[place].requests += 1
      if isKept { lags[place].kept += 1 }
    }
  }

  /// The context of a user: the only one where none are declared.
  package func context(of user: Int) -> Int32 {
    guard let contexts = users.contexts else { return 0 }
    return user < contexts.codes.count ? contexts.codes[user] : Contexts.unknown
  }

  /// Where in compared lists the items of the list of a user stand; nothing where there is none.
  package func range(of user: Int, in compared: ComparedLists?) -> Range<Int> {
    guard let compared else { return 0..<0 }
    let owner = compared.isByContext ? Int(context(of: user)) : user
    return owner < 0 ? 0..<0 : compared.lists.range(of: owner)
  }

  /// Lists that people's own are set against.
  package struct ComparedLists: Sendable, Hashable {
    /// The items of each owner.
    package var lists: Pairs
    /// Whether the owners are contexts; otherwise they are users.
    package var isByContext: Bool

    /// Lists of users or of contexts.
    package init(lists: Pairs, isByContext: Bool = false) {
      self.lists = lists
      self.isByContext = isByContext
    }
  }

  /// Those who receive.
  package struct Users: Sendable, Hashable {
    /// How many there are.
    package var count: Int
    /// The groups in the order of the plan, their labels in the order of their bytes (bins in that of their numbers).
    package var axes: [DecisionLayout.Axis]
    /// The label of each user [axes × users]; a code below 0 stands for none, see ``DecisionLayout/unknown``.
    package var codes: [[Int32]]
    /// What else may shape a list that is not personalised; nothing where the plan names no such columns.
    package var contexts: Contexts?

    /// Users.
    package init(count: Int, axes: [DecisionLayout.Axis] = [], codes: [[Int32]] = []) {
      self.count = count
      self.axes = axes
      self.codes = codes
    }
  }

  /// Combinations of what may shape lists, as of countries and devices.
  package struct Contexts: Sendable, Hashable {
    /// How many there are.
    package var count: Int
    /// That of each user [users]; ``unknown`` where a part of it is not known.
    package var codes: [Int32]

    /// The code of a context that is not known.
    package static let unknown: Int32 = -1

    /// Combinations.
    package init(count: Int, codes: [Int32]) {
      self.count = count
      self.codes = codes
    }
  }

  /// Those who are shown.
  package struct Items: Sendable, Hashable {
    /// How many there are.
    package var count: Int
    /// The groups in the order of the plan, their labels in the order of their bytes (bins in that of their numbers).
    package var axes: [DecisionLayout.Axis]
    /// Which labels each item has [axes].
    package var memberships: [Membership]
    /// How often each item was chosen before [items]; empty if that was not declared.
    package var popularity: [Double]

    /// Items.
    package init(
      count: Int, axes: [DecisionLayout.Axis] = [], memberships: [Membership] = [], popularity: [Double] = []
    ) {
      self.count = count
      self.axes = axes
      self.memberships = memberships
      self.popularity = popularity
    }
  }

  /// Which labels of one axis each item has.
  package struct Membership: Sendable, Hashable {
    /// Where the labels of each item begin, and the end [items + 1]. An item without a known label has none.
    package var starts: [Int32]
    /// The labels of the items, ascending within each.
    package var codes: [Int32]
    /// How much of the item belongs to the label: 1, or equal parts when an item is shared.
    package var shares: [Double]
    /// Items without a label whose number lies outside the bins.
    package var outside = 0

    /// Memberships.
    package init(starts: [Int32], codes: [Int32], shares: [Double]) {
      self.starts = starts
      self.codes = codes
      self.shares = shares
    }
  }

  /// Items of each user.
  package struct Pairs: Sendable, Hashable {
    /// Where the items of each user begin, and the end [users + 1].
    package var starts: [Int]
    /// The items, ascending within each user, each once.
    package var items: [Int32]
    /// How much each is wanted, above 0; empty if each counts 1.
    package var grades: [Double]

    /// Items of users.
    package init(starts: [Int], items: [Int32], grades: [Double] = []) {
      self.starts = starts
      self.items = items
      self.grades = grades
    }

    /// Where the items of a user stand; nothing for a user that came later.
    package func range(of user: Int) -> Range<Int> {
      user + 1 < starts.count ? starts[user]..<starts[user + 1] : 0..<0
    }

    /// The grade at a place in `items`.
    package func grade(_ place: Int) -> Double { grades.isEmpty ? 1 : grades[place] }
  }
}
