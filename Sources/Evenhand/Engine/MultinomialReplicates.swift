import AuditMetrics
import AuditNumerics
import AuditRecord
import AuditStatistics

/// Rates drawn by drawing the whole table anew, from one multinomial over all cells.
///
/// One set of replicates serves every grouping and metric, so numbers that depend on each other stay so. A replicate costs as
/// much as the table is large, never as much as the data are.
final class MultinomialReplicates: Replicates {
  private let tables: GroupTables
  private let metrics: [any RateMetric]
  private let replicates: Int
  private let seed: Int

  /// Replicates drawn at once.
  private static let block = 50

  var most: Int { 4000 }

  /// Nothing without replicates.
  init?(tables: GroupTables, metrics: [any RateMetric], replicates: Int, seed: Int) {
    guard replicates > 0 else { return nil }
    self.tables = tables
    self.metrics = metrics
    self.replicates = replicates
    self.seed = seed
  }

  func scale(_ comparison: PairComparison) -> EstimateScale { .identity }

  func drawn(_ wanted: [ReplicateTarget]) -> [[Double]?] {
    var groupings: [[String]] = []
    for target in wanted where !groupings.contains(target.grouping) { groupings.append(target.grouping) }
    let layout = Layout(tables: tables, groupings: groupings)
    let places = Dictionary(uniqueKeysWithValues: metrics.enumerated().map { ($1.card.id, $0) })
    let columns = wanted.map { target in places[target.metric].flatMap { layout.columns(of: target, metric: $0) } }
    let known = columns.compactMap { $0 }
    guard !known.isEmpty else { return wanted.map { _ in nil } }
    let blocks = blocks(known, layout)
    let values = Parallel.map(known.count) { number in
      [Double](unsafeUninitializedCapacity: replicates) { buffer, count in
        for block in blocks {
          let width = block.count / known.count
          for value in block[(number * width)..<((number + 1) * width)] {
            buffer[count] = value
            count += 1
          }
        }
      }
    }
    var next = values.makeIterator()
    return columns.map { $0 == nil ? nil : next.next() }
  }

  /// Where a comparison finds its numbers among the columns of a replicate.
  private struct Columns: Sendable {
    var metric: Int
    var own: Int
    /// What it is compared with, or compared with once its own numbers are taken away.
    var other: Int
    var isComplement: Bool
    var isRatio: Bool
  }

  /// All groups of all groupings side by side, each grouping followed by its groups together.
  private struct Layout: Sendable {
    /// The counts of the finest groups without strata `[cells × finest]`.
    var counts: [Double] = []
    var width = 0
    /// Which columns a finest group is part of `[finest][columns]`.
    var owners: [[Int]] = []
    private var groups: [[String]: Range<Int>] = [:]

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
          owners[Int(mapping[row])] += [width + Int(group), width + groups.count]
        }
        self.groups[grouping] = width..<(width + groups.count)
        width += groups.count + 1
      }
    }

    func columns(of target: ReplicateTarget, metric: Int) -> Columns? {
      guard let groups = groups[target.grouping], groups.indices.contains(groups.lowerBound + target.group) else {
        return nil
      }
      var columns = Columns(
        metric: metric, own: groups.lowerBound + target.group, other: groups.upperBound, isComplement: false,
        isRatio: target.comparison == .ratio)
      switch target.rival {
      case .group(let index): columns.other = groups.lowerBound + index
      case .overall: break
      case .complement: columns.isComplement = true
      case .constant: return nil
      }
      return columns
    }
  }

  /// The value of each target in each replicate of a block `[blocks][targets × replicates]`; infinite where a replicate has
  /// none.
  private func blocks(_ targets: [Columns], _ layout: Layout) -> [[Double]] {
    let bootstrap = MultinomialBootstrap(counts: layout.counts, replicates: replicates, seed: UInt64(seed))
    return Parallel.map((replicates + Self.block - 1) / Self.block) { number in
      let start = number * Self.block
      let range = start..<min(start + Self.block, replicates)
      let width = range.count
      let drawn = bootstrap.block(range).elements
      var cells = Matrix(rows: Contingency.cells, columns: layout.width * width)
      cells.elements.withUnsafeMutableBufferPointer { cells in
        for cell in 0..<Contingency.cells {
          for (finest, owners) in layout.owners.enumerated() {
            let source = (cell * layout.owners.count + finest) * width
            for owner in owners {
              let target = (cell * layout.width + owner) * width
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
          let own = (target.metric * layout.width + target.own) * width
          let other = (target.metric * layout.width + target.other) * width
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
