/// A column of whole numbers that say how many units a row stands for.
struct CountColumn {
  /// The sum of all counts before.
  let sum: Int64
  /// What is counted, in words.
  var what = "the count"

  /// The largest sum: every whole number up to it is a double.
  static let maximumSum: Int64 = 1 << 53

  /// Writes the count of each of the first `rows` rows.
  ///
  /// - Returns: The first row whose count is none or makes the sum too large, with the fault.
  func counts(
    of column: Column, count rows: Int, into counts: UnsafeMutablePointer<Int64>
  ) -> (row: Int, fault: FieldFault)? {
    var sum = sum
    for row in 0..<rows {
      guard let count = Self.number(column, row) else { return (row, bad(column, row)) }
      sum += count
      guard sum <= Self.maximumSum else { return (row, Self.tooLarge) }
      counts[row] = count
    }
    return nil
  }

  /// Whether a row stands for none.
  static func isNone(_ column: Column, _ row: Int) -> Bool { number(column, row) == 0 }

  /// The count of a row, at most ``maximumSum`` + 1.
  static func number(_ column: Column, _ row: Int) -> Int64? {
    if case .text(let text) = column { return FieldText.plain(text.field(row)).flatMap(digits) }
    return column.content(row).withUnsafeBytes(digits)
  }

  /// A number in plain digits, at most ``maximumSum`` + 1.
  private static func digits(_ digits: UnsafeRawBufferPointer) -> Int64? {
    guard !digits.isEmpty else { return nil }
    var number: Int64 = 0
    for byte in digits {
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = min(number &* 10 &+ Int64(digit), maximumSum + 1)
    }
    return number
  }

  private func bad(_ column: Column, _ row: Int) -> FieldFault {
    let text = String(decoding: column.content(row), as: UTF8.self)
    let number = DecimalNumber.parse(text)
    if text.hasSuffix("%") || number.map({ $0 > 0 && $0 < 1 }) == true {
      return FieldFault(
        code: .badCount, message: "\(what) is a rate, which does not say of how many people",
        hint: "name the column that says how many; where there are rates alone, ask for the counts")
    }
    return FieldFault(
      code: .badCount, message: "\(what) is not a whole number of 0 or more in plain digits",
      hint: "write 12, not 12.0 or 1,200")
  }

  private static let tooLarge = FieldFault(
    code: .countTooLarge, message: "the counts add up to more than \(maximumSum)", hint: "is this the count column?")
}
