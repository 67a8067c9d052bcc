import AuditRecord

/// Turns the fields of a column into codes and knows what its labels mean.
final class LabelColumn {
  /// How a label becomes a code.
  enum Meaning {
    /// Declared labels have codes; any other has `others`, or is an error if that is nothing.
    case declared([Label: Int32], others: Int32?, part: String)
    /// Labels are numbered as they come, up to a limit; unknown ones are −1.
    case numbered(limit: Int, part: String)
    /// Numbers belong to bins; outside and unknown ones are −1.
    case binned(Bins, part: String)
  }

  /// The column's name in the data.
  let name: String
  private let meaning: Meaning
  private let unknown: Set<Label>
  private let memo: FieldMemo
  private var numbers: [Label: Int32] = [:]

  /// The numbered labels, in the order in which they came.
  private(set) var labels: [Label] = []

  /// The declared labels that have occurred.
  private(set) var seen: Set<Label> = []

  init(_ name: String, _ meaning: Meaning, unknown: [Label] = []) {
    self.name = name
    self.meaning = meaning
    self.unknown = Set(unknown)
    // Four written forms of each label, and room for unknown ones.
    if case .numbered(let limit, _) = meaning {
      memo = FieldMemo(limit: max(4_096, 4 * (limit + unknown.count)))
    } else {
      memo = FieldMemo(limit: 4_096)
    }
  }

  /// How many codes there are besides −1.
  var codeCount: Int {
    if case .binned(let bins, _) = meaning { bins.count } else { labels.count }
  }

  /// Writes the code of each of the first `count` rows.
  ///
  /// - Returns: The first row that has a fault, with the fault; nothing if none has.
  func codes(
    of column: Column, count: Int, into codes: UnsafeMutablePointer<Int32>
  ) -> (row: Int, fault: FieldFault)? {
    var row = 0
    while true {
      row = memo.codes(of: column, rows: row..<count, into: codes)
      guard row < count else { return nil }
      do throws(FieldFault) {
        let code = try self.code(of: column, row)
        codes[row] = code
        memo.remember(column, row, code)
      } catch {
        return (row, error)
      }
      row += 1
    }
  }

  /// The code of a field that is not remembered.
  private func code(of column: Column, _ row: Int) throws(FieldFault) -> Int32 {
    if case .binned(let bins, let part) = meaning { return try bin(of: column, row, bins, part) }
    let label = column.label(row)
    switch meaning {
    case .declared(let codes, let others, let part):
      if let code = codes[label] {
        seen.insert(label)
        return code
      }
      if let others { return others }
      throw FieldFault(
        code: .unexpectedLabel, message: "the \(part) \(Quoted.text(label.text)) is on neither list of the plan",
        hint: "add it to the list where it belongs")
    case .numbered(let limit, let part):
      if unknown.contains(label) { return -1 }
      if let code = numbers[label] { return code }
      if let fault = LabelColumn.tooLong(label.text.utf8.count, part, name) { throw fault }
      guard labels.count < limit else {
        throw FieldFault(
          code: .tooManyLabels,
          message: "the \(part) column \(Quoted.text(name)) has more than \(limit) distinct labels",
          hint: "is it an identifier? declare bins for a number")
      }
      let code = Int32(labels.count)
      labels.append(label)
      numbers[label] = code
      return code
    case .binned: preconditionFailure("handled above")
    }
  }

  /// The longest label of a group or a stratum [bytes]: it stands in every number about the group, and in every report.
  static let longest = 1_000

  /// The fault of a label of so many bytes; nothing if it is short enough.
  static func tooLong(_ bytes: Int, _ part: String, _ column: String) -> FieldFault? {
    guard bytes > longest else { return nil }
    return FieldFault(
      code: .labelTooLong,
      message:
        "a label of the \(part) column \(Quoted.text(column)) has \(bytes) bytes; at most \(longest) are a label",
      hint: "is it a text? name a column with the group's name")
  }

  private func bin(of column: Column, _ row: Int, _ bins: Bins, _ part: String) throws(FieldFault) -> Int32 {
    // A number may be declared as unknown, so that the label comes first.
    let label = column.label(row)
    if unknown.contains(label) { return -1 }
    if let number = DecimalNumber.parse(label.text) { return bins.code(of: number) }
    throw FieldFault(
      code: .notANumber,
      message: "the \(part) column \(Quoted.text(name)) has bins, but \(Quoted.text(label.text)) is no number",
      hint: "add it to unknown if it means that the value is not known")
  }
}
