import AuditData
public import AuditInputs
import AuditMetrics
import AuditNumerics
import AuditPolicy
public import AuditRecord
public import AuditStatistics

/// Ranked lists from arrays: who received what, and where in their list it stood.
///
///     let lists = try RecommendedLists(
///       users: ["ann", "ann", "bob"], items: ["x", "y", "x"], ranks: [1, 2, 1],
///       people: .init(["ann", "bob"], groups: ["sex": ["F", "M"]]),
///       catalogue: .init(["x", "y", "z"], groups: ["maker": ["small", "large", "large"]]))
///     print(try lists.compare("exposure", across: ["maker"]))
///
/// No plan and no file is needed, and nothing is judged: every number is the one that an audit by a plan has. Lists are measured once;
/// questions are answered from what was kept of them.
public struct RecommendedLists: Sendable {
  let columns: ListColumns
  private let outcome: ListInput.Outcome
  /// Threads at most; numbers are the same for any number.
  public var threads: Int

  /// Who receives lists, one entry a person.
  public struct People: Sendable {
    fileprivate let ids: any LabelValues
    fileprivate let groups: [String: any LabelValues]
    fileprivate let bins: [String: [Double]]

    /// People.
    ///
    /// - Parameters:
    ///   - ids: Each person once, by the names that lists use [people].
    ///   - groups: The groups, by name [people].
    ///   - bins: The edges of the bins of columns of numbers, by name.
    public init(_ ids: any LabelValues, groups: [String: any LabelValues], bins: [String: [Double]] = [:]) {
      (self.ids, self.groups, self.bins) = (ids, groups, bins)
    }
  }

  /// What can be shown, one entry an item.
  public struct Items: Sendable {
    fileprivate let ids: any LabelValues
    fileprivate let groups: [String: any LabelValues]
    fileprivate let popularity: [Double]?
    fileprivate let separator: String?

    /// Items.
    ///
    /// - Parameters:
    ///   - ids: Each item once, by the names that lists use [items].
    ///   - groups: The groups, by name [items].
    ///   - popularity: How often each was chosen before, 0 or more [items].
    ///   - separator: What stands between two labels of one item, which share it in equal parts; without it, an item has one.
    public init(
      _ ids: any LabelValues, groups: [String: any LabelValues] = [:], popularity: [Double]? = nil,
      separator: String? = nil
    ) {
      (self.ids, self.groups, self.popularity) = (ids, groups, popularity)
      self.separator = separator.flatMap { $0.isEmpty ? nil : $0 }
    }
  }

  /// What each user wants, or chose before: one entry a user and item.
  public struct Pairs: Sendable {
    fileprivate let users: any LabelValues
    fileprivate let items: any LabelValues
    fileprivate let grades: [Double]?
    fileprivate let least: Double?

    /// Users and items.
    ///
    /// - Parameters:
    ///   - users: Who wants, or chose [pairs].
    ///   - items: What is wanted, or was chosen [pairs].
    ///   - grades: How much it is wanted [pairs]; without them, every pair counts 1. A history has none.
    ///   - atLeast: The least grade that counts; every pair that reaches it counts 1.
    public init(
      users: any LabelValues, items: any LabelValues, grades: [Double]? = nil, atLeast: Double? = nil
    ) {
      (self.users, self.items, self.grades) = (users, items, grades)
      least = atLeast.flatMap { $0.isFinite ? $0 : nil }
    }
  }

