import AuditInputs
import AuditRecord

extension PlanSchema {
  static let lawfulUse: [PlanField] = [
    .key(
      "of", .choice(UseTable.allCases.map(\.rawValue)), required: true,
      "The table whose rows are uses: decisions, or recommendations for that of the users who receive lists."),
    .key(
      "as-of", .text, fallback: "needed",
      "The day for which retention is judged, as 2026-10-01: a record holds no clock."),
    .key(
      "extract", .choice(UseExtract.allCases.map(\.rawValue)), required: true,
      "Whether all rows of the period are here, so that their count is the truth, or a sample of them, whose share has a range."
    ),
    .key("columns", .mapping(useColumns), fallback: "none", "Columns of that table which say on what a row rests."),
    .key("consents", .mapping(consents), fallback: "no row rests on consent", "A table of consents, one a row."),
    .key(
      "consent-basis", .list(.text, orSingle: true),
      fallback: "every row rests on consent; needed with basis and consents",
      "Labels of the basis that rest on consent; other labels need no row of consents."),
    .key(
      "covers", .named(.list(.text, orSingle: true)), fallback: "each purpose its own",
      "Which consents cover a purpose, as {ranking: [ranking, personalisation]}."),
    .key("retention", .days, fallback: "not asked", "How long a row may be kept, in days as 730d. Needs collected."),
    .key("minimum-age", .number, fallback: "not asked", "The least age without a guardian, in years. Needs age."),
    .key(
      "count-groups", .boolean, fallback: "false",
      "Whether those left out are counted by group too, which uses their labels; without it their groups are taken as not known."
    ),
    .key(
      "special",
      .list(
        .mapping([
          .key("grouping", .text, required: true, "A declared group column that holds data of a special category."),
          .key("ground", .text, fallback: "none, and every row is left out", "On what ground they may be used."),
        ]), orSingle: false), fallback: "none", "Groupings of special categories of data, with their grounds."),
  ]

  private static let useColumns: [PlanField] = [
    .key("used", .text, fallback: "needed with consents", "When the row was used: a date, or a date with a time."),
    .key("collected", .text, "When its data were collected: a date, or a date with a time."),
    .key("purpose", .text, "For what it was used. Needs a purpose of consents."),
    .key("basis", .text, "On what it rests, as consent or contract; a row that names nothing is left out."),
    .key("age", .text, "How old the person was, in years."),
    .key("guardian", .text, "Whether a guardian has agreed: yes or no."),
  ]

  private static let consents: [PlanField] = [
    .key("source", .list(.text, orSingle: true), required: true, "Its files."),
    .key("subject", .text, fallback: "the subject of the decisions, or the id of the users", "Who consented."),
    .key("purpose", .text, fallback: "every consent covers every purpose", "To what."),
    .key(
      "from", .text, required: true, "From when on: a date, which is its first moment in UTC, or a date with a time."),
    .key("until", .text, fallback: "no consent ends", "Until when, that moment not included; an empty one is open."),
  ]
}

