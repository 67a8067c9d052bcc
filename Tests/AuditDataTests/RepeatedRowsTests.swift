import AuditData
import AuditRecord
import Testing

/// Rows that count several times are said.
@Suite("Repeated rows") struct RepeatedRowsTests {
  private let columns = DecisionColumns(
    decision: "d", favourable: ["1"], groups: [GroupColumn(name: "g")], unknown: [])

  /// Rows of people with an id, a group, a site and a decision that a generator made.
  private func rows(_ count: Int, seed: UInt64 = 7, id: (Int) -> String) -> [String] {
    var state = seed
    func next(_ limit: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % limit
    }
    return (0..<count).map { "\(id($0)),\("abc".map(String.init)[Int(next(3))]),s\(next(8)),\(next(2))" }
  }

  private func found(_ rows: [String], _ columns: DecisionColumns? = nil) throws -> DataWarning? {
    let text = "id,g,site,d\n" + rows.joined(separator: "\n") + "\n"
    return try read(text, columns ?? self.columns).reading.warnings.first { $0.code == .repeatedRows }
  }

  @Test func peopleOnceAreNoCopies() throws {
    #expect(try found(rows(3_000) { "\($0)" }) == nil)
  }

  @Test(arguments: ["\n", "\r\n"]) func copiesAreCounted(end: String) throws {
    let all = rows(2_000) { "p\($0)" }
    // Every tenth person stands in the file once more.
    let copied = all + stride(from: 0, to: 2_000, by: 10).map { all[$0] }
    let warning = try #require(try found(copied.map { $0 + (end == "\n" ? "" : "\r") }))
    #expect(warning.column == "id" && warning.rows == 200 && abs(warning.share! - 200 / 2_200) < 1e-12)
    let words = DataWords.sentence(warning)
    #expect(words.contains("200 rows (9.1 %) are copies of another row in every column, “id” included"))
  }

  @Test(arguments: [2, 3, 6]) func copiesOfEveryRow(times: Int) throws {
    let all = rows(300) { "p\($0)" }
    let warning = try #require(try found((0..<times).flatMap { _ in all }))
    #expect(warning.column == "id" && warning.rows == 300 * (times - 1))
  }

  @Test("a column of many values beside decisions that hardly differ tells nobody apart") func areaCodes() throws {
    // 500 rows of about 100 areas, one in fifty selected.
    let all = rows(500) { "\(($0 * $0 + 7 * $0) % 101)" }.enumerated().map { number, row in
      row.split(separator: ",").prefix(1).joined() + ",a,s,\(number % 50 == 0 ? 1 : 0)"
    }
    #expect(try found(all) == nil)
  }

  @Test("few different rows are what few columns hold") func smallTables() throws {
    let text = "g,d\n" + (0..<8).map { "\($0 % 2 == 0 ? "f" : "m"),1\n" }.joined()
    #expect(try read(text, columns).reading.warnings.allSatisfy { $0.code != .repeatedRows })
  }

  @Test func oneCopyAmongThousandsIsNoNews() throws {
    let all = rows(2_000) { "p\($0)" }
    #expect(try found(all + [all[3]]) == nil)
  }

  @Test("equal rows of a file without ids are different people") func noColumnTellsApart() throws {
    #expect(try found(rows(3_000) { "\($0 % 5)" }) == nil)
  }

  @Test("people who meet in one second agree by chance") func coincidence() throws {
    // Of 2,000 rows 100 share their second with another; one in 48 of these pairs agrees in all else.
    let all = rows(2_000) { "12:\($0 < 200 ? $0 / 2 : $0)" }
    #expect(try found(all) == nil)
  }

  @Test("whoever is a subject, or counted, may stand there twice") func subjects() throws {
    let all = rows(500) { "p\($0)" }
    let counted = DecisionColumns(
      decision: "d", favourable: ["1"], count: "n", groups: [GroupColumn(name: "g")], unknown: [])
    let text = "id,g,site,d,n\n" + (all + all).map { $0 + ",2\n" }.joined()
    #expect(try read(text, counted).reading.warnings.allSatisfy { $0.code != .repeatedRows })
  }

  @Test("lines of counts that stand there twice are said, unless labels recur with other counts")
  func copiedCounts() throws {
    let counted = DecisionColumns(
      decision: "d", favourable: ["1"], count: "n", groups: [GroupColumn(name: "g")], unknown: [])
    let once = "g,d,n\na,1,40\na,0,60\nb,1,20\nb,0,80\n"
    func found(_ text: String) throws -> DataWarning? {
      try read(text, counted).reading.warnings.first { $0.code == .repeatedCounts }
    }
    #expect(try found(once) == nil)
    let warning = try #require(try found(once + "a,1,40\n"))
    #expect(warning.rows == 1 && warning.share == 0.2)
    #expect(
      DataWords.sentence(warning).hasPrefix(
        "1 line of counts is a copy of another line in every column, the count included, and was added to it"))
    #expect(try found(once + "a,1,40\nb,1,20\n")?.rows == 2)
    // Each line is one person.
    #expect(try found("g,d,n\na,1,1\na,1,1\nb,0,1\nb,0,1\nb,1,1\n") == nil)
    // Of parts, such as months, that the file does not name.
    #expect(try found(once + "a,1,40\na,1,39\n") == nil)
  }

  @Test(arguments: 2...4) func tablesReadSeveralTimes(times: Int) throws {
    // No column tells people apart, and there are many combinations.
    let text = (0..<1_500).map { row in "g\(row * row % 29),\(row * 7 % 11 % 2)" }
    let once = "g,d\n" + text.joined(separator: "\n") + "\n"
    let several = "g,d\n" + (0..<times).map { _ in text.joined(separator: "\n") + "\n" }.joined()
    #expect(try read(once, columns).reading.warnings.allSatisfy { $0.code != .repeatedRows })
    let warning = try #require(try read(several, columns).reading.warnings.first { $0.code == .repeatedRows })
    #expect(warning.column == nil && warning.rows == 1_500 * (times - 1))
    #expect(DataWords.sentence(warning).contains("as if each row had been read \(times) times"))
  }

  @Test("counts that were rounded before they became rows are no copies") func rounded() throws {
    let text = (0..<24).map { cell in
      String(repeating: "g\(cell / 2),\(cell % 2)\n", count: 10 * (cell * cell % 7 + 1))
    }
    #expect(try read("g,d\n" + text.joined(), columns).reading.warnings.allSatisfy { $0.code != .repeatedRows })
  }

  @Test("a design in which all combinations occur equally often is no copy") func balancedDesign() throws {
    let text = (0..<4_000).map { row in "g\(row % 20),\(row / 20 % 2)\n" }.joined()
    #expect(try read("g,d\n" + text, columns).reading.warnings.allSatisfy { $0.code != .repeatedRows })
  }
}
