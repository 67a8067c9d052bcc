import AuditPolicy
import Evenhand
import Foundation
import Testing
import _AuditTesting

/// Who has a level of a control, by group.
struct SettingShareTests {
  private struct Known: Decodable {
    struct Share: Decodable {
      let grouping: [String]
      let levels: [String]
      let group: [String]
      let have: Double
      let all: Double
      let interval: [Double]
    }
    let shares: [Share]
  }

  private static let demand = """
      - {id: uptake, metric: setting-share, across: [gender, age_band, [gender, age_band]], compare: ratio, at-least: 0.5

    """

  private static func plan(_ demand: String) throws -> Plan {
    let folder = "\(Support.checkout)/datasets/feed-controls"
    var text = try String(contentsOfFile: "\(folder)/evenhand.yaml", encoding: .utf8)
    let start = try #require(text.range(of: "requirements:\n"))
    text = text[..<start.upperBound] + demand
    return try PlanReader.read(Array(text.utf8), file: "evenhand.yaml", catalogue: Catalogue.cards)
  }

  @Test(arguments: [(["off"], ""), (["off", "low"], ", of: [\"off\", low]")])
  func sharesAreThoseOfPandas(levels: [String], of: String) async throws {
    let plan = try Self.plan(Self.demand.trimmingCharacters(in: .newlines) + of + "}\n")
    let record = try Audit.run(plan, folder: "\(Support.checkout)/datasets/feed-controls")
    let path = "\(Support.checkout)/Tests/Reference/setting-share.json"
    let known = try JSONDecoder().decode(Known.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    let rows = known.shares.filter { $0.levels == levels }
    #expect(rows.count == 11)
    for row in rows {
      let estimate = try #require(
        record.estimates.first {
          $0.metric == "setting-share" && $0.grouping == row.grouping && $0.group == row.group.map { Label($0) }
        })
      #expect(estimate.numerator == row.have && estimate.denominator == row.all)
      #expect(isClose(estimate.interval?.lower, row.interval[0], within: 1e-10))
      #expect(isClose(estimate.interval?.upper, row.interval[1], within: 1e-10))
    }
    #expect(record.estimates.filter { $0.metric == "setting-share" && !$0.grouping.isEmpty }.count == 11)
    let confirmation = Confirmation(of: record)
    #expect(confirmation.structure == .holds && confirmation.numbers == .holds)
    #expect(try SealedRecord(parsing: Array(record.canonicalText().utf8)).record == record)
  }

  /// A record that says that other levels were counted does not hold.
  @Test func otherLevelsAreNoticed() async throws {
    let plan = try Self.plan(Self.demand.trimmingCharacters(in: .newlines) + "}\n")
    var record = try Audit.run(plan, folder: "\(Support.checkout)/datasets/feed-controls")
    record.requirements[0].of = ["low"]
    #expect(Confirmation(of: record).structure != .holds)
  }

  /// People without a known level, and of no known group, are named beside the number, and in its bounds.
  @Test func peopleWithoutALevelAreNamed() async throws {
    var tables = ["user,setting,region\n", "user,item,rank\n"]
    for person in 0..<400 {
      let level = person % 10 == 0 ? "?" : person % 2 == 0 ? "off" : "full"
      tables[0] += "u\(person),\(level),\(person % 4 == 3 ? "n/a" : person % 4 < 2 ? "n" : "s")\n"
      tables[1] += "u\(person),i1,1\n"
    }
    let plan = try PlanReader.read(
      Array(
        """
        audit: {title: Uptake, data: synthetic}
        recommendations:
          source: lists.csv
          columns: {user: user, item: item, rank: rank}
          users: {source: users.csv, groups: [setting, region]}
          unknown: ["?", "n/a"]
        controls: {setting: setting, levels: ["off", full], unpersonalised: ["off"]}
        requirements:
          - {id: uptake, metric: setting-share, across: region, compare: ratio, reference: {group: n}, at-least: 0.1}
        """.utf8), file: "evenhand.yaml", catalogue: Catalogue.cards)
    let record = try await Support.inFolder { [tables] folder in
      for (name, text) in zip(["users.csv", "lists.csv"], tables) {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
      }
      return try Audit.run(plan, folder: folder)
    }
    let north = try #require(record.estimate("setting-share", ["n"]))
    let expected = (0..<400).filter { $0 % 4 < 2 && $0 % 10 != 0 }
    #expect(north.denominator == Double(expected.count))
    #expect(north.numerator == Double(expected.count { $0 % 2 == 0 }))
    let own = record.leftOut.filter { $0.metric == "setting-share" && $0.group == ["n"] }
    #expect(own.map(\.reason) == [.unknownLevel] && own.map(\.completions.either) == [20])
    let nobody = record.leftOut.filter { $0.metric == "setting-share" && $0.group == nil }
    #expect(nobody.map(\.reason) == [.unknownGroup] && nobody.first?.completions.total == 100)
    #expect(Confirmation(of: record).structure == .holds)
  }

  @Test(
    arguments: [
      (", of: [medium]", "the level “medium” of `of` is not among `levels`"),
      (", of: [\"off\", low, full]", "counts some of the levels, and here are all"),
      (", of: []", "must be"),
    ])
  func otherLevelsAreRefused(of: String, message: String) {
    let error = #expect(throws: (any Error).self) {
      try Self.plan(Self.demand.trimmingCharacters(in: .newlines) + of + "}\n")
    }
    #expect("\(error.map { "\($0)" } ?? "")".contains(message))
  }

  /// Across the setting itself, for another metric, and twice with other levels.
  @Test func whatCannotBeAskedIsRefused() {
    for (demand, message) in [
      (
        "  - {id: a, metric: setting-share, across: personalisation, at-least: 0.5}\n",
        "counts who has a level, and all of a group of “personalisation” have the same"
      ),
      (
        "  - {id: a, metric: intra-list-diversity, across: gender, of: [\"off\"], at-least: 0.5}\n",
        "`of` is for setting-share"
      ),
      (
        "  - {id: a, metric: setting-share, across: gender, of: [low], at-least: 0.5}\n  - {id: b, metric: setting-share, across: gender, at-least: 0.5}\n",
        "another requirement counts other levels (low)"
      ),
    ] {
      let error = #expect(throws: (any Error).self) { try Self.plan(demand) }
      #expect("\(error.map { "\($0)" } ?? "")".contains(message))
    }
  }
}
