import AuditData
import AuditInputs
import AuditRecord

/// What a record says of the data: which files, and where their rows went.
struct RecordParts {
  /// The files of each table.
  private var files: [[InputReading]] = []
  private(set) var rows = RowFlow(received: 0, judged: 0)
  private(set) var units = RowFlow(received: 0, judged: 0)
  private(set) var missingOutcome: Int?
  private(set) var labels: DecisionLabels?
  private(set) var content: ContentDescription?
  /// The inputs that hold counts.
  private var counted: Set<InputFile> = []
  private(set) var sampling: SamplingDescription?
  private(set) var lists: ListsDescription?
  private(set) var tables: [TableFlow] = []
  private(set) var warnings: [DataWarning] = []

  /// Adds what was read of decisions.
  ///
  /// - Parameter readings: One for each of the columns' readings, which have the same rows.
  mutating func add(_ readings: [DecisionReading], of columns: DecisionColumns) {
    let (reading, declared) = (readings[0], columns.labels)
    files.append(reading.inputs)
    content = DecisionReading.content(of: readings).map { ContentDescription(sha256: $0.hex) }
    counted = Set(reading.inputs.map(\.file).filter { columns.table.isCounted || $0.query?.counting != nil })
    rows.add(reading.rows)
    units.add(reading.units)
    missingOutcome = declared.outcome == nil ? nil : Int(reading.missingOutcomeUnits)
    var labels = declared
    labels.subject = columns.subject
    labels.score = columns.score?.column
    if !columns.models.isEmpty {
      // Each model has columns of its own.
      labels.score = nil
      labels.models = columns.models.map {
        DecisionModel(name: $0.name, decision: $0.decision, score: $0.score?.column)
      }
    }
    labels.amount = columns.amount.map {
      AmountDescription(
        column: $0.column, unit: columns.amountUnit, least: $0.range?.lowerBound, most: $0.range?.upperBound,
        predicted: columns.predicted?.column)
    }
    labels.unseen = unseen(readings, columns)
    (labels.remainder, labels.outcomeRemainder) = (reading.remainder, reading.outcomeRemainder)
    warnings += reading.warnings
    // Two decisions that are counted together have nothing odd that neither has alone.
    let others = columns.baseline == nil ? readings.dropFirst() : readings.dropFirst().prefix(1)
    for warning in others.flatMap(\.warnings) where !warnings.contains(warning) {
      warnings.append(warning)
    }
    sampling = reading.sampling
    self.labels = labels
  }

  /// Declared labels that no row has, whichever model decided; of classes in the order of the plan.
  private func unseen(_ readings: [DecisionReading], _ columns: DecisionColumns) -> [Label] {
    let decision = readings[0].unseen.decision.filter { label in
      readings.allSatisfy { $0.unseen.decision.contains(label) }
    }
    let outcome = readings[0].unseen.outcome
    guard let classes = columns.labels.classes else { return decision + outcome }
    return classes.labels.filter(decision.contains)
      + (classes.isOfOutcome == true
        ? classes.labels.filter { outcome.contains($0) && !decision.contains($0) } : outcome)
  }

  /// Adds what was read of a table of consents.
  mutating func add(_ consents: TableReading) {
    files.append(consents.inputs)
    tables.append(
      TableFlow(table: consents.part.rawValue, inputs: consents.inputs.map(\.name), rows: consents.rows))
  }

  /// Adds what was read of ranked lists. Their rows stand for themselves.
  mutating func add(_ readings: [TableReading], described: ListsDescription) {
    for reading in readings {
      files.append(reading.inputs)
      warnings += reading.warnings
      if reading.rows.received > 0, reading.rows.judged == 0 {
        warnings.append(DataWarning(.unusedTable, table: reading.part.rawValue, rows: reading.rows.received, share: 1))
      }
      tables.append(
        TableFlow(table: reading.part.rawValue, inputs: reading.inputs.map(\.name), rows: reading.rows))
      guard reading.part == .lists else { continue }
      rows.add(reading.rows)
      units.add(reading.rows)
    }
    lists = described
  }

  /// Adds what is odd beyond single columns, in the order of finding it.
  mutating func warn(_ more: [DataWarning]) { warnings += more }

  /// The files with their digests, as far as these were made.
  ///
  /// - Throws: `ReadError` if two files of a table hold the same rows.
  func inputs(digests: [InputFile: Digest]) throws(ReadError) -> [InputDescription] {
    try RepeatedInputs.check(files, digests: digests)
    return files.joined().map { input in
      var described = InputDescription(
        name: input.name, sha256: digests[input.file]?.hex, bytes: Int(input.bytes), rows: Int(input.rows))
      if counted.contains(input.file) { described.of = .counts }
      if let query = input.file.query {
        (described.query, described.bytes) = (query.reference, nil)
        described.of = described.of ?? .rows
        // In which order an engine lists counts is its own affair.
        if described.of == .counts, described.sha256 != nil { described.sha256 = content?.sha256 }
      }
      return described
    }
  }
}

extension RowFlow {
  /// Adds other rows; the reasons stay in the order of their bytes.
  mutating func add(_ other: RowFlow) {
    received += other.received
    judged += other.judged
    for exclusion in other.excluded {
      if let index = excluded.firstIndex(where: { $0.reason == exclusion.reason }) {
        excluded[index].rows += exclusion.rows
      } else {
        excluded.append(exclusion)
      }
    }
    excluded.sort { Label($0.reason) < Label($1.reason) }
  }
}
