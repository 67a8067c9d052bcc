import AuditRecord

/// What one scanner has counted: whole numbers, so that parts add up to the same in any order.
struct DecisionPart: Sendable {
  var layout: DecisionLayout

  /// Rows [finest groups × 3 decisions × 3 outcomes]: wanted, other, missing.
  var rows: [Int64]

  /// What the rows stand for.
  var units: [Int64]

  /// The declared labels that have occurred.
  var seenDecisions: Set<Label>
  var seenOutcomes: Set<Label>

  /// Adds what another scanner has counted in other rows.
  mutating func merge(_ other: DecisionPart) {
    let (united, mapping, otherMapping) = layout.union(with: other.layout)
    layout = united
    rows = Self.sum([(rows, mapping), (other.rows, otherMapping)], groups: united.finest.count)
    units = Self.sum([(units, mapping), (other.units, otherMapping)], groups: united.finest.count)
    seenDecisions.formUnion(other.seenDecisions)
    seenOutcomes.formUnion(other.seenOutcomes)
  }

  /// Whether a reading in the order of the files would have gone through.
  func isWithinLimits(_ options: SourceOptions) -> Bool {
    layout.finest.count <= options.maximumGroups
      && layout.axes.allSatisfy { $0.edges != nil || $0.labels.count <= options.maximumLabels }
      && units.reduce(0, +) <= CountColumn.maximumSum
  }

  /// The part in the order that does not depend on the reading.
  private func sorted() -> DecisionPart {
    var part = self
    let (sorted, mapping) = layout.sorted()
    part.layout = sorted
    part.rows = Self.sum([(rows, mapping)], groups: mapping.count)
    part.units = Self.sum([(units, mapping)], groups: mapping.count)
    return part
  }

  private static func sum(_ parts: [(sums: [Int64], mapping: [Int32])], groups: Int) -> [Int64] {
    var result = [Int64](repeating: 0, count: 9 * groups)
    for (sums, mapping) in parts {
      for (group, new) in mapping.enumerated() {
        for cell in 0..<9 { result[9 * Int(new) + cell] += sums[9 * group + cell] }
      }
    }
    return result
  }

  /// What has been counted of these inputs, in the order that does not depend on the reading.
  func tally(of columns: DecisionColumns, inputs: [InputReading] = []) -> DecisionTally {
    let sorted = sorted()
    return DecisionTally(reading: sorted.reading(of: columns, inputs: inputs), counts: sorted.cells)
  }

  /// What is known about the reading.
  private func reading(of columns: DecisionColumns, inputs: [InputReading]) -> DecisionReading {
    var unseen = DecisionReading.Unseen()
    unseen.decision = (columns.labels.favourable + (columns.labels.unfavourable ?? [])).filter {
      !seenDecisions.contains($0)
    }
    if columns.labels.outcome != nil {
      unseen.outcome = ((columns.labels.positive ?? []) + (columns.labels.negative ?? [])).filter {
        !seenOutcomes.contains($0)
      }
    }
    let asked = columns.labels.outcome != nil
    return DecisionReading(
      layout: layout, rows: Self.tally(rows), units: Self.tally(units),
      missingOutcomeRows: asked ? Self.missingOutcome(rows) : 0,
      missingOutcomeUnits: asked ? Self.missingOutcome(units) : 0, unseen: unseen, inputs: inputs)
  }

  /// The units of judged rows [finest groups × cells].
  private var cells: [Int64] {
    layout.finest.indices.flatMap { units[9 * $0..<9 * $0 + DecisionCell.allCases.count] }
  }

  private static func tally(_ sums: [Int64]) -> RowFlow {
    let missing = stride(from: 0, to: sums.count, by: 9).reduce(0) { $0 + sums[$1 + 6..<$1 + 9].reduce(0, +) }
    return RowFlow(received: sums.reduce(0, +), excluded: [DecisionReading.missingDecision: missing])
  }

  private static func missingOutcome(_ sums: [Int64]) -> Int64 {
    stride(from: 0, to: sums.count, by: 9).reduce(0) { $0 + sums[$1 + 2] + sums[$1 + 5] }
  }
}
