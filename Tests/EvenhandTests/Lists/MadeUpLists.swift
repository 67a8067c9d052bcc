import Evenhand
import _AuditTesting

/// Seeded lists of two out of four items, with known chances.
///
/// Women and men alternate. A man's wanted item stands first with probability 0.5 and second with 0.3, a woman's with 0.4
/// and 0.2. The first item is one of A with probability 0.6, the second with 0.4, independently.
struct MadeUpLists {
  struct Person {
    var id: String
    var sex: String
    var items: [String]
    var wanted: String
  }

  var people: [Person] = []
  /// How labels of people and of items are written.
  var labels = ["f": "f", "m": "m", "A": "A", "B": "B"]

  /// 1/log₂ 3.
  static let second = 0.6309297535714574
  /// The expected NDCG of women less that of men.
  static let difference = -0.1 - 0.1 * second
  /// The expected attention of an item of B ÷ that of an item of A.
  static let ratio = (0.4 + 0.6 * second) / (0.6 + 0.4 * second)

  init(_ count: Int, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    func chance(_ p: Double) -> Bool { Double.random(in: 0..<1, using: &random) < p }
    for number in 0..<count {
      let sex = number % 2 == 0 ? "f" : "m"
      let isFirstA = chance(0.6)
      let isSecondA = chance(0.4)
      let (a, b) = (["a1", "a2"].shuffled(using: &random), ["b1", "b2"].shuffled(using: &random))
      let first = isFirstA ? a[0] : b[0]
      let second = isSecondA ? (isFirstA ? a[1] : a[0]) : isFirstA ? b[0] : b[1]
      let draw = Double.random(in: 0..<1, using: &random)
      let (top, next) = sex == "m" ? (0.5, 0.8) : (0.4, 0.6)
      let other = ["a1", "a2", "b1", "b2"].first { $0 != first && $0 != second } ?? ""
      people.append(
        Person(
          id: "u\(number)", sex: sex, items: [first, second],
          wanted: draw < top ? first : draw < next ? second : other))
    }
  }

  func tables(metrics: String = "[ndcg, exposure]", requirements: [String] = []) -> ListTables {
    func label(_ name: String) -> String { labels[name] ?? name }
    return ListTables(
      """
        source: lists.csv
        columns: {user: user, item: item, rank: rank}
        users: {source: users.csv, groups: [sex]}
        items: {source: items.csv, groups: [maker]}
        relevant: {source: relevant.csv}
        depth: 2
        target: catalogue
      metrics: \(metrics)
      replicates: 0
      """,
      files: [
        "users.csv": "user,sex\n" + people.map { "\($0.id),\(label($0.sex))\n" }.joined(),
        "items.csv": "item,maker\n"
          + ["a1", "a2", "b1", "b2"].map { "\($0),\(label($0.first == "a" ? "A" : "B"))\n" }.joined(),
        "relevant.csv": "user,item\n" + people.map { "\($0.id),\($0.wanted)\n" }.joined(),
        "lists.csv": "user,item,rank\n"
          + people.map { "\($0.id),\($0.items[0]),1\n\($0.id),\($0.items[1]),2\n" }.joined(),
      ], requirements: requirements)
  }

  /// Both sides, each compared in both directions.
  static let bothWays = [
    "{id: q1, metric: ndcg, across: [sex], compare: ratio, reference: {group: m}, at-least: 0.8}",
    "{id: q2, metric: ndcg, across: [sex], compare: ratio, reference: {group: f}, at-least: 0.8}",
    "{id: q3, metric: ndcg, across: [sex], compare: difference, reference: {group: m}, at-most: 0.1}",
    "{id: q4, metric: ndcg, across: [sex], compare: difference, reference: {group: f}, at-most: 0.1}",
    "{id: e1, metric: exposure, across: [maker], compare: ratio, reference: {group: A}, at-least: 0.8}",
    "{id: e2, metric: exposure, across: [maker], compare: ratio, reference: {group: B}, at-least: 0.8}",
  ]
}

extension Record {
  /// A disparity against a named group.
  func pair(_ metric: String, _ group: Label, against other: Label, _ comparison: Comparison) -> Disparity? {
    disparities.first {
      $0.metric == metric && $0.group == [group] && $0.reference.rule == .group && $0.reference.group == [other]
        && $0.comparison == comparison
    }
  }
}
