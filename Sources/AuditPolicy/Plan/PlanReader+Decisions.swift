import AuditInputs
import AuditRecord

extension PlanBuilder {
  /// The decisions, if the plan has any.
  mutating func decisionsPlan(_ node: YAMLNode?) -> DecisionColumns? {
    guard let node else { return nil }
    let columns = node.member("columns")
    func labels(_ key: String) -> [Label]? { columns?.member(key).map { $0.texts.map { Label($0) } } }
    let unknown = node.member("unknown")?.texts.map { Label($0) } ?? [""]
    var plan = DecisionColumns(
      decisionTable(node.member("source"), delimiter(node.member("delimiter"))),
      subject: columns?.member("subject")?.written,
      labels: DecisionLabels(
        decision: columns?.member("decision")?.written ?? "", favourable: labels("favourable") ?? [],
        unfavourable: labels("unfavourable"), notDecided: labels("not-decided") ?? [],
        outcome: columns?.member("outcome")?.written,
        positive: labels("positive"), negative: labels("negative"), count: columns?.member("count")?.written,
        unknown: unknown),
      score: numbers(columns?.member("score"), "score"),
      groups: groups(node.member("groups"), unknown: unknown, canShare: true),
      within: stratifiers(node.member("within")))
    plan.rows = columns?.member("rows")?.written
    plan.amount = numbers(columns?.member("amount"), "amount")
    plan.predicted = numbers(columns?.member("predicted"), "predicted amount")
    plan.amountUnit = columns?.member("unit")?.written
    plan.sampling = SamplingColumns(
      weight: columns?.member("weight")?.written, stratum: columns?.member("stratum")?.written,
      cluster: columns?.member("cluster")?.written,
      center: node.member("center")?.written.flatMap { SamplingCenter(rawValue: $0) } ?? .stratum)
    for item in node.member("within")?.sequence ?? [] {
      let rules = labelRules(item, unknown: unknown)
      if rules != LabelRules() { plan.strataRules[item.member("column")?.written ?? ""] = rules }
    }
    if let counts = node.member("counts") {
      plan.labels.decision = counts.member("selected")?.written ?? ""
      plan.labels.count = counts.member("people")?.written
      plan.labels.isWide = true
      if columns != nil {
        document.report(
          .combination, at: counts, "`counts` is for a row a group, and `columns` for a row a decision",
          hint: "keep one of them")
      }
    } else if columns == nil {
      document.report(
        .missingKey, at: node, "\"decisions\" has no \"columns\"", hint: "add `columns`: what the columns mean")
    }
    plan.baseline = columns?.member("baseline")?.written
    addViews(to: &plan, columns: columns, node: node)
    plan.labels.phrases = phrases(node.member("phrases"), of: plan)
    if plan.labels.classes == nil {
      checkDecision(
        columns, hasNumber: !plan.rowNumbers.isEmpty, modelsDecide: plan.models.contains { $0.decision != nil })
    }
    checkColumns(plan, columns: columns, node: node)
    checkBaseline(plan, at: columns?.member("baseline"))
    checkCounting(plan, node)
    plan.intersections = intersections(node.member("intersections"), names: plan.groups.map(\.name))
    checkShared(plan, node)
    return plan
  }

  /// Whether a character does something to text in place of standing in it.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  /// Reports words of a plan that cannot stand in sentences.
  ///
  /// - Parameter example: Words that can.
  mutating func checkWords(_ text: String, at place: YAMLNode, such example: String = "were invited to an interview") {
    // Braces stand for the group in the words of a metric.
    let isOdd = text.unicodeScalars.contains { Self.isControl($0) || $0 == "{" || $0 == "}" }
    if text.isEmpty || text.count > DecisionPhrases.longest || isOdd {
      document.report(
        .wrongType, at: place, "this has 1 to \(DecisionPhrases.longest) characters on one line, and no braces",
        hint: "as in: \(example)")
    }
    if let word = BannedWords.found(in: text).first {
      document.report(
        .wrongType, at: place, "\(Quoted.text(word)) says more than numbers show, or names no group as people do",
        hint: "as in: \(example)")
    }
  }

