import AuditNumerics
import AuditPolicy
import AuditRecord
import AuditStatistics

/// A comparison that is wanted in every replicate.
struct ReplicateTarget: Sendable {
  var metric: String
  var grouping: [String]
  /// The group, and what it is compared with, by their places in the family.
  var group: Int
  var rival: Rival
  var comparison: PairComparison
}

/// Numbers drawn again and again: an independent check of the analytic ranges. Families that share replicates share one
/// object, which draws for all of them at once.
protocol Replicates: AnyObject, Sendable {
  /// How many rows are checked at most, in the order of the record: a check is a sample of the ranges, not a second audit.
  var most: Int { get }
  /// The scale on which comparisons are drawn.
  func scale(_ comparison: PairComparison) -> EstimateScale
  /// Each target in each replicate, on the scale; not finite where a replicate has none, nothing where a target is not
  /// resampled [targets][replicates].
  func drawn(_ targets: [ReplicateTarget]) -> [[Double]?]
}

/// The rows of one way of comparing the groups of one family, to be set beside their replicates.
struct ReplicateCheck {
  var replicates: any Replicates
  var targets: [(row: Int, target: ReplicateTarget, error: Double?)]
  var level: Double

  /// Adds to rows their ranges by resampling: of each alone and, where standard errors are known, of all of one way of
  /// comparing together.
  static func annotate(_ rows: inout [Disparity], _ checks: [ReplicateCheck]) {
    var shared: [ObjectIdentifier: [ReplicateCheck]] = [:]
    for check in checks { shared[ObjectIdentifier(check.replicates), default: []].append(check) }
    for group in shared.values {
      let replicates = group[0].replicates
      var left = replicates.most
      let checks = group.map { check in
        var check = check
        check.targets = Array(check.targets.prefix(left))
        left -= check.targets.count
        return check
      }
      let drawn = replicates.drawn(checks.flatMap { $0.targets.map(\.target) })
      var start = 0
      for check in checks {
        check.annotate(&rows, drawn: drawn[start..<(start + check.targets.count)])
        start += check.targets.count
      }
    }
  }

  private func annotate(_ rows: inout [Disparity], drawn: ArraySlice<[Double]?>) {
    let pieces = Array(zip(targets, drawn))
    let limits = Parallel.map(pieces.count) { number -> BootstrapCheck? in
      guard let drawn = pieces[number].1 else { return nil }
      let undefined = drawn.count { !$0.isFinite }
      let isUsable = 100 * undefined <= drawn.count
      let limits =
        isUsable
        ? Percentile.interval(of: undefined == 0 ? drawn : drawn.filter(\.isFinite), confidence: level) : nil
      let scale = replicates.scale(pieces[number].0.target.comparison)
      return BootstrapCheck(
        lower: limits.map { scale.revert($0.lower) }, upper: limits.map { scale.revert($0.upper) },
        defined: drawn.count - undefined)
    }
    var together: [(row: Int, estimate: Double, error: Double, scale: EstimateScale, drawn: [Double])] = []
    for ((target, drawn), check) in zip(pieces, limits) {
      guard let check, let drawn else { continue }
      rows[target.row].bootstrap = check
      let scale = replicates.scale(target.target.comparison)
      guard let error = target.error, let estimate = rows[target.row].value.flatMap(scale.apply) else { continue }
      together.append((target.row, estimate, error, scale, drawn))
    }
    guard !together.isEmpty,
      let critical = MaximumDeviation(
        replicates: together.map(\.drawn), estimates: together.map(\.estimate),
        standardErrors: together.map(\.error)
      ).criticalValue(confidence: level)
    else { return }
    for quantity in together {
      let half = critical * quantity.error
      rows[quantity.row].simultaneous = Interval(
        lower: quantity.scale.revert(quantity.estimate - half), upper: quantity.scale.revert(quantity.estimate + half),
        level: level, method: .resampledMaximum)
    }
  }
}
