import AuditData
package import AuditInputs
package import AuditRecord
package import AuditStatistics

/// A number made of the scores of groups, or of another number that each person has.
package protocol ScoreMetric: Metric {
  /// A few scores and the values that they give, worked out by hand.
  var example: ScoreExample { get }
  /// The number of each group of a table [groups].
  func numbers(of table: ScoreTable) -> [ScoreNumber]
  /// What the number would make of people who were left out: of some with scores, of some without.
  func completions(of scores: GroupScores, in table: ScoreTable, isCounted: Bool) -> Completions
}

extension ScoreMetric {
  /// Of which number of a person it is made.
  package var number: RowNumber {
    card.needs.contains(.predicted) ? .error : card.needs.contains(.amount) ? .amount : .score
  }

  /// A number of scores.
  package var kind: MetricKind { .score(self) }

  /// Anything between the least and the most that the number can be, for everybody whom it would count.
  package func completions(of scores: GroupScores, in table: ScoreTable, isCounted: Bool) -> Completions {
    let asksForOutcome = card.needs.contains(.outcome)
    let lacking = scores.unscored + (asksForOutcome ? scores.others.people : 0)
    let counted = asksForOutcome ? scores.observed : scores.people
    return Completions(either: Double(isCounted ? lacking : lacking + counted))
  }
}

/// The scores of the groups of one grouping, with what is asked of everybody's scores.
package struct ScoreTable: Sendable {
  /// The scores of each group.
  package let groups: [GroupScores]
  /// The mean of the two middle scores of everybody who has one, of known group or not; nil without scores.
  package let median: Double?
  /// The lowest and the highest score that there can be; nil where the plan does not say it.
  package let range: ClosedRange<Double>?
  /// Whether all scores lie from 0 to 1, so that they can be read as probabilities.
  package let areProbabilities: Bool
  /// The end of each bin of a calibration error but the last, in rising order; of bins of equally many people.
  package let edges: [Double]

  /// The bins of a calibration error at most.
  package static let mostBins = 10
  /// The groups that are set against everybody else at most.
  package static let mostApart = 100
  /// The fewest people of whose scores a mean or a distance leaves the process: of fewer it would tell what a person's score is.
  package static let fewestTogether = 5
  /// The fewest people in a bin.
  package static let fewestInBin = 30

  /// The groups of one grouping.
  ///
  /// - Parameter everybody: The scores of everybody, of known group or not.
  package init(groups: [GroupScores], everybody: GroupScores, range: ClosedRange<Double>? = nil) {
    self.init(groups: groups, context: ScoreContext(everybody, range: range))
  }

  /// The groups of one grouping.
  package init(groups: [GroupScores], context: ScoreContext) {
    self.groups = groups
    median = context.median
    range = context.range
    areProbabilities = context.areProbabilities
    edges = context.edges
  }

  /// The scores of everybody in another group than this one.
  func others(_ group: Int) -> GroupScores {
    GroupScores.merged(groups.indices.filter { $0 != group }.map { groups[$0] })
  }
}

/// What is asked of everybody's scores, once for all groupings.
package struct ScoreContext: Sendable {
  /// The mean of the two scores in the middle; nil without scores.
  package let median: Double?
  let range: ClosedRange<Double>?
  let areProbabilities: Bool
  let edges: [Double]

  /// Looks at everybody's scores.
  package init(_ everybody: GroupScores, range: ClosedRange<Double>? = nil) {
    let all = everybody.all
    self.range = range
    median = all.median
    areProbabilities = (all.values.first ?? 0) >= 0 && (all.values.last ?? 0) <= 1
    let observed = everybody.positives.merged(with: everybody.negatives)
    var (edges, before) = ([Double](), Int64(0))
    for index in observed.values.indices.dropLast() {
      before += observed.count(index)
      // Between two scores, so that no edge is the score of a person.
      let (low, high) = (observed.values[index], observed.values[index + 1])
      let middle = low / 2 + high / 2
      let edge = middle >= low && middle < high ? middle : low
      if Double(before) * Double(ScoreTable.mostBins) >= Double(edges.count + 1) * Double(observed.people) {
        edges.append(edge)
        // Where many have one score, bins that would hold nobody are passed over.
        while Double(before) * Double(ScoreTable.mostBins) >= Double(edges.count + 1) * Double(observed.people),
          edges.count + 1 < ScoreTable.mostBins
        {
          edges.append(edge)
        }
      }
    }
    self.edges = edges.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }
}

