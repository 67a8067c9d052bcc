import AuditPolicy
import Evenhand
import Foundation
import Testing
import _AuditTesting

/// Whole audits of a control that people have over their own personalisation.
struct ControlsAuditTests {
  /// Numbers of the same tables, by NumPy and SciPy.
  private struct Known: Decodable {
    struct Slope: Decodable {
      let people: Int
      let contexts: Int
      let value: Double
      let variance: Double
      let df: Double
      let interval: [Double]
    }
    struct Separation: Decodable {
      let value: Double
      let group: String
      let feature: Int
      let statistic: Double
      let critical: Double
      let p: Double
    }
    let separations: [String: Separation]
    let slopes: [String: Slope]
    let groups: [String: Slope]

    static let values: Known = {
      let path = "\(Support.checkout)/Tests/Reference/controls-audit.json"
      return try! JSONDecoder().decode(Known.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }()
  }

  private static let slope = "history-slope"

  private static func expectSound(_ record: Record) throws {
    let confirmation = Confirmation(of: record)
    #expect(confirmation.numbers == .holds)
    #expect(confirmation.structure == .holds)
    #expect(try SealedRecord(parsing: Array(record.canonicalText().utf8)).record == record)
  }

  private static func plan(_ name: String, _ change: (inout String) -> Void = { _ in }) throws -> Plan {
    let folder = "\(Support.checkout)/datasets/feed-controls"
    var text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
    // A thousand permutations take their time where nothing is optimised.
    text.replace("replicates: 1000", with: "replicates: 199")
    change(&text)
    return try PlanReader.read(Array(text.utf8), file: name, catalogue: Catalogue.cards)
  }

  private static func record(
    _ name: String, threads: Int = 2, _ change: (inout String) -> Void = { _ in }
  ) async throws -> Record {
    var options = Audit.Options()
    options.threads = threads
    return try Audit.run(
      plan(name, change), folder: "\(Support.checkout)/datasets/feed-controls", options: options)
  }

  private static func finding(_ record: Record, _ id: String, _ group: [Label]) -> Finding? {
    record.findings.first { $0.requirement == id && $0.group == group }
  }

  @Test(arguments: [("soft", "evenhand.yaml"), ("honest", "honest.yaml")])
  func slopesAreThoseOfNumPy(service: String, plan: String) async throws {
    let record = try await Self.record(plan)
    for level: Label in ["off", "low", "full"] {
      let known = try #require(Known.values.slopes["\(service) \(level.text)"])
      let estimate = try #require(record.estimate(Self.slope, [level]))
      #expect(isClose(estimate.value, known.value, within: 1e-10))
      #expect(estimate.lists == known.people)
      #expect(isClose(estimate.interval?.lower, known.interval[0], within: 1e-8))
      #expect(isClose(estimate.interval?.upper, known.interval[1], within: 1e-8))
      let dispersion = try #require(record.dispersions.first { $0.metric == Self.slope && $0.groups.contains([level]) })
      let place = try #require(dispersion.groups.firstIndex(of: [level]))
      #expect(isClose(dispersion.covariance[place], known.variance, tolerance: 1e-8))
      #expect(isClose(dispersion.degreesOfFreedom[place], known.df, tolerance: 1e-8))
      #expect(dispersion.isIndependent && dispersion.method.rawValue == "jackknife")
      let people = try #require(record.controls?.people.first { $0.level == level })
      #expect(people.people == known.people && people.compared == known.people && people.sharedContexts == 6)
    }
    try Self.expectSound(record)
  }

