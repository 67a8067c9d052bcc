import AuditRecord

/// Counts decisions in blocks of rows, with label dictionaries of its own, and hands them out in batches if asked to.
///
/// Works column by column, so that the inner loops are short and the dictionaries stay near; the first fault in the
/// order of rows wins, and the rows before it are handed out, however the rows are cut into blocks.
final class DecisionScanner {
  private static let capacity = DecisionBatch.capacity

  private let decision: LabelColumn
  private let outcome: LabelColumn?
  private let axes: [LabelColumn]
  /// The subjects of the rows, if there is a column of them.
  let subjects: SubjectTable?
  private let tuples: TupleTable
  private let columns: DecisionColumns
  private let maximumGroups: Int
  private let handsOut: Bool

  private let bases: UnsafeMutablePointer<UInt32>
  private let codes: UnsafeMutablePointer<Int32>
  private let units: UnsafeMutablePointer<Int32>
  private let cells: UnsafeMutablePointer<UInt8>
  private let counts: UnsafeMutablePointer<Int64>
  private var batch = DecisionBatch()

  /// Rows and what they stand for [finest groups × 3 decisions × 3 outcomes]; the second only with a count column.
  private var rowSums = CellSums()
  private var unitSums = CellSums()

  /// The rows so far, and what they stand for.
  private(set) var received: Int64 = 0
  private(set) var unitsReceived: Int64 = 0

  /// Where the columns of a file stand.
  struct Places {
    let width: Int
    let decision: Int
    let outcome: Int?
    let count: Int?
    let subject: Int?
    let axes: [Int]

    init(_ columns: DecisionColumns, width: Int, indices: [Label: Int]) {
      func place(_ column: String) -> Int { indices[Label(column)]! }
      self.width = width
      decision = place(columns.labels.decision)
      outcome = columns.labels.outcome.map(place)
      count = columns.labels.count.map(place)
      subject = columns.subject.map(place)
      axes = columns.groups.map { place($0.column) } + columns.strata.map(place)
    }
  }

  /// - Parameter handsOut: Whether it hands out the rows besides counting them.
  init(_ columns: DecisionColumns, _ options: SourceOptions, handsOut: Bool = false) {
    self.columns = columns
    self.handsOut = handsOut
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
    bases = .allocate(capacity: room)
    // Decision, outcome, then the axes.
    codes = .allocate(capacity: room * (2 + axes.count))
    codes.initialize(repeating: 2, count: room * (2 + axes.count))
    units = .allocate(capacity: room)
    cells = .allocate(capacity: room)
    counts = .allocate(capacity: room)
    counts.initialize(repeating: 1, count: room)
  }

