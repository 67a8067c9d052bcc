/// A number as the decimal digits that a person would read, so that rounding for display is theirs too.
///
/// The digits are the shortest that stand for the number. Shifting the point is exact: a share becomes a percentage
/// without a multiplication. Rounding is half away from zero.
public struct DecimalDigits: Sendable {
  private var negative: Bool
  /// Digits from the first that is not zero.
  private var digits: [UInt8] = []
  /// How many of them stand before the point; may be negative.
  private var point = 0

  /// Takes the digits of `value`.
  ///
  /// - Precondition: `value` is finite.
  public init(_ value: Double) {
    precondition(value.isFinite, "only finite numbers have digits")
    negative = value < 0
    var exponent = 0
    var afterPoint = false
    let text = Array(value.magnitude.description.utf8)
    for (index, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "."): afterPoint = true
      case UInt8(ascii: "e"):
        exponent = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0
        trimAndShift(by: exponent)
        return
      default:
        digits.append(byte - UInt8(ascii: "0"))
        if !afterPoint { point += 1 }
      }
    }
    trimAndShift(by: exponent)
  }

  private mutating func trimAndShift(by exponent: Int) {
    let zeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(zeros)
    point += exponent - zeros
  }

  /// The text with `decimals` digits after the point, once the point has moved `shift` places to the right.
  public func fixed(_ decimals: Int, shift: Int = 0, sign: Bool = false) -> String {
    let before = point + shift
    let kept = before + decimals
    var all = Array(digits.prefix(max(0, kept)))
    all += Array(repeating: 0, count: max(0, kept) - all.count)
    var whole = before
    if kept >= 0, kept < digits.count, digits[kept] >= 5 {
      var index = all.count - 1
      while index >= 0, all[index] == 9 {
        all[index] = 0
        index -= 1
      }
      if index >= 0 {
        all[index] += 1
      } else {
        all.insert(1, at: 0)
        whole += 1
      }
    }
    if whole < 0 { all = Array(repeating: 0, count: min(-whole, decimals)) + all }
    let isZero = all.allSatisfy { $0 == 0 }
    let integer = DecimalDigits.grouped(all.prefix(max(0, whole)))
    let fraction = String(decoding: all.dropFirst(max(0, whole)).map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
    let mark = isZero ? "" : negative ? "−" : sign ? "+" : ""
    return mark + integer + (decimals > 0 ? "." + fraction : "")
  }

  private static func grouped(_ digits: ArraySlice<UInt8>) -> String {
    let significant = digits.drop { $0 == 0 }
    guard !significant.isEmpty else { return "0" }
    var text = ""
    for (offset, digit) in significant.enumerated() {
      if offset > 0, (significant.count - offset).isMultiple(of: 3) { text += "," }
      text += String(digit)
    }
    return text
  }
}
