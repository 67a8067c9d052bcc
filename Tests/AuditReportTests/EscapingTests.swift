import Testing

@testable import AuditReport

@Suite struct EscapingTests {
  @Test func controlsBecomeVisible() {
    #expect(Escaping.visible("a\u{1B}[31mb") == "a␛[31mb")
    #expect(Escaping.visible("one\ntwo\r\n") == "one␊two␍␊")
    #expect(Escaping.visible("\u{7F}\u{9B}") == "␡⟦U+009B⟧")
    #expect(Escaping.visible("\u{202E}evil\u{2066}") == "⟦U+202E⟧evil⟦U+2066⟧")
    #expect(Escaping.visible("Male\u{200B}") == "Male⟦U+200B⟧")
    #expect(Escaping.visible("a\u{10FFFE}") == "a⟦U+10FFFE⟧")
    #expect(Escaping.markdownBetweenAsterisks("\u{A0}a ") == "⟦U+00A0⟧a⟦U+0020⟧")
    #expect(Escaping.markdownBetweenAsterisks(" ") == "⟦U+0020⟧")
  }

  @Test(arguments: ["Zoë", "e\u{301}", "日本", "👩‍💻", "می‌خواهم", "a b\u{A0}c"])
  func ordinaryTextStays(_ text: String) {
    #expect(Array(Escaping.visible(text).utf8) == Array(text.utf8))
    #expect(Array(Escaping.html(text).utf8) == Array(text.utf8))
    #expect(Array(Escaping.terminal(text).utf8) == Array(text.utf8))
  }

  @Test func htmlHasNoLiveCharacter() {
    #expect(Escaping.html("<a href='x' title=\"&\">") == "&lt;a href=&#39;x&#39; title=&quot;&amp;&quot;&gt;")
  }

  @Test func cssCannotLeaveItsString() {
    let text = Escaping.css("\"} </style><script>\\\n")
    #expect(!text.contains("\"") && !text.contains("<") && !text.contains("}") && !text.contains("\n"))
    #expect(text.hasPrefix("\\0022 \\007D "))
  }

  @Test(arguments: [
    ("https://doi.org/10.1126/science.187.4175.398", true), ("http://example.org", false),
    ("javascript:alert(1)", false),
    ("https://", false), ("https://a b", false), ("https://a\">", false), ("HTTPS://a", false), ("https://a)b", false),
  ])
  func onlyPlainAddressesAreLinks(_ url: String, _ isSafe: Bool) {
    #expect((Escaping.safeURL(url) != nil) == isSafe)
  }

  @Test(arguments: [
    ("a|b", "a\\|b"), ("](javascript:x)", "\\](javascript:x)"), ("<b>", "\\<b\\>"), ("**x**", "\\*\\*x\\*\\*"),
    ("http://x.org", "http\\://x.org"), ("www.x.org", "www\\.x.org"), ("::error::", "\\:\\:error\\::"),
    ("$x$", "\\$x\\$"),
    (":smile:", "\\:smile:"), ("ratio: 0.8", "ratio: 0.8"), ("T10:30:00Z", "T10:30:00Z"), (":+1:", "\\:+1:"),
    ("gh-12", "gh-\u{2060}12"),
    ("@team", "@\u{2060}team"), ("#12", "#\u{2060}12"), ("&lt;", "\\&lt;"), ("A & B", "A & B"), ("10.5 %", "10.5 %"),
  ])
  func markdownIsPlainText(_ text: String, _ expected: String) {
    #expect(Escaping.markdown(text) == expected)
  }

  @Test(arguments: [
    ("# x", "\\# x"), ("- x", "\\- x"), ("+ x", "\\+ x"), ("=cmd", "\\=cmd"), ("1. x", "1\\. x"), ("12) x", "12\\) x"),
    ("1.5 x", "1.5 x"), ("> x", "\\> x"), ("    x", "⟦U+0020⟧   x"), ("x", "x"), ("", ""),
  ])
  func aLineStartsAsText(_ text: String, _ expected: String) {
    #expect(Escaping.markdown(text, atLineStart: true) == expected)
  }

  @Test(arguments: [("a", "`a`"), ("a`b", "``a`b``"), ("`a", "`` `a ``"), ("a|b", "`a|b`"), ("a\nb", "`a␊b`")])
  func codeKeepsItsFence(_ text: String, _ expected: String) {
    #expect(Escaping.markdownCode(text) == expected)
  }

  @Test func aJobsLogHasNoCommand() {
    #expect(!Escaping.terminal("::error file=x::y").contains("::"))
    for command in ["##[error]x", "a ##vso[task.setvariable variable=D]yes", "x##teamcity[message text='y']"] {
      for text in [Escaping.terminal(command), Escaping.html(command), Escaping.markdown(command)] {
        #expect(!text.contains("##vso[") && !text.contains("##[") && !text.contains("##teamcity["), "\(text)")
      }
      // Nothing is lost for whoever reads it.
      #expect(Escaping.terminal(command).replacing("\u{2060}", with: "") == command)
    }
    #expect(!Escaping.html("::error file=x::y").contains("::"))
    #expect(!Escaping.terminal("\u{1B}]0;x\u{07}").unicodeScalars.contains { $0.value < 0x20 })
  }
}
