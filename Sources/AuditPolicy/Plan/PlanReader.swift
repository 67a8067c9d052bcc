public import AuditRecord
import Yams

/// Reads plan files.
public enum PlanReader {
  /// The plan in `bytes`, every name checked against `catalogue`.
  ///
  /// - Throws: all errors of the plan at once, each with its place.
  public static func read(
    _ bytes: [UInt8], file: String, catalogue: [MetricCard]
  ) throws(PlanErrors) -> Plan {
    var document = try PlanDocument(bytes: bytes, file: file)
    document.check(document.root, fields: PlanSchema.root, path: "")
    try document.stop()
    var reader = PlanBuilder(document: document, catalogue: catalogue)
    var plan = reader.plan()
    try reader.document.stop()
    plan.sha256 = Digest(of: bytes).hex
    return plan
  }
}

extension PlanDocument {
  func stop() throws(PlanErrors) {
    guard !errors.isEmpty else { return }
    throw PlanErrors(errors: errors.sorted { ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0) })
  }
}

/// Turns a document whose shapes are right into a plan, and notes what does not go together.
private struct PlanBuilder {
  var document: PlanDocument
  let catalogue: [MetricCard]

  mutating func plan() -> Plan {
    let root = document.root
    let audit = root.member("audit")
    let system = audit?.member("system")
    let window = audit?.member("window")
    let decisions = decisionsPlan(root.member("decisions"))
    let roles = decisions.roles
    let metrics = metricIDs(root.member("metrics"), roles: roles)
    let signOff = root.member("sign-off")
    let requirements = self.requirements(root.member("requirements"), decisions: decisions)
    let demanded = requirements.map(\.metric)
    let replicates = root.member("replicates")
    if let number = replicates?.wholeNumber, number > 100_000 {
      document.report(
        .wrongType, at: replicates, "\"replicates\" must be at most 100000",
        hint: "1000 is usual; more only smooths a check")
    }
    return Plan(
      audit: AuditDescription(
        title: audit?.member("title")?.written ?? "",
        system: SystemDescription(
          name: system?.member("name")?.written, version: system?.member("version")?.written,
          artifact: system?.member("artifact")?.written.map(Path.lastComponent)),
        type: choice(audit?.member("type")) ?? .selfAssessment, data: choice(audit?.member("data")) ?? .historical,
        window: Window(from: day(window?.member("from")), to: day(window?.member("to"))),
        purpose: audit?.member("purpose")?.written),
      artifact: system?.member("artifact")?.written, decisions: decisions, requirements: requirements,
      metrics: catalogue.map(\.id).filter { metrics.contains($0) || demanded.contains($0) },
      seed: root.member("seed")?.wholeNumber ?? 0, replicates: root.member("replicates")?.wholeNumber ?? 1000,
      signOff: SignOffPolicy(
        required: signOff?.member("required")?.sequence?.compactMap { $0.member("role")?.written }.map(
          RequiredRole.init) ?? []))
  }

  private func choice<Word: RawRepresentable<String>>(_ node: Node?) -> Word? {
    node?.written.flatMap(Word.init(rawValue:))
  }

  /// A day as 2026-07-01; a YAML date is text here.
  private mutating func day(_ node: Node?) -> String? {
    guard let node, let text = node.written else { return nil }
    if CalendarDay(text) == nil {
      document.report(.wrongType, at: node, "\(Quoted.text(text)) is no day", hint: "write it as 2026-07-01")
    }
    return text
  }

  // MARK: decisions

  private mutating func decisionsPlan(_ node: Node?) -> DecisionsPlan {
    let columns = node?.member("columns")
    func labels(_ key: String) -> [Label]? { columns?.member(key).map { $0.texts.map { Label($0) } } }
    let unknown = node?.member("unknown")?.texts.map { Label($0) }
    let plan = DecisionsPlan(
      source: node?.member("source")?.texts ?? [], delimiter: delimiter(node?.member("delimiter")),
      subject: columns?.member("subject")?.written,
      labels: DecisionLabels(
        decision: columns?.member("decision")?.written ?? "", favourable: labels("favourable") ?? [],
        unfavourable: labels("unfavourable"), outcome: columns?.member("outcome")?.written,
        positive: labels("positive"), negative: labels("negative"), count: columns?.member("count")?.written,
        unknown: unknown ?? [""]),
      groups: groups(node?.member("groups")), within: stratifiers(node?.member("within")))
    checkColumns(plan, columns: columns, node: node)
    return DecisionsPlan(
      source: plan.source, delimiter: plan.delimiter, subject: plan.subject, labels: plan.labels,
      groups: plan.groups, intersections: intersections(node?.member("intersections"), groups: plan.groups),
      within: plan.within)
  }

