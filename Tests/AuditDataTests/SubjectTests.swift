import AuditData
import AuditRecord
import Testing

@Suite("Subjects") struct SubjectTests {
  private let columns = DecisionColumns(
    subject: "id", decision: "decision", favourable: ["yes"], groups: [GroupColumn(name: "sex")])

  /// Within clusters people may not repeat.
  private var nested: DecisionColumns {
    var nested = columns
    nested.sampling.cluster = "school"
    return nested
  }

  @Test func allNew() throws {
    let rows = (0..<20_000).map { "yes,F,\($0)\n" }.joined()
    #expect(try read("decision,sex,id\n" + rows, columns).table == [["F"]: [0, 0, 20_000, 0, 0, 0]])
  }

  @Test("lengths around the words of the hash") func prefixes() throws {
    let rows = (1...100).map { "yes,F,\(String(repeating: "a", count: $0))\r\n" }.joined()
    #expect(try read("decision,sex,id\r\n" + rows, columns).reading.rows.received == 100)
  }

  @Test("found wherever it was", arguments: [1, 2, 31, 32, 33, 5_000, 19_998]) func repeated(at row: Int) throws {
    var ids = (0..<20_000).map { "subject number \($0)" }
    ids[19_999] = ids[row]
    let error = try failure("decision,id,sex,school\n" + ids.map { "yes,\($0),F,a\n" }.joined(), nested)
    #expect(error.code == "repeated-subject" && error.line == 20_001)
  }

  @Test("the first repetition in the order of rows wins, whichever is met first") func severalRepeated() throws {
    var ids = (0..<20_000).map { "\($0)" }
    for (row, first) in [(19_000, 1), (12_000, 11_999), (10_000, 2), (15_000, 14_000)] { ids[row] = ids[first] }
    let error = try failure("decision,id,sex,school\n" + ids.map { "yes,\($0),F,a\n" }.joined(), nested)
    #expect(error.code == "repeated-subject" && error.line == 10_002)
  }

  @Test(
    "the same however it is written",
    arguments: [
      ("a1", "\"a1\""), ("\"a\"\"1\"", "\"a\"\"1\""), ("\"a,\"", "\"a,\""), ("\"a1\"\r", "a1\r"), ("é", "\"é\""),
    ]) func written(first: String, second: String) throws
  {
    let end = first.utf8.last == 13 ? "" : "\r"
    let error = try failure(
      "school,decision,sex,id\na,yes,F,x\na,yes,F,\(first)\(end)\na,yes,F,\(second)\(end)\n", nested)
    #expect(error.code == "repeated-subject" && error.place == "4:9")
  }

  @Test("different, however alike") func alike() throws {
    let ids = ["a", "A", "a ", " a", "0a", "é", "e\u{301}", "\"\"\"a\"\"\"", "\"a\"\"\"", "\"a,\""]
    #expect(try read("decision,sex,id\n" + ids.map { "yes,F,\($0)\n" }.joined(), columns).reading.rows.received == 10)
  }

  @Test func acrossFiles() throws {
    let error = #expect(throws: ReadError.self) {
      try read(
        [
          Array("id,decision,sex,school\n1,yes,F,a\n".utf8),
          Array("id,decision,sex,school\n2,yes,F,a\n1,no,F,a\n".utf8),
        ], nested)
    }
    #expect(error?.code == "repeated-subject" && error?.line == 3)
  }

  @Test(
    "no identifier in any error",
    arguments: [
      "yes,F,ID-SECRET-1,ID-SECRET-2\nyes,F,ID-SECRET-1,x\n",
      "yes,F,ID-SECRET-1\n",
      "yes,F,ID-SECRET-1,ID-SECRET\"2\n",
      "yes,F,\"ID-SECRET-1\"x,ID-SECRET\n",
      "yes,F,\"ID-SECRET-1,ID-SECRET\n",
      "yes,F,ID-SECRET-1,\0ID-SECRET\n",
      "yes,F,ID-SECRET-1\rID-SECRET\n",
      "yes,F,,ID-SECRET\n",
      "maybe,F,ID-SECRET,ID-SECRET\n",
    ]) func identifiersStayOut(rows: String) throws
  {
    var strict = columns
    strict.labels.unfavourable = ["no"]
    let error = try failure("decision,sex,id,note\n" + rows, strict)
    #expect(!"\(error) \(error.message) \(error.hint ?? "")".contains("SECRET"), "\(error)")
  }

  @Test("no identifier when the header is missing or the count is another column") func privateHeader() throws {
    var counted = columns
    counted.labels.count = "n"
    let errors = [
      try failure("yes,F,ID-SECRET-1\nno,M,ID-SECRET-2\n", columns),
      try failure("jane.SECRET@example.org,F,yes\n", columns),
      try failure("ID-SECRET-1,ID-SECRET-1,x\n", columns),
      try failure("decision,sex,id,n\nyes,F,1,ID-SECRET\n", counted),
    ]
    for error in errors { #expect(!"\(error)".contains("SECRET"), "\(error)") }
  }
}
