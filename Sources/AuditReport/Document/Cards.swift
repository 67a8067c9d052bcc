/// Short lists side by side, where there is room.
public struct Cards: Sendable, Hashable {
  /// A list with its title.
  public struct Card: Sendable, Hashable {
    /// The title.
    public var title: String
    /// The lines.
    public var lines: [[Inline]]
  }

  /// The lists, from left to right.
  public var cards: [Card]
}
