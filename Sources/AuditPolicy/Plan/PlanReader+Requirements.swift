import AuditInputs
import AuditRecord

extension PlanBuilder {
  /// The ids of the metrics to compute; all that the declared columns can give when the plan names none.
  mutating func metricIDs(_ node: YAMLNode?, roles: Set<Role>) -> Set<String> {
    guard let node else { return Set(catalogue.filter { roles.isSuperset(of: $0.needs) }.map(\.id)) }
    var ids: Set<String> = []
    for item in node.sequence ?? [node] {
      if let card = card(item, roles: roles) { ids.insert(card.id) }
    }
    return ids
  }

  private mutating func card(_ node: YAMLNode, roles: Set<Role>) -> MetricCard? {
    let name = node.written ?? ""
    guard let card = catalogue.first(where: { $0.id == name || $0.aliases.contains(name) }) else {
      document.report(
        .metric, at: node, "there is no metric \(Quoted.text(name))",
        hint: Suggestion.nearest(to: name, among: catalogue.flatMap { [$0.id] + $0.aliases })
          .map { "did you mean \"\($0)\"?" } ?? "`evenhand metrics` lists them")
      return nil
    }
    for role in card.needs where !role.isAlwaysThere && !roles.contains(role) {
      document.report(
        .metric, at: node, "\(card.id) needs \(role.rawValue), which the plan does not declare", hint: role.mend)
      return nil
    }
    return card
  }

  /// The demands, with all defaults filled in.
  ///
  /// - Returns: The demands, and which classes and models they are about, by their ids.
  mutating func requirements(_ node: YAMLNode?, plan: Plan) -> (demands: [Requirement], views: [String: ViewChoice]) {
    var views: [String: ViewChoice] = [:]
    var result: [Requirement] = []
    var known: Set<Label> = []
    for item in node?.sequence ?? [] {
      guard let (requirement, view) = requirement(item, plan: plan) else { continue }
      views[requirement.id] = view
      if !known.insert(Label(requirement.id)).inserted {
        document.report(
          .combination, at: item.member("id"), "two requirements are called \(Quoted.text(requirement.id))",
          hint: "give each its own id")
      }
      let hasViews = plan.decisions.map { $0.labels.classes != nil || !$0.models.isEmpty } ?? false
      if hasViews, DecisionView.plain(requirement.id) != requirement.id {
        document.report(
          .combination, at: item.member("id"),
          "\(Quoted.text(requirement.id)) is how checks of single classes and models are called",
          hint: "give the requirement an id without “/class=”, “/at-least=”, “/model=” and “/macro-average”")
      }
      result.append(requirement)
    }
    return (result, views)
  }

