/// A number as the decimal digits that a person would read, so that rounding for display is theirs too.
///
/// The digits are the shortest that stand for the number. Shifting the point is exact: a share becomes a percentage
/// without a multiplication. Rounding is half away from zero.
package struct DecimalDigits: Sendable {
  private var negative: Bool
  /// What is written in place of digits; a quotient of numbers that somebody wrote into a record may have none.
  private var word: StaticString?
  /// The digits as a whole number; there are 17 at most.
  private var digits: UInt64 = 0
  /// The power of ten that the digits are multiplied by.
  private var exponent = 0

  /// Takes the digits of `value`; what is not finite has none, and is written ∞ or –.
  package init(_ value: Double) {
    negative = value < 0
    guard value.isFinite else {
      word = value.isNaN ? "–" : "∞"
      return
    }
    var afterPoint = false
    var text = value.magnitude.description
    text.withUTF8 { text in
      for (index, byte) in text.enumerated() {
        switch byte {
        case UInt8(ascii: "."): afterPoint = true
        case UInt8(ascii: "e"):
          exponent += Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0
          return
        default:
          digits = digits * 10 + UInt64(byte - UInt8(ascii: "0"))
          if afterPoint { exponent -= 1 }
        }
      }
    }
  }

  /// The text with `decimals` digits after the point, once the point has moved `shift` places to the right.
  ///
  /// For a person there are commas between thousands and a true minus; for a machine neither.
  package func fixed(_ decimals: Int, shift: Int = 0, sign: Bool = false, forMachine: Bool = false) -> String {
    // A place in a drawing is a number in any case.
    if let word { return forMachine ? "0" : (negative ? "−" : "") + word.description }
    let zeros = max(0, exponent + shift + decimals)
    let shown = rounded(dropping: max(0, -(exponent + shift + decimals)))
    let mark = shown == 0 ? "" : negative ? (forMachine ? "-" : "−") : sign ? "+" : ""
    // From the last digit to the first; a digit takes its own place and that of a comma at most.
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * (zeros + 24 + decimals)) { text in
      var start = text.count
      var rest = shown
      func put(_ byte: UInt8) {
        start -= 1
        text.initializeElement(at: start, to: byte)
      }
      var place = 0
      while place <= decimals || rest > 0 {
        if place == decimals, decimals > 0 { put(UInt8(ascii: ".")) }
        let whole = place - decimals
        if whole > 0, whole.isMultiple(of: 3), !forMachine { put(UInt8(ascii: ",")) }
        if place < zeros {
          put(UInt8(ascii: "0"))
        } else {
          put(UInt8(ascii: "0") + UInt8(rest % 10))
          rest /= 10
        }
        place += 1
      }
      for byte in mark.utf8.reversed() { put(byte) }
      return String(decoding: text[start...], as: UTF8.self)
    }
  }

  /// The digits without the last `count`, rounded half away from zero.
  private func rounded(dropping count: Int) -> UInt64 {
    guard count > 0 else { return digits }
    guard count < 19 else { return 0 }
    let (kept, dropped) = digits.quotientAndRemainder(dividingBy: DecimalDigits.powers[count])
    return kept + (dropped >= DecimalDigits.powers[count] / 2 ? 1 : 0)
  }

  private static let powers = (0..<19).map { power in (0..<power).reduce(UInt64(1)) { value, _ in value * 10 } }
}