  /// Measures lists.
  ///
  /// - Parameters:
  ///   - users: Who receives each entry [entries].
  ///   - items: What is shown in it [entries].
  ///   - ranks: Where it stands, from 1 [entries]; without them, scores order the list.
  ///   - scores: What orders the list, the highest first [entries].
  ///   - depth: How many positions of a list count.
  ///   - people: Who receives lists; without them everybody who has one, without groups.
  ///   - catalogue: What can be shown; without it, every item that occurs, without groups.
  ///   - relevance: What each user wants.
  ///   - history: What each user chose before.
  ///   - attention: How much attention a position gets.
  ///   - target: The share that groups of items should have; there is no default.
  ///   - threads: Threads at most.
  /// - Throws: `ReadError` that names the table and the row, from 1; `QuestionError` where the arrays do not go together.
  public init(
    users: any LabelValues, items: any LabelValues, ranks: [Int]? = nil, scores: [Double]? = nil, depth: Int = 10,
    people: People? = nil, catalogue: Items? = nil, relevance: Pairs? = nil, history: Pairs? = nil,
    attention: AttentionModel = .logarithmic, target: Target? = nil, threads: Int = 2
  ) throws {
    guard ranks != nil || scores != nil else {
      throw QuestionError("nothing orders the lists", hint: "hand over ranks:, or scores:")
    }
    guard depth >= 1 else { throw QuestionError("a list has at least one position", hint: "as depth: 10") }
    var tables: [MemoryTable] = []
    func table(
      _ name: String, _ columns: [(String, MemoryTable.Values?)], _ groups: [String: any LabelValues] = [:]
    ) throws -> InputTable {
      let own = columns.compactMap { column, values in values.map { (name: column, values: $0) } }
      let more = groups.sorted { Label($0.key) < Label($1.key) }.map { ($0.key, MemoryTable.Values($0.value)) }
      tables.append(try MemoryTable(name, own + more))
      return InputTable([tables.last!.file])
    }
    let lists = ListColumns.Lists(
      try table(
        "lists",
        [
          ("user", MemoryTable.Values(users)), ("item", MemoryTable.Values(items)), ("rank", ranks.map { .wholes($0) }),
          ("score", ranks == nil ? scores.map { .numbers($0) } : nil),
        ]), user: "user", item: "item", rank: ranks.map { _ in "rank" }, score: ranks == nil ? "score" : nil)
    let names = { (groups: [String: any LabelValues]) in groups.keys.sorted { Label($0) < Label($1) } }
    let both = names(people?.groups ?? [:]).filter { catalogue?.groups[$0] != nil }
    if let name = both.first {
      throw QuestionError(
        "people and items have a group \(Quoted.text(name)), and a question could mean either",
        hint: "give one of them another name")
    }
    let receivers = try people.map { people in
      try QuestionError.check(bins: people.bins, of: names(people.groups))
      return ListColumns.Users(
        try table("people", [("id of a person", MemoryTable.Values(people.ids))], people.groups),
        id: "id of a person",
        groups: names(people.groups).map { GroupColumn(name: $0, bins: people.bins[$0]) })
    }
    let shown = try catalogue.map { items in
      ListColumns.Items(
        try table(
          "catalogue",
          [
            ("id of an item", MemoryTable.Values(items.ids)),
            ("popularity of an item", items.popularity.map { .numbers($0) }),
          ], items.groups), id: "id of an item",
        groups: names(items.groups).map { ItemGroupColumn(GroupColumn(name: $0), separator: items.separator) },
        popularity: items.popularity.map { _ in "popularity of an item" })
    }
    var columns = ListColumns(lists: lists, users: receivers, items: shown, depth: depth, attention: attention)
    func pairs(_ name: String, _ pairs: Pairs) throws -> InputTable {
      try table(
        name,
        [
          ("user", MemoryTable.Values(pairs.users)), ("item", MemoryTable.Values(pairs.items)),
          ("grade", pairs.grades.map { .numbers($0) }),
        ])
    }
    columns.relevance = try relevance.map {
      ListColumns.Relevance(
        try pairs("relevance", $0), user: "user", item: "item", grade: $0.grades.map { _ in "grade" }, atLeast: $0.least
      )
    }
    columns.history = try history.map {
      ListColumns.History(try pairs("history", $0), user: "user", item: "item")
    }
    columns.target = target
    self.columns = columns
    self.threads = threads
    var options = Audit.Options()
    options.threads = threads
    let plan = Self.plan(columns)
    outcome = try Parallel.$threads.withValue(threads) {
      Audit.prepare()
      return try ListInput(columns, of: plan, folder: "", options: options, memory: tables).read(digests: nil)
    }
  }