  /// The planted truths: an honest control leaves nothing, a soft one a twentieth of the profile.
  @Test func plantedTruthsAreFound() async throws {
    let soft = try await Self.record("evenhand.yaml")
    #expect(Self.finding(soft, "opt-out-works", ["off"])?.verdict == .notMet)
    #expect(soft.findings.filter { $0.requirement == "opt-out-works" }.count == 1)
    let kept = try #require(Self.finding(soft, "share-kept", ["off"]))
    #expect(kept.interval?.method.rawValue == "fieller" && kept.interval?.lower ?? 0 > 0)
    #expect(soft.findings.filter { $0.requirement == "share-kept" }.count == 1)
    for level: Label in ["off", "low"] {
      let falls = try #require(Self.finding(soft, "falls-by-level", [level]))
      #expect(falls.verdict == .met && falls.reference?.rule == .nextLevel)
      #expect(falls.reference?.group == [level == "off" ? "low" : "full"])
    }
    #expect(Self.finding(soft, "falls-by-level", ["full"]) == nil)
    let honest = try await Self.record("honest.yaml")
    let open = ["no-item-for-an-age", "kept-as-chosen"]
    #expect(honest.findings.allSatisfy { $0.verdict == .met || open.contains($0.requirement) })
    #expect(honest.findings.first { $0.requirement == "no-item-for-an-age" }?.verdict == .cannotTell)
    let off = try #require(honest.estimate(Self.slope, ["off"])?.interval)
    #expect(off.lower ?? 1 < 0 && off.upper ?? 0 > 0)
    // Without the contexts that shape lists openly, the honest control looks as if it leaked.
    let naive = try await Self.record("honest.yaml") {
      $0.replace("  contexts: [country, device]\n", with: "")
      $0.replace("  baseline: {source: baseline.csv, contexts: [country, device], rank: rank}\n", with: "")
      $0.replace(", baseline-match", with: "")
    }
    #expect(naive.estimate(Self.slope, ["off"])?.interval?.lower ?? 0 > 0.02)
    #expect(Self.finding(naive, "opt-out-works", ["off"])?.verdict == .notMet)
    #expect(naive.controls?.contexts == nil)
  }

  // MARK: groups

  @Test(arguments: [("soft", "evenhand.yaml"), ("honest", "honest.yaml")])
  func separationsAreThoseOfNumPy(service: String, plan: String) async throws {
    let record = try await Self.record(plan) { $0.replace("metrics: [", with: "metrics: [group-separation, ") }
    for grouping in ["gender", "age_band"] {
      for features in SeparationFeatures.allCases {
        let known = try #require(Known.values.separations["\(service) \(grouping) \(features.rawValue)"])
        let found = try #require(
          record.summaries.first {
            $0.metric == "group-separation" && $0.grouping == [grouping] && $0.by == features && $0.within == "off"
          })
        let separation = try #require(found.separation)
        #expect(isClose(found.value, known.value, within: 1e-10))
        #expect(isClose(found.test?.statistic, known.statistic, within: 1e-9))
        // Both drew permutations of their own.
        #expect(isClose(separation.critical, known.critical, within: 0.4))
        #expect(abs((found.test?.p ?? 1) - known.p) < 0.12)
        #expect(separation.widest?.group == [Label(known.group)])
        if features == .items { #expect(separation.widest?.item == known.feature + 1) }
        #expect(separation.people == 1238 && separation.contexts == 6 && separation.of == nil)
        #expect((found.interval?.lower ?? 0 > 0) == (found.test?.p ?? 1 <= 0.05))
      }
    }
    try Self.expectSound(record)
  }

