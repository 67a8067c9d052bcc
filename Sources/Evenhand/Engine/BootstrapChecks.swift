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
  private static let block = 50
  /// Comparisons checked at most, coarse groupings first: a check is a sample of the intervals, not a second audit.
  private static let most = 4000

  /// Adds a bootstrap interval to the rows that have an analytic one and are not within a stratum.
  func annotate(_ rows: inout [Disparity], groupings: [[String]]) {
    let wanted = rows.indices.filter { rows[$0].within == nil && rows[$0].interval != nil }.prefix(BootstrapChecks.most)
    guard replicates > 0, !wanted.isEmpty else { return }
    let present = Set(wanted.map { rows[$0].grouping })
    let plan = Plan(tables: tables, groupings: groupings.filter(present.contains))
    let places = Dictionary(uniqueKeysWithValues: metrics.enumerated().map { ($1.card.id, $0) })
    let targets = wanted.map { plan.target(of: rows[$0], metric: places[rows[$0].metric]) }
    let blocks = blocks(targets, plan: plan)
    let levels = wanted.map { rows[$0].level }
    let checks = Parallel.map(targets.count) { number in
      let defined = [Double](unsafeUninitializedCapacity: replicates) { buffer, count in
        for block in blocks {
          let width = block.count / targets.count
          for value in block[(number * width)..<((number + 1) * width)] where value.isFinite {
            buffer[count] = value
            count += 1
          }
        }
      }
      let count = defined.count
      let isUsable = Double(replicates - count) <= 0.01 * Double(replicates)
      let limits = isUsable ? Percentile.interval(of: defined, confidence: levels[number]) : nil
      return BootstrapCheck(lower: limits?.lower, upper: limits?.upper, defined: count)
    }
    for (index, check) in zip(wanted, checks) { rows[index].bootstrap = check }
  }

  /// Where a disparity finds its numbers among the columns of a replicate.
  private struct Target: Sendable {
    var metric: Int
    var column: Int
    /// The column that it is compared with, or compared with once its own numbers are taken away.
    var reference: Int
    var isComplement: Bool
    var isRatio: Bool
  }

  /// All groups of all groupings side by side, each grouping followed by its groups together.
  private struct Plan: Sendable {
    /// The counts of the finest groups without strata `[cells × finest]`.
    var counts: [Double] = []
    var columns = 0
    /// Which columns a finest group is part of `[finest][columns]`.
    var owners: [[Int]] = []
    private var offsets: [[String]: Int] = [:]
    private var places: [[String]: [[Label]: Int]] = [:]

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
      let finest = tables.finest.regrouped(by: mapping, count: codes.count)
      counts = (0..<Contingency.cells).flatMap { cell in
        (0..<codes.count).map { finest.counts[$0 * Contingency.cells + cell] }
      }
      owners = Array(repeating: [], count: codes.count)
      for grouping in groupings {
        let (groups, owner) = tables.membership(of: grouping)
        var isSeen = Array(repeating: false, count: codes.count)
        for (row, group) in owner.enumerated() where group >= 0 && !isSeen[Int(mapping[row])] {
          isSeen[Int(mapping[row])] = true
          owners[Int(mapping[row])] += [columns + Int(group), columns + groups.count]
        }
        offsets[grouping] = columns
        places[grouping] = Dictionary(uniqueKeysWithValues: groups.enumerated().map { ($1, $0) })
        columns += groups.count + 1
      }
    }

    func target(of row: Disparity, metric: Int?) -> Target {
      guard let offset = offsets[row.grouping], let places = places[row.grouping], let metric,
        let group = places[row.group]
      else { preconditionFailure("a disparity belongs to a grouping and a metric of the audit") }
      let isNamed = row.reference.rule != "overall" && row.reference.rule != "complement"
      return Target(
        metric: metric, column: offset + group,
        reference: offset + (isNamed ? row.reference.group.flatMap { places[$0] } ?? places.count : places.count),
        isComplement: row.reference.rule == "complement", isRatio: row.comparison == .ratio)
    }
  }

  /// The value of each target in each replicate of a block `[blocks][targets × replicates]`; infinite where a replicate has
  /// none.
  private func blocks(_ targets: [Target], plan: Plan) -> [[Double]] {
    let bootstrap = MultinomialBootstrap(counts: plan.counts, replicates: replicates, seed: UInt64(seed))
    return Parallel.map((replicates + BootstrapChecks.block - 1) / BootstrapChecks.block) { number in
      let start = number * BootstrapChecks.block
      let range = start..<min(start + BootstrapChecks.block, replicates)
      let width = range.count
      let drawn = bootstrap.block(range).elements
      var cells = Matrix(rows: Contingency.cells, columns: plan.columns * width)
      cells.elements.withUnsafeMutableBufferPointer { cells in
        for cell in 0..<Contingency.cells {
          for (finest, owners) in plan.owners.enumerated() {
            let source = (cell * plan.owners.count + finest) * width
            for owner in owners {
              let target = (cell * plan.columns + owner) * width
              for replicate in 0..<width { cells[target + replicate] += drawn[source + replicate] }
            }
          }
        }
      }
      let rates = RateTable(metrics: metrics, cells: cells)
      let (numerators, denominators) = (rates.numerators.elements, rates.denominators.elements)
      let shares = zip(numerators, denominators).map { $0 / $1 }
      return [Double](unsafeUninitializedCapacity: targets.count * width) { values, count in
        for target in targets {
          let own = (target.metric * plan.columns + target.column) * width
          let other = (target.metric * plan.columns + target.reference) * width
          for (own, other) in zip(own..<(own + width), other..<(other + width)) {
            let reference =
              target.isComplement
              ? (numerators[other] - numerators[own]) / (denominators[other] - denominators[own]) : shares[other]
            let value = target.isRatio ? shares[own] / reference : shares[own] - reference
            values[count] = value.isFinite ? value : .infinity
            count += 1
          }
        }
      }
    }
  }
}
