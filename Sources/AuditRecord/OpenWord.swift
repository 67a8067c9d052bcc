/// A word from a list that later versions lengthen.
///
/// A word that this version does not know is kept as it stands, so that a record which holds it is read and written
/// unchanged. What such a word means is never guessed.
public protocol OpenWord: Codable, Sendable, Hashable, RawRepresentable where RawValue == String {
  /// The words that this version knows.
  static var known: [Self] { get }
  /// A word that this version does not know.
  static func other(_ word: String) -> Self
}

extension OpenWord {
  /// The word of this name.
  public init(rawValue: String) { self = Self.known.first { $0.rawValue == rawValue } ?? .other(rawValue) }

  /// True for a word that this version knows.
  public var isKnown: Bool { Self.known.contains(self) }
}
