import AuditRecord
import CByteScan

/// A column of numbers in a table of lists, users or items.
struct NumberColumn {
  /// What the numbers say.
  enum Part {
    case score, engagement, grade, popularity
  }

  let part: Part

  /// Writes the number of each of the first `count` rows.
  ///
  /// - Returns: The first row without one, with the fault.
  func numbers(
    of column: Column, count: Int, into numbers: UnsafeMutablePointer<Double>
  ) -> (row: Int, fault: FieldFault)? {
    let least = part == .score || part == .grade ? -Double.infinity : 0
    for row in 0..<count {
      guard let number = Self.number(column, row), number.isFinite, number >= least else { return (row, fault) }
      numbers[row] = number
    }
    return nil
  }

  private static func number(_ column: Column, _ row: Int) -> Double? {
    switch column {
    case .text(let text): FieldText.plain(text.field(row)).flatMap(DecimalNumber.parse)
    case .numbers(let numbers): numbers[row]
    case .coded, .truth: DecimalNumber.parse(column.label(row).text)
    }
  }

  /// Writes the rank of each of the first `count` rows.
  ///
  /// - Returns: The first row without one, with the fault.
  static func ranks(
    of column: Column, count: Int, into ranks: UnsafeMutablePointer<UInt64>
  ) -> (row: Int, fault: FieldFault)? {
    guard case .text(let text) = column else {
      for row in 0..<count {
        guard let number = number(column, row), isRank(number) else { return (row, badRank) }
        ranks[row] = UInt64(number)
      }
      return nil
    }
    let (bytes, positions, bases) = (text.block.bytes, text.block.positions + text.field, text.bases)
    for row in 0..<count {
      let base = Int(bases[row])
      let start = Int(positions[base] &+ 1)
      let length = Int(positions[base + 1]) &- start
      let (first, second) = (bytes[start] &- UInt8(ascii: "0"), bytes[start &+ 1] &- UInt8(ascii: "0"))
      // Most ranks have one or two digits.
      let number =
        length == 1 && first < 10
        ? Int(first)
        : length == 2 && first < 10 && second < 10
          ? Int(first) &* 10 &+ Int(second) : ShortNumber.parse(bytes + start, length)
      if number > 0 {
        ranks[row] = UInt64(number)
      } else if let number = Self.number(column, row), isRank(number) {
        // Whole numbers written otherwise, such as 12.0 or "12".
        ranks[row] = UInt64(number)
      } else {
        return (row, badRank)
      }
    }
    return nil
  }

  private static func isRank(_ number: Double) -> Bool {
    number >= 1 && number < 0x1p53 && number == number.rounded()
  }

  private static let badRank = FieldFault(
    code: .badRank, message: "the rank is not a whole number above 0", hint: "the best rank is 1, not 0")

  private var fault: FieldFault {
    switch part {
    case .score:
      FieldFault(
        code: .badScore, message: "the score is not a finite number", hint: "remove items that have no score")
    case .engagement:
      FieldFault(
        code: .badEngagement, message: "the engagement is not a number of 0 or more",
        hint: "write 0 where there was none")
    case .grade:
      FieldFault(
        code: .badGrade, message: "the grade is not a finite number", hint: "remove pairs that have no grade")
    case .popularity:
      FieldFault(
        code: .badPopularity, message: "the popularity is not a number of 0 or more",
        hint: "write 0 for an item that nobody has chosen")
    }
  }
}
