import AuditData
import AuditInputs
import AuditRecord
import Testing

/// Lines of JSON are read as the CSV with the same texts, or refused with their line.
struct JSONLinesTests {
  private static let columns = DecisionColumns(
    labels: DecisionLabels(decision: "hired", favourable: ["yes", "1", "true"], outcome: "good", positive: ["1"]),
    groups: [GroupColumn(name: "sex")])

  private static func result(
    _ text: String, name: String = "rows.jsonl", threads: Int = 1, packed: Bool = false
  ) -> Result<Outcome, ReadError> {
    withFolder { folder in
      let bytes = Array(text.utf8)
      write(packed ? gzip(bytes) : bytes, to: "\(folder)/\(name)")
      var columns = columns
      columns.table = InputTable([InputFile(name, relativeTo: folder)])
      do throws(ReadError) {
        var found = outcome(of: try DecisionSource(columns: columns).tally(threads: threads))
        found.reading.inputs = []
        return .success(found)
      } catch {
        return .failure(error)
      }
    }
  }

  /// The same in any number of threads, and packed.
  private static func read(_ text: String, at location: SourceLocation = #_sourceLocation) -> Result<Outcome, ReadError>
  {
    let result = result(text)
    for (threads, packed) in [(2, false), (1, true), (3, true)] {
      #expect(
        Self.result(text, threads: threads, packed: packed) == result, "\(threads) \(packed)", sourceLocation: location)
    }
    return result
  }

  private static func expect(
    _ text: String, like csv: String, at location: SourceLocation = #_sourceLocation
  ) throws {
    let (found, expected) = (read(text, at: location), result(csv, name: "rows.csv"))
    _ = try expected.get()
    #expect(found == expected, sourceLocation: location)
  }

  @Test func membersMayStandInAnyOrderAndBeMissing() throws {
    try Self.expect(
      """
      {"sex":"f","hired":"yes","good":1}
      { "good" : null , "hired" : true, "sex" : "m", "more": {"a": [1, {"b": "}"}]} }\r

      {"hired":"no"}
      {"sex":"","hired":"no","good":"1"}
      """, like: "sex,hired,good\nf,yes,1\nm,true,\n,no,\n,no,1\n")
  }

  @Test func textsAreTheirCharacters() throws {
    try Self.expect(
      #"{"sex":"\u00e9\ud83d\ude00\n\"\\\/","hired":"yes","good":"1"}"# + "\n"
        + #"{"s\u0065x":"é😀\n\"\\/","hi\u0072ed":"no","good":"1"}"#,
      like: "sex,hired,good\n\"é😀\n\"\"\\/\",yes,1\n\"é😀\n\"\"\\/\",no,1\n")
  }

  @Test func numbersAreTheirText() throws {
    let huge = "123456789012345678901234567890.0e+400"
    try Self.expect(
      "{\"sex\":\(huge),\"hired\":1,\"good\":-0}\n{\"sex\":1.0,\"hired\":0.5,\"good\":1}",
      like: "sex,hired,good\n\(huge),1,-0\n1.0,0.5,1\n")
  }

  @Test func aMarkOfTheByteOrderIsPassedOver() throws {
    try Self.expect("\u{feff}{\"sex\":\"f\",\"hired\":\"yes\",\"good\":1}\n", like: "sex,hired,good\nf,yes,1\n")
  }

