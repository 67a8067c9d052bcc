import Foundation
import Testing

/// Code in the documentation of the library is code that was compiled.
@Suite("Snippets") struct SnippetTests {
  @Test("every line of Swift in the documentation stands in the examples") func areCompiled() throws {
    let files = FileManager.default
    let examples = "\(Support.checkout)/examples/swift"
    let swift =
      files.enumerator(atPath: examples)?.compactMap { $0 as? String }
      .filter { $0.hasSuffix(".swift") && !$0.hasPrefix(".build") } ?? []
    let code = try swift.map { try String(contentsOfFile: "\(examples)/\($0)", encoding: .utf8) }.joined()
    func lines(_ text: String) -> [String] {
      text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let known = Set(lines(code))
    let catalog = "\(Support.checkout)/Sources/Evenhand/Evenhand.docc"
    var count = 0
    let pages =
      try files.contentsOfDirectory(atPath: catalog).map { "\(catalog)/\($0)" } + ["\(Support.checkout)/README.md"]
    for page in pages {
      let parts = try String(contentsOfFile: page, encoding: .utf8).components(separatedBy: "```swift\n").dropFirst()
      for line in parts.flatMap({ lines($0.components(separatedBy: "```")[0]) }) {
        count += 1
        #expect(known.contains(line), "\(page): no example has this line: \(line)")
      }
    }
    #expect(count > 20)
  }
}
