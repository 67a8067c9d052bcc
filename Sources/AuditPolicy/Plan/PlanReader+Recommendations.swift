import AuditInputs
import AuditRecord
import AuditStatistics

extension PlanBuilder {
  /// The ranked lists, if the plan has any.
  mutating func recommendationsPlan(_ node: YAMLNode?) -> ListColumns? {
    guard let node else { return nil }
    let common = delimiter(node.member("delimiter"))
    let unknown = node.member("unknown")?.texts.map { Label($0) } ?? [""]
    let lists = lists(node, common)
    let users = node.member("users").map { self.users($0, common, lists, unknown: unknown) }
    let items = node.member("items").map { self.items($0, common, lists, unknown: unknown) }
    let depth = node.member("depth")?.wholeNumber ?? 10
    if depth > 100_000 {
      document.report(
        .wrongType, at: node.member("depth"), "\"recommendations.depth\" must be at most 100000",
        hint: "name the positions that people see, as 10")
    }
    let tail = node.member("tail")?.finiteNumber ?? 0.2
    if tail <= 0 || tail >= 1 {
      document.report(
        .wrongType, at: node.member("tail"), "\"recommendations.tail\" must be above 0 and below 1",
        hint: "0.2 is usual")
    }
    var plan = ListColumns(
      lists: lists, users: users, items: items, relevance: relevance(node.member("relevant"), common, lists),
      history: history(node.member("history"), common, lists),
      audience: audience(node.member("audience"), common, id: users?.id ?? lists.user), depth: depth,
      attention: attention(node.member("attention"), hasRelevance: node.member("relevant") != nil),
      intersections: userIntersections(node.member("intersections"), users: users, items: items),
      target: targetPlan(node.member("target"), unknown: unknown), tail: tail, unknown: unknown)
    plan.before = compared(node.member("before"), common, lists, .before)
    plan.baseline = compared(node.member("baseline"), common, lists, .baseline)
    if let node = node.member("baseline") { baselineContexts(node, of: &plan) }
    checkTargets(plan, node)
    return plan
  }

  // MARK: tables

  private mutating func lists(_ node: YAMLNode, _ common: UInt8?) -> ListColumns.Lists {
    let columns = node.member("columns")
    let table = table(node.member("source"), common, .lists)
    let isRun = table.format == .trecRun
    var rank = column(columns, "rank")
    var score = column(columns, "score")
    if isRun {
      if score == nil { rank = rank ?? "rank" }
      score = score ?? "score"
    } else if let columns, rank == nil, score == nil {
      document.report(
        .missingKey, at: columns, "the lists have neither a rank nor a score, so nothing orders them",
        hint: "add `rank:` or `score:` under `columns`")
      rank = ""
    } else if columns == nil {
      document.report(
        .missingKey, at: node, "\"recommendations\" has no \"columns\"",
        hint: "add `columns` with `user`, `item`, and `rank` or `score`")
      rank = ""
    }
    let lists = ListColumns.Lists(
      table, user: idColumn(columns, "user", fallback: isRun ? "user" : nil),
      item: idColumn(columns, "item", fallback: isRun ? "item" : nil), list: column(columns, "list"), rank: rank,
      ranks: choice(node.member("ranks")) ?? .stated, score: score,
      engagement: column(columns, "engagement"))
    checkColumns(
      table,
      [
        ColumnUse("the user", lists.user, columns?.member("user")),
        ColumnUse("the item", lists.item, columns?.member("item")),
        ColumnUse("the list", lists.list, columns?.member("list")),
        ColumnUse("the rank", lists.rank, columns?.member("rank")),
        ColumnUse("the score", lists.score, columns?.member("score")),
        ColumnUse("the engagement", lists.engagement, columns?.member("engagement")),
      ], at: node.member("source"))
    return lists
  }

  /// A column of the lists that they need; no name, and an error, when the plan names none.
  private mutating func idColumn(_ columns: YAMLNode?, _ key: String, fallback: String?) -> String {
    if let name = column(columns, key) ?? fallback { return name }
    if let columns, columns.member(key) == nil {
      document.report(
        .missingKey, at: columns, "\"recommendations.columns\" has no \"\(key)\"",
        hint: "add `\(key)`: the column of the \(key)'s id")
    }
    return ""
  }

  private mutating func users(
    _ node: YAMLNode, _ common: UInt8?, _ lists: ListColumns.Lists, unknown: [Label]
  ) -> ListColumns.Users {
    let users = ListColumns.Users(
      table(node.member("source"), common, .users), id: column(node, "id") ?? lists.user,
      groups: groups(node.member("groups"), unknown: unknown, canShare: false))
    let places = node.member("groups")?.sequence ?? []
    checkColumns(
      users.table,
      [ColumnUse("the user", users.id, node.member("id"))]
        + zip(users.groups, places).map { ColumnUse("a group", $0.column, $1) }, at: node.member("source"))
    return users
  }

