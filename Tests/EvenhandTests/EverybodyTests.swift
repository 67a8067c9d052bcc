import AuditInputs
import AuditPolicy
import AuditRecord
import Foundation
import Testing

@testable import Evenhand

/// Numbers of everybody are those of a column in which all have one label, of which other tests have their witnesses.
@Suite struct EverybodyTests {
  /// Rows of people, one in seven of whom has no known group, and of whom some lack an outcome.
  private static let rows = (0..<700).map { number -> [String: String] in
    [
      "g": number % 7 == 0 ? "" : number % 3 == 0 ? "a" : "b", "all": "x", "d": number % 5 < 2 ? "1" : "0",
      "o": number % 11 == 0 ? "" : number % 4 < 2 ? "1" : "0", "s": "0.\(10 + number * 37 % 90)",
      "w": "\(1 + number % 3)", "p": "p\(number / 2)", "e": "\(900 + number * 53 % 400)",
    ]
  }

  private func record(_ columns: String) throws -> Record {
    let plan = """
      audit: {title: T}
      power: false
      replicates: 0
      decisions:
        source: memory
        columns: {\(columns)}
        groups: [g, all]
      """
    let names = ["g", "all", "d", "o", "s", "w", "p", "e"]
    let values = Dictionary(uniqueKeysWithValues: names.map { name in (name, Self.rows.map { $0[name] ?? "" }) })
    return try Audit.record(
      of: PlanReader.read(Array(plan.utf8), file: "plan.yaml", catalogue: Catalogue.cards), values: values)
  }

  private static let decision = "decision: d, favourable: [\"1\"], outcome: o, positive: [\"1\"]"

  @Test(arguments: [
    (decision, 10), ("\(decision), weight: w", 10), ("\(decision), subject: p", 10),
    ("score: {column: s, range: [0, 1]}, outcome: o, positive: [\"1\"]", 3), ("amount: e", 2),
  ]) func everybodyIsAGroupOfAll(_ columns: String, _ least: Int) throws {
    let made = try record(columns)
    let everybody = made.estimates.filter { $0.grouping.isEmpty }
    #expect(everybody.count >= least && everybody.allSatisfy { $0.group.isEmpty && $0.stratifier == nil })
    for estimate in everybody {
      var same = try #require(
        made.estimates.first { $0.metric == estimate.metric && $0.grouping == ["all"] && $0.stratifier == nil })
      (same.grouping, same.group) = ([], [])
      // What compares a group with all others is said of no one.
      (same.others, same.test) = (estimate.others, estimate.test)
      #expect(same == estimate, "\(estimate.metric)")
    }
    #expect(
      !made.disparities.contains { $0.grouping.isEmpty }
        && !made.summaries.contains { $0.grouping.isEmpty && $0.groups.count > 1 })
    #expect(Confirmation(of: made).failures == [])
  }

  @Test func peopleOfNoKnownGroupAreAmongThem() throws {
    let made = try record(Self.decision)
    func rate(_ grouping: [String]) -> [Double] {
      let found = made.estimates.filter { $0.metric == "selection-rate" && $0.grouping == grouping }
      return [found.reduce(0) { $0 + ($1.numerator ?? 0) }, found.reduce(0) { $0 + ($1.denominator ?? 0) }]
    }
    // By hand: 2 of 5 rows; 100 of 700 have no group, 40 of whom are favourable.
    #expect(rate([]) == [280, 700] && rate(["g"]) == [240, 600])
    var changed = made
    let at = try #require(made.estimates.firstIndex { $0.metric == "selection-rate" && $0.grouping.isEmpty })
    changed.estimates[at].numerator = 281
    changed.estimates[at].value = 281 / 700
    #expect(Confirmation(of: changed).failures.contains { $0.contains("of everybody") })
  }
}
