import AuditRecord
import Testing

@testable import AuditReport

@Suite struct MarkdownRendererTests {
  @Test func berkeley() throws {
    try expectSnapshot(MarkdownRenderer().render(Report.whole(of: sealed(Sample.berkeley))), "berkeley.md")
  }

  @Test func compas() throws {
    try expectSnapshot(MarkdownRenderer().render(Report.whole(of: sealed(Sample.compas))), "compas.md")
  }

  @Test func lists() throws {
    try expectSnapshot(MarkdownRenderer().render(Report.whole(of: sealed(Sample.lists))), "lists.md")
  }

  @Test func dossier() throws {
    let text = MarkdownRenderer().render(Report.dossier(of: sealed(Sample.compas)))
    let page = text.split(separator: "\n\n---\n\n")
    try expectSnapshot(text.split(separator: "**Contents**")[0] + "…\n\n" + page.last!, "compas-dossier-ends.md")
  }

  @Test(arguments: SampleDocument.allCases) func isPlainMarkdown(_ name: SampleDocument) {
    let text = MarkdownRenderer().render(name.document)
    for line in text.split(separator: "\n") {
      #expect(!line.contains("!["), "no picture")
      #expect(unescaped("<", in: line) == 0 || line.contains("](<https://"), "no HTML: \(line)")
      if line.hasPrefix("|") { #expect(unescaped("|", in: line) <= 8, "seven columns: \(line)") }
    }
    #expect(text.utf8.count < 65_000)
    #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
  }

  @Test func wideTablesAreSplit() {
    let table = Table(
      caption: ["Wide"], columns: (1...9).map { .numbers(.text("c\($0)")) },
      rows: [(1...9).map { [.text("\($0)")] }])
    let text = MarkdownRenderer().render(
      Document(title: "", footer: Footer(title: "", fingerprint: ""), blocks: [.table(table)]))
    #expect(
      text == """
        **Wide (part 1 of 2)**

        | c1 | c2 | c3 | c4 | c5 | c6 | c7 |
        | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
        | 1 | 2 | 3 | 4 | 5 | 6 | 7 |

        **Wide (part 2 of 2)**

        | c1 | c8 | c9 |
        | ---: | ---: | ---: |
        | 1 | 8 | 9 |

        """)
  }
}

/// A line without what stands between backquotes.
func outsideCode(_ line: some StringProtocol) -> String {
  line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
    .filter { $0.offset.isMultiple(of: 2) }.map { String($0.element) }.joined()
}

/// How often a character stands in a line without a backslash before it.
func unescaped(_ character: Character, in line: some StringProtocol) -> Int {
  var count = 0
  var isEscaped = false
  for each in line {
    if each == character, !isEscaped { count += 1 }
    isEscaped = each == "\\" && !isEscaped
  }
  return count
}
