package import AuditRecord

/// The stored numbers that a judgement may rest on.
package struct Evidence: Sendable {
  /// The cards of the record.
  package let cards: [MetricCard]
  /// The rules that judge them.
  package let rules: Rules
  /// The control whose levels are compared; nil where the plan declares none.
  package let controls: ControlsDescription?
  /// The columns held constant.
  package let stratifiers: [Stratifier]
  /// The numbers by place.
  package let numbers: RecordNumbers
  private let leftOut: [Place: LeftOutTable]
  /// The earlier audit; nil where the plan names none.
  let baseline: BaselineEvidence?
  /// The share of all whom the numbers speak of that was counted; nil where they speak of others too.
  let sampled: Double?
  /// The groups of each grouping that nobody has.
  let empty: [[String]: [[Label]]]

  /// Takes in the numbers of a record.
  package init(
    cards: [MetricCard], groupings: [GroupingDescription], stratifiers: [Stratifier], estimates: [Estimate],
    smallGroups: [SmallGroups] = [], dispersions: [Dispersion] = [], summaries: [SummaryResult] = [],
    leftOut: [LeftOut] = [], rules: Rules = .current, baseline: BaselineEvidence? = nil,
    controls: ControlsDescription? = nil, sampled: Double? = nil
  ) {
    self.sampled = sampled
    self.baseline = baseline
    self.controls = controls
    self.cards = cards
    self.rules = rules
    self.stratifiers = stratifiers
    numbers = RecordNumbers(
      cards: cards, groupings: groupings, estimates: estimates, smallGroups: smallGroups,
      dispersions: dispersions, summaries: summaries, leftOut: leftOut)
    empty = Dictionary(groupings.map { ($0.grouping, $0.groups.filter { $0.count == 0 }.map(\.group)) }) { first, _ in
      first
    }
    self.leftOut = Dictionary(grouping: leftOut) {
      Place(metric: $0.metric, grouping: $0.grouping, stratifier: $0.stratifier.map { Label($0) })
    }.mapValues { LeftOutTable($0) }
  }

  /// Takes in the numbers of a record.
  package init(record: Record) {
    self.init(
      cards: record.metrics, groupings: record.groupings, stratifiers: record.stratifiers, estimates: record.estimates,
      smallGroups: record.smallGroups, dispersions: record.dispersions, summaries: record.summaries,
      leftOut: record.leftOut, rules: record.rules,
      baseline: record.baseline.map { BaselineEvidence($0, candidate: AuditNumbers(record)) },
      controls: record.controls, sampled: record.audit.inference?.sampled)
  }

  /// Who was left out of the numbers of a place; nil for numbers of which that is not counted.
  func leftOut(_ place: Place) -> LeftOutTable? {
    guard let card = numbers.cards[place.metric], card.side != .providers,
      card.measure != .whole || card.side == .decisions && card.parts.isEmpty
    else { return nil }
    return leftOut[place] ?? LeftOutTable()
  }

  /// The groups of a place with what is known about them; nil when the record lacks them, or what it holds does not fit
  /// together; no groups where no row had any.
  package func family(_ place: Place) -> GroupFamily? {
    guard let card = numbers.cards[place.metric], let found = numbers.numbers(at: place) else { return nil }
    return GroupFamily(card, numbers: found, dispersions: numbers.dispersions[place] ?? [], rules: rules)
  }
}
