import AuditRecord

/// Numbers as a report writes them: the same in every country and on every machine.
enum Numbers {
  /// A count that weights may have made fractional.
  static func count(_ value: Double) -> String {
    value == value.rounded() ? DecimalDigits(value).fixed(0) : DecimalDigits(value).fixed(1)
  }

  /// A share as a percentage with one decimal.
  static func percent(_ share: Double, decimals: Int = 1) -> String {
    DecimalDigits(share).fixed(decimals, shift: 2) + "\u{A0}%"
  }

  /// A p-value; a tiny one is bounded, never zero.
  static func probability(_ p: Double) -> String {
    if p < 0.001 { return "<\u{A0}0.001" }
    if p > 0.999, p < 1 { return ">\u{A0}0.999" }
    return DecimalDigits(p).fixed(3)
  }

  /// A test's statistic or its degrees of freedom: whole numbers without decimals.
  static func statistic(_ value: Double) -> String {
    value == value.rounded() ? DecimalDigits(value).fixed(0) : DecimalDigits(value).fixed(2)
  }

  /// A confidence level, without a decimal that says nothing.
  static func level(_ level: Double) -> String {
    let text = DecimalDigits(level).fixed(1, shift: 2)
    return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + "\u{A0}%"
  }
}

/// The unit in which a number is shown.
enum Scale {
  /// A share of people, as a percentage.
  case rate
  /// One number divided by another.
  case ratio
  /// A difference of shares, in percentage points.
  case points
  /// A number without a unit.
  case plain
  /// A difference of such numbers.
  case signed
  /// A gap of shares, which has no direction, in percentage points.
  case gap
  /// A gap of other numbers.
  case distance

  /// The unit of what is compared; a gap between any two groups has no sign.
  init(_ comparison: Comparison, isRate: Bool, isGap: Bool = false) {
    self =
      switch comparison {
      case .ratio: .ratio
      case .difference: isGap ? (isRate ? .gap : .distance) : isRate ? .points : .signed
      case .value: isRate ? .rate : .plain
      }
  }

  /// True when the text of a number lacks its unit, percentage points.
  var isInPoints: Bool { self == .points || self == .gap }

  /// The number; with more decimals than usual where it would otherwise look equal to a limit that it is not.
  func text(_ value: Double, apartFrom limits: [Double] = []) -> String {
    text(value, decimals: decimals(of: value), apartFrom: limits)
  }

  /// The number with two digits of a ratio, for pages that are read rather than checked.
  func brief(_ value: Double, apartFrom limits: [Double] = []) -> String {
    text(value, decimals: self == .ratio ? 2 : decimals(of: value), apartFrom: limits)
  }

  /// A range in as few digits, whose ends read apart.
  func briefRange(_ interval: Interval?, apartFrom limits: [Double] = []) -> String? {
    guard let interval else { return nil }
    let (lower, upper) = (interval.lower, interval.upper)
    switch (lower, upper) {
    case (let lower?, let upper?):
      return "\(brief(lower, apartFrom: limits + [upper])) to \(brief(upper, apartFrom: limits + [lower]))"
    case (let lower?, nil): return "\(brief(lower, apartFrom: limits)) or more"
    case (nil, let upper?): return "\(brief(upper, apartFrom: limits)) or less"
    case (nil, nil): return "no limit"
    }
  }

  private func text(_ value: Double, decimals usual: Int, apartFrom limits: [Double]) -> String {
    for more in usual..<(usual + 4) {
      let text = write(value, more)
      if !limits.contains(where: { $0 != value && write($0, more) == text }) { return text }
    }
    return write(value, usual)
  }

  /// A range, in which no line ends; an end that does not exist is said in words.
  ///
  /// - Parameter isBesideValue: True where the number beside it has the unit already.
  func range(_ interval: Interval?, apartFrom limits: [Double] = [], isBesideValue: Bool = false) -> String? {
    guard let interval else { return nil }
    switch (interval.lower, interval.upper) {
    case (let lower?, let upper?):
      let ends = [lower, upper].map { text($0, apartFrom: limits) }
      return (isBesideValue ? ends.map { $0.replacing("\u{A0}%", with: "") } : ends).joined(separator: "\u{A0}to\u{A0}")
    case (let lower?, nil): return "\(text(lower, apartFrom: limits))\u{A0}or\u{A0}more"
    case (nil, let upper?): return "\(text(upper, apartFrom: limits))\u{A0}or\u{A0}less"
    case (nil, nil): return "no limit"
    }
  }

  /// Decimals that show three digits; a number without a unit may be small, and sentences write it alike.
  private func decimals(of value: Double) -> Int {
    switch self {
    case .rate, .points, .gap: return 1
    case .ratio: return 3
    case .plain, .signed, .distance: return PlainNumber.decimals(of: value)
    }
  }

  private func write(_ value: Double, _ decimals: Int) -> String {
    let digits = DecimalDigits(value)
    return switch self {
    case .rate: digits.fixed(decimals, shift: 2) + "\u{A0}%"
    case .points: digits.fixed(decimals, shift: 2, sign: true)
    case .gap: digits.fixed(decimals, shift: 2)
    case .ratio, .plain, .distance: digits.fixed(decimals)
    case .signed: digits.fixed(decimals, sign: true)
    }
  }

  /// The name of a column whose numbers carry their unit.
  var shortHeader: String {
    switch self {
    case .rate: "Rate"
    case .ratio: "Ratio"
    case .points, .signed: "Difference"
    case .gap, .distance: "Gap"
    case .plain: "Value"
    }
  }

  /// The name of a column that holds such disparities.
  var header: String {
    switch self {
    case .rate: "Rate"
    case .ratio: "Ratio"
    case .points: "Difference, percentage points"
    case .gap: "Gap, percentage points"
    case .plain: "Value"
    case .distance: "Gap"
    case .signed: "Difference"
    }
  }
}
