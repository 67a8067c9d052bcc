import AuditInputs
import AuditRecord

/// Turns the fields of a column of numbers, one a row, into these; whoever has none is not a number.
final class RowNumberReader {
  /// What the numbers say.
  enum Part: String {
    case score
    case amount
    case predicted = "predicted amount"
  }

  private let part: Part
  private let range: ClosedRange<Double>?
  /// The numbers of the entries of a dictionary, worked out once.
  private var known: (dictionary: LabelDictionary, numbers: [Double?])?

  init(_ part: Part, _ column: RowNumberColumn) {
    self.part = part
    range = column.range
  }

  /// Of larger numbers no sum can be told from another.
  private static let most = 1e100

  /// Writes the number of each of the first `count` rows.
  ///
  /// - Returns: The first row whose field is neither a number nor missing, with the fault.
  func numbers(
    of column: Column, count: Int, into written: UnsafeMutablePointer<Double>
  ) -> (row: Int, fault: FieldFault)? {
    if case .coded(let codes, let dictionary) = column {
      let numbers = numbers(of: dictionary)
      for row in 0..<count {
        guard codes[row] >= 0 else {
          written[row] = .nan
          continue
        }
        guard let number = numbers[Int(codes[row])] else { return (row, fault(column, row)) }
        written[row] = number
      }
      return nil
    }
    for row in 0..<count {
      if let number = NumberColumn.number(column, row), isUsable(number) {
        // −0 is 0.
        written[row] = number + 0
      } else if isMissing(column, row) {
        written[row] = .nan
      } else {
        return (row, fault(column, row))
      }
    }
    return nil
  }

  private func numbers(of dictionary: LabelDictionary) -> [Double?] {
    if let known, known.dictionary === dictionary { return known.numbers }
    let numbers = dictionary.labels.map { label -> Double? in
      if let number = DecimalNumber.parseTrimmed(label.text), isUsable(number) { return number + 0 }
      return MissingWord.word(of: label) == nil ? nil : .nan
    }
    known = (dictionary, numbers)
    return numbers
  }

  private func isUsable(_ number: Double) -> Bool {
    number.magnitude <= Self.most && (range?.contains(number) ?? true)
  }

  private func isMissing(_ column: Column, _ row: Int) -> Bool {
    if case .numbers(let numbers) = column { return numbers[row].isNaN }
    return MissingWord.word(of: column.label(row)) != nil
  }

  private func fault(_ column: Column, _ row: Int) -> FieldFault {
    let number = NumberColumn.number(column, row)
    if let number, number.magnitude <= Self.most, let range {
      return FieldFault(
        code: code,
        message:
          "the \(part.rawValue) lies outside the range of the plan, "
          + "\(Bins.text(range.lowerBound)) to \(Bins.text(range.upperBound))",
        hint: "is this the right column, and its range? Leave the field empty where there is none")
    }
    if let number, number.isFinite {
      return FieldFault(
        code: code,
        message: "the \(part.rawValue) is beyond 1e100, and of such numbers no sum can be told from another",
        hint: "is this the right column?")
    }
    if let form = NumberForm(column.content(row)) {
      return FieldFault(
        code: code, message: "the \(part.rawValue) \(form.words)",
        hint: form == .decimalComma ? "write 0.5, not 0,5" : "write 1200, not 1,200")
    }
    return FieldFault(
      code: code, message: "the \(part.rawValue) is not a finite number",
      hint:
        "write \(part == .score ? "0.75" : "1200"), without a currency sign, brackets, blanks or a unit; leave the field empty only where there is no \(part.rawValue)"
    )
  }

  private var code: ReadError.Code { part == .score ? .badScore : .badAmount }
}