  private mutating func items(
    _ node: YAMLNode, _ common: UInt8?, _ lists: ListColumns.Lists, unknown: [Label]
  ) -> ListColumns.Items {
    let table = table(node.member("source"), common, .items)
    let places = node.member("groups")?.sequence ?? []
    var groups: [ItemGroupColumn] = []
    for place in places { groups.append(itemGroup(place, format: table.format, unknown: unknown)) }
    let items = ListColumns.Items(
      table, id: column(node, "id") ?? lists.item, groups: groups, popularity: column(node, "popularity"))
    checkColumns(
      table,
      [
        ColumnUse("the item", items.id, node.member("id")),
        ColumnUse("the popularity", items.popularity, node.member("popularity")),
      ] + zip(groups, places).map { ColumnUse("a group", $0.group.column, $1) }, at: node.member("source"))
    return items
  }

  private mutating func relevance(
    _ node: YAMLNode?, _ common: UInt8?, _ lists: ListColumns.Lists
  ) -> ListColumns.Relevance? {
    guard let node else { return nil }
    let table = table(node.member("source"), common, .relevance)
    let isQrels = table.format == .trecQrels
    let relevant = ListColumns.Relevance(
      table, user: column(node, "user") ?? (isQrels ? "user" : lists.user),
      item: column(node, "item") ?? (isQrels ? "item" : lists.item),
      grade: column(node, "grade") ?? (isQrels ? "grade" : nil), atLeast: node.member("at-least")?.finiteNumber)
    if relevant.grade == nil, let least = node.member("at-least") {
      document.report(
        .combination, at: least, "`at-least` is the least grade that counts, and no `grade` column is declared",
        hint: "add `grade:`, or leave `at-least` out")
    }
    checkColumns(
      table,
      [
        ColumnUse("the user", relevant.user, node.member("user")),
        ColumnUse("the item", relevant.item, node.member("item")),
        ColumnUse("the grade", relevant.grade, node.member("grade")),
      ], at: node.member("source"))
    return relevant
  }

  private mutating func history(
    _ node: YAMLNode?, _ common: UInt8?, _ lists: ListColumns.Lists
  ) -> ListColumns.History? {
    guard let node else { return nil }
    let history = ListColumns.History(
      table(node.member("source"), common, .history), user: column(node, "user") ?? lists.user,
      item: column(node, "item") ?? lists.item)
    checkColumns(
      history.table,
      [
        ColumnUse("the user", history.user, node.member("user")),
        ColumnUse("the item", history.item, node.member("item")),
      ], at: node.member("source"))
    return history
  }

  /// Lists that people's own are set against.
  private mutating func compared(
    _ node: YAMLNode?, _ common: UInt8?, _ lists: ListColumns.Lists, _ name: TableName
  ) -> ListColumns.ComparedLists? {
    guard let node else { return nil }
    let isByContext = node.member("contexts") != nil
    let compared = ListColumns.ComparedLists(
      table(node.member("source"), common, name), user: isByContext ? nil : column(node, "user") ?? lists.user,
      item: column(node, "item") ?? lists.item, rank: column(node, "rank"))
    checkColumns(
      compared.table,
      [
        ColumnUse("the user", compared.user, node.member("user")),
        ColumnUse("the item", compared.item, node.member("item")),
        ColumnUse("the rank", compared.rank, node.member("rank")),
      ] + (node.member("contexts")?.texts ?? []).map { ColumnUse("a context", $0, node.member("contexts")) },
      at: node.member("source"))
    return compared
  }

  /// Tells the users' table which of its columns say whose list of the baseline is theirs.
  private mutating func baselineContexts(_ node: YAMLNode, of plan: inout ListColumns) {
    guard let contexts = node.member("contexts") else { return }
    if let user = node.member("user") {
      document.report(
        .combination, at: user, "a baseline list is either that of a `user` or that of `contexts`",
        hint: "leave one of them out")
    }
    guard let users = plan.users else {
      document.report(
        .combination, at: contexts, "`contexts` are columns of users, and the plan declares no table of users",
        hint: Role.userGroups.mend)
      return
    }
    if contexts.texts.isEmpty || Set(contexts.texts).count < contexts.texts.count || contexts.texts.contains(users.id) {
      document.report(
        .columns, at: contexts, "`contexts` must be one or more different columns other than the user",
        hint: "as [country, device]")
    }
    plan.users?.contexts = contexts.texts
  }

  private mutating func audience(
    _ node: YAMLNode?, _ common: UInt8?, id: String
  ) -> ListColumns.Audience? {
    guard let node else { return nil }
    let source = node.mapping == nil ? node : node.member("source")
    let audience = ListColumns.Audience(table(source, common, .audience), user: column(node, "id") ?? id)
    checkColumns(audience.table, [ColumnUse("the user", audience.user, node.member("id"))], at: source)
    return audience
  }

