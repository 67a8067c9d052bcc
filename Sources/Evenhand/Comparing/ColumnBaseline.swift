import AuditData
import AuditInputs
import AuditMetrics
import AuditNumerics
import AuditPolicy
import AuditRecord

extension Baseline {
  /// Other decisions about the same people: what they give by the same plan, and who counts in each rate both times.
  ///
  /// - Parameters:
  ///   - plan: The plan, which names their column.
  ///   - tallies: What was read of each of the columns' readings.
  /// - Returns: Nil where the plan names no column.
  /// - Throws: `ReadError` if the numbers would take more memory than granted.
  init?(_ plan: Plan, _ tallies: [DecisionTally], options: Audit.Options) throws(ReadError) {
    guard let declared = plan.decisions, let column = declared.baseline, tallies.count == 3 else { return nil }
    var earlier = plan
    earlier.decisions = declared.readings[1]
    (earlier.recommendations, earlier.controls) = (nil, nil)
    (earlier.power, earlier.notices, earlier.foundNotices, earlier.regulations) = (false, [], [], [])
    // Demands about the change itself are no demands on what it is measured from.
    let ids = Set(plan.metricIDs(.decisions))
    earlier.requirements = plan.requirements.filter { ids.contains($0.metric) && $0.noWorseThanBaseline == nil }
    // Whoever has a decision now and none there is left out of the change, whatever the label that is none.
    var before = tallies[1]
    if let undecided = tallies[0].undecided(by: tallies[2]) {
      (before.missingDecisions, before.undecided) = (undecided, before.undecided.map { _ in 0 })
    }
    let record = try Audit.record(of: earlier, decisions: [before], options: options)
    var numbers = AuditNumbers(record).asked(by: plan.requirements)
    for index in numbers.leftOut.indices where numbers.leftOut[index].reason == .missingDecision {
      numbers.leftOut[index].reason = .missingBaseline
    }
    for index in numbers.findings.indices {
      for cause in numbers.findings[index].bounds?.causes.indices ?? 0..<0
      where numbers.findings[index].bounds?.causes[cause].reason == .missingDecision {
        numbers.findings[index].bounds?.causes[cause].reason = .missingBaseline
      }
    }
    self.init(
      audit: numbers, changes: ChangeTable(checks: [], judgedInNeither: 0, notes: []), column: column,
      joint: JointTables(tallies[2], of: declared).counts(numbers))
  }
}

extension DecisionTally {
  /// Units that are judged here and lack one of two decisions that were counted together [finest groups × outcomes].
  ///
  /// - Returns: Nil where the groups of both are told apart otherwise, as those of strata that were sampled.
  fileprivate func undecided(by both: DecisionTally) -> [Int64]? {
    guard both.reading.layout == reading.layout else { return nil }
    let (cells, outcomes) = (DecisionCell.allCases.count, DecisionCell.allCases.count / 2)
    return reading.layout.finest.indices.flatMap { group in
      (0..<outcomes).map { outcome in
        let judged = [0, outcomes].reduce(Int64(0)) { $0 + counts[group * cells + outcome + $1] }
        let known = [0, outcomes].reduce(both.missingDecisions[group * outcomes + outcome]) {
          $0 + both.counts[group * cells + outcome + $1]
        }
        return max(0, judged - known)
      }
    }
  }
}

/// What was counted of two decisions about the same people together.
private struct JointTables {
  /// People whose decisions agree, by group and cell.
  private let agreed: GroupTables
  /// All who have both decisions; of each outcome the unfavourable cells are empty.
  private let all: GroupTables

  /// - Parameter tally: Decisions that agree are judged, and those that differ missing.
  init(_ tally: DecisionTally, of columns: DecisionColumns) {
    let layout = tally.reading.layout
    func tables(_ counts: [Int64]) -> GroupTables {
      var summary = Contingency()
      summary.absorb(counts)
      return GroupTables(layout: layout, summary: summary, separators: columns.separators)
    }
    agreed = tables(tally.counts)
    let (cells, outcomes) = (DecisionCell.allCases.count, DecisionCell.allCases.count / 2)
    all = tables(
      layout.finest.indices.flatMap { group in
        (0..<cells).map { cell -> Int64 in
          guard cell < outcomes else { return 0 }
          return tally.counts[group * cells + cell] + tally.counts[group * cells + outcomes + cell]
            + tally.missingDecisions[group * outcomes + cell]
        }
      })
  }

  /// Who counts both times in the rates that a baseline keeps, of those among whom the same people are counted whatever was decided.
  func counts(_ numbers: AuditNumbers) -> [JointCount] {
    let kept = Set(numbers.metrics.map(\.id))
    // Groups that are kept together have no number of their own.
    let listed = Set(numbers.estimates.map { $0.grouping.map { Label($0) } + $0.group })
    let rates = Catalogue.rates.filter { kept.contains($0.card.id) && $0.card.map == nil && $0.isAmongOutcomes }
    return numbers.groupings.filter { $0.sharesPeople != true }.flatMap { described -> [JointCount] in
      let grouping = described.grouping
      let (both, all) = (agreed.tables(of: grouping, stratifiers: [])[0], all.tables(of: grouping, stratifiers: [])[0])
      func row(_ table: GroupTable, _ group: Int?) -> [Double] {
        group.map { group in (0..<table.counts.columns).map { table.counts[group, $0] } } ?? []
      }
      let name = grouping.map { Label($0) }
      return all.groups.enumerated().filter { listed.contains(name + $0.element) }.flatMap {
        index, group -> [JointCount] in
        let (agreed, people) = (row(both, both.groups.firstIndex(of: group)), row(all, index))
        return rates.map { rate in
          JointCount(
            metric: rate.card.id, grouping: grouping, group: group,
            both: Int(bounded: rate.both(agreed, people)),
            among: Int(bounded: zip(rate.denominator.weights, people).reduce(0) { $0 + $1.0 * $1.1 }))
        }
      }
    }
  }
}

extension RateMetric {
  /// How many count by both decisions: those whose decisions agree on a cell that counts, and all of an outcome that counts whatever was
  /// decided.
  fileprivate func both(_ agreed: [Double], _ people: [Double]) -> Double {
    let weights = numerator.weights
    let outcomes = weights.count / 2
    return (0..<outcomes).reduce(0) { sum, outcome in
      let (favourable, other) = (weights[outcome] > 0, weights[outcomes + outcome] > 0)
      if favourable, other { return sum + (people.isEmpty ? 0 : people[outcome]) }
      guard !agreed.isEmpty else { return sum }
      return sum + (favourable ? agreed[outcome] : 0) + (other ? agreed[outcomes + outcome] : 0)
    }
  }

  /// Whether it counts among the same people whatever was decided: of each outcome both decisions, or neither.
  fileprivate var isAmongOutcomes: Bool {
    let weights = denominator.weights
    return zip(weights[..<(weights.count / 2)], weights[(weights.count / 2)...]).allSatisfy { $0 == $1 }
  }
}