  /// What people and decisions are called.
  private mutating func phrases(_ node: YAMLNode?, of plan: DecisionColumns) -> DecisionPhrases? {
    guard let node else { return nil }
    for key in PlanSchema.phrases.map(\.name) {
      guard let place = node.member(key), let text = place.written else { continue }
      checkWords(text, at: place)
      let isOfOutcome = key == "positive" || key == "negative"
      let isThere = isOfOutcome ? plan.labels.outcome != nil : plan.labels.hasDecision
      if key != "people", !isThere || plan.labels.classes != nil {
        document.report(
          .combination, at: place,
          "`\(key)` is a phrase for one \(key) \(isOfOutcome ? "outcome" : "decision"), and the plan names none",
          hint: "leave it out")
      }
    }
    func phrase(_ key: String) -> String? { node.member(key)?.written }
    return DecisionPhrases(
      people: phrase("people"), favourable: phrase("favourable"), unfavourable: phrase("unfavourable"),
      positive: phrase("positive"), negative: phrase("negative"))
  }

  /// Notes what needs groups that share nobody.
  private mutating func checkShared(_ plan: DecisionColumns, _ node: YAMLNode) {
    let shared = plan.separators
    guard let name = plan.groups.first(where: { shared[$0.name] != nil })?.name else { return }
    if plan.intersections.contains(where: { $0.contains { shared[$0] != nil } }) {
      document.report(
        .combination, at: node.member("intersections"),
        "groups of \(Quoted.text(name)) share people (`counting: each`), and nobody has said what their intersections are",
        hint: "list the intersections of other columns, or leave `counting` out")
    }
    if let within = node.member("within") {
      document.report(
        .combination, at: within,
        "groups of \(Quoted.text(name)) share people (`counting: each`), and are not compared within strata",
        hint: "audit them by a plan of their own, without `within`")
    }
  }

  /// Notes what a requirement cannot ask of groups that share people.
  mutating func checkShared(_ requirement: Requirement, _ card: MetricCard, _ node: YAMLNode, plan: Plan) {
    let shared = plan.decisions?.separators ?? [:]
    guard let name = requirement.across.first(where: { $0.count == 1 && shared[$0[0]] != nil })?.first else { return }
    let groups = "groups of \(Quoted.text(name)) share people (`counting: each`)"
    if !card.fitsSharedPeople {
      document.report(
        .combination, at: node.member("metric"), "\(groups), and \(card.id) needs groups that share nobody",
        hint: "name other groupings in `across`; rates are measured of such groups")
    } else if requirement.compare != .value, requirement.reference != .complement {
      document.report(
        .combination, at: node.member("reference") ?? node,
        "\(groups), so each is compared with everybody who is not in it",
        hint: "write `reference: complement`, or name other groupings in `across`")
    } else if requirement.extreme != nil {
      document.report(
        .combination, at: node.member("compare"), "\(groups), and which of them is lowest or highest is not judged",
        hint: "use `value`, which judges each group")
    }
  }

  /// A column of numbers, named alone or with its range.
  mutating func numbers(_ node: YAMLNode?, _ what: String) -> RowNumberColumn? {
    guard let node else { return nil }
    guard let column = node.written ?? node.member("column")?.written else { return nil }
    var numbers = RowNumberColumn(column)
    if let range = node.member("range")?.finiteNumbers, range.count == 2, range[0] <= range[1] {
      if range[0] == range[1] {
        document.report(
          .wrongType, at: node.member("range"), "the lowest and the highest \(what) are the same", hint: "as [0, 1]")
      }
      if range[0] < -1e100 || range[1] > 1e100 {
        document.report(
          .wrongType, at: node.member("range"), "no \(what) can be beyond 1e100, so the range ends there",
          hint: "state the lowest and the highest \(what) that there can be")
      }
      numbers.range = range[0]...range[1]
    }
    return numbers
  }