  /// Files, with how they are written.
  private mutating func table(_ node: YAMLNode?, _ common: UInt8?, _ name: TableName) -> InputTable {
    guard let node else { return InputTable([]) }
    guard node.mapping != nil else { return InputTable(named: node.texts, delimiter: common) }
    guard checkOneOf(["files"], node, "source") else { return InputTable([]) }
    if let query = queried(node, name) { return query }
    let format: TableFormat = choice(node.member("format")) ?? .delimited
    let named = node.member("delimiter")
    if let named, format != .delimited {
      document.report(
        .combination, at: named, "files of the format \(format.rawValue) have a separator of their own",
        hint: "leave `delimiter` out")
    }
    let own = delimiter(named)
    return InputTable(
      named: node.member("files")?.texts ?? [], format: format, delimiter: format == .delimited ? own ?? common : nil)
  }

  // MARK: columns

  /// What a column of a table is used for, and where the plan says so.
  private struct ColumnUse {
    let role: String
    let column: String
    let node: YAMLNode?

    /// A use; a column without a name is used for nothing.
    init(_ role: String, _ column: String?, _ node: YAMLNode?) {
      (self.role, self.column, self.node) = (role, column ?? "", node)
    }
  }

  /// The column that a key names.
  private mutating func column(_ node: YAMLNode?, _ key: String) -> String? {
    guard let value = node?.member(key), let name = value.written else { return nil }
    guard !name.isEmpty else {
      document.report(
        .wrongType, at: value, "\"\(key)\" names no column", hint: "name the column, or leave the key out")
      return nil
    }
    return name
  }

  /// Notes columns of one table that are used for two things, and names that its format cannot have.
  private mutating func checkColumns(_ table: InputTable, _ uses: [ColumnUse], at source: YAMLNode?) {
    let uses = uses.filter { !$0.column.isEmpty }
    for (index, use) in uses.enumerated() {
      let place = use.node ?? source
      if let other = uses[..<index].first(where: { Label($0.column) == Label(use.column) }),
        use.role != other.role
      {
        document.report(
          .columns, at: use.node ?? other.node ?? source,
          "the column \(Quoted.text(use.column)) is both \(other.role) and \(use.role)",
          hint: "each needs a column of its own")
      }
      if let names = table.format.columns, !names.contains(use.column) {
        document.report(
          .columns, at: place, "files of the format \(table.format.rawValue) have no column \(Quoted.text(use.column))",
          hint: "their columns are \(names.joined(separator: ", "))")
      }
      let parts = use.column.split(separator: ":", omittingEmptySubsequences: false)
      if table.format == .recBole, parts.count == 2, ["token", "token_seq", "float", "float_seq"].contains(parts[1]) {
        document.report(
          .columns, at: place, "\(Quoted.text(use.column)) is the name of a column with its type",
          hint: "write \(Quoted.text(String(parts[0])))")
      }
    }
  }

  // MARK: groups of users, attention

  private mutating func userIntersections(
    _ node: YAMLNode?, users: ListColumns.Users?, items: ListColumns.Items?
  ) -> [[String]] {
    guard let node else { return [] }
    let names = (users?.groups ?? []).map(\.name)
    guard !names.isEmpty else {
      document.report(
        .grouping, at: node, "there are no groups of users to combine", hint: Role.userGroups.mend)
      return []
    }
    let itemNames = (items?.groups ?? []).map(\.group.name).filter { !names.contains($0) }
    for item in node.sequence ?? [] {
      guard let name = item.texts.first(where: { itemNames.contains($0) }) else { continue }
      combiningItems(name, at: item)
      return []
    }
    return intersections(node, names: names)
  }

  /// Notes that groups of items are not combined.
  mutating func combiningItems(_ name: String, at node: YAMLNode) {
    document.report(
      .notSupported, at: node,
      "\(Quoted.text(name)) is a group of items, and combining those is not supported by this version",
      hint: "name a column that holds both labels, or combine groups of users")
  }

  private mutating func attention(_ node: YAMLNode?, hasRelevance: Bool) -> AttentionModel {
    guard let node else { return .logarithmic }
    if let word = node.written { return AttentionModel.named.first { $0.name == word } ?? .logarithmic }
    let models = ["geometric", "cascade"].compactMap { name in node.member(name).map { (name, $0) } }
    guard models.count == 1, let (name, value) = models.first, let patience = value.finiteNumber else {
      document.report(
        .combination, at: node, "\"recommendations.attention\" names \(models.isEmpty ? "no model" : "two models")",
        hint: "as {geometric: 0.85}")
      return .logarithmic
    }
    if patience <= 0 || patience > 1 {
      document.report(
        .wrongType, at: value, "\"recommendations.attention.\(name)\" must be above 0 and at most 1",
        hint: "the probability of going on to the next position, as 0.85")
    }
    guard name == "cascade" else { return .geometric(patience: patience) }
    if !hasRelevance {
      document.report(
        .missingKey, at: node, "the attention `cascade` regards what users want, which is not declared",
        hint: Role.relevance.mend)
    }
    return .cascade(patience: patience)
  }
}
