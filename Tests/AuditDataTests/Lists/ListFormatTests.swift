import AuditData
import AuditRecord
import Testing

@Suite("Formats of ranked lists") struct ListFormatTests {
  private let pairs: [(user: String, item: String, rank: Int, score: String)] = [
    ("u1", "i3", 1, "0.9"), ("u1", "i1", 2, "0.5"), ("u1", "x", 3, "0.25"), ("u1", "i4", 4, "0.125"),
    ("u3", "i2", 1, "7"), ("u9", "i2", 1, "1"), ("u2", "i4", 1, "2e1"), ("u3", "i1", 2, "-1"),
  ]
  private let grades = [
    ("u1", "i3", "2"), ("u3", "i1", "1"), ("u3", "i2", "0"), ("u7", "i2", "1"), ("u1", "i1", "1.5"),
  ]

  private func table(
    _ folder: String, _ name: String, _ text: String, _ format: TableFormat = .delimited, packed: Bool = false
  ) -> InputTable {
    write(packed ? gzip(Array(text.utf8)) : Array(text.utf8), to: "\(folder)/\(name)")
    return InputTable([InputFile("\(folder)/\(name)")], format: format)
  }

  private func entities(_ folder: String) -> (ListColumns.Users, ListColumns.Items) {
    (
      ListColumns.Users(
        table(folder, "users.csv", "user,sex\nu1,F\nu2,M\nu3,\n"), id: "user", groups: [GroupColumn(name: "sex")]),
      ListColumns.Items(
        table(folder, "items.csv", "item,genre\ni1,Drama|Action\ni2,\ni3,Drama\ni4,Comedy\n"), id: "item",
        groups: [ItemGroupColumn(GroupColumn(name: "genre"), separator: "|")])
    )
  }

  @Test("delimited, TREC and RecBole give the same", arguments: [true, false]) func same(byScore: Bool) throws {
    try withFolder { folder in
      let (users, items) = entities(folder)
      let rank = byScore ? nil : "rank"
      let csv = ListColumns(
        lists: ListColumns.Lists(
          table(
            folder, "lists.csv",
            "user,item,rank,score\n" + pairs.map { "\($0.user),\($0.item),\($0.rank),\($0.score)\n" }.joined()),
          user: "user", item: "item", rank: rank, score: "score"),
        users: users, items: items,
        relevance: ListColumns.Relevance(
          table(
            folder, "relevance.tsv.gz", "user\titem\tgrade\n" + grades.map { "\($0.0)\t\($0.1)\t\($0.2)\n" }.joined(),
            packed: true),
          user: "user", item: "item", grade: "grade"),
        depth: 3)
      let wanted = try read(csv).get()
      #expect(wanted.list(0) == [[2, 1, 1], [0, 2, 1]] && wanted.list(2) == [[1, 1, 1], [0, 2, 1]])

      var trec = csv
      trec.lists = .trecRun([InputFile("\(folder)/run.txt")], byScore: byScore)
      trec.relevance = .trecQrels([InputFile("\(folder)/qrels.txt")])
      for (blank, end) in [(" ", "\n"), ("\t", "\r\n"), ("  \t", " \n")] {
        func line(_ fields: [String]) -> String { fields.joined(separator: blank) + end }
        _ = table(
          folder, "run.txt", pairs.map { line([$0.user, "Q0", $0.item, "\($0.rank)", $0.score, "run"]) }.joined())
        _ = table(folder, "qrels.txt", end + grades.map { line([$0.0, "0", $0.1, $0.2]) }.joined())
        for block in [16, 1_000] {
          let got = try read(trec, block: block).get()
          #expect(got.content == wanted.content)
          #expect(got.rows(.lists) == wanted.rows(.lists) && got.rows(.relevance) == wanted.rows(.relevance))
        }
      }

      var recBole = csv
      recBole.lists.table = table(
        folder, "lists.inter",
        "score:float\tuser:token\titem:token\trank:float\n"
          + pairs.map { "\($0.score)\t\($0.user)\t\($0.item)\t\($0.rank).0\n" }.joined(), .recBole)
      recBole.users?.table = table(folder, "r.user", "user:token\tsex:token\nu1\tF\nu2\tM\nu3\t\n", .recBole)
      recBole.items?.table = table(
        folder, "r.item", "item:token\tgenre:token_seq\ni1\tDrama Action\ni2\t\ni3\tDrama\ni4\tComedy\n", .recBole)
      recBole.items?.groups = [ItemGroupColumn(GroupColumn(name: "genre"))]
      recBole.relevance?.table = table(
        folder, "r.inter",
        "user:token\titem:token\tgrade:float\n" + grades.map { "\($0.0)\t\($0.1)\t\($0.2)\n" }.joined(), .recBole)
      let got = try read(recBole, block: 64).get()
      #expect(got.content == wanted.content && got.rows(.lists) == wanted.rows(.lists))
    }
  }

  @Test("faults of TREC and RecBole files") func faults() {
    withFolder { folder in
      func code(_ columns: ListColumns) -> String {
        guard case .failure(let error) = read(columns) else { return "none" }
        return "\(error.code) \(error.place)"
      }
      func trec(_ text: String) -> String {
        _ = table(folder, "run.txt", text)
        return code(ListColumns(lists: .trecRun([InputFile("\(folder)/run.txt")]), depth: 5))
      }
      #expect(trec("1 Q0 a 1 2.0 r\n1 Q0 b 2 nan r\n") == "bad-score 2:10")
      // The place in the line is not known once blanks have moved.
      #expect(trec("1 Q0 a 1 2.0 r\n1 Q0  b 2 nan r\n") == "bad-score 2:-")
      #expect(trec("1 Q0 a -1 2.0 r\n1  Q0 b 2 1 r\n") == "bad-rank 1:8")
      #expect(trec("1 Q0 a 1 2.0\n") == "ragged-row 1:1")
      #expect(trec("1 Q0 a 1 2 r\n2 Q0 a 1 2 r\n1 Q0 a 2 1 r\n") == "repeated-item 3:6")
      #expect(trec("") == "no-rows -:-" && trec("\n \n") == "no-rows -:-")
      func recBole(_ text: String) -> String {
        let lists = ListColumns.Lists(table(folder, "l.inter", text, .recBole), user: "user", item: "item", score: "s")
        return code(ListColumns(lists: lists, depth: 5))
      }
      #expect(recBole("user:token\titem\ts:float\n") == "untyped-column 1:12")
      #expect(recBole("user:token\titem:text\ts:float\n") == "untyped-column 1:12")
      #expect(recBole("user:token\titem:token\tscore:float\n") == "missing-column 1:1")
      #expect(recBole("user:token\titem:token\ts:float\na\tb\t1\n") == "none")
    }
  }

  @Test("several files are one table; a list may go on in the next") func shards() throws {
    try withFolder { folder in
      let texts = ["user,item,rank\na,x,1\na,y,2\n", "item,rank,user\nz,3,a\nx,1,b\n", "user,item,rank\na,w,4\n"]
      let files = texts.enumerated().map { index, text in
        write(Array(text.utf8), to: "\(folder)/\(index).csv")
        return InputFile("\(folder)/\(index).csv")
      }
      let lists = ListColumns.Lists(InputTable(files), user: "user", item: "item", rank: "rank")
      let data = try read(ListColumns(lists: lists, depth: 10)).get()
      #expect(data.list(0).map { $0[0] } == [0, 1, 2, 3] && data.list(1).map { $0[0] } == [0])
      #expect(data.readings[0].inputs.map(\.rows) == [2, 2, 1])
    }
  }
}
