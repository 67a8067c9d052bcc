/// Words that no generated text may use about groups, verdicts or the system; docs/how-to-write-about-groups.md gives the reasons.
package enum BannedWords {
  private static let words: Set<String> = [
    "fair", "fairly", "fairer", "unbiased", "biased", "compliant", "prove", "proves", "proved", "proven", "privileged",
    "unprivileged", "protected", "unprotected", "safe", "safely", "minority", "minorities", "innocent", "guilty",
  ]
  private static let beginnings = ["unfair", "debias", "certif", "guarantee", "discriminat"]

  /// Those of a text, in their order.
  package static func found(in text: String) -> [String] {
    let words = text.lowercased().split { !$0.isLetter }.map(String.init)
    return words.indices.compactMap { index in
      let word = words[index]
      let previous = index > 0 ? words[index - 1] : ""
      if Self.words.contains(word) || beginnings.contains(where: word.hasPrefix) { return word }
      if word.hasPrefix("significan") { return previous == "statistically" ? nil : word }
      return word == "free" && previous == "bias" ? "bias-free" : nil
    }
  }
}