  /// The names of the groups of people, in the order of their bytes.
  public var groupsOfPeople: [String] { (columns.users?.groups ?? []).map(\.name) }

  /// The names of the groups of items, in the order of their bytes.
  public var groupsOfItems: [String] { (columns.items?.groups ?? []).map(\.group.name) }

  /// What was left out, guessed or odd, in sentences; nothing where all is plain.
  ///
  /// - Throws: `ReadError` where more than a fifth of a table names users or items that are in no other.
  public func notes() throws -> [String] {
    let record = try Audit.record(of: Self.plan(columns), decisions: [], lists: outcome)
    let excluded = record.tables.flatMap { table in
      table.rows.excluded.map { "\(PlainNumber.count($0.rows)) rows of \(table.table) were left out: \($0.reason)." }
    }
    return excluded + DataWords.notes(record) + DataWords.warnings(record)
  }

  /// A metric of receivers or of what is shown, for each group, and each group set against what it is compared with.
  ///
  /// - Parameters:
  ///   - metric: The id or an alias of a metric of lists, as `evenhand metrics` lists them: `ndcg`, `exposure`.
  ///   - grouping: The name of a group, or several of people whose combinations are compared; none for a number about all lists.
  ///   - comparison: Ratio, difference, or the values alone.
  ///   - reference: What each group is compared with; without one, what a plan would take that names none.
  ///   - confidence: Of the intervals of comparisons, two-sided; those of each group's own number are at 0.95.
  ///   - minimumCount: The fewest lists that a reference group may have.
  /// - Throws: `QuestionError` for what is not there or does not go together.
  public func compare(
    _ metric: String, across grouping: [String] = [], by comparison: Comparison = .value,
    against reference: ReferenceRule? = nil, confidence: Double = 0.95, minimumCount: Int = 30
  ) throws -> GroupResult {
    let cards = Catalogue.cards.filter { $0.side != .decisions }
    guard let card = cards.first(where: { $0.id == metric || $0.aliases.contains(metric) }) else {
      throw QuestionError.noMetric(metric, among: cards, of: "lists")
    }
    for role in card.needs where !role.isAlwaysThere && !columns.roles.contains(role) {
      let mends: [Role: String] = [
        .userGroups: "hand over people: with groups:", .recipients: "hand over people:",
        .relevance: "hand over relevance:", .history: "hand over history:", .items: "hand over catalogue:",
        .itemGroups: "hand over catalogue: with groups:", .popularity: "hand over catalogue: with popularity:",
        .target: "hand over target:, as .catalogue",
      ]
      throw QuestionError(
        "\(card.id) needs \(role.rawValue), which was not given", hint: mends[role] ?? "a plan can name it")
    }
    let isOfItems = card.side == .providers
    if !grouping.isEmpty || !card.isOneNumber {
      _ = try QuestionError.declared(grouping, among: isOfItems ? groupsOfItems : groupsOfPeople)
    }
    if isOfItems, grouping.count > 1 {
      throw QuestionError(
        "groups of items are not combined", hint: "name one of \(groupsOfItems.joined(separator: ", "))")
    }
    let asked = try QuestionError.requirement(
      card, grouping, comparison, reference, confidence: confidence, minimumCount: minimumCount)
    var plan = Self.plan(columns)
    if grouping.count > 1 { plan.recommendations?.intersections = [grouping] }
    if comparison != .value, asked.reference != .none { plan.requirements = [asked] }
    plan.nameReferences()
    let engine = ListProducer(plan: plan, recommendations: plan.recommendations ?? columns, outcome: outcome)
    return Parallel.$threads.withValue(threads) { GroupResult(card, asked, in: AuditResults(engine, of: plan)) }
  }

  /// The plan of every number that these tables can serve.
  private static func plan(_ columns: ListColumns) -> Plan {
    var plan = Plan(
      audit: AuditDescription(title: "Lists"), recommendations: columns,
      metrics: Catalogue.cards.filter { columns.roles.isSuperset(of: $0.needs) && $0.side != .decisions }.map(\.id),
      replicates: 0)
    plan.power = false
    return plan
  }
}
