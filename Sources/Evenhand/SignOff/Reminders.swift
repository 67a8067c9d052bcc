import AuditLedger
import AuditRecord

/// Dates to keep, as a calendar that other programs read [RFC 5545].
package enum Reminders {
  /// The calendar of a bundle.
  package static func calendar(_ signed: SignedBundle) -> String {
    let ledger = signed.sealed.digest.hex.prefix(16)
    return calendar(
      signed.state.deadlines(policy: signed.sealed.record.signOff).map { deadline in
        Date(
          day: deadline.day, title: signed.sealed.record.audit.title, text: deadline.text,
          id: "\(deadline.id)-\(ledger)")
      }, product: "sign-offs", asked: signed.context.now)
  }

  /// A day to keep.
  struct Date {
    var day: CalendarDay
    var title: String
    var text: String
    /// A name that stays the same from calendar to calendar.
    var id: String
  }

  static func calendar(_ dates: [Date], product: String, asked: Moment) -> String {
    let stamp = asked.description.filter { $0 != "-" && $0 != ":" }
    var lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Evenhand//\(product)//EN"]
    for date in dates {
      lines += [
        "BEGIN:VEVENT", "UID:\(escaped(date.id))@evenhand.dev", "DTSTAMP:\(stamp)",
        "DTSTART;VALUE=DATE:\(date.day.description.filter { $0 != "-" })",
        "SUMMARY:\(escaped("\(date.title): \(date.text)"))", "TRANSP:TRANSPARENT",
        "BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:\(escaped(date.text))", "TRIGGER:-P7D", "END:VALARM",
        "END:VEVENT",
      ]
    }
    lines.append("END:VCALENDAR")
    return lines.map { folded($0) + "\r\n" }.joined()
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", ";", ",": result += "\\\(scalar)"
      case "\n": result += "\\n"
      default: if scalar.properties.generalCategory != .control { result.unicodeScalars.append(scalar) }
      }
    }
    return result
  }

  /// A line in pieces of at most 75 bytes, no character cut in two.
  private static func folded(_ line: String) -> String {
    var pieces = [""]
    for character in line.unicodeScalars {
      if pieces[pieces.count - 1].utf8.count + UTF8.width(character) > 74 { pieces.append(" ") }
      pieces[pieces.count - 1].unicodeScalars.append(character)
    }
    return pieces.joined(separator: "\r\n")
  }
}
