import AuditData
import AuditRecord
import Glibc
import Testing

@Suite("Ranked lists in parts") struct ListPartTests {
  private func columns(
    _ lists: [UInt8], _ folder: String, coded: Bool, byScore: Bool = false, engagement: Bool = false
  ) -> ListColumns {
    func table(_ name: String, _ bytes: some Sequence<UInt8>) -> InputTable {
      write(bytes, to: "\(folder)/\(name).csv")
      return InputTable([InputFile("\(folder)/\(name).csv")])
    }
    let users = (0..<12).map { "u\($0),\(["F", "M", ""][$0 % 3])\n" }.joined()
    let items = (0..<9).map { "\"item, \($0)\",\(["A", "B"][$0 % 2])\n" }.joined()
    let relevance = (0..<40).map { "u\($0 * 7 % 13),\"item, \($0 * 5 % 11)\"\n" }.joined()
    return ListColumns(
      lists: ListColumns.Lists(
        table("lists", lists), user: "user", item: "item", rank: byScore ? nil : "rank", score: byScore ? "rank" : nil,
        engagement: engagement ? "clicks" : nil),
      users: coded
        ? ListColumns.Users(table("users", "id,sex\n\(users)".utf8), id: "id", groups: [GroupColumn(name: "sex")])
        : nil,
      items: coded
        ? ListColumns.Items(
          table("items", "id,maker\n\(items)".utf8), id: "id", groups: [ItemGroupColumn(GroupColumn(name: "maker"))])
        : nil,
      relevance: ListColumns.Relevance(table("relevance", "u,i\n\(relevance)".utf8), user: "u", item: "i"), depth: 4)
  }

  /// Lists whose rows stand together unless they are `scattered`, with line breaks in quotes and items in no table.
  private func document(_ random: inout SplitMix, scattered: Bool) -> [UInt8] {
    var rows: [String] = []
    for user in (0..<14).shuffled(using: &random) where Int.random(in: 0..<5, using: &random) > 0 {
      for (at, item) in (0..<11).shuffled(using: &random).prefix(Int.random(in: 1...7, using: &random)).enumerated() {
        let note = ["", "\"a\nb\"", "\"say \"\"x\"\"\n\"", "plain", "\"\r\n\""].randomElement(using: &random)!
        rows.append("\(note),u\(user),\"item, \(item)\",\(at + 1),\(at % 3)\n")
      }
    }
    if scattered { rows.shuffle(using: &random) }
    return Array(("note,user,item,rank,clicks\n" + rows.joined()).utf8)
  }

  private func check(_ columns: ListColumns, _ comment: Comment) {
    let wanted = Reading(columns, SourceOptions())
    for block in [16, 57, 300, 1 << 18] {
      for (threads, memory) in [(1, 1 << 20), (2, 1 << 20), (5, 1 << 20), (1, 100), (3, 100), (2, 0)] {
        var options = SourceOptions()
        (options.blockBytes, options.gatheredBytes) = (block, memory)
        let got = Reading(columns, options, threads: threads)
        #expect(got == wanted, "\(comment), block \(block), \(threads) threads, memory \(memory)")
      }
    }
  }

  @Test("any borders, threads and memory", arguments: 0..<24) func wellFormed(seed: Int) {
    var random = SplitMix(state: UInt64(3_000 + seed))
    withFolder { folder in
      let bytes = document(&random, scattered: seed % 2 == 1)
      let columns = columns(
        bytes, folder, coded: seed % 8 < 6, byScore: seed % 3 == 0, engagement: seed % 4 < 2)
      guard case .success(let found) = Reading(columns, SourceOptions()).result else {
        Issue.record("these lists can be read")
        return
      }
      #expect(found.pieces.count > 1)
      check(columns, "seed \(seed)")
    }
  }

