import AuditMetrics
import AuditNumerics
import AuditRecord
import AuditStatistics

/// Rates drawn by drawing the table of a grouping anew, from one multinomial over all its cells.
///
/// One set of replicates serves every metric and comparison of a grouping, so numbers that are checked together depend on each
/// other as they should. A replicate costs as much as the groups that are checked, never as much as the data or the
/// combinations in them; and what is drawn for one grouping does not depend on which others there are.
final class MultinomialReplicates: Replicates {
  /// Counts of every grouping, over everybody.
  private let tables: [[String]: GroupTable]
  /// Counts of all units `[cells]`.
  private let totals: [Double]
  private let metrics: [any RateMetric]
  private let replicates: Int
  private let seed: Int

  /// Replicates drawn at once.
  private static let block = 50

  var most: Int { 4000 }

  /// Nothing without replicates.
  init?(tables: [GroupTable], totals: [Double], metrics: [any RateMetric], replicates: Int, seed: Int) {
    guard replicates > 0 else { return nil }
    self.tables = Dictionary(tables.map { ($0.grouping, $0) }) { first, _ in first }
    self.totals = totals
    self.metrics = metrics
    self.replicates = replicates
    self.seed = seed
  }

  func scale(_ comparison: PairComparison) -> EstimateScale { .identity }

  func drawn(_ wanted: [ReplicateTarget]) -> [[Double]?] {
    var drawn = [[Double]?](repeating: nil, count: wanted.count)
    for (grouping, places) in Dictionary(grouping: wanted.indices, by: { wanted[$0].grouping }) {
      for (place, values) in zip(places, self.drawn(places.map { wanted[$0] }, of: grouping)) { drawn[place] = values }
    }
    return drawn
  }

  private func drawn(_ wanted: [ReplicateTarget], of grouping: [String]) -> [[Double]?] {
    guard let table = tables[grouping] else { return wanted.map { _ in nil } }
    let layout = Layout(table: table.counts, totals: totals, targets: wanted)
    let places = Dictionary(uniqueKeysWithValues: metrics.enumerated().map { ($1.card.id, $0) })
    let columns = wanted.map { target in places[target.metric].flatMap { layout.columns(of: target, metric: $0) } }
    let known = columns.compactMap { $0 }
    guard !known.isEmpty else { return wanted.map { _ in nil } }
    let blocks = blocks(known, layout)
    let values = Parallel.map(known.count) { number in
      [Double](unsafeUninitializedCapacity: replicates) { buffer, count in
        for block in blocks {
          let width = block.count / known.count
          let values = block[(number * width)..<((number + 1) * width)]
          count = buffer[count...].initialize(fromContentsOf: values)
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

  /// The groups that targets name, and behind them all groups together.
  ///
  /// Groups that no target names are drawn as one, and so are units whose group is not known: sums of a multinomial's cells
  /// are multinomial too.
  private struct Layout: Sendable {
    /// Counts of the named groups, of all others together, and of units of no group `[cells × (named + 2)]`.
    let counts: [Double]
    /// Where each named group stands.
    private let columns: [Int: Int]

    /// Parts that are drawn.
    var parts: Int { columns.count + 2 }
    /// The named groups and all together.
    var width: Int { columns.count + 1 }

    init(table: Matrix, totals: [Double], targets: [ReplicateTarget]) {
      var isNamed = Array(repeating: false, count: table.rows)
      for target in targets {
        isNamed[target.group] = true
        if case .group(let rival) = target.rival { isNamed[rival] = true }
      }
      var columns: [Int: Int] = [:]
      for group in isNamed.indices where isNamed[group] { columns[group] = columns.count }
      let parts = columns.count + 2
      var counts = [Double](repeating: 0, count: Contingency.cells * parts)
      for cell in 0..<Contingency.cells {
        var unknown = totals[cell]
        for group in isNamed.indices {
          counts[cell * parts + (columns[group] ?? parts - 2)] += table[group, cell]
          unknown -= table[group, cell]
        }
        counts[cell * parts + parts - 1] = unknown
      }
      self.counts = counts
      self.columns = columns
    }

    /// The columns that a drawn part is in.
    func owners(of part: Int) -> [Int] {
      part < columns.count ? [part, columns.count] : part == columns.count ? [columns.count] : []
    }

    func columns(of target: ReplicateTarget, metric: Int) -> Columns? {
      guard let own = columns[target.group] else { return nil }
      var found = Columns(
        metric: metric, own: own, other: columns.count, isComplement: false, isRatio: target.comparison == .ratio)
      switch target.rival {
      case .group(let index):
        guard let other = columns[index] else { return nil }
        found.other = other
      case .overall: break
      case .complement: found.isComplement = true
      case .constant: return nil
      }
      return found
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
      // Buffers, because what a replicate costs is in these loops.
      drawn.withUnsafeBufferPointer { drawn in
        cells.elements.withUnsafeMutableBufferPointer { cells in
          for cell in 0..<Contingency.cells {
            for part in 0..<layout.parts {
              let source = (cell * layout.parts + part) * width
              for owner in layout.owners(of: part) {
                let target = (cell * layout.width + owner) * width
                for replicate in 0..<width { cells[target + replicate] += drawn[source + replicate] }
              }
            }
          }
        }
      }
      let rates = RateTable(metrics: metrics, cells: cells)
      return rates.numerators.elements.withUnsafeBufferPointer { numerators in
        rates.denominators.elements.withUnsafeBufferPointer { denominators in
          values(of: targets, numerators, denominators, groups: layout.width)
        }
      }
    }
  }

  /// The value of each target in each replicate `[targets × replicates]`, from counts
  /// `[metrics × (groups × replicates)]`; infinite where a replicate has none.
  private func values(
    of targets: [Columns], _ numerators: UnsafeBufferPointer<Double>, _ denominators: UnsafeBufferPointer<Double>,
    groups: Int
  ) -> [Double] {
    let width = numerators.count / (metrics.count * groups)
    return [Double](unsafeUninitializedCapacity: targets.count * width) { values, count in
      for target in targets {
        let own = (target.metric * groups + target.own) * width
        let other = (target.metric * groups + target.other) * width
        for place in 0..<width {
          let share = numerators[own + place] / denominators[own + place]
          var (numerator, denominator) = (numerators[other + place], denominators[other + place])
          if target.isComplement {
            numerator -= numerators[own + place]
            denominator -= denominators[own + place]
          }
          let reference = numerator / denominator
          let value = target.isRatio ? share / reference : share - reference
          values[count + place] = value.isFinite ? value : .infinity
        }
        count += width
      }
    }
  }
}
