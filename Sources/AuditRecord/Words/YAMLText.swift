/// Text as a plan writes it, so that what a message or a plan quotes can be read back as it was.
package enum YAMLText {
  /// Words that YAML takes for something else than text.
  private static let taken: Set<String> = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf",
  ]

  /// The text itself where nothing in it could be misread, else in quotes with whatever is not printed spelled out.
  package static func scalar(_ text: String) -> String {
    isPlain(text) ? text : quoted(text)
  }

  /// The text in quotes.
  package static func quoted(_ text: String) -> String {
    var shown = "\""
    for scalar in text.unicodeScalars {
      switch (scalar, scalar.properties.generalCategory) {
      case ("\"", _): shown += "\\\""
      case ("\\", _): shown += "\\\\"
      case ("\n", _): shown += "\\n"
      case ("\t", _): shown += "\\t"
      case (_, .control), (_, .format), (_, .lineSeparator), (_, .paragraphSeparator), (_, .privateUse),
        (_, .unassigned):
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let width = scalar.value > 0xFFFF ? 8 : 4
        shown += "\\\(width == 8 ? "U" : "u")\(String(repeating: "0", count: width - digits.count))\(digits)"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown + "\""
  }

  /// Words of letters, digits and a few marks, beginning with a letter, that are nothing else to YAML.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first.isASCII, first.properties.isAlphabetic || first == "_",
      !taken.contains(text.lowercased())
    else { return false }
    return text.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "_-./".unicodeScalars.contains($0))
    }
  }
}
