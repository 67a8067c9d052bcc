/// A name that came from data or a plan, compared by its bytes.
///
/// `String` folds canonically equivalent text into one value, so a composed and a decomposed accent would silently
/// become one group. A label keeps them apart: equality, hashing and order all follow the UTF-8 bytes.
public struct Label: Hashable, Comparable, Sendable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The text as it was read.
  public let text: String

  /// Wraps `text` unchanged.
  public init(_ text: String) { self.text = text }

  /// Wraps a literal.
  public init(stringLiteral value: String) { self.text = value }

  /// Reads a label from a single JSON string.
  public init(from decoder: any Decoder) throws {
    text = try decoder.singleValueContainer().decode(String.self)
  }

  /// Writes the label as a single JSON string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  /// The text itself.
  public var description: String { text }

  /// True when both have the same bytes.
  public static func == (left: Label, right: Label) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

  /// Order of the UTF-8 bytes.
  public static func < (left: Label, right: Label) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  /// Feeds the bytes, so that labels with different bytes hash independently.
  public func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
    hasher.combine(UInt8(0xFF))
  }
}

extension Array where Element == Label {
  /// Order of two groups: by their first differing label.
  package static func areInOrder(_ left: [Label], _ right: [Label]) -> Bool { left.lexicographicallyPrecedes(right) }
}
