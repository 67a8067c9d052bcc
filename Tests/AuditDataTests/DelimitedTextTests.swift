import AuditData
import AuditRecord
import Testing

@Suite("Delimited text") struct DelimitedTextTests {
  @Test(
    "the same rows in every way of writing them",
    arguments: [
      "sex,decision\nF,yes\nM,no\n",
      "sex,decision\nF,yes\nM,no",
      "sex,decision\r\nF,yes\r\nM,no\r\n",
      "sex,decision\r\nF,yes\r\nM,no\r",
      "sex,decision\r\n\"F\",\"yes\"\r\n\"M\",\"no\"",
      "\"sex\",\"decision\"\nF,\"yes\"\n\"M\",no\n",
      "\u{FEFF}sex,decision\nF,yes\nM,no\n",
      "\u{FEFF}\"sex\",decision\nF,yes\nM,no\n",
      "\n\r\nsex,decision\n\nF,yes\n\r\n\nM,no\n\n\r\n",
      "decision,other,sex\nyes,\"a, \"\"b\"\"\n\nc\",F\nno,,M\n",
    ]) func forms(text: String) throws
  {
    for block in [16, 17, 20, 31, 64, 1_000] {
      let outcome = try read(text, block: block)
      #expect(outcome.table == [["F"]: [0, 0, 1, 0, 0, 0], ["M"]: [0, 0, 0, 0, 0, 1]])
      #expect(outcome.reading.rows == tally(2))
      #expect(outcome.reading.inputs.map(\.rows) == [2])
      #expect(outcome.reading.inputs.map(\.bytes) == [Int64(text.utf8.count)])
    }
  }

  @Test func tabs() throws {
    let text = "sex\tdecision\nF, Miss\tyes\n"
    #expect(try read(text, name: "a.tsv").table == [["F, Miss"]: [0, 0, 1, 0, 0, 0]])
    let packed = try read([gzip(Array(text.utf8))], simple, name: "a.tsv.gz")
    #expect(packed.table == [["F, Miss"]: [0, 0, 1, 0, 0, 0]])
    var columns = simple
    columns.table.delimiter = UInt8(ascii: ";")
    #expect(try read("sex;decision\nF,\tx;yes\n", columns, name: "a.tsv").table == [["F,\tx"]: [0, 0, 1, 0, 0, 0]])
  }

