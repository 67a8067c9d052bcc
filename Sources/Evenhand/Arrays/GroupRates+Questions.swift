import AuditMetrics
import AuditPolicy
public import AuditRecord

extension GroupRates {
  /// Each group's share of favourable decisions, and how far it lies below that of the group with the highest: demographic parity, also
  /// called statistical parity.
  ///
  /// - Parameters:
  ///   - grouping: The name of a group, or several whose combinations are compared.
  ///   - comparison: Difference or ratio.
  ///   - reference: What each group is compared with.
  /// - Throws: `QuestionError` for what is not there; `ReadError` for what the arrays do not hold.
  public func demographicParity(
    across grouping: [String], by comparison: Comparison = .difference, against reference: ReferenceRule = .highest
  ) throws -> GroupResult {
    try compare(SelectionRate().card.id, across: grouping, by: comparison, against: reference)
  }

  /// Each group's share of favourable decisions as a multiple of that of the group with the highest; of the four-fifths rule, 0.8 is the
  /// mark.
  ///
  /// - Throws: As ``demographicParity(across:by:against:)``.
  public func disparateImpact(across grouping: [String], against reference: ReferenceRule = .highest) throws
    -> GroupResult
  {
    try compare(SelectionRate().card.id, across: grouping, by: .ratio, against: reference)
  }

  /// The larger of the gaps in true and in false positive rates, with both rates of every group.
  ///
  /// - Parameters:
  ///   - grouping: The name of a group, or several whose combinations are compared.
  ///   - comparison: Difference or ratio.
  ///   - reference: `.worstPair`, or a named group.
  /// - Throws: As ``demographicParity(across:by:against:)``.
  public func equalizedOdds(
    across grouping: [String], by comparison: Comparison = .difference, against reference: ReferenceRule = .worstPair
  ) throws -> GroupResult {
    try compare(EqualizedOdds().card.id, across: grouping, by: comparison, against: reference)
  }

  /// Each group's true positive rate, and how far it lies below that of the group with the highest.
  ///
  /// - Throws: As ``demographicParity(across:by:against:)``.
  public func equalOpportunity(
    across grouping: [String], by comparison: Comparison = .difference, against reference: ReferenceRule = .highest
  ) throws -> GroupResult {
    try compare(TruePositiveRate().card.id, across: grouping, by: comparison, against: reference)
  }

  /// A metric for each group, and each group set against what it is compared with.
  ///
  /// - Parameters:
  ///   - metric: The id or an alias of a metric of decisions, as `evenhand metrics` lists them: `false-positive-rate`, `auc`.
  ///   - grouping: The name of a group, or several whose combinations are compared.
  ///   - comparison: Ratio, difference, or the values alone.
  ///   - reference: What each group is compared with; without one, what a plan would take that names none.
  ///   - confidence: Of the intervals of comparisons, two-sided; those of each group's own number are at 0.95.
  ///   - minimumCount: The fewest people that a reference group may have.
  /// - Throws: `QuestionError` for what is not there or does not go together; `ReadError` for what the arrays do not hold.
  public func compare(
    _ metric: String, across grouping: [String], by comparison: Comparison = .value,
    against reference: ReferenceRule? = nil, confidence: Double = 0.95, minimumCount: Int = 30
  ) throws -> GroupResult {
    let card = try card(metric)
    let asked = try QuestionError.requirement(
      card, QuestionError.declared(grouping, among: groups), comparison, reference, confidence: confidence,
      minimumCount: minimumCount)
    let isCompared = comparison != .value && asked.reference != .none
    let plan = plan(metrics: [card.id], isCompared ? [asked] : [])
    return GroupResult(card, asked, in: try results(plan, grouping: asked.across[0]))
  }

  /// Every metric that the arrays can serve, for each group.
  ///
  /// - Throws: As ``compare(_:across:by:against:confidence:minimumCount:)``.
  public func values(across grouping: [String]) throws -> [GroupResult] {
    let grouping = try QuestionError.declared(grouping, among: groups)
    let roles = columns.roles
    let cards = Catalogue.cards.filter { $0.side == .decisions && $0.parts.isEmpty && roles.isSuperset(of: $0.needs) }
    let results = try results(plan(metrics: cards.map(\.id)), grouping: grouping)
    return cards.map { card in
      GroupResult(
        card,
        Requirement(id: "question", metric: card.id, across: [grouping], compare: .value, reference: .none), in: results
      )
    }
  }

  private func results(_ plan: Plan, grouping: [String]) throws -> AuditResults {
    var plan = plan
    if grouping.count > 1 { plan.decisions?.intersections = [grouping] }
    let tallies = try tallies(plan)
    return try Audit.counted(plan, tallies: tallies, threads: threads)
  }

  private func card(_ name: String) throws -> MetricCard {
    let own = Catalogue.cards.filter { $0.side == .decisions }
    guard let card = own.first(where: { $0.id == name || $0.aliases.contains(name) }) else {
      throw QuestionError.noMetric(name, among: own, of: "decisions")
    }
    for role in card.needs where !role.isAlwaysThere && !columns.roles.contains(role) {
      let mends: [Role: String] = [
        .outcome: "hand over outcomes: and positive:", .score: "hand over scores:",
        .strata: "a plan holds a column constant, with `within`", .amount: "a plan names amounts",
        .predicted: "a plan names predicted amounts",
      ]
      throw QuestionError("\(card.id) needs \(role.rawValue), which was not given", hint: mends[role] ?? role.mend)
    }
    return card
  }
}
