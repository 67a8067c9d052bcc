import AuditRecord
import CByteScan

/// A column of numbers in a table of lists, users or items.
struct NumberColumn {
  /// What the numbers say.
  enum Part {
    case score, engagement, grade, popularity
  }

  let part: Part

  /// Numbers that are added up and multiplied must stay numbers; scores only put lists in order.
  private static let most = 1e100

  /// Writes the number of each of the first `count` rows.
  ///
  /// - Returns: The first row without one, with the fault.
  func numbers(
    of column: Column, count: Int, into numbers: UnsafeMutablePointer<Double>
  ) -> (row: Int, fault: FieldFault)? {
    let least = part == .score || part == .grade ? -Double.infinity : 0
    let known = Self.known(column, count)
    for row in 0..<count {
      guard let number = Self.number(column, row, known), number.isFinite, number >= least else {
        return (row, fault(NumberForm(column.content(row))))
      }
      guard part == .score || number.magnitude <= Self.most else {
        return (
          row,
          FieldFault(
            code: code, message: "the \(name) is beyond 1e100, and of such numbers no sum can be told from another",
            hint: "is this the right column?")
        )
      }
      numbers[row] = number
    }
    return nil
  }

  /// The numbers of the entries of a dictionary, where it has fewer than so many rows.
  private static func known(_ column: Column, _ count: Int) -> [Double?] {
    guard case .coded(_, let dictionary) = column, dictionary.labels.count <= count else { return [] }
    return dictionary.labels.map { DecimalNumber.parseTrimmed($0.text) }
  }

  /// The number of a row.
  ///
  /// - Parameter known: Those of a dictionary's entries, if they are known.
  private static func number(_ column: Column, _ row: Int, _ known: [Double?]) -> Double? {
    guard case .coded(let codes, _) = column, !known.isEmpty else { return number(column, row) }
    return codes[row] < 0 ? nil : known[Int(codes[row])]
  }

  static func number(_ column: Column, _ row: Int) -> Double? {
    switch column {
    case .text(let text):
      FieldText.plain(text.field(row)).flatMap {
        DecimalNumber.parse($0) ?? DecimalNumber.parse(DecimalNumber.trimmed($0))
      }
    case .numbers(let numbers): numbers[row]
    case .coded, .truth: DecimalNumber.parseTrimmed(column.label(row).text)
    }
  }

  /// Writes the rank of each of the first `count` rows.
  ///
  /// - Returns: The first row without one, with the fault.
  ///
  /// - Parameter least: The smallest rank that there may be, 0 or 1.
  static func ranks(
    of column: Column, count: Int, least: UInt64, into ranks: UnsafeMutablePointer<UInt64>
  ) -> (row: Int, fault: FieldFault)? {
    let smallest = Int(least)
    guard case .text(let text) = column else {
      let known = known(column, count)
      for row in 0..<count {
        guard let rank = number(column, row, known).flatMap(rank), rank >= least else {
          return (row, badRank(column, row))
        }
        ranks[row] = rank
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
      if number >= max(smallest, 1) {
        ranks[row] = UInt64(number)
      } else if let rank = Self.number(column, row).flatMap(rank), rank >= least {
        // Whole numbers written otherwise, such as 12.0 or "12".
        ranks[row] = rank
      } else {
        return (row, badRank(column, row))
      }
    }
    return nil
  }

  /// The rank that a number is; larger ones than these doubles no longer tell apart.
  private static func rank(_ number: Double) -> UInt64? {
    UInt64(exactly: number).flatMap { $0 < 1 << 53 ? $0 : nil }
  }

  private static func badRank(_ column: Column, _ row: Int) -> FieldFault {
    number(column, row) == 0
      ? FieldFault(
        code: .badRank, message: "the rank is 0, and the first list begins with a higher one",
        hint: "let all lists begin with 1, or all with 0")
      : FieldFault(
        code: .badRank, message: "the rank is not a whole number above 0", hint: "the best rank is 1, or 0 in all lists"
      )
  }

  private var code: ReadError.Code {
    switch part {
    case .score: .badScore
    case .engagement: .badEngagement
    case .grade: .badGrade
    case .popularity: .badPopularity
    }
  }

  private var name: String {
    switch part {
    case .score: "score"
    case .engagement: "engagement"
    case .grade: "grade"
    case .popularity: "popularity"
    }
  }

  /// The fault of a field that is no number, or is one in another form.
  private func fault(_ form: NumberForm?) -> FieldFault {
    let (range, hint) =
      switch part {
      case .score: ("a finite number", "fill it in; where there are no scores, name the rank that orders lists")
      case .engagement: ("a number of 0 or more", "write 0 where there was none")
      case .grade: ("a finite number", "write 0 for a pair that is not wanted")
      case .popularity: ("a number of 0 or more", "write 0 for an item that nobody has chosen")
      }
    guard let form else { return FieldFault(code: code, message: "the \(name) is not \(range)", hint: hint) }
    return FieldFault(
      code: code, message: "the \(name) \(form.words)",
      hint: form == .decimalComma ? "write 0.5, not 0,5" : "write 1200, not 1,200")
  }
}
