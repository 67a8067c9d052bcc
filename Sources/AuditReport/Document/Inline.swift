/// A piece of a line.
package enum Inline: Sendable, Hashable {
  /// Plain text.
  case text(String)
  /// Text that matters.
  case strong(String)
  /// A name or a number that a machine reads.
  case code(String)
  /// A mark with its word: neither ever stands alone.
  case mark(Mark)
  /// A link to a heading of this document.
  case reference(id: String, String)
  /// A link to a page; anything but plain `https` is shown as text.
  case link(url: String, String)
  /// A link to a file beside this document, by its relative path.
  case file(path: String, String)
}

extension Inline: ExpressibleByStringLiteral {
  /// Plain text.
  package init(stringLiteral value: String) { self = .text(value) }
}

extension Inline {
  /// The words alone.
  package var plain: String {
    switch self {
    case .text(let text), .strong(let text), .code(let text), .reference(_, let text),
      .link(_, let text), .file(_, let text):
      text
    case .mark(let mark): "\(mark.symbol) \(mark.word)"
    }
  }
}

extension [Inline] {
  /// The words alone.
  package var plain: String { map(\.plain).joined() }
}
