import CByteScan

/// A column of numbers in a table of lists, users or items.
struct NumberColumn {
  /// What the numbers say.
  enum Part {
    case score, engagement, grade, popularity
  }

  let place: Int
  let part: Part

  /// Writes the number of each row.
  func numbers(in rows: TableRows, into numbers: UnsafeMutablePointer<Double>) -> RowFault? {
    let least = part == .score || part == .grade ? -Double.infinity : 0
    for row in 0..<rows.count {
      guard let text = FieldText.plain(rows.field(row, place)), let number = DecimalNumber.parse(text),
        number.isFinite, number >= least
      else { return RowFault(row: row, place: place, fault: fault) }
      numbers[row] = number
    }
    return nil
  }

  /// Writes the rank of each row of a column.
  static func ranks(_ place: Int, in rows: TableRows, into ranks: UnsafeMutablePointer<UInt64>) -> RowFault? {
    let (bytes, positions, bases) = (rows.block.bytes, rows.block.positions + place, rows.bases)
    for row in 0..<rows.count {
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
      } else if let text = FieldText.plain(rows.field(row, place)), let number = DecimalNumber.parse(text),
        number >= 1, number < 0x1p53, number == number.rounded()
      {
        // Whole numbers written otherwise, such as 12.0 or "12".
        ranks[row] = UInt64(number)
      } else {
        return RowFault(row: row, place: place, fault: badRank)
      }
    }
    return nil
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
