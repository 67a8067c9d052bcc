import AuditInputs
import AuditRecord

/// What one scanner has counted: whole numbers, so that parts add up to the same in any order.
struct DecisionPart: Sendable {
  /// How often labels occur: rows, and what they stand for.
  typealias Choices = [ChoiceColumn.Choice: (rows: Int64, units: Int64)]

  /// The number of cells of a finest group: decisions as ``ChoiceColumn/Class`` × 3 outcomes.
  static let cells = 12

  /// Labels are numbered as they were read, whatever they mean.
  var layout: DecisionLayout

  /// Rows [finest groups × cells].
  var rows: [Int64]

  /// What the rows stand for.
  var units: [Int64]

  /// Rows that weigh nothing and stand in no cell.
  var zeroWeights: Int64 = 0

  /// Rows that lack the decision of another model; they stand in the cells of missing decisions.
  var partlyDecided = LeftOutRows()

  /// What judged rows weigh; nothing where all weigh the same.
  var weights: WeightSums.Part? = nil

  /// The rows of each scanner, where some may belong together.
  var logs: [Log] = []

  /// Rows of a scanner.
  struct Log: Sendable {
    var rows: RowLog
    /// What its finest groups are called here.
    var mapping: [Int32]
    /// Those that rows belong to.
    var clusters: SubjectTable
  }
  /// The numbers of judged rows, by what they say; none where the plan names no column of them.
  var numbers: [RowNumber: RowNumberTally] = [:]

  /// The labels of the decision and of the outcome.
  var decisions: Choices
  var outcomes: Choices

  /// Whether the labels of the decision, the outcome and the axes, in this order, are numbers with decimals that are whole.
  var wholeNumbers: [Bool]
  /// Rows that were left out for want of a ground; nothing where the plan asks for none.
  var grounds: GroundPart? = nil

  /// Adds what another scanner has counted in other rows.
  mutating func merge(_ other: DecisionPart) {
    let (united, mapping, otherMapping) = layout.union(with: other.layout)
    layout = united
    rows = Self.sum([(rows, mapping), (other.rows, otherMapping)], groups: united.finest.count)
    units = Self.sum([(units, mapping), (other.units, otherMapping)], groups: united.finest.count)
    for (number, more) in other.numbers {
      numbers[number]?.merge(more, mapping: otherMapping, groups: united.finest.count)
    }
    decisions.merge(other.decisions) { ($0.rows + $1.rows, $0.units + $1.units) }
    outcomes.merge(other.outcomes) { ($0.rows + $1.rows, $0.units + $1.units) }
    wholeNumbers = zip(wholeNumbers, other.wholeNumbers).map { $0 || $1 }
    zeroWeights += other.zeroWeights
    if let theirs = other.grounds {
      let (own, width) = (grounds?.byGroup ?? [], UseCause.allCases.count)
      grounds?.merge(theirs)
      grounds?.byGroup =
        theirs.byGroup.isEmpty && own.isEmpty
        ? []
        : Self.sum([(own, mapping), (theirs.byGroup, otherMapping)], groups: united.finest.count, cells: width)
    }
    partlyDecided.rows += other.partlyDecided.rows
    partlyDecided.units += other.partlyDecided.units
    if let theirs = other.weights { weights?.add(theirs, by: otherMapping) }
    logs += other.logs.map { log in
      var log = log
      log.mapping = log.mapping.map { otherMapping[Int($0)] }
      return log
    }
  }

  /// Whether a reading in the order of the files would have gone through.
  func isWithinLimits(_ options: SourceOptions, of columns: DecisionColumns) -> Bool {
    layout.finest.count <= options.maximumGroups && max(decisions.count, outcomes.count) <= options.maximumLabels
      && zip(layout.axes, columns.axes).allSatisfy { axis, column in
        column.edges != nil || axis.labels.count { !column.meaning.isUnknown($0) } <= options.maximumLabels
      }
      && units.reduce(0, +) <= CountColumn.maximumSum
  }

