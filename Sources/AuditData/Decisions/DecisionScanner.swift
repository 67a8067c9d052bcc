import AuditRecord

/// Counts decisions, with label dictionaries of its own.
///
/// Works column by column, so that the inner loops are short and the dictionaries stay near; the first fault in the
/// order of rows wins, however the rows are cut into blocks.
final class DecisionScanner: PartScanner {
  /// The most rows at once: few enough for their codes to stay in the nearest cache.
  static let capacity = 512
  static let isOrdered = false

  /// Nothing where rows have counts of who was selected, and where only numbers are known.
  private let decision: ChoiceColumn?
  private let outcome: ChoiceColumn?
  /// The columns of numbers, in the order of ``DecisionColumns/numberColumns``.
  private let readers: [RowNumberReader]
  /// What follows from them, and where in them.
  private let gathered: [(number: RowNumber, places: [Int], gatherer: RowNumberGatherer)]
  private let axes: [LabelColumn]
  /// Which of them are strata of the sample.
  private let areOfSample: [Bool]
  /// The subjects of the rows, where none may repeat.
  let subjects: SubjectTable?
  /// The clusters that rows belong to: people, unless the plan names others.
  let clusters: SubjectTable?
  private let tuples: TupleTable
  private let columns: DecisionColumns
  /// Who may be counted; nothing where the plan asks for no ground.
  private let grounds: GroundScanner?
  private let kept = RowSelection(capacity: DecisionScanner.capacity)
  private let leftOut = RowSelection(capacity: DecisionScanner.capacity)
  /// Rows without a ground by group [finest groups × causes]; empty where they are not counted so.
  private var withoutGround: [Int64] = []
  /// Where the first of the columns of groups and strata stands.
  private let firstAxis: Int
  private let maximumGroups: Int

  private let codes: UnsafeMutablePointer<Int32>
  private let units: UnsafeMutablePointer<Int32>
  private let counts: UnsafeMutablePointer<Int64>
  /// For how many equal rows each row stands.
  private let times: UnsafeMutablePointer<Int64>
  /// How many were selected of each row's people.
  private let selected: UnsafeMutablePointer<Int64>
  /// The people of the rows, where the plan names them.
  var people: SubjectTable? { subjects ?? (columns.sampling.cluster == nil ? clusters : nil) }
  /// What rows weigh, and of which clusters they are.
  private let weights: UnsafeMutablePointer<Double>
  private let members: UnsafeMutablePointer<UInt32>
  /// The numbers of rows [columns × rows].
  private let numbers: UnsafeMutablePointer<Double>

  /// How often each label of the decision and of the outcome occurs.
  private var decisionCounts = ChoiceCounts()
  private var outcomeCounts = ChoiceCounts()

  /// Rows and what they stand for [finest groups × 4 decisions × 3 outcomes]; the second only with a count column.
  private var rowSums = CellSums()
  private var unitSums = CellSums()

  /// What the rows so far stand for.
  private var unitsReceived: Int64 = 0
  /// How many there are, where a row stands for several.
  private var rowsReceived: Int64 = 0

  /// What is kept of single rows while it is not known which belong together, and what they weigh.
  private var log: RowLog?
  private var weightSums = WeightSums()
  /// Rows that weigh nothing.
  private var zeroWeights: Int64 = 0
  /// Rows that have a decision of this model, or none of its labels, and lack that of another.
  private var partlyDecided = LeftOutRows()
  /// The code of such a row: of the class of missing decisions, and of no label.
  private static let left: Int32 = -2
  /// The code of a row that is no decision, and of no label.
  private static let undecided: Int32 = -1

