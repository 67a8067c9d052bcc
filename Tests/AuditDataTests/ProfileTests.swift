import AuditData
import AuditInputs
import AuditRecord
import Testing

/// What `TableProfile` says of columns, and what it does not take for a table.
struct ProfileTests {
  private func tables(_ texts: String..., names: [String] = ["a.csv", "b.csv"]) throws -> [TableProfile] {
    try withFolder { folder in
      let files = zip(names, texts).map { name, text in
        write(text.utf8, to: "\(folder)/\(name)")
        return InputFile(name, relativeTo: folder)
      }
      return try TableProfile.tables(files)
    }
  }

  private func error(_ text: String) throws -> ReadError? {
    do {
      _ = try tables(text)
      return nil
    } catch let error as ReadError { return error }
  }

  @Test func kindsOfColumns() throws {
    let rows = (0..<60).map {
      "p\($0),\($0 % 2),\($0 % 3 == 0 ? "" : "F"),\(18 + $0 % 40),\(Double($0) / 7),t\($0 % 30)"
    }
    let table = try tables((["id,hired,gender,age,score,city"] + rows).joined(separator: "\n") + "\n")[0]
    #expect(table.rows == 60 && table.isWhole && table.delimiter == nil)
    #expect(table.columns.map(\.kind) == [.identifier, .labels, .labels, .numbers, .numbers, .texts])
    #expect(table["gender"]?.missing == 20)
    #expect(table["hired"]?.labels?.map(\.rows) == [30, 30])
    #expect(table["age"]?.numbers?.first?.value == 18 && table["age"]?.numbers?.last?.value == 57)
    #expect(table["nothing"] == nil)
  }

  @Test(arguments: [(";", "a.csv"), ("\t", "a.csv"), ("|", "a.csv"), (",", "a.tsv")])
  func separatorsAreFound(_ separator: String, _ name: String) throws {
    let lines = ["id,sex,hired", "1,f,yes", "2,m,no"].joined(separator: "\n")
    let table = try tables(lines.split(separator: ",").joined(separator: separator), names: [name])[0]
    #expect(table.columns.map(\.name) == ["id", "sex", "hired"])
    #expect(table.delimiter == separator.utf8.first)
  }

  @Test func filesOfOneHeaderAreOneTable() throws {
    let found = try tables("sex,hired\nf,yes\n", "sex,hired\nm,no\nm,yes\n")
    #expect(found.count == 1 && found[0].rows == 3 && found[0].files.map(\.name) == ["a.csv", "b.csv"])
    #expect(try tables("sex,hired\nf,yes\n", "sex,rank\nm,1\n").count == 2)
  }

  @Test func dataInPlaceOfNamesAreNeverShown() throws {
    for text in ["1,f,yes\n2,m,no\n", "f,yes,SECRET\nf,yes,x\nm,yes,y\n", "SECRET,SECRET\na,b\n"] {
      let found = try #require(try error(text))
      #expect(["no-header", "duplicate-column"].contains(found.code), "\(found)")
      #expect(!"\(found)".contains("SECRET"))
    }
  }

  @Test func whatIsNoTableIsSaid() throws {
    #expect(try error("")?.code == "empty-file")
    #expect(try error("sex,hired\n")?.code == "no-rows")
    #expect(try error("user_id:token\titem_id:token\n1\t2\n")?.code == "not-text")
  }

  @Test func countsOfPeopleTellRowsApart() throws {
    let long = try tables("dept,sex,admitted,applicants\nA,m,yes,512\nA,m,no,313\nA,f,yes,89\nA,f,no,19\n")[0]
    #expect(long.countColumns == ["applicants"] && long.pairs(of: long.countColumns).isEmpty)
    let wide = try tables("group,hired,people\na,20,50\nb,10,40\nc,7,7\n")[0]
    #expect(wide.pairs(of: wide.countColumns).map(\.selected) == ["hired"])
    let rows = (0..<50).map { "p\($0),\($0 % 2),\($0 % 3),\(20 + $0 % 9)" }
    #expect(try tables("id,hired,sex,age\n" + rows.joined(separator: "\n"))[0].countColumns.isEmpty)
  }

  @Test func proposedLimitsAreRoundAndHoldEverything() {
    let ages = (18...80).map { (value: Double($0), count: 1) }
    #expect(BinProposal.edges(of: ages) == [15, 40, 60, 80])
    let shares = (0...100).map { (value: Double($0) / 1000, count: 1) }
    #expect(BinProposal.edges(of: shares) == [0, 0.03, 0.07, 0.1])
    #expect(BinProposal.edges(of: [(5, 9)]).isEmpty)
    // Half of all are 0: the first range begins there, and none is empty.
    let skewed = [(value: 0.0, count: 900)] + (1...100).map { (value: Double($0) * 1000, count: 1) }
    let edges = BinProposal.edges(of: skewed)
    #expect(GroupColumn.areEdges(edges) && edges.first == 0 && edges.last == 100_000)
    for scale in [1e-9, 1e-3, 1, 1e6, 1e12] {
      let values = (0..<200).map { (value: (Double($0) - 37.3) * scale, count: $0 % 4) }
      let edges = BinProposal.edges(of: values)
      let held = values.filter { $0.count > 0 }
      #expect(GroupColumn.areEdges(edges) && held.allSatisfy { $0.value >= edges[0] && $0.value <= edges.last! })
    }
  }
}
