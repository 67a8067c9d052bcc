import AuditRecord
import Testing

@Suite struct LabelTests {
  static let composed = Label("\u{E9}")
  static let decomposed = Label("e\u{301}")

  @Test func labelsWithDifferentBytesDiffer() {
    #expect(Self.composed.text == Self.decomposed.text)
    #expect(Self.composed != Self.decomposed)
    #expect(Set([Self.composed, Self.decomposed]).count == 2)
    #expect([Self.composed: 1, Self.decomposed: 2][Self.decomposed] == 2)
  }

  @Test func orderIsThatOfTheBytes() {
    // Code units would put U+1F600 before U+FB33; bytes do not.
    let labels: [Label] = ["\u{1F600}", "\u{FB33}", "b", "a", "B", "", "a\u{0}", "\u{E9}", "e\u{301}"]
    #expect(labels.sorted() == ["", "B", "a", "a\u{0}", "b", "e\u{301}", "\u{E9}", "\u{FB33}", "\u{1F600}"])
    #expect(!(Self.composed < Self.composed))
  }

  @Test func aLabelIsWrittenAsItsText() throws {
    let labels: [Label] = ["a", Self.composed, Self.decomposed]
    let text = try Canonical.text(labels)
    #expect(text.utf8.elementsEqual("[\"a\",\"\u{E9}\",\"e\u{301}\"]".utf8))
    #expect(try Canonical.value([Label].self, from: Array(text.utf8)) == labels)
  }

  @Test func groupsAreOrderedByTheirFirstDifference() {
    #expect([Label].areInOrder(["a", "z"], ["b", "a"]))
    #expect([Label].areInOrder(["a"], ["a", ""]))
    #expect(![Label].areInOrder(["a"], ["a"]))
    let group: [Label] = ["Female", "Black"]
    #expect(Words.group(group) == "Female × Black")
  }
}
