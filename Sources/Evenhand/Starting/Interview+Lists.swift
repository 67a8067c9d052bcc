import AuditData
import AuditRecord

extension Interview {
  /// Asks about ranked lists and the tables beside them, whose parts follow from the columns that they share.
  func lists(_ tables: [TableProfile]) throws(StartError) -> PlanDraft {
    let lists = try rankedLists(tables)
    let others = tables.filter { $0.files != lists.files }
    let (user, item) = try people(lists, others)
    let (rank, score) = try order(lists, [user, item])
    var draft = PlanDraft.Lists(source: .init(lists), user: user, item: item, rank: rank, score: score)
    let found = try ListRoles(others, user: user, item: item)
    draft.audience = found.audience.map(PlanDraft.Source.init)
    try pairs(found.pairs, &draft)

    let columns = (found.users?.columns ?? []).filter { $0.name != user }
    let itemColumns = (found.items?.columns ?? []).filter { $0.name != item }
    let given = try givenGroups(columns, itemColumns)
    if let table = found.users {
      let groups =
        columns.isEmpty
        ? []
        : try groups(
          "Which columns of \(table.files[0].name) say which group a person belongs to?", of: columns,
          all: table.columns, chosen: given?.people, isNeeded: itemColumns.isEmpty)
      draft.users = .init(source: .init(table), groups: groups)
    }
    if let table = found.items {
      let groups =
        itemColumns.isEmpty
        ? []
        : try groups(
          "Which columns of \(table.files[0].name) say which group an item belongs to?", of: itemColumns,
          all: table.columns, chosen: given?.items, isNeeded: draft.users?.groups.isEmpty ?? true)
      draft.items = .init(source: .init(table), groups: groups)
    }
    return PlanDraft(title: "", lists: draft, requirements: try demands(draft))
  }

  /// What is asked of groups of people, who receive lists, and of groups of items, which are shown.
  private func demands(_ draft: PlanDraft.Lists) throws(StartError) -> [PlanDraft.Demand] {
    let people = draft.users?.groups ?? []
    let items = draft.items?.groups ?? []
    if people.isEmpty, items.isEmpty {
      throw StartError(
        "no table has columns that say which group a person or an item belongs to",
        hint: "name the table of users or of items as well, as evenhand init lists.csv users.csv items.csv")
    }
    if !people.isEmpty, draft.relevant == nil, items.isEmpty {
      throw StartError(
        "lists alone do not say how well they serve groups of people",
        hint: "add a table of what each user wants, with the columns \(draft.user) and \(draft.item)")
    }
    return (draft.relevant == nil ? [] : people.map { .init(metric: "ndcg", across: $0.column) })
      + items.map { .init(metric: "exposure", across: $0.column) }
  }

  // MARK: the lists

  private static let rankNames: Set<String> = ["rank", "position", "place", "pos"]
  private static let scoreNames: Set<String> = ["score", "rating_predicted", "prediction"]

  private func rankedLists(_ tables: [TableProfile]) throws(StartError) -> TableProfile {
    let named = [GivenAnswers.Topic.user, .item, .rank, .score].compactMap { asker.given.answers[$0]?.last }.filter {
      $0 != Choosing.none
    }
    func isLists(_ table: TableProfile) -> Bool {
      guard table.columns.count > 2 else { return false }
      let names = table.columns.map { $0.name.lowercased() }
      let isNamed = asker.isGiven(.user) && asker.isGiven(.item) && (asker.isGiven(.rank) || asker.isGiven(.score))
      return isNamed
        ? named.allSatisfy { table[$0] != nil } : !Self.rankNames.union(Self.scoreNames).isDisjoint(with: names)
    }
    guard let found = tables.first(where: isLists) else {
      throw StartError(
        tables.count > 1
          ? "these files have different columns, and none of them is ranked lists with a user, an item and a rank"
          : "the file is no ranked lists with a user, an item and a rank",
        hint: "name the columns with --user, --item and --rank; files of decisions have the same columns")
    }
    return found
  }

  private func people(
    _ lists: TableProfile, _ others: [TableProfile]
  ) throws(StartError) -> (user: String, item: String) {
    let order = Self.rankNames.union(Self.scoreNames)
    let keys = lists.columns.filter { !order.contains($0.name.lowercased()) }
    let shared = keys.filter { key in others.contains { $0[key.name] != nil } }
    func ask(
      _ topic: GivenAnswers.Topic, _ words: String, _ proposal: String?
    ) throws(StartError) -> String {
      try asker.ask(
        Question(topic: topic, words: words, proposal: proposal, isUsual: false, usage: "--\(topic.rawValue) COLUMN")
      ) { (answer) throws(StartError) in
        try Choosing.column(answer, among: lists.columns, all: lists.columns)!.name
      }
    }
    let user = try ask(.user, "Which column says who receives the list?", (shared.first ?? keys.first)?.name)
    let rest = keys.filter { $0.name != user }
    let item = try ask(
      .item, "Which column says what is shown?",
      (rest.first { key in shared.contains { $0.name == key.name } } ?? rest.first)?.name)
    guard item != user else { throw StartError("who receives and what is shown are two columns") }
    return (user, item)
  }

