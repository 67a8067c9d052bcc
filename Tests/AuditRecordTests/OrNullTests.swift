import AuditRecord
import Testing

@Suite struct OrNullTests {
  struct Sample: Codable, Equatable {
    @OrNull var value: Double?
    @OrNull var names: [String]?
  }

  @Test func nothingIsWrittenAsNull() throws {
    #expect(try Canonical.text(Sample(value: nil, names: nil)) == #"{"names":null,"value":null}"#)
    #expect(try Canonical.text(Sample(value: 0, names: [])) == #"{"names":[],"value":0}"#)
  }

  @Test(arguments: [#"{"names":null,"value":null}"#, "{}"])
  func nullAndAbsenceReadAsNothing(_ text: String) throws {
    #expect(try Canonical.value(Sample.self, from: Array(text.utf8)) == Sample(value: nil, names: nil))
  }

  @Test func anotherTypeIsRefused() {
    #expect(throws: RecordError("value is of another type than a record has there")) {
      try Canonical.value(Sample.self, from: Array(#"{"value":"1"}"#.utf8))
    }
  }
}