  /// The sum of each class of a column.
  static func classes(_ sums: [Int64], of cell: (Int) -> Int) -> [Int64] {
    var classes = [Int64](repeating: 0, count: ChoiceColumn.Class.allCases.count)
    for (index, sum) in sums.enumerated() { classes[cell(index % cells)] += sum }
    return classes
  }

  /// Sums of groups under new numbers [groups × cells].
  static func sum(
    _ parts: [(sums: [Int64], mapping: [Int32])], groups: Int, cells: Int = DecisionPart.cells
  ) -> [Int64] {
    var result = [Int64](repeating: 0, count: cells * groups)
    for (sums, mapping) in parts {
      for (group, new) in mapping.enumerated() {
        for cell in 0..<cells { result[cells * Int(new) + cell] += sums[cells * group + cell] }
      }
    }
    return result
  }

  /// What has been counted of these inputs, in the order that does not depend on the reading.
  ///
  /// - Throws: ``ReadError`` if no row has a label of one of the plan's lists, where all rows were read, or a group column
  ///   holds many numbers.
  func tally(
    of columns: DecisionColumns, inputs: [InputReading] = [], repeated: DataWarning? = nil,
    consents: ConsentTable? = nil
  ) throws(ReadError) -> DecisionTally {
    if inputs.allSatisfy(\.isWhole) {
      try checkLists(columns)
      if let lawful = columns.lawful { try grounds?.check(lawful, file: columns.table.files.first?.given ?? "memory") }
    }
    try checkNumbers(columns)
    let (folded, mapping) = folded(columns)
    var warnings = warnings(columns)
    let namesPeople = columns.subject != nil && columns.table.isCounted
    let isOfRows = columns.unit == nil && columns.labels.count == nil && !namesPeople
    if let found = repeated ?? (isOfRows ? RepeatedRows.warning(rows: rows) : nil) { warnings.append(found) }
    if let lawful = columns.lawful, let grounds {
      warnings += grounds.warnings(lawful, table: "decisions", consents: consents)
    }
    var reading = folded.reading(of: columns, inputs: inputs, warnings: warnings)
    let (sampling, description) = folded.sampling(of: columns, logs: logs, mapping: mapping)
    reading.sampling = description
    reading.content = CanonicalCounts(part: folded, columns: columns, received: reading.rows.received).digest
    return DecisionTally(
      reading: reading, counts: folded.judged, missingDecisions: folded.outcomes(of: .missing),
      undecided: folded.units(of: .notDecided), sampling: sampling, numbers: folded.numbers,
      grounds: folded.grounds.map { grounds in
        GroundTally(
          rows: folded.rows.reduce(0, +) + zeroWeights + grounds.rows, causes: grounds.causes, byGroup: grounds.byGroup,
          unknownAge: grounds.unknownAge, unknownCollected: grounds.unknownCollected, consents: consents?.table)
      })
  }

  /// The part with the labels as they are meant, in the order that does not depend on the reading, and what each finest group became.
  private func folded(_ columns: DecisionColumns) -> (part: DecisionPart, mapping: [Int32]) {
    var part = self
    part.logs = []
    var tuples = layout.finest
    for (axis, column) in columns.axes.enumerated() {
      let (labels, codes) = column.meaning.folded(layout.axes[axis].labels, edges: column.edges)
      part.layout.axes[axis] = DecisionLayout.Axis(
        name: column.name, role: column.role, labels: labels, edges: column.edges)
      for index in tuples.indices { tuples[index][axis] = codes[Int(tuples[index][axis])] }
    }
    var numbers: [[Int32]: Int32] = [:]
    part.layout.finest = []
    let joined = tuples.map { tuple -> Int32 in
      if let number = numbers[tuple] { return number }
      let number = Int32(part.layout.finest.count)
      numbers[tuple] = number
      part.layout.finest.append(tuple)
      return number
    }
    let (sorted, order) = part.layout.sorted()
    part.layout = sorted
    let mapping = joined.map { order[Int($0)] }
    part.rows = Self.sum([(rows, mapping)], groups: order.count)
    part.units = Self.sum([(units, mapping)], groups: order.count)
    part.weights = weights?.regrouped(by: mapping, groups: order.count)
    if let grounds, !grounds.byGroup.isEmpty {
      part.grounds?.byGroup = Self.sum(
        [(grounds.byGroup, mapping)], groups: order.count, cells: UseCause.allCases.count)
    }
    part.numbers = self.numbers.mapValues { $0.regrouped(by: mapping, count: order.count) }
    return (part, mapping)
  }

