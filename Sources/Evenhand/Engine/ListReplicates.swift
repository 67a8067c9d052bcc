import AuditMetrics
import AuditNumerics
import AuditPolicy
import AuditRecord
import AuditStatistics

/// The numbers of the groups of one family in every replicate of the Poisson bootstrap.
struct ListReplicates {
  /// The number of each group in each replicate [groups][replicates]; nothing where a replicate has none.
  let values: [[Double?]]
  /// The target of each group in each replicate, where it follows from the same lists.
  let targets: [[Double?]]?

  /// Averages over the lists of groups of people: value and base stand at `component` and after it.
  init(members: [[Int]], component: Int, isChange: Bool, bootstrap: ListBootstrap) {
    values = members.map { finest in
      var sums: [(value: Double, base: Double)] = []
      for code in finest {
        let totals = bootstrap.receivers[code].totals
        if sums.isEmpty { sums = Array(repeating: (0, 0), count: totals.rows) }
        for replicate in 0..<totals.rows {
          sums[replicate].value += totals[replicate, 1 + component]
          sums[replicate].base += totals[replicate, 2 + component]
        }
      }
      return sums.map { $0.base > 0 ? $0.value / $0.base - (isChange ? 1 : 0) : nil }
    }
    targets = nil
  }

  /// Functions of what groups of items get.
  init(
    _ functions: [MeanFunction], form: QuotientForm, targets: [MeanFunction]?, totals: Matrix, dimension: Int
  ) {
    let means = (0..<totals.rows).map { replicate -> [Double]? in
      let weight = totals[replicate, 0]
      guard weight > 0 else { return nil }
      // Components of ranks are not resampled, and no function of these reads them.
      return (0..<dimension).map { 1 + $0 < totals.columns ? totals[replicate, 1 + $0] / weight : 0 }
    }
    func values(_ function: MeanFunction) -> [Double?] { means.map { $0.flatMap(function.value(at:)) } }
    self.values = functions.map { function in
      values(function).map { value in
        switch form {
        case .plain: value
        case .change: value.map { $0 - 1 }
        case .logarithm: value.flatMap { EstimateScale.logarithm.apply($0) }
        }
      }
    }
    self.targets = targets.map { $0.map(values) }
  }

  /// Adds to the rows of one way of comparing their ranges by resampling: of each alone, and of all together.
  func annotate(
    _ rows: inout ArraySlice<Disparity>, choice: ReferenceChoice, evidence: EstimateEvidence, constants: [Double],
    comparison: PairComparison, level: Double
  ) {
    let scale: EstimateScale = comparison == .ratio ? .logarithm : .identity
    var quantities: [(row: Int, estimate: Double, error: Double, drawn: [Double?])] = []
    for (group, row) in zip(values.indices, rows.indices) {
      guard rows[row].interval != nil, let value = rows[row].value, let estimate = scale.apply(value),
        let rival = choice.rival(of: group, constants: constants),
        let spread = evidence.spread(comparison, of: group, against: rival), spread.standardError > 0
      else { continue }
      guard let other = others(of: group, choice, constants: constants) else { continue }
      let drawn = zip(values[group], other).map { own, other -> Double? in
        guard let own, let other else { return nil }
        return scale.apply(comparison == .ratio ? (other > 0 ? own / other : .nan) : own - other)
      }
      let defined = drawn.compactMap { $0 }
      let isUsable = 100 * (drawn.count - defined.count) <= drawn.count
      let limits = isUsable ? Percentile.interval(of: defined, confidence: level) : nil
      rows[row].bootstrap = BootstrapCheck(
        lower: limits.map { scale.revert($0.lower) }, upper: limits.map { scale.revert($0.upper) },
        defined: defined.count)
      quantities.append((row, estimate, spread.standardError, drawn))
    }
    guard !quantities.isEmpty,
      let critical = MaximumDeviation(
        replicates: quantities.map(\.drawn), estimates: quantities.map(\.estimate),
        standardErrors: quantities.map(\.error)
      ).criticalValue(confidence: level)
    else { return }
    for quantity in quantities {
      let half = critical * quantity.error
      rows[quantity.row].simultaneous = Interval(
        lower: scale.revert(quantity.estimate - half), upper: scale.revert(quantity.estimate + half), level: level,
        method: "max-t")
    }
  }

  /// What a group is compared with, in each replicate; nothing for comparisons with many groups at once.
  private func others(of group: Int, _ choice: ReferenceChoice, constants: [Double]) -> [Double?]? {
    switch choice {
    case .group(let index): values[index]
    case .target: targets.map { $0[group] } ?? values[group].map { _ in constants[group] }
    case .overall, .complement, .none: nil
    }
  }
}
