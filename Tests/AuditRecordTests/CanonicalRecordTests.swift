import Testing

@testable import AuditRecord

@Suite struct CanonicalRecordTests {
  @Test func aRecordReadsBackAsItself() throws {
    let text = try SampleRecord.record.canonicalText()
    let record = try Record(parsing: Array(text.utf8))
    #expect(record == SampleRecord.record)
    #expect(try record.canonicalText().utf8.elementsEqual(text.utf8))
  }

  @Test func theTextIsCanonical() throws {
    let text = try SampleRecord.record.canonicalText()
    #expect(try JSONValue(parsing: Array(text.utf8)).canonical.utf8.elementsEqual(text.utf8))
  }

  @Test func spacesAndOrderDoNotMatterToAReader() throws {
    var text = try SampleRecord.record.canonicalText()
    text = " {\n  \"furtherField\": [1],\n" + text.dropFirst() + "\n"
    #expect(try Record(parsing: Array(text.utf8)) == SampleRecord.record)
  }

  /// The contract's names, as it spells them.
  @Test(arguments: [
    "audit", "detectable", "disparities", "estimates", "findings", "inputs", "metrics", "plan", "requirements", "rows",
    "schema", "seed", "summaries", "tool", "units", "verdict",
  ])
  func theTopLevelHasTheNamesOfTheContract(_ name: String) throws {
    let document = try JSONValue(parsing: Array(SampleRecord.record.canonicalText().utf8))
    #expect(document[name] != nil)
  }

  @Test func memberNamesAreKebabAndCountsKeepTheirs() throws {
    let document = try JSONValue(parsing: Array(SampleRecord.record.canonicalText().utf8))
    #expect(document["disparities"]?[0]?["minimum-count"]?.double == 30)
    #expect(document["disparities"]?[0]?["interval"]?["upper"]?.canonical == "null")
    #expect(document["disparities"]?[0]?["within"]?.canonical == "null")
    #expect(document["disparities"]?[0]?["is-reference"]?.canonical == "false")
    #expect(document["associations"]?[0]?["test"]?["degrees-of-freedom"]?.double == 1)
    #expect(document["stratifiers"]?[0]?["approved-by"]?.text == "a")
    #expect(document["verdict"]?["counts"]?["cannot-tell"]?.double == 1)
    #expect(document["verdict"]?["synthetic"]?.canonical == "true")
    #expect(document["estimates"]?[0]?["undefined"]?.text == "empty-denominator")
  }

  @Test(arguments: [
    ("atLeast", "at-least"), ("id", "id"), ("isReference", "is-reference"), ("shownNotMet", "shown-not-met"),
    ("sha256", "sha256"), ("p", "p"), ("", ""),
  ])
  func camelAndKebabAreInverse(camel: String, kebab: String) {
    #expect(Canonical.kebab(camel) == kebab)
    #expect(Canonical.isKebab(kebab, of: camel))
    for other in [kebab + "x", String(kebab.dropLast()), kebab.uppercased(), "x" + kebab] where other != kebab {
      #expect(!Canonical.isKebab(other, of: camel), "\(other)")
    }
  }

  @Test func numbersThatAreNotFiniteAreRefused() {
    #expect(throws: RecordError.self) { try Canonical.text([Double.nan]) }
    #expect(throws: RecordError.self) { try Canonical.text([-Double.infinity]) }
  }

  @Test func infiniteLimitsAreWrittenAsNull() throws {
    #expect(SampleRecord.interval.upper == nil)
    #expect(
      BootstrapCheck(lower: -.infinity, upper: .nan, defined: 0) == BootstrapCheck(lower: nil, upper: nil, defined: 0))
  }

  @Test(arguments: [
    ("", "not a JSON document: byte 0: the document ends too early"),
    ("[]", "no \"schema\" at the top level: this is no evenhand record"),
    (#"{"schema":1}"#, "no \"schema\" at the top level: this is no evenhand record"),
    (
      #"{"schema":"evenhand-record/2"}"#,
      "its schema is \"evenhand-record/2\"; this version reads \"evenhand-record/1\""
    ),
    (#"{"schema":"evenhand-record/1"}"#, "the top level has no \"tool\""),
  ])
  func whatIsNoRecordIsRefusedInWords(text: String, message: String) {
    #expect(throws: RecordError(message)) { try Record(parsing: Array(text.utf8)) }
  }

  @Test func aWrongTypeIsNamedWithItsPlace() throws {
    let text = try SampleRecord.record.canonicalText().replacing(
      "\"minimum-count\":30,\"reference\":{", with: "\"minimum-count\":\"30\",\"reference\":{")
    #expect(throws: RecordError("disparities[0].minimum-count is of another type than a record has there")) {
      try Record(parsing: Array(text.utf8))
    }
  }

  @Test func everyTruncationIsRefused() throws {
    let bytes = Array(try SampleRecord.record.canonicalText().utf8)
    for length in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: RecordError.self) { try Record(parsing: Array(bytes[..<length])) }
    }
  }

  @Test func membersAreInTheOrderOfTheirCodeUnits() throws {
    #expect(
      try Canonical.text(["\u{FB33}": 1, "\u{1F600}": 2, "\u{20AC}": 3, "aB": 4, "a": 5, "a\"": 6])
        == "{\"a\":5,\"a\\\"\":6,\"a-b\":4,\"\u{20AC}\":3,\"\u{1F600}\":2,\"\u{FB33}\":1}")
    #expect(try Canonical.text([String: [Int]]()) == "{}")
    #expect(try Canonical.text(["b": [[1], []], "a": [[Int]]()]) == "{\"a\":[],\"b\":[[1],[]]}")
    #expect(try Canonical.text([true, nil]) == "[true,null]")
  }
}
