import AuditData
import AuditMetrics
import AuditNumerics
import AuditRecord

/// People whose decision is missing, by group: who they are is known, and what was decided about them is not.
struct MissingDecisions {
  /// Their groups; the cells hold their outcomes in place of those of favourable decisions.
  private let tables: GroupTables
  /// How much one of them weighs: as the mean of the rows that were judged, since no weight of theirs was kept. Nil where all rows
  /// weigh the same.
  private let weight: Double?

  private static let outcomes: [DecisionCell] = [.favourablePositive, .favourableNegative, .favourableMissing]

  /// Nothing where everybody has a decision.
  init?(_ tally: DecisionTally, separators: [String: String], weights: SamplingDescription?) {
    guard tally.missingDecisions.contains(where: { $0 > 0 }) else { return nil }
    let count = Self.outcomes.count
    var cells = [Int64](repeating: 0, count: tally.counts.count)
    for (place, people) in tally.missingDecisions.enumerated() {
      let (group, outcome) = place.quotientAndRemainder(dividingBy: count)
      cells[group * Contingency.cells + Int(Self.outcomes[outcome].rawValue)] = people
    }
    var summary = Contingency()
    summary.absorb(cells)
    tables = GroupTables(layout: tally.reading.layout, summary: summary, separators: separators)
    weight = weights.flatMap { $0.isWeighted && $0.rows > 0 ? $0.total / Double($0.rows) : nil }
  }

  /// Who lacks a decision in a number about the groups of a grouping.
  ///
  /// A group of which nobody was judged has an entry too: its people belong to everybody, and to everybody else.
  ///
  /// - Parameter groups: The groups that have somebody who was judged, of whom none need lack a decision.
  func leftOut(
    _ metric: String, _ kind: MetricKind?, grouping: [String], groups: Set<[Label]>, stratifier: String?
  ) -> [LeftOut] {
    guard !grouping.isEmpty, let table = tables.tables(of: grouping, stratifiers: []).first else { return [] }
    func completions(_ cells: (Int) -> Double) -> Completions {
      let outcomes = Self.outcomes.map { cells(Int($0.rawValue)) }
      switch kind {
      case .rate(let rate): return rate.completions(withoutDecision: outcomes)
      case .mapped(let rate): return rate.completions(withoutDecision: outcomes)
      default: return Completions(either: outcomes.reduce(0, +))
      }
    }
    func entry(_ group: [Label]?, _ own: Completions, _ others: Completions?) -> LeftOut? {
      guard own.total + (others?.total ?? 0) > 0 else { return nil }
      var left = LeftOut(
        metric: metric, grouping: grouping, group: group, stratifier: stratifier, reason: .missingDecision,
        completions: own)
      left.others = others
      left.weighted = weight.map { own.scaled(by: $0) }
      return left
    }
    var known = table.groups.indices.compactMap { group in
      entry(
        table.groups[group], completions { table.counts[group, $0] },
        table.others.map { others in completions { others[group, $0] } })
    }
    // Where groups share people, those who lack a decision are everybody else to a group of which nobody lacks one.
    if let others = table.others, !table.groups.isEmpty {
      let everybody = completions { table.counts[0, $0] + others[0, $0] }
      known += groups.subtracting(table.groups).sorted { $0.lexicographicallyPrecedes($1) }
        .compactMap { entry($0, Completions(), everybody) }
    }
    let unknown = table.leftOut.filter { $0.group == nil }.map { left in completions { left.cells[$0] } }
    return known + [entry(nil, unknown.reduce(Completions(), +), nil)].compactMap(\.self)
  }
}

extension MeasuredSet {
  /// Adds to every number about groups of decisions those whose decision is missing.
  mutating func leaveOut(_ missing: MissingDecisions) {
    let groups = Dictionary(
      groupings.map { ($0.grouping, Set($0.inhabited.map(\.group))) }, uniquingKeysWith: { first, _ in first })
    var seen: Set<Place> = []
    for entry in entries {
      let place: Place
      switch entry {
      case .family(let measured) where measured.stratum == nil:
        place = Place(metric: measured.family.card.id, grouping: measured.grouping)
      case .pooled(let pooled):
        place = Place(metric: pooled.card.id, grouping: pooled.grouping, stratifier: Label(pooled.stratifier))
      case .whole(let summary): place = Place(metric: summary.metric, grouping: summary.grouping)
      case .family, .composite: continue
      }
      guard seen.insert(place).inserted else { continue }
      leftOut += missing.leftOut(
        place.metric, Catalogue.metric(named: place.metric)?.kind, grouping: place.grouping,
        groups: groups[place.grouping] ?? [], stratifier: place.stratifier?.text)
    }
  }
}

extension Completions {
  fileprivate func scaled(by weight: Double) -> Completions {
    Completions(
      counted: weight * counted, uncounted: weight * uncounted, countedOrNot: weight * countedOrNot,
      uncountedOrNot: weight * uncountedOrNot, either: weight * either)
  }
}