  private mutating func requirement(_ node: YAMLNode, plan: Plan) -> (Requirement, ViewChoice?)? {
    guard let metricNode = node.member("metric"), let named = card(metricNode, roles: plan.roles) else { return nil }
    let view = viewChoice(node, named, plan: plan)
    // A mean over classes is a number for a grouping, as other composites are.
    var card = named
    if view?.isMean == true { (card.parts, card.comparison) = ([card.id], .difference) }
    let compare = comparison(node, card)
    let minimumCount =
      (node.member("minimum-count") ?? document.root.member("minimum-count"))?.wholeNumber ?? 30
    var requirement = Requirement(
      id: node.member("id")?.written ?? "", metric: card.id,
      across: across(node.member("across"), card: card, plan: plan, at: metricNode), compare: compare,
      reference: reference(node.member("reference"), card, compare),
      atLeast: node.member("at-least")?.finiteNumber, atMost: node.member("at-most")?.finiteNumber,
      between: node.member("between")?.finiteNumbers,
      noWorseThanBaseline: noWorse(
        node.member("no-worse-than-baseline"), compare: compare, lowest: isLowest(node.member("reference")), card: card),
      decide: choice(node.member("decide")) ?? (isCountedWhole(card, plan) ? .point : .interval),
      confidence: node.member("confidence")?.finiteNumber ?? 0.95,
      minimumCount: minimumCount,
      severity: choice(node.member("severity")) ?? .block, origin: node.member("origin")?.written,
      leftOut: leftOut(node.member("left-out")) ?? plan.leftOut,
      referenceMinimum: referenceMinimum(node.member("reference-minimum"), minimumCount: minimumCount),
      undecided: choice(node.member("undecided")) ?? .block, owner: node.member("owner")?.written,
      approved: day(node.member("approved")), extreme: choice(node.member("compare")))
    // What has a sign is asked for its size, in whatever direction.
    let isAroundZero = compare == .value && card.ideal == 0 && (card.least ?? -.infinity) < 0
    if card.isSigned == true && compare != .difference || isAroundZero, node.member("signed")?.bool != true,
      let most = requirement.atMost, most >= 0
    {
      (requirement.atMost, requirement.between) = (nil, [-most, most])
    }
    if let place = node.member("title"), let title = place.written {
      checkWords(title, at: place)
      requirement.title = title
    }
    requirement.only = node.member("only")?.texts.map { Label($0) }
    if node.member("signed")?.bool == true { requirement.signed = true }
    requirement.at = node.member("at")?.texts.map { Label($0) }
    requirement.by = choice(node.member("by"))
    requirement.of = sharedLevels(node, card, plan: plan)
    requirement.monitor = node.member("monitor")?.member("false-alarm")?.finiteNumber.map(MonitorRule.init)
    checkMonitored(requirement, card, node)
    checkPlace(of: requirement, card, node, plan: plan)
    checkCounted(requirement, card, node, plan: plan)
    checkLevels(of: requirement, node, plan: plan)
    checkShared(requirement, card, node, plan: plan)
    checkPeriod(requirement, card, node, plan: plan)
    let problems = RequirementRules.problems(
      of: requirement, card: card, isCompared: node.member("compare") != nil)
    for problem in problems {
      document.report(problem.code, at: node.member(problem.key) ?? node, problem.message, hint: problem.hint)
    }
    if let classes = plan.decisions?.labels.classes?.labels, let view, !view.isMean {
      let searched = view.classes?.count ?? classes.count
      requirement.searched = searched > 1 ? searched : nil
    }
    return (requirement, view)
  }

  /// Notes what cannot be asked of a period.
  private mutating func checkPeriod(_ requirement: Requirement, _ card: MetricCard, _ node: YAMLNode, plan: Plan) {
    guard let inference = plan.audit.inference else { return }
    if inference.isCensus {
      if node.member("decide")?.written == DecisionBasis.interval.rawValue {
        document.report(
          .combination, at: node.member("decide"),
          "everybody of the period was counted (`inference: period`), so that nothing is estimated",
          hint: "leave `decide` out; verdicts then rest on the numbers themselves")
      }
      return
    }
    let isRate = card.side == .decisions && card.measure == .proportion && card.map == nil
    if !isRate || !Set(card.needs).isDisjoint(with: [.strata, .score, .amount])
      || requirement.noWorseThanBaseline != nil
    {
      document.report(
        .combination, at: node.member("metric"),
        "with `sampled` below 1 rates of decisions are judged, and this is \(requirement.noWorseThanBaseline == nil ? card.id : "a change")",
        hint: "judge it without `sampled`, in a plan of its own")
    }
  }

  /// Notes what cannot be watched from window to window.
  private mutating func checkMonitored(_ requirement: Requirement, _ card: MetricCard, _ node: YAMLNode) {
    guard let rule = requirement.monitor else { return }
    if !(rule.falseAlarm > 0 && rule.falseAlarm < 1) {
      document.report(
        .wrongType, at: node.member("monitor")?.member("false-alarm"), "`false-alarm` is a chance between 0 and 1",
        hint: "0.05 is usual")
    }
    let hint =
      card.measure != .proportion
      ? "only shares of people counted are monitored"
      : requirement.compare == .value || requirement.noWorseThanBaseline != nil
        ? "only comparisons of groups are monitored"
        : requirement.between != nil || requirement.compare == .difference && requirement.atMost == nil
          || requirement.signed == true
          ? "give `at-least` or `at-most` of a ratio, or `at-most` of a difference"
          : requirement.reference.isGroup ? nil : "name a group as the reference, or the highest or lowest"
    if let hint {
      document.report(.combination, at: node.member("monitor"), "this requirement cannot be monitored", hint: hint)
    }
  }

