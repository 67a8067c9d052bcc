import AuditInputs
import AuditRecord

extension PlanBuilder {
  /// The control that people have over their own personalisation; its levels and contexts are told to the columns that hold them.
  mutating func controls(_ node: YAMLNode?, of plan: inout Plan) -> ControlColumns? {
    guard let node, let name = node.member("setting")?.written else { return nil }
    let levels = (node.member("levels")?.texts ?? []).map { Label($0) }
    let unpersonalised = (node.member("unpersonalised")?.texts ?? []).map { Label($0) }
    if Set(levels).count < max(2, levels.count) {
      document.report(
        .combination, at: node.member("levels"), "`levels` must be two or more different labels",
        hint: "name every level, least personalised first, as [\"off\", low, full]")
    }
    for level in unpersonalised where !levels.contains(level) {
      document.report(
        .combination, at: node.member("unpersonalised"),
        "the level \(Quoted.text(level.text)) of `unpersonalised` is not among `levels`",
        hint: Suggestion.nearest(to: level.text, among: levels.map(\.text)).map { "did you mean \(Quoted.text($0))?" })
    }
    func isSetting(_ column: GroupColumn) -> Bool { column.name == name }
    let ofUsers = plan.recommendations?.users?.groups.firstIndex(where: isSetting)
    let ofDecisions = plan.decisions?.groups.firstIndex(where: isSetting)
    guard let side: MetricSide = ofUsers != nil ? .receivers : ofDecisions != nil ? .decisions : nil else {
      let names = (plan.groupings(.receivers) + plan.groupings(.decisions)).filter { $0.count == 1 }.flatMap(\.self)
      document.report(
        .grouping, at: node.member("setting"),
        "\(Quoted.text(name)) is no declared group of users or decisions",
        hint: Suggestion.nearest(to: name, among: names).map { "did you mean \(Quoted.text($0))?" }
          ?? (names.isEmpty ? Role.userGroups.mend : "declared: \(names.joined(separator: ", "))"))
      return nil
    }
    let bins =
      ofUsers.flatMap { plan.recommendations?.users?.groups[$0].bins }
      ?? ofDecisions.flatMap { plan.decisions?.groups[$0].bins }
    if bins != nil {
      document.report(
        .combination, at: node.member("setting"), "the setting \(Quoted.text(name)) has `bins`, and levels are labels",
        hint: "name a column that holds the level")
    }
    func declare(_ column: inout GroupColumn) {
      column.levels = levels
      column.rules.labels += levels.filter { !column.rules.named.contains($0) }
    }
    if let index = ofUsers { declare(&plan.recommendations!.users!.groups[index]) }
    if let index = ofDecisions { declare(&plan.decisions!.groups[index]) }
    declareContexts(node.member("contexts"), setting: name, of: &plan)
    return ControlColumns(
      setting: name, side: side, levels: levels, unpersonalised: unpersonalised,
      kinds: kinds(node.member("kinds"), of: plan))
  }

  /// Tells the users' table which of its columns may shape lists.
  private mutating func declareContexts(_ node: YAMLNode?, setting: String, of plan: inout Plan) {
    guard let node else { return }
    guard let users = plan.recommendations?.users else {
      document.report(
        .combination, at: node, "`contexts` are columns of users, and the plan declares no table of users",
        hint: Role.userGroups.mend)
      return
    }
    let own = users.groups.first { $0.name == setting }?.column
    for column in node.texts where column == own || column == users.id {
      document.report(
        .columns, at: node,
        "the column \(Quoted.text(column)) is both a context and \(column == own ? "the setting" : "the user")",
        hint: "people of one level are compared within their contexts; leave it out")
    }
    plan.recommendations?.users?.contexts = node.texts
  }

  /// The grouping of items in which taste is described.
  private mutating func kinds(_ node: YAMLNode?, of plan: Plan) -> String? {
    let names = plan.groupings(.providers).flatMap(\.self)
    guard let node, let name = node.written else { return names.first }
    guard names.contains(name) else {
      undeclared(name, at: node, names: names)
      return nil
    }
    return name
  }
}
