import Evenhand
import Testing
import _AuditTesting

/// People without a known group, and rows of people in no table, reach findings about averages of lists.
@Suite struct ListsLeftOutTests {
  /// 100 lists of women, 60 of which hold what is relevant, 100 of men, 62 of which do, and those of people of no known sex.
  static func tables(unknown: Int, strangers: Int = 0, leftOut: String = "") -> ListTables {
    var (users, lists, relevant) = ("user,sex\n", "user,item,rank\n", "user,item\n")
    func add(_ name: String, _ sex: String, _ isHit: Bool) {
      users += "\(name),\(sex)\n"
      relevant += "\(name),i1\n"
      lists += "\(name),\(isHit ? "i1" : "i2"),1\n"
    }
    for number in 0..<100 {
      add("f\(number)", "f", number < 60)
      add("m\(number)", "m", number < 62)
    }
    for number in 0..<unknown { add("u\(number)", "", true) }
    for number in 0..<strangers { lists += "s\(number),i1,1\n" }
    return ListTables(
      """
        source: lists.csv
        columns: {user: user, item: item, rank: rank}
        users: {source: users.csv, groups: [sex]}
        relevant: {source: relevant.csv}
        depth: 1
      \(leftOut)
      """, files: ["users.csv": users, "lists.csv": lists, "relevant.csv": relevant],
      requirements: [
        "{id: quality, metric: ndcg, across: [sex], compare: ratio, reference: {group: m}, at-least: 0.5}",
        "{id: hits, metric: hit-rate, across: [sex], compare: ratio, reference: {group: m}, at-least: 0.5}",
      ])
  }

  @Test func unknownPeopleHaveAnyAverage() async throws {
    let record = try await Self.tables(unknown: 20).record()
    let quality = try #require(record.findings.first { $0.requirement == "quality" && $0.group == ["f"] })
    let bounds = try #require(quality.bounds)
    #expect(bounds.leftOut == 20 && isClose(bounds.share, 20.0 / 220) && bounds.causes.map(\.reason) == [.unknownGroup])
    // The least over all splits, and the greatest, of lists of 0 and lists of 1.
    func ratio(_ own: (Int, Int), _ other: (Int, Int)) -> Double {
      Double(own.0) / Double(own.1) / (Double(other.0) / Double(other.1))
    }
    let ends = (0...20).map { ratio((60, 100 + $0), (82 - $0, 120 - $0)) }
    let best = (0...20).map { ratio((60 + $0, 100 + $0), (62, 120 - $0)) }
    #expect(isClose(bounds.worst?.value, ends.min()) && isClose(bounds.best?.value, best.max()))
    #expect(quality.verdict == (bounds.worst?.verdict == .met ? .met : .cannotTell))
    // Of counted lists the hits of those people are known: all 20 are hits.
    let hits = try #require(record.findings.first { $0.requirement == "hits" && $0.group == ["f"] }?.bounds)
    #expect(isClose(hits.worst?.value, 0.6 / (82.0 / 120)) && isClose(hits.best?.value, (80.0 / 120) / 0.62))
    #expect(Confirmation(of: record).failures == [])
  }

  @Test func rowsOfStrangersAreWarnedOfAndThenRefused() async throws {
    let some = try await Self.tables(unknown: 0, strangers: 10).record()
    let warning = try #require(some.warnings.first { $0.code == .lostJoin })
    #expect(warning.rows == 10 && isClose(warning.share, 10.0 / 210) && warning.table == "lists")
    let bounds = try #require(some.findings.first { $0.group == ["f"] }?.bounds)
    #expect(bounds.leftOut == 10 && bounds.causes.map(\.reason) == [.unknownUser])
    await #expect(throws: ReadError.self) { try await Self.tables(unknown: 0, strangers: 60).record() }
    let one = try await Self.tables(unknown: 0, strangers: 2).record()
    #expect(one.warnings.allSatisfy { $0.code != .lostJoin })
  }
}
