import AuditData
import AuditRecord
import Testing

@Suite("Ranked lists") struct ListSourceTests {
  @Test func usersAndItems() throws {
    let data = try Tables("user,item,rank\nu1,i1,1\nu1,i2,2\nu3,i4,1\n").read()
    #expect(data.users.count == 3 && data.items.count == 4 && data.depth == 3)
    #expect(data.users.axes.map(\.labels) == [["F", "M"]] && data.users.codes == [[0, 1, -1]])
    #expect(data.items.axes.map(\.labels) == [["A", "B"]])
    #expect(data.items.memberships[0].starts == [0, 1, 2, 3, 3])
    #expect(data.items.memberships[0].codes == [0, 1, 0] && data.items.memberships[0].shares == [1, 1, 1])
    #expect(data.lists.starts == [0, 2, 2, 3] && data.lists.items == [0, 1, 3] && data.lists.lengths == [2, 0, 1])
    #expect(data.lists.placement == nil && data.lists.engagement.isEmpty && data.lists.tieShare == 0)
    #expect(data.readings.map(\.part) == [.users, .items, .lists])
    #expect(data.readings.map(\.inputs[0].name) == ["users.csv", "items.csv", "lists.csv"])
    #expect(data.readings.map(\.inputs[0].rows) == [3, 4, 3] && data.rows(.lists) == tally(3))
  }

  @Test("labels in the order of their bytes, bins in that of their numbers") func axes() throws {
    var tables = Tables("user,item,rank\nu1,i1,1\n")
    tables.users = "user,sex,age\nu1,z,30\nu2,a,7\nu3,m,x\nu4,é,200\n"
    tables.userGroups = [GroupColumn(name: "sex"), GroupColumn(name: "band", column: "age", bins: [0, 18, 99])]
    tables.unknown = ["x", "m"]
    let users = try tables.read().users
    #expect(users.axes.map(\.name) == ["sex", "band"])
    #expect(users.axes.map(\.labels) == [["a", "z", "é"], ["[0, 18)", "[18, 99]"]])
    #expect(users.codes == [[1, 0, -1, 2], [1, 0, -1, -2]])
  }

  @Test("ranks start anywhere and have gaps; rows come in any order") func ranks() throws {
    let data = try Tables("user,item,rank\nu2,i3,40\nu2,i1,12\nu2,i4,13.0\nu2,i2,\"2000000000\"\n").read()
    #expect(data.list(1) == [[0, 1, 1], [3, 2, 1], [2, 3, 1]])
    #expect(data.rows(.lists) == tally(4, ["beyond-depth": 1]) && data.lists.lengths == [0, 4, 0])
  }

  @Test("scores order lists without ranks, ties share") func scores() throws {
    var tables = Tables("user,item,score\nu1,i4,-1\nu1,i2,0.5\nu1,i1,5e-1\nu1,i3,2\nu2,i3,-0\nu2,i2,0\nu2,i1,-3\n")
    (tables.rank, tables.score) = (nil, "score")
    let data = try tables.read()
    #expect(data.list(0) == [[2, 1, 1], [0, 2, 2], [1, 2, 2]])
    #expect(data.list(1) == [[1, 1, 2], [2, 1, 2], [0, 3, 1]])
    #expect(data.lists.tied == 4 && data.lists.tieShare == 4.0 / 6)
    #expect(data.rows(.lists) == tally(7, ["beyond-depth": 1]))
  }

  @Test("a tie across the depth stays whole") func straddling() throws {
    var tables = Tables("user,item,score\nu1,i4,1\nu1,i2,1\nu1,i1,2\nu1,i3,1\n")
    (tables.rank, tables.score, tables.depth) = (nil, "score", 2)
    let data = try tables.read()
    #expect(data.list(0) == [[0, 1, 1], [1, 2, 3], [2, 2, 3], [3, 2, 3]])
    #expect(data.rows(.lists) == tally(4))
    tables.depth = 1
    #expect(try tables.read().list(0) == [[0, 1, 1]])
    #expect(try tables.read().lists.placement == nil)
  }

  @Test("the rank decides where there is a score too") func both() throws {
    var tables = Tables("user,item,rank,score\nu1,i1,2,9\nu1,i2,1,8\n")
    tables.score = "score"
    #expect(try tables.read().list(0) == [[1, 1, 1], [0, 2, 1]])
  }

