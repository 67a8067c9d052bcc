import AuditRecord
import Testing
import _AuditTesting

@Suite struct RecordSchemaTests {
  static func document() throws -> JSONValue {
    try JSONValue(parsing: Array(SampleRecord.record.canonicalText().utf8))
  }

  @Test func aRecordIsWhatItsSchemaSaysAndNothingElse() throws {
    let validator = JSONSchemaValidator(schema: RecordSchema.document, isStrict: true)
    #expect(validator.problems(of: try Self.document()) == [])
  }

  @Test func furtherFieldsAreAllowed() throws {
    let text = "{\"new\":1," + (try SampleRecord.record.canonicalText()).dropFirst()
    let document = try JSONValue(parsing: Array(text.utf8))
    #expect(JSONSchemaValidator(schema: RecordSchema.document).problems(of: document) == [])
    #expect(
      JSONSchemaValidator(schema: RecordSchema.document, isStrict: true).problems(of: document)
        == ["$.new: the schema does not describe it"])
  }

  @Test(arguments: [
    ("\"schema\":\"evenhand-record/1\"", "\"schema\":\"evenhand-record/9\""), ("\"seed\":7", "\"seed\":-1"),
    ("\"seed\":7", "\"seed\":7.5"), ("\"verdict\":\"cannot-tell\"", "\"verdict\":\"fine\""),
    ("\"sha256\":\"0123", "\"sha256\":\"x123"), ("\"is-reference\":false", "\"is-reference\":0"),
    ("\"title\":", "\"titel\":"), ("\"rule\":\"worst-pair\"", "\"rule\":5"),
  ])
  func aRecordThatBreaksTheSchemaIsFound(old: String, new: String) throws {
    let text = try SampleRecord.record.canonicalText()
    let broken = text.replacing(old, with: new, maxReplacements: 1)
    #expect(broken != text)
    let document = try JSONValue(parsing: Array(broken.utf8))
    #expect(!JSONSchemaValidator(schema: RecordSchema.document).problems(of: document).isEmpty)
  }
}
