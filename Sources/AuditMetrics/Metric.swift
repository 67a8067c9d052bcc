public import AuditData
public import AuditRecord
public import AuditStatistics

/// A unit of the catalogue: words that people read, beside a formula and a worked example.
public protocol CatalogueUnit: Sendable {
  /// Everything that people read about it.
  var card: MetricCard { get }
}

/// A declaration of a metric: its words and a pure function from a complete summary to group estimates.
public protocol Metric: CatalogueUnit {
  /// The summary that it reads.
  associatedtype Input: Summary
  /// The summary before the first row; metrics whose empty summaries are equal share one pass.
  var emptySummary: Input { get }
  /// The estimates of all groups of the summary.
  func measure(_ summary: Input) -> Measurement
}

/// What a metric reads off a summary.
public enum Measurement: Sendable, Equatable {
  /// Independent proportions, one a group; exact and score intervals apply.
  case proportions([Proportion])
}

/// A rate: two sets of contingency cells, of which the first is counted among the second.
public protocol RateMetric: Metric where Input == Contingency {
  /// A few rows and the values that they give, worked out by hand.
  var example: Example { get }
  /// What is counted.
  var numerator: CellMask { get }
  /// Among what.
  var denominator: CellMask { get }
}

extension RateMetric {
  /// An empty contingency table, the same for every rate.
  public var emptySummary: Contingency { Contingency() }

  /// The rate of every group.
  public func measure(_ summary: Contingency) -> Measurement {
    let rates = RateTable(metrics: [self], counts: summary.matrix)
    return .proportions((0..<summary.groups).map { rates.proportion(metric: 0, group: $0) })
  }
}

/// A number made of the disparities of several rates.
public protocol CompositeMetric: CatalogueUnit {
  /// A few rows and the values that they give, worked out by hand.
  var example: Example { get }
  /// The rates.
  var parts: [any RateMetric] { get }
  /// How their disparities become one number.
  var combination: Combination { get }
}

/// How the disparities of the parts become one number.
public enum Combination: Sendable, Hashable {
  /// The worst of them.
  case worst
  /// Their mean.
  case mean
}

/// A few rows, written out, and the values that they give.
public struct Example: Sendable, Hashable {
  /// A row: group, stratum, decision, outcome and how many such rows there are.
  public struct Row: Sendable, Hashable {
    /// The group's label.
    public var group: Label
    /// Its cell of decision × outcome.
    public var cell: DecisionCell
    /// Identical rows.
    public var count: Int

    /// Writes a row.
    public init(_ group: Label, _ cell: DecisionCell, _ count: Int) {
      self.group = group
      self.cell = cell
      self.count = count
    }
  }

  /// The rows.
  public var rows: [Row]
  /// Numerator and denominator by group, for a rate.
  public var proportions: [Label: Proportion]
  /// The difference over the worst pair, for a composite.
  public var difference: Double?

  /// An example of a rate.
  public init(rows: [Row], proportions: [Label: Proportion]) {
    self.rows = rows
    self.proportions = proportions
    difference = nil
  }

  /// An example of a composite.
  public init(rows: [Row], difference: Double) {
    self.rows = rows
    proportions = [:]
    self.difference = difference
  }

  /// Two groups whose cells all differ; every rate of it can be worked out in the head.
  ///
  /// Group a: 6 favourable and positive, 2 favourable and negative, 3 unfavourable and positive, 9 unfavourable and
  /// negative. Group b: 4, 1, 4 and 1.
  static let twoGroups: [Row] = [
    Row("a", .favourablePositive, 6), Row("a", .favourableNegative, 2),
    Row("a", .unfavourablePositive, 3), Row("a", .unfavourableNegative, 9),
    Row("b", .favourablePositive, 4), Row("b", .favourableNegative, 1),
    Row("b", .unfavourablePositive, 4), Row("b", .unfavourableNegative, 1),
  ]

  /// The two groups with the proportions that a metric gives them.
  static func twoGroups(a: (Double, Double), b: (Double, Double)) -> Example {
    Example(
      rows: twoGroups,
      proportions: [
        "a": Proportion(successes: a.0, trials: a.1), "b": Proportion(successes: b.0, trials: b.1),
      ])
  }
}