extension PlanBuilder {
  /// What a row must show to be used; it is told to the table whose rows are uses.
  mutating func lawfulUse(_ node: YAMLNode?, of plan: inout Plan) {
    guard let node, let of: UseTable = choice(node.member("of")),
      let extract: UseExtract = choice(node.member("extract"))
    else { return }
    let asOf = node.member("as-of")
    if asOf == nil {
      document.report(
        .missingKey, at: node, "`lawful-use` has no `as-of`",
        hint: "a record holds no clock; write the day for which retention and ages are judged")
    }
    guard of == .decisions ? plan.decisions != nil : plan.recommendations?.users != nil else {
      document.report(
        .combination, at: node.member("of"),
        of == .decisions
          ? "`lawful-use` is of decisions, and the plan declares none"
          : "`lawful-use` is of the people who receive lists, and the plan declares no table of users",
        hint: of == .decisions ? "add `decisions`" : Role.userGroups.mend)
      return
    }
    let subject = of == .decisions ? plan.decisions?.subject : plan.recommendations?.users?.id
    let columns = node.member("columns")
    func text(_ key: String) -> String? { columns?.member(key)?.written }
    var lawful = LawfulUse(
      of: of, asOf: day(asOf) ?? "", extract: extract,
      columns: LawfulUse.Columns(
        used: text("used"), collected: text("collected"), purpose: text("purpose"), basis: text("basis"),
        age: text("age"), guardian: text("guardian")),
      countsGroups: node.member("count-groups")?.bool ?? false)
    lawful.rules = useRules(node, names: plan.groupings(of == .decisions ? .decisions : .receivers))
    lawful.consents = node.member("consents").map { consents in
      LawfulUse.Consents(
        InputTable(named: consents.member("source")?.texts ?? [], delimiter: nil),
        subject: consents.member("subject")?.written ?? subject ?? "",
        purpose: consents.member("purpose")?.written, from: consents.member("from")?.written ?? "",
        until: consents.member("until")?.written)
    }
    if let decisions = plan.decisions, of == .decisions {
      checkPeople(node, decisions)
    } else if lawful.countsGroups {
      document.report(
        .notSupported, at: node.member("count-groups"),
        "people who receive lists are not counted by group once they are left out", hint: "leave it out")
    }
    checkConsents(node, lawful, subject: subject)
    checkPairs(node, lawful)
    if lawful.causes.isEmpty {
      document.report(
        .missingKey, at: node, "`lawful-use` asks nothing of a row",
        hint: "add `consents`, `retention`, `minimum-age`, `special`, or a column of the `basis`")
    }
    if of == .decisions { plan.decisions?.lawful = lawful } else { plan.recommendations?.users?.lawful = lawful }
  }

  private mutating func useRules(_ node: YAMLNode, names groupings: [[String]]) -> UseRules {
    var rules = UseRules()
    rules.consentBasis = node.member("consent-basis").map { $0.texts.map { Label($0) } }
    if rules.consentBasis?.contains(where: { $0.text.allSatisfy(\.isWhitespace) }) == true {
      document.report(
        .wrongType, at: node.member("consent-basis"),
        "`consent-basis` holds an empty label, and a row without a basis names none",
        hint: "leave it out: such rows have the cause unknown-basis")
    }
    rules.covers = (node.member("covers")?.mapping).map { pairs in
      pairs.map { UseCover(Label($0.key.written ?? ""), by: $0.value.texts.map { Label($0) }) }
    }
    rules.retentionDays = node.member("retention")?.days
    rules.minimumAge = node.member("minimum-age")?.finiteNumber
    if let age = rules.minimumAge, !(0...150).contains(age) {
      document.report(
        .wrongType, at: node.member("minimum-age"), "`minimum-age` must be a number of years from 0 to 150",
        hint: "as 16")
    }
    let names = groupings.filter { $0.count == 1 }.flatMap(\.self)
    rules.special = (node.member("special")?.sequence).map { entries in
      entries.map { SpecialCategory($0.member("grouping")?.written ?? "", ground: $0.member("ground")?.written) }
    }
    for entry in node.member("special")?.sequence ?? [] {
      if let ground = entry.member("ground"), ground.written?.allSatisfy(\.isWhitespace) ?? true {
        document.report(
          .wrongType, at: ground, "a `ground` without words is none",
          hint: "name it, as \"Art. 9(2)(a) GDPR\", or leave the key out: then all rows are left out")
      }
      guard let name = entry.member("grouping")?.written, !names.contains(name) else { continue }
      undeclared(name, at: entry.member("grouping") ?? entry, names: names)
    }
    return rules
  }

