/// Numbers as people read them: no locale, no exponent, rounded half away from zero, only ever at display.
public enum PlainNumber {
  /// `value` with exactly `decimals` digits after the point and thousands set apart by commas.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    precondition(value.isFinite && (0...9).contains(decimals), "a finite number with a few decimals")
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded(.toNearestOrAwayFromZero)
    guard scaled < 9e15 else { return CanonicalNumber.text(value) }
    let units = Int(scaled)
    let whole = units / Int(scale)
    let sign = value < 0 && units > 0 ? "−" : ""
    guard decimals > 0 else { return sign + count(whole) }
    let rest = String(units % Int(scale))
    return sign + count(whole) + "." + String(repeating: "0", count: decimals - rest.count) + rest
  }

  /// A whole number with thousands set apart by commas.
  public static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { result += "," }
      result.append(digit)
    }
    return (value < 0 ? "−" : "") + result
  }

  /// A share in per cent with one decimal, or as many as it takes to tell it from `other`.
  ///
  /// A ratio of 0.79996 beside a threshold of 0.8 must not read "80.0 %".
  public static func percent(_ share: Double, apartFrom other: Double? = nil) -> String {
    for decimals in 1...6 {
      let text = fixed(share * 100, decimals: decimals)
      guard let other, share != other, text == fixed(other * 100, decimals: decimals) else { return text }
    }
    return fixed(share * 100, decimals: 7)
  }
}