  /// What is known about the reading.
  private func reading(
    of columns: DecisionColumns, inputs: [InputReading], warnings: [DataWarning]
  ) -> DecisionReading {
    let labels = columns.labels
    func unseen(_ lists: [[Label]?], _ found: Choices) -> [Label] {
      let seen = Set(found.keys.map(\.label))
      return lists.flatMap { $0 ?? [] }.filter { !seen.contains($0) }
    }
    var unseenLabels = DecisionReading.Unseen()
    unseenLabels.decision = unseen([labels.favourable, labels.unfavourable], decisions)
    if labels.outcome != nil { unseenLabels.outcome = unseen([labels.positive, labels.negative], outcomes) }
    let asked = labels.outcome != nil
    return DecisionReading(
      layout: layout, rows: Self.flow(rows, zeroWeights, grounds), units: Self.flow(units, zeroWeights, grounds),
      missingOutcomeRows: asked ? Self.missingOutcome(rows) : 0,
      missingOutcomeUnits: asked ? Self.missingOutcome(units) : 0, unseen: unseenLabels,
      remainder: Self.remainder(decisions), outcomeRemainder: Self.remainder(outcomes), warnings: warnings,
      inputs: inputs)
  }

  /// The labels that the plan does not name and that count as the others.
  private static func remainder(_ found: Choices) -> [LabelCount] {
    found.filter { $0.key.number == .other && !$0.key.isDeclared }.map {
      LabelCount($0.key.label, rows: Int($0.value.rows), units: Int($0.value.units))
    }.sorted { $0.label < $1.label }
  }

  /// The units of judged rows [finest groups × cells of ``DecisionCell``].
  var judged: [Int64] {
    layout.finest.indices.flatMap { units[Self.cells * $0..<Self.cells * $0 + DecisionCell.allCases.count] }
  }

  /// The units of a class of decisions [finest groups].
  private func units(of number: ChoiceColumn.Class) -> [Int64] {
    layout.finest.indices.map { group in
      let start = Self.cells * group + 3 * Int(number.rawValue)
      return units[start..<start + 3].reduce(0, +)
    }
  }

  /// The units of a class of decisions [finest groups × outcomes].
  private func outcomes(of number: ChoiceColumn.Class) -> [Int64] {
    layout.finest.indices.flatMap { group in
      let start = Self.cells * group + 3 * Int(number.rawValue)
      return units[start..<start + 3]
    }
  }

  private static func flow(_ sums: [Int64], _ zeroWeights: Int64, _ grounds: GroundPart?) -> RowFlow {
    let decisions = classes(sums) { $0 / 3 }
    let excluded = [
      DecisionReading.zeroWeight: zeroWeights,
      DecisionReading.missingDecision: decisions[Int(ChoiceColumn.Class.missing.rawValue)],
      DecisionReading.notDecided: decisions[Int(ChoiceColumn.Class.notDecided.rawValue)],
    ]
    return RowFlow(
      received: sums.reduce(zeroWeights + (grounds?.rows ?? 0), +),
      excluded: excluded.merging(grounds?.excluded ?? [:]) { first, _ in first })
  }

  private static func missingOutcome(_ sums: [Int64]) -> Int64 {
    stride(from: 0, to: sums.count, by: cells).reduce(0) { $0 + sums[$1 + 2] + sums[$1 + 5] }
  }
}
