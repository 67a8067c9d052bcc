import Foundation
import Testing

@testable import Evenhand

/// No number of data or of a record ends the program: it is taken, or refused with its place.
struct ExtremeNumbersTests {
  private static let extremes = [
    "0", "-1", "5e-324", "-5e-324", "1e99", "1.797e308", "-1.797e308", "9007199254740993", "1e19",
  ]
  /// What no number of JSON is, and a cell of a table may be.
  private static let cells = ["1e999", "NaN", "0x10"]

  // MARK: data

  /// Tables by file, and a plan over them.
  private struct Tables {
    var plan: String
    var tables: [String: [[String]]]
    /// The columns of numbers, by file.
    var numeric: [(file: String, column: String)]
  }

  private static let decisions = Tables(
    plan: """
      audit: {title: T}
      decisions:
        source: rows.csv
        columns: {decision: hired, favourable: ["yes"], outcome: good, positive: ["1"], count: n}
        groups: [sex, {column: age, bins: [0, 25, 45, 120]}]
        within: [place]
      requirements:
        - {id: ratio, metric: selection-rate, at-least: 0.8, minimum-count: 1}
      replicates: 10
      """,
    tables: [
      "rows.csv": [["sex", "age", "place", "hired", "good", "n"]]
        + (0..<24).map {
          [$0 % 2 == 0 ? "f" : "m", "\(20 + $0)", "\($0 % 3)", $0 % 5 < 3 ? "yes" : "no", "\($0 % 2)", "\(1 + $0)"]
        }
    ], numeric: [("rows.csv", "age"), ("rows.csv", "place"), ("rows.csv", "n")])

  private static let counts = Tables(
    plan: """
      audit: {title: T}
      decisions: {source: rows.csv, counts: {selected: s, people: p}, groups: [g]}
      replicates: 10
      """,
    tables: ["rows.csv": [["g", "s", "p"], ["a", "3", "10"], ["b", "5", "10"]]],
    numeric: [("rows.csv", "s"), ("rows.csv", "p")])

  private static func lists(by order: String) -> Tables {
    Tables(
      plan: """
        audit: {title: T}
        recommendations:
          source: lists.csv
          columns: {user: user, item: item, \(order): \(order), engagement: liked}
          users: {source: users.csv, id: user, groups: [{column: age, bins: [0, 30, 90]}]}
          items: {source: items.csv, id: item, groups: [{column: price, bins: [0, 5, 100]}, maker], popularity: sold}
          relevant: {source: wanted.csv, user: user, item: item, grade: grade}
          history: {source: wanted.csv, user: user, item: item}
          depth: 5
          target: catalogue
        requirements:
          - {id: q, metric: ndcg, at-most: 0.9, minimum-count: 1}
          - {id: s, metric: exposure, at-least: 0.8, minimum-count: 1}
        replicates: 10
        """,
      tables: [
        "lists.csv": [["user", "item", "rank", "score", "liked"]]
          + (0..<14).flatMap { user in (1...4).map { ["u\(user)", "i\($0)", "\($0)", "\(5 - $0)", "\(user)"] } },
        "users.csv": [["user", "age"]] + (0..<14).map { ["u\($0)", "\(20 + 4 * $0)"] },
        "items.csv": [["item", "price", "maker", "sold"]]
          + (1...5).map { ["i\($0)", "\($0 * $0)", $0 % 2 == 0 ? "p" : "q", "\($0)"] },
        "wanted.csv": [["user", "item", "grade"]] + (0..<14).map { ["u\($0)", "i\(1 + $0 % 4)", "\(1 + $0 % 3)"] },
      ],
      numeric: [
        ("lists.csv", order), ("lists.csv", "liked"), ("users.csv", "age"), ("items.csv", "price"),
        ("items.csv", "sold"), ("wanted.csv", "grade"),
      ])
  }