  /// No rows yet.
  ///
  /// - Parameter consents: Who consented to what, where the plan names a table of it.
  init(_ columns: DecisionColumns, _ options: SourceOptions, consents: ConsentTable? = nil) {
    self.columns = columns
    let wanted = columns.wanted
    let firstGround = wanted.count - (columns.lawful?.columns.wanted.count ?? 0)
    firstAxis = firstGround - columns.axes.count
    grounds = columns.lawful.map {
      GroundScanner(
        $0, consents: consents, subject: wanted.firstIndex { $0.purpose == "subject" }, first: firstGround,
        capacity: Self.capacity, options: options)
    }
    maximumGroups = options.maximumGroups
    let (labels, limit) = (columns.labels, options.maximumLabels)
    decision =
      labels.isWide == true || !labels.hasDecision
      ? nil
      : ChoiceColumn(
        labels.decision, part: "decision", wanted: labels.favourable, others: labels.unfavourable,
        notDecided: labels.notDecided, areClasses: labels.classes?.labels.isEmpty == false, limit: limit)
    outcome = labels.outcome.map {
      ChoiceColumn(
        $0, part: "outcome", wanted: labels.positive ?? [], others: labels.negative,
        areClasses: labels.classes?.isOfOutcome == true && labels.classes?.labels.isEmpty == false, limit: limit)
    }
    readers = columns.numberColumns.map { RowNumberReader($0.part, $0.column) }
    gathered = columns.rowNumbers.map { number in
      let places = columns.columns(of: number).compactMap { column in
        columns.numberColumns.firstIndex { $0.column == column }
      }
      return (number, places, RowNumberGatherer(isCounted: labels.count != nil))
    }
    subjects = columns.hasUniqueSubjects ? SubjectTable() : nil
    clusters = columns.unit.map { _ in SubjectTable(columns.sampling.cluster == nil ? "subject" : "cluster") }
    log = clusters.map { _ in RowLog(isWeighted: columns.sampling.weight != nil) }
    areOfSample = columns.axes.map { $0.role == .sampling }
    axes = columns.axes.map { axis in
      LabelColumn(
        axis.column, axis.edges.map { .binned(Bins($0)) } ?? .numbered(limit: limit), part: axis.role.rawValue,
        meaning: axis.meaning)
    }
    tuples = TupleTable(axes: axes.count, limit: options.maximumGroups, capacity: Self.capacity)

    let room = Self.capacity
    // Decision, outcome, then the axes.
    codes = .allocate(capacity: room * (2 + axes.count))
    codes.initialize(repeating: 2, count: room * (2 + axes.count))
    // Where nothing was decided, everybody is judged alike.
    if !labels.hasDecision { codes.update(repeating: 0, count: room) }
    units = .allocate(capacity: room)
    counts = .allocate(capacity: room)
    counts.initialize(repeating: 1, count: room)
    times = .allocate(capacity: room)
    times.initialize(repeating: 1, count: room)
    selected = .allocate(capacity: room)
    weights = .allocate(capacity: room)
    weights.initialize(repeating: 1, count: room)
    members = .allocate(capacity: room)
    numbers = .allocate(capacity: room * readers.count)
  }

  deinit {
    weights.deallocate()
    members.deallocate()
    codes.deallocate()
    units.deallocate()
    counts.deallocate()
    times.deallocate()
    selected.deallocate()
    numbers.deallocate()
  }

  /// What has been counted so far.
  var part: DecisionPart {
    let rows = rowSums.elements(groups: tuples.count)
    let units = columns.labels.count == nil ? rows : unitSums.elements(groups: tuples.count)
    let hasUnits = columns.labels.count != nil
    func counts(_ column: ChoiceColumn, _ counts: ChoiceCounts, of cell: (Int) -> Int) -> DecisionPart.Choices {
      counts.found(
        column.choices, classes: (DecisionPart.classes(rows, of: cell), DecisionPart.classes(units, of: cell)),
        hasUnits: hasUnits, unlabelled: column === decision ? partlyDecided : LeftOutRows())
    }
    let isWeighted = columns.sampling.weight != nil
    return DecisionPart(
      layout: layout, rows: rows, units: units, zeroWeights: zeroWeights, partlyDecided: partlyDecided,
      weights: isWeighted ? weightSums.part() : nil,
      logs: log.flatMap { log in
        clusters.map { [DecisionPart.Log(rows: log, mapping: (0..<Int32(tuples.count)).map { $0 }, clusters: $0)] }
      } ?? [],
      numbers: Dictionary(uniqueKeysWithValues: gathered.map { ($0.number, $0.gatherer.tally(groups: tuples.count)) }),
      decisions: decision.map { counts($0, decisionCounts, of: { $0 / 3 }) } ?? [:],
      outcomes: outcome.map { counts($0, outcomeCounts, of: { $0 % 3 }) } ?? [:],
      wholeNumbers: [decision?.holdsWholeNumbers ?? false, outcome?.holdsWholeNumbers ?? false]
        + axes.map(\.holdsWholeNumbers), grounds: groundPart)
  }