  @Test("unknown items take their position") func unknownItems() throws {
    let data = try Tables(
      "user,item,rank\nu1,i1,1\nu1,x,2\nu1,i2,3\nu1,y,4\nu2,i3,1\nu3,x,1\nu9,i1,1\nu9,x,2\n"
    ).read()
    #expect(data.list(0) == [[0, 1, 1], [1, 3, 1]] && data.list(1) == [[2, 1, 1]] && data.list(2) == [])
    #expect(data.lists.lengths == [4, 1, 1])
    #expect(data.rows(.lists) == tally(8, ["unknown-user": 2, "unknown-item": 2, "beyond-depth": 1]))
    #expect(data.lists.placement?.firstPosition == [1, 3, 1])
  }

  @Test("positions of earlier lists stay when a later one has a tie") func latePlacement() throws {
    var tables = Tables("user,item,score\nu1,i1,2\nu1,i2,1\nu2,i1,1\nu2,i2,1\n")
    (tables.rank, tables.score) = (nil, "score")
    let placement = try tables.read().lists.placement
    #expect(placement == ListData.Placement(firstPosition: [1, 2, 1, 1], tieLength: [1, 1, 2, 2]))
  }

  @Test("lists in any order, rows together or not, give the same") func orders() throws {
    let header = "user,item,rank,clicks\n"
    let orders = [
      ["u1,i1,1,5", "u1,i2,2,0", "u2,i3,1,1", "u3,i4,7,2", "u3,i1,8,2.5"],
      ["u3,i1,8,2.5", "u3,i4,7,2", "u1,i1,1,5", "u1,i2,2,0", "u2,i3,1,1"],
      ["u3,i1,8,2.5", "u1,i1,1,5", "u3,i4,7,2", "u2,i3,1,1", "u1,i2,2,0"],
    ]
    let results = try orders.map {
      var tables = Tables(header + $0.joined(separator: "\n"))
      tables.engagement = "clicks"
      return try tables.read()
    }
    #expect(results[0].lists.engagement == [5, 0, 1, 2, 2.5] && results[0].list(2) == [[3, 1, 1], [0, 2, 1]])
    for result in results { #expect(result.lists == results[0].lists && result.rows(.lists) == tally(5)) }
  }

  @Test("several labels an item") func memberships() throws {
    var tables = Tables("user,item,rank\nu1,i1,1\n")
    tables.items =
      "item,genre,n\ni1,Drama|Action,3\ni2,,0\ni3,Drama | unknown||Drama,1e3\ni4,\"Comedy|Action|Drama\",2\n"
    tables.itemGroups = [
      ItemGroupColumn(GroupColumn(name: "genre"), separator: "|"),
      ItemGroupColumn(GroupColumn(name: "full", column: "genre"), separator: "|", counting: .full),
      ItemGroupColumn(GroupColumn(name: "whole", column: "genre")),
    ]
    tables.popularity = "n"
    tables.unknown = ["", "unknown"]
    let items = try tables.read().items
    #expect(items.popularity == [3, 0, 1_000, 2])
    #expect(items.axes[0].labels == ["Action", "Comedy", "Drama"] && items.axes[2].labels.count == 3)
    #expect(items.memberships[0].starts == [0, 2, 2, 3, 6] && items.memberships[0].codes == [0, 2, 2, 0, 1, 2])
    let third = 1.0 / 3
    #expect(items.memberships[0].shares == [0.5, 0.5, 1, third, third, third])
    #expect(items.memberships[1].codes == items.memberships[0].codes)
    #expect(items.memberships[1].shares == [1, 1, 1, 1, 1, 1])
    #expect(items.memberships[2].starts == [0, 1, 1, 2, 3])
  }

  @Test func relevance() throws {
    var tables = Tables("user,item,rank\nu1,i1,1\n")
    tables.relevance =
      "item,user,grade\ni2,u3,4\ni1,u1,2\ni4,u1,5\ni3,u1,0\ni2,u1,3\ni4,u1,4\nx,u1,5\ni1,u8,5\ni1,u2,-1\n"
    tables.grade = "grade"
    var data = try tables.read()
    #expect(data.relevance?.of(0) == [[0, 2], [1, 3], [3, 5]] && data.relevance?.of(1) == [])
    #expect(data.relevance?.of(2) == [[1, 4]])
    #expect(
      data.rows(.relevance)
        == tally(9, ["unknown-user": 1, "unknown-item": 1, "not-relevant": 2, "repeated": 1]))
    tables.atLeast = 3
    data = try tables.read()
    #expect(data.relevance?.of(0) == [[1, 1], [3, 1]] && data.relevance?.grades.isEmpty == true)
    #expect(data.rows(.relevance)?.excluded.first { $0.reason == "not-relevant" }?.rows == 3)
    tables.atLeast = nil
    tables.grade = nil
    #expect(try tables.read().relevance?.of(0) == [[0, 1], [1, 1], [2, 1], [3, 1]])
  }