  private func order(
    _ lists: TableProfile, _ used: [String]
  ) throws(StartError) -> (rank: String?, score: String?) {
    func ask(
      _ topic: GivenAnswers.Topic, _ words: String, _ names: Set<String>
    ) throws(StartError) -> String? {
      let likely = lists.columns.first { names.contains($0.name.lowercased()) && !used.contains($0.name) }
      return try asker.ask(
        Question(
          topic: topic, words: words, proposal: likely?.name ?? Choosing.none, usage: "--\(topic.rawValue) COLUMN")
      ) { (answer) throws(StartError) in
        let found = try Choosing.column(answer, among: lists.columns, all: lists.columns, orNone: true)?.name
        if let found, used.contains(found) { throw StartError("this column is used for something else already") }
        return found
      }
    }
    if !asker.isGiven(.score) || asker.isGiven(.rank) {
      if let rank = try ask(.rank, "Which column is the rank, 1 for the first?", Self.rankNames) { return (rank, nil) }
    }
    if let score = try ask(.score, "Which column is the score that orders a list, highest first?", Self.scoreNames) {
      return (nil, score)
    }
    throw StartError("a list has an order", hint: "add --rank COLUMN or --score COLUMN")
  }

  // MARK: the tables beside them

  /// Asks which table says what users want; one that is called so is their history.
  private func pairs(_ tables: [TableProfile], _ draft: inout PlanDraft.Lists) throws(StartError) {
    func isHistory(_ table: TableProfile) -> Bool { table.files[0].name.lowercased().contains("histor") }
    draft.history = tables.first(where: isHistory).map(PlanDraft.Source.init)
    let wanted = tables.filter { !isHistory($0) }
    guard asker.isGiven(.relevant) || !wanted.isEmpty else { return }
    let names = tables.map { $0.files[0].name }
    let relevant = try asker.ask(
      Question(
        topic: .relevant, words: "Which file says what each user wants? \(names.joined(separator: ", ")), or none",
        proposal: wanted.first?.files[0].name ?? Choosing.none, usage: "--relevant FILE")
    ) { (answer) throws(StartError) -> TableProfile? in
      let name = answer.joined(separator: " ")
      if name.lowercased() == Choosing.none { return nil }
      guard let found = tables.first(where: { $0.files.contains { $0.given == name || $0.name == name } }) else {
        throw StartError(
          "\(Quoted.text(name)) is none of the files with \(Quoted.text(draft.user)) and \(Quoted.text(draft.item))")
      }
      return found
    }
    guard let relevant else { return }
    if draft.history == .init(relevant) { draft.history = nil }
    draft.relevant = .init(relevant)
    let grades = relevant.columns.filter { ![draft.user, draft.item].contains($0.name) && $0.numbers != nil }
    guard asker.isGiven(.grade) || !grades.isEmpty else { return }
    draft.grade = try asker.ask(
      Question(
        topic: .grade, words: "Which of its columns says how much? \(Choosing.none) if every row counts 1",
        proposal: grades.first { ["grade", "rating", "relevance"].contains($0.name.lowercased()) }?.name
          ?? Choosing.none, usage: "--grade COLUMN")
    ) { (answer) throws(StartError) in
      try Choosing.column(answer, among: grades, all: relevant.columns, orNone: true)?.name
    }
  }

  /// What an option says of groups, by the table that has the column; nothing where no option does.
  private func givenGroups(
    _ people: [ColumnProfile], _ items: [ColumnProfile]
  ) throws(StartError) -> (people: [GroupDraft], items: [GroupDraft])? {
    guard let answer = asker.said(.group) else { return nil }
    let all = people + items.filter { column in !people.contains { $0.name == column.name } }
    let groups: [GroupDraft]
    do { groups = try Choosing.groups(answer, of: all, all: all) } catch { throw StartError("--group: \(error)") }
    if let both = groups.first(where: { group in
      people.contains { $0.name == group.column } && items.contains { $0.name == group.column }
    }) {
      throw StartError(
        "--group: users and items both have a column \(Quoted.text(both.column))",
        hint: "give it another name in one of the tables")
    }
    return (
      groups.filter { group in people.contains { $0.name == group.column } },
      groups.filter { group in items.contains { $0.name == group.column } }
    )
  }
}

/// Which table beside ranked lists is what, by the columns that it shares with them.
struct ListRoles {
  /// One row a user, with more than the user.
  private(set) var users: TableProfile?
  /// One row an item, with more than the item.
  private(set) var items: TableProfile?
  /// The users alone, who should have received a list.
  private(set) var audience: TableProfile?
  /// Rows of a user and an item: what users want, or chose before.
  private(set) var pairs: [TableProfile] = []

  init(_ tables: [TableProfile], user: String, item: String) throws(StartError) {
    for table in tables {
      let name = table.files[0].name
      switch (table[user], table[item]) {
      case (.some, .some): pairs.append(table)
      case (.some, nil) where table.columns.count == 1: audience = table
      case (let column?, nil): users = try Self.one(table, column, besides: users, "a user")
      case (nil, let column?): items = try Self.one(table, column, besides: items, "an item")
      case (nil, nil):
        throw StartError(
          "\(name) has neither \(Quoted.text(user)) nor \(Quoted.text(item)), as the lists have",
          hint: "call the column of the id as in the lists, or leave the file out")
      }
    }
  }

  private static func one(
    _ table: TableProfile, _ column: ColumnProfile, besides other: TableProfile?, _ what: String
  ) throws(StartError) -> TableProfile {
    if let other {
      throw StartError(
        "\(other.files[0].name) and \(table.files[0].name) both have a row \(what)", hint: "join them into one file")
    }
    guard column.distinct == column.rows else {
      throw StartError(
        "\(table.files[0].name): \(Quoted.text(column.name)) stands in several rows, and the table needs one row \(what)",
        hint: "keep one row each")
    }
    return table
  }
}
