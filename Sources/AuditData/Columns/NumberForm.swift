import AuditRecord

/// How a field that is no number was meant as one.
enum NumberForm {
  /// A comma stands before the decimals.
  case decimalComma
  /// Commas stand between thousands.
  case thousands

  /// The form of a text; nothing for text that is a number, or none at all.
  init?(_ text: some Sequence<UInt8>) {
    var digits = Array(text)
    if let first = digits.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") { digits.removeFirst() }
    func areDigits(_ part: ArraySlice<UInt8>) -> Bool { !part.isEmpty && part.allSatisfy { $0 &- 0x30 < 10 } }
    let parts = digits.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard parts.count > 1 else { return nil }
    let last = parts[parts.count - 1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    if areDigits(parts[0]), parts[0].count <= 3,
      parts[1..<(parts.count - 1)].allSatisfy({ areDigits($0) && $0.count == 3 }),
      last.count <= 2, areDigits(last[0]), last[0].count == 3, last.count == 1 || areDigits(last[1])
    {
      self = .thousands
    } else if parts.count == 2, areDigits(parts[1]),
      parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy(areDigits)
    {
      self = .decimalComma
    } else {
      return nil
    }
  }

  /// What is wrong, after what it is wrong with.
  var words: String {
    switch self {
    case .decimalComma: "is written with a decimal comma"
    case .thousands: "has a thousands separator"
    }
  }

  /// The number as it should be written, of a text of this form.
  func mended(_ text: String) -> String {
    switch self {
    case .thousands: text.replacing(",", with: "")
    case .decimalComma: text.replacing(".", with: "").replacing(",", with: ".")
    }
  }
}

/// Identifiers that a spreadsheet has spoilt.
enum RoundedNumber {
  /// Whether a text is a number with a large power of ten, as 1.23457E+15: many identifiers become one.
  static func isOne(_ text: some Sequence<UInt8>) -> Bool {
    let text = Array(text)
    guard let at = text.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }), at > 0, text.count > at + 2,
      text[..<at].allSatisfy({ $0 &- 0x30 < 10 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") })
    else { return false }
    let power = text[(at + 1)...].drop { $0 == UInt8(ascii: "+") }
    return (1...3).contains(power.count) && power.allSatisfy { $0 &- 0x30 < 10 }
  }

  /// The fault of such an identifier that stands in two rows.
  static func fault(_ part: String, _ code: ReadError.Code) -> FieldFault {
    FieldFault(
      code: code,
      message:
        "the \(part) of this row looks like a number that a spreadsheet has rounded (E+), so that different ones have become one",
      hint: "export the column as text, from where the data come from; the digits are lost here")
  }
}
