import AuditRecord
import Testing
import _AuditTesting

@Suite struct JSONSchemaValidatorTests {
  static func problems(_ document: String, _ schema: String, isStrict: Bool = false) throws -> [String] {
    let validator = JSONSchemaValidator(schema: try JSONValue(parsing: Array(schema.utf8)), isStrict: isStrict)
    return validator.problems(of: try JSONValue(parsing: Array(document.utf8)))
  }

  @Test(arguments: [
    ("1", #"{"type":"integer"}"#), ("1.5", #"{"type":"number"}"#), ("null", #"{"type":["string","null"]}"#),
    ("2", #"{"minimum":2,"maximum":2}"#), (#""b""#, #"{"enum":["a","b"]}"#), ("null", #"{"enum":[null]}"#),
    ("[1,2]", #"{"items":{"type":"number"},"minItems":2,"maxItems":2}"#),
    (#"{"a":1}"#, #"{"properties":{"a":{"type":"number"}},"required":["a"],"additionalProperties":false}"#),
    (#"{"x":1}"#, #"{"additionalProperties":{"type":"number"}}"#),
    ("1", #"{"anyOf":[{"type":"string"},{"type":"number"}]}"#),
    (#"{"b":2}"#, #"{"properties":{"a":{}}}"#),
  ])
  func documentsThatFitPass(document: String, schema: String) throws {
    #expect(try Self.problems(document, schema) == [])
  }

  @Test(arguments: [
    ("1.5", #"{"type":"integer"}"#), (#""1""#, #"{"type":"number"}"#), ("true", #"{"type":["string","null"]}"#),
    ("1", #"{"minimum":2}"#), ("3", #"{"maximum":2}"#), (#""c""#, #"{"enum":["a","b"]}"#),
    ("[1]", #"{"minItems":2}"#), ("[1,2,3]", #"{"maxItems":2}"#), ("[1,\"a\"]", #"{"items":{"type":"number"}}"#),
    ("{}", #"{"required":["a"]}"#), (#"{"b":1}"#, #"{"additionalProperties":false}"#),
    (#"{"b":"x"}"#, #"{"additionalProperties":{"type":"number"}}"#),
    (#"{"a":"x"}"#, #"{"properties":{"a":{"type":"number"}}}"#),
    ("true", #"{"anyOf":[{"type":"string"},{"type":"number"}]}"#), (#""abc""#, #"{"pattern":"^[0-9a-f]{64}$"}"#),
    (#""abc""#, #"{"pattern":"^a"}"#), ("1", #"{"multipleOf":2}"#), ("1", "true"),
  ])
  func documentsThatDoNotFitAreReported(document: String, schema: String) throws {
    #expect(try Self.problems(document, schema).count == 1)
  }

  @Test func placesAreNamed() throws {
    let schema = #"{"properties":{"a":{"items":{"type":"number"}}}}"#
    #expect(try Self.problems(#"{"a":[1,"x"]}"#, schema) == ["$.a[1]: is not number"])
  }

  @Test func strictModeFindsWhatTheSchemaDoesNotDescribe() throws {
    let schema = #"{"properties":{"a":{"type":"object","properties":{}}}}"#
    #expect(try Self.problems(#"{"a":{"b":1}}"#, schema) == [])
    #expect(
      try Self.problems(#"{"a":{"b":1}}"#, schema, isStrict: true) == ["$.a.b: the schema does not describe it"])
  }
}
