import AuditRecord

/// A drawing that keeps the size of its text at every width.
///
/// Horizontal places are shares of the width and vertical ones are pixels, so that words are as legible on a telephone
/// and on paper as on a wide screen. All text is text, not outlines.
struct SVG {
  /// Colours, chosen for contrast on white: words 4.5 to 1, marks 3 to 1. No meaning rests on them alone.
  enum Ink {
    static let text = "#1d2429"
    static let muted = "#505a5f"
    static let rule = "#d5dadd"
    static let strip = "#f5f6f7"
    static let hatch = "#9aa3a8"
    static let band = "#dfe5ea"
    static let series = "#12436d"

    static func of(_ tone: Tone) -> String {
      switch tone {
      case .met: "#00703c"
      case .notMet: "#b00020"
      case .cannotTell: "#7a5c00"
      case .neutral: "#505a5f"
      }
    }
  }

  enum Anchor: String { case start, middle, end }

  private let id: String
  private var body = ""

  init(id: String) { self.id = id }

  /// A share of the width, 0 at the left.
  static func percent(_ share: Double) -> String {
    DecimalDigits(share).fixed(2, shift: 2, forMachine: true) + "%"
  }

  private static func pixels(_ value: Double) -> String { DecimalDigits(value).fixed(1, forMachine: true) }