  private mutating func delimiter(_ node: Node?) -> UInt8? {
    guard let node, let text = node.written else { return nil }
    let named = ["tab": "\t", "comma": ",", "semicolon": ";", "\\t": "\t"][text] ?? text
    guard let byte = named.utf8.first, named.utf8.count == 1, byte > 0, byte != 0x22, byte != 0x0A, byte != 0x0D,
      byte < 0x80
    else {
      document.report(
        .wrongType, at: node, "the delimiter must be one character, neither a quote nor a line end",
        hint: "as \",\", \";\" or \"\\t\"")
      return nil
    }
    return byte
  }

  private mutating func groups(_ node: Node?) -> [GroupPlan] {
    var plans: [GroupPlan] = []
    for item in node?.sequence ?? [] {
      let column = item.written ?? item.member("column")?.written ?? ""
      let name = item.member("name")?.written ?? column
      if plans.contains(where: { Label($0.name) == Label(name) }) {
        document.report(
          .grouping, at: item, "two groups are called \(Quoted.text(name))", hint: "give one of them another `name:`")
      }
      plans.append(GroupPlan(name: name, column: column, bins: item.member("bins")?.finiteNumbers))
    }
    return plans
  }

  private mutating func stratifiers(_ node: Node?) -> [Stratifier] {
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

  private mutating func intersections(_ node: Node?, groups: [GroupPlan]) -> [[String]] {
    guard let node else { return [] }
    let names = groups.map(\.name)
    if node.written == "all" {
      guard names.count <= 6 else {
        document.report(
          .grouping, at: node, "all intersections of \(names.count) columns are too many to read",
          hint: "list the ones that matter, as [[sex, race]]")
        return []
      }
      let subsets = (0..<(1 << names.count)).map { mask in names.indices.filter { mask & (1 << $0) != 0 } }
      let ordered = subsets.filter { $0.count >= 2 }.sorted { left, right in
        left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count < right.count
      }
      return ordered.map { subset in subset.map { names[$0] } }
    }
    var result: [[String]] = []
    for item in node.sequence ?? [] {
      guard let grouping = intersection(item, names: names) else { continue }
      if !result.contains(grouping) { result.append(grouping) }
    }
    return result
  }

  /// The names of an intersection in plan order.
  private mutating func intersection(_ node: Node, names: [String]) -> [String]? {
    let wanted = node.texts
    guard wanted.count >= 2, Set(wanted).count == wanted.count else {
      document.report(
        .grouping, at: node, "an intersection names two or more different groups", hint: "as [sex, race]")
      return nil
    }
    for name in wanted where !names.contains(name) {
      undeclared(name, at: node, names: names)
      return nil
    }
    return names.filter { wanted.contains($0) }
  }

  private mutating func undeclared(_ name: String, at node: Node, names: [String]) {
    document.report(
      .grouping, at: node, "\(Quoted.text(name)) is no declared group",
      hint: Suggestion.nearest(to: name, among: names).map { "did you mean \"\($0)\"?" }
        ?? "declared: \(names.joined(separator: ", "))")
  }

  private mutating func checkColumns(_ plan: DecisionsPlan, columns: Node?, node: Node?) {
    let labels = plan.labels
    var used: [(role: String, column: String, node: Node?)] = [
      ("the decision", labels.decision, columns?.member("decision"))
    ]
    if let outcome = labels.outcome { used.append(("the outcome", outcome, columns?.member("outcome"))) }
    if let count = labels.count { used.append(("the count", count, columns?.member("count"))) }
    if let subject = plan.subject { used.append(("the subject", subject, columns?.member("subject"))) }
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
    for stratifier in plan.within where plan.groups.contains(where: { Label($0.column) == Label(stratifier.column) }) {
      document.report(
        .columns, at: node?.member("within"),
        "the column \(Quoted.text(stratifier.column)) is both a group and a stratum",
        hint: "within a stratum of its own a group has nobody to be compared with")
    }
    overlap(labels.favourable, labels.unfavourable, "favourable", "unfavourable", at: columns?.member("unfavourable"))
    overlap(labels.positive, labels.negative, "positive", "negative", at: columns?.member("negative"))
    if labels.favourable.contains("") || labels.positive?.contains("") == true {
      document.report(
        .columns, at: columns, "an empty label means that the value is missing", hint: "name labels that say something")
    }
    if labels.outcome != nil, labels.positive == nil {
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

  private mutating func overlap(_ left: [Label]?, _ right: [Label]?, _ one: String, _ other: String, at node: Node?) {
    guard let left, let right, let both = left.first(where: { right.contains($0) }) else { return }
    document.report(
      .columns, at: node, "the label \(Quoted.text(both.text)) is both \(one) and \(other)", hint: "keep it on one side"
    )
  }

  // MARK: metrics and requirements

  private mutating func metricIDs(_ node: Node?, roles: Set<Role>) -> Set<String> {
    guard let node else { return Set(catalogue.filter { roles.isSuperset(of: $0.needs) }.map(\.id)) }
    var ids: Set<String> = []
    for item in node.sequence.map(Array.init) ?? [node] {
      if let card = card(item, roles: roles) { ids.insert(card.id) }
    }
    return ids
  }

  private mutating func card(_ node: Node, roles: Set<Role>) -> MetricCard? {
    let name = node.written ?? ""
    guard let card = catalogue.first(where: { $0.id == name || $0.aliases.contains(name) }) else {
      document.report(
        .metric, at: node, "there is no metric \(Quoted.text(name))",
        hint: Suggestion.nearest(to: name, among: catalogue.flatMap { [$0.id] + $0.aliases })
          .map { "did you mean \"\($0)\"?" } ?? "`evenhand metrics` lists them")
      return nil
    }
    for role in card.needs where !roles.contains(role) {
      document.report(
        .metric, at: node, "\(card.id) needs the \(role.rawValue), which is not declared", hint: role.mend)
      return nil
    }
    return card
  }

  private mutating func requirements(_ node: Node?, decisions: DecisionsPlan) -> [Requirement] {
    var result: [Requirement] = []
    for item in node?.sequence ?? [] {
      guard let requirement = requirement(item, decisions: decisions) else { continue }
      if result.contains(where: { Label($0.id) == Label(requirement.id) }) {
        document.report(
          .combination, at: item.member("id"), "two requirements are called \(Quoted.text(requirement.id))",
          hint: "give each its own id")
      }
      result.append(requirement)
    }
    return result
  }

  private mutating func requirement(_ node: Node, decisions: DecisionsPlan) -> Requirement? {
    guard let metricNode = node.member("metric"), let card = card(metricNode, roles: decisions.roles) else {
      return nil
    }
    let isComposite = !card.parts.isEmpty
    var rule: ReferenceRule = isComposite ? .worstPair : .highest
    if let reference = node.member("reference") {
      if let labels = reference.member("group")?.texts {
        rule = .group(labels.map { Label($0) })
      } else if let word = reference.written {
        let all: [ReferenceRule] = [.highest, .lowest, .overall, .complement, .worstPair]
        rule = all.first { $0.name == word } ?? rule
      }
    }
    let compare: Comparison = choice(node.member("compare")) ?? card.comparison
    if compare == .value {
      if let reference = node.member("reference") {
        document.report(
          .combination, at: reference, "`compare: value` judges the estimate itself and has no reference",
          hint: "leave `reference` out")
      }
      rule = .none
    }
    let requirement = Requirement(
      id: node.member("id")?.written ?? "", metric: card.id,
      across: across(node.member("across"), decisions: decisions), compare: compare, reference: rule,
      atLeast: node.member("at-least")?.finiteNumber, atMost: node.member("at-most")?.finiteNumber,
      between: node.member("between")?.finiteNumbers, decide: choice(node.member("decide")) ?? .interval,
      confidence: node.member("confidence")?.finiteNumber ?? 0.95,
      minimumCount: node.member("minimum-count")?.wholeNumber ?? 30,
      severity: choice(node.member("severity")) ?? .block, origin: node.member("origin")?.written)
    for problem in RequirementRules.problems(of: requirement, card: card) {
      document.report(problem.code, at: node.member(problem.key) ?? node, problem.message, hint: problem.hint)
    }
    return requirement
  }

  private mutating func across(_ node: Node?, decisions: DecisionsPlan) -> [[String]] {
    guard let node else { return decisions.groupings }
    let names = decisions.groups.map(\.name)
    var result: [[String]] = []
    for item in node.sequence.map(Array.init) ?? [node] {
      if let name = item.written {
        guard names.contains(name) else {
          undeclared(name, at: item, names: names)
          continue
        }
        result.append([name])
      } else if item.sequence?.count == 1, let name = item.texts.first, names.contains(name) {
        result.append([name])
      } else if let grouping = intersection(item, names: names) {
        result.append(grouping)
      }
    }
    return result.enumerated().filter { index, grouping in !result[..<index].contains(grouping) }.map(\.element)
  }
}
