import AuditData
import AuditRecord
import Testing

@Suite("Faults of ranked lists") struct ListFaultTests {
  private func check(
    _ rows: String, _ wanted: String, in location: SourceLocation = #_sourceLocation,
    _ change: (inout Tables) -> Void = { _ in }
  ) throws {
    var tables = Tables("user,item,rank,score\n" + rows)
    change(&tables)
    let error = try tables.failure(at: location)
    #expect(
      "\(error.code) \(error.file.hasSuffix("lists.csv") ? "" : "elsewhere ")\(error.place)" == wanted,
      sourceLocation: location)
  }

  @Test func repeatedItems() throws {
    try check("u1,i1,1,\nu1,i2,2,\nu1,i1,3,\nu2,i1,1,\n", "repeated-item 4:4")
    try check("u1,i1,1,\nu2,\"i2\",2,\nu2,i3,1,\nu2,i2,3,\n", "repeated-item 5:4")
    try check("u1,x,1,\nu1,i2,2,\nu1,x,3,\n", "repeated-item 4:4")
    // The rows of a list stand apart.
    try check("u1,i1,1,\nu2,i1,1,\nu1,i3,2,\nu2,i2,2,\nu2,i1,3,\nu1,i1,4,\n", "repeated-item 6:4")
    try check("u9,i1,1,\nu1,i1,1,\nu9,i1,1,\nu2,i1,1,\n\nu1,i1,2,\n", "repeated-item 7:4")
  }

  @Test func repeatedRanks() throws {
    try check("u1,i1,1,\nu1,i2,2,\nu1,i3,2,\nu1,i4,1,\n", "repeated-rank 4:7")
    try check("u1,i1,3,\nu1,i2,2,\nu1,i3,1,\nu1,i4,2,\n", "repeated-rank 5:7")
    try check("u1,i1,1,\nu2,i1,1,\nu1,i3,1,\nu2,i2,1,\n", "repeated-rank 4:7")
    // Of an item and a rank, what comes first in the file.
    try check("u1,i1,1,\nu1,i2,1,\nu1,i1,3,\n", "repeated-rank 3:7")
    try check("u1,i1,1,\nu1,i1,2,\nu1,i2,2,\n", "repeated-item 3:4")
  }

  @Test("what is wrong between two rows comes before a later fault") func firstFaultWins() throws {
    try check("u1,i1,1,\nu1,i1,2,\nu1,i2,x,\n", "repeated-item 3:4")
    try check("u1,i1,1,\nu1,i2,x,\nu1,i1,2,\n", "bad-rank 3:7")
    try check("u1,i1,1,\nu1,i1,2,\nu1,i2\n", "repeated-item 3:4")
    try check("u1,i1,1,\nu2,i1,1,\nu1,i1,3,\nu1,\0\n", "repeated-item 4:4")
    try check("u1,,x,\n", "missing-identifier 2:4")
    try check("u1,i1,x,\n,i1,1,\n", "bad-rank 2:7")
  }

  @Test("ranks that are none", arguments: ["-1", "1.5", "", "x", "nan", "1e300", "\"\"", "1 2", "1,"])
  func badRanks(rank: String) throws {
    try check("u1,i1,1,\nu1,i2,\(rank),\n", rank == "1," ? "ragged-row 3:1" : "bad-rank 3:7")
  }

  @Test("scores that are none", arguments: ["nan", "NaN", "inf", "-inf", "", "1e999", "x", "0x1"])
  func badScores(score: String) throws {
    try check("u1,i1,1,5\nu1,i2,2,\(score)\n", "bad-score 3:9") { $0.score = "score" }
    try check("u1,i1,,5\nu1,i2,,\(score)\n", "bad-score 3:8") { ($0.rank, $0.score) = (nil, "score") }
  }

  @Test func otherNumbers() throws {
    let lists = "u1,i1,1,\n"
    try check("u1,i1,1,-2\n", "bad-engagement 2:9") { $0.engagement = "score" }
    for grade in ["nan", "", "inf", "good"] {
      try check(lists, "bad-grade elsewhere 3:7") {
        $0.relevance = "user,item,grade\nu1,i1,1\nu1,i2,\(grade)\n"
        $0.grade = "grade"
      }
    }
    try check(lists, "bad-popularity elsewhere 2:6") {
      $0.items = "item,provider,n\ni1,A,-1\n"
      $0.popularity = "n"
    }
  }

  @Test func tablesOfUsersAndItems() throws {
    let lists = "u1,i1,1,\n"
    try check(lists, "repeated-identifier elsewhere 4:3") { $0.users = "sex,user\nF,u1\nF,u2\nM,\"u1\"\n" }
    try check(lists, "repeated-identifier elsewhere 4:1") { $0.items = "item,provider\n7,A\n8,A\n7,B\n" }
    try check(lists, "missing-identifier elsewhere 3:1") { $0.users = "user,sex\nu1,F\n,M\n" }
    try check(lists, "missing-identifier elsewhere 2:1") { $0.audience = "user\n\"\"\n" }
    try check(lists, "missing-column elsewhere 1:1") { $0.items = "item,maker\ni1,A\n" }
    try check(lists, "column-used-twice elsewhere -:-") { $0.userGroups = [GroupColumn(name: "user")] }
    try check(lists, "empty-file elsewhere -:-") { $0.users = "" }
  }

  @Test("lists without rows") func nothing() throws {
    try check("", "no-rows -:-")
    try check("", "empty-file -:-") { $0.lists = "" }
    var tables = Tables("user,item,rank\nu9,i1,1\n")
    #expect(try tables.read().rows(.lists) == tally(1, ["unknown-user": 1]))
    tables.users = "user,sex\n"
    #expect(try tables.read().users.count == 0)
  }

  @Test func misuse() async {
    await #expect(processExitsWith: .failure) {
      _ = ListColumns(lists: .trecRun([]), depth: 0)
    }
    await #expect(processExitsWith: .failure) {
      _ = ListColumns.Lists(InputTable([]), user: "user", item: "item")
    }
  }

  @Test(
    "no identifier in any error",
    arguments: [
      "u1,SECRET-1,1,\nu1,SECRET-1,2,\n", "SECRET-2,i1,0,\n", "SECRET-2,i1,1,nan\n", "SECRET-2,SECRET-1\n",
      "SECRET-2,\"SECRET-1,1,\n", "SECRET-2,SECRET\"1,1,\n", "SECRET-2,\0SECRET-1,1,\n", "SECRET-2,,1,1\n",
      "u1,SECRET-1,1,1\nu1,SECRET-3,1,1\n", "u1,i1,1,1\nu2,i1,1,1\nu1,SECRET-1,2,1\nu1,SECRET-1,3,1\n",
      "SECRET-2,i1,SECRET-1,1\n", "SECRET-2,i1,1,SECRET-1\n",
    ]) func identifiersStayOut(rows: String) throws
  {
    var tables = Tables("user,item,rank,score\n" + rows)
    tables.score = "score"
    let error = try tables.failure()
    #expect(!"\(error) \(error.message) \(error.hint ?? "")".contains("SECRET"), "\(error)")
  }

  @Test("no identifier in errors of the other tables") func identifiersStayOutElsewhere() throws {
    let changes: [(inout Tables) -> Void] = [
      { $0.lists = "SECRET-2,i1,1\nu1,i1,2\n" },
      { $0.lists = "usersSECRET,items,rants\n" },
      { $0.users = "user,sex\nSECRET-2,F\nSECRET-2,M\n" },
      { $0.users = "SECRETa,F\nb,M\n" },
      { $0.users = "usser\nSECRET-2,M\n" },
      { $0.items = "item,provider\nSECRET-1\n" },
      { $0.relevance = "user,item\nu1,SECRET-1,x\n" },
      { $0.relevance = "user,items_SECRET\nu1,\n" },
      { $0.history = "user,item\nSECRET-2,\n" },
      { $0.audience = "SECRETa\nSECRETb\n" },
    ]
    for (index, change) in changes.enumerated() where index != 7 {
      var tables = Tables("user,item,rank\nu1,i1,1\n")
      change(&tables)
      let error = try tables.failure()
      #expect(!"\(error) \(error.message) \(error.hint ?? "")".contains("SECRET"), "\(index): \(error)")
    }
  }
}
