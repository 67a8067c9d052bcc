/// Why a history was not read or written.
package struct HistoryError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds.
  package enum Code: String, Sendable, Hashable, CaseIterable {
    /// The store is no history, or was damaged.
    case unreadable = "history-unreadable"
    /// A newer version wrote it.
    case newer = "history-newer"
    /// Somebody else is writing it.
    case busy = "history-busy"
    /// Its file cannot be locked or written.
    case unwritable = "history-unwritable"
    /// A bundle was not taken in.
    case notIndexed = "history-not-indexed"
    /// Nothing has that name.
    case unknown = "history-unknown"

    /// What happened, and what to do.
    package var meaning: String {
      switch self {
      case .unreadable:
        "The history is an index and can be made again: remove its file, then `evenhand history rebuild` with the folders of the bundles."
      case .newer:
        "A newer version wrote the history. Use that version, or make the index again with `evenhand history rebuild --store`."
      case .busy: "Another program is writing the history. Try again in a moment."
      case .unwritable:
        "The history's file cannot be locked or written: keep it on a local disk, and check permissions and free space."
      case .notIndexed:
        "Only a whole bundle that nobody changed is taken into a history. `evenhand verify` says what was changed."
      case .unknown:
        "`evenhand history list` names the series that the history holds, and `evenhand finding list` the findings."
      }
    }
  }

  /// The kind.
  package let code: Code
  /// The cause and the mend.
  package let description: String

  /// States a cause.
  package init(_ code: Code, _ description: String) { (self.code, self.description) = (code, description) }
}
