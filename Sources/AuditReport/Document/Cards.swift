/// Short lists side by side, where there is room.
package struct Cards: Sendable, Hashable {
  /// A list with its title.
  package struct Card: Sendable, Hashable {
    /// The title.
    package var title: String
    /// The lines.
    package var lines: [[Inline]]
  }

  /// The lists, from left to right.
  package var cards: [Card]
}
