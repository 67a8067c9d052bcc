import AuditData
import AuditInputs
import AuditRecord

/// The files of decisions, read once.
struct DecisionInput {
  /// The columns as they are read: of a query whose engine counts, those of its counts.
  private let columns: DecisionColumns
  /// The same, read row by row.
  private let rows: DecisionColumns
  private let options: Audit.Options

  init(_ decisions: DecisionColumns, folder: String, options: Audit.Options) throws {
    rows = try decisions.resolved(relativeTo: folder)
    columns = rows.countedByItsEngine
    self.options = options
  }

  /// The files, in the order of reading.
  var files: [InputFile] { columns.tables.flatMap(\.files) }

  /// What was read of each of the columns' readings.
  func read(digests: DigestJob?) throws(ReadError) -> [DecisionTally] {
    do { return try source(columns).tallies(threads: options.threads, digests: digests) } catch {
      // Who stands in several rows is a cluster, which counts do not show.
      guard columns != rows, columns.subject != nil, error.code == ReadError.Code.notCounts.rawValue else {
        throw error
      }
      return try source(rows).tallies(threads: options.threads, digests: digests)
    }
  }

  /// The classes that the data have, where the plan leaves it to them; nothing elsewhere. The files are read for it once more.
  func classes() throws(ReadError) -> [Label]? {
    guard let searching = columns.searchingClasses else { return nil }
    if let stream = columns.table.files.first(where: \.isStream) {
      throw ReadError(
        .unreadableInput, file: stream.given, message: "`classes: found` reads the data twice, and this is a stream",
        hint: "list the classes in the plan, or save the data to a file")
    }
    return try searching.classes(in: source(searching).tallies(threads: options.threads))
  }

  private func source(_ columns: DecisionColumns) -> DecisionSource {
    var reading = SourceOptions()
    reading.progress = options.progress
    reading.waiting = options.waiting
    reading.firstRows = options.firstRows
    return DecisionSource(columns: columns, options: reading)
  }
}

extension DecisionColumns {
  /// The columns of counts that the engine of a query makes in place of handing over the rows, where it may.
  fileprivate var countedByItsEngine: DecisionColumns {
    guard notFolding == nil, let query = table.files.first?.query, query.engine.counts else { return self }
    var counted = self
    counted.table.files[0].query?.counting = counting
    counted.table.isCounted = true
    return counted
  }

  /// The columns as they are read to find classes; nothing where the plan lists them, or has none.
  var searchingClasses: DecisionColumns? {
    guard labels.classes?.isFound == true else { return nil }
    var columns = self
    columns.labels.classes?.labels = []
    // Whoever is counted twice, or has no number, is not asked for here.
    (columns.labels.favourable, columns.labels.unfavourable) = ([], nil)
    if labels.classes?.isOfOutcome == true { (columns.labels.positive, columns.labels.negative) = ([], nil) }
    return columns
  }

  /// The labels of decisions, and of outcomes that have the same classes.
  ///
  /// - Throws: `ReadError` where there are too few or too many.
  func classes(in tallies: [DecisionTally]) throws(ReadError) -> [Label] {
    let readings = tallies.map(\.reading)
    let outcomes = labels.classes?.isOfOutcome == true ? readings.flatMap(\.outcomeRemainder) : []
    let found = Set((readings.flatMap(\.remainder) + outcomes).map(\.label)).sorted()
    let file = table.files.first?.given ?? "memory"
    guard (2...DecisionClasses.most).contains(found.count) else {
      let count = found.isEmpty ? "no label" : found.count == 1 ? "one label" : "\(found.count) labels"
      throw ReadError(
        .noSuchLabel, file: file,
        message:
          "`classes: found` finds \(count) in \(Quoted.text(labels.decision)), and 2 to \(DecisionClasses.most) can be audited",
        hint: "is it the column of the decision? list the classes that it should have", key: "decisions.columns.classes"
      )
    }
    return found
  }
}