  @Test func quotedContent() throws {
    let outcome = try read("decision,sex\nyes,\"a \"\"b\"\", c\n\r\nd\"\nyes,\"\"\"\"\nyes,\"\"\nyes,\" \"\n")
    #expect(
      outcome.table == [
        ["a \"b\", c\n\r\nd"]: [0, 0, 1, 0, 0, 0], ["\""]: [0, 0, 1, 0, 0, 0], ["?"]: [0, 0, 2, 0, 0, 0],
      ])
  }

  @Test func oneColumn() throws {
    let columns = DecisionColumns(decision: "d", favourable: ["yes"])
    let outcome = try read("d\nyes\n\nno\n\"\"\nyes", columns)
    #expect(outcome.table == [[]: [0, 0, 2, 0, 0, 1]])
    #expect(
      outcome.reading.rows
        == tally(4, ["missing-decision": 1]))
    #expect(outcome.reading.rows.judged == 3)
    #expect(outcome.reading.layout.finest == [[]])
  }

  @Test func headerOnly() throws {
    let outcome = try read("decision,sex\n")
    #expect(outcome.table.isEmpty && outcome.reading.rows == tally(0))
    #expect(try read("decision,sex").reading.inputs.map(\.rows) == [0])
  }

  @Test func places() throws {
    func check(_ text: String, _ code: ReadError.Code, _ place: String, at location: SourceLocation = #_sourceLocation)
      throws
    {
      let error = try failure(text, at: location)
      #expect(error.code == code.rawValue && error.place == place, "\(error)", sourceLocation: location)
    }
    try check("", .emptyFile, "-:-")
    try check("\u{FEFF}", .emptyFile, "-:-")
    try check("\n\r\n\n", .emptyFile, "-:-")
    try check("decision,sex\nyes,F\nyes\n", .raggedRow, "3:1")
    try check("decision,sex\nyes,F\n\nyes,F,x\nno", .raggedRow, "4:1")
    try check("decision,sex\n\"y\ne\n\ns\",F\nyes\n", .raggedRow, "6:1")
    try check("decision,sex\nyes,F\"x\"\n", .strayQuote, "2:6")
    try check("decision,sex\nyes,éé\"x\n", .strayQuote, "2:7")
    try check("decision,sex\nyes,\"F\"x\n", .textAfterQuote, "2:8")
    try check("decision,sex\nyes,\"F\" \n", .textAfterQuote, "2:8")
    try check("decision,sex\nyes,\"F\n\"\"F\"x\n", .textAfterQuote, "3:5")
    try check("decision,sex\nyes,F\nno,\"F\nyes,F\nyes,F\n", .openQuote, "3:4")
    try check("decision,sex\nyes,\"F\"\"", .openQuote, "2:5")
    try check("decision,sex\nyes,F\0\n", .nulByte, "2:6")
    try check("decision,sex\nyes,F\rno,F\n", .strayReturn, "2:6")
    try check("decision,sex\nyes,\"F\"\rno,F\n", .strayReturn, "2:8")
    try check("decision,sex\rno,F\r", .strayReturn, "1:13")
    try check("decision,sex,sex\nyes,F,F\n", .duplicateColumn, "1:14")
    try check("decision,x,\"x\"\nyes,F,F\n", .duplicateColumn, "1:12")
    try check("\ndecision,gender\nyes,F\n", .missingColumn, "2:1")
  }

  @Test func notUTF8() throws {
    let head = Array("decision,sex,note\nyes,F,é\n".utf8)
    for (bad, column) in [
      ([0xFF], 7), ([0xC3], 7), ([0xC3, 0x28], 7), ([0xC0, 0xAF], 7), ([0xED, 0xA0, 0x80], 7),
      ([0xF4, 0x90, 0x80, 0x80], 7),
      ([0xE2, 0x82], 7), ([0xC3, 0xA9, 0x80], 8), ([0xF0, 0x80, 0x80, 0x80], 7), ([0xE0, 0x80, 0x80], 7),
    ] as [([UInt8], Int)] {
      let error = try failure(head + Array("yes,F,".utf8) + bad + Array("\nyes,F,x\n".utf8))
      #expect(error.code == "invalid-utf-8" && error.place == "3:\(column)", "\(bad) \(error)")
    }
    let cut = try failure(head + Array("yes,F,".utf8) + [0xE2, 0x82])
    #expect(cut.code == "invalid-utf-8" && cut.place == "3:7")
    for bytes in [[0xFF, 0xFE, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x61], [0xFF, 0xFE], [0, 0, 0xFE, 0xFF]] as [[UInt8]] {
      #expect(try failure(bytes).code == "utf-16")
    }
    #expect(try failure([0x61, 0x00, 0x2C, 0x00]).code == "nul-byte")
  }

  @Test func columnsThatExist() throws {
    let error = try failure("Decision,gender\nyes,F\n")
    #expect(
      error.message
        == "the decision column “decision” is not in the file; its first row has 2 fields, too few of them columns of the plan to show it"
    )
    #expect(error.hint == "did you mean “Decision”?")
    #expect(
      error.description
        == "0-data.csv:1:1: \(error.message) (did you mean “Decision”?)")
    let hint = try failure("decision;sex\nyes;F\n").hint
    #expect(hint == "do semicolons separate the fields? declare them as delimiter:")
  }

  @Test func longRows() throws {
    var options = SourceOptions()
    options.maximumRowBytes = 100
    let row = "yes,F,\(String(repeating: "x", count: 93))\n"
    #expect(row.utf8.count == 100)
    for block in [16, 33, 64, 1_000] {
      let outcome = try read("decision,sex,note\n\(row)\(row)", block: block, options: options)
      #expect(outcome.reading.rows.received == 2)
    }
    let bare = try failure("decision,sex,note\n\(row)yes,F,x\(row)", options: options)
    #expect(bare.code == "row-too-long" && bare.place == "3:1")
    let open = try failure("decision,sex,note\n\(row)yes,\"F,\n\(row)\(row)", options: options)
    #expect(open.code == "row-too-long" && open.place == "3:5")
  }

  @Test func shards() throws {
    let outcome = try read(
      [Array("sex,decision\nF,yes\nM,no\n".utf8), Array("note,decision,sex\n\"\",yes,M\n".utf8)], simple)
    #expect(outcome.table == [["F"]: [0, 0, 1, 0, 0, 0], ["M"]: [0, 0, 1, 0, 0, 1]])
    #expect(outcome.reading.inputs.map(\.rows) == [2, 1])
    let error = #expect(throws: ReadError.self) {
      try read([Array("sex,decision\nF,yes\n".utf8), Array("sex\nF\n".utf8)], simple)
    }
    #expect(error?.code == "missing-column" && error?.file.hasSuffix("/1-data.csv") == true)
  }
}
