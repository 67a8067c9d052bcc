import AuditRecord
import Testing
import _AuditTesting

@Suite struct WordingLintTests {
  @Test(arguments: [
    ("This is fair.", ["fair"]), ("UNFAIR", ["unfair"]), ("a bias-free, unbiased system", ["bias-free", "unbiased"]),
    ("It guarantees nothing", ["guarantees"]), ("discriminatory", ["discriminatory"]),
    ("a significant gap", ["significant"]), ("the privileged group", ["privileged"]),
    ("proven, certified, compliant", ["proven", "certified", "compliant"]), ("Safe!", ["safe"]),
    ("it proves that", ["proves"]), ("unprivileged", ["unprivileged"]),
  ])
  func bannedWordsAreFound(text: String, words: [String]) {
    #expect(WordingLint.violations(in: text) == words)
  }

  @Test(arguments: [
    "a statistically significant gap", "safety", "unsafely", "improve", "approves", "fairness", "affair",
    "free of bias",
    "Requirement met.", "",
  ])
  func otherWordsPass(_ text: String) {
    #expect(WordingLint.violations(in: text) == [])
  }

  @Test func titlesOfWorksAreExempt() {
    let source = "Kleinberg (2017). Inherent trade-offs in the fair determination of risk scores."
    #expect(WordingLint.violations(in: "See \(source)") == ["fair"])
    #expect(WordingLint.violations(in: "See \(source)", exempt: [source, ""]) == [])
    #expect(WordingLint.violations(in: "A fair one: \(source)", exempt: [source]) == ["fair"])
  }

  @Test func theWordsOfVerdictsAndReasonsPass() {
    let words =
      VerdictWord.allCases.map(\.words) + UndefinedReason.known.map(\.words) + AuditType.allCases.map(\.words)
    #expect(words.filter { !WordingLint.violations(in: $0).isEmpty } == [])
  }
}
