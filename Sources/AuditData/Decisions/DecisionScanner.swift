import AuditRecord

/// Turns blocks of rows into batches of decisions, with label dictionaries of its own.
///
/// Works column by column, so that the inner loops are short and the dictionaries stay near; the first fault in the
/// order of rows wins, and the rows before it are handed out, however the rows are cut into blocks.
final class DecisionScanner {
  private static let capacity = DecisionBatch.capacity

  private let decision: LabelColumn
  private let outcome: LabelColumn?
  private let axes: [LabelColumn]
  private let subjects: SubjectTable?
  private let tuples: TupleTable
  private let columns: DecisionColumns
  private let maximumGroups: Int

  private let bases: UnsafeMutablePointer<UInt32>
  private let codes: UnsafeMutablePointer<Int32>
  private let units: UnsafeMutablePointer<Int32>
  private let cells: UnsafeMutablePointer<UInt8>
  private let counts: UnsafeMutablePointer<Int64>
  private var batch = DecisionBatch()

  private(set) var rows = Sums()
  private(set) var unitSums = Sums()

  /// What was received, left out, and judged without an outcome.
  struct Sums {
    var received: Int64 = 0
    var missingDecision: Int64 = 0
    var missingOutcome: Int64 = 0

    var tally: Tally {
      Tally(
        received: received,
        excluded: [Tally.Exclusion(reason: DecisionReading.missingDecision, number: missingDecision)])
    }
  }

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
      decision = place(columns.decision)
      outcome = columns.outcome.map(place)
      count = columns.count.map(place)
      subject = columns.subject.map(place)
      axes = columns.groups.map { place($0.column) } + columns.strata.map(place)
    }
  }

  init(_ columns: DecisionColumns, _ options: SourceOptions) {
    self.columns = columns
    maximumGroups = options.maximumGroups
    decision = Self.verdicts(columns.decision, "decision", columns.favourable, columns.unfavourable)
    outcome = columns.outcome.map { Self.verdicts($0, "outcome", columns.positive, columns.negative) }
    subjects = columns.subject.map { _ in SubjectTable() }
    let groups = columns.groups.map { group in
      LabelColumn(
        group.column,
        group.bins.map { .binned(Bins($0), part: "group") } ?? .numbered(limit: options.maximumLabels, part: "group"),
        unknown: columns.unknown)
    }
    let strata = columns.strata.map {
      LabelColumn($0, .numbered(limit: options.maximumLabels, part: "stratum"), unknown: columns.unknown)
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

  /// The layout so far.
  var layout: DecisionLayout {
    var layout = columns.emptyLayout
    for axis in axes.indices where layout.axes[axis].edges == nil { layout.axes[axis].labels = axes[axis].labels }
    layout.finest = tuples.tuples
    return layout
  }

  /// The declared labels that have not occurred.
  var unseen: DecisionReading.Unseen {
    var unseen = DecisionReading.Unseen()
    unseen.decision = (columns.favourable + (columns.unfavourable ?? [])).filter { !decision.seen.contains($0) }
    if let outcome {
      unseen.outcome = (columns.positive + (columns.negative ?? [])).filter { !outcome.seen.contains($0) }
    }
    return unseen
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

  /// Takes the rows of a block and hands them out in batches.
  func absorb(
    _ block: RowBlock, _ places: Places, _ consume: (borrowing DecisionBatch) -> Void
  ) throws(PlacedFault) {
    var row = block.rows.lowerBound
    while row < block.rows.upperBound {
      var ragged: PlacedFault?
      let count = gather(block, places.width, &row, &ragged)
      let fault = code(block, places, count)
      emit(fault.map(\.row) ?? count, consume)
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
      let field = CountField(place: place, sum: unitSums.received)
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

  /// Hands out the first rows, those without a decision left out.
  private func emit(_ rowCount: Int, _ consume: (borrowing DecisionBatch) -> Void) {
    guard rowCount > 0 else { return }
    let (codes, outcomes, units, cells, counts) = (codes, codes + Self.capacity, units, cells, counts)
    let asked: Int32 = outcome == nil ? 3 : 2
    var kept = 0
    var missingOutcome: Int64 = 0
    var missingOutcomeUnits: Int64 = 0
    var received: Int64 = 0
    var judged: Int64 = 0
    for row in 0..<rowCount {
      let (decision, outcome, count) = (codes[row], outcomes[row], counts[row])
      let isJudged = decision < 2
      let isMissing = isJudged && outcome == asked
      units[kept] = units[row]
      cells[kept] = DecisionCell.code(decision: decision, outcome: outcome)
      counts[kept] = count
      kept &+= isJudged ? 1 : 0
      received &+= count
      judged &+= isJudged ? count : 0
      missingOutcome &+= isMissing ? 1 : 0
      missingOutcomeUnits &+= isMissing ? count : 0
    }
    rows.received += Int64(rowCount)
    rows.missingDecision += Int64(rowCount - kept)
    rows.missingOutcome += missingOutcome
    unitSums.received += received
    unitSums.missingDecision += received - judged
    unitSums.missingOutcome += missingOutcomeUnits
    guard kept > 0 else { return }
    batch.fill(units: units, cells: cells, counts: counts, rows: kept)
    consume(batch)
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
