/// How metrics are named in a sentence.
package enum MetricName {
  /// The name in small letters, but for names of people and abbreviations: "selection rate", "F1 score", "Theil index".
  package static func inSentence(_ name: String) -> String {
    // What stands between quotes is a label or a name, and stays.
    let plain = name.prefix { $0 != "“" }
    if plain.endIndex < name.endIndex {
      return inSentence(String(plain)) + (plain.last == " " ? " " : "") + name[plain.endIndex...]
    }
    return name.split(separator: " ").map { word in
      let isAbbreviation = word.dropFirst().first.map { !$0.isLowercase } ?? false
      return isAbbreviation || people.contains(String(word)) ? String(word) : word.lowercased()
    }.joined(separator: " ")
  }

  private static let people: Set<String> = ["Brier", "Gini", "Theil"]
}