  @Test("the first fault wins", arguments: 0..<40) func damaged(seed: Int) {
    var random = SplitMix(state: UInt64(4_000 + seed))
    let pieces: [[UInt8]] = [
      [34], [44], [10], [13], [0], [0xFF], [], Array("u3".utf8), Array(",".utf8), Array("1".utf8),
    ]
    withFolder { folder in
      var bytes = document(&random, scattered: seed % 3 == 0)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let at = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, at + Int.random(in: 0...2, using: &random))
        bytes.replaceSubrange(at..<end, with: pieces.randomElement(using: &random)!)
      }
      check(columns(bytes, folder, coded: seed % 5 > 0), "seed \(seed)")
    }
  }

  @Test("a list, a repetition and a line break across every border") func acrossBorders() {
    let rows = "note,user,item,rank\n,u1,\"item, 1\",1\n\"\n\n\n\",u1,\"item, 2\",2\n,u1,\"no such\nitem\",3\n"
    withFolder { folder in
      for (end, fault) in [
        ("", nil), (",u1,\"no such\nitem\",4\n", "repeated-item 9:5"), (",u1,\"item, 3\",1\n", "repeated-rank 9:15"),
        (",u2,\"item, 3\",1\n,u1,\"item, 1\",7\n", "repeated-item 10:5"),
      ] {
        let columns = columns(Array((rows + end).utf8), folder, coded: true)
        let wanted = Reading(columns, SourceOptions())
        switch wanted.result {
        case .success(let found): #expect(fault == nil && found.pieces[0].lengths == [3])
        case .failure(let error): #expect("\(error.code) \(error.place)" == fault)
        }
        for block in 16..<120 {
          var options = SourceOptions()
          options.blockBytes = block
          for threads in [2, 3] { #expect(Reading(columns, options, threads: threads) == wanted, "block \(block)") }
        }
      }
    }
  }

  @Test("several files, packed ones among them, with their digests") func files() throws {
    var random = SplitMix(state: 9)
    try withFolder { folder in
      var columns = columns(document(&random, scattered: false), folder, coded: true)
      let header = "note,user,item,rank,clicks\n"
      write("\(header),u0,\"item, 1\",90,0\n".utf8, to: "\(folder)/second.csv")
      write(gzip(Array("\(header),u12,\"item, 1\",90,0\n".utf8)), to: "\(folder)/third.csv.gz")
      let first = columns.lists.table.files[0]
      for names in [["second.csv"], ["second.csv", "third.csv.gz"]] {
        columns.lists.table.files = [first] + names.map { InputFile("\(folder)/\($0)") }
        check(columns, "\(names)")
        let inputs = try Reading(columns, SourceOptions()).result.get().reading.readings.flatMap(\.inputs)
        #expect(inputs.map(\.file) == columns.files && inputs.count == names.count + 4)
        for threads in [1, 2, 4] {
          let job = DigestJob(columns.files, threads: threads)
          #expect(
            try Reading(columns, SourceOptions(), threads: threads, digests: job).result.get().reading.readings.flatMap(
              \.inputs) == inputs)
          let digests = try job.digests()
          #expect(digests.count == inputs.count)
          for input in inputs { #expect(try FileDigest.sha256("\(folder)/\(input.name)") == digests[input.file]) }
        }
      }
    }
  }

  @Test("a stream is held within the memory that is granted") func streams() throws {
    var random = SplitMix(state: 10)
    try withFolder { folder in
      let bytes = document(&random, scattered: true)
      var columns = columns(bytes, folder, coded: true)
      let wanted = try Reading(columns, SourceOptions()).result.get()
      for (memory, fits) in [(512_000_000, true), (10_000, true), (100, false)] {
        let pipe = "\(folder)/pipe"
        mkfifo(pipe, 0o600)
        let writer = popen("cat \(folder)/lists.csv > \(pipe) 2>/dev/null", "r")
        defer { pclose(writer!) }
        columns.lists.table.files = [InputFile(pipe)]
        var options = SourceOptions()
        options.gatheredBytes = memory
        let got = Reading(columns, options, threads: 2)
        unlink(pipe)
        if fits {
          #expect(try got.result.get().pieces == wanted.pieces)
        } else {
          guard case .failure(let error) = got.result else {
            Issue.record("the rows do not fit")
            continue
          }
          #expect(error.code == "memory-exceeded" && error.message.contains("100 bytes"))
        }
      }
    }
  }
}
