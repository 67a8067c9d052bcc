import AuditRecord

/// A moment as tables write it: a day, or a day with a time of day.
enum Instant {
  /// Seconds since 1 January 1970, in UTC; nothing for any other text. A day is its first moment, a time of day without a zone is UTC.
  static func seconds(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 10, let day = CalendarDay(String(decoding: bytes[..<10], as: UTF8.self)) else { return nil }
    let start = Double(days(day)) * 86_400
    if bytes.count == 10 { return start }
    guard bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ") else { return nil }
    var rest = bytes[11...]
    var offset = 0.0
    if rest.last == UInt8(ascii: "Z") {
      rest.removeLast()
    } else if let sign = rest.lastIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) {
      guard let zone = clock(rest[(sign + 1)...], parts: 2) else { return nil }
      offset = rest[sign] == UInt8(ascii: "+") ? zone : -zone
      rest = rest[..<sign]
    }
    return clock(rest, parts: 3).map { start + $0 - offset }
  }

  /// Seconds since 1 January 1970 of a field; nothing for what is no moment.
  static func seconds(_ column: Column, _ row: Int) -> Double? {
    if case .text(let text) = column, let plain = FieldText.plain(text.field(row)), let found = usual(plain) {
      return found
    }
    return seconds(column.label(row).text)
  }

  /// The same of the usual forms alone, as 2026-07-01, 2026-07-01T10:00:00 and 2026-07-01T10:00:00Z.
  private static func usual(_ bytes: UnsafeRawBufferPointer) -> Double? {
    guard bytes.count == 10 || bytes.count == 19 || bytes.count == 20 && bytes[19] == UInt8(ascii: "Z"),
      bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-")
    else { return nil }
    var areDigits = true
    func number(_ start: Int, _ count: Int) -> Int {
      var number = 0
      for byte in bytes[start..<start + count] {
        let digit = byte &- UInt8(ascii: "0")
        if digit > 9 { areDigits = false }
        number = number * 10 + Int(digit)
      }
      return number
    }
    let (year, month, date) = (number(0, 4), number(5, 2), number(8, 2))
    guard areDigits, let day = CalendarDay(year: year, month: month, day: date) else { return nil }
    let start = Double(days(day)) * 86_400
    guard bytes.count > 10 else { return start }
    guard bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":")
    else { return nil }
    let (hour, minute, second) = (number(11, 2), number(14, 2), number(17, 2))
    guard areDigits, hour < 24, minute < 60, second < 61 else { return nil }
    return start + Double(hour * 3_600 + minute * 60 + second)
  }

  /// Hours, minutes and seconds as seconds; the last of three parts may be left out, and may have a fraction.
  private static func clock(_ bytes: ArraySlice<UInt8>, parts: Int) -> Double? {
    let fields = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard (2...parts).contains(fields.count) else { return nil }
    var seconds = 0.0
    for (place, field) in fields.enumerated() {
      let whole = field.prefix { $0 != UInt8(ascii: ".") }
      let isLast = place == 2
      guard whole.count == 2, isLast || field.count == 2, whole.allSatisfy({ (0x30...0x39).contains($0) }),
        let number = Double(String(decoding: field, as: UTF8.self)), number < (place == 0 ? 24 : isLast ? 61 : 60)
      else { return nil }
      seconds += number * [3_600.0, 60, 1][place]
    }
    return seconds
  }

  /// Days since 1 January 1970.
  private static func days(_ day: CalendarDay) -> Int {
    // days-from-civil: years begin on 1 March
    let year = day.month <= 2 ? day.year - 1 : day.year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (day.month + (day.month > 2 ? -3 : 9)) + 2) / 5 + day.day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The fault of a text that is none.
  static func fault(_ text: String) -> FieldFault {
    FieldFault(
      code: .badTime, message: "the time \(Quoted.text(text)) is not a date or time",
      hint: "write 2026-04-03, or 2026-04-03T10:00:00Z")
  }
}
