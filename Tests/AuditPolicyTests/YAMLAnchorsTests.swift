import AuditPolicy
import AuditRecord
import Testing

@Suite struct YAMLAnchorsTests {
  /// Places where a node carries an anchor, is an alias, or merges; each on the line after `audit`.
  @Test(arguments: [
    "x: &a 1", "x: *a", "&k x: 1", "*k : 1", "- &a 1", "x: [&a 1]", "x: [1, *a]", "x: {b: &a 1}", "x: {&a b: 1}",
    "x: !!str &a 1", "x: &a !!str 1", "<<: {a: 1}", "x: {<<: 1}", "? &a 1", "x:\t&a 1", "\"x\": &a 1", "{\"x\":&a 1}",
  ])
  func anchorsAliasesAndMergesAreRefused(_ line: String) {
    let found = errors("\(line)\naudit: {title: T}\n")
    #expect(found.map(\.code) == [.anchor])
    #expect(found.first?.line == 1)
    #expect(found.first?.hint != nil)
  }

  /// Text before an anchor that could hide it from a careless reader.
  @Test(arguments: [
    "a:\n  - b: |\n      x\n    c: &x 1", "a: !!str |\n  \"\nb: &x 1", "a: x - \"\nb: &x 1", "a: x, '\nb: &x 1",
    "a: foo\n  \"bar\nb: &x 1", "a: x [ \"\nb: &x 1", "a: x: \"y\nb: &x 1", "a:\n  |\n  t\nb: &x 1",
    "a: # '\n  b\nc: &x 1", "a: 'it''s'\nb: &x 1", "a: \"\\\"\"\nb: &x 1", "a: >-\n  '\n\n  x\nb: &x 1",
    "a: x? \"\nb: &x 1", "a: - \"\nb: &x 1", "--- |\n\"\n...\nb: &x 1", "a: [x\n  \"y, z]\nb: &x 1",
    "a: |1\n  \"x\n \"y\nb: &x 1", "a: |\n\n   x\n   y\nb: &x 1",
  ])
  func nothingHidesAnAnchor(_ text: String) {
    let found = errors(text + "\n")
    #expect(!found.isEmpty)
    // Where the text before the anchor is no YAML, the parser complains first.
    #expect(found.allSatisfy { $0.code == .anchor || $0.code == .malformed })
  }

  @Test(arguments: [
    "\"Search & *rescue*\"", "'&a *b <<:'", "R&D", "a & b", "a * b", "2*3", "x # &a *b", "AT&T *", "\"*\"", "'&'",
    "|\n    &a *b\n    <<: x\n    - &c", ">\n    *a", "|-\n\n    \"x\n    &y", "a\n    * b", "'it''s\n    &more'",
  ])
  func theCharactersAreAllowedWhereTheyAreText(_ title: String) throws {
    let plan = try read(Plans.small.replacing("{title: T}", with: "\n  title: \(title)")).get()
    #expect(!plan.audit.title.isEmpty)
  }

  static let bomb: String = {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...30 {
      let alias = "*a\(level - 1)"
      text += "a\(level): &a\(level) [\(Array(repeating: alias, count: 10).joined(separator: ", "))]\n"
    }
    return text
  }()

  @Test(arguments: ["", "a: x - \"\n", "b:\n  - c: |\n      x\n    d: 1\n"])
  func aBombOfAliasesIsRefusedAtOnce(prefix: String) {
    let start = ContinuousClock.now
    #expect(errors(prefix + Self.bomb).map(\.code) == [.anchor])
    #expect(ContinuousClock.now - start < .seconds(5))
  }
}
