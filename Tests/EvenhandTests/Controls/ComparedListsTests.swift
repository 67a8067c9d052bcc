import AuditPolicy
import Evenhand
import Foundation
import Testing
import _AuditTesting

/// Lists set against earlier ones of the same people, and against what people would be shown without personalisation.
struct ComparedListsTests {
  /// The tables, and what pandas and SciPy make of them (Tests/Reference/compared-lists.py).
  private struct Known: Decodable {
    struct Number: Decodable {
      let lists: Int
      let value: Double
      let interval: [Double]
    }
    let depth: Int
    let tables: [String: String]
    let kept: [String: Number]
    let match: [String: Number]

    enum CodingKeys: String, CodingKey {
      case depth, tables
      case kept = "kept-from-before"
      case match = "baseline-match"
    }

    static let values: Known = {
      let path = "\(Support.checkout)/Tests/Reference/compared-lists.json"
      return try! JSONDecoder().decode(Known.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }()
  }

  private static func tables(
    baseline: String = "contexts: [country, device], item: item, rank: rank", more: String = "",
    files: [String: String] = [:], requirements: [String] = []
  ) -> ListTables {
    let known = Known.values
    return ListTables(
      """
        source: lists.csv
        columns: {user: user, item: item, rank: rank}
        depth: \(known.depth)
        users: {source: people.csv, groups: [setting]}
        items: {source: items.csv}
        before: {source: before.csv, rank: rank}
        baseline: {source: baseline.csv, \(baseline)}
      \(more)
      """,
      files: Dictionary(uniqueKeysWithValues: known.tables.map { ("\($0).csv", $1) }).merging(files) { $1 },
      requirements: requirements)
  }

  @Test func sharesAreThoseOfPandas() async throws {
    let record = try await Self.tables(requirements: [
      "{id: r, metric: kept-from-before, across: setting, reference: {group: full}, at-most: 0.1}"
    ]).record()
    for (metric, numbers) in [("kept-from-before", Known.values.kept), ("baseline-match", Known.values.match)] {
      for (setting, known) in numbers {
        let estimate = try #require(record.estimate(metric, [Label(setting)]))
        #expect(estimate.lists == known.lists)
        #expect(isClose(estimate.value, known.value, within: 1e-12))
        #expect(isClose(estimate.interval?.lower, known.interval[0], within: 1e-9))
        #expect(isClose(estimate.interval?.upper, known.interval[1], within: 1e-9))
      }
    }
    // Of 232 people with a list, 14 have no earlier one, and 149 are of a context without a list of the baseline.
    let lacking = record.warnings.filter { $0.code == .noOtherList }
    let listed = Known.values.kept.values.map(\.lists).reduce(0, +)
    let matched = Known.values.match.values.map(\.lists).reduce(0, +)
    #expect(lacking.map(\.table) == ["before", "baseline"])
    #expect(lacking.map { ($0.units ?? 0) + ($0.table == "before" ? listed : matched) } == [232, 232])
    #expect(DataWords.sentence(lacking[0]).hasSuffix("have no earlier list and are not in kept-from-before."))
    // Those who opted out keep less: the control changes something.
    #expect(record.findings.map(\.verdict) == [.notMet])
    let confirmation = Confirmation(of: record)
    #expect(confirmation.numbers == .holds && confirmation.structure == .holds)
  }

  /// The worked example of the design: depth 4, list abcd, baseline abef, before cxay.
  @Test func theWorkedExampleIsExact() async throws {
    func rows(_ items: String) -> String {
      "user,item,rank\n" + items.enumerated().map { "p,\($1),\($0 + 1)\n" }.joined()
    }
    let record = try await Self.tables(
      baseline: "rank: rank",
      files: [
        "people.csv": "user,setting\np,off\nq,off\n", "items.csv": "item\n" + "abcdefxyz".map { "\($0)\n" }.joined(),
        "lists.csv": rows("abcd"), "baseline.csv": rows("abefc"), "before.csv": rows("cxayb"),
      ]
    ).record()
    #expect(record.estimate("baseline-match", ["off"])?.value == 0.5)
    #expect(record.estimate("kept-from-before", ["off"])?.value == 0.5)
    let left = record.tables.first { $0.table == "before" }?.rows.excluded ?? []
    #expect(left.map(\.reason) == ["beyond-depth"] && left.map(\.rows) == [1])
  }