  @Test func aKeyMayComeLateAndNotNever() throws {
    let many = (0..<3_000).map { _ in "{\"hired\":\"yes\",\"good\":1}" }.joined(separator: "\n")
    let late = Self.read(many + "\n{\"hired\":\"no\",\"sex\":\"f\"}")
    #expect(try late.get().reading.rows.received == 3_001)
    guard case .failure(let error) = Self.read(many) else {
      Issue.record("a column that no line has was read")
      return
    }
    #expect(
      error.description
        == "rows.jsonl: the group column “sex” is not in the file; it has “hired”, “good”")
  }

  static let refused: [(text: String, error: String)] = [
    (#"{"sex":"f","hired":"yes","sex":"m"}"#, ":1: the key “sex” stands twice (nobody can say which of the two holds)"),
    (#"{"sex":["f"],"hired":"yes"}"#, ":1: the key “sex” holds a list (write one row an item)"),
    (#"{"sex":{"a":1},"hired":"yes"}"#, ":1: the key “sex” holds an object (write its members as keys of the row)"),
    ("{\"sex\":\"f\"}\n[1]", #":2:1: not a JSON object (each line is one, as {"sex": "f", "hired": true})"#),
    ("{\"sex\":\"f\"}\n\n  7", #":3:3: not a JSON object (each line is one, as {"sex": "f", "hired": true})"#),
    (#"{"sex":"f" "hired":1}"#, ":1:12: this is no JSON (each line is one object, complete and alone)"),
    (#"{"sex":"f"} {"sex":"m"}"#, ":1:13: this is no JSON (each line is one object, complete and alone)"),
    (#"{"sex":"f","#, ":1:12: this is no JSON (each line is one object, complete and alone)"),
    (#"{"sex":"f","x":01}"#, ":1:17: this is no JSON (each line is one object, complete and alone)"),
    (#"{"sex":"f","x":tru}"#, ":1:16: this is no JSON (each line is one object, complete and alone)"),
    (#"{"sex":"\ud800","hired":1}"#, ":1:15: this is no JSON (each line is one object, complete and alone)"),
    ("{\"sex\":\"a\tb\"}", ":1:10: this is no JSON (each line is one object, complete and alone)"),
    (#"{"sex":"f","hired":NaN}"#, ":1:20: this is no JSON (each line is one object, complete and alone)"),
    (#"{"sex":"\u0000","hired":"yes","good":1}"#, ":1: column “sex”: a text holds a NUL byte (leave it out)"),
  ]

  @Test(arguments: refused) func whatIsNoRowIsRefused(_ text: String, _ words: String) {
    guard case .failure(let error) = Self.read(text) else {
      Issue.record("\(text) was read")
      return
    }
    #expect(error.description == "rows.jsonl" + words)
  }

  @Test func bytesThatAreNoTextAreRefused() {
    withFolder { folder in
      write(
        Array(#"{"sex":"f","hired":"yes","good":1}"#.utf8) + [0x0A] + Array(#"{"x":"é"#.utf8) + [0xFF]
          + Array(#""}"#.utf8), to: "\(folder)/x.jsonl")
      var columns = Self.columns
      columns.table = InputTable([InputFile("x.jsonl", relativeTo: folder)])
      #expect(
        throws: ReadError(
          .invalidUTF8, file: "x.jsonl", line: 2, column: 8, message: "this is not UTF-8",
          hint: "iconv -f WINDOWS-1252 -t UTF-8 converts it")
      ) {
        try DecisionSource(columns: columns).tally(threads: 1)
      }
    }
  }

  @Test func nestingHasAnEnd() {
    func nested(_ depth: Int) -> String {
      #"{"sex":"f","hired":"yes","good":1,"x":"# + String(repeating: "[", count: depth)
        + String(repeating: "]", count: depth) + "}"
    }
    #expect((try? Self.read(nested(512)).get()) != nil)
    guard case .failure(let error) = Self.read(nested(100_000)) else {
      Issue.record("no end")
      return
    }
    #expect(error.message == "lists and objects stand more than 512 deep in each other")
  }

  /// A fault stands at its line, however lines are cut into parts and blocks.
  @Test func faultsStandAtTheirLine() {
    let line = #"{"sex":"f","hired":"yes","good":1,"pad":""# + String(repeating: "x", count: 700) + "\"}\n"
    let many = String(repeating: line, count: 4_000)
    for (bad, place) in [(#"{"sex":"f","hired":"#, ":4001:20:"), (#"{"sex":["f"],"hired":"yes"}"#, ":4001:")] {
      guard case .failure(let error) = Self.read(many + bad + "\n" + many) else {
        Issue.record("\(bad) was read")
        continue
      }
      #expect(error.description.hasPrefix("rows.jsonl\(place)"), "\(error)")
    }
  }

  @Test func partsAreCutAtLines() throws {
    var (text, csv) = ("", "sex,hired,good\n")
    for row in 0..<30_000 {
      let (sex, hired) = (row % 3 == 0 ? "f" : "m", row % 7 < 3 ? "yes" : "no")
      text +=
        "{\"pad\":\"\(String(repeating: "é", count: row % 97))\",\"sex\":\"\(sex)\",\"hired\":\"\(hired)\",\"good\":\(row % 2)}\n"
      csv += "\(sex),\(hired),\(row % 2)\n"
    }
    #expect(text.utf8.count > 3 << 20)
    try Self.expect(text, like: csv)
  }
}
