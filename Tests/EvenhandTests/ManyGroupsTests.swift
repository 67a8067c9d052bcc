import AuditData
import AuditMetrics
import AuditNumerics
import AuditReport
import Testing
import _AuditTesting

@testable import Evenhand

/// Audits of thousands of combinations: what is kept of small groups, and that nothing about them is lost.
struct ManyGroupsTests {
  private static let columns = ["a", "b", "c"]

  /// Rows with three columns of groups, most of whose combinations hold few people.
  private static func values(rows: Int, labels: Int, seed: UInt64 = 1) -> [String: [String]] {
    var random = SeededGenerator(seed: seed)
    var values: [String: [String]] = [:]
    for _ in 0..<rows {
      var sum = 0
      for column in columns {
        // Squares make some combinations large.
        let label = Int.random(in: 0..<labels, using: &random) * Int.random(in: 0..<labels, using: &random) / labels
        sum += label
        values[column, default: []].append("\(column)\(label)")
      }
      let rate = 0.3 + 0.4 * Double(sum) / Double(3 * labels)
      values["decision", default: []].append(Double.random(in: 0..<1, using: &random) < rate ? "1" : "0")
      values["outcome", default: []].append(Bool.random(using: &random) ? "1" : "0")
    }
    return values
  }

  private static func plan(minimumCount: Int = 30, metric: String = "selection-rate", replicates: Int = 0) -> Plan {
    Support.plan(
      requirements: [
        Requirement(
          id: "r", metric: metric, across: [["a"], columns], compare: .ratio, reference: .highest, atLeast: 0.8,
          minimumCount: minimumCount)
      ], replicates: replicates, groups: columns.map { GroupColumn(name: $0) }, intersections: [columns])
  }

  @Test func smallGroupsShareOneFinding() throws {
    let values = Self.values(rows: 6_000, labels: 9)
    let record = try Audit.record(of: Self.plan(), values: values)
    let whole = try #require(record.groupings.first { $0.grouping == Self.columns })
    let small = whole.groups.filter { $0.count < 30 }
    #expect(small.count > SmallGroups.most)

    let findings = record.findings.filter { $0.grouping == Self.columns }
    let together = findings.filter { $0.smallGroups != nil }
    #expect(together.count == 1)
    #expect(together[0].verdict == .notEnoughData && together[0].group == nil)
    #expect(
      together[0].smallGroups == SmallGroupCount(groups: small.count, people: small.reduce(0) { $0 + $1.count }))
    // Every other group is judged, but for the one that it is compared with.
    #expect(findings.count == whole.groups.count - small.count - 1 + 1)
    #expect(ExitStatus(record) != .met)

