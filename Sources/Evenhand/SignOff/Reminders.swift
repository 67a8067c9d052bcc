import AuditLedger
import AuditRecord

/// Dates to keep, as a calendar that other programs read [RFC 5545].
package enum Reminders {
  /// The calendar of a bundle.
  package static func calendar(_ signed: SignedBundle) -> String {
    let stamp = signed.context.now.description.filter { $0 != "-" && $0 != ":" }
    let ledger = signed.sealed.digest.hex.prefix(16)
    var lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Evenhand//sign-offs//EN"]
    for deadline in signed.state.deadlines(policy: signed.sealed.record.signOff) {
      lines += [
        "BEGIN:VEVENT", "UID:\(escaped(deadline.id))-\(ledger)@evenhand.dev", "DTSTAMP:\(stamp)",
        "DTSTART;VALUE=DATE:\(deadline.day.description.filter { $0 != "-" })",
        "SUMMARY:\(escaped("\(signed.sealed.record.audit.title): \(deadline.text)"))", "TRANSP:TRANSPARENT",
        "BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:\(escaped(deadline.text))", "TRIGGER:-P7D", "END:VALARM",
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
