/// The rules by which numbers become verdicts, by name.
///
/// The number is raised whenever equal numbers may get another verdict. Under other rules a verdict cannot be recomputed; it
/// is neither right nor wrong for that.
public struct Rules: RawRepresentable, Codable, Sendable, Hashable, Defaultable {
  /// The name, as `evenhand-rules/1`.
  public let rawValue: String

  /// Rules of this name.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The rules of this version. The second read words for a missing value, and labels that differ only in how they are
  /// written, for what they are, and let who was left out reach the verdict, by the facts that records of the first lack.
  public static let current = Rules(rawValue: "evenhand-rules/2")

  /// Whether this version gives the same verdicts for the same numbers as these rules.
  public var isKnown: Bool { self == .current || self == .whenMissing }

  /// Whether what could have been seen of counts was found by playing the rule; before, it was approximated, and is not
  /// worked out again.
  public var playPower: Bool { self == .current }

  /// Records of version 0.1 name no rules; they were judged by the first.
  public static let whenMissing = Rules(rawValue: "evenhand-rules/1")
}
