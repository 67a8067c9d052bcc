package import AuditRecord

/// A second in UTC, written as 2026-11-23T09:30:00Z.
public struct Moment: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Seconds since 1970, leap seconds left out.
  public let seconds: Int

  /// The second of a clock.
  public init(seconds: Int) { self.seconds = seconds }

  /// The first second of a day.
  package init(_ day: CalendarDay) { seconds = Moment.days(day) * 86_400 }

  /// Reads a moment; nothing if the text is not exactly a moment that exists, in UTC.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 20, bytes[10] == UInt8(ascii: "T"), bytes[19] == UInt8(ascii: "Z"),
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      let day = CalendarDay(String(decoding: bytes[..<10], as: UTF8.self))
    else { return nil }
    func number(_ start: Int, below limit: Int) -> Int? {
      let digits = bytes[start..<start + 2]
      guard digits.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(String(decoding: digits, as: UTF8.self))
      else { return nil }
      return value < limit ? value : nil
    }
    guard let hour = number(11, below: 24), let minute = number(14, below: 60), let second = number(17, below: 60)
    else { return nil }
    seconds = Moment.days(day) * 86_400 + hour * 3600 + minute * 60 + second
  }

  /// The day that holds it.
  package var day: CalendarDay { CalendarDay(secondsSince1970: seconds) }

  /// The moment as 2026-11-23T09:30:00Z.
  public var description: String {
    let rest = ((seconds % 86_400) + 86_400) % 86_400
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(day)T\(two(rest / 3600)):\(two(rest % 3600 / 60)):\(two(rest % 60))Z"
  }

  /// Earlier before later.
  public static func < (left: Moment, right: Moment) -> Bool { left.seconds < right.seconds }

  /// Days from 1970-01-01 to `day`.
  private static func days(_ day: CalendarDay) -> Int {
    let year = day.month <= 2 ? day.year - 1 : day.year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (day.month + (day.month > 2 ? -3 : 9)) + 2) / 5 + day.day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

extension CalendarDay {
  /// How many days later another day is.
  package func days(to other: CalendarDay) -> Int { (Moment(other).seconds - Moment(self).seconds) / 86_400 }

  /// The day so many days later.
  package func adding(days: Int) -> CalendarDay {
    CalendarDay(secondsSince1970: Moment(self).seconds + days * 86_400)
  }

  /// Days from this one to `other`.
  package func days(until other: CalendarDay) -> Int { (Moment(other).seconds - Moment(self).seconds) / 86_400 }
}
