/// The one place where text that came from data or a plan is made harmless for a language that would interpret it.
///
/// Every renderer passes every string through here, its own words too: what is harmless stays as it is.
package enum Escaping {
  /// The text with every character shown that would otherwise act unseen.
  ///
  /// Controls become their pictures (␛ for an escape, ␊ for a new line). Characters that turn the direction of text,
  /// that have no width or that hide in tags are named, as in ⟦U+202E⟧. Joiners that scripts and emoji need stay.
  package static func visible(_ text: String) -> String {
    guard holds(text, { byte, _ in byte &- 0x20 >= 0x5F }) else { return text }
    guard text.unicodeScalars.contains(where: { replacement($0) != nil }) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if let replacement = replacement(scalar) {
        result += replacement
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Whether any byte meets a condition on itself and the byte before it, 0 before the first; looked for without stopping,
  /// which for texts as short as these is the fastest way.
  @inline(__always)
  private static func holds(_ text: String, _ condition: (_ byte: UInt8, _ previous: UInt8) -> Bool) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var (found, previous): (Bool, UInt8) = (false, 0)
      for byte in bytes {
        found = condition(byte, previous) || found
        previous = byte
      }
      return found
    }
  }

  private static func replacement(_ scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x20..<0x7F: nil
    case 0x00..<0x20: String(Unicode.Scalar(0x2400 + scalar.value)!)
    case 0x7F: "␡"
    // What Unicode sets aside for no character is not allowed in HTML.
    case 0xFDD0...0xFDEF,
      _ where scalar.value & 0xFFFE == 0xFFFE:
      "⟦U+\(hexadecimal(scalar.value))⟧"
    case 0x80..<0xA0, 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E,
      0x2060...0x206F, 0x3164, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F:
      "⟦U+\(hexadecimal(scalar.value))⟧"
    default: nil
    }
  }

  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// Text for HTML and SVG: between tags, and between the quotes of an attribute.
  package static func html(_ text: String) -> String {
    let text = visible(text)
    guard holds(text, { isMarkup($0) || isPair($0, $1) }) else { return text }
    var result = ""
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      defer { previous = scalar }
      switch scalar {
      // Marks of commands in the log of a build service, should the page be printed there.
      case "#" where previous == "#", ":" where previous == ":": result += "&#\(scalar.value);"
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Whether a byte and the one before it are a mark of a build service's commands.
  private static func isPair(_ byte: UInt8, _ previous: UInt8) -> Bool {
    byte == previous && (byte == UInt8(ascii: "#") || byte == UInt8(ascii: ":"))
  }

  private static func isMarkup(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
    default: false
    }
  }

  /// Text for between the quotes of a CSS string; nothing in it can end the string, the rule or the style sheet.
  static func css(_ text: String) -> String {
    var result = ""
    for scalar in visible(text).unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", " ", "-", ".", ",": result.unicodeScalars.append(scalar)
      default: result += "\\" + hexadecimal(scalar.value) + " "
      }
    }
    return result
  }

  /// A URL that a link may carry: plain `https` and nothing that needs escaping; otherwise nothing.
  static func safeURL(_ url: String) -> String? {
    let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/?#=%+,:;@".unicodeScalars)
    let rest = url.dropFirst(8)
    guard url.hasPrefix("https://"), !rest.isEmpty, rest.unicodeScalars.allSatisfy(allowed.contains) else { return nil }
    return url
  }

  /// A relative path that a link may carry: what is no letter, digit or `-._~/` is written as `%` and two digits a byte.
  static func path(_ path: String) -> String {
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/".utf8)
    let bytes = path.utf8.flatMap { byte -> [UInt8] in
      plain.contains(byte)
        ? [byte] : Array(("%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)).utf8)
    }
    // A slash at the start would leave the folder, and two another machine.
    return String(decoding: bytes.drop { $0 == UInt8(ascii: "/") }, as: UTF8.self)
  }

  /// Text for a line of GitHub Flavored Markdown, also inside a cell of a table.
  ///
  /// Besides what Markdown itself interprets, mathematics (`$`), addresses that become links, mentions (`@`) and
  /// issue numbers (`#1`) stay plain text. What only means something at the start of a line is escaped there.
  package static func markdown(_ text: String, atLineStart: Bool = false) -> String {
    let text = visible(text)
    guard holds(text, mayNeedEscape) else { return atLineStart ? guardLineStart(text) : text }
    var result: [UInt8] = []
    let bytes = Array(text.utf8)
    for (index, byte) in bytes.enumerated() {
      let rest = bytes[(index + 1)...]
      switch byte {
      case UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "["),
        UInt8(ascii: "]"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "|"), UInt8(ascii: "~"),
        UInt8(ascii: "$"):
        result.append(UInt8(ascii: "\\"))
      case UInt8(ascii: "&") where rest.first.map(startsEntity) ?? false: result.append(UInt8(ascii: "\\"))
      case UInt8(ascii: ":") where rest.first == UInt8(ascii: "/") || rest.first == UInt8(ascii: ":"):
        result.append(UInt8(ascii: "\\"))
      case UInt8(ascii: ":") where startsEmoji(rest): result.append(UInt8(ascii: "\\"))
      case UInt8(ascii: ".") where result.suffix(3).map({ $0 | 0x20 }) == Array("www".utf8):
        result.append(UInt8(ascii: "\\"))
      default: break
      }
      result.append(byte)
      // `GH-12` is an issue.
      if byte == UInt8(ascii: "-"), result.suffix(3).map({ $0 | 0x20 }) == Array("gh-".utf8) {
        result += "\u{2060}".utf8
      }
      if byte == UInt8(ascii: "@") || (byte == UInt8(ascii: "#") && startsNumber(rest)) { result += "\u{2060}".utf8 }
    }
    let escaped = String(decoding: result, as: UTF8.self)
    return atLineStart ? guardLineStart(escaped) : escaped
  }

  private static func startsNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
    String(decoding: bytes.prefix(4), as: UTF8.self).unicodeScalars.first?.properties.numericType != nil
  }

  /// Whether a character is one that Markdown may interpret: a point only after a w.
  private static func mayNeedEscape(_ byte: UInt8, _ previous: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."): previous | 0x20 == UInt8(ascii: "w")
    case UInt8(ascii: "-"): previous | 0x20 == UInt8(ascii: "h")
    case UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "|"), UInt8(ascii: "~"),
      UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "#"):
      true
    default: false
    }
  }

  /// Whether a name and a colon follow, as in `:smile:`.
  private static func startsEmoji(_ bytes: ArraySlice<UInt8>) -> Bool {
    let name = bytes.prefix { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "_+-".utf8.contains(byte)
    }
    // A time of day is none.
    let isName =
      name.contains { (0x61...0x7A).contains($0 | 0x20) }
      || ["100", "1234", "+1", "-1"].contains { name.elementsEqual($0.utf8) }
    return isName && bytes.dropFirst(name.count).first == UInt8(ascii: ":")
  }

  /// Text for Markdown between asterisks, which a space at either end would leave standing as they are.
  package static func markdownBetweenAsterisks(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    func named(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
      Array("⟦U+\(hexadecimal(scalar.value))⟧".unicodeScalars)
    }
    if let last = scalars.last, last.properties.isWhitespace, last.value >= 0x20 {
      scalars.replaceSubrange((scalars.count - 1)..., with: named(last))
    }
    if let first = scalars.first, first.properties.isWhitespace, first.value >= 0x20 {
      scalars.replaceSubrange(..<1, with: named(first))
    }
    return markdown(String(String.UnicodeScalarView(scalars)))
  }

  private static func startsEntity(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "#") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func guardLineStart(_ text: String) -> String {
    guard let first = text.unicodeScalars.first else { return text }
    if "#+-=".unicodeScalars.contains(first) { return "\\" + text }
    if first == " " || first == "\u{A0}" { return "⟦U+\(hexadecimal(first.value))⟧" + text.dropFirst() }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let rest = text.dropFirst(digits.count)
    if !digits.isEmpty, let mark = rest.first, mark == "." || mark == ")",
      rest.dropFirst().first.map({ $0 == " " }) ?? true
    {
      return digits + "\\" + rest
    }
    return text
  }

  /// Text between backquotes of Markdown; a quote inside makes the fence longer.
  package static func markdownCode(_ text: String) -> String {
    let text = visible(text)
    var longest = 0
    var run = 0
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let padding = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
    return fence + padding + text + padding + fence
  }

  /// Text for a terminal or a job's log: no control reaches it, and nothing reads as a command of a build service.
  package static func terminal(_ text: String) -> String {
    var result = ""
    var previous: Unicode.Scalar?
    for scalar in visible(text).unicodeScalars {
      // `::set-output`, `##[group]`, `##vso[…]` and `##teamcity[…]` count anywhere in a line.
      if scalar == previous, scalar == ":" || scalar == "#" { result += "\u{2060}" }
      result.unicodeScalars.append(scalar)
      previous = scalar
    }
    return result
  }

  /// A JSON document with the same values, in which no character acts unseen and nothing reads as a command of a build
  /// service: such characters stand within strings alone, where JSON has another way to write them.
  package static func json(_ document: String) -> String {
    func escape(_ scalar: Unicode.Scalar) -> String {
      String(scalar).utf16.map { unit in
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }.joined()
    }
    var result = ""
    result.reserveCapacity(document.utf8.count)
    var previous: Unicode.Scalar?
    for scalar in document.unicodeScalars {
      let isPair = scalar == previous && (scalar == ":" || scalar == "#")
      if isPair || (scalar.value >= 0x20 && replacement(scalar) != nil) {
        result += escape(scalar)
        previous = nil
      } else {
        result.unicodeScalars.append(scalar)
        previous = scalar
      }
    }
    return result
  }
}
