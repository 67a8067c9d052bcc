import AuditRecord

/// Looks for ``BannedWords`` in generated text.
package enum WordingLint {
  /// The banned words of `text` in their order.
  ///
  /// - Parameter exempt: Strings that somebody else wrote, such as titles of works; they are taken out first.
  package static func violations(in text: String, exempt: [String] = []) -> [String] {
    BannedWords.found(in: exempt.filter { !$0.isEmpty }.reduce(text) { $0.replacing($1, with: " · ") })
  }
}
