import AuditInputs
package import AuditRecord

/// Reads plan files.
package enum PlanReader {
  /// The plan in `bytes`, every name checked against `catalogue`.
  ///
  /// - Throws: all errors of the plan at once, each with its place.
  package static func read(
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

extension PlanReader {
  /// What data say about a key of a plan, at its place; nothing if the plan lacks the key.
  ///
  /// - Parameter key: The names on the way to it, as `decisions.columns.favourable`, and numbers of entries of lists, from 0.
  package static func error(
    _ code: PlanError.Code, at key: String, of bytes: [UInt8], file: String, _ message: String, hint: String?
  ) -> PlanErrors? {
    guard let document = try? PlanDocument(bytes: bytes, file: file) else { return nil }
    var node: YAMLNode? = document.root
    for name in key.split(separator: ".") {
      let entry = node?.sequence.flatMap { entries in
        Int(name).flatMap { entries.indices.contains($0) ? entries[$0] : nil }
      }
      node = entry ?? node?.member(String(name))
    }
    guard let place = node?.place else { return nil }
    return PlanErrors(errors: [
      PlanError(code: code, file: file, line: place.line, column: place.column, message: message, hint: hint)
    ])
  }
}

extension PlanReader {
  /// At which lines a plan names its requirements, by their ids; nothing of what is no plan.
  package static func requirementLines(_ bytes: [UInt8]) -> [String: Int] {
    guard let root = (try? PlanDocument(bytes: bytes, file: ""))?.root else { return [:] }
    let own = (root.member("requirements")?.sequence ?? []).compactMap { item in
      item.member("id").flatMap { id in id.written.map { ($0, id.place.line) } }
    }
    // What a profile brings stands where the profile is named.
    let brought = (root.member("profiles").map { $0.sequence ?? [$0] } ?? []).flatMap { node in
      (node.written.flatMap(Profile.named)?.requirementIDs ?? []).map { ($0, node.place.line) }
    }
    return Dictionary(own + brought) { first, _ in first }
  }
}

extension PlanDocument {
  func stop() throws(PlanErrors) {
    guard !errors.isEmpty else { return }
    throw PlanErrors(errors: errors.sorted { ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0) })
  }
}

/// Turns a document whose shapes are right into a plan, and notes what does not go together.
struct PlanBuilder {
  var document: PlanDocument
  private(set) var catalogue: [MetricCard]
  /// The names of the groups that were declared so far, unique over the whole plan.
  private var groupNames: Set<Label> = []
  /// The levels that count in shares of people, as the first requirement of one says.
  var countedLevels: [Label]?

  init(document: PlanDocument, catalogue: [MetricCard]) {
    self.document = document
    self.catalogue = catalogue
  }

  mutating func plan() -> Plan {
    let root = document.root
    let audit = root.member("audit")
    let system = audit?.member("system")
    let window = audit?.member("window")
    let signOff = signOff(root.member("sign-off"))
    let replicates = root.member("replicates")
    if let number = replicates?.wholeNumber, number > 100_000 {
      document.report(
        .wrongType, at: replicates, "\"replicates\" must be at most 100000",
        hint: "1000 is usual; more only smooths a check")
    }
    var plan = Plan(
      audit: AuditDescription(
        title: audit?.member("title")?.written ?? "",
        system: SystemDescription(
          name: system?.member("name")?.written, version: system?.member("version")?.written,
          artifact: system?.member("artifact")?.written.map(Path.lastComponent)),
        type: choice(audit?.member("type")) ?? .selfAssessment, data: choice(audit?.member("data")) ?? .historical,
        window: Window(from: day(window?.member("from")), to: day(window?.member("to"))),
        purpose: audit?.member("purpose")?.written, organisation: audit?.member("organisation")?.written,
        auditor: audit?.member("auditor").map {
          Auditor(name: $0.member("name")?.written, organisation: $0.member("organisation")?.written)
        }, contact: audit?.member("contact")?.written, previous: fingerprint(audit?.member("previous")),
        distributed: day(audit?.member("distributed"))),
      artifact: system?.member("artifact")?.written, decisions: decisionsPlan(root.member("decisions")),
      recommendations: recommendationsPlan(root.member("recommendations")), metrics: [],
      seed: root.member("seed")?.wholeNumber ?? 0, replicates: root.member("replicates")?.wholeNumber ?? 1000,
      signOff: signOff, signOffFiles: signOffFiles(root.member("sign-off")))
    plan.controls = controls(root.member("controls"), of: &plan)
    lawfulUse(root.member("lawful-use"), of: &plan)
    plan.notices = notices(root.member("notices"))
    checkSources(plan)
    plan.audit.authority = audit?.member("authority")?.written
    plan.audit.inference = inference(audit, plan.decisions)
    plan.audit.series = audit?.member("series")?.written
    plan.leftOut =
      leftOut(root.member("left-out"))
      ?? (plan.audit.inference?.isCensus == true ? LeftOutRule(atMost: 0) : LeftOutRule())
    plan.power = root.member("power")?.bool ?? true
    plan.privacy = privacy(root.member("privacy"))
    plan.baseline = fingerprint(root.member("baseline")?.member("results"))?.filter { $0 != " " }.lowercased()
    plan.formulas = formulas(root.member("formulas"), roles: plan.roles)
    catalogue += plan.formulas.map(\.card)
    plan.parameters = parameters(root.member("parameters"))
    let profiles = profiles(root.member("profiles"))
    plan.regulations = profiles.map(\.profile.regulation)
    var metrics = metricIDs(root.member("metrics"), roles: plan.roles)
    for card in catalogue where plan.roles.isSuperset(of: card.needs) {
      if profiles.contains(where: { $0.profile.metrics.contains(card.id) }) { metrics.insert(card.id) }
    }
    (plan.requirements, plan.views) = requirements(root.member("requirements"), plan: plan)
    addRequirements(of: profiles, to: &plan)
    judgeByPoint(&plan)
    plan.nameReferences()
    refuseWithClasses(metrics, of: plan)
    let demanded = plan.requirements.map(\.metric)
    plan.metrics = catalogue.map(\.id).filter { metrics.contains($0) || demanded.contains($0) }
    return plan
  }

  private mutating func checkSources(_ plan: Plan) {
    let root = document.root
    if !PlanSchema.oneOf.contains(where: { root.member($0) != nil }) {
      document.report(
        .missingKey, at: root, "the plan has neither \"decisions\" nor \"recommendations\"",
        hint: "add one of them, or both: where the data are, and what their columns mean")
    }
    let streams = plan.inputs.joined().count(where: \.isStandardInput)
    if streams > 1 {
      document.report(
        .combination, at: root.member("recommendations") ?? root.member("decisions"),
        "standard input, written -, is named \(streams) times and can be read once", hint: "name files for the others")
    }
  }

  func choice<Word: RawRepresentable<String>>(_ node: YAMLNode?) -> Word? {
    node?.written.flatMap(Word.init(rawValue:))
  }

  /// A day as 2026-07-01; a YAML date is text here.
  mutating func day(_ node: YAMLNode?) -> String? {
    guard let node, let text = node.written else { return nil }
    if CalendarDay(text) == nil {
      document.report(.wrongType, at: node, "\(Quoted.text(text)) is no day", hint: "write it as 2026-07-01")
    }
    return text
  }

  /// The first sixteen digits of a digest in groups of four, or the whole digest, as reports print them.
  mutating func fingerprint(_ node: YAMLNode?) -> String? {
    guard let node, let text = node.written else { return nil }
    let digits = text.filter { $0 != " " }.lowercased()
    guard [16, 64].contains(digits.utf8.count), digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
      document.report(
        .wrongType, at: node, "\(Quoted.text(text)) is no fingerprint of results",
        hint: "the report of the audit before prints it, as \"6fe8 8f42 4741 d68d\"")
      return nil
    }
    return text
  }

  /// Where everybody was counted nothing is estimated, and numbers are judged as they are.
  private func judgeByPoint(_ plan: inout Plan) {
    guard plan.audit.inference?.isCensus == true else { return }
    for index in plan.requirements.indices { plan.requirements[index].decide = .point }
  }

  /// What the audit speaks of; nothing where that is others treated by the same system.
  private mutating func inference(_ audit: YAMLNode?, _ decisions: DecisionColumns?) -> Inference? {
    guard audit?.member("inference")?.written == "period" else {
      for key in ["sampled", "justification"] {
        guard let place = audit?.member(key) else { continue }
        document.report(
          .combination, at: place, "`\(key)` is about an audit of one period, and this one speaks of others too",
          hint: "add `inference: period`, or leave `\(key)` out")
      }
      return nil
    }
    let (share, justification) = (audit?.member("sampled")?.finiteNumber ?? 1, audit?.member("justification")?.written)
    if share <= 0 || share > 1 {
      document.report(
        .wrongType, at: audit?.member("sampled"), "`sampled` must be a share above 0 and at most 1",
        hint: "0.4 says that two in five of the period’s people are in the data")
    }
    if justification?.allSatisfy(\.isWhitespace) ?? true {
      document.report(
        .missingKey, at: audit?.member("inference"), "`inference: period` needs a `justification`",
        hint: "say why nobody but the people of this period is spoken of; it is printed and signed")
    }
    if share < 1, let sampling = decisions?.sampling, sampling.isDeclared {
      document.report(
        .combination, at: audit?.member("sampled"),
        "a sample with weights, strata or clusters is not drawn from one period at a single rate",
        hint: "leave `sampled` out, or the columns of the sample")
    }
    return Inference(sampled: share, justification: justification ?? "")
  }

  mutating func delimiter(_ node: YAMLNode?) -> UInt8? {
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

  /// Group columns, each a name or a mapping.
  ///
  /// - Parameter canShare: Whether groups may share people.
  mutating func groups(_ node: YAMLNode?, unknown: [Label], canShare: Bool) -> [GroupColumn] {
    var plans: [GroupColumn] = []
    for item in node?.sequence ?? [] {
      var plan = group(item, unknown: unknown)
      plan.separator = separator(item)
      plan.countsEach = plan.separator != nil && item.member("counting")?.written == "each"
      if plan.countsEach, !canShare {
        document.report(
          .notSupported, at: item.member("counting"),
          "`counting: each` counts a person in several groups, and numbers of lists know no groups that share people",
          hint: "leave it out: people with several labels are then a group of their own")
      }
      if plan.countsEach, let place = item.member("not-compared") {
        document.report(
          .combination, at: place, "shares of groups that share people do not add up to a whole to be small in",
          hint: "leave `not-compared` out, or `counting: each`")
      }
      plans.append(plan)
    }
    return plans
  }

  /// A group column; its name is taken from now on.
  ///
  /// - Parameter unknown: The labels that are not known.
  mutating func group(_ node: YAMLNode, unknown: [Label]) -> GroupColumn {
    let column = node.written ?? node.member("column")?.written ?? ""
    let name = node.member("name")?.written ?? column
    if !groupNames.insert(Label(name)).inserted {
      document.report(
        .grouping, at: node, "two groups are called \(Quoted.text(name))", hint: "give one of them another `name:`")
    }
    let rules = labelRules(node, unknown: unknown)
    if node.member("bins") != nil, let place = node.member("labels") ?? node.member("same") {
      document.report(
        .combination, at: place, "a column with `bins` holds numbers, and `labels` and `same` are about labels",
        hint: "keep one of them")
    }
    var found = GroupColumn(name: name, column: column, bins: node.member("bins")?.finiteNumbers, rules: rules)
    found.obtained = choice(node.member("obtained"))
    found.expected = (node.member("expected")?.texts ?? []).map { Label($0) }
    if found.bins == nil { found.rules.labels += found.expected.filter { !found.rules.named.contains($0) } }
    if let rule = node.member("not-compared") {
      let share = rule.member("below-share")?.finiteNumber ?? 0
      if share <= 0 || share >= 1 {
        document.report(
          .wrongType, at: rule.member("below-share"), "`below-share` must be a share above 0 and below 1",
          hint: "0.02 is the two per cent of some laws")
      }
      found.notCompared = NotCompared(
        belowShare: share, justification: rule.member("justification")?.written ?? "")
    }
    for label in found.expected where unknown.contains(label) {
      document.report(
        .columns, at: node.member("expected"),
        "the label \(Quoted.text(label.text)) is expected as a group, and not known by `unknown`",
        hint: "keep one of them")
    }
    return found
  }

  /// What stands between several labels of a person.
  private mutating func separator(_ node: YAMLNode) -> String? {
    guard let multiple = node.member("multiple") else {
      if let counting = node.member("counting") {
        document.report(
          .combination, at: counting, "`counting` is for people with several labels, and nothing separates them",
          hint: "add `multiple: \"; \"`, or leave `counting` out")
      }
      return nil
    }
    if multiple.written?.isEmpty == true {
      document.report(
        .wrongType, at: multiple, "`multiple` is the text between two labels and cannot be empty", hint: "as \"; \"")
    }
    if node.member("bins") != nil {
      document.report(
        .combination, at: multiple, "a column with `bins` holds one number, and `multiple` splits labels",
        hint: "keep one of them")
    }
    return multiple.written.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// What is said of the labels of a column.
  mutating func labelRules(_ node: YAMLNode, unknown: [Label]) -> LabelRules {
    let labels = node.member("labels")
    let isAll = labels?.written == "all" && labels?.scalar?.isPlain == true
    var rules = LabelRules(
      labels: (isAll ? [] : labels?.texts ?? []).map { Label($0) },
      same: (node.member("same")?.mapping ?? []).map { key, value in
        LabelRules.Joined(Label(key.written ?? ""), value.texts.map { Label($0) })
      })
    rules.isEveryLabelReal = isAll
    var owners: [Label: Label] = [:]
    for joined in rules.same {
      for label in Set([joined.name] + joined.labels) {
        guard let owner = owners.updateValue(joined.name, forKey: label) else { continue }
        document.report(
          .columns, at: node.member("same"),
          "the label \(Quoted.text(label.text)) is joined to \(Quoted.text(owner.text)) and to \(Quoted.text(joined.name.text))",
          hint: "keep it in one of them")
      }
    }
    for label in rules.named where unknown.contains(label) && !label.text.isEmpty {
      document.report(
        .columns, at: node.member("labels") ?? node.member("same"),
        "the label \(Quoted.text(label.text)) is a group here, and not known by `unknown`", hint: "keep one of them")
      break
    }
    return rules
  }

  /// Combined groups in the order of the plan.
  mutating func intersections(_ node: YAMLNode?, names: [String]) -> [[String]] {
    guard let node else { return [] }
    if node.written == "all" {
      guard names.count <= 6 else {
        document.report(
          .grouping, at: node, "all intersections of \(names.count) columns are too many to read",
          hint: "list the ones that matter, as [[\(names[0]), \(names[1])]]")
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
  mutating func intersection(_ node: YAMLNode, names: [String]) -> [String]? {
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

  /// Notes a group that is not declared.
  mutating func undeclared(_ name: String, at node: YAMLNode, names: [String]) {
    document.report(
      .grouping, at: node, "\(Quoted.text(name)) is no declared group",
      hint: Suggestion.nearest(to: name, among: names).map { "did you mean \"\($0)\"?" }
        ?? (names.isEmpty ? nil : "declared: \(names.joined(separator: ", "))"))
  }
}
