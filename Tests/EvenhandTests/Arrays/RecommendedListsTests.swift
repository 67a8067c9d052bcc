import Evenhand
import Foundation
import Testing
import _AuditTesting

@Suite("Ranked lists from arrays") struct RecommendedListsTests {
  private func lists(_ made: MadeUpLists, threads: Int = 2) throws -> RecommendedLists {
    let entries = made.people.flatMap { person in
      person.items.enumerated().map { (user: person.id, item: $1, rank: $0 + 1) }
    }
    return try RecommendedLists(
      users: entries.map(\.user), items: entries.map(\.item), ranks: entries.map(\.rank), depth: 2,
      people: .init(
        made.people.map(\.id),
        groups: ["sex": made.people.map(\.sex), "age": made.people.indices.map { 20 + $0 % 50 }],
        bins: ["age": [20, 40, 70]]),
      catalogue: .init(["a1", "a2", "b1", "b2"], groups: ["maker": ["A", "A", "B", "B"]], popularity: [5, 1, 2, 0]),
      relevance: .init(users: made.people.map(\.id), items: made.people.map(\.wanted)), target: .catalogue,
      threads: threads)
  }

  @Test("the numbers are those of an audit by a plan", arguments: [40, 900]) func samePlan(count: Int) async throws {
    let made = MadeUpLists(count, seed: UInt64(count))
    func lines(_ header: String, _ rows: [String]) -> String { ([header] + rows).map { $0 + "\n" }.joined() }
    let plan = ListTables(
      """
        source: lists.csv
        columns: {user: user, item: item, rank: rank}
        users: {source: users.csv, groups: [{column: age, bins: [20, 40, 70]}, sex]}
        intersections: [[age, sex]]
        items: {source: items.csv, groups: [maker], popularity: popularity}
        relevant: {source: relevant.csv}
        depth: 2
        target: catalogue
      replicates: 0
      """,
      files: [
        "lists.csv": lines(
          "user,item,rank",
          made.people.flatMap { person in person.items.enumerated().map { "\(person.id),\($1),\($0 + 1)" } }),
        "users.csv": lines(
          "user,sex,age", made.people.enumerated().map { "\($1.id),\($1.sex),\(20 + $0 % 50)" }),
        "items.csv": "item,maker,popularity\na1,A,5\na2,A,1\nb1,B,2\nb2,B,0\n",
        "relevant.csv": lines("user,item", made.people.map { "\($0.id),\($0.wanted)" }),
      ],
      requirements: [
        "{id: gain, metric: ndcg, across: [sex], compare: ratio, reference: complement, between: [0.8, 1.25], confidence: 0.9}",
        "{id: crossed, metric: ndcg, across: [[age, sex]], compare: difference, reference: highest, at-most: 0.2}",
        "{id: shown, metric: exposure, across: [maker], compare: ratio, reference: {group: [A]}, at-least: 0.8}",
        "{id: share, metric: exposure-share, across: [maker], compare: ratio, reference: target, at-least: 0.8}",
        "{id: gini, metric: exposure-gini, at-most: 0.9}",
      ])
    let record = try await plan.record()
    let lists = try lists(made)
    let questions:
      [(metric: String, grouping: [String], compare: Comparison, reference: ReferenceRule?, level: Double)] = [
        ("ndcg", ["sex"], .ratio, .complement, 0.9), ("ndcg", ["age", "sex"], .difference, .highest, 0.95),
        ("exposure", ["maker"], .ratio, .group(["A"]), 0.95), ("exposure-share", ["maker"], .ratio, .target, 0.95),
        ("precision", ["age"], .difference, nil, 0.95), ("popularity-lift", ["sex"], .value, nil, 0.95),
      ]
    for question in questions where record.metrics.contains(where: { $0.id == question.metric }) {
      let found = try lists.compare(
        question.metric, across: question.grouping, by: question.compare, against: question.reference,
        confidence: question.level)
      let word = found.disparities.first?.reference.rule
      let rows = record.disparities.filter {
        $0.metric == question.metric && $0.grouping == question.grouping && $0.comparison == question.compare
          && $0.reference.rule == word && $0.level == question.level
      }
      #expect(found.disparities == rows, "\(question)")
      #expect(rows.isEmpty == (question.compare == .value))
      #expect(
        found.estimates
          == record.estimates.filter { $0.metric == question.metric && $0.grouping == question.grouping },
        "\(question)")
      #expect(!found.estimates.isEmpty && found.description.contains(question.grouping.joined(separator: " × ")))
    }
    let gini = try lists.compare("exposure-gini")
    #expect(gini.summary == record.number("exposure-gini") && gini.summary?.value != nil)
    #expect(try self.lists(made, threads: 1).compare("ndcg", across: ["sex"]) == lists.compare("ndcg", across: ["sex"]))
  }

  @Test("the smallest lists, without tables beside them") func plain() throws {
    let lists = try RecommendedLists(
      users: [7, 7, 9], items: ["x", "y", "x"], scores: [0.5, 0.9, 0.1], catalogue: .init(["x", "y"]))
    #expect(try lists.compare("exposure-gini").summary?.value != nil)
    #expect(lists.groupsOfPeople.isEmpty && lists.groupsOfItems.isEmpty)
    #expect(try lists.notes().isEmpty)
  }

  @Test("what is wrong is said with its mend") func errors() throws {
    func made(_ body: () throws -> Void) -> String {
      do { try body() } catch { return "\(error)" }
      return ""
    }
    #expect(made { _ = try RecommendedLists(users: ["a"], items: ["x"]) }.contains("hand over ranks:"))
    #expect(made { _ = try RecommendedLists(users: ["a"], items: ["x"], ranks: [1], depth: 0) }.contains("depth: 10"))
    #expect(
      made { _ = try RecommendedLists(users: ["a"], items: ["x", "y"], ranks: [1]) }
        .contains("lists: “item” has 2 rows and “user” 1"))
    #expect(
      made { _ = try RecommendedLists(users: ["a", "a"], items: ["x", "y"], ranks: [1, 1]) }.hasPrefix("lists:2"))
    #expect(made { _ = try RecommendedLists(users: [String](), items: [String](), ranks: []) }.contains("no lists"))
    #expect(
      made {
        _ = try RecommendedLists(
          users: ["a"], items: ["x"], ranks: [1], people: .init(["a", "a"], groups: ["sex": ["F", "F"]]))
      }.hasPrefix("people:2"))
    #expect(
      made {
        _ = try RecommendedLists(
          users: ["a"], items: ["x"], ranks: [1], people: .init(["a"], groups: ["sex": ["F"]]),
          catalogue: .init(["x"], groups: ["sex": ["F"]]))
      }.contains("another name"))
    let lists = try RecommendedLists(
      users: ["a"], items: ["x"], ranks: [1], people: .init(["a"], groups: ["sex": ["F"]]))
    #expect(made { _ = try lists.compare("ndcg", across: ["sex"]) }.contains("hand over relevance:"))
    #expect(made { _ = try lists.compare("exposure", across: ["sex"]) }.contains("hand over catalogue:"))
    #expect(made { _ = try lists.compare("list-popularty", across: ["sex"]) }.contains("did you mean"))
    #expect(made { _ = try lists.compare("received-nothing") }.contains("one or more"))
  }
}
