import AuditMetrics
import AuditNumerics
import AuditPolicy
import AuditRecord
import AuditStatistics

/// The crude disparities again, by drawing the whole table anew: an independent check of the analytic intervals.
///
/// One set of replicates, multinomial over all cells, serves every grouping and metric, so numbers that depend on each
/// other stay so. A replicate costs as much as the table is large, never as much as the data are.
struct BootstrapChecks {
  let tables: GroupTables
  let metrics: [any RateMetric]
  let replicates: Int
  let seed: Int

  /// Replicates drawn at once.
  private static let block = 125
  /// Comparisons checked at most, coarse groupings first: a check is a sample of the intervals, not a second audit.
  private static let most = 4000

  /// Adds a bootstrap interval to the rows that have an analytic one and are not within a stratum.
  func annotate(_ rows: inout [Disparity], groupings: [[String]]) {
    let wanted = rows.indices.filter { rows[$0].within == nil && rows[$0].interval != nil }.prefix(BootstrapChecks.most)
    guard replicates > 0, !wanted.isEmpty else { return }
    let plan = Plan(
      tables: tables, groupings: groupings.filter { name in wanted.contains { rows[$0].grouping == name } })
    let values = values(of: wanted.map { plan.target(of: rows[$0], metrics: metrics) }, plan: plan)
    let levels = wanted.map { rows[$0].level }
    let checks = Parallel.map(values.count) { number in
      let defined = values[number].filter(\.isFinite)
      let isUsable = Double(replicates - defined.count) <= 0.01 * Double(replicates)
      let limits = isUsable ? Percentile.interval(of: defined, confidence: levels[number]) : nil
      return BootstrapCheck(lower: limits?.lower, upper: limits?.upper, defined: defined.count)
    }
    for (index, check) in zip(wanted, checks) { rows[index].bootstrap = check }
  }

  /// Where a disparity finds its numbers among the columns of a replicate.
  private struct Target: Sendable {
    var metric: Int
    var column: Int
    var reference: [Int]
    var isRatio: Bool
  }

  /// All groups of all groupings side by side, as one membership matrix over the cells without strata.
  private struct Plan: Sendable {
    var counts: [Double] = []
    var merged = 0
    var membership = Matrix(rows: 0, columns: 0, elements: [])
    var offsets: [[String]: Int] = [:]
    var groups: [[String]: [[Label]]] = [:]

    init(tables: GroupTables, groupings: [[String]]) {
      // Finest groups that differ only in their stratum are one here: their sum is multinomial too.
      let axes = tables.layout.axes.indices.filter { tables.layout.axes[$0].role == .group }
      var codes: [[Int32]: Int32] = [:]
      let mapping = tables.layout.finest.map { tuple in
        let key = axes.map { tuple[$0] }
        let code = codes[key] ?? Int32(codes.count)
        codes[key] = code
        return code
      }
      merged = codes.count
      let finest = tables.finest.regrouped(by: mapping, count: merged)
      counts = (0..<Contingency.cells).flatMap { cell in
        (0..<merged).map { finest.counts[$0 * Contingency.cells + cell] }
      }
      var elements: [Double] = []
      var total = 0
      for grouping in groupings {
        let (groups, owner) = tables.membership(of: grouping)
        var rows = [Double](repeating: 0, count: groups.count * merged)
        for (row, group) in owner.enumerated() where group >= 0 { rows[Int(group) * merged + Int(mapping[row])] = 1 }
        offsets[grouping] = total
        self.groups[grouping] = groups
        elements += rows
        total += groups.count
      }
      membership = Matrix(rows: total, columns: merged, elements: elements)
    }

    func target(of row: Disparity, metrics: [any RateMetric]) -> Target {
      guard let offset = offsets[row.grouping], let groups = groups[row.grouping],
        let metric = metrics.firstIndex(where: { $0.card.id == row.metric }),
        let group = groups.firstIndex(of: row.group)
      else { preconditionFailure("a disparity belongs to a grouping and a metric of the audit") }
      let others =
        switch row.reference.rule {
        case "overall": groups.indices.map { $0 }
        case "complement": groups.indices.filter { $0 != group }
        default: groups.indices.filter { groups[$0] == row.reference.group }
        }
      return Target(
        metric: metric, column: offset + group, reference: others.map { offset + $0 },
        isRatio: row.comparison == .ratio)
    }
  }

  /// The value of each target in each replicate `[targets][replicates]`; infinite where a replicate has none.
  private func values(of targets: [Target], plan: Plan) -> [[Double]] {
    let bootstrap = MultinomialBootstrap(counts: plan.counts, replicates: replicates, seed: UInt64(seed))
    let columns = plan.membership.rows
    let blocks = Parallel.map((replicates + BootstrapChecks.block - 1) / BootstrapChecks.block) { number in
      var values = targets.map { _ in [Double]() }
      let start = number * BootstrapChecks.block
      let range = start..<min(start + BootstrapChecks.block, replicates)
      let drawn = bootstrap.block(range)
      var cells: [Double] = []
      for cell in 0..<Contingency.cells {
        let rows = (cell * plan.merged * range.count)..<((cell + 1) * plan.merged * range.count)
        cells +=
          Matrix.product(
            plan.membership, Matrix(rows: plan.merged, columns: range.count, elements: Array(drawn.elements[rows]))
          ).elements
      }
      let rates = RateTable(
        metrics: metrics, cells: Matrix(rows: Contingency.cells, columns: columns * range.count, elements: cells))
      for (index, target) in targets.enumerated() {
        let base = target.metric * rates.numerators.columns
        for replicate in 0..<range.count {
          func at(_ matrix: Matrix, _ column: Int) -> Double {
            matrix.elements[base + column * range.count + replicate]
          }
          let rate = at(rates.numerators, target.column) / at(rates.denominators, target.column)
          var successes = 0.0
          var trials = 0.0
          for column in target.reference {
            successes += at(rates.numerators, column)
            trials += at(rates.denominators, column)
          }
          let value = target.isRatio ? rate / (successes / trials) : rate - successes / trials
          values[index].append(value.isFinite ? value : .infinity)
        }
      }
      return values
    }
    return targets.indices.map { target in blocks.flatMap { $0[target] } }
  }
}
