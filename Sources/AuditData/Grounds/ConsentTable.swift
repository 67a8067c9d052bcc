import AuditInputs
import AuditRecord

/// Who consented to what, and when: keyed hashes of people beside periods, and no id.
///
/// Unchecked: it is read whole before anybody looks something up, and only looked up then.
final class ConsentTable: @unchecked Sendable {
  /// A consent of somebody.
  struct Period {
    let subject: UInt32
    /// Which of ``purposes``; −1 where a consent covers all.
    let purpose: Int32
    /// The first second.
    let from: Double
    /// The first second after it; infinite where it is open.
    let until: Double
  }

  private let subjects: SubjectTable
  /// The purposes of consents, in the order in which they came.
  let purposes: [Label]
  /// The consents, person by person.
  private let periods: [Period]
  /// Where the consents of each person begin [people + 1].
  private let starts: [Int]
  /// What was read.
  let table: TableReading

  /// Reads all consents, in order.
  ///
  /// - Throws: ``ReadError`` at the first place that a person has to mend.
  init(_ consents: LawfulUse.Consents, options: SourceOptions, digests: DigestJob?) throws(ReadError) {
    var whole = options
    // Some of them would say nothing of anybody.
    (whole.firstRows, whole.progress) = (nil, nil)
    let scanner = ConsentScanner(consents, limit: options.maximumLabels)
    let reader = TableReader(
      table: consents.table, wanted: consents.wanted, options: whole, workers: Workers(count: 1, digests: digests),
      progress: TableProgress())
    guard let inputs = try reader.read(scanner.absorb) else { preconditionFailure("nothing stops the reading") }
    subjects = scanner.subjects
    purposes = scanner.purposes
    periods = scanner.periods.sorted { ($0.subject, $0.from) < ($1.subject, $1.from) }
    var starts = [Int](repeating: 0, count: subjects.count + 1)
    for period in periods { starts[Int(period.subject) + 1] += 1 }
    for subject in 0..<subjects.count { starts[subject + 1] += starts[subject] }
    self.starts = starts
    table = TableReading(
      part: .consents, inputs: inputs,
      rows: RowFlow(received: scanner.received, [.unknownPurpose: scanner.withoutPurpose]))
  }

  /// The table that a plan names; nothing where it names none.
  convenience init?(of lawful: LawfulUse?, options: SourceOptions, digests: DigestJob?) throws(ReadError) {
    guard let consents = lawful?.consents else { return nil }
    try self.init(consents, options: options, digests: digests)
  }

  /// The consents of somebody; none of whoever has given none.
  ///
  /// - Parameter column: The ids of rows.
  func periods(of column: Column, _ row: Int) -> ArraySlice<Period> {
    guard let subject = subjects.find(column, row) else { return [] }
    return periods[starts[Int(subject)]..<starts[Int(subject) + 1]]
  }
}

extension LawfulUse.Consents {
  var wanted: [WantedColumn] {
    [WantedColumn(subject, "subject")] + [purpose.map { WantedColumn($0, "purpose") }].compactMap(\.self)
      + [WantedColumn(from, "time")] + [until.map { WantedColumn($0, "time") }].compactMap(\.self)
  }
}

/// Takes the rows of a table of consents.
private final class ConsentScanner {
  let subjects = SubjectTable(mend: "fill it in; without it nobody knows who consented")
  private(set) var periods: [ConsentTable.Period] = []
  private(set) var purposes: [Label] = []
  private(set) var received: Int64 = 0
  private(set) var withoutPurpose: Int64 = 0
  private var codes: [Label: Int32] = [:]
  private let consents: LawfulUse.Consents
  private let limit: Int
  private let numbers = UnsafeMutablePointer<UInt32>.allocate(capacity: TableRows.capacity)

  init(_ consents: LawfulUse.Consents, limit: Int) {
    self.consents = consents
    self.limit = limit
  }

  deinit { numbers.deallocate() }

  /// The subject stands first, then the purpose, then the times.
  func absorb(_ rows: TableRows) -> TableStep {
    var end = rows.count
    let found = RowFault(subjects.add(rows.columns[0], count: rows.count, into: numbers), column: 0)
    if let found { end = found.row }
    let time = consents.purpose == nil ? 1 : 2
    for row in 0..<end {
      guard let from = Instant.seconds(rows.columns[time], row) else {
        return .fail(RowFault(row: row, column: time, fault: Instant.fault(rows.columns[time].label(row).text)))
      }
      var until = Double.infinity
      if consents.until != nil, MissingWord.word(of: rows.columns[time + 1].label(row)) == nil {
        guard let seconds = Instant.seconds(rows.columns[time + 1], row) else {
          return .fail(
            RowFault(row: row, column: time + 1, fault: Instant.fault(rows.columns[time + 1].label(row).text)))
        }
        // A consent that was withdrawn at once was given all the same.
        guard seconds >= from else {
          return .fail(
            RowFault(
              row: row, column: time + 1,
              fault: FieldFault(
                code: .badPeriod, message: "the period ends before it begins",
                hint: "\(consents.until ?? "") lies before \(consents.from); are the columns the right way round?")))
        }
        until = seconds
      }
      var purpose: Int32 = -1
      if consents.purpose != nil {
        let label = rows.columns[1].label(row)
        // A consent to nothing that is named is none.
        guard MissingWord.word(of: label) == nil else {
          withoutPurpose += 1
          continue
        }
        guard let code = codes[label] ?? add(label) else {
          return .fail(
            RowFault(
              row: row, column: 1,
              fault: FieldFault(
                code: .tooManyLabels, message: "the purpose column has more than \(limit) distinct labels",
                hint: "is it the column of the purpose?")))
        }
        purpose = code
      }
      periods.append(ConsentTable.Period(subject: numbers[row], purpose: purpose, from: from, until: until))
    }
    if let found { return .fail(found) }
    received += Int64(rows.count)
    return .proceed
  }

  private func add(_ label: Label) -> Int32? {
    guard purposes.count < limit else { return nil }
    let code = Int32(purposes.count)
    purposes.append(label)
    codes[label] = code
    return code
  }
}
