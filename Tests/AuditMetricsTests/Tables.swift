import AuditMetrics
import AuditNumerics
import AuditStatistics
import _AuditTesting

/// Random counts `[groups × cells]`.
func randomCounts(groups: Int, below limit: Int, from generator: inout SeededGenerator) -> [Double] {
  (0..<groups * Contingency.cells).map { _ in Double(Int.random(in: 0..<limit, using: &generator)) }
}

/// The proportions of a rate in counts `[groups × cells]`.
func proportions(_ metric: any RateMetric, _ counts: [Double]) -> [Proportion] {
  let summary = Contingency(counts: counts)
  let rates = RateTable(metrics: [metric], counts: summary.matrix)
  return (0..<summary.groups).map { rates.proportion(metric: 0, group: $0) }
}

/// The units `[groups × cells]` of rows `(group, cell, count)`.
func units(_ rows: [(unit: Int32, cell: UInt8, count: Int64)]) -> [Int64] {
  let groups = rows.map { Int($0.unit) + 1 }.max() ?? 0
  return rows.reduce(into: Array(repeating: 0, count: groups * Contingency.cells)) {
    $0[Int($1.unit) * Contingency.cells + Int($1.cell)] += $1.count
  }
}

/// The units that go somewhere, in their new groups.
func regroup(_ counts: [Int64], _ mapping: [Int32]) -> [Int64] {
  units(
    counts.enumerated().compactMap { at, count in
      let (group, cell) = at.quotientAndRemainder(dividingBy: Contingency.cells)
      return mapping[group] < 0 ? nil : (mapping[group], UInt8(cell), count)
    })
}