  /// Whether a number is a count of everything, which has no range.
  private func isCountedWhole(_ card: MetricCard, _ plan: Plan) -> Bool {
    card.needs.contains(.notices) || card.needs.contains(.lawfulUse) && plan.lawful?.extract == .complete
  }

  /// Notes what cannot be asked of a count of everything, and what no sample can show.
  private mutating func checkCounted(
    _ requirement: Requirement, _ card: MetricCard, _ node: YAMLNode, plan: Plan
  ) {
    if isCountedWhole(card, plan), requirement.decide == .interval {
      document.report(
        .combination, at: node.member("decide"), "\(card.id) counts everything and has no interval",
        hint: "leave `decide` out")
    }
    if card.needs.contains(.lawfulUse), plan.lawful?.extract == .sample, requirement.atMost == 0 {
      document.report(
        .threshold, at: node.member("at-most"),
        "this threshold cannot be met: the extract is a sample, and no sample can show that there is none",
        hint: "declare `extract: complete`, or allow a share")
    }
  }

  /// Notes where lists of groups cannot be set beside each other.
  private mutating func checkPlace(
    of requirement: Requirement, _ card: MetricCard, _ node: YAMLNode, plan: Plan
  ) {
    guard card.isWithinLevels else {
      for key in ["at", "by"] {
        guard let place = node.member(key) else { continue }
        document.report(
          .combination, at: place, "`\(key)` is for group-separation, and \(card.id) is judged without it",
          hint: key == "at"
            ? "judge it across an intersection with the setting, and name the level in `only`" : "leave it out")
      }
      return
    }
    let levels = plan.controls?.levels ?? []
    for level in requirement.at ?? [] where !levels.contains(level) {
      document.report(
        .combination, at: node.member("at"), "the level \(Quoted.text(level.text)) of `at` is not among `levels`",
        hint: Suggestion.nearest(to: level.text, among: levels.map(\.text)).map { "did you mean \(Quoted.text($0))?" })
    }
    if requirement.at == nil, plan.controls?.unpersonalised.isEmpty ?? true {
      document.report(
        .missingKey, at: node, "nothing says at which levels \(card.id) compares groups",
        hint: "add `unpersonalised` to `controls`, or `at: [\"off\"]` here")
    }
    if requirement.by != .items, !plan.roles.contains(.itemGroups) {
      document.report(
        .combination, at: node.member("by") ?? node,
        "`by: kinds` needs item groups", hint: "declare `items` with `groups`, or write `by: items`")
    }
  }

  /// The levels that count in a share of people, of which a plan has one choice.
  private mutating func sharedLevels(_ node: YAMLNode, _ card: MetricCard, plan: Plan) -> [Label]? {
    let place = node.member("of")
    guard card.countsLevels else {
      if let place {
        document.report(
          .combination, at: place, "`of` is for setting-share, and \(card.id) counts no levels", hint: "leave it out")
      }
      return nil
    }
    let levels = plan.controls?.levels ?? []
    let named = place?.texts.map { Label($0) } ?? plan.controls?.unpersonalised ?? []
    for level in named where !levels.contains(level) {
      document.report(
        .combination, at: place, "the level \(Quoted.text(level.text)) of `of` is not among `levels`",
        hint: Suggestion.nearest(to: level.text, among: levels.map(\.text)).map { "did you mean \(Quoted.text($0))?" })
    }
    if named.isEmpty || Set(named).count == Set(levels).count {
      document.report(
        .combination, at: place ?? node,
        "\(card.id) counts some of the levels, and here are \(named.isEmpty ? "none" : "all")",
        hint: "name them, as `of: [\"off\"]`")
    }
    if let countedLevels, Set(countedLevels) != Set(named) {
      document.report(
        .combination, at: place ?? node,
        "another requirement counts other levels (\(countedLevels.map(\.text).joined(separator: ", ")))",
        hint: "a plan has one share of people with a level; audit the other with a plan of its own")
    }
    countedLevels = countedLevels ?? named
    return named
  }

