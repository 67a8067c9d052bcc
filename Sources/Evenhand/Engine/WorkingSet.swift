import AuditData
import AuditMetrics
import AuditPolicy
import AuditRecord

/// What an audit would hold at once, estimated from its plan and the combinations that occur, before anything is computed.
///
/// The estimate is of the largest parts: tables of counts, rows of the record and findings, each with its text. It was set
/// beside what audits of many groups really took; a small audit takes some ten megabytes that are not counted here.
struct WorkingSet {
  /// What is measured of one grouping.
  private struct Part {
    var grouping: [String]
    /// Groups, or as many as there can be.
    var groups: Int
    /// Strata of all columns.
    var strata: Int
    /// Groups that get rows of their own, over everybody and in all strata.
    var listed: Int
    var metrics: Int
    /// Ways of comparing and findings that requirements ask for.
    var requirements: Int

    /// Bytes of a group's counts, and of one metric of it.
    private static let ofCounts = 48.0
    private static let ofMetric = 120.0
    /// Bytes of an estimate, of a disparity, of a finding with what could have been seen; each with its text in record and
    /// reports.
    private static let ofEstimate = 6_000.0
    private static let ofDisparity = 9_000.0
    private static let ofFinding = 12_000.0

    var bytes: Double {
      let tables = Double(groups) * Double(1 + strata) * (Self.ofCounts + Self.ofMetric * Double(metrics))
      let rows = Double(listed) * Double(metrics) * (Self.ofEstimate + 2 * Self.ofDisparity)
      let asked = Double(listed) * Double(requirements) * (Self.ofDisparity + Self.ofFinding)
      return tables + rows + asked
    }
  }

  private var parts: [Part] = []

  /// Bytes that the audit would take.
  private var bytes: Double { parts.reduce(0) { $0 + $1.bytes } }

  private init() {}

  /// Checks that the numbers about decisions fit.
  ///
  /// - Throws: `ReadError` that says how many there would be, which key makes them, and what to write instead.
  static func check(_ plan: Plan, _ decisions: DecisionColumns, _ tables: GroupTables, memory: Int) throws(ReadError) {
    let ids = plan.metricIDs(.decisions)
    let metrics = plan.metrics.count { ids.contains($0) }
    let strata = decisions.within.reduce(0) { $0 + tables.strata(of: $1.column).count }
    let smallest = SmallestCounts(plan.requirements)
    var asked: [[String]: Int] = [:]
    for requirement in plan.requirements where ids.contains(requirement.metric) {
      for grouping in requirement.across { asked[grouping, default: 0] += 1 }
    }
    let units = Int(bounded: tables.totals.reduce(0, +))
    func estimate(_ counted: ([String]) -> (groups: Int, listed: Int)) -> WorkingSet {
      var set = WorkingSet()
      for grouping in plan.measuredGroupings(.decisions) {
        let (groups, whole) = counted(grouping)
        let inStrata = decisions.within.reduce(0) {
          let tables = tables.strata(of: $1.column).count
          return $0 + min(groups * tables, units / max(1, smallest.least(grouping)) + SmallGroups.most * tables)
        }
        set.parts.append(
          Part(
            grouping: grouping, groups: groups, strata: strata, listed: whole + inStrata, metrics: metrics,
            requirements: asked[grouping] ?? 0))
      }
      return set
    }
    // Most plans fit whatever combinations occur; only of others are these counted.
    let most = estimate { grouping in
      let groups = tables.mostGroups(grouping)
      let isListed = grouping.count < 2
      return (groups, isListed ? groups : min(groups, units / max(1, smallest.least(grouping)) + SmallGroups.most))
    }
    guard most.bytes > Double(memory) else { return }
    let exact = estimate { grouping in
      let sizes = tables.groupSizes(grouping)
      let isSmall = smallest.small(sizes, grouping: grouping, stratum: nil)
      return (sizes.count, sizes.count - isSmall.count { $0 })
    }
    guard exact.bytes > Double(memory), let largest = exact.parts.max(by: { $0.bytes < $1.bytes }) else { return }
    throw exact.error(largest, file: decisions.table.files.first?.given ?? "memory", memory: memory)
  }

  private func error(_ largest: Part, file: String, memory: Int) -> ReadError {
    let groups = PlainNumber.count(parts.reduce(0) { $0 + $1.groups })
    let across =
      parts.count == 1
      ? Words.grouping(largest.grouping)
      : "\(PlainNumber.count(parts.count)) groupings, most of them in \(Words.grouping(largest.grouping))"
    let strata = largest.strata > 0 ? ", in \(PlainNumber.count(largest.strata)) strata" : ""
    let requirements = parts.reduce(0) { $0 + $1.requirements }
    let hint: String
    if largest.requirements > 10 * largest.metrics {
      hint = "write fewer requirements:, or name their groupings with across:"
    } else if largest.strata > largest.groups / 10, largest.strata > 10 {
      hint = "hold columns with fewer labels constant under within:"
    } else if largest.grouping.count > 1 {
      hint = "name the intersections: and metrics: that matter, or give columns bins or fewer labels"
    } else {
      hint = "name the metrics: that matter, or give the column bins or fewer labels"
    }
    func amount(_ bytes: Double) -> String {
      bytes < 1e9
        ? "\(Int(bounded: (bytes / 1e6).rounded(.up))) MB"
        : "\(PlainNumber.fixed(min(bytes, 1e18) / 1e9, decimals: 1)) GB"
    }
    return ReadError(
      .memoryExceeded, file: file,
      message:
        "the plan asks for more numbers than fit: \(groups) groups of \(across)\(strata), \(largest.metrics) metrics and \(PlainNumber.count(requirements)) checks of a requirement on a grouping, about \(amount(bytes)) where \(amount(Double(memory))) are granted",
      hint: "\(hint); or grant more with --memory")
  }
}