  /// What must be declared of the decision, unless numbers stand alone.
  private mutating func checkDecision(_ columns: YAMLNode?, hasNumber: Bool, modelsDecide: Bool) {
    guard let columns else { return }
    func lacks(_ key: String, _ shape: PlanShape = .text) -> Bool {
      columns.member(key)?.isNothing(as: shape) != false
    }
    let hasDecision = modelsDecide || columns.member("decision") != nil
    if !modelsDecide, lacks("decision"), hasDecision || !hasNumber {
      document.report(
        .missingKey, at: columns, "\"decisions.columns\" has no \"decision\"",
        hint: "add `decision`: the decision"
          + (hasNumber ? "" : "; or `score` or `amount`, where only numbers are known"))
    }
    if lacks("favourable", .list(.text, orSingle: true)), hasDecision || !hasNumber {
      document.report(
        .missingKey, at: columns, "\"decisions.columns\" has no \"favourable\"",
        hint: "add `favourable`: labels of the decision that people want")
    }
    guard !hasDecision, hasNumber else { return }
    for key in ["favourable", "unfavourable", "not-decided"] {
      guard let place = columns.member(key) else { continue }
      document.report(
        .combination, at: place, "`\(key)` is about labels of a decision, and no `decision` column is declared",
        hint: "add `decision:`, or leave `\(key)` out")
    }
  }

  private mutating func stratifiers(_ node: YAMLNode?) -> [Stratifier] {
    var plans: [Stratifier] = []
    for item in node?.sequence ?? [] {
      let column = item.written ?? item.member("column")?.written ?? ""
      if plans.contains(where: { Label($0.column) == Label(column) }) {
        document.report(.columns, at: item, "\(Quoted.text(column)) stratifies twice", hint: "keep one")
      }
      plans.append(
        Stratifier(
          column: column, justification: item.member("justification")?.written,
          approvedBy: item.member("approved-by")?.written))
    }
    return plans
  }

  /// Notes what a column of other decisions does not go with.
  private mutating func checkBaseline(_ plan: DecisionColumns, at node: YAMLNode?) {
    guard let node else { return }
    if plan.labels.classes != nil || !plan.models.isEmpty {
      document.report(
        .combination, at: node,
        "`baseline` is another decision that is a yes or no, and this plan has \(plan.models.isEmpty ? "classes" : "models")",
        hint: plan.models.isEmpty
          ? "say which labels people want as `favourable`, in a plan of its own"
          : "audit the new model by a plan of its own, with the decisions of the old one as `baseline`")
    } else if !plan.labels.hasDecision {
      document.report(
        .missingKey, at: node, "`baseline` is another decision, and no `decision` column is declared",
        hint: "add `decision:`, or leave `baseline` out")
    }
    if let other = document.root.member("baseline") {
      document.report(
        .combination, at: other, "changes are judged against one baseline, and the plan names a column and an audit",
        hint: "keep the column where it holds decisions about the same people, which shows smaller changes")
    }
  }

