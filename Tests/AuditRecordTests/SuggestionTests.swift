import Testing

@testable import AuditRecord

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("titel", "title"), ("Title", "title"), ("tite", "title"), ("titlee", "title"), ("seed", "seed"), ("sed", "seed"),
    ("selction-rate", "selection-rate"), ("metrcs", "metrics"),
  ])
  func aSlipIsUnderstood(word: String, meant: String) {
    #expect(Suggestion.nearest(to: word, among: ["title", "seed", "metrics", "selection-rate"]) == meant)
  }

  @Test(arguments: ["", "x", "banana", "requirements", String(repeating: "title", count: 10_000)])
  func aStrangerIsNotTakenForAnything(_ word: String) {
    #expect(Suggestion.nearest(to: word, among: ["title", "seed", "metrics"]) == nil)
  }

  @Test func nothingIsNearestAmongNothing() {
    #expect(Suggestion.nearest(to: "title", among: []) == nil)
  }

  /// Distances of the restricted Damerau–Levenshtein kind, worked out by hand.
  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("ab", "ba", 1), ("ca", "abc", 3),
    ("abcd", "acbd", 1), ("same", "same", 0),
  ])
  func editsAreCounted(left: String, right: String, edits: Int) {
    #expect(Suggestion.distance(Array(left.unicodeScalars), Array(right.unicodeScalars)) == edits)
  }
}

@Suite struct QuotedTests {
  @Test func textIsQuoted() {
    #expect(Quoted.text("Female") == "“Female”")
    #expect(Quoted.text("") == "“”")
  }

  @Test func longTextIsCut() {
    let text = String(repeating: "a", count: 41)
    #expect(Quoted.text(text) == "“" + String(repeating: "a", count: 40) + "…”")
    #expect(Quoted.text(String(text.dropLast())) == "“" + text.dropLast() + "”")
    #expect(Quoted.text("e" + String(repeating: "\u{301}", count: 10_000)).unicodeScalars.count == 43)
  }

  @Test(arguments: [
    ("a\nb", "a\\u{A}b"), ("\u{1B}[31m", "\\u{1B}[31m"), ("\u{202E}x", "\\u{202E}x"), ("\u{200B}", "\\u{200B}"),
    ("\u{2028}", "\\u{2028}"), ("\u{0}", "\\u{0}"), ("\r\n", "\\u{D}\\u{A}"), ("\u{E000}", "\\u{E000}"),
  ])
  func charactersThatCannotBeSeenAreSpelledOut(text: String, shown: String) {
    #expect(Quoted.text(text) == "“\(shown)”")
  }
}