  deinit {
    bases.deallocate()
    codes.deallocate()
    units.deallocate()
    cells.deallocate()
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

  /// A fault and the offset in the block where it is.
  struct PlacedFault: Error {
    let offset: Int
    let fault: FieldFault
  }

  /// Takes the rows of a block.
  ///
  /// - Parameter consume: Receives the judged rows in batches, if the scanner hands them out.
  func absorb(
    _ block: RowBlock, _ places: Places, _ consume: (borrowing DecisionBatch) -> Void = { _ in }
  ) throws(PlacedFault) {
    var row = block.rows.lowerBound
    while row < block.rows.upperBound {
      var ragged: PlacedFault?
      let count = gather(block, places.width, &row, &ragged)
      let fault = code(block, places, count)
      let sound = fault.map(\.row) ?? count
      add(sound)
      if handsOut { emit(sound, consume) }
      if let (row, field, fault) = fault {
        throw PlacedFault(offset: Int(block.positions[Int(bases[row]) + field] &+ 1), fault: fault)
      }
      if let ragged { throw ragged }
    }
  }

  /// Collects where the next rows begin, leaving out blank ones; stops at a full batch or at a row of another width.
  private func gather(_ block: RowBlock, _ width: Int, _ row: inout Int, _ ragged: inout PlacedFault?) -> Int {
    let (bases, rowEnds) = (bases, block.rowEnds)
    let end = block.rows.upperBound
    var at = row
    var count = 0
    while at < end, count < Self.capacity {
      let base = rowEnds[at]
      let found = Int(rowEnds[at + 1] &- base)
      if found == width, width > 1 || !block.isBlank(at) {
        bases[count] = base
        count += 1
      } else if !block.isBlank(at) {
        let fault = FieldFault(
          code: .raggedRow, message: "this row has \(found) \(found == 1 ? "field" : "fields"), the header \(width)",
          hint: "put a field that holds the delimiter in quotes")
        ragged = PlacedFault(offset: Int(block.positions[Int(base)] &+ 1), fault: fault)
        break
      }
      at += 1
    }
    row = at
    return count
  }

  /// Codes the gathered rows up to the first fault.
  private func code(
    _ block: RowBlock, _ places: Places, _ count: Int
  ) -> (row: Int, field: Int, fault: FieldFault)? {
    let room = Self.capacity
    var first: (row: Int, field: Int, fault: FieldFault)?
    var limit = count
    func note(_ found: (row: Int, fault: FieldFault)?, _ field: Int) {
      guard let found else { return }
      first = (found.row, field, found.fault)
      limit = found.row
    }
    note(decision.codes(of: places.decision, in: block, bases: bases, count: limit, into: codes), places.decision)
    if let outcome, let place = places.outcome {
      note(outcome.codes(of: place, in: block, bases: bases, count: limit, into: codes + room), place)
    }
    if let place = places.count {
      let field = CountField(place: place, sum: unitsReceived)
      note(field.counts(in: block, bases: bases, count: limit, into: counts), place)
    }
    for (axis, place) in places.axes.enumerated() {
      note(
        axes[axis].codes(of: place, in: block, bases: bases, count: limit, into: codes + (2 + axis) * room), place)
    }
    if let subjects, let place = places.subject {
      note(subjects.add(place, in: block, bases: bases, count: limit), place)
    }
    let labels = axes.map(\.codeCount)
    if let row = tuples.number(codes + 2 * room, rows: limit, labels: labels, into: units) {
      let fault = FieldFault(
        code: .tooManyGroups,
        message: "the groups and strata have more than \(maximumGroups) combinations",
        hint: "declare fewer columns, or bins for numbers")
      note((row, fault), 0)
    }
    return first
  }

  /// Adds the first rows to the sums.
  private func add(_ rowCount: Int) {
    let (codes, outcomes, units, counts) = (codes, codes + Self.capacity, units, counts)
    let rowSums = rowSums.room(groups: tuples.count)
    for row in 0..<rowCount {
      rowSums[Int(truncatingIfNeeded: units[row] &* 9 &+ codes[row] &* 3 &+ outcomes[row])] &+= 1
    }
    received += Int64(rowCount)
    guard columns.labels.count != nil else {
      unitsReceived = received
      return
    }
    let unitSums = unitSums.room(groups: tuples.count)
    for row in 0..<rowCount {
      unitSums[Int(truncatingIfNeeded: units[row] &* 9 &+ codes[row] &* 3 &+ outcomes[row])] &+= counts[row]
      unitsReceived &+= counts[row]
    }
  }

  /// Hands out the first rows, those without a decision left out.
  private func emit(_ rowCount: Int, _ consume: (borrowing DecisionBatch) -> Void) {
    let (codes, outcomes, units, cells, counts) = (codes, codes + Self.capacity, units, cells, counts)
    let withCounts = columns.labels.count != nil
    var kept = 0
    for row in 0..<rowCount where codes[row] < 2 {
      units[kept] = units[row]
      cells[kept] = DecisionCell.code(decision: codes[row], outcome: outcomes[row])
      if withCounts { counts[kept] = counts[row] }
      kept &+= 1
    }
    guard kept > 0 else { return }
    batch.fill(units: units, cells: cells, counts: counts, rows: kept)
    consume(batch)
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

extension DecisionBatch {
  /// Replaces the rows.
  fileprivate mutating func fill(
    units: UnsafePointer<Int32>, cells: UnsafePointer<UInt8>, counts: UnsafePointer<Int64>, rows: Int
  ) {
    unit.removeAll(keepingCapacity: true)
    unit.append(contentsOf: UnsafeBufferPointer(start: units, count: rows))
    cell.removeAll(keepingCapacity: true)
    cell.append(contentsOf: UnsafeBufferPointer(start: cells, count: rows))
    count.removeAll(keepingCapacity: true)
    count.append(contentsOf: UnsafeBufferPointer(start: counts, count: rows))
  }
}
