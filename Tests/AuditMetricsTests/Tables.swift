import AuditMetrics
import AuditNumerics
import AuditStatistics
import _AuditTesting

@testable import AuditData

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

/// A batch of rows `(group, cell, count)`.
func batch(_ rows: [(unit: Int32, cell: UInt8, count: Int64)]) -> DecisionBatch {
  var batch = DecisionBatch()
  batch.unit = rows.map(\.unit)
  batch.cell = rows.map(\.cell)
  batch.count = rows.map(\.count)
  return batch
}

/// The rows of a batch that go somewhere, with their new groups.
func regroup(_ batch: DecisionBatch, _ mapping: [Int32]) -> DecisionBatch {
  var result = DecisionBatch()
  for row in batch.unit.indices where mapping[Int(batch.unit[row])] >= 0 {
    result.unit.append(mapping[Int(batch.unit[row])])
    result.cell.append(batch.cell[row])
    result.count.append(batch.count[row])
  }
  return result
}