  @Test("every column of numbers", arguments: [0, 1, 2, 3]) func data(_ which: Int) async throws {
    let tables = [Self.decisions, Self.counts, Self.lists(by: "rank"), Self.lists(by: "score")][which]
    try await Support.inFolder { folder in
      func write(_ file: String, _ rows: [[String]]) throws {
        try Files.write(Array(rows.map { $0.joined(separator: ",") + "\n" }.joined().utf8), to: "\(folder)/\(file)")
      }
      for (file, rows) in tables.tables { try write(file, rows) }
      let plan = try PlanReader.read(Array(tables.plan.utf8), file: "plan.yaml", catalogue: Catalogue.cards)
      var (taken, refused) = (0, 0)
      for (file, name) in tables.numeric {
        let rows = try #require(tables.tables[file])
        let column = try #require(rows[0].firstIndex(of: name))
        for number in Self.extremes + Self.cells {
          var changed = rows
          changed[2][column] = number
          try write(file, changed)
          do {
            let record = try Audit.run(plan, folder: folder)
            let sealed = try SealedRecord(record)
            #expect(
              Confirmation(of: try SealedRecord(parsing: Array(sealed.text.utf8)).record).failures == [],
              "\(name) \(number)")
            if taken.isMultiple(of: 8) { _ = HTMLRenderer().render(Report.whole(of: sealed)) }
            taken += 1
          } catch let error as ReadError {
            // The file, the line and the column come first.
            let place = error.description.firstMatch(of: #/^[a-z]+\.csv:([0-9]+):[0-9]+: /#)
            #expect(error.description.hasPrefix(file) && place != nil, "\(name) \(number): \(error)")
            #expect(place.map { ["3", "4"].contains($0.1) } ?? false, "\(name) \(number): \(error)")
            refused += 1
          }
        }
        try write(file, rows)
      }
      #expect(taken > 0 && refused > tables.numeric.count)
    }
  }

  // MARK: records

  /// One number for each way to one, with the members that lead to it.
  private static func places(_ value: JSONValue, _ path: String, _ found: inout [String: [Int]], _ trail: [Int] = []) {
    switch value {
    case .number: if found[path] == nil { found[path] = trail }
    case .array(let elements):
      for (index, element) in elements.enumerated() { places(element, path + "[]", &found, trail + [index]) }
    case .object(let members):
      for (index, member) in members.enumerated() {
        places(member.value, "\(path).\(member.key)", &found, trail + [index])
      }
    default: break
    }
  }

  private static func replacing(_ value: JSONValue, at trail: ArraySlice<Int>, with number: Double) -> JSONValue {
    guard let index = trail.first else { return .number(number) }
    switch value {
    case .array(var elements):
      elements[index] = replacing(elements[index], at: trail.dropFirst(), with: number)
      return .array(elements)
    case .object(var members):
      members[index].value = replacing(members[index].value, at: trail.dropFirst(), with: number)
      return .object(members)
    default: return value
    }
  }

  /// `scripts/fuzz` does the same to larger records, to several numbers at once.
  @Test("every number of a record") func records() async throws {
    for (record, rules) in zip(
      try await OneReleaseLaterTests.small(), [Rules.current, Rules(rawValue: "evenhand-rules/99")])
    {
      var record = record
      record.rules = rules
      let document = try JSONValue(parsing: Array(record.canonicalText().utf8))
      var places: [String: [Int]] = [:]
      Self.places(document, "", &places)
      #expect(places.count > 40)
      for trail in places.values {
        for number in [-1.797e308, 9_007_199_254_740_992] {
          let changed = Self.replacing(document, at: trail[...], with: number)
          // It is read and looked at, or refused.
          guard let sealed = try? SealedRecord(parsing: Array(changed.canonical.utf8)) else { continue }
          _ = Confirmation(of: sealed.record).failures
          _ = MarkdownRenderer().render(Report.whole(of: sealed))
        }
      }
    }
  }

  @Test("counts of any size") func bounded() {
    #expect(
      [0, -0.0, 1.9, -1.9, .leastNonzeroMagnitude, 1e307, -1e307, .infinity, -.infinity, .nan, 0x1p63, -0x1p63].map {
        Int(bounded: $0)
      }
        == [0, 0, 1, -1, 0, .max, .min, .max, .min, 0, .max, .min])
    #expect(Int(bounded: 9_223_372_036_854_774_784) == 9_223_372_036_854_774_784)
    let products: [Int] = [Int.max.times(2), Int.max.times(-2), Int.min.times(-1), 3.times(-4)]
    #expect(products == [Int.max, Int.min, Int.max, -12])
    let sums: [Int] = [Int.max.plus(1), Int.min.minus(1), [Int.max, 1, -1].together]
    #expect(sums == [Int.max, Int.min, Int.max - 1])
    #expect(PlainNumber.fixed(.infinity, decimals: 2) == "∞" && PlainNumber.percent(-.infinity) == "−∞")
    #expect(PlainNumber.fixed(.nan, decimals: 2) == "–" && CanonicalNumber.text(.infinity) == "∞")
  }
}
