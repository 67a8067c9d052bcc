/// How metrics are named in a sentence.
package enum MetricName {
  /// The name in small letters, but for names of people and abbreviations: "selection rate", "F1 score", "Theil index".
  package static func inSentence(_ name: String) -> String {
    name.split(separator: " ").map { word in
      let isAbbreviation = word.dropFirst().first.map { !$0.isLowercase } ?? false
      return isAbbreviation || people.contains(String(word)) ? String(word) : word.lowercased()
    }.joined(separator: " ")
  }

  private static let people: Set<String> = ["Brier", "Gini", "Theil"]
}
