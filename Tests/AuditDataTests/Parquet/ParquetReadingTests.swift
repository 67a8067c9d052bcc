import AuditInputs
import AuditRecord
import Glibc
import Testing

@testable import AuditData

/// Parquet files of three writers say what the CSV files of the same tables say.
@Suite("Parquet") struct ParquetReadingTests {
  private static let columns: DecisionColumns = {
    var columns = DecisionColumns(
      decision: "hired", favourable: ["true"], unfavourable: ["false"], outcome: "good", positive: ["yes"],
      groups: [
        GroupColumn(name: "sex"), GroupColumn(name: "odd"), GroupColumn(name: "level"),
        GroupColumn(name: "age", bins: [18, 30, 45.5, 80]), GroupColumn(name: "day"), GroupColumn(name: "member"),
        GroupColumn(name: "wage", column: "pay", bins: [0.7, 1.1, 10]),
      ])
    columns.score = RowNumberColumn("score", range: 0...1)
    return columns
  }()

  private static func read(
    _ name: String, _ columns: DecisionColumns, threads: Int = 1, folder: String = ParquetFiles.folder
  ) -> Result<Outcome, ReadError> {
    var options = SourceOptions()
    options.blockBytes = 1_000
    let source = DecisionSource(files: [InputFile(name, relativeTo: folder)], columns: columns, options: options)
    do throws(ReadError) {
      var outcome = outcome(of: try source.tally(threads: threads))
      outcome.reading.inputs = []
      return .success(outcome)
    } catch { return .failure(error) }
  }

