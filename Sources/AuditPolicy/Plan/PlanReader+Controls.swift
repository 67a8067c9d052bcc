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
    declareContexts(node.member("contexts"), of: node, setting: name, of: &plan)
    let log = controlLog(node, levels: levels, of: plan)
    plan.recommendations?.log = log
    return ControlColumns(
      setting: name, side: side, levels: levels, unpersonalised: unpersonalised,
      kinds: kinds(node.member("kinds"), of: plan))
  }

  /// Tells the users' table which of its columns may shape lists.
  private mutating func declareContexts(
    _ node: YAMLNode?, of controls: YAMLNode, setting: String, of plan: inout Plan
  ) {
    let baseline = plan.recommendations?.users?.contexts ?? []
    guard let node else {
      // A baseline by context says what may shape lists; that is declared where it is judged.
      if !baseline.isEmpty {
        document.report(
          .combination, at: controls,
          "the baseline is by context (\(baseline.joined(separator: ", "))), and `controls` declares no `contexts`",
          hint: "add `contexts: [\(baseline.joined(separator: ", "))]` to `controls`")
      }
      return
    }
    if !baseline.isEmpty, Set(baseline) != Set(node.texts) {
      document.report(
        .combination, at: node, "`baseline` has other contexts (\(baseline.joined(separator: ", "))) than `controls`",
        hint: "name the same columns in both")
    }
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

  /// The log of requests and choices.
  private mutating func controlLog(_ node: YAMLNode, levels: [Label], of plan: Plan) -> ControlLog? {
    guard let log = node.member("log") else {
      for key in ["settings", "honours", "effect-within"] {
        guard let place = node.member(key) else { continue }
        document.report(
          .combination, at: place, "`\(key)` is about requests, and `controls` has no `log` of them",
          hint: "add `log`, or leave it out")
      }
      return nil
    }
    guard let lists = plan.recommendations?.lists, plan.recommendations?.users != nil else {
      document.report(
        .combination, at: log, "`log` is about users, and the plan declares no table of users",
        hint: Role.userGroups.mend)
      return nil
    }
    guard let settings = node.member("settings"), let honours = node.member("honours") else {
      document.report(
        .missingKey, at: log, "a `log` of modes says nothing without `settings` and `honours`",
        hint: "say when who chose which level, and which modes keep a level")
      return nil
    }
    let start = settings.member("start")
    let named = (honours.mapping ?? []).map { level, modes in
      (place: level, honoured: ControlLog.Honoured(Label(level.written ?? ""), modes: modes.texts.map { Label($0) }))
    }
    let used =
      named.map { ($0.place, $0.honoured.level, "honours") }
      + (start.map { [($0, Label($0.written ?? ""), "start")] } ?? [])
    for (place, level, key) in used where !levels.contains(level) {
      document.report(
        .combination, at: place, "the level \(Quoted.text(level.text)) of `\(key)` is not among `levels`",
        hint: Suggestion.nearest(to: level.text, among: levels.map(\.text)).map { "did you mean \(Quoted.text($0))?" })
    }
    func text(_ node: YAMLNode, _ key: String) -> String { node.member(key)?.written ?? "" }
    return ControlLog(
      served: ControlLog.Served(
        InputTable(named: log.member("source")?.texts ?? [], delimiter: nil),
        user: log.member("user")?.written ?? lists.user, at: text(log, "at"), mode: text(log, "mode")),
      settings: ControlLog.Settings(
        InputTable(named: settings.member("source")?.texts ?? [], delimiter: nil),
        user: settings.member("user")?.written ?? lists.user, from: text(settings, "from"),
        level: text(settings, "level")),
      start: start.map { Label($0.written ?? "") }, levels: levels, honours: named.map(\.honoured),
      effectWithin: node.member("effect-within")?.days)
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