  /// A ground is one person's.
  private mutating func checkPeople(_ node: YAMLNode, _ decisions: DecisionColumns) {
    if decisions.labels.count != nil {
      document.report(
        .combination, at: node, "a row that counts several people shows the ground of none of them",
        hint: "give one row a decision, or leave `lawful-use` out")
    }
    if decisions.sampling.weight != nil || decisions.sampling.stratum != nil {
      document.report(
        .combination, at: node,
        "who is left out of a weighted sample changes its weights, which this version does not make anew",
        hint: "audit the rows without `weight` and `stratum`, or leave `lawful-use` out")
    }
    if !decisions.separators.isEmpty, let place = node.member("count-groups") {
      document.report(
        .combination, at: place, "people who count in several groups (`counting: each`) are not counted by group here",
        hint: "leave `count-groups` out")
    }
    if decisions.labels.classes != nil || !decisions.models.isEmpty || decisions.baseline != nil {
      document.report(
        .combination, at: node,
        "rows without a ground are not supported beside `classes`, `models` or `baseline` by this version",
        hint: "audit one decision that is a yes or no, or leave `lawful-use` out")
    }
  }

  private mutating func checkConsents(_ node: YAMLNode, _ lawful: LawfulUse, subject: String?) {
    let (columns, consents) = (node.member("columns"), node.member("consents"))
    guard let declared = lawful.consents else {
      for (key, place) in [
        ("consent-basis", node.member("consent-basis")), ("covers", node.member("covers")),
        ("purpose", columns?.member("purpose")),
      ] {
        guard let place else { continue }
        document.report(
          .combination, at: place, "`\(key)` is about consent, and `lawful-use` has no `consents`",
          hint: "add `consents`, or leave it out")
      }
      return
    }
    if lawful.columns.used == nil {
      document.report(
        .missingKey, at: consents, "`consents` hold at times, and no column says when a row was used",
        hint: "add `used` under `columns`")
    }
    if subject == nil {
      document.report(
        .missingKey, at: consents, "`consents` are of people, and `decisions.columns` names no `subject`",
        hint: "add `subject`, the column of the person's id")
    }
    if declared.purpose != nil, lawful.columns.purpose == nil {
      document.report(
        .missingKey, at: consents?.member("purpose"),
        "`consents` name purposes, and no column says for which a row was used", hint: "add `purpose` under `columns`")
    }
    if declared.purpose == nil, let place = columns?.member("purpose") ?? node.member("covers") {
      document.report(
        .missingKey, at: place, "rows have purposes, and `consents` name none",
        hint: "add `purpose` under `consents`, or leave it out here")
    }
    if lawful.columns.basis != nil, lawful.rules.consentBasis == nil {
      document.report(
        .missingKey, at: columns?.member("basis"), "nothing says which `basis` rests on consent",
        hint: "add `consent-basis`, as [consent]")
    }
    if lawful.columns.basis == nil, let place = node.member("consent-basis") {
      document.report(
        .combination, at: place, "`consent-basis` names labels of a `basis`, and no such column is declared",
        hint: "add `basis` under `columns`, or leave it out: every row then rests on consent")
    }
  }

  /// What is asked, and the column that answers it.
  private mutating func checkPairs(_ node: YAMLNode, _ lawful: LawfulUse) {
    let columns = node.member("columns")
    func lacks(_ key: String, _ column: String, _ isThere: Bool) {
      guard let place = node.member(key), !isThere else { return }
      document.report(
        .missingKey, at: place, "`\(key)` needs the column `\(column)`", hint: "add `\(column)` under `columns`")
    }
    lacks("retention", "collected", lawful.columns.collected != nil)
    lacks("minimum-age", "age", lawful.columns.age != nil)
    guard lawful.rules.minimumAge == nil else { return }
    for key in ["age", "guardian"] {
      guard let place = columns?.member(key) else { continue }
      document.report(
        .combination, at: place, "`\(key)` is read for `minimum-age`, which is not there",
        hint: "add `minimum-age`, or leave it out")
    }
  }
}
