import AuditData
import AuditNumerics
import AuditRecord
import AuditStatistics

/// Whether decisions and outcomes disagree more often than chance, in every group: most often one of them was declared the
/// wrong way round.
enum Directions {
  /// How much less often than this the pooled disagreement may come about by chance (one-sided).
  private static let rarity = 0.001

  /// A warning where that holds of all groups of all tables; none of them has outcomes after favourable decisions only.
  static func warning(_ tables: [GroupTable]) -> DataWarning? {
    guard let first = tables.first else { return nil }
    var pooled = Agreement()
    for table in tables {
      let groups = table.groups.indices.map { Agreement(table, $0) }.filter { $0.isDefined }
      guard !groups.isEmpty, groups.allSatisfy({ $0.excess < 0 }) else { return nil }
      if table.grouping == first.grouping { groups.forEach { pooled.add($0) } }
    }
    guard pooled.isDefined, Normal.upperTail(-pooled.deviate) < rarity else { return nil }
    return DataWarning(.directionsDisagree, share: pooled.observed)
  }

  /// A warning where both are the same for everybody, of whom there are enough that chance would show a difference.
  static func repeats(_ table: GroupTable?) -> DataWarning? {
    guard let table else { return nil }
    var pooled = Agreement()
    for group in table.groups.indices { pooled.add(Agreement(table, group)) }
    guard pooled.isDefined, pooled.observed == 1, pooled.total >= leastRepeats else { return nil }
    return DataWarning(.outcomeRepeatsDecision, units: Int(bounded: pooled.total))
  }

  /// So few may agree by chance.
  private static let leastRepeats = 30.0

  /// Decisions against outcomes: favourable and positive, favourable and negative, other and positive, other and negative.
  private struct Agreement {
    var cells = [0.0, 0, 0, 0]

    init() {}

    init(_ table: GroupTable, _ group: Int) {
      let order: [DecisionCell] = [
        .favourablePositive, .favourableNegative, .unfavourablePositive, .unfavourableNegative,
      ]
      cells = order.map { table.counts[group, Int($0.rawValue)] }
    }

    mutating func add(_ other: Agreement) {
      for index in cells.indices { cells[index] += other.cells[index] }
    }

    private var margins: [Double] {
      [cells[0] + cells[1], cells[2] + cells[3], cells[0] + cells[2], cells[1] + cells[3]]
    }
    var total: Double { cells.reduce(0, +) }
    /// Cohen's κ exists.
    var isDefined: Bool { margins.allSatisfy { $0 > 0 } }
    /// Of the sign of κ.
    var excess: Double { cells[0] * cells[3] - cells[1] * cells[2] }
    /// The share of agreement.
    var observed: Double { (cells[0] + cells[3]) / total }
    /// The signed root of Pearson's χ².
    var deviate: Double { excess * total.squareRoot() / margins.reduce(1) { $0 * $1.squareRoot() } }
  }
}