/// The number of one group, and what its limits follow from.
package struct ScoreNumber: Sendable {
  /// What the number is.
  package enum Form: Sendable {
    /// So many of so many people.
    case share(Proportion)
    /// The mean of what each person adds, with its variance where there are two people.
    case mean(Double, variance: Double?)
    /// A number with limits of its own.
    case limited(Double)
  }

  /// The number; nil where it does not exist.
  package var form: Form?
  /// Why it does not exist.
  package var undefined: UndefinedReason?
  /// What it rests on.
  package var details: ScoreDetails
  /// A test of the group's scores alone.
  package var test: TestResult?

  /// A number.
  package init(_ form: Form, details: ScoreDetails, test: TestResult? = nil) {
    self.form = form
    self.details = details
    self.test = test
  }

  /// No number.
  package init(undefined: UndefinedReason, people: Int, smallest: Int? = nil) {
    self.undefined = undefined
    details = ScoreDetails(people: people, smallest: smallest)
  }

  /// The number itself.
  package var value: Double? {
    switch form {
    case .share(let share): share.estimate
    case .mean(let mean, _): mean
    case .limited(let value): value
    case nil: nil
    }
  }
}

/// Scores of two groups, written out, and the values that they give.
package struct ScoreExample: Sendable, Hashable {
  /// The number of each group; nil where it does not exist.
  package var values: [Label: Double]
  /// The groups.
  package var groups: [Group]

  /// A group with its scores.
  package struct Group: Sendable, Hashable {
    /// Its label.
    package var label: Label
    /// Its scores.
    package var scores: GroupScores
  }

  /// States values.
  package init(_ values: [Label: Double], groups: [Group] = ScoreExample.scores) {
    self.values = values
    self.groups = groups
  }

  /// Two groups with scores of people with positive and with negative outcomes.
  package static let scores = [
    group("a", [0.9, 0.8, 0.7, 0.6, 0.4], [0.8, 0.6, 0.5, 0.3, 0.2]),
    group("b", [0.9, 0.7, 0.6, 0.5, 0.4], [0.7, 0.5, 0.4, 0.3, 0.1]),
  ]

  /// Two groups with amounts of eleven people each.
  package static let amounts = [
    group("a", [], [], [20, 22, 25, 25, 25, 25, 25, 30, 40, 60, 88]),
    group("b", [], [], [10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30]),
  ]

  /// Two groups with what was predicted of eight and nine people less what they have.
  package static let residuals = [
    group("a", [], [], [0.5, -0.2, 0.1, 0.9, -0.4, 0.3, 0.7, -0.1]),
    group("b", [], [], [-0.3, 0.2, -0.6, -0.1, 0.4, -0.8, 0.1, -0.2, -0.5]),
  ]

  private static func group(
    _ label: Label, _ positives: [Double], _ negatives: [Double], _ others: [Double] = []
  ) -> Group {
    func runs(_ numbers: [Double]) -> ScoreRuns { ScoreRuns(RowNumbers(numbers)) }
    return Group(
      label: label,
      scores: GroupScores(positives: runs(positives), negatives: runs(negatives), others: runs(others)))
  }
}

extension ScoreArea {
  init(_ area: AreaUnderCurve) {
    self.init(
      value: area.value, variance: area.variance, positives: Int(area.positives), negatives: Int(area.negatives))
  }
}