    let counts = try #require(record.smallGroups.first { $0.metric == "selection-rate" })
    #expect(counts.groups.map { whole.groups[$0].count } == small.map(\.count))
    #expect(counts.denominators == small.map { Double($0.count) })
    #expect(record.estimates.allSatisfy { $0.grouping != Self.columns || $0.count >= 30 })
    #expect(
      record.disparities.allSatisfy { row in
        row.grouping != Self.columns || whole.groups.contains { $0.group == row.group && $0.count >= 30 }
      })
    // Listed and small groups together are everybody.
    let listed = record.estimates.filter { $0.grouping == Self.columns && $0.metric == "selection-rate" }
    #expect(listed.reduce(0) { $0 + ($1.denominator ?? 0) } + counts.denominators.reduce(0, +) == 6_000)
  }

  @Test(arguments: ["selection-rate", "true-positive-rate"])
  func aGateFindsWhatAnAuditWithTheSameRequirementsFinds(_ metric: String) throws {
    let values = Self.values(rows: 5_000, labels: 8)
    let stored = try Audit.record(of: Self.plan(metric: metric), values: values)
    #expect(!stored.smallGroups.isEmpty)
    for least in [1, 5, 60] {
      let plan = Self.plan(minimumCount: least, metric: metric)
      let asked = try Audit.record(of: plan, values: values)
      let judged = Gate.judge(stored, by: plan.requirements)
      #expect(judged.findings == asked.findings)
      #expect(judged.verdict == asked.verdict)
      #expect(judged.detectable == asked.detectable)
    }
  }

  @Test func aRecordWithSmallGroupsIsConfirmed() throws {
    var plan = Self.plan()
    plan.decisions?.within = [Stratifier(column: "s", justification: "a test", approvedBy: nil)]
    plan.metrics.append("conditional-selection-rate")
    var values = Self.values(rows: 4_000, labels: 8)
    values["s"] = (0..<4_000).map { "s\($0 % 5)" }
    let record = try Audit.record(of: plan, values: values)
    #expect(record.smallGroups.contains { $0.within != nil })
    let read = try SealedRecord(parsing: Array(SealedRecord(record).text.utf8)).record
    #expect(read == record)
    #expect(Confirmation(of: read).failures.isEmpty)

    func isFound(_ change: (inout Record) -> Void) -> Bool {
      var changed = record
      change(&changed)
      return !Confirmation(of: changed).failures.isEmpty
    }
    let place = try #require(record.smallGroups.firstIndex { $0.metric == "selection-rate" && $0.within == nil })
    #expect(isFound { $0.smallGroups[place].groups[0] = -1 })
    #expect(isFound { $0.smallGroups[place].groups[0] = 1_000_000 })
    #expect(isFound { $0.smallGroups[place].numerators[0] = $0.smallGroups[place].denominators[0] + 1 })
    #expect(isFound { $0.smallGroups[place].numerators[0] += 1e-6 })
    #expect(isFound { $0.smallGroups[place].denominators.removeLast() })
    #expect(isFound { $0.smallGroups[place].denominators[0] += 7 })
    #expect(isFound { $0.smallGroups.remove(at: place) })
    #expect(
      isFound { record in
        for index in record.findings.indices { record.findings[index].smallGroups?.people += 1 }
      })
  }

  /// Counts that no file could hold are refused or printed, whatever rules the record names.
  @Test func countsBeyondAllBoundsTrapNowhere() throws {
    let record = try Audit.record(of: Self.plan(), values: Self.values(rows: 3_000, labels: 7))
    #expect(!record.smallGroups.isEmpty)
    var changed = record
    // The largest whole number that a record is written with; a thousand of them are beyond any Int.
    let most = 9_007_199_254_740_992
    let grouping = try #require(changed.groupings.firstIndex { $0.grouping == Self.columns })
    let first = changed.groupings[grouping].groups.count
    for number in 0..<1_100 {
      changed.groupings[grouping].groups.append(
        GroupSize(group: [Label("z\(number)"), "z", "z"], count: 9_007_199_254_740_992))
    }
    for index in changed.smallGroups.indices {
      changed.smallGroups[index].groups += first..<(first + 1_100)
      changed.smallGroups[index].numerators += Array(repeating: 0, count: 1_100)
      changed.smallGroups[index].denominators += Array(repeating: 9_007_199_254_740_992, count: 1_100)
    }
    for index in changed.requirements.indices { changed.requirements[index].minimumCount = most }
    for index in changed.findings.indices {
      changed.findings[index].smallGroups = SmallGroupCount(groups: most, people: most)
    }
    for index in changed.summaries.indices {
      changed.summaries[index].skipped = [["a"]]
      changed.summaries[index].skippedGroups = most
    }
    #expect(!Confirmation(of: changed).failures.isEmpty)
    for rules in [Rules.current, Rules(rawValue: "evenhand-rules/9")] {
      changed.rules = rules
      let page = HTMLRenderer().render(Report.whole(of: try SealedRecord(changed)))
      #expect(page.contains("small groups"))
      #expect(try Support.text(changed).contains("small groups"))
    }
  }

  /// Counts by label, straight from the rows.
  @Test(arguments: [(3, 12), (7, 1_000), (12, 700)])
  func tablesAreSumsOfRows(_ axes: Int, _ labels: Int) throws {
    var random = SeededGenerator(seed: UInt64(axes))
    // Twelve columns of 700 labels have more combinations than a word can number.
    let names = (0..<axes).map { "c\($0)" }
    let sizes = (0..<axes).map { $0 == axes - 1 ? 5 : labels }
    var finest: Set<[Int32]> = []
    while finest.count < 300 {
      // Few rows of all combinations, with neighbours that share most labels.
      let base = sizes.map { Int32.random(in: 0..<Int32($0), using: &random) }
      for axis in 0..<axes {
        var near = base
        near[axis] = Int32.random(in: -1..<Int32(sizes[axis]), using: &random)
        finest.insert(near)
      }
    }
    let rows = Array(finest)
    let counts = rows.flatMap { _ in (0..<Contingency.cells).map { _ in Double(Int.random(in: 0..<3, using: &random)) }
    }
    let layout = DecisionLayout(
      axes: names.enumerated().map { number, name in
        DecisionLayout.Axis(
          name: name, role: number == axes - 1 ? .stratum : .group,
          labels: (0..<sizes[number]).map { Label("\(name)-\($0)") })
      }, finest: rows)
    let tables = GroupTables(layout: layout, summary: Contingency(counts: counts))
    let grouping = Array(names.dropLast().reversed())
    let found = tables.tables(of: grouping, stratifiers: [names[axes - 1]])

    var expected: [[Label]: [Double]] = [:]
    var within: [Label: [[Label]: [Double]]] = [:]
    var unknown = 0.0
    for (row, codes) in rows.enumerated() {
      let own = Array(counts[(row * Contingency.cells)..<((row + 1) * Contingency.cells)])
      guard own.contains(where: { $0 > 0 }) else { continue }
      if codes.dropLast().contains(-1) {
        unknown += own.reduce(0, +)
        continue
      }
      let group = (0..<(axes - 1)).reversed().map { Label("c\($0)-\(codes[$0])") }
      expected[group] = zip(expected[group] ?? own.map { _ in 0 }, own).map { $0 + $1 }
      if let stratum = codes.last, stratum >= 0 {
        let label = Label("c\(axes - 1)-\(stratum)")
        within[label, default: [:]][group] = zip(within[label]?[group] ?? own.map { _ in 0 }, own).map { $0 + $1 }
      }
    }
    let crude = try #require(found.first)
    #expect(crude.groups == expected.keys.sorted { $0.lexicographicallyPrecedes($1) })
    #expect(crude.unknown == Int(unknown))
    for (index, group) in crude.groups.enumerated() {
      #expect((0..<Contingency.cells).map { crude.counts[index, $0] } == expected[group])
    }
    for table in found.dropFirst() {
      let own = within[try #require(table.stratum).label] ?? [:]
      for (index, group) in table.groups.enumerated() where table.size(of: index) > 0 || own[group] != nil {
        #expect((0..<Contingency.cells).map { table.counts[index, $0] } == own[group])
      }
    }
    #expect(found.count == 1 + 5)
  }

  @Test func whatIsDrawnOfOneGroupingDoesNotDependOnOthers() throws {
    let values = Self.values(rows: 3_000, labels: 5)
    let both = try Audit.record(of: Self.plan(replicates: 200), values: values)
    var alone = Self.plan(replicates: 200)
    alone.requirements[0].across = [["a"]]
    alone.decisions?.groups = [GroupColumn(name: "a")]
    alone.decisions?.intersections = []
    let one = try Audit.record(of: alone, values: values)
    let rows = one.disparities.filter { $0.bootstrap != nil }
    #expect(!rows.isEmpty)
    #expect(rows == both.disparities.filter { $0.grouping == ["a"] && $0.bootstrap != nil })
    // A check is a check: both ranges say about the same.
    for row in rows {
      let (analytic, drawn) = (try #require(row.interval), try #require(row.bootstrap))
      let width = (analytic.upper ?? 0) - (analytic.lower ?? 0)
      #expect(abs((drawn.lower ?? 9) - (analytic.lower ?? 0)) < 0.3 * width)
      #expect(abs((drawn.upper ?? 9) - (analytic.upper ?? 0)) < 0.3 * width)
    }
  }

  @Test func aReportListsWhatWasJudged() throws {
    let record = try Audit.record(of: Self.plan(), values: Self.values(rows: 6_000, labels: 9))
    let small = try #require(record.findings.first { $0.smallGroups != nil }?.smallGroups)
    let html = HTMLRenderer().render(Report.whole(of: try SealedRecord(record)))
    let words = "\(small.groups) small groups"
    #expect(html.contains(words))
    #expect(html.contains("have too few people to be compared; the file record.json holds their counts"))
    #expect(try Support.text(record).contains("\(words) (30 needed in each)"))
    let rare = try #require(record.groupings.last?.groups.first { $0.count == 1 })
    #expect(!html.contains(rare.group.map(\.text).joined(separator: " × ")))
  }
}