  @Test func historyAndAudience() throws {
    var tables = Tables("user,item,rank\nu1,i1,1\n")
    tables.history = "user,item\nu1,i3\nu1,i1\nu1,i3\nu2,i9\nu7,i1\n"
    tables.audience = "user\nu3\nu1\n\nu9\nu3\n"
    let data = try tables.read()
    #expect(data.history?.of(0) == [[0, 1], [2, 1]] && data.history?.of(1) == [])
    #expect(data.rows(.history) == tally(5, ["unknown-user": 1, "unknown-item": 1, "repeated": 1]))
    #expect(data.audience == [0, 2] && data.rows(.audience) == tally(4, ["unknown-user": 1, "repeated": 1]))
    #expect(data.readings.map(\.part) == [.users, .items, .audience, .history, .lists])
  }

  @Test("without tables of users and items, whoever occurs") func open() throws {
    var tables = Tables("user,item,rank\nb,y,1\na,x,1\nb,x,2\n")
    (tables.users, tables.items) = (nil, nil)
    tables.audience = "user\nc\na\n"
    tables.relevance = "user,item\na,z\nd,x\n"
    let data = try tables.read()
    // d is met as well, before anybody knows that no list follows.
    #expect(data.users.count == 4 && data.items.count == 3 && data.users.axes.isEmpty && data.audience == [0, 1])
    #expect(
      data.list(0) == [] && data.list(1) == [[1, 1, 1]] && data.list(2) == []
        && data.list(3) == [[1, 2, 1], [2, 1, 1]].sorted { $0[1] < $1[1] })
    #expect(data.relevance?.of(1) == [[0, 1]] && data.rows(.relevance) == tally(2, ["unknown-user": 1]))
  }

  @Test("identifiers are compared by their bytes") func identifiers() throws {
    let ids = [
      "1", "01", "1.0", " 1", "007", "7", "12345678", "123456789", "99999999", "a", "A", "é", "e\u{301}",
      "sixteen bytes ok", "seventeen bytes..", "seventeen bytes.,", "a \"quoted\" one that is long", "\"", "0", "-1",
    ]
    func quoted(_ id: String) -> String {
      "\"\(id.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }
    var tables = Tables("user,item,rank\n" + ids.enumerated().map { "u1,\(quoted($1)),\($0 + 1)\n" }.joined())
    tables.items =
      "item,provider\r\n"
      + ids.map { id in
        (id.contains("\"") || id.contains(",") ? quoted(id) : id) + ",A\r\n"
      }.joined()
    tables.depth = 100
    #expect(try tables.read().lists.items == ids.indices.map { Int32($0) })
  }

  @Test("many identifiers, dense, sparse and none", arguments: [1, 1_000, 0]) func many(step: Int) throws {
    var random = SplitMix(state: UInt64(step))
    let ids = (0..<30_000).map { step == 0 ? "item number \($0)" : "\($0 * step + 7)" }.shuffled(using: &random)
    var tables = Tables("user,rank,item\n" + ids.enumerated().map { "u1,\($0 + 1),\($1)\n" }.joined())
    tables.items = "item,provider\n" + ids.map { "\($0),A\n" }.joined()
    tables.depth = 100_000
    #expect(try tables.read(block: 100_000).lists.items == ids.indices.map { Int32($0) })
  }
}