  /// Notes what does not fit the levels of the setting.
  private mutating func checkLevels(of requirement: Requirement, _ node: YAMLNode, plan: Plan) {
    let controls = plan.controls
    if requirement.reference == .nextLevel {
      for grouping in requirement.across where !(controls.map { grouping.contains($0.setting) } ?? false) {
        document.report(
          .combination, at: node.member("reference") ?? node,
          "`next-level` compares levels, and \(Quoted.text(grouping.joined(separator: " × "))) is not the setting of `controls`",
          hint: controls.map { "judge it across \(Quoted.text($0.setting))" } ?? Role.setting.mend)
      }
      if let last = controls?.levels.last, let only = requirement.only, only.allSatisfy({ $0 == last }) {
        document.report(
          .combination, at: node.member("reference") ?? node,
          "the level \(Quoted.text(last.text)) has no next level, so `only: [\(last.text)]` leaves nothing to judge",
          hint: "name a level before it, or leave `only` out")
      }
    }
    guard let controls, let only = requirement.only, requirement.across.contains([controls.setting]) else { return }
    for label in only where !controls.levels.contains(label) {
      document.report(
        .combination, at: node.member("only"), "the level \(Quoted.text(label.text)) of `only` is not among `levels`",
        hint: Suggestion.nearest(to: label.text, among: controls.levels.map(\.text))
          .map { "did you mean \(Quoted.text($0))?" })
    }
  }

  private func isLowest(_ reference: YAMLNode?) -> Bool { reference?.written == ReferenceRule.lowest.name }

  /// By how much a number may be worse than in the baseline, and which change is for the worse.
  private mutating func noWorse(
    _ node: YAMLNode?, compare: Comparison, lowest: Bool, card: MetricCard
  ) -> NoWorse? {
    guard let node else { return nil }
    let margin = node.member("margin")?.finiteNumber ?? 0
    if margin < 0 {
      document.report(
        .wrongType, at: node.member("margin"), "`margin` is how much worse is still accepted, and cannot be below 0",
        hint: "0.02 allows two points")
    }
    let column = document.root.member("decisions")?.member("columns")?.member("baseline")
    if document.root.member("baseline") == nil, column == nil || card.side != .decisions {
      document.report(
        .combination, at: node,
        column == nil
          ? "`no-worse-than-baseline` needs something to compare with, and the plan names none"
          : "\(card.id) is no number of decisions, and the baseline of the plan is a column of them",
        hint:
          "add `baseline: {results: \"…\"}`, with the fingerprint that the earlier report prints at its foot; or, where a column holds the decisions of the version before, name it as `baseline` under `columns`"
      )
    }
    let usual: Worsening? =
      switch compare {
      case .ratio: lowest ? .higher : .lower
      case .difference: card.parts.isEmpty ? .apart : .higher
      case .value: card.ideal.map { $0 == card.least ? .higher : $0 == card.most ? .lower : .apart }
      }
    guard let worse = choice(node.member("worse")) ?? usual else {
      document.report(
        .missingKey, at: node, "nothing says which change of \(card.id) is for the worse",
        hint: "add `worse: lower` or `worse: higher`")
      return NoWorse(margin: margin, worse: .apart)
    }
    return NoWorse(margin: margin, worse: worse)
  }