  mutating func text(
    _ words: String, x: Double, y: Double, size: Double = 14, anchor: Anchor = .start, bold: Bool = false,
    fill: String = Ink.text, onCell: Bool = false
  ) {
    body +=
      "<text\(onCell ? " class=\"cell\"" : "") x=\"\(Self.percent(x))\" y=\"\(Self.pixels(y))\" font-size=\"\(Self.pixels(size))\""
    body += " text-anchor=\"\(anchor.rawValue)\" fill=\"\(fill)\"\(bold ? " font-weight=\"600\"" : "")>"
    body += Escaping.html(words) + "</text>\n"
  }

  mutating func line(
    x1: Double, y1: Double, x2: Double, y2: Double, stroke: String, width: Double = 1, dashed: Bool = false
  ) {
    body += "<line x1=\"\(Self.percent(x1))\" y1=\"\(Self.pixels(y1))\" x2=\"\(Self.percent(x2))\""
    body += " y2=\"\(Self.pixels(y2))\" stroke=\"\(stroke)\" stroke-width=\"\(Self.pixels(width))\""
    body += "\(dashed ? " stroke-dasharray=\"4 4\"" : "")/>\n"
  }

  mutating func rectangle(
    from x1: Double, to x2: Double, y: Double, height: Double, fill: String, stroke: String? = nil
  ) {
    guard x2 > x1 else { return }
    body += "<rect x=\"\(Self.percent(x1))\" y=\"\(Self.pixels(y))\" width=\"\(Self.percent(x2 - x1))\""
    body += " height=\"\(Self.pixels(height))\" fill=\"\(fill)\"\(stroke.map { " stroke=\"\($0)\"" } ?? "")/>\n"
  }

  /// An area of slanting lines.
  mutating func hatched(from x1: Double, to x2: Double, y: Double, height: Double) {
    rectangle(from: x1, to: x2, y: y, height: height, fill: "url(#\(id)-hatch)")
  }

  /// A line through points, each given in shares of the frame; its width is the same at every size.
  mutating func curve(
    _ points: [(x: Double, y: Double)], from x1: Double, to x2: Double, y: Double, height: Double, stroke: String,
    width: Double, dashed: Bool = false
  ) {
    path(
      points, closed: false, from: x1, to: x2, y: y, height: height,
      "fill=\"none\" stroke=\"\(stroke)\" stroke-width=\"\(Self.pixels(width))\" stroke-linejoin=\"round\""
        + " vector-effect=\"non-scaling-stroke\"\(dashed ? " stroke-dasharray=\"5 4\"" : "")")
  }

  /// An area within points, each given in shares of the frame.
  mutating func area(_ points: [(x: Double, y: Double)], from x1: Double, to x2: Double, y: Double, height: Double) {
    path(points, closed: true, from: x1, to: x2, y: y, height: height, "fill=\"\(Ink.band)\"")
  }

  private mutating func path(
    _ points: [(x: Double, y: Double)], closed: Bool, from x1: Double, to x2: Double, y: Double, height: Double,
    _ look: String
  ) {
    guard points.count > 1 else { return }
    let corners = points.map { "\(Self.pixels($0.x * 1000)) \(Self.pixels($0.y * 1000))" }
    body += "<svg x=\"\(Self.percent(x1))\" y=\"\(Self.pixels(y))\" width=\"\(Self.percent(x2 - x1))\""
    body +=
      " height=\"\(Self.pixels(height))\" viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\" overflow=\"visible\">"
    body += "<path d=\"M\(corners.joined(separator: "L"))\(closed ? "Z" : "")\" \(look)/></svg>\n"
  }

  /// A shape whose middle is at a place.
  mutating func shape(
    _ path: String, x: Double, y: Double, fill: String, stroke: String, width: Double = 2.4
  ) {
    body += "<svg x=\"\(Self.percent(x))\" y=\"\(Self.pixels(y))\" overflow=\"visible\">"
    body += "<path d=\"\(path)\" fill=\"\(fill)\" stroke=\"\(stroke)\" stroke-width=\"\(Self.pixels(width))\"/></svg>\n"
  }

  /// The finished drawing without a name, where its numbers stand beside it.
  func hidden(height: Double) -> String {
    let line = String(decoding: body.utf8.filter { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    return "<svg aria-hidden=\"true\" width=\"100%\" height=\"\(Self.pixels(height))\">\(line)</svg>"
  }

  /// The finished drawing with its name and its description.
  func finished(height: Double, title: String, description: String) -> String {
    """
    <svg role="img" aria-labelledby="\(id)-title \(id)-desc" xmlns="http://www.w3.org/2000/svg" width="100%" \
    height="\(Self.pixels(height))">
    <title id="\(id)-title">\(Escaping.html(title))</title>
    <desc id="\(id)-desc">\(Escaping.html(description))</desc>
    <defs><pattern id="\(id)-hatch" width="7" height="7" patternUnits="userSpaceOnUse" \
    patternTransform="rotate(45)"><path d="M0 0V7" stroke="\(Ink.hatch)" stroke-width="2.2"/></pattern></defs>
    \(body)</svg>
    """
  }
}

extension SVG {
  /// Draws the shape that stands for a mark.
  mutating func mark(_ mark: Mark, x: Double, y: Double) {
    let ink = Ink.of(mark.tone)
    switch mark.symbol {
    case "●": shape("M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z", x: x, y: y, fill: ink, stroke: "#fff")
    case "○": shape("M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z", x: x, y: y, fill: "#fff", stroke: ink)
    case "✕": shape("M-5 -5L5 5M-5 5L5 -5", x: x, y: y, fill: "none", stroke: ink)
    case "■": shape("M-5 -5H5V5H-5Z", x: x, y: y, fill: ink, stroke: "#fff")
    case "□": shape("M-4.5 -4.5H4.5V4.5H-4.5Z", x: x, y: y, fill: "#fff", stroke: ink)
    default: shape("M0 -6L6 0L0 6L-6 0Z", x: x, y: y, fill: "#fff", stroke: ink)
    }
  }

  /// Draws the shape that stands for one of several lines.
  mutating func series(_ number: Int, x: Double, y: Double, ink: String, isHollow: Bool) {
    let shapes = [
      "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0Z", "M-4 -4H4V4H-4Z", "M0 -5.5L5 4H-5Z", "M0 -6L5 0L0 6L-5 0Z",
      "M0 5.5L5 -4H-5Z", "M-5 -1.5H-1.5V-5H1.5V-1.5H5V1.5H1.5V5H-1.5V1.5H-5Z",
    ]
    shape(
      shapes[number % shapes.count], x: x, y: y, fill: isHollow ? "#fff" : ink, stroke: isHollow ? ink : "#fff",
      width: 1.6)
  }

  /// Draws an arrow head: the range goes on beyond the axis.
  mutating func arrow(x: Double, y: Double, pointsRight: Bool, fill: String) {
    shape(pointsRight ? "M-8 -5L1 0L-8 5Z" : "M8 -5L-1 0L8 5Z", x: x, y: y, fill: fill, stroke: "none")
  }

  /// A group's label in at most `width` columns: of a combination, the longest part is cut first.
  static func shortenedLabel(_ label: String, width: Int) -> String {
    let separator = " × "
    var parts = label.split(separator: separator, omittingEmptySubsequences: false)
      .map { shortened(String($0), width: width) }
    while self.width(parts.joined(separator: separator)) > width,
      let longest = parts.indices.max(by: { self.width(parts[$0]) < self.width(parts[$1]) }),
      self.width(parts[longest]) > 4
    {
      parts[longest] = shortened(parts[longest], width: self.width(parts[longest]) - 1)
    }
    return shortened(parts.joined(separator: separator), width: width)
  }

  /// At most `width` columns of text; what is cut is marked by an ellipsis. No character is cut in two.
  static func shortened(_ text: String, width: Int) -> String {
    guard self.width(text) > width else { return text }
    var left = width - 1
    let kept = text.prefix { character in
      left -= columns(character)
      return left >= 0
    }
    return kept + "…"
  }

  private static func width(_ text: String) -> Int { text.reduce(0) { $0 + columns($1) } }

  /// Columns of a character: two for those of East Asian scripts and for emoji.
  private static func columns(_ character: Character) -> Int {
    switch character.unicodeScalars.first?.value ?? 0 {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFF:
      2
    default: 1
    }
  }
}