  /// One item that is planted for one group is found, by its place in the table; genders get the same lists.
  @Test func aTargetedItemIsFound() async throws {
    let record = try await Self.record("evenhand.yaml") {
      $0.replace(
        "  - id: variety",
        with: """
            - {id: age-items, metric: group-separation, across: age_band, at: ["off"], by: items, at-most: 0.05}
            - {id: age-kinds, metric: group-separation, across: age_band, at-most: 0.01, confidence: 0.9}
            - {id: gender-items, metric: group-separation, across: gender, by: items, at-most: 0.15}
            - id: variety
          """)
    }
    let items = try #require(record.findings.first { $0.requirement == "age-items" })
    #expect(items.verdict == .notMet && items.interval?.method.rawValue == "max-t-permutation" && items.within == "off")
    #expect(items.sentence.contains("the item in row 100 of the table of items (music)"))
    #expect(items.sentence.contains("At the level off, lists of people in the group 16-24"))
    let kinds = try #require(record.findings.first { $0.requirement == "age-kinds" })
    #expect(kinds.verdict == .notMet && kinds.interval?.level == 0.9 && kinds.sentence.contains("more to music"))
    #expect(record.findings.first { $0.requirement == "gender-items" }?.verdict == .met)
    try Self.expectSound(record)
    var records: Set<String> = [try record.canonicalText()]
    records.insert(
      try await Self.record("evenhand.yaml", threads: 5) {
        $0.replace(
          "  - id: variety",
          with: """
              - {id: age-items, metric: group-separation, across: age_band, at: ["off"], by: items, at-most: 0.05}
              - {id: age-kinds, metric: group-separation, across: age_band, at-most: 0.01, confidence: 0.9}
              - {id: gender-items, metric: group-separation, across: gender, by: items, at-most: 0.15}
              - id: variety
            """)
      }.canonicalText())
    #expect(records.count == 1)
    // Numbers that were changed are found.
    let index = try #require(record.summaries.firstIndex { $0.separation != nil && $0.grouping == ["age_band"] })
    let changes: [(inout SummaryResult) -> Void] = [
      { $0.value = 0.001 }, { $0.interval?.upper = 0.02 }, { $0.separation?.critical = 0.1 },
      { $0.separation?.largest = [] }, { $0.separation?.upper.difference = 7 },
      { $0.separation?.lower.standardError = -1 }, { $0.separation?.largest[0].group = ["x"] },
      { $0.separation?.people = -3 }, { $0.within = "elsewhere" }, { $0.by = nil },
    ]
    for (number, change) in changes.enumerated() {
      var forged = record
      change(&forged.summaries[index])
      let confirmation = Confirmation(of: forged)
      #expect(confirmation.numbers != .holds || confirmation.structure != .holds, "\(number)")
      let sealed = try SealedRecord(forged)
      _ = MarkdownRenderer().render(Report.whole(of: sealed))
    }
  }

  @Test func withoutReplicatesThereIsNoRange() async throws {
    let record = try await Self.record("evenhand.yaml") {
      $0.replace("replicates: 199", with: "replicates: 0")
      $0.replace(
        "  - id: variety",
        with: "  - {id: s, metric: group-separation, across: gender, at-most: 0.05}\n  - id: variety")
    }
    let finding = try #require(record.findings.first { $0.requirement == "s" })
    #expect(finding.verdict == .cannotTell && finding.interval == nil && finding.value != nil)
    try Self.expectSound(record)
  }

  @Test func groupsOfALevelHaveSlopesOfTheirOwn() async throws {
    let record = try await Self.record("evenhand.yaml") {
      $0.replace("[[personalisation, age_band]]", with: "[[personalisation, gender]]")
      $0.replace(
        "across: personalisation\n    only", with: "across: [[personalisation, gender]]\n    only", maxReplacements: 1)
    }
    for gender: Label in ["f", "m"] {
      let known = try #require(Known.values.groups["soft off \(gender.text)"])
      let estimate = try #require(record.estimate(Self.slope, ["off", gender]))
      #expect(isClose(estimate.value, known.value, within: 1e-10) && estimate.lists == known.people)
      #expect(Self.finding(record, "opt-out-works", ["off", gender]) != nil)
      #expect(Self.finding(record, "opt-out-works", ["low", gender]) == nil)
    }
    // Nobody asked for groups that mix levels.
    #expect(record.estimates.allSatisfy { $0.metric != Self.slope || $0.grouping.contains("personalisation") })
    try Self.expectSound(record)
  }

  @Test func isTheSameForAnyNumberOfThreads() async throws {
    var texts: Set<String> = []
    for threads in [1, 2, 5] { texts.insert(try await Self.record("evenhand.yaml", threads: threads).canonicalText()) }
    #expect(texts.count == 1)
  }

  @Test func noIdOfAUserLeavesTheReaders() async throws {
    let text = try await Self.record("evenhand.yaml").canonicalText()
    #expect(!text.contains("\"u00") && !text.contains("u0001") && !text.contains("\"AT\"") && !text.contains("phone"))
  }