  /// What a group must have to be a reference that the data choose; nothing where the plan does not say it.
  private mutating func referenceMinimum(_ node: YAMLNode?, minimumCount: Int) -> ReferenceMinimum? {
    guard let node else { return nil }
    let minimum = ReferenceMinimum(
      count: node.member("count")?.wholeNumber ?? minimumCount, share: node.member("share")?.finiteNumber ?? 0)
    if !(0...1).contains(minimum.share) {
      document.report(
        .wrongType, at: node.member("share"), "`share` must be a share from 0 to 1", hint: "0.02 is usual")
    }
    return minimum
  }

  /// What holds where people were left out; nothing where the plan does not say it.
  mutating func leftOut(_ node: YAMLNode?) -> LeftOutRule? {
    guard let node else { return nil }
    let rule = LeftOutRule(
      atMost: node.member("at-most")?.finiteNumber ?? LeftOutRule().atMost,
      beyond: choice(node.member("beyond")) ?? .cannotTell, justification: node.member("justification")?.written)
    if !(0...1).contains(rule.atMost) {
      document.report(
        .wrongType, at: node.member("at-most"), "`at-most` must be a share from 0 to 1", hint: "0.05 is usual")
    }
    if rule.atMost > 0.5, rule.justification == nil {
      document.report(
        .missingKey, at: node.member("at-most"), "passing over more people than were counted needs a `justification`",
        hint: "say why people who were left out do not matter; it is printed and signed")
    }
    if rule.beyond == .ignore, rule.justification?.allSatisfy(\.isWhitespace) ?? true {
      document.report(
        .missingKey, at: node, "`beyond: ignore` needs a `justification`",
        hint: "say why people who were left out do not matter; it is printed and signed")
    }
    return rule
  }

  private mutating func comparison(_ node: YAMLNode, _ card: MetricCard) -> Comparison {
    let extreme: GroupExtreme? = choice(node.member("compare"))
    let named: Comparison? = extreme == nil ? choice(node.member("compare")) : .value
    if extreme != nil, card.isOneNumber {
      document.report(
        .combination, at: node.member("compare"), "\(card.id) is one number, of no group", hint: "use `value`")
    }
    guard card.isOneNumber else { return named ?? card.comparison }
    if let named, named != .value {
      document.report(
        .combination, at: node.member("compare"), "\(card.id) is one number and is compared with nothing",
        hint: "use `value`, or leave `compare` out")
    }
    return .value
  }

  private mutating func reference(_ node: YAMLNode?, _ card: MetricCard, _ compare: Comparison) -> ReferenceRule {
    if compare == .value {
      if let node {
        document.report(
          .combination, at: node,
          card.isOneNumber
            ? "\(card.id) is one number and has no reference"
            : "`compare: value` judges the estimate itself and has no reference", hint: "leave `reference` out")
      }
      return .none
    }
    if let labels = node?.member("group")?.texts { return .group(labels.map { Label($0) }) }
    if let rule = ReferenceRule.named.first(where: { $0.name == node?.written }) { return rule }
    if !card.parts.isEmpty { return .worstPair }
    if card.hasTarget { return .target }
    return card.allows(.highest) ? .highest : .complement
  }

  // MARK: groupings

