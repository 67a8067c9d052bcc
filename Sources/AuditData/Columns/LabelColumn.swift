import AuditRecord

/// Turns the fields of a column of groups or strata into codes: labels are numbered as they come, whatever they mean.
final class LabelColumn {
  /// How a label becomes a code.
  enum Form {
    /// Labels are numbered as they come, up to a limit of those that are groups.
    case numbered(limit: Int)
    /// Numbers belong to bins or lie outside them; labels that are not known are numbered behind those.
    case binned(Bins)
  }

  /// The column's name in the data.
  let name: String
  private let form: Form
  private let part: String
  private let meaning: LabelMeaning
  private let memo: FieldMemo
  private var numbers: [Label: Int32] = [:]
  private var unknownCount = 0

  /// Whether labels are numbers with decimals that are whole.
  private(set) var holdsWholeNumbers = false

  /// The labels that are numbered, in the order in which they came.
  private var labels: [Label] = []

  /// - Parameter part: What the column is, as `group`.
  init(_ name: String, _ form: Form, part: String, meaning: LabelMeaning) {
    self.name = name
    self.form = form
    self.part = part
    self.meaning = meaning
    // Four written forms of each label, and room for unknown ones.
    if case .numbered(let limit) = form {
      memo = FieldMemo(limit: max(4_096, 4 * (limit + meaning.unknownCount)))
    } else {
      memo = FieldMemo(limit: 4_096)
    }
  }

  /// How many codes there are.
  var codeCount: Int { first + labels.count }

  /// The first code of a label that is numbered.
  private var first: Int { if case .binned(let bins) = form { bins.count + 2 } else { 0 } }

  /// A name for each code; those of numbers in bins no field of text can have.
  var raw: [Label] {
    guard case .binned(let bins) = form else { return labels }
    return bins.labels + labels.map { Label("\u{0}\($0.text)") }
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
    // A number may be declared as unknown only as it is written.
    if case .binned(let bins) = form, case .numbers(let numbers) = column, !numbers[row].isNaN,
      !meaning.hasUnknownNumbers
    {
      return bins.code(of: numbers[row])
    }
    let label = column.label(row)
    switch form {
    case .numbered(let limit):
      if let fault = column.decimals(row, "a \(part)", of: name) { throw fault }
      if column.isNumber(row) { holdsWholeNumbers = true }
      if let code = numbers[label] { return code }
      if let twin = meaning.twin(of: label) { throw Self.twin(label, twin, part, name) }
      if let word = meaning.unknownWord(label) { return number(word) }
      if meaning.isStray(label) {
        throw FieldFault(
          code: .unexpectedLabel, message: "the level \(Quoted.text(label.text)) is not among `levels`",
          hint: "add it there in its place, or to unknown")
      }
      if let fault = LabelColumn.tooLong(label.text.utf8.count, part, name) { throw fault }
      guard labels.count - unknownCount < limit else { throw Self.tooMany(limit, part, name) }
      labels.append(label)
      numbers[label] = Int32(labels.count - 1)
      return Int32(labels.count - 1)
    case .binned(let bins):
      // A number may be declared as unknown, so that the label comes first.
      if meaning.isDeclaredUnknown(label) { return number(label) }
      if let number = DecimalNumber.parseTrimmed(label.text) { return bins.code(of: number) }
      if let word = meaning.unknownWord(label) { return number(word) }
      if let form = NumberForm(label.text.utf8) {
        throw FieldFault(
          code: .notANumber, message: "the \(part) \(Quoted.text(label.text)) of \(Quoted.text(name)) \(form.words)",
          hint: "write \(form.mended(label.text)), in all rows")
      }
      throw FieldFault(
        code: .notANumber,
        message: "the \(part) column \(Quoted.text(name)) has bins, but \(Quoted.text(label.text)) is no number",
        hint: "write a number; add it to unknown only if it means that the value is not known")
    }
  }

  /// The code of a word that says nothing.
  private func number(_ word: Label) -> Int32 {
    if let code = numbers[word] { return code }
    let code = Int32(codeCount)
    labels.append(word)
    numbers[word] = code
    unknownCount += 1
    return code
  }

  /// The fault of a column with more labels than a limit.
  static func tooMany(_ limit: Int, _ part: String, _ column: String) -> FieldFault {
    FieldFault(
      code: .tooManyLabels, message: "the \(part) column \(Quoted.text(column)) has more than \(limit) distinct labels",
      hint: "is it an identifier? declare bins for a number")
  }

  /// A label as a plan writes it, so that a blank at its end is not lost.
  private static func written(_ label: Label) -> String { JSONValue.string(label.text).canonical }

  /// The fault of a label that is another one, written differently.
  static func twin(_ label: Label, _ twin: Label, _ part: String, _ column: String) -> FieldFault {
    FieldFault(
      code: .labelAlike,
      message:
        "the \(part) \(Quoted.text(label.text)) differs from the plan’s label \(Quoted.text(twin.text)) only in how it is written",
      hint: part == "decision" || part == "outcome"
        ? "list it beside \(Quoted.text(twin.text)) if it means the same"
        : "join them, as same: {\(written(twin)): [\(written(label))]}, or list it beside \(Quoted.text(twin.text)) if it means the same"
    )
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
}
