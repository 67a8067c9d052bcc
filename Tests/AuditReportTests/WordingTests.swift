import AuditRecord
import Testing
import _AuditTesting

@testable import AuditReport

/// docs/how-to-write-about-groups.md, as far as a test can tell.
@Suite struct WordingTests {
  @Test(arguments: SampleDocument.allCases) func saysNothingThatItCannotKnow(_ name: SampleDocument) {
    #expect(WordingLint.violations(in: name.document) == [])
  }

  @Test func everyMethodIsExplainedInPlainWords() {
    for note in MethodNotes.all { #expect(WordingLint.violations(in: note.name + " " + note.words) == []) }
    for reason in UndefinedReason.known { #expect(WordingLint.violations(in: reason.words) == []) }
  }

  @Test(arguments: [
    ("The system is fair.", ["fair"]), ("No discrimination was found.", ["discrimination"]),
    ("a significant gap", ["significant"]), ("a statistically significant gap", []), ("The fairground", []),
    ("Not compliant; safe", ["compliant", "safe"]), ("a minority, debiased", ["minority", "debiased"]),
    ("bias-free and certifiable", ["bias-free", "certifiable"]), ("protected; guilty", ["protected", "guilty"]),
  ])
  func theLintFindsWords(_ text: String, _ expected: [String]) {
    #expect(WordingLint.violations(in: text) == expected)
  }

  @Test(arguments: [SampleDocument.berkeleyBody, .compasBody, .listsBody, .bothBody]) func sentencesAreShort(
    _ name: SampleDocument
  ) {
    let prose = name.document.blocks.flatMap { block -> [String] in
      switch block {
      case .paragraph(let text): [text.plain]
      case .list(let items): items.map(\.plain)
      case .callout(let callout): callout.paragraphs.map(\.plain)
      case .definitions(let entries): entries.filter { $0.term.plain != "Source" }.map(\.meaning.plain)
      default: []
      }
    }
    let sentences = prose.flatMap { $0.split(separator: ". ") }.map { $0.split(separator: " ").count }
    #expect(sentences.allSatisfy { $0 <= 50 })
    #expect(Double(sentences.reduce(0, +)) / Double(sentences.count) < 17)
  }
}
