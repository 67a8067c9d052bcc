/// Words that no generated text may use about groups, verdicts or the system; docs/how-to-write-about-groups.md gives
/// the reasons.
package enum WordingLint {
  private static let banned: Set<String> = [
    "fair", "fairly", "fairer", "unbiased", "biased", "compliant", "prove", "proves", "proved", "proven", "privileged",
    "unprivileged", "protected", "unprotected", "safe", "safely", "minority", "minorities", "innocent", "guilty",
  ]
  private static let bannedBeginnings = ["unfair", "debias", "certif", "guarantee", "discriminat"]

  /// The banned words of `text` in their order.
  ///
  /// - Parameter exempt: Strings that somebody else wrote, such as titles of works; they are taken out first.
  package static func violations(in text: String, exempt: [String] = []) -> [String] {
    let own = exempt.filter { !$0.isEmpty }.reduce(text) { $0.replacing($1, with: " · ") }
    let words = own.lowercased().split { !$0.isLetter }.map(String.init)
    return words.indices.compactMap { index in
      let word = words[index]
      let previous = index > 0 ? words[index - 1] : ""
      if banned.contains(word) || bannedBeginnings.contains(where: word.hasPrefix) { return word }
      if word.hasPrefix("significan") { return previous == "statistically" ? nil : word }
      return word == "free" && previous == "bias" ? "bias-free" : nil
    }
  }
}