  /// Small tables: everybody of a level has the list of their context, or their own history.
  private static func tables(
    off: (Int) -> String, people: Int = 120, history: (Int) -> [String] = { ["x\($0 % 4)", "y\($0 % 3)"] },
    requirements: [String] = ["{id: r, metric: history-slope, across: setting, only: [\"off\"], at-most: 0.05}"]
  ) -> ListTables {
    var (users, lists, past) = ("user,setting,country\n", "user,item,rank\n", "user,item\n")
    var items = "item,kind\n"
    for number in 0..<4 { items += "x\(number),k\(number)\ny\(number),k\((number + 1) % 4)\n" }
    for person in 0..<(2 * people) {
      let isOff = person < people
      users += "u\(person),\(isOff ? "off" : "full"),\(person % 2 == 0 ? "A" : "B")\n"
      for item in history(person) { past += "u\(person),\(item)\n" }
      lists += "u\(person),\(isOff ? off(person) : "x\(person % 4)"),1\n"
    }
    return ListTables(
      """
        source: lists.csv
        columns: {user: user, item: item, rank: rank}
        users: {source: users.csv, groups: [setting]}
        items: {source: items.csv, groups: [kind]}
        history: {source: history.csv, user: user, item: item}
        depth: 1
      controls: {setting: setting, levels: ["off", full], unpersonalised: ["off"], contexts: [country]}
      """,
      files: ["users.csv": users, "lists.csv": lists, "history.csv": past, "items.csv": items],
      requirements: requirements)
  }

  /// A list that is the same for all of a context has no variance: as many people as there are rule out so much, and no more.
  @Test func oneListForEverybodyIsBoundedByHowManyTheyAre() async throws {
    for (people, verdict) in [(40, VerdictWord.cannotTell), (200, .met)] {
      let record = try await Self.tables(off: { "x\($0 % 2)" }, people: people).record()
      let off = try #require(record.estimate("history-slope", ["off"]))
      #expect(off.value == 0 && off.interval?.method.rawValue == "exact" && off.sampled?.people == people)
      #expect(record.findings.first?.verdict == verdict)
      try Self.expectSound(record)
    }
  }

  @Test func saysWhyThereIsNoNumber() async throws {
    let reasons: [(ListTables, UndefinedReason)] = [
      (Self.tables(off: { "x\($0 % 4)" }, history: { $0 < 120 ? [] : ["x\($0 % 4)"] }), .noHistory),
      (Self.tables(off: { "x\($0 % 4)" }, history: { _ in ["x1", "y2"] }), .noContrast),
      (Self.tables(off: { "x\($0 % 4)" }, people: 29), .tooFewPeople),
    ]
    for (tables, reason) in reasons {
      let record = try await tables.record()
      #expect(record.estimate("history-slope", ["off"])?.undefined == reason)
      #expect(record.estimate("history-slope", ["off"])?.value == nil)
      #expect(record.findings.first?.verdict == .notEnoughData)
      #expect(record.findings.first?.sentence.contains("This is not a pass") == true)
      try Self.expectSound(record)
    }
  }

