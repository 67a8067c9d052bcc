import Evenhand
import Foundation
import Testing

/// What `check` says of a plan before it is audited.
struct PlanCheckTests {
  private func check(_ rows: String, plan: String = PlanCheckTests.plan) async throws -> PlanCheck {
    try await Support.inFolder { folder in
      try rows.write(toFile: folder + "/d.csv", atomically: true, encoding: .utf8)
      try plan.write(toFile: folder + "/evenhand.yaml", atomically: true, encoding: .utf8)
      let before = try FileManager.default.contentsOfDirectory(atPath: folder)
      defer { #expect((try? FileManager.default.contentsOfDirectory(atPath: folder)) == before) }
      return try PlanCheck(PlanFile(path: folder + "/evenhand.yaml"))
    }
  }

  static let plan = """
    audit: {title: T}
    decisions:
      source: d.csv
      columns: {decision: hired, favourable: ["yes"]}
      groups: [sex, age]
    requirements:
      - {id: ratio, metric: selection-rate, across: [sex], at-least: 0.8}
    """

  /// Rows whose ages are below `ages` years apart, the favourable ones last.
  private func rows(_ count: Int, ages: Int = 3, decision: (Int) -> String = { $0 % 3 == 0 ? "no" : "yes" }) -> String {
    "sex,age,hired\n" + (0..<count).map { "\($0 % 2 == 0 ? "f" : "m"),\(20 + $0 % ages),\(decision($0))\n" }.joined()
  }

  @Test func allRowsOfSmallFiles() async throws {
    let check = try await check(rows(900))
    #expect(check.isWhole && check.warnings.isEmpty)
    #expect(check.summary == "the plan fits its data (1 file, all 900 rows)")
  }

  @Test func firstRowsOfLargeOnes() async throws {
    // Nobody among the first rows has the favourable decision, which says nothing of the others.
    let found = try await check(rows(12_000) { $0 < 11_000 ? "no" : $0 % 3 == 0 ? "no" : "yes" })
    #expect(!found.isWhole && found.seen == 10_000)
    #expect(found.summary == "the plan fits its data (1 file, the first 10,000 rows); 1 warning")
    #expect(found.warnings[0].hasPrefix("in the first 10,000 rows: The plan names labels of “hired” that no row has"))
    await #expect(throws: PlanErrors.self) { try await check(rows(9_000) { _ in "no" }) }
  }

  @Test func manyNumbersNeedBins() async throws {
    let error = await #expect(throws: PlanErrors.self) { try await check(rows(900, ages: 26)) }
    #expect(
      error?.description
        == "evenhand.yaml:5:17: the group column “age” has 26 different numbers (give bins, as {column: age, bins: [20, 28, 38, 46]}; or say {column: age, labels: all})"
    )
    _ = try await check(rows(900, ages: 25))
    _ = try await check(rows(900, ages: 26), plan: Self.plan.replacing("age]", with: "{column: age, labels: all}]"))
  }

  @Test func smallReferencesAreWarnedOf() async throws {
    let check = try await check(
      "sex,age,hired\n"
        + (0..<900).map { "\($0 < 40 ? "x" : $0 % 2 == 0 ? "f" : "m"),2,\($0 < 38 || $0 % 3 == 0 ? "yes" : "no")\n" }
        .joined())
    #expect(check.warnings.contains { $0.hasPrefix("ratio: the reference group x has 40 people") }, "\(check.warnings)")
  }

  @Test func wantedComparisonIsNamed() async throws {
    let folder = "\(Support.checkout)/datasets/job-recommendations"
    let text = try String(contentsOfFile: folder + "/evenhand.yaml", encoding: .utf8)
    let plan = text.replacing(
      "    across: [gender]\n    compare: ratio\n    reference: highest\n    at-least: 0.9",
      with: "    across: [gender]\n    at-least: 0.9")
    #expect(plan != text)
    let error = #expect(throws: PlanErrors.self) {
      try PlanReader.read(Array(plan.utf8), file: "evenhand.yaml", catalogue: Catalogue.cards)
    }
    #expect(
      error?.description.hasSuffix(
        "ndcg is compared by difference unless compare says ratio; 0.9 cannot be met by a difference from the highest (add compare: ratio)"
      ) == true)
  }

  /// The same of users and of items, at their places.
  @Test func manyNumbersNeedBinsInEveryTable() async throws {
    try await Support.inFolder { folder in
      func write(_ text: String, _ name: String) throws {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
      }
      try write("user,item,rank\n" + (0..<40).map { "u\($0),i\($0),1\n" }.joined(), "recs.csv")
      try write("user,age\n" + (0..<40).map { "u\($0),\(20 + $0)\n" }.joined(), "users.csv")
      try write("item,year,many\n" + (0..<40).map { "i\($0),\(1980 + $0),\($0)|\($0 + 1)\n" }.joined(), "items.csv")
      func error(users: String, items: String) throws -> String? {
        try write(
          """
          audit: {title: T}
          recommendations:
            source: recs.csv
            columns: {user: user, item: item, rank: rank}
            users: {source: users.csv, groups: [\(users)]}
            items: {source: items.csv, groups: [\(items)]}
          """, "evenhand.yaml")
        do { _ = try PlanCheck(PlanFile(path: folder + "/evenhand.yaml")) } catch { return "\(error)" }
        return nil
      }
      let binned = "{column: age, bins: [0, 99]}"
      #expect(
        try error(users: "age", items: "{column: year, labels: all}")?.hasPrefix(
          "evenhand.yaml:5:39: the group column “age” has 40 different numbers (give bins, as {column: age, bins: [20, "
        ) == true)
      #expect(try error(users: binned, items: "year")?.hasPrefix("evenhand.yaml:6:39: the group column “year”") == true)
      #expect(try error(users: binned, items: "{column: year, labels: all}, {column: many, multiple: \"|\"}") == nil)
      #expect(try error(users: "{column: age, labels: all}", items: "{column: year, labels: all}") == nil)
    }
  }

  @Test func listsAreLookedAt() throws {
    let check = try PlanCheck(PlanFile(path: "\(Support.checkout)/datasets/job-recommendations/evenhand.yaml"))
    #expect(check.files == 6 && !check.isWhole)
    #expect(check.warnings.allSatisfy { $0.hasPrefix("in the first 10,000 rows: ") })
    // Rows of lists beyond the first are not missed in tables that end before them.
    #expect(!check.warnings.contains { $0.contains("in no table") })
  }
}
