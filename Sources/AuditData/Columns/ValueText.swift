import AuditRecord

/// The text that stands for a value of a type. All formats that have types take it from here, so that the same table has
/// the same labels whichever way it is stored.
///
/// - Whole numbers are written in decimal digits.
/// - Truth is `true` or `false`; see ``LabelDictionary``.
/// - A day is written as 2026-07-01, a moment as 2026-07-01T10:00:00 with a fraction where it has one, and with `Z` where it is
///   one of UTC.
/// - Nothing is an empty field.
/// - Text is its bytes, never trimmed, folded or normalised.
/// - Numbers with decimals have no text that all writers agree upon; see ``Column/decimals(_:_:of:)``.
enum ValueText {
  /// The most bytes that are written.
  static let most = 48

  /// Writes a whole number.
  @inline(__always)
  static func write(_ number: Int64, to bytes: UnsafeMutablePointer<UInt8>) -> Int {
    guard number < 0 else { return write(UInt64(number), to: bytes) }
    bytes[0] = UInt8(ascii: "-")
    return 1 + write(number.magnitude, to: bytes + 1)
  }

  /// Writes a whole number.
  @inline(__always)
  static func write(_ number: UInt64, to bytes: UnsafeMutablePointer<UInt8>) -> Int {
    var (rest, digits) = (number, 1)
    var limit: UInt64 = 10
    while digits < 20, number >= limit {
      digits += 1
      if digits < 20 { limit &*= 10 }
    }
    var at = digits
    repeat {
      at -= 1
      bytes[at] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while at > 0
    return digits
  }

  /// Writes a whole number.
  static func write(_ number: Int128, to bytes: UnsafeMutablePointer<UInt8>) -> Int {
    Int64(exactly: number).map { write($0, to: bytes) } ?? write("\(number)", to: bytes)
  }

  /// The number that is a whole one divided by a power of ten, from 0 to 22: the double that is nearest to its decimal text.
  static func number(_ whole: Int128, scale: Int) -> Double {
    // Up to 2^53 both are exact doubles, so that one rounding is the right one.
    if whole.magnitude <= 1 << 53 { return Double(whole) / powers[scale] }
    return Double("\(whole)e-\(scale)") ?? .nan
  }

  /// Writes a day by its number since 1 January 1970.
  static func write(day: Int32, to bytes: UnsafeMutablePointer<UInt8>) -> Int {
    write("\(CalendarDay(secondsSince1970: Int(day) * 86_400))", to: bytes)
  }

  /// Writes a moment.
  ///
  /// - Parameters:
  ///   - ticks: What has gone by since 1 January 1970.
  ///   - perSecond: How many of them are a second: a power of ten.
  ///   - isUTC: Whether it is one of UTC; otherwise it is of no zone.
  static func write(
    moment ticks: Int64, perSecond: Int64, isUTC: Bool, to bytes: UnsafeMutablePointer<UInt8>
  ) -> Int {
    let second = Int(ticks / perSecond) - (ticks % perSecond < 0 ? 1 : 0)
    let fraction = Int((ticks % perSecond + perSecond) % perSecond)
    let ofDay = (second % 86_400 + 86_400) % 86_400
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    var text =
      "\(CalendarDay(secondsSince1970: second))T\(two(ofDay / 3_600)):\(two(ofDay / 60 % 60)):\(two(ofDay % 60))"
    if fraction > 0 {
      var digits = "\(fraction)"
      while digits.count < "\(perSecond)".count - 1 { digits = "0" + digits }
      while digits.last == "0" { digits.removeLast() }
      text += "." + digits
    }
    return write(isUTC ? text + "Z" : text, to: bytes)
  }

  private static func write(_ text: String, to bytes: UnsafeMutablePointer<UInt8>) -> Int {
    let utf8 = Array(text.utf8.prefix(most))
    bytes.update(from: utf8, count: utf8.count)
    return utf8.count
  }

  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The number that a single-precision one is as everybody writes it: 0.7, not 0.699999988079071.
  static func number(_ single: Float) -> Double {
    let exact = Double(single)
    if exact.magnitude >= 1e-4, exact.magnitude < 16_777_216 {
      for power in powers.prefix(13) {
        // Both are exact doubles, so that the quotient is rounded once: it is what the decimal text says.
        let candidate = (exact * power).rounded() / power
        if Float(candidate) == single { return candidate }
      }
    }
    return exact.isFinite ? Double(single.description) ?? exact : exact
  }

  /// The number that a half-precision one is, by its bits: all of them are doubles.
  static func number(half bits: UInt16) -> Double {
    let (exponent, fraction) = (Int(bits >> 10 & 0x1F), Double(bits & 0x3FF))
    let magnitude: Double =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? .infinity : .nan
      default: Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
      }
    return bits >> 15 == 0 ? magnitude : -magnitude
  }
}

extension DataWarning {
  /// What is said of columns whose labels are stored as numbers with decimals.
  ///
  /// - Parameter columns: Names, roles, and whether that is so.
  static func wholeNumbers(_ columns: [(name: String, role: String, isSo: Bool)], table: String) -> [DataWarning] {
    columns.filter(\.isSo).map { DataWarning(.wholeNumbers, table: table, column: $0.name, role: $0.role) }
  }
}

extension Column {
  /// Whether a row has a number of a column of numbers with decimals.
  func isNumber(_ row: Int) -> Bool { if case .numbers(let numbers) = self { !numbers[row].isNaN } else { false } }

  /// The fault of a number with decimals where a label is needed; nothing for whole numbers, which are labels as they are
  /// written in digits, and for all other columns.
  ///
  /// - Parameters:
  ///   - need: What needs labels, as `a group`.
  ///   - name: The column.
  func decimals(_ row: Int, _ need: String, of name: String) -> FieldFault? {
    guard case .numbers(let numbers) = self, !numbers[row].isNaN, numbers[row] != numbers[row].rounded() else {
      return nil
    }
    return FieldFault(
      code: .decimalsAsLabels,
      message: "the column \(Quoted.text(name)) is a number with decimals, and \(need) needs labels",
      hint: need == "a group" ? "give bins" : "write it as text, or as whole numbers", isOfColumn: true)
  }
}
