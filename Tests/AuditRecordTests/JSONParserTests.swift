import AuditRecord
import Testing

@Suite struct JSONParserTests {
  @Test(arguments: [
    ("null", "null"), (" \t\r\n true ", "true"), ("-0", "0"), ("-0.0e5", "0"), ("1e-400", "0"), ("0.1e1", "1"),
    ("1E+2", "100"), (#""""#, #""""#), ("[]", "[]"), ("{}", "{}"), ("[ ]", "[]"), (#"{"":[]}"#, #"{"":[]}"#),
    (#""\u0041\b\f\n\r\t\/\\\"""#, #""A\b\f\n\r\t/\\\"""#), (#""\uD83D\uDE00""#, "\"\u{1F600}\""),
    (#""\u0000\u001F""#, #""\u0000\u001f""#), (#"{"a":1,"A":2}"#, #"{"A":2,"a":1}"#),
    ("\"\u{7F}\u{2028}\"", "\"\u{7F}\u{2028}\""), ("[[[1]]]", "[[[1]]]"),
  ])
  func documentsAreRead(text: String, canonical: String) throws {
    #expect(try JSONValue(parsing: Array(text.utf8)).canonical == canonical)
  }

  @Test(arguments: [
    "", " ", "nul", "nulll", "tru", "True", "NaN", "Infinity", "-", "+1", "01", "-01", "1.", ".5", "1e", "1e+", "0x1",
    "1e400", "-1e400", "1 2", "[1", "[1,]", "[,1]", "[1 2]", "]", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
    "{'a':1}", "{1:1}", "\"", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"\\u+123\"", "\"\\uD800\"",
    "\"\\uD800x\"", "\"\\uD800\\n\"", "\"\\uDC00\"", "\"\\uD800\\uD800\"", "\"\\uDE00\\uD83D\"", "\"a\nb\"",
    "\"a\tb\"", "\"\u{0}\"", "// no\n1", "/**/1", "\u{FEFF}1", "{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":2}",
    "[1]x", "\u{A0}1",
  ])
  func whatIsNoDocumentIsRefused(_ text: String) {
    #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text.utf8)) }
  }

  @Test func canonicallyEquivalentNamesAreTwoMembers() throws {
    let value = try JSONValue(parsing: Array("{\"\u{E9}\":1,\"e\u{301}\":2}".utf8))
    #expect(value.canonical == "{\"e\u{301}\":2,\"\u{E9}\":1}")
  }

  @Test(
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0xFF],
    ] as [[UInt8]])
  func bytesThatAreNotUTF8AreRefused(_ bytes: [UInt8]) {
    #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
  }

  @Test func nestingIsLimited() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(try JSONValue(parsing: nested(200)).canonical.utf8.count == 400)
    #expect(throws: JSONError.self) { try JSONValue(parsing: nested(201)) }
    #expect(throws: JSONError.self) { try JSONValue(parsing: Array(String(repeating: "[", count: 1_000_000).utf8)) }
    #expect(throws: JSONError.self) {
      try JSONValue(parsing: Array(String(repeating: #"{"a":"#, count: 1_000_000).utf8))
    }
  }

  @Test func siblingsDoNotCountAsDepth() throws {
    let text = "[" + Array(repeating: "[]", count: 1_000).joined(separator: ",") + "]"
    #expect(try JSONValue(parsing: Array(text.utf8)).elements?.count == 1_000)
  }

  @Test func anErrorNamesTheByte() {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: Array("[1] x".utf8)) }
    #expect(error?.description == "byte 4: text after the end of the document")
  }
}
