package import AuditData
package import AuditRecord
package import AuditStatistics

/// A metric: words that people read, beside a formula and a worked example.
package protocol Metric: Sendable {
  /// Everything that people read about it.
  var card: MetricCard { get }
  /// What it is made of.
  var kind: MetricKind { get }
}

/// What a metric is made of. Producers look at every kind, so that a new one is missed by none of them.
package enum MetricKind: Sendable {
  /// Two sets of cells of decision × outcome.
  case rate(any RateMetric)
  /// A number that follows from a rate.
  case mapped(any MappedMetric)
  /// A function of the four counts of a decision and an outcome.
  case function(any FunctionMetric)
  /// How unequally errors serve people, or groups.
  case entropy(any EntropyMetric)
  /// The largest logarithm of a ratio of two groups' rates.
  case logRatio(DifferentialFairness)
  /// The disparities of several rates.
  case composite(any CompositeMetric)
  /// A number made of the scores of groups.
  case score(any ScoreMetric)
  /// One contribution of each list, averaged or counted over those who receive.
  case receiver(any ReceiverMetric)
  /// A quotient of what groups of items get.
  case provider(any ProviderMetric)
  /// A function of what all groups of items get.
  case composition(any CompositionMetric)
  /// One contribution of each list, averaged over all lists.
  case average(any ListAverageMetric)
  /// What all items got over all lists.
  case whole(any CatalogueMetric)
  /// People who should have received a list and did not.
  case unserved(ReceivedNothing)
  /// What the lists of each group share.
  case overlap(CatalogueOverlap)
  /// The exact test of each list, counted.
  case representation(RankedRepresentation)
  /// How lists follow the histories of their owners, within contexts.
  case slope(HistorySlope)
  /// How far lists of groups lie apart at a level of a control.
  case separation(GroupSeparation)
  /// Requests that keep a level.
  case honoured(SettingHonoured)
  /// People who were put back to another mode.
  case switchedBack(SwitchedBack)
  /// People who have a level.
  case settingShare(SettingShare)
  /// What is counted of rows, or of notices, before anything is compared.
  case counted(any CountedMetric)
}

/// A rate: two sets of contingency cells, of which the first is counted among the second.
package protocol RateMetric: Metric {
  /// A few rows and the values that they give, worked out by hand.
  var example: Example { get }
  /// What is counted.
  var numerator: CellMask { get }
  /// Among what.
  var denominator: CellMask { get }
}

extension RateMetric {
  /// A rate.
  package var kind: MetricKind { .rate(self) }
}

/// A number that follows from a rate, and rises with it, as the card's map says.
package protocol MappedMetric: RateMetric {}

extension MappedMetric {
  /// A number that follows from a rate.
  package var kind: MetricKind { .mapped(self) }
}

/// A number made of the four counts of a decision and an outcome by a formula.
package protocol FunctionMetric: Metric {
  /// A few rows and the values that they give, worked out by hand; nothing of a formula that a plan states.
  var example: Example? { get }
  /// The formula.
  var function: CountFormula { get }
}

extension FunctionMetric {
  /// A function of counts.
  package var kind: MetricKind { .function(self) }
}

/// A number about how unequally errors serve everybody, or groups.
package protocol EntropyMetric: Metric {
  /// The weight of large benefits.
  var alpha: Double { get }
  /// True for the part that lies between groups.
  var isBetweenGroups: Bool { get }
}

extension EntropyMetric {
  /// A number about errors.
  package var kind: MetricKind { .entropy(self) }
}

/// A number made of the disparities of several rates.
package protocol CompositeMetric: Metric {
  /// A few rows and the values that they give, worked out by hand.
  var example: Example { get }
  /// The rates.
  var parts: [any RateMetric] { get }
}

extension CompositeMetric {
  /// A composite.
  package var kind: MetricKind { .composite(self) }
}

/// A share of rows, or of what a notice has to say, over everything at once.
package protocol CountedMetric: Metric {
  /// What a record counts of it; nothing where it counts none.
  func counts(of record: Record) -> SummaryCounts?
}

extension CountedMetric {
  /// A share over everything.
  package var kind: MetricKind { .counted(self) }
}

/// A few rows, written out, and the values that they give.
package struct Example: Sendable, Hashable {
  /// A row: group, stratum, decision, outcome and how many such rows there are.
  package struct Row: Sendable, Hashable {
    /// The group's label.
    package var group: Label
    /// Its cell of decision × outcome.
    package var cell: DecisionCell
    /// Identical rows.
    package var count: Int

    /// Writes a row.
    package init(_ group: Label, _ cell: DecisionCell, _ count: Int) {
      self.group = group
      self.cell = cell
      self.count = count
    }
  }

  /// The rows.
  package var rows: [Row]
  /// Numerator and denominator by group, for a rate.
  package var proportions: [Label: Proportion]
  /// The difference over the worst pair, for a composite.
  package var difference: Double?
  /// The number by group, for a function of counts.
  package var values: [Label: Double] = [:]

  /// An example of a rate.
  package init(rows: [Row], proportions: [Label: Proportion]) {
    self.rows = rows
    self.proportions = proportions
    difference = nil
  }

  /// An example of a function of counts.
  package init(rows: [Row], values: [Label: Double]) {
    self.init(rows: rows, proportions: [:])
    self.values = values
  }

  /// An example of a composite.
  package init(rows: [Row], difference: Double) {
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
