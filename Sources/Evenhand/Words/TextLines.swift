import AuditReport

/// Lines of text for a terminal or a log, none wider than it is.
struct TextLines {
  /// The widest line of a log, which has no width of its own.
  static let usualWidth = 100
  /// No line is narrower: words would stand one below the other.
  private static let leastWidth = 40

  /// The widest line, in characters.
  var width = TextLines.usualWidth

  /// Text in which nothing acts, and no space is anything but a space.
  static func plain(_ text: String) -> String {
    let text = Escaping.terminal(text)
    guard text.unicodeScalars.contains(where: isOddSpace) else { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      if isOddSpace(scalar) {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "⟦U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)⟧"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }

  /// Spaces that look like the plain one, so that two labels would look the same, and that no log can search for.
  private static func isOddSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar != " " && scalar.properties.generalCategory == .spaceSeparator
  }

  /// Text as plain lines; what follows the first is set in.
  func wrapped(_ text: String, hang: Int) -> [String] { broken(Self.plain(text), hang: hang) }

  /// Lines of plain text; what follows the first is set in. A word that is wider than a line is cut.
  func broken(_ text: String, hang: Int) -> [String] {
    let width = max(width, Self.leastWidth)
    var lines: [String] = []
    var line = Substring(text)
    var indent = ""
    while indent.count + line.count > width {
      let end = line.index(line.startIndex, offsetBy: width - indent.count)
      let start = line.firstIndex { $0 != " " } ?? line.startIndex
      var cut = end
      if line[end] != " ", start < end { cut = line[start..<end].lastIndex(of: " ") ?? end }
      lines.append(indent + line[..<cut])
      line = line[cut...].drop { $0 == " " }
      indent = String(repeating: " ", count: hang)
    }
    if !line.isEmpty || lines.isEmpty { lines.append(indent + line) }
    return lines.map { line in String(line.reversed().drop { $0 == " " }.reversed()) }
  }
}
