import AuditMetrics
import AuditNumerics
import AuditStatistics

/// The numbers of the groups of one family in every replicate of the Poisson bootstrap over people.
final class ListReplicates: Replicates {
  private let values: @Sendable () -> [[Double?]]
  private let targets: (@Sendable () -> [[Double?]])?

  var most: Int { .max }

  /// Averages over the lists of groups of people: value and base stand at `component` and after it.
  init(members: [[Int]], component: Int, isChange: Bool, bootstrap: ListBootstrap) {
    values = {
      members.map { finest in
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
    }
    targets = nil
  }

  /// Functions of what groups of items get.
  init(
    _ functions: [MeanFunction], form: QuotientForm, targets: [MeanFunction]?, totals: Matrix, dimension: Int
  ) {
    let means: @Sendable () -> [[Double]?] = {
      (0..<totals.rows).map { replicate in
        let weight = totals[replicate, 0]
        guard weight > 0 else { return nil }
        // Components of ranks are not resampled, and no function of these reads them.
        return (0..<dimension).map { 1 + $0 < totals.columns ? totals[replicate, 1 + $0] / weight : 0 }
      }
    }
    values = {
      let means = means()
      return functions.map { function in
        means.map { $0.flatMap(function.value(at:)) }.map { value in
          switch form {
          case .plain: value
          case .change: value.map { $0 - 1 }
          case .logarithm: value.flatMap { EstimateScale.logarithm.apply($0) }
          }
        }
      }
    }
    guard let targets else {
      self.targets = nil
      return
    }
    self.targets = {
      let means = means()
      return targets.map { function in means.map { $0.flatMap(function.value(at:)) } }
    }
  }

  func scale(_ comparison: PairComparison) -> EstimateScale { comparison == .ratio ? .logarithm : .identity }

  /// Comparisons with one group or with a target; those with many groups at once are not resampled.
  func drawn(_ wanted: [ReplicateTarget]) -> [[Double]?] {
    guard !wanted.isEmpty else { return [] }
    let values = values()
    let shares = wanted.contains { if case .constant = $0.rival { true } else { false } } ? targets?() : nil
    return wanted.map { target in
      let other: [Double?]
      switch target.rival {
      case .group(let index): other = values[index]
      case .constant(let constant):
        other = shares.map { $0[target.group] } ?? values[target.group].map { _ in constant }
      case .overall, .complement: return nil
      }
      let scale = scale(target.comparison)
      return zip(values[target.group], other).map { own, other in
        guard let own, let other else { return .nan }
        let compared = target.comparison == .ratio ? (other > 0 ? own / other : .nan) : own - other
        return scale.apply(compared) ?? .nan
      }
    }
  }
}
