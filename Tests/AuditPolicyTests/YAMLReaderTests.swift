import AuditPolicy
import AuditRecord
import Testing

@Suite struct YAMLReaderTests {
  /// Spellings of YAML 1.1 in any case; quotes and `!!str` make them text.
  @Test(arguments: [
    ("true", true), ("Yes", true), ("ON", true), ("tRuE", true), ("! true", true), ("!!bool \"true\"", true),
    ("false", false), ("no", false), ("Off", false), ("!!bool 'off'", false), ("\"true\"", nil), ("'yes'", nil),
    ("!!str true", nil), ("|\n    true", nil), ("y", nil), ("1", nil), ("~", nil), ("", nil),
  ])
  func truthIsSpelt(_ text: String, _ truth: Bool?) throws {
    let plan = Plans.small + "sign-off:\n  required: [{role: a}, {role: b}]\n  distinct-people: \(text)\n"
    if let truth {
      #expect(try read(plan).get().signOff.distinctPeople == truth)
    } else {
      #expect(errors(plan).map(\.code) == [.wrongType])
    }
  }

  @Test(arguments: [
    ("5", 5), ("+5", 5), ("05", 5), ("!!str 5", 5), ("\"5\"", nil), ("'5'", nil), (">\n  5", nil), ("5.0", nil),
    ("0x10", nil), ("1_000", nil), ("0o7", nil), ("1:30", nil), ("~", nil),
  ])
  func wholeNumbersArePlainDecimals(_ text: String, _ number: Int?) throws {
    let plan = Plans.small + "seed: \(text)\n"
    if let number {
      #expect(try read(plan).get().seed == number)
    } else {
      #expect(errors(plan).map(\.code) == [.wrongType])
    }
  }

  @Test(arguments: [
    ("0.8", 0.8), (".8", 0.8), ("+8e-1", 0.8), ("\"0.8\"", nil), ("0x1", nil), ("0X.8p0", nil), ("inf", nil),
    (".nan", nil), ("0_8", nil), ("80%", nil),
  ])
  func numbersArePlainDecimals(_ text: String, _ number: Double?) throws {
    let plan = Plans.small + "requirements:\n  - {id: r, metric: selection-rate, at-least: \(text)}\n"
    if let number {
      #expect(try read(plan).get().requirements.first?.threshold == .atLeast(number))
    } else {
      #expect(errors(plan).map(\.code) == [.wrongType])
    }
  }

  @Test func textIsUnescapedAndFolded() throws {
    for (written, title) in [
      ("\"a\\n\\u00e9\\x41\"", "a\néA"), ("'it''s'", "it's"), ("a\n    b\n\n    c", "a b\nc"),
      ("\"a: b\"", "a: b"),
      ("null", "null"), ("2026-07-01", "2026-07-01"), ("x#y", "x#y"), ("|-\n    a\n     b", "a\n b"),
    ] {
      #expect(try read(Plans.small.replacing("{title: T}", with: "\n  title: \(written)")).get().audit.title == title)
    }
  }

  /// Quotes do not make two keys of one.
  @Test(arguments: ["{\"title\": T, title: U}", "{'title': T, \"title\": U}", "{!x title: T, title: U}"])
  func aKeyIsItsText(_ audit: String) {
    let found = errors(Plans.small.replacing("{title: T}", with: audit))
    #expect(found.map(\.code) == [.repeatedKey])
    #expect(found.first?.column == 9)
  }

  @Test func columnsCountCharacters() {
    let found = errors(Plans.small.replacing("{title: T}", with: "{title: \"äöü😀\", x: 1}"))
    #expect(found.map(\.column) == [24])
  }

  @Test func aControlCharacterHasItsLine() {
    let found = errors(Plans.small + "seed: \u{1}\n")
    #expect(found.map(\.code) == [.malformed])
    #expect(found.first?.line == Plans.small.split(separator: "\n").count + 1)
  }

  @Test(arguments: ["[", "{a: ", "- ", "? ", "[{"])
  func whatLiesTooDeepIsRefused(_ opening: String) {
    let found = errors("x:\n  " + String(repeating: opening, count: 200_000))
    #expect(found.map(\.code) == [.malformed])
    #expect(found.first?.line == 2)
  }

  @Test func whatLiesDeepEnoughIsRead() {
    let brackets = String(repeating: "[", count: 63) + String(repeating: "]", count: 63)
    #expect(errors("x: \(brackets)\n").contains { $0.code == .unknownKey })
    #expect(errors("x: [\(brackets)]\n").map(\.code) == [.malformed])
  }
}
