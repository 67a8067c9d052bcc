import Evenhand
import Foundation
import Testing

/// The tables of docs/choosing-a-gate.md are what the program says. `RECORD_SNAPSHOTS=1` writes them anew, and fails.
struct ChoosingAGateTests {
  static let path = "\(Support.checkout)/docs/choosing-a-gate.md"

  private static func question(
    _ rate: Double, _ reference: ReferenceRule, confidence: Double = 0.95, groups: [Int] = []
  ) -> PowerQuestion {
    PowerQuestion(
      groups: groups.enumerated().map { ([Label("\($0)")], $1) }, rate: rate,
      requirement: Requirement(
        id: "r", metric: "selection-rate", across: [], compare: .ratio, reference: reference, atLeast: 0.8,
        confidence: confidence))
  }

  private static func table(_ header: [String], _ rows: [[String]]) -> String {
    ([header, header.map { _ in "---" }] + rows).map { "| " + $0.joined(separator: " | ") + " |" }.joined(
      separator: "\n")
  }

  private static func people(_ rates: [Double], groups: [Int]) throws -> String {
    let rows = try Parallelism.within(threads: 4) {
      try rates.map { rate in
        try ["\(Int((rate * 100).rounded())) %"]
          + groups.flatMap { count in
            try [ReferenceRule.highest, .complement].map { reference in
              let needed = try question(rate, reference).needed(groups: count, values: [1])
              return needed[0].allMet.map(PlainNumber.count) ?? "more than a million"
            }
          }
      }
    }
    return table(["rate"] + groups.flatMap { ["\($0) groups, highest", "\($0), everybody else"] }, rows)
  }

  private static func passes() throws -> String {
    let ways: [(String, ReferenceRule, Double)] = [
      ("highest, 95 %", .highest, 0.95), ("highest, 90 %", .highest, 0.9),
      ("everybody else, 95 %", .complement, 0.95), ("everybody else, 90 %", .complement, 0.9),
    ]
    let systems: [(String, Double, [Int])] = [
      ("2 groups of 500, rate 50 %", 0.5, [500, 500]),
      ("5 groups of 1,000, rate 10 %", 0.1, [1_000, 1_000, 1_000, 1_000, 1_000]),
      ("5 groups of 1,000, rate 30 %", 0.3, [1_000, 1_000, 1_000, 1_000, 1_000]),
      ("5 groups of 4,000, rate 10 %", 0.1, [4_000, 4_000, 4_000, 4_000, 4_000]),
      ("4 groups of 3,000 and one of 40, rate 30 %", 0.3, [3_000, 3_000, 3_000, 3_000, 40]),
      ("4 groups of 3,000 alone, rate 30 %", 0.3, [3_000, 3_000, 3_000, 3_000]),
    ]
    let rows = try Parallelism.within(threads: 4) {
      try systems.map { words, rate, groups in
        try [words]
          + ways.map { _, reference, confidence in
            let answer = try question(rate, reference, confidence: confidence, groups: groups).answer(chances: false)
            return "\(Int((answer.allMetWhenEqual * 100).rounded()))"
          }
      }
    }
    return table(["groups, all equal"] + ways.map(\.0), rows)
  }

  @Test func theTablesAreFresh() throws {
    let page = try String(contentsOfFile: Self.path, encoding: .utf8)
    let fresh = try replacing("people", in: page, by: Self.people([0.05, 0.1, 0.3, 0.5], groups: [2, 5, 10]))
    let whole = try replacing("passes", in: fresh, by: Self.passes())
    if whole != page, ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try whole.write(toFile: Self.path, atomically: true, encoding: .utf8)
      Issue.record("recorded anew: docs/choosing-a-gate.md")
      return
    }
    #expect(whole == page, "run with RECORD_SNAPSHOTS=1")
  }

  /// The text with what stands between two marks replaced.
  private func replacing(_ name: String, in page: String, by table: String) throws -> String {
    let first = try #require(page.range(of: "<!-- \(name) -->\n"))
    let last = try #require(page.range(of: "\n<!-- end of \(name) -->"))
    return page.replacingCharacters(in: first.upperBound..<last.lowerBound, with: table)
  }
}
