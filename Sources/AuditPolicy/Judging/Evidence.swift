public import AuditRecord
public import AuditStatistics

/// The stored numbers that a judgement may rest on: counts by metric, grouping and stratum.
public struct Evidence: Sendable {
  /// The groups of one metric in one grouping, in the order of the record.
  public struct Family: Sendable {
    /// The groups.
    public var groups: [[Label]]
    /// Their rates.
    public var proportions: [Proportion]

    /// Pairs groups with their rates.
    public init(groups: [[Label]] = [], proportions: [Proportion] = []) {
      self.groups = groups
      self.proportions = proportions
    }
  }

  /// The cards of the record.
  public let cards: [MetricCard]
  /// The groupings that were measured, empty ones too.
  public let groupings: [[String]]
  /// The columns held constant.
  public let stratifiers: [Stratifier]
  private var families: [Key: Family] = [:]
  private var averages: [Key: [Estimate]] = [:]
  private var dispersions: [Key: [Dispersion]] = [:]
  private var wholes: [Key: SummaryResult] = [:]

  /// The largest count that a reader makes; a record that holds more was changed.
  private static let most = 9_007_199_254_740_992.0

  private struct Key: Hashable {
    var metric: String
    var grouping: [String]
    var stratifier: Label?
    var within: Label?
  }

  /// Takes in the numbers of a record.
  public init(
    cards: [MetricCard], groupings: [[String]], stratifiers: [Stratifier], estimates: [Estimate],
    dispersions: [Dispersion] = [], summaries: [SummaryResult] = []
  ) {
    self.cards = cards
    self.groupings = groupings
    self.stratifiers = stratifiers
    let measures = Dictionary(cards.map { ($0.id, $0.measure) }) { first, _ in first }
    for dispersion in dispersions {
      self.dispersions[Key(metric: dispersion.metric, grouping: dispersion.grouping), default: []].append(dispersion)
    }
    for summary in summaries where measures[summary.metric] == .whole && summary.comparison == .value {
      wholes[Key(metric: summary.metric, grouping: summary.grouping)] = summary
    }
    for estimate in estimates {
      if measures[estimate.metric] == .average {
        averages[Key(metric: estimate.metric, grouping: estimate.grouping), default: []].append(estimate)
        continue
      }
      guard let successes = estimate.numerator, let trials = estimate.denominator,
        successes >= 0, successes <= trials, trials <= Evidence.most
      else { continue }
      let key = Key(
        metric: estimate.metric, grouping: estimate.grouping, stratifier: estimate.stratifier.map { Label($0) },
        within: estimate.within.map { Label($0) })
      families[key, default: Family()].groups.append(estimate.group)
      families[key, default: Family()].proportions.append(Proportion(successes: successes, trials: trials))
    }
  }

  /// The numbers of everybody; nothing when the record lacks them, no groups where no row had any.
  public func family(_ metric: String, grouping: [String]) -> Family? {
    let isMeasured = groupings.contains(grouping) && cards.contains { $0.id == metric }
    return families[Key(metric: metric, grouping: grouping)] ?? (isMeasured ? Family() : nil)
  }

  /// The averages of the groups of a grouping; nothing when the record lacks them, or what it holds does not fit together.
  public func average(_ metric: String, grouping: [String]) -> AverageFamily? {
    let key = Key(metric: metric, grouping: grouping)
    return AverageFamily(estimates: averages[key] ?? [], dispersions: dispersions[key] ?? [])
  }

  /// True when the record has measured this metric on this grouping, if for no group.
  func hasMeasured(_ metric: String, grouping: [String]) -> Bool {
    groupings.contains(grouping) && cards.contains { $0.id == metric }
  }

  /// A number about a whole grouping, or about everything.
  public func whole(_ metric: String, grouping: [String]) -> SummaryResult? {
    wholes[Key(metric: metric, grouping: grouping)]
  }

  /// The numbers within each stratum of a stratifier, over the same groups in the same order.
  public func strata(_ metric: String, grouping: [String], stratifier: String) -> [Family] {
    families.filter {
      $0.key.metric == metric && $0.key.grouping == grouping && $0.key.stratifier == Label(stratifier)
    }.sorted { ($0.key.within ?? "") < ($1.key.within ?? "") }.map(\.value)
  }
}