  private mutating func checkColumns(_ plan: DecisionColumns, columns: YAMLNode?, node: YAMLNode) {
    let labels = plan.labels
    var used: [(role: String, column: String, node: YAMLNode?)] = []
    // Columns of models are looked at with the models.
    if plan.models.isEmpty { used.append(("the decision", labels.decision, columns?.member("decision"))) }
    if let baseline = plan.baseline { used.append(("the baseline", baseline, columns?.member("baseline"))) }
    if let outcome = labels.outcome { used.append(("the outcome", outcome, columns?.member("outcome"))) }
    if let count = labels.count { used.append(("the count", count, columns?.member("count"))) }
    if let rows = plan.rows { used.append(("the number of rows", rows, columns?.member("rows"))) }
    if let score = plan.score, plan.models.isEmpty {
      used.append(("the score", score.column, columns?.member("score")))
    }
    if let amount = plan.amount { used.append(("the amount", amount.column, columns?.member("amount"))) }
    if let predicted = plan.predicted {
      used.append(("the prediction", predicted.column, columns?.member("predicted")))
      if plan.amount == nil {
        document.report(
          .combination, at: columns?.member("predicted"),
          "`predicted` is what the system predicted of an amount, and no `amount` column is declared",
          hint: "add `amount:`; of a positive outcome a prediction is a `score`")
      }
    }
    if let unit = columns?.member("unit"), plan.amount == nil {
      document.report(
        .combination, at: unit, "`unit` says in what an amount is counted, and no `amount` column is declared",
        hint: "add `amount:`, or leave `unit` out")
    }
    if let subject = plan.subject { used.append(("the subject", subject, columns?.member("subject"))) }
    if let weight = plan.sampling.weight { used.append(("the weight", weight, columns?.member("weight"))) }
    if let cluster = plan.sampling.cluster { used.append(("the cluster", cluster, columns?.member("cluster"))) }
    if labels.count != nil, plan.sampling.isDeclared {
      let key = ["weight", "stratum", "cluster"].lazy.compactMap { columns?.member($0) }.first
      document.report(
        .combination, at: key, "`count` stands for identical rows, of which nobody knows how they were sampled",
        hint: "leave `count` out, and give each row")
    }
    if let center = node.member("center"), plan.sampling.stratum == nil {
      document.report(
        .combination, at: center, "`center` is about strata, and no `stratum` column is declared",
        hint: "leave it out")
    }
    if let stratum = plan.sampling.stratum {
      for use in used where Label(use.column) == Label(stratum) {
        document.report(
          .columns, at: columns?.member("stratum"),
          "the column \(Quoted.text(stratum)) is both \(use.role) and the stratum of the sample",
          hint: "each needs a column of its own")
      }
    }
    for (index, use) in used.enumerated() {
      for other in used[..<index] where Label(other.column) == Label(use.column) {
        document.report(
          .columns, at: use.node, "the column \(Quoted.text(use.column)) is both \(other.role) and \(use.role)",
          hint: "each needs a column of its own")
      }
      for group in plan.groups where Label(group.column) == Label(use.column) {
        document.report(
          .columns, at: use.node, "the column \(Quoted.text(use.column)) is both \(use.role) and a group",
          hint: "a group that is its own result cannot be audited")
      }
      for stratifier in plan.within where Label(stratifier.column) == Label(use.column) {
        document.report(
          .columns, at: use.node, "the column \(Quoted.text(use.column)) is both \(use.role) and a stratum",
          hint: "choose another column to compare within")
      }
    }
    // A column may be both where other groups are compared within it.
    for stratifier in plan.within
    where !plan.groups.isEmpty && plan.groups.allSatisfy({ Label($0.column) == Label(stratifier.column) }) {
      document.report(
        .columns, at: node.member("within"),
        "the column \(Quoted.text(stratifier.column)) is both a group and a stratum",
        hint: "within a stratum of its own a group has nobody to be compared with")
    }
    overlap(labels.favourable, labels.unfavourable, "favourable", "unfavourable", at: columns?.member("unfavourable"))
    overlap(labels.favourable, labels.notDecided, "favourable", "not decided", at: columns?.member("not-decided"))
    overlap(labels.unfavourable, labels.notDecided, "unfavourable", "not decided", at: columns?.member("not-decided"))
    overlap(labels.positive, labels.negative, "positive", "negative", at: columns?.member("negative"))
    if labels.favourable.contains("") || labels.positive?.contains("") == true {
      document.report(
        .columns, at: columns, "an empty label means that the value is missing", hint: "name labels that say something")
    }
    if labels.outcome != nil, labels.positive == nil, labels.classes == nil {
      document.report(
        .missingKey, at: columns?.member("outcome"), "an outcome needs `positive`",
        hint: "list the labels of a positive outcome")
    }
    if labels.outcome == nil, labels.positive != nil || labels.negative != nil {
      document.report(
        .missingKey, at: columns?.member("positive") ?? columns?.member("negative"),
        "`positive` and `negative` are labels of an outcome, and no `outcome` column is declared",
        hint: "add `outcome:`")
    }
  }

  private mutating func overlap(_ left: [Label]?, _ right: [Label]?, _ one: String, _ other: String, at node: YAMLNode?)
  {
    guard let left, let right, let both = left.first(where: { right.contains($0) }) else { return }
    document.report(
      .columns, at: node, "the label \(Quoted.text(both.text)) is both \(one) and \(other)", hint: "keep it on one side"
    )
  }
}
