import AuditRecord
import Testing

@Suite struct JSONValueTests {
  /// The six documents of the reference implementation with the first digits of their outputs' digests.
  static let documents: [(name: String, input: String, digest: String)] = [
    ("arrays", #"[ 56, { "d": true, "10": null, "1": [ ] } ]"#, "099601b1"),
    (
      "french",
      #"{"peach": "This sorting order", "péché": "is wrong according to French", "pêche": "but canonicalization MUST","#
        + #" "sin": "ignore locale"}"#, "d99d0ebd"
    ),
    (
      "structures",
      #"{"1": {"f": {"f": "hi","F": 5} ,"\n": 56.0}, "10": { }, "": "empty", "a": { },"#
        + #" "111": [ {"e": "yes","E": "no" } ], "A": { }}"#, "605f6500"
    ),
    ("unicode", #"{"Unnormalized Unicode":"A\u030a"}"#, "0d99aad9"),
    (
      "values",
      #"{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],"#
        + #" "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}"#, "2d5e01a3"
    ),
    (
      "weird",
      #"{"\u20ac": "Euro Sign", "\r": "Carriage Return", "\u000a": "Newline", "1": "One", "\u0080": "Control\u007f","#
        + #" "\ud83d\ude02": "Smiley", "\u00f6": "Latin Small Letter O With Diaeresis","#
        + #" "\ufb33": "Hebrew Letter Dalet With Dagesh", "</script>": "Browser Challenge"}"#, "6af595a9"
    ),
  ]

  @Test(arguments: documents)
  func theDocumentsOfTheReferenceImplementationBecomeCanonical(name: String, input: String, digest: String) throws {
    let canonical = try JSONValue(parsing: Array(input.utf8)).canonical
    #expect(Digest(of: canonical.utf8).hex.hasPrefix(digest), "\(name): \(canonical)")
    #expect(try JSONValue(parsing: Array(canonical.utf8)).canonical == canonical)
  }

  @Test func membersAreSortedByTheirUTF16CodeUnits() throws {
    // U+1F600 begins with the code unit D83D and precedes U+FB33, although its scalar and its bytes are larger.
    let canonical = try JSONValue(parsing: Array("{\"\u{FB33}\":1,\"\u{1F600}\":2,\"\u{20AC}\":3}".utf8)).canonical
    #expect(canonical == "{\"\u{20AC}\":3,\"\u{1F600}\":2,\"\u{FB33}\":1}")
  }

  @Test func membersAndElementsAreFound() throws {
    let value = try JSONValue(parsing: Array(#"{"a": [1, "two", null], "b": true}"#.utf8))
    #expect(value["a"]?[0]?.double == 1)
    #expect(value["a"]?[1]?.text == "two")
    #expect(value["a"]?.elements?.count == 3)
    #expect(value["a"]?[3] == nil)
    #expect(value["c"] == nil)
    #expect(value["b"]?.text == nil)
  }

  @Test func aMemberIsFoundByItsBytesOnly() throws {
    let value = try JSONValue(parsing: Array("{\"e\u{301}\": 1}".utf8))
    #expect(value["e\u{301}"]?.double == 1)
    #expect(value["\u{E9}"] == nil)
  }
}