  /// Which rows were left out for want of a ground.
  private var groundPart: GroundPart? {
    guard var part = grounds?.part else { return nil }
    if columns.lawful?.countsGroups == true {
      let missing = tuples.count * UseCause.allCases.count - withoutGround.count
      part.byGroup = withoutGround + repeatElement(0, count: missing)
    }
    return part
  }

  /// The layout so far, its labels as they were read.
  private var layout: DecisionLayout {
    DecisionLayout(
      axes: zip(columns.axes, axes).map { DecisionLayout.Axis(name: $0.name, role: $0.role, labels: $1.raw) },
      finest: tuples.tuples)
  }

  /// Takes rows: the columns in the order of ``DecisionColumns/wanted``.
  func absorb(_ rows: TableRows) -> TableStep {
    guard let grounds else {
      if let fault = code(rows) { return .fail(fault) }
      add(rows.count)
      return .proceed
    }
    var fault = grounds.look(rows)
    var limit = fault?.row ?? rows.count
    if columns.lawful?.countsGroups == true,
      let found = countLeftOut(leftOut.take(rows, upTo: limit) { grounds.causes[$0] != GroundScanner.none })
    {
      (fault, limit) = (found, found.row)
    }
    let rest = kept.take(rows, upTo: limit) { grounds.causes[$0] == GroundScanner.none }
    if let found = kept.placed(code(rest)) ?? fault { return .fail(found) }
    add(rest.count)
    return .proceed
  }

  /// Counts rows without a ground by their groups, which is the only thing that their labels are used for.
  private func countLeftOut(_ rows: TableRows) -> RowFault? {
    guard let grounds, rows.count > 0 else { return nil }
    var fault: RowFault?
    var limit = rows.count
    for (axis, column) in axes.enumerated() {
      let place = firstAxis + axis
      let found = column.codes(of: rows.columns[place], count: limit, into: codes + (2 + axis) * Self.capacity)
      if let found = RowFault(found, column: place) { (fault, limit) = (found, found.row) }
    }
    if let row = tuples.number(codes + 2 * Self.capacity, rows: limit, labels: axes.map(\.codeCount), into: units) {
      fault = tooManyGroups(row)
    }
    if let fault { return leftOut.placed(fault) }
    let causes = UseCause.allCases.count
    let missing = tuples.count * causes - withoutGround.count
    if missing > 0 { withoutGround += repeatElement(0, count: missing) }
    for row in 0..<rows.count {
      withoutGround[Int(units[row]) * causes + Int(grounds.causes[leftOut.rows[row]]) - 1] += 1
    }
    return nil
  }

  private func tooManyGroups(_ row: Int) -> RowFault {
    RowFault(
      row: row, column: nil,
      fault: FieldFault(
        code: .tooManyGroups,
        message: "the groups and strata have more than \(maximumGroups) combinations",
        hint: "declare fewer columns, or bins for numbers"))
  }

  /// Nothing: what has been counted is asked for in the end, see ``part``.
  func take() {}

  /// Codes the rows up to the first fault.
  func code(_ rows: TableRows) -> RowFault? {
    let room = Self.capacity
    var first: RowFault?
    var limit = rows.count
    var next = 0
    func check(_ find: (Column) -> (row: Int, fault: FieldFault)?) {
      if let found = RowFault(find(rows.columns[next]), column: next) { (first, limit) = (found, found.row) }
      next += 1
    }
    if let decision {
      check { decision.codes(of: $0, count: limit, into: codes) }
    } else if isWide {
      check { CountColumn(sum: 0, what: "the number of selected").counts(of: $0, count: limit, into: selected) }
    }
    if let outcome { check { outcome.codes(of: $0, count: limit, into: codes + room) } }
    if columns.labels.count != nil {
      let what = isWide ? "the number of people" : "the count"
      check { CountColumn(sum: unitsReceived, what: what).counts(of: $0, count: limit, into: counts) }
    }
    if columns.rowsColumn != nil {
      check { CountColumn(sum: rowsReceived, what: "the number of rows").counts(of: $0, count: limit, into: times) }
    }
    if isWide, let row = (0..<limit).first(where: { selected[$0] > counts[$0] }) {
      let fault = FieldFault(
        code: .badCount, message: "more people are selected than there are",
        hint: "have the two columns been mixed up? `people` counts everybody, the selected among them")
      (first, limit) = (RowFault(row: row, column: 0, fault: fault), row)
    }
    for (place, reader) in readers.enumerated() {
      check { reader.numbers(of: $0, count: limit, into: numbers + place * room) }
    }
    let subject = next
    if columns.readSubject != nil { next += 1 }
    if columns.sampling.weight != nil { check { WeightColumn.weights(of: $0, count: limit, into: weights) } }
    let cluster = next
    if columns.sampling.cluster != nil { next += 1 }
    for (axis, column) in axes.enumerated() {
      if areOfSample[axis] {
        check { Self.missingStratum($0, count: limit) }
        next -= 1
      }
      check { column.codes(of: $0, count: limit, into: codes + (2 + axis) * room) }
    }
    if let clusters {
      next = columns.sampling.cluster == nil ? subject : cluster
      check { clusters.add($0, count: limit, into: members) }
    }
    if let subjects {
      next = subject
      check { subjects.add($0, count: limit) }
    }
    if let row = tuples.number(codes + 2 * room, rows: limit, labels: axes.map(\.codeCount), into: units) {
      first = tooManyGroups(row)
    }
    return first
  }