  @Test("the writers are there") func writers() {
    let names = ParquetFiles.names("decisions-")
    #expect(names.count == 43)
    for writer in ["pyarrow", "polars", "duckdb"] { #expect(names.count { $0.contains(writer) } > 5) }
  }

  @Test("decisions are those of the CSV file", arguments: ParquetFiles.names("decisions-"))
  func decisions(name: String) throws {
    let expected = Self.read("decisions.csv", Self.columns)
    #expect(try expected.get().reading.rows.received == 90)
    for threads in 1...3 { #expect(Self.read(name + ".parquet", Self.columns, threads: threads) == expected) }
    // People, as text and as numbers, are told apart.
    for subject in ["id", "number"] {
      var columns = Self.columns
      columns.subject = subject
      #expect(Self.read(name + ".parquet", columns, threads: 2) == Self.read("decisions.csv", columns))
    }
  }

  @Test("every value is that of the CSV file", arguments: ParquetFiles.names("decisions-"))
  func values(name: String) throws {
    let expected = try ParquetFiles.csv("decisions")
    for atMost in [1, 7, 10_000] {
      #expect(ParquetFiles.rows("\(ParquetFiles.folder)/\(name).parquet", atMost: atMost) == .success(expected))
    }
  }

  @Test("types have one text each", arguments: ["types", "types-plain", "types-split"]) func types(name: String) throws
  {
    func texts(_ rows: [[[UInt8]]]) -> [[String]] { rows.map { $0.map { String(decoding: $0, as: UTF8.self) } } }
    let found = texts(try ParquetFiles.rows("\(ParquetFiles.folder)/\(name).parquet").get())
    let expected = texts(try ParquetFiles.csv("types"))
    #expect(found.count == expected.count)
    for (row, other) in zip(found, expected) { #expect(row == other) }
  }

  // MARK: what is refused

  private static let duckDB = "write it as CSV, in DuckDB: COPY (SELECT sex, x FROM read_parquet('refused-"

  @Test(
    "what is not read has a sentence",
    arguments: [
      ("list", "as a list"), ("map", "as a map"), ("structure", "as a structure"),
      ("fixed", "as FIXED_LEN_BYTE_ARRAY"), ("decimal128", "as FIXED_LEN_BYTE_ARRAY"), ("time", "as TIME"),
      ("half", "as FLOAT16"), ("int96", "as INT96"), ("brotli", "with Brotli"),
    ])
  func refused(name: String, stored: String) throws {
    let path = "\(ParquetFiles.folder)/refused-\(name).parquet"
    guard case .failure(let error) = ParquetFiles.rows(path, wanted: ["sex", "x"]) else {
      Issue.record("it is read")
      return
    }
    #expect(
      error.description
        == "refused-\(name).parquet: the column “x” is stored \(stored), which is not read here "
        + "(\(Self.duckDB)\(name).parquet')) TO 'refused-\(name).csv')")
    // A neighbour is read.
    #expect(
      ParquetFiles.rows(path, wanted: ["sex"]) == .success([[Array("F".utf8)], [Array("M".utf8)]]))
    // What init shows of it.
    let shown = try TableProfile.tables([InputFile(path)])[0].columns.map(\.name)
    #expect(shown.contains("sex"))
  }

  @Test("numbers with decimals are no labels") func decimals() {
    let file = "refused-decimals.parquet"
    func error(_ columns: DecisionColumns) -> String? {
      let errors = (1...2).map { threads -> String? in
        if case .failure(let error) = Self.read(file, columns, threads: threads) { error.description } else { nil }
      }
      #expect(errors[0] == errors[1])
      return errors[0]
    }
    #expect(
      error(DecisionColumns(decision: "sex", favourable: ["F"], groups: [GroupColumn(name: "x")]))
        == "\(file): the column “x” is a number with decimals, and a group needs labels (give bins)")
    #expect(
      error(DecisionColumns(decision: "x", favourable: ["1"], groups: [GroupColumn(name: "sex")]))
        == "\(file): the column “x” is a number with decimals, and a decision needs labels "
        + "(write it as text, or as whole numbers)")
    #expect(
      error(
        DecisionColumns(
          decision: "sex", favourable: ["F"], outcome: "x", positive: ["1"]))
        == "\(file): the column “x” is a number with decimals, and an outcome needs labels "
        + "(write it as text, or as whole numbers)")
    let binned = DecisionColumns(decision: "sex", favourable: ["F"], groups: [GroupColumn(name: "x", bins: [0, 1])])
    #expect(error(binned) == nil)
  }

  @Test("whole numbers with decimals are labels, and that is said") func wholeNumbers() throws {
    for (columns, role) in [
      (DecisionColumns(decision: "sex", favourable: ["F"], groups: [GroupColumn(name: "x")]), "group"),
      (DecisionColumns(decision: "x", favourable: ["1"], groups: [GroupColumn(name: "sex")]), "decision"),
    ] {
      for threads in 1...2 {
        let found = try Self.read("whole.parquet", columns, threads: threads).get()
        #expect(
          found.reading.warnings == [DataWarning(.wholeNumbers, table: "decisions", column: "x", role: role)])
        #expect(
          found.table
            == (role == "group"
              ? [["1"]: [0, 0, 1, 0, 0, 0], ["0"]: [0, 0, 0, 0, 0, 1], ["?"]: [0, 0, 1, 0, 0, 0]]
              : [["F"]: [0, 0, 1, 0, 0, 0], ["M"]: [0, 0, 0, 0, 0, 1]]))
      }
    }
  }

  @Test("faults name the row and the column") func places() {
    func error(_ name: String, _ columns: DecisionColumns) -> String? {
      if case .failure(let error) = Self.read(name, columns, threads: 2) { error.description } else { nil }
    }
    #expect(
      error(
        "decisions-pyarrow-v1-pages.parquet",
        DecisionColumns(
          decision: "good", favourable: ["yes"], unfavourable: ["maybe"], groups: [GroupColumn(name: "sex")]))?
        .hasPrefix("decisions-pyarrow-v1-pages.parquet: row 1, column “good”: the decision “no” is on neither list")
        == true)
    #expect(
      error(
        "flipped-checked.parquet",
        DecisionColumns(decision: "hired", favourable: ["true"], groups: [GroupColumn(name: "race")]))
        == "flipped-checked.parquet: the group column “race” is not in the file; it has “sex”, “age”, “hired”")
    #expect(
      error(
        "refused-nul.parquet", DecisionColumns(decision: "x", favourable: ["c"], groups: [GroupColumn(name: "sex")]))
        == "refused-nul.parquet: row group 1, column “x”: a text holds a NUL byte (leave it out)")
    #expect(
      error(
        "refused-bytes.parquet", DecisionColumns(decision: "x", favourable: ["c"], groups: [GroupColumn(name: "sex")]))
        == "refused-bytes.parquet: row group 1, column “x”: this is not UTF-8 (write the column as text)")
  }

  // MARK: damage

  /// What each byte's change makes of a file: the rows, or the error.
  private func changes(
    _ name: String, _ body: (_ at: Int, _ found: Result<[[[UInt8]]], ReadError>) -> Void
  ) {
    let bytes = ParquetFiles.bytes("\(name).parquet")
    withFolder { folder in
      for at in bytes.indices {
        for bit in [0, 3, 7] {
          var changed = bytes
          changed[at] ^= 1 << UInt8(bit)
          write(changed, to: "\(folder)/x.parquet")
          body(at, ParquetFiles.rows("\(folder)/x.parquet", wanted: ["sex", "age", "hired"]))
        }
      }
    }
  }

  @Test("with checksums, no changed byte of a page is read") func checksums() throws {
    let bytes = ParquetFiles.bytes("flipped-checked.parquet")
    let footer = bytes.count - 8 - bytes[(bytes.count - 8)...].prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    let expected = try ParquetFiles.csv("flipped")
    var (refused, same) = (0, 0)
    changes("flipped-checked") { at, found in
      switch found {
      case .failure: refused += 1
      case .success(let rows):
        // In the footer and in what describes a page there is what says nothing of values: a version, a name, a size.
        same += 1
        #expect(rows == expected, "byte \(at) of \(footer)")
      }
    }
    #expect(refused > 2 * same)
  }

  @Test("without checksums, a changed byte is refused or read as pyarrow reads it") func unchecked() throws {
    // Tests/Reference/parquet.py wrote what pyarrow reads of each changed file.
    let known = String(decoding: ParquetFiles.bytes("flipped-unchecked.txt"), as: UTF8.self).split(separator: "\n")
    var answers = known.makeIterator()
    let same = answers.next()
    var (refused, differ) = (0, [String]())
    changes("flipped-unchecked") { at, found in
      let line = answers.next()
      let answer = (line == "=" ? same : line).map(String.init) ?? ""
      switch found {
      case .failure: refused += 1
      case .success(let rows):
        let text = rows.map { row in row.map { hex($0) }.joined(separator: ",") }.joined(separator: ";")
        if answer != "refused", text != answer { differ.append("\(at): \(text), not \(answer)") }
      }
    }
    #expect(answers.next() == nil)
    #expect(differ == [])
    #expect(refused > 0)
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }

  @Test("cut off anywhere", arguments: ["flipped-checked", "flipped-unchecked", "decisions-pyarrow-v2-pages"])
  func truncated(name: String) throws {
    let bytes = ParquetFiles.bytes("\(name).parquet")
    withFolder { folder in
      for end in 4..<bytes.count {
        write(bytes[..<end], to: "\(folder)/x.parquet")
        guard case .failure(let error) = ParquetFiles.rows("\(folder)/x.parquet") else {
          Issue.record("\(end) bytes are read")
          continue
        }
        #expect(error.code == "corrupt-parquet" && error.hint == "write or download the file again", "\(end)")
      }
    }
  }

  @Test("damage has a sentence") func damage() {
    withFolder { folder in
      func error(_ bytes: [UInt8]) -> String {
        write(bytes, to: "\(folder)/x.parquet")
        guard case .failure(let error) = ParquetFiles.rows("\(folder)/x.parquet") else { return "none" }
        return error.description
      }
      let mend = " (write or download the file again)"
      let page = ParquetFiles.bytes("flipped-checked.parquet")
      let sentences = page.indices.map { at in
        var changed = page
        changed[at] ^= 1
        return error(changed)
      }
      for why in ["its checksum differs", "its description makes no sense", "it is longer than its column"] {
        let sentence = "x.parquet: row group 1, column “sex”: the page is damaged (\(why))\(mend)"
        #expect(sentences.contains(sentence), "\(why)")
      }
      #expect(error(Array("PAR1....".utf8)) == "x.parquet: the Parquet file is cut short\(mend)")
      #expect(error(Array(page.dropLast())) == "x.parquet: the Parquet file is cut short: its end is missing\(mend)")
      var long = page
      long[long.count - 6] = 0xFF
      #expect(error(long) == "x.parquet: the footer of the Parquet file is damaged: it is longer than the file\(mend)")
      var footer = page
      footer[footer.count - 60] = 0xFF
      #expect(error(footer) == "x.parquet: the footer of the Parquet file is damaged\(mend)")
      let secret = Array(page.dropLast(4)) + Array("PARE".utf8)
      #expect(
        error(secret)
          == "x.parquet: the Parquet file is encrypted, which is not read here (write it again without encryption)")
    }
  }

  @Test("a stream has no end to begin with") func stream() {
    withFolder { folder in
      let columns = DecisionColumns(decision: "hired", favourable: ["true"], groups: [GroupColumn(name: "sex")])
      let error = #expect(throws: ReadError.self) {
        try piped(ParquetFiles.bytes("flipped-checked.parquet"), columns, folder)
      }
      #expect(
        error?.description
          == "pipe: a Parquet file is read from its end, and this can be read only once (save it to a file first)")
    }
  }

  private func piped(_ bytes: [UInt8], _ columns: DecisionColumns, _ folder: String) throws {
    #expect(mkfifo("\(folder)/pipe", 0o600) == 0)
    write(bytes, to: "\(folder)/x.parquet")
    let writer = popen("cat \(folder)/x.parquet > \(folder)/pipe 2>/dev/null", "r")
    defer { pclose(writer!) }
    _ = try DecisionSource(files: [InputFile("\(folder)/pipe")], columns: columns).tally(threads: 1)
  }

  @Test("what is packed once more is not read") func packed() throws {
    let error = try failure(gzip(ParquetFiles.bytes("flipped-checked.parquet")), name: "x.parquet.gz")
    #expect(
      error.description
        == "0-x.parquet.gz: this is a Parquet file within a packed one, or where the plan names another "
        + "format (unpack it, and leave format: out; what it holds is packed as it is)")
  }

  // MARK: folders

  @Test("a folder stands for its files, and says what its paths say") func folders() throws {
    try withFolder { folder in
      let bytes = ParquetFiles.bytes("flipped-checked.parquet")
      for place in ["town=A%20b", "town=B", "town=__HIVE_DEFAULT_PARTITION__", "_hidden", ".git"] {
        mkdir("\(folder)/\(place)", 0o755)
        write(bytes, to: "\(folder)/\(place)/part-0.parquet")
      }
      write(Array("no".utf8), to: "\(folder)/_SUCCESS")
      write(Array("no".utf8), to: "\(folder)/notes.txt")
      let files = try InputFile.resolve(["\(folder)/"], relativeTo: "")
      #expect(
        files.map { String($0.given.dropFirst(folder.count + 1)) } == [
          "town=A%20b/part-0.parquet", "town=B/part-0.parquet", "town=__HIVE_DEFAULT_PARTITION__/part-0.parquet",
        ])
      let columns = DecisionColumns(
        decision: "hired", favourable: ["true"], groups: [GroupColumn(name: "sex"), GroupColumn(name: "town")])
      for threads in 1...2 {
        let found = outcome(of: try DecisionSource(files: files, columns: columns).tally(threads: threads))
        #expect(found.table[["F", "A b"]] == [0, 0, 2, 0, 0, 0] && found.table[["F", "B"]] == [0, 0, 2, 0, 0, 0])
        #expect(found.table[["F", "?"]] == [0, 0, 2, 0, 0, 0] && found.reading.rows.received == 12)
      }
      let profile = try TableProfile.tables(files)[0]
      #expect(profile.columns.map(\.name) == ["sex", "age", "hired", "town"])
    }
  }

  @Test("tables whose files hold deleted rows are refused") func deleted() {
    withFolder { folder in
      let bytes = ParquetFiles.bytes("flipped-checked.parquet")
      for place in ["delta", "delta/_delta_log", "delta/day=1", "ice", "ice/metadata", "ice/data", "empty"] {
        mkdir("\(folder)/\(place)", 0o755)
      }
      for place in ["delta/day=1", "ice/data"] { write(bytes, to: "\(folder)/\(place)/part-0.parquet") }
      write([1], to: "\(folder)/ice/metadata/v1.metadata.json")
      func error(_ pattern: String) -> String? {
        do throws(ReadError) {
          _ = try InputFile.resolve([pattern], relativeTo: folder)
          return nil
        } catch { return error.description }
      }
      let delta =
        "delta/: this is a Delta table; its Parquet files still hold rows that were deleted "
        + "(write it as CSV, in DuckDB: COPY (SELECT * FROM delta_scan('delta/')) TO 'decisions.csv')"
      for pattern in ["delta", "delta/", "delta/day=1", "delta/*/*.parquet", "delta/day=1/part-0.parquet"] {
        #expect(
          error(pattern)?.contains("Delta table; its Parquet files still hold rows that were deleted") == true,
          "\(pattern)")
      }
      #expect(error("delta/") == delta)
      #expect(
        error("ice/") == "ice/: this is an Iceberg table; its Parquet files still hold rows that were deleted "
          + "(write it as CSV, in DuckDB: COPY (SELECT * FROM iceberg_scan('ice/')) TO 'decisions.csv')")
      #expect(error("ice/data/part-0.parquet")?.contains("Iceberg") == true)
      #expect(error("empty")?.contains("this is a directory") == true)
    }
  }

  @Test("the same rows twice are found, however they are stored") func repeated() throws {
    func error(_ names: [String], rows: Int64 = 90) throws -> String? {
      let inputs = names.map {
        InputReading(file: InputFile("\(ParquetFiles.folder)/\($0).parquet"), bytes: 1, rows: rows)
      }
      do throws(ReadError) {
        try RepeatedInputs.check([inputs], digests: [:])
        return nil
      } catch { return error.code }
    }
    #expect(try error(["decisions-polars-gzip", "decisions-duckdb-v2-zstd"]) == "repeated-input")
    #expect(try error(["lists-plain", "lists-whole-plain"]) == nil)
  }

  // MARK: lists

  @Test("ids of lists are those of the CSV files", arguments: ["dictionary", "plain", "deltas"], ["", "-whole"])
  func lists(form: String, kind: String) throws {
    func read(_ ending: String, threads: Int) throws -> Reading.Found {
      func table(_ name: String) -> InputTable { InputTable([InputFile("\(ParquetFiles.folder)/\(name)")]) }
      let end = ending.isEmpty ? ".csv" : ".parquet"
      let columns = ListColumns(
        lists: ListColumns.Lists(table("lists\(kind)\(ending)\(end)"), user: "user", item: "item", rank: "rank"),
        users: ListColumns.Users(table("users\(kind)\(end)"), id: "user", groups: [GroupColumn(name: "gender")]),
        items: ListColumns.Items(
          table("items\(kind)\(end)"), id: "item", groups: [ItemGroupColumn(GroupColumn(name: "kind"))]),
        relevance: ListColumns.Relevance(table("wanted\(kind)\(ending)\(end)"), user: "user", item: "item"), depth: 5)
      var found = try Reading(columns, SourceOptions(), threads: threads).result.get()
      for index in found.reading.readings.indices { found.reading.readings[index].inputs = [] }
      return found
    }
    let expected = try read("", threads: 1)
    #expect(expected.reading.entries == 120)
    for threads in 1...3 { #expect(try read("-\(form)", threads: threads) == expected) }
  }
}
