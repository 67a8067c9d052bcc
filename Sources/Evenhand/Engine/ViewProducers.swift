import AuditData
import AuditInputs
import AuditMetrics
import AuditPolicy
import AuditRecord

/// What decisions give, view by view: of each class against all others, and of each model.
///
/// Each view is measured as a plain yes or no, and its numbers get the names of the view. Groups, and what is odd in the data, are the
/// same for all, since all views see the same people.
struct ViewProducers: Producer {
  let plan: Plan
  let decisions: DecisionColumns
  /// What was read of each of the readings of ``decisions``.
  let tallies: [DecisionTally]
  let tables: [GroupTables]

  init(plan: Plan, decisions: DecisionColumns, tallies: [DecisionTally]) {
    self.plan = plan
    self.decisions = decisions
    self.tallies = tallies
    tables = tallies.map { tally in
      var summary = Contingency()
      summary.absorb(tally.counts)
      return GroupTables(
        layout: tally.reading.layout, summary: summary, separators: decisions.separators)
    }
  }

  /// Checks that the numbers of all views fit.
  ///
  /// - Throws: `ReadError` that says what to write instead.
  func check(memory: Int) throws(ReadError) {
    for (view, tables) in zip(views, tables) {
      try WorkingSet.check(own(view), decisions, tables, memory: memory / views.count)
    }
  }

  func measure(into set: inout MeasuredSet) {
    for (number, view) in views.enumerated() {
      var measured = MeasuredSet()
      for producer in producers(number) { producer.measure(into: &measured) }
      let tally = tallies[number]
      MissingDecisions(tally, separators: decisions.separators, weights: tally.reading.sampling).map {
        measured.leaveOut($0)
      }
      guard let view else {
        set = measured
        return
      }
      set.append(measured, of: view)
    }
    set.addMeans(of: decisions)
  }

  /// The views; nothing for decisions of one model that are a yes or no.
  private var views: [DecisionView?] { decisions.views.isEmpty ? [nil] : decisions.views }

  private func producers(_ number: Int) -> [any Producer] {
    let (view, tally, tables) = (views[number], tallies[number], tables[number])
    let columns = view.map(decisions.viewed) ?? decisions
    let plan = own(view)
    let sample = DecisionSample(tally, of: columns)
    let counted = DecisionProducer(plan: plan, decisions: columns, tables: tables, sample: sample)
    return [counted]
      + RowNumber.allCases.compactMap { number in
        tally.numbers[number].map {
          ScoreProducer(
            plan: plan, decisions: columns, number: number, tables: tables, scores: ScoreSummary($0),
            isSampled: sample != nil)
        }
      }
  }

  /// The plan with the requirements of one view, under the plain names of its metrics.
  private func own(_ view: DecisionView?) -> Plan {
    guard let view else { return plan }
    let plain = Dictionary(plan.metricIDs(.decisions).map { (view.name($0), $0) }) { first, _ in first }
    var own = plan
    own.requirements = plan.requirements.compactMap { requirement in
      guard let metric = plain[requirement.metric] else { return nil }
      var plainly = requirement
      plainly.metric = metric
      return plainly
    }
    return own
  }
}

extension MeasuredSet {
  /// Adds the numbers of a view, under its names.
  fileprivate mutating func append(_ other: MeasuredSet, of view: DecisionView) {
    cards += other.cards.map { $0.viewed(view) }
    if groupings.isEmpty { (groupings, stratifiers) = (other.groupings, other.stratifiers) }
    // By which decision outcomes are known is shown of one view: of one that keeps numbers from being estimated, where there is one.
    if outcomeKnown.isEmpty
      || !outcomeKnown.contains(where: \.isSelective) && other.outcomeKnown.contains(where: \.isSelective)
    {
      outcomeKnown = other.outcomeKnown.map {
        var coverage = $0
        coverage.view = view
        return coverage
      }
    }
    leftOut += other.leftOut.map {
      var left = $0
      left.metric = view.name($0.metric)
      return left
    }
    // A class has no direction that a plan could have the wrong way round.
    let odd = view.class == nil ? other.warnings : []
    warnings += odd.filter { warning in !warnings.contains { $0.code == warning.code && $0.group == warning.group } }
    entries += other.entries.map { $0.viewed(view) }
  }

  /// Adds means over all classes of the rates of each model: their worst pairs, averaged.
  fileprivate mutating func addMeans(of decisions: DecisionColumns) {
    guard let classes = decisions.labels.classes, classes.labels.count > 1 else { return }
    let rates = Catalogue.rates.map(\.card).filter { card in
      !card.needs.contains(.strata) && (!card.needs.contains(.outcome) || decisions.labels.outcome != nil)
    }
    var families: [String: [[String]: GroupFamily]] = [:]
    for case .family(let measured) in entries where measured.stratum == nil {
      families[measured.family.card.id, default: [:]][measured.grouping] = measured.family
    }
    let isOfOutcome = classes.isOfOutcome == true
    for model in decisions.models.isEmpty ? [nil] : decisions.models.map({ $0.name as String? }) {
      let mean = DecisionView(model: model, isMean: true, isOfOutcome: isOfOutcome)
      for card in rates {
        let parts = classes.labels.map {
          DecisionView(model: model, class: $0, isOfOutcome: isOfOutcome).name(card.id)
        }
        let found = parts.compactMap { families[$0] }
        guard found.count == parts.count else { continue }
        let viewed = card.viewed(mean, parts: parts)
        cards.append(viewed)
        for grouping in groupings.filter({ $0.sharesPeople != true }).map(\.grouping) {
          let own = found.compactMap { $0[grouping] }
          guard own.count == parts.count else { continue }
          entries.append(.composite(viewed, own, grouping: grouping, stratum: nil))
        }
      }
    }
  }
}

extension MeasuredSet.Entry {
  /// The same, under the names of a view.
  fileprivate func viewed(_ view: DecisionView) -> MeasuredSet.Entry {
    switch self {
    case .family(var measured):
      measured.family = measured.family.viewed(view)
      return .family(measured)
    case .composite(let card, let families, let grouping, let stratum):
      return .composite(
        card.viewed(view), families.map { $0.viewed(view) }, grouping: grouping, stratum: stratum)
    case .pooled(var pooled):
      pooled.card = pooled.card.viewed(view)
      return .pooled(pooled)
    case .whole(var summary):
      summary.metric = view.name(summary.metric)
      return .whole(summary)
    }
  }
}