  /// The first row without a stratum of the sample.
  private static func missingStratum(_ column: Column, count: Int) -> (row: Int, fault: FieldFault)? {
    let row = (0..<count).first { row in
      if case .text(let text) = column, let plain = FieldText.plain(text.field(row)) { return plain.isEmpty }
      return column.content(row).isEmpty
    }
    return row.map {
      (
        $0,
        FieldFault(
          code: .missingStratum, message: "this row has no stratum of the sample",
          hint: "fill it in; it says from which part of the population the row was drawn")
      )
    }
  }

  /// Whether a row that was coded last has a decision.
  func isDecided(_ row: Int) -> Bool { ChoiceColumn.number(of: codes[row]) <= ChoiceColumn.Class.other.rawValue }

  /// Counts a row that was coded last as one without a decision, since another model has none for it.
  func leaveOut(_ row: Int) {
    codes[row] = Self.left
    partlyDecided.isEmpty = false
  }

  /// Joins the decisions of rows that were coded last with those of a baseline: both favourable stay so, both others too; rows where
  /// they differ become missing ones, and rows that lack either become no decisions.
  func join(_ rowCount: Int, with baseline: DecisionScanner) {
    for row in 0..<rowCount {
      let (now, before) = (ChoiceColumn.number(of: codes[row]), ChoiceColumn.number(of: baseline.codes[row]))
      if max(now, before) > ChoiceColumn.Class.other.rawValue {
        codes[row] = Self.undecided
      } else if now != before {
        codes[row] = Self.left
      }
    }
  }

  /// Takes out rows that weigh nothing.
  ///
  /// - Returns: How many are left.
  private func droppingZeroWeights(_ rowCount: Int) -> Int {
    let outcomes = codes + Self.capacity
    var kept = 0
    for row in 0..<rowCount {
      guard weights[row] > 0 else { continue }
      if kept < row {
        codes[kept] = codes[row]
        outcomes[kept] = outcomes[row]
        units[kept] = units[row]
        weights[kept] = weights[row]
        members[kept] = members[row]
        for place in readers.indices { numbers[place * Self.capacity + kept] = numbers[place * Self.capacity + row] }
      }
      kept += 1
    }
    zeroWeights += Int64(rowCount - kept)
    return kept
  }

