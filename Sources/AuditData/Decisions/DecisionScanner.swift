import AuditRecord

/// Counts decisions, with label dictionaries of its own.
///
/// Works column by column, so that the inner loops are short and the dictionaries stay near; the first fault in the
/// order of rows wins, however the rows are cut into blocks.
final class DecisionScanner: PartScanner {
  /// The most rows at once: few enough for their codes to stay in the nearest cache.
  static let capacity = 512
  static let isOrdered = false

  private let decision: LabelColumn
  private let outcome: LabelColumn?
  private let axes: [LabelColumn]
  /// The subjects of the rows, if there is a column of them.
  let subjects: SubjectTable?
  private let tuples: TupleTable
  private let columns: DecisionColumns
  private let maximumGroups: Int

  private let codes: UnsafeMutablePointer<Int32>
  private let units: UnsafeMutablePointer<Int32>
  private let counts: UnsafeMutablePointer<Int64>

  /// Rows and what they stand for [finest groups × 3 decisions × 3 outcomes]; the second only with a count column.
  private var rowSums = CellSums()
  private var unitSums = CellSums()

  /// What the rows so far stand for.
  private var unitsReceived: Int64 = 0

  /// No rows yet.
  init(_ columns: DecisionColumns, _ options: SourceOptions) {
    self.columns = columns
    maximumGroups = options.maximumGroups
    decision = Self.verdicts(
      columns.labels.decision, "decision", columns.labels.favourable, columns.labels.unfavourable)
    outcome = columns.labels.outcome.map {
      Self.verdicts($0, "outcome", columns.labels.positive ?? [], columns.labels.negative)
    }
    subjects = columns.subject.map { _ in SubjectTable() }
    let groups = columns.groups.map { group in
      LabelColumn(
        group.column,
        group.bins.map { .binned(Bins($0), part: "group") } ?? .numbered(limit: options.maximumLabels, part: "group"),
        unknown: columns.labels.unknown)
    }
    let strata = columns.strata.map {
      LabelColumn($0, .numbered(limit: options.maximumLabels, part: "stratum"), unknown: columns.labels.unknown)
    }
    axes = groups + strata
    tuples = TupleTable(axes: axes.count, limit: options.maximumGroups, capacity: Self.capacity)

    let room = Self.capacity
    // Decision, outcome, then the axes.
    codes = .allocate(capacity: room * (2 + axes.count))
    codes.initialize(repeating: 2, count: room * (2 + axes.count))
    units = .allocate(capacity: room)
    counts = .allocate(capacity: room)
    counts.initialize(repeating: 1, count: room)
  }

  deinit {
    codes.deallocate()
    units.deallocate()
    counts.deallocate()
  }

  /// What has been counted so far.
  var part: DecisionPart {
    let rows = rowSums.elements(groups: tuples.count)
    return DecisionPart(
      layout: layout, rows: rows, units: columns.labels.count == nil ? rows : unitSums.elements(groups: tuples.count),
      seenDecisions: decision.seen, seenOutcomes: outcome?.seen ?? [])
  }

  /// The layout so far.
  private var layout: DecisionLayout {
    var layout = columns.emptyLayout
    for axis in axes.indices where layout.axes[axis].edges == nil { layout.axes[axis].labels = axes[axis].labels }
    layout.finest = tuples.tuples
    return layout
  }

  /// 0 for the labels wanted, 1 for the others, 2 for a missing one.
  private static func verdicts(_ column: String, _ part: String, _ first: [Label], _ second: [Label]?) -> LabelColumn {
    var codes: [Label: Int32] = ["": 2]
    for label in second ?? [] { codes[label] = 1 }
    for label in first { codes[label] = 0 }
    return LabelColumn(column, .declared(codes, others: second == nil ? 1 : nil, part: part))
  }

  /// Takes rows: the columns in the order of ``DecisionColumns/wanted``.
  func absorb(_ rows: TableRows) -> TableStep {
    if let fault = code(rows) { return .fail(fault) }
    add(rows.count)
    return .proceed
  }

  /// Nothing: what has been counted is asked for in the end, see ``part``.
  func take() {}

  /// Codes the rows up to the first fault.
  private func code(_ rows: TableRows) -> RowFault? {
    let room = Self.capacity
    var first: RowFault?
    var limit = rows.count
    var next = 0
    func check(_ find: (Column) -> (row: Int, fault: FieldFault)?) {
      if let found = RowFault(find(rows.columns[next]), column: next) { (first, limit) = (found, found.row) }
      next += 1
    }
    check { decision.codes(of: $0, count: limit, into: codes) }
    if let outcome { check { outcome.codes(of: $0, count: limit, into: codes + room) } }
    if columns.labels.count != nil {
      check { CountColumn(sum: unitsReceived).counts(of: $0, count: limit, into: counts) }
    }
    let subject = next
    if subjects != nil { next += 1 }
    for (axis, column) in axes.enumerated() {
      check { column.codes(of: $0, count: limit, into: codes + (2 + axis) * room) }
    }
    next = subject
    if let subjects { check { subjects.add($0, count: limit) } }
    if let row = tuples.number(codes + 2 * room, rows: limit, labels: axes.map(\.codeCount), into: units) {
      let fault = FieldFault(
        code: .tooManyGroups,
        message: "the groups and strata have more than \(maximumGroups) combinations",
        hint: "declare fewer columns, or bins for numbers")
      first = RowFault(row: row, column: nil, fault: fault)
    }
    return first
  }

  /// Adds the rows to the sums.
  private func add(_ rowCount: Int) {
    let (codes, outcomes, units, counts) = (codes, codes + Self.capacity, units, counts)
    let rowSums = rowSums.room(groups: tuples.count)
    for row in 0..<rowCount {
      rowSums[Int(truncatingIfNeeded: units[row] &* 9 &+ codes[row] &* 3 &+ outcomes[row])] &+= 1
    }
    guard columns.labels.count != nil else { return }
    let unitSums = unitSums.room(groups: tuples.count)
    for row in 0..<rowCount {
      unitSums[Int(truncatingIfNeeded: units[row] &* 9 &+ codes[row] &* 3 &+ outcomes[row])] &+= counts[row]
      unitsReceived &+= counts[row]
    }
  }
}

/// Sums that grow with the number of groups [groups × 9].
private struct CellSums: ~Copyable {
  private var sums = UnsafeMutablePointer<Int64>.allocate(capacity: 0)
  private var groups = 0

  deinit { sums.deallocate() }

  /// Room for so many groups; new ones have 0.
  mutating func room(groups wanted: Int) -> UnsafeMutablePointer<Int64> {
    guard wanted > groups else { return sums }
    let grown = UnsafeMutablePointer<Int64>.allocate(capacity: 18 * wanted)
    grown.initialize(repeating: 0, count: 18 * wanted)
    grown.update(from: sums, count: 9 * groups)
    sums.deallocate()
    (sums, groups) = (grown, 2 * wanted)
    return sums
  }

  mutating func elements(groups: Int) -> [Int64] {
    let sums = room(groups: groups)
    return (0..<9 * groups).map { sums[$0] }
  }
}
