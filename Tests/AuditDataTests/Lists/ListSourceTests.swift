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

  @Test("counted ranks start anywhere and have gaps; rows come in any order") func countedRanks() throws {
    var tables = Tables("user,item,rank\nu2,i3,40\nu2,i1,12\nu2,i4,13.0\nu2,i2,\"2000000000\"\n")
    tables.ranks = .counted
    let data = try tables.read()
    #expect(data.list(1) == [[0, 1, 1], [3, 2, 1], [2, 3, 1]])
    #expect(data.rows(.lists) == tally(4, ["beyond-depth": 1]) && data.lists.lengths == [0, 4, 0])
  }

  @Test("a stated rank is the place, and a gap an empty one") func statedRanks() throws {
    let data = try Tables("user,item,rank\nu2,i3,3\nu2,i1,1\nu2,i2,60\nu1,i1,1\nu1,i2,2\nu3,i4,2\n").read()
    #expect(data.list(1) == [[0, 1, 1], [2, 3, 1]] && data.list(0) == [[0, 1, 1], [1, 2, 1]])
    #expect(data.list(2) == [[3, 2, 1]] && data.lists.lengths == [2, 60, 2])
    #expect(data.rows(.lists) == tally(6, ["beyond-depth": 1]) && data.readings.last?.warnings == [])
    // Lists without gaps are read as they were.
    #expect(try Tables("user,item,rank\nu1,i2,2\nu1,i1,1\n").read().lists.placement == nil)
  }

  @Test("ranks begin with 0 where the first list does") func ranksFromZero() throws {
    let zero = try Tables("user,item,rank\nu1,i2,1\nu1,i1,0\nu2,i3,1\nu3,i1,0\nu3,i2,3\n").read()
    #expect(zero.list(0) == [[0, 1, 1], [1, 2, 1]] && zero.list(1) == [[2, 2, 1]] && zero.list(2) == [[0, 1, 1]])
    #expect(zero.readings.last?.warnings.map(\.code) == [.ranksFromZero])
    #expect(zero.rows(.lists) == tally(5, ["beyond-depth": 1]))
    let late = try Tables("user,item,rank\nu1,i1,1\nu1,i2,2\nu2,i3,0\n").failure()
    #expect(late.code == "bad-rank" && late.place == "4:7" && late.message.contains("the first list begins"))
  }

  @Test("the lists of a person follow each other, in the order of their first rows") func sessions() throws {
    var tables = Tables(
      "user,item,rank,session\nu1,i1,1,b\nu1,i2,1,a\nu1,i2,2,b\nu2,i1,1,a\nu1,i1,2,a\nu2,i4,1,x\nu2,i4,2,a\n")
    tables.list = "session"
    let columns = { (tables: Tables, scattered: Bool) -> [ListPiece] in
      var pieces: [ListPiece] = []
      withFolder { folder in
        write(Array(tables.lists.utf8), to: "\(folder)/l.csv")
        write(Array(tables.users!.utf8), to: "\(folder)/u.csv")
        write(Array(tables.items!.utf8), to: "\(folder)/i.csv")
        func table(_ name: String) -> InputTable { InputTable([InputFile("\(folder)/\(name).csv")]) }
        let columns = ListColumns(
          lists: ListColumns.Lists(table("l"), user: "user", item: "item", list: "session", rank: "rank"),
          users: ListColumns.Users(table("u"), id: "user"), items: ListColumns.Items(table("i"), id: "item"), depth: 3)
        var found: [Reading] = []
        for (threads, block, memory) in [(1, 1 << 18, 1 << 20), (2, 16, 1 << 20), (3, 40, 1 << 20), (2, 16, 90)] {
          var options = SourceOptions()
          (options.blockBytes, options.gatheredBytes) = (block, memory)
          found.append(Reading(columns, options, threads: threads))
        }
        #expect(found.allSatisfy { $0 == found[0] })
        #expect((try? found[0].result.get().reading.readings.last?.rows) == tally(7))
        pieces = (try? found[0].result.get().pieces) ?? []
      }
      return pieces
    }
    let apart = columns(tables, true)
    #expect(apart.flatMap(\.owners) == [0, 0, 1, 1] && apart.flatMap(\.items) == [0, 1, 1, 0, 0, 3, 3])
    #expect(apart.flatMap(\.lengths) == [2, 2, 2, 1])
    // An item or a rank twice in one list is an error; in two lists it is none.
    tables.lists += "u2,i4,3,x\n"
    #expect(try tables.failure().code == "repeated-item" && tables.failure().place == "9:4")
    tables.lists = "user,item,rank,session\nu1,i1,1,b\nu1,i2,1,b\n"
    #expect(try tables.failure().hint == "give each item of a list a rank of its own")
    tables.lists = "user,item,rank,session\nu1,i1,1,b\nu1,i2,2,\n"
    #expect(try tables.failure().code == "missing-identifier" && tables.failure().place == "3:9")
  }

  @Test("ids that are written in another way are a warning") func ids() throws {
    var tables = Tables("user,item,rank\n1.0,7,1\n 2,7.0,1\n003,07,1\nu9,8,1\n")
    (tables.users, tables.items) = ("user,sex\n1,F\n2,M\n3,M\n", "item,provider\n7,A\n0008,B\n")
    let data = try tables.read()
    let warnings = data.readings.last?.warnings ?? []
    #expect(warnings.map(\.code) == [.idsAlike, .idsAlike] && warnings.map(\.role) == ["user", "item"])
    #expect(warnings.map(\.rows) == [3, 3] && warnings.map(\.share) == [0.75, 1])
    tables.lists = "user,item,rank\n1,7,1\nu9,7,1\n"
    #expect(try tables.read().readings.last?.warnings == [])
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
      tables.ranks = .counted
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
