/// Numbers in sentences: no locale, no exponent, rounded half away from zero, only ever at display.
package enum PlainNumber {
  /// `value` with exactly `decimals` digits after the point and thousands set apart by commas.
  package static func fixed(_ value: Double, decimals: Int) -> String { DecimalDigits(value).fixed(decimals) }

  /// A whole number with thousands set apart by commas.
  package static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    let grouped = digits.enumerated().map { index, digit in
      index > 0 && (digits.count - index).isMultiple(of: 3) ? ",\(digit)" : String(digit)
    }
    return (value < 0 ? "−" : "") + grouped.joined()
  }

  /// A share in per cent with one decimal, or as many as it takes to tell it from `other`.
  ///
  /// A ratio of 0.79996 beside a threshold of 0.8 must not read "80.0".
  package static func percent(_ share: Double, apartFrom other: Double? = nil) -> String {
    let digits = DecimalDigits(share)
    guard let other, share != other else { return digits.fixed(1, shift: 2) }
    let others = DecimalDigits(other)
    let decimals = (1...17).first { digits.fixed($0, shift: 2) != others.fixed($0, shift: 2) }
    return digits.fixed(decimals ?? 17, shift: 2)
  }

  /// A threshold with just the digits that it has.
  ///
  /// - Parameter shift: How many places the decimal point moves to the right: 2 for a share that is said in per cent.
  package static func exact(_ value: Double, shift: Int = 0) -> String {
    guard value.magnitude < 1e21 else { return CanonicalNumber.text(value) }
    // What arithmetic adds in the tenth place is not said, unless nothing else would be.
    for decimals in [9, 17] {
      var text = DecimalDigits(value).fixed(decimals, shift: shift)
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
      if value == 0 || text.contains(where: { ("1"..."9").contains($0) }) { return text }
    }
    return CanonicalNumber.text(value)
  }

  /// A number in three decimals below 10 and fewer above, or in as many as it takes to show three digits of it.
  package static func number(_ value: Double, apartFrom limits: [Double] = []) -> String {
    let usual = decimals(of: value)
    for decimals in usual..<(usual + 4) {
      let text = DecimalDigits(value).fixed(decimals)
      if !limits.contains(where: { $0 != value && DecimalDigits($0).fixed(decimals) == text }) { return text }
    }
    return DecimalDigits(value).fixed(usual)
  }

  /// The decimals that ``number(_:apartFrom:)`` shows where no limit asks for more.
  package static func decimals(of value: Double) -> Int {
    let size = value.magnitude
    if size >= 10 { return size >= 10_000 ? 0 : size >= 100 ? 1 : 2 }
    var (decimals, least) = (3, 0.1)
    while size > 0, size < least, decimals < 12 {
      decimals += 1
      least /= 10
    }
    return decimals
  }
}
