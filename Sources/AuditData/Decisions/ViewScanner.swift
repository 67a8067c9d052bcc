import AuditInputs
import AuditRecord

/// Counts decisions of several models and classes at once: a scanner for each view, which all see the same rows.
///
/// Models are compared over the same people: a row that lacks the decision of one model counts as without a decision for all.
/// Beside the decisions of a baseline the audited ones stay what they are; a third scanner counts both together.
final class ViewScanner: PartScanner {
  static let isOrdered = false

  /// One for each of ``DecisionColumns/readings``.
  let scanners: [DecisionScanner]
  /// Which of the columns each scanner takes [views]; nothing where there is one, which takes all.
  private let places: [[Int]]
  /// The first view of each model, where there are several.
  private let models: [Int]

  /// Whether the third scanner counts the decisions of the first two together.
  private let isPaired: Bool

  /// Where the column stands that says for how many rows a row stands, and those of them that stand for any.
  private let times: Int?
  private lazy var counted = RowSelection(capacity: DecisionScanner.capacity)

  /// No rows yet.
  init(_ columns: DecisionColumns, _ options: SourceOptions, consents: ConsentTable? = nil) {
    let readings = columns.readings
    scanners = readings.map { DecisionScanner($0, options, consents: consents) }
    let wanted = columns.wanted
    places =
      readings.count > 1
      ? readings.map { reading in reading.ownWanted.compactMap { wanted.firstIndex(of: $0) } } : []
    times = wanted.firstIndex { $0.purpose == "rows" }
    isPaired = columns.baseline != nil
    let views = columns.views
    models =
      columns.models.count > 1
      ? columns.models.compactMap { model in views.firstIndex { $0.model == model.name } } : []
  }

  func absorb(_ rows: TableRows) -> TableStep {
    // No row is there of those that a row says there are none of.
    guard let times, (0..<rows.count).contains(where: { CountColumn.isNone(rows.columns[times], $0) }) else {
      return take(rows)
    }
    let step = take(counted.take(rows, upTo: rows.count) { !CountColumn.isNone(rows.columns[times], $0) })
    guard case .fail(let fault) = step, let placed = counted.placed(fault) else { return step }
    return .fail(placed)
  }

  private func take(_ rows: TableRows) -> TableStep {
    guard !places.isEmpty else { return scanners[0].absorb(rows) }
    var faults: [RowFault?] = []
    for (scanner, places) in zip(scanners, places) {
      let found = scanner.code(TableRows(count: rows.count, columns: places.map { rows.columns[$0] }))
      faults.append(
        found.map { fault in RowFault(row: fault.row, column: fault.column.map { places[$0] }, fault: fault.fault) })
    }
    if let fault = RowFault.first(faults) { return .fail(fault) }
    if !models.isEmpty {
      for row in 0..<rows.count {
        let decided = models.count { scanners[$0].isDecided(row) }
        if decided > 0, decided < models.count { for scanner in scanners { scanner.leaveOut(row) } }
      }
    }
    if isPaired { scanners[2].join(rows.count, with: scanners[1]) }
    for scanner in scanners { scanner.add(rows.count) }
    return .proceed
  }

  /// Nothing: what has been counted is asked for in the end.
  func take() {}

  /// What has been counted so far [views].
  var parts: [DecisionPart] { scanners.map(\.part) }
}
