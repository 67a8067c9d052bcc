import AuditData
import AuditMetrics
import AuditNumerics
import AuditPolicy
import AuditRecord
import AuditStatistics

/// One number about decisions on everybody, or about all groups of one grouping.
struct WholeDecisions {
  private let metric: any Metric
  private let grouping: [String]
  private let groups: [[Label]]
  /// Counts of each group [groups][cells].
  private let counts: [[Double]]
  /// People of no group, by reason: counts [cells].
  private let leftOut: [(reason: LeftOutReason, cells: [Double])]
  private let isSelective: Bool
  /// Whether rows weigh differently or repeat people, of which nothing says how such a number varies.
  var isSampled = false

  /// About the groups of a table.
  init(metric: any Metric, table: GroupTable, isSelective: Bool) {
    self.metric = metric
    grouping = table.grouping
    groups = table.groups
    counts = table.groups.indices.map { group in (0..<table.counts.columns).map { table.counts[group, $0] } }
    leftOut = table.leftOut.map { ($0.reason, $0.cells) }
    self.isSelective = isSelective
  }

  /// About everybody, whose counts are `totals` [cells].
  init(metric: any Metric, totals: [Double], isSelective: Bool) {
    self.metric = metric
    grouping = []
    groups = []
    counts = [totals]
    leftOut = []
    self.isSelective = isSelective
  }

  func measure(into set: inout MeasuredSet) {
    guard !isSampled else { return set.entries.append(.whole(missing(.needsUnweighted))) }
    switch metric.kind {
    case .entropy(let metric):
      set.entries.append(.whole(entropy(metric)))
      noteLeftOut(into: &set)
    case .logRatio: set.entries.append(.whole(logRatio))
    default: preconditionFailure("a number about everybody, or about all groups")
    }
  }

  private func missing(_ reason: UndefinedReason?) -> SummaryResult {
    var summary = WholeNumber.missing(metric.card, grouping: grouping, lists: 0, reason ?? .emptyDenominator)
    summary.lists = nil
    summary.undefined = reason
    return summary
  }

  // MARK: benefits

  private static let benefits: [[DecisionCell]] = [
    [.unfavourablePositive], [.favourablePositive, .unfavourableNegative], [.favourableNegative],
  ]

  private func entropy(_ metric: any EntropyMetric) -> SummaryResult {
    let entropy = BenefitEntropy(
      counts.map { cells in Self.benefits.map { $0.reduce(0) { $0 + cells[Int($1.rawValue)] } } }, alpha: metric.alpha)
    let people = Int(bounded: entropy.people)
    var summary = missing(nil)
    summary.people = people
    guard !isSelective else {
      summary.undefined = .outcomeOnlyAfterFavourable
      return summary
    }
    guard let found = metric.isBetweenGroups ? entropy.betweenEstimate : entropy.totalEstimate else {
      summary.undefined = people == 0 ? .emptyDenominator : .undefinedPart
      return summary
    }
    summary.value = found.value
    if metric.isBetweenGroups {
      summary.test = entropy.homogeneity.map {
        TestResult(
          name: .homogeneityOfMeans, statistic: $0.statistic, degreesOfFreedom: Double($0.degreesOfFreedom),
          p: $0.pValue)
      }
    }
    // Chance alone makes means of groups differ, and more so the more groups there are: the jackknife does not see that.
    if !metric.isBetweenGroups, let error = found.standardError, error > 0 {
      summary.spread = Spread(
        scale: .identity, standardError: error, degreesOfFreedom: max(1, entropy.people - 1), method: .jackknife)
      summary.interval = PopulationInterval.limits(summary, card: metric.card, confidence: Defaults.level).map {
        Interval(lower: $0.lower, upper: $0.upper, level: Defaults.level, method: .jackknife)
      }
    }
    if summary.interval == nil { summary.withoutInterval = .noSpread }
    return summary
  }

  /// People without an outcome, and people of no group.
  private func noteLeftOut(into set: inout MeasuredSet) {
    func people(_ cells: [Double], isUnknown: Bool) -> Double {
      DecisionCell.allCases.reduce(0) { $0 + (($1.withOutcome != nil) == isUnknown ? cells[Int($1.rawValue)] : 0) }
    }
    var found = leftOut.map { ($0.reason, $0.cells.reduce(0, +)) }
    found.append((.missingOutcome, counts.reduce(0) { $0 + people($1, isUnknown: true) }))
    for (reason, people) in found where people > 0 {
      set.leftOut.append(
        LeftOut(
          metric: metric.card.id, grouping: grouping, group: nil, reason: reason,
          completions: Completions(either: people)))
    }
  }

  // MARK: the largest ratio

  private var logRatio: SummaryResult {
    let rates = counts.map { cells -> Proportion in
      let selected = DecisionCell.allCases.reduce(0) { $0 + ($1.isFavourable ? cells[Int($1.rawValue)] : 0) }
      return Proportion(successes: selected, trials: cells.reduce(0, +))
    }
    let members = rates.indices.filter { rates[$0].trials >= Double(Defaults.minimumCount) }
    var summary = missing(nil)
    summary.people = Int(bounded: members.reduce(0) { $0 + rates[$1].trials })
    summary.skipped = rates.indices.filter { !members.contains($0) }.map { groups[$0] }
    if grouping.count > 1, summary.skipped.count > SmallGroups.most {
      summary.skippedGroups = summary.skipped.count
      summary.skipped = []
    }
    guard members.count <= GroupFamily.mostGroups,
      let found = LargestLogRatio(members.map { rates[$0] }, confidence: Defaults.level)
    else {
      summary.undefined = members.count < 2 ? .fewerThanTwoGroups : .tooManyGroups
      return summary
    }
    summary.value = found.value
    summary.groups = [groups[members[found.lowest]], groups[members[found.highest]]]
    summary.interval = Interval(found.interval, level: Defaults.level, method: .projection)
    return summary
  }
}
