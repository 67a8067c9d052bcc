import AuditData
import AuditRecord
import Testing

/// Files that are no delimited text, or text with a mishap of a spreadsheet: the error names the cause.
@Suite("Files of other programs") struct ForeignFileTests {
  @Test(arguments: [
    ("FEA1....", "feather", "a Feather file of the first version", "read_feather"),
    ("PK\u{3}\u{4}....", "xlsx", "an Excel workbook", "export the sheet as CSV UTF-8"),
    ("PK\u{3}\u{4}....", "zip", "a ZIP archive", "unzip 0-x.zip"), ("%PDF-1.7\n", "pdf", "a PDF document", "pdftotext"),
    ("SQLite format 3\u{1}", "db", "an SQLite database", "sqlite3 -header -csv 0-x.db"),
    ("\n<!DOCTYPE html><html>", "csv", "a web page", "download the CSV itself"),
    ("<html lang=en>", "csv", "a web page", ""),
    ("[\n  {\"a\": 1}\n]", "json", "a JSON document", "jq -c '.[]' 0-x.json > 0-x.jsonl"),
    ("{\n\"a\": [1]}", "json", "a JSON document", "jq -c '.[]'"),
  ])
  func kinds(head: String, suffix: String, what: String, mend: String) throws {
    for packed in [false, true] {
      let bytes = packed ? gzip(Array(head.utf8)) : Array(head.utf8)
      let error = try failure(bytes, name: "x.\(suffix)")
      #expect(
        error.code == "not-text" && error.message == "this is \(what), which this version does not read"
          || what == "a ZIP archive" && error.message.contains(what), "\(error)")
      #expect(error.hint?.contains(mend) == true && error.line == nil, "\(error)")
    }
  }

  @Test(arguments: ["{name},sex,decision\n", "[x](y),sex,decision\n", "PARIS,sex,decision\n", "<a>,sex,decision\n"])
  func namesOfColumnsAreNone(header: String) throws {
    #expect(try read(header + "1,F,yes\n").table == [["F"]: [0, 0, 1, 0, 0, 0]])
  }

  @Test func separatorNotes() throws {
    for (text, name) in [
      ("sep=,\n", "a.csv"), ("sep=,\r\n\n", "a.csv"), ("\n\u{FEFF}".dropFirst().description + "sep=,\n", "b.csv"),
    ] {
      #expect(try read(text + "sex,decision\nF,yes\n", name: name, options: SourceOptions()).reading.rows.received == 1)
    }
    let other = try failure("sep=;\nsex;decision\nF;yes\n")
    #expect(other.hint == "the first line says how fields are separated; declare it as delimiter: \";\"")
    // Only the first line is a note.
    #expect(try read("decision,sex\nyes,F\nsep=,\n").reading.rows.received == 2)
  }

  @Test func lineEnds() throws {
    let old = try failure("sex,decision\rF,yes\rM,no\r")
    #expect(old.code == "stray-return" && old.hint?.hasPrefix("write line feeds: tr") == true && old.place == "1:13")
    #expect(
      try failure("sex,decision\nF,yes\nM,n\ro\n").hint == "end lines with a line feed, or put the field in quotes")
  }

  @Test func emptyColumns() throws {
    #expect(try read("decision,,sex,, \nyes,,F,,x\n").table == [["F"]: [0, 0, 1, 0, 0, 0]])
    #expect(try failure("decision,x,sex,x\nyes,,F,\n").code == "duplicate-column")
  }

  @Test func numbersInOtherForms() throws {
    let plan = DecisionColumns(
      decision: "d", favourable: ["1"], groups: [GroupColumn(name: "g", bins: [0, 10, 100_000])])
    for (text, mended) in [
      ("20,5", "20.5"), ("-0,25", "-0.25"), ("1.234,5", "1234.5"), ("20,500", "20500"), ("1,234,567", "1234567"),
      ("1,234.5", "1234.5"),
    ] {
      let error = try failure("d,g\n1,\"\(text)\"\n", plan)
      #expect(error.code == "not-a-number" && error.hint == "write \(mended), in all rows", "\(error)")
    }
    for text in ["a,b", "1,,2", ",", "1,x", "x,1"] {
      let hint = try failure("d,g\n1,\"\(text)\"\n", plan).hint
      #expect(hint?.hasPrefix("write a number; add it to unknown only if") == true)
    }
  }

  // MARK: rows that count twice

  private func names(_ files: [(name: String, bytes: [UInt8])]) throws -> ReadError? {
    var found: ReadError?
    withFolder { folder in
      let inputs = files.map { file in
        write(file.bytes, to: "\(folder)/\(file.name)")
        return InputReading(
          file: InputFile("\(folder)/\(file.name)"), bytes: Int64(file.bytes.count),
          rows: Int64(max(0, file.bytes.count { $0 == 10 } - 1)))
      }
      // The rows of a packed file, and of one with blank lines, are those of the first.
      let table = inputs.map { InputReading(file: $0.file, bytes: $0.bytes, rows: inputs[0].rows) }
      do throws(ReadError) { try RepeatedInputs.check([table], digests: [:]) } catch { found = error }
    }
    return found
  }

  @Test func filesThatHoldTheSameRows() throws {
    let rows = "id,d\n" + (0..<500).map { "\($0),\($0 % 2)\n" }.joined()
    let text = Array(rows.utf8)
    let reversed = Array(("id,d\n" + (0..<500).reversed().map { "\($0),\($0 % 2)\n" }.joined()).utf8)
    let returns = Array(rows.replacing("\n", with: "\r\n").utf8)
    let other = Array(rows.replacing("499,1", with: "499,0").utf8)
    #expect(try names([("a.csv", text), ("b.csv", other)]) == nil)
    for copy in [
      ("b.csv", reversed), ("b.csv", returns), ("b.csv.gz", gzip(text)), ("b.csv", Array(text.dropLast()) + [10, 10]),
    ] {
      let error = try names([("a.csv", text), ("c.csv", other), copy])
      #expect(error?.code == "repeated-input" && error?.message.contains(copy.0) == true, "\(copy.0)")
      #expect(error?.message.contains("c.csv") == false)
    }
    // The same rows with their columns, or members, in another order, or in quotes.
    let swapped = Array(("d,id\n" + (0..<500).map { "\($0 % 2),\($0)\n" }.joined()).utf8)
    let quoted = Array(("id,d\n" + (0..<500).map { "\"\($0)\",\($0 % 2)\n" }.joined()).utf8)
    for copy in [swapped, quoted] {
      #expect(try names([("a.csv", text), ("c.csv", other), ("b.csv", copy)])?.code == "repeated-input")
    }
    func lines(_ row: (Int) -> String) -> [UInt8] { Array((0..<500).map { row($0) + "\n" }.joined().utf8) }
    let members = lines { "{\"id\":\($0),\"d\":\($0 % 2)}" }
    #expect(
      try names([("a.jsonl", members), ("b.jsonl", lines { "{\"d\": \($0 % 2), \"id\": \($0)}" })])?.code
        == "repeated-input")
    #expect(try names([("a.jsonl", members), ("b.jsonl", lines { "{\"d\":\($0 % 3),\"id\":\($0)}" })]) == nil)
    // Ids that a double does not tell apart, or with zeros in front, are different ones.
    func ids(_ id: (Int) -> String) -> [UInt8] { Array(("id,d\n" + (0..<500).map { id($0) + ",1\n" }.joined()).utf8) }
    #expect(
      try names([("a.csv", ids { "4901542032375\(100_000 + $0)" }), ("b.csv", ids { "4901542032375\(200_000 + $0)" })])
        == nil)
    #expect(
      try names([
        ("a.csv", ids { "49015420323750000000\(1_000 + $0)" }), ("b.csv", ids { "49015420323750000000\(2_000 + $0)" }),
      ]) == nil)
    #expect(try names([("a.csv", ids { "00\(100 + $0)" }), ("b.csv", ids { "\(100 + $0)" })]) == nil)
    // Shards without rows are alike, and nothing counts twice.
    #expect(try names([("a.csv", Array("id,d\n".utf8)), ("b.csv", Array("id,d\n".utf8))]) == nil)
  }

  @Test func longFilesAreComparedToTheirEnd() throws {
    let rows = "id,d\n" + (0..<200_000).map { "\($0),\($0 % 2)\n" }.joined()
    #expect(try names([("a.csv", Array(rows.utf8)), ("b.csv", Array(rows.utf8))])?.code == "repeated-input")
    #expect(try names([("a.csv", Array(rows.utf8)), ("b.csv", Array((rows.dropLast(2) + "9\n").utf8))]) == nil)
  }
}