  /// Keeps what rows weigh and where they belong.
  private func sample(_ rowCount: Int) {
    let cells = Int32(DecisionPart.cells)
    let (codes, outcomes) = (codes, codes + Self.capacity)
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: Self.capacity) { places in
      for row in 0..<rowCount {
        let cell = ChoiceColumn.number(of: codes[row]) &* 3 &+ ChoiceColumn.number(of: outcomes[row])
        places[row] = units[row] &* cells &+ cell
        if columns.sampling.weight != nil, cell < Int32(DecisionCell.allCases.count) {
          weightSums.add(weights[row], group: Int(units[row]), cell: Int(cell))
        }
      }
      if rowCount > 0 { log?.add(members, places.baseAddress!, weights, count: rowCount) }
    }
  }

  /// Adds rows that have counts of who was selected: a row is one, whatever it stands for.
  private func addWide(_ rowCount: Int) {
    let cells = DecisionPart.cells
    let (rowSums, unitSums) = (rowSums.room(groups: tuples.count), unitSums.room(groups: tuples.count))
    let (favourable, other) = (
      Int(DecisionCell.favourableMissing.rawValue), Int(DecisionCell.unfavourableMissing.rawValue)
    )
    for row in 0..<rowCount {
      let start = Int(units[row]) * cells
      rowSums[start + favourable] += 1
      unitSums[start + favourable] += selected[row]
      unitSums[start + other] += counts[row] - selected[row]
      unitsReceived += counts[row]
    }
  }

  /// Whether a row is a group with two counts.
  private var isWide: Bool { columns.labels.isWide == true }

  /// Gathers a number of rows that are judged: that of a column, or by how much one lies above another.
  private func addNumbers(_ rowCount: Int, _ places: [Int], _ gatherer: RowNumberGatherer) {
    gatherer.prepare(groups: tuples.count)
    let (base, above) = (
      numbers + places[0] * Self.capacity, places.dropFirst().first.map { numbers + $0 * Self.capacity }
    )
    let outcomes = codes + Self.capacity
    for row in 0..<rowCount where ChoiceColumn.number(of: codes[row]) <= ChoiceColumn.Class.other.rawValue {
      let outcome = min(ChoiceColumn.number(of: outcomes[row]), ChoiceColumn.Class.missing.rawValue)
      let number = above.map { $0[row] - base[row] } ?? base[row]
      gatherer.add(number, people: counts[row], to: Int(units[row]) * RowNumberTally.outcomes + Int(outcome))
    }
  }

  /// Adds the rows to the sums.
  func add(_ rowCount: Int) {
    if isWide { return addWide(rowCount) }
    let rowCount = columns.sampling.weight == nil ? rowCount : droppingZeroWeights(rowCount)
    if log != nil || columns.sampling.weight != nil { sample(rowCount) }
    for row in 0..<(partlyDecided.isEmpty ? 0 : rowCount) where codes[row] == Self.left {
      partlyDecided.rows += times[row]
      partlyDecided.units += columns.labels.count == nil ? times[row] : counts[row]
    }
    for number in gathered { addNumbers(rowCount, number.places, number.gatherer) }
    let (codes, outcomes, units, counts) = (codes, codes + Self.capacity, units, counts)
    let cells = Int32(DecisionPart.cells)
    let rowSums = rowSums.room(groups: tuples.count)
    func cell(_ row: Int) -> Int {
      Int(
        truncatingIfNeeded: units[row] &* cells &+ ChoiceColumn.number(of: codes[row]) &* 3
          &+ ChoiceColumn.number(of: outcomes[row]))
    }
    if columns.rowsColumn == nil {
      for row in 0..<rowCount { rowSums[cell(row)] &+= 1 }
      rowsReceived &+= Int64(rowCount)
    } else {
      for row in 0..<rowCount {
        rowSums[cell(row)] &+= times[row]
        rowsReceived &+= times[row]
      }
    }
    let stand = columns.labels.count == nil ? nil : UnsafePointer(counts)
    if let decision { decisionCounts.add(codes, times, stand, count: rowCount, of: decision) }
    if let outcome { outcomeCounts.add(outcomes, times, stand, count: rowCount, of: outcome) }
    guard columns.labels.count != nil else { return }
    let unitSums = unitSums.room(groups: tuples.count)
    for row in 0..<rowCount {
      unitSums[cell(row)] &+= counts[row]
      unitsReceived &+= counts[row]
    }
  }
}

/// Sums that grow with the number of groups [groups × cells].
private struct CellSums: ~Copyable {
  private var sums = UnsafeMutablePointer<Int64>.allocate(capacity: 0)
  private var groups = 0

  deinit { sums.deallocate() }

  /// Room for so many groups; new ones have 0.
  mutating func room(groups wanted: Int) -> UnsafeMutablePointer<Int64> {
    guard wanted > groups else { return sums }
    let grown = UnsafeMutablePointer<Int64>.allocate(capacity: 2 * wanted * DecisionPart.cells)
    grown.initialize(repeating: 0, count: 2 * wanted * DecisionPart.cells)
    grown.update(from: sums, count: groups * DecisionPart.cells)
    sums.deallocate()
    (sums, groups) = (grown, 2 * wanted)
    return sums
  }

  mutating func elements(groups: Int) -> [Int64] {
    let sums = room(groups: groups)
    return (0..<groups * DecisionPart.cells).map { sums[$0] }
  }
}