  @Test func aWeakReferenceTellsNothing() async throws {
    let record = try await Self.tables(
      off: { "x\(($0 / 3) % 4)" }, history: { $0 < 120 ? ["x\($0 % 4)"] : ["y\(($0 * 7 + $0 / 5) % 4)"] },
      requirements: [
        "{id: r, metric: history-slope, across: setting, only: [\"off\"], compare: ratio, reference: {group: full}, at-most: 0.1}"
      ]
    ).record()
    let finding = try #require(record.findings.first)
    #expect(finding.verdict == .cannotTell || finding.value == nil)
    if finding.value != nil { #expect(finding.undefined == .weakReference && finding.interval == nil) }
    try Self.expectSound(record)
  }

  @Test func severalListsOfAPersonAreOneCluster() async throws {
    var tables = Self.tables(off: { "x\($0 % 4)" })
    let once = try await tables.record()
    tables.plan.replace("rank: rank}", with: "rank: rank, list: session}")
    let rows = tables.files["lists.csv"]!.split(separator: "\n").dropFirst()
    tables.files["lists.csv"] =
      "user,item,rank,session\n" + rows.map { "\($0),s1\n\($0),s2\n" }.joined()
    let twice = try await tables.record()
    #expect(isClose(twice.estimate("history-slope", ["off"])?.value, once.estimate("history-slope", ["off"])?.value))
    #expect(twice.estimate("history-slope", ["off"])?.lists == 120)
    try Self.expectSound(twice)
  }

  // MARK: records from elsewhere

  @Test func forgedNumbersAreFound() async throws {
    let record = try await Self.record("evenhand.yaml")
    func forged(_ change: (inout Record) -> Void) -> Record {
      var copy = record
      change(&copy)
      return copy
    }
    let index = try #require(record.estimates.firstIndex { $0.metric == Self.slope && $0.group == ["off"] })
    let spread = try #require(record.dispersions.firstIndex { $0.metric == Self.slope })
    let finding = try #require(record.findings.firstIndex { $0.requirement == "share-kept" })
    let next = try #require(record.findings.firstIndex { $0.requirement == "falls-by-level" })
    let changes: [(inout Record) -> Void] = [
      { $0.estimates[index].value = 0.001 },
      { $0.estimates[index].interval?.upper = 0.01 },
      { $0.estimates[index].sampled = Sampled(people: 1238, least: 0, most: 1) },
      { $0.dispersions[spread].covariance[0] = 1e-9 },
      { $0.findings[finding].interval?.upper = 0.04 },
      { $0.findings[finding].verdict = .met },
      { $0.findings[next].reference?.group = ["off"] },
      { $0.findings[next].value = -1 },
      { $0.controls = nil },
      { $0.controls?.levels = ["full", "low", "off"] },
      { $0.controls?.levels = [] },
      { $0.controls?.levels = ["off", "off", "off"] },
      { $0.controls?.setting = "gender" },
      { $0.controls?.people[0].people = -7 },
      { $0.controls?.people[0].compared = 3 },
      { $0.controls?.people[0].withHistory = 1 << 50 },
      { $0.controls?.people[0].sharedContexts = 1 << 50 },
      { $0.controls?.people[0].sharedContexts = -1 },
      { $0.controls?.people = [] },
      { $0.requirements[0].only = [] },
      { $0.requirements[0].only = ["full"] },
      { $0.requirements[2].signed = nil },
      { $0.metrics[$0.metrics.firstIndex { $0.id == Self.slope }!].isSigned = nil },
    ]
    for (number, change) in changes.enumerated() {
      let forged = forged(change)
      let confirmation = Confirmation(of: forged)
      #expect(confirmation.numbers != .holds || confirmation.structure != .holds, "\(number)")
      // Whatever a record says, a report of it can be written.
      let sealed = try SealedRecord(forged)
      _ = MarkdownRenderer().render(Report.whole(of: sealed))
      _ = HTMLRenderer().render(Report.whole(of: sealed))
    }
  }

  @Test func extremeNumbersEndNothing() async throws {
    var record = try await Self.record("evenhand.yaml")
    for number in [
      Double.greatestFiniteMagnitude, -Double.greatestFiniteMagnitude, Double.leastNonzeroMagnitude, 0, -0.0,
    ] {
      for index in record.estimates.indices where record.estimates[index].metric == Self.slope {
        record.estimates[index].value = number
      }
      for index in record.dispersions.indices where record.dispersions[index].metric == Self.slope {
        record.dispersions[index].covariance = record.dispersions[index].covariance.map { _ in number.magnitude }
        record.dispersions[index].degreesOfFreedom = record.dispersions[index].degreesOfFreedom.map { _ in
          Double.leastNonzeroMagnitude
        }
      }
      // Nothing ends the program, and none of these numbers is believed.
      let confirmation = Confirmation(of: record)
      #expect(confirmation.numbers != .holds || confirmation.structure != .holds, "\(number)")
      #expect(!Judge(record: record).judge(record.requirements).findings.isEmpty)
    }
  }
}