  /// The order of the rows of a table says nothing, nor does a row that stands twice.
  @Test func theOrderOfRowsDoesNotMatter() async throws {
    let once = try await Self.tables().record()
    func reversed(_ text: String) -> String {
      let lines = text.split(separator: "\n")
      return ([lines[0]] + lines.dropFirst().reversed() + [lines[1]]).map { "\($0)\n" }.joined()
    }
    let known = Known.values.tables
    let again = try await Self.tables(files: [
      "before.csv": reversed(known["before"]!), "baseline.csv": reversed(known["baseline"]!),
    ]).record()
    #expect(once.estimates == again.estimates)
  }

  /// Rows that nobody's list can be set against are counted by reason.
  @Test func rowsThatNobodyHasAreCounted() async throws {
    let rows = (0..<10).map { "u0,i\($0),1\n" }.joined()
    let record = try await Self.tables(files: [
      "before.csv": "user,item,rank\n\(rows)nobody,i1,1\nu0,i99,2\n"
    ]).record()
    func left(_ table: String) -> [String: Int64] {
      let rows = record.tables.first { $0.table == table }?.rows.excluded ?? []
      return Dictionary(uniqueKeysWithValues: rows.map { ($0.reason, Int64($0.rows)) })
    }
    #expect(left("before") == ["unknown-user": 1, "unknown-item": 1])
    // Nobody is of dk; six rows of each of the two devices.
    #expect(left("baseline")["unknown-context"] == 12)
    let page = try MarkdownRenderer().render(Report.annex(of: SealedRecord(record)))
    #expect(
      page.contains("What people would be shown without personalisation") && page.contains("nobody is of its context"))
  }

  /// Without ranks a longer list would match more by its length alone.
  @Test func longListsNeedRanks() async throws {
    let tables = Self.tables(
      baseline: "contexts: [country, device]",
      files: ["baseline.csv": "country,device,item\n" + (0..<5).map { "at,phone,i\($0)\n" }.joined()])
    await #expect(throws: ReadError.self) { try await tables.record() }
    var short = tables
    short.files["baseline.csv"] = "country,device,item\n" + (0..<4).map { "at,phone,i\($0)\n" }.joined()
    #expect(try await short.record().estimate("baseline-match", ["full"]) != nil)
  }

  @Test(arguments: [
    ("contexts: [country], user: user", "", "a baseline list is either that of a `user` or that of `contexts`"),
    ("contexts: [user]", "", "`contexts` must be one or more different columns"),
    ("contexts: []", "", "must be a list of at least one"),
    (
      "contexts: [country]", "controls: {setting: setting, levels: [\"off\", full]}",
      "the baseline is by context (country), and `controls` declares no `contexts`"
    ),
    (
      "contexts: [country]", "controls: {setting: setting, levels: [\"off\", full], contexts: [device]}",
      "`baseline` has other contexts (country) than `controls`"
    ),
    ("rank: item", "", "the column “item” is both the item and the rank"),
  ]) func wrongPlansAreRefused(_ baseline: String, _ more: String, _ message: String) async {
    do {
      _ = try await Self.tables(baseline: baseline, more: more).record()
      Issue.record("the plan was taken")
    } catch {
      #expect("\(error)".contains(message), "\(error)")
    }
  }

  @Test(arguments: [
    ("before.csv", "user,item,rank\nu0,i1,first\n", "the rank is not a whole number above 0"),
    ("before.csv", "user,item,rank\n,i1,1\n", "before.csv:2:1"),
    ("before.csv", "user,item,rank\nu0,,1\n", "before.csv:2:4"),
    ("before.csv", "user,item\nu0,i1\n", "rank"),
    ("baseline.csv", "country,item,rank\nat,i1,1\n", "device"),
    ("baseline.csv", "", "baseline.csv"),
    ("before.csv", "user,item,rank\nu0,i1,3\nu0,i2,4\n", "the ranks begin with 3, and a rank is the place in the list"),
  ]) func wrongTablesAreRefused(_ file: String, _ text: String, _ message: String) async throws {
    do {
      _ = try await Self.tables(files: [file: text]).record()
      Issue.record("the table was taken")
    } catch {
      #expect("\(error)".contains(message), "\(error)")
    }
  }
}
