import AuditData
import AuditRecord
import Testing

@Suite("Ranked lists against dictionaries") struct ListDifferentialTests {
  /// One row of the lists, with numbers for identifiers.
  private struct Row {
    var user: Int
    var item: Int
    var rank: Int
    var score: Int
  }

  /// What the rules say about a list, entry by entry.
  private func list(_ rows: [Row], byScore: Bool, isStated: Bool, depth: Int, items: Int) -> [[Int]] {
    rows.map { row in
      if isStated, !byScore { return [row.item, row.rank, 1] }
      let before = rows.count { byScore ? $0.score > row.score : $0.rank < row.rank }
      let tied = byScore ? rows.count { $0.score == row.score } : 1
      return [row.item, before + 1, tied]
    }
    .filter { $0[0] < items && $0[1] <= depth }
    .sorted { ($0[1], $0[0]) < ($1[1], $1[0]) }
  }

  private func name(_ kind: String, _ number: Int, _ style: Int) -> String {
    switch style {
    case 0: "\(number)"
    case 1: "\(kind)-\(number * 7_919)"
    default: "\(number % 2 == 0 ? "" : "a very long identifier, ")\(kind) \(number)"
    }
  }

  private func quoted(_ text: String) -> String { text.contains(",") ? "\"\(text)\"" : text }

  @Test("seeded tables in any order", arguments: 0..<60) func random(seed: Int) throws {
    var random = SplitMix(state: UInt64(seed))
    let (users, items, style) = (
      Int.random(in: 1...9, using: &random), Int.random(in: 1...12, using: &random), seed % 3
    )
    let isStated = seed % 2 == 0
    let (byScore, depth) = (Bool.random(using: &random), Int.random(in: 1...(isStated ? 40 : 6), using: &random))
    var rows: [Row] = []
    // One user and three items are in no table.
    for user in 0...users where Int.random(in: 0..<5, using: &random) > 0 {
      let chosen = (0..<(items + 3)).shuffled(using: &random).prefix(Int.random(in: 1...10, using: &random))
      let ranks = (1...40).shuffled(using: &random)
      for (at, item) in chosen.enumerated() {
        rows.append(Row(user: user, item: item, rank: ranks[at], score: Int.random(in: -2...2, using: &random)))
      }
    }
    guard !rows.isEmpty else { return }
    if seed % 4 < 3 { rows.shuffle(using: &random) }
    var relevant: [[Int]] = []
    for _ in 0..<Int.random(in: 0...60, using: &random) {
      relevant.append([
        Int.random(in: 0...users, using: &random), Int.random(in: 0..<(items + 2), using: &random),
        Int.random(in: -1...5, using: &random),
      ])
    }

    var tables = Tables(
      "rank,item,score,user\n"
        + rows.map { row in
          "\(row.rank),\(quoted(name("item", row.item, style))),\(row.score),\(quoted(name("user", row.user, style)))\n"
        }.joined())
    tables.users = "user,sex\n" + (0..<users).map { "\(quoted(name("user", $0, style))),F\n" }.joined()
    tables.items = "item,provider\n" + (0..<items).map { "\(quoted(name("item", $0, style))),A\n" }.joined()
    tables.relevance =
      "user,item,grade\n"
      + relevant.map { "\(quoted(name("user", $0[0], style))),\(quoted(name("item", $0[1], style))),\($0[2])\n" }
      .joined()
    tables.grade = "grade"
    (tables.rank, tables.score, tables.depth) = (byScore ? nil : "rank", "score", depth)
    tables.ranks = isStated ? .stated : .counted

    for block in [16, 300, 1 << 18] {
      let data = try tables.read(block: block)
      var (kept, beyond, strange) = (0, 0, 0)
      for user in 0..<users {
        let own = rows.filter { $0.user == user }
        let wanted = list(own, byScore: byScore, isStated: isStated, depth: depth, items: items)
        #expect(data.list(user) == wanted)
        #expect(
          Int(data.lists.lengths[user]) == (isStated && !byScore ? own.map(\.rank).max() ?? 0 : own.count))
        let within = list(own, byScore: byScore, isStated: isStated, depth: depth, items: .max).count
        kept += wanted.count
        beyond += own.count - within
        strange += within - wanted.count

        var best: [Int: Int] = [:]
        for pair in relevant where pair[0] == user && pair[1] < items && pair[2] > 0 {
          best[pair[1]] = max(best[pair[1]] ?? 0, pair[2])
        }
        #expect(data.relevance?.of(user) == best.sorted { $0.key < $1.key }.map { [Double($0.key), Double($0.value)] })
      }
      let unknown = rows.count { $0.user == users }
      let counts = ["unknown-user": unknown, "beyond-depth": beyond, "unknown-item": strange]
      #expect(data.rows(.lists) == tally(rows.count, counts))
      #expect(data.rows(.lists)?.judged == kept && data.lists.items.count == kept)
      #expect(data.rows(.relevance)?.judged == data.relevance.map(\.items.count))
    }
  }

  @Test("seeded repetitions", arguments: 0..<30) func repetitions(seed: Int) throws {
    var random = SplitMix(state: UInt64(500 + seed))
    var rows: [[Int]] = []
    for user in 0..<4 {
      for (rank, item) in (0..<8).shuffled(using: &random).enumerated() { rows.append([user, item, rank + 1]) }
    }
    if seed % 3 > 0 { rows.shuffle(using: &random) }
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let at = Int.random(in: 0..<rows.count, using: &random)
      rows[at][Bool.random(using: &random) ? 1 : 2] = Int.random(in: 1...7, using: &random)
    }
    var first: String?
    for (at, row) in rows.enumerated() where first == nil {
      let before = rows[..<at].filter { $0[0] == row[0] }
      if before.contains(where: { $0[1] == row[1] }) {
        first = "repeated-item \(at + 2):3"
      } else if before.contains(where: { $0[2] == row[2] }) {
        first = "repeated-rank \(at + 2):5"
      }
    }
    var tables = Tables("user,item,rank\n" + rows.map { "\($0[0]),\($0[1]),\($0[2])\n" }.joined())
    (tables.users, tables.items) = (nil, nil)
    if let first {
      let error = try tables.failure()
      #expect("\(error.code) \(error.place)" == first)
    } else {
      _ = try tables.read()
    }
  }
}