  private mutating func across(_ node: YAMLNode?, card: MetricCard, plan: Plan, at metric: YAMLNode) -> [[String]] {
    if card.isAboutEverything {
      if let node {
        document.report(
          .grouping, at: node, "\(card.id) is one number for everything and takes no groups", hint: "leave `across` out"
        )
      }
      return [[]]
    }
    func lacksTarget(_ grouping: [String]) -> Bool {
      card.needs.contains(.target) && plan.recommendations?.target(of: grouping) == nil
    }
    /// Within a stratum of its own a group has nobody to be compared with.
    func isItsOwnStratum(_ grouping: [String]) -> Bool {
      guard card.needs.contains(.strata), let decisions = plan.decisions else { return false }
      let columns = decisions.groups.filter { grouping.contains($0.name) }.map { Label($0.column) }
      return decisions.within.contains { columns.contains(Label($0.column)) }
    }
    /// A number of one level says nothing of groups that mix levels.
    func mixesLevels(_ grouping: [String]) -> Bool {
      guard card.isOfLevels, let setting = plan.controls?.setting else { return false }
      return !grouping.contains(setting)
    }
    /// Within a level all are of that level.
    func holdsLevels(_ grouping: [String]) -> Bool {
      (card.isWithinLevels || card.countsLevels) && plan.controls.map { grouping.contains($0.setting) } ?? false
    }
    let declared = plan.groupings(card.side).filter { !mixesLevels($0) && !holdsLevels($0) }
    guard let node else {
      if declared.isEmpty {
        document.report(
          .grouping, at: metric, "\(card.id) takes \(card.side.groups), and there are none", hint: card.side.mend)
      }
      return declared.filter { !lacksTarget($0) && !isItsOwnStratum($0) }
    }
    var result: [[String]] = []
    for item in node.sequence ?? [node] {
      guard let grouping = grouping(item, card: card, plan: plan), !result.contains(grouping) else { continue }
      result.append(grouping)
      if mixesLevels(grouping) {
        document.report(
          .grouping, at: item,
          "\(card.id) is about one level at a time, and groups of \(Quoted.text(grouping.joined(separator: " × "))) mix levels",
          hint: "judge it across \(Quoted.text(plan.controls?.setting ?? "")), or an intersection with it")
      }
      if holdsLevels(grouping) {
        document.report(
          .grouping, at: item,
          card.countsLevels
            ? "\(card.id) counts who has a level, and all of a group of \(Quoted.text(grouping.joined(separator: " × "))) have the same"
            : "\(card.id) compares groups within a level, and all of \(Quoted.text(grouping.joined(separator: " × "))) there are of that level",
          hint: "judge it across other groups")
      }
      if isItsOwnStratum(grouping) {
        document.report(
          .combination, at: item,
          "\(card.id) compares within strata, and \(Quoted.text(grouping.joined(separator: " × "))) is one of these columns itself",
          hint: "within a stratum of its own a group has nobody to be compared with")
      }
      if lacksTarget(grouping) {
        document.report(
          .combination, at: item,
          "\(card.id) needs the share that each group should have, and \(Quoted.text(grouping[0])) has no target",
          hint: "add `target` to the group, or to `recommendations`")
      }
    }
    return result
  }

  /// A grouping of the metric's side: a name, or the names of an intersection.
  private mutating func grouping(_ node: YAMLNode, card: MetricCard, plan: Plan) -> [String]? {
    func names(_ side: MetricSide) -> [String] { plan.groupings(side).filter { $0.count == 1 }.flatMap { $0 } }
    let own = names(card.side)
    for name in node.texts where !own.contains(name) {
      guard let side = MetricSide.allCases.first(where: { names($0).contains(name) }) else {
        undeclared(name, at: node, names: own)
        return nil
      }
      document.report(
        .grouping, at: node, "\(card.id) takes \(card.side.groups), and \(Quoted.text(name)) is one of \(side.groups)",
        hint: own.isEmpty ? card.side.mend : "its groups: \(own.joined(separator: ", "))")
      return nil
    }
    if node.scalar != nil || node.texts.count == 1 { return node.texts }
    if card.side == .providers, let name = node.texts.first {
      combiningItems(name, at: node)
      return nil
    }
    return intersection(node, names: own)
  }
}

extension MetricCard {
  /// Whether it is one number about everything, and not one about the groups of each grouping.
  var isAboutEverything: Bool {
    isOneNumber && Set(needs).isDisjoint(with: [.userGroups, .itemGroups, .groups])
  }
}

extension MetricSide {
  /// What its groups are made of, in words.
  var groups: String {
    switch self {
    case .decisions: "groups of decisions"
    case .receivers: "groups of users"
    case .providers: "groups of items"
    }
  }

  /// How a plan declares them.
  var mend: String {
    switch self {
    case .decisions: "declare `groups` under `decisions`"
    case .receivers: Role.userGroups.mend
    case .providers: Role.itemGroups.mend
    }
  }
}
