import Testing
import _AuditTesting

@testable import Evenhand

@Suite struct AuditComparisonTests {
  /// An audit of groups with so many favourable decisions of so many.
  private func audit(
    _ groups: [(Label, Int, Int)], requirements: [Requirement] = [Self.ratio()], favourable: [Label] = ["1"],
    edit: (inout Plan) -> Void = { _ in }
  ) throws -> SealedRecord {
    var values: [String: [String]] = ["group": [], "decision": [], "outcome": []]
    for (label, favourable, people) in groups {
      values["group"]! += Array(repeating: label.text, count: people)
      values["decision"]! += (0..<people).map { $0 < favourable ? "1" : "0" }
      values["outcome"]! += Array(repeating: "1", count: people)
    }
    var plan = Support.plan(requirements: requirements, metrics: ["selection-rate"])
    plan.decisions?.labels.favourable = favourable
    edit(&plan)
    return try SealedRecord(Audit.record(of: plan, values: values))
  }

  private static func ratio(
    _ id: String = "ratio", reference: ReferenceRule = .group(["A"]), atLeast: Double = 0.8, minimumCount: Int = 30
  ) -> Requirement {
    Requirement(
      id: id, metric: "selection-rate", across: [["group"]], compare: .ratio, reference: reference, atLeast: atLeast,
      minimumCount: minimumCount)
  }

  private func compared(from baseline: SealedRecord, to candidate: SealedRecord) -> ChangeTable {
    AuditComparison.changes(from: baseline, to: candidate).table
  }

  private func change(_ changes: ChangeTable, _ group: Label) -> CheckChange? {
    changes.checks.first { $0.group == [group] }
  }

  // MARK: the same

  @Test(arguments: [
    "berkeley-admissions-1973", "compas-two-year", "compas-two-year-as-published", "job-recommendations",
  ])
  func anAuditHasNotChangedAgainstItself(_ name: String) throws {
    let sealed = try SealedRecord(parsing: Files.read("\(Support.checkout)/reports/\(name)/record.json"))
    let changes = compared(from: sealed, to: sealed)
    #expect(!changes.checks.isEmpty && changes.checks.allSatisfy { $0.change == .noClearChange })
    #expect(changes.result == .noClearChange && ExitStatus(changes) == .met)
    let measured = sealed.record.findings.count { $0.isMeasured }
    #expect(changes.checks.count == measured)
    #expect(changes.judgedInNeither == sealed.record.findings.count - measured)
    for check in changes.checks {
      guard let difference = check.difference else { continue }
      #expect(difference.value == 0 && difference.p == 1 && difference.adjustedP == 1)
    }
  }

  @Test func everySampleComparesWithEveryOther() throws {
    let names = ["berkeley-admissions-1973", "compas-two-year", "compas-two-year-as-published", "job-recommendations"]
    let audits = try names.map {
      try SealedRecord(parsing: Files.read("\(Support.checkout)/reports/\($0)/record.json"))
    }
    for first in audits {
      for second in audits where first.digest != second.digest {
        let changes = AuditComparison.changes(from: first, to: second)
        #expect(!changes.table.checks.isEmpty)
        let document = ChangesDocument(changes)
        #expect(try Canonical.value(ChangesDocument.self, from: Array(document.text.utf8)) == document)
        #expect(ChangesText.render(changes, exit: ExitStatus(changes.table).rawValue).hasSuffix("\n"))
      }
    }
  }

  // MARK: changes

  @Test func aGroupThatFallsIsWorseAndOneThatRisesIsBetter() throws {
    let before = try audit([("A", 500, 1000), ("B", 450, 1000), ("C", 300, 1000), ("D", 450, 1000)])
    let now = try audit([("A", 500, 1000), ("B", 300, 1000), ("C", 450, 1000), ("D", 445, 1000)])
    let changes = compared(from: before, to: now)
    #expect(change(changes, "B")?.change == .worse && change(changes, "C")?.change == .better)
    #expect(change(changes, "D")?.change == .noClearChange && change(changes, "A") == nil)
    #expect(changes.result == .worse && ExitStatus(changes) == .notMet)
    let fall = try #require(change(changes, "B")?.difference)
    #expect(fall.reference == ["A"] && isClose(fall.value, -0.3) && isClose(fall.baseline, 0.9))
    #expect(fall.interval.upper! < 0 && fall.adjustedP >= fall.p && fall.adjustedP < 0.001)
    // A threshold may differ.
    let lower = try audit(
      [("A", 500, 1000), ("B", 300, 1000), ("C", 450, 1000), ("D", 445, 1000)],
      requirements: [Self.ratio(atLeast: 0.5)])
    #expect(compared(from: before, to: lower).checks.map(\.change) == changes.checks.map(\.change))
    // And backwards.
    let back = compared(from: now, to: before)
    #expect(change(back, "B")?.change == .better && change(back, "C")?.change == .worse)
  }

  @Test func theIntervalIsThatOfMoverOnGuardedScores() throws {
    let before = try audit([("A", 800, 1600), ("B", 300, 1000)])
    let now = try audit([("A", 790, 1600), ("B", 420, 1000)])
    let found = try #require(change(compared(from: before, to: now), "B")?.difference)
    // `better` of Tests/Reference/changes-scipy.json.
    #expect(isClose(found.value, 0.2506329113924051) && isClose(found.interval.lower, 0.15218034002744213))
    #expect(found.interval.method.rawValue == "mover" && found.interval.level == 0.95)
  }

  @Test func whereAnyGapCountsItsSizeDoes() throws {
    let gap = Requirement(
      id: "gap", metric: "selection-rate", across: [["group"]], compare: .difference, reference: .group(["A"]),
      atMost: 0.1)
    let before = try audit([("A", 500, 1000), ("B", 420, 1000), ("C", 580, 1000)], requirements: [gap])
    let now = try audit([("A", 500, 1000), ("B", 580, 1000), ("C", 720, 1000)], requirements: [gap])
    let changes = compared(from: before, to: now)
    // B lies as far on the other side.
    #expect(change(changes, "B")?.change == .noClearChange && change(changes, "B")?.worse == .apart)
    #expect(isClose(change(changes, "B")?.difference?.value, 0, within: 1e-12))
    #expect(change(changes, "C")?.change == .worse && isClose(change(changes, "C")?.difference?.value, 0.14))
  }

  @Test func aReferenceGroupThatFallsIsNotOverlooked() throws {
    let highest = [Self.ratio(reference: .highest)]
    let before = try audit([("A", 800, 1000), ("B", 700, 1000), ("C", 700, 1000)], requirements: highest)
    let now = try audit([("A", 400, 1000), ("B", 710, 1000), ("C", 700, 1000)], requirements: highest)
    let changes = compared(from: before, to: now)
    let fallen = try #require(change(changes, "A"))
    #expect(fallen.change == .worse && fallen.baseline == nil && fallen.candidate?.verdict == .notMet)
    #expect(fallen.difference?.reference == ["B"] && isClose(fallen.difference?.baseline, 8.0 / 7))
    // The others are set against the baseline's reference group, which B has become itself.
    #expect(change(changes, "C")?.change == .better && change(changes, "C")?.difference?.reference == ["A"])
    #expect(change(changes, "B")?.change == .better && change(changes, "B")?.candidate == nil)
    #expect(changes.notes.contains { $0.contains("reference group changed") })
    let text = ChangesText.render(AuditComparison.changes(from: before, to: now), exit: 1)
    #expect(
      text.contains("■ reference") && text.split(separator: "\n").last?.hasPrefix("WORSE (exit 1): 1 worse") == true)
  }

  // MARK: a margin

  @Test func withAMarginNoWorseIsToldFromWhatNobodyCanTell() throws {
    let before = try audit([
      ("A", 10_000, 20_000), ("B", 9000, 20_000), ("C", 9000, 20_000), ("D", 90, 200), ("E", 9000, 20_000),
    ])
    let now = try audit([
      ("A", 10_000, 20_000), ("B", 9000, 20_000), ("C", 7000, 20_000), ("D", 92, 200), ("E", 8600, 20_000),
    ])
    func words(_ margin: Double?) -> [String: ChangeWord] {
      let table = AuditComparison.changes(from: before, to: now, margin: margin).table
      return Dictionary(
        uniqueKeysWithValues: table.checks.compactMap { check in check.group.map { (Words.group($0), check.change) } })
    }
    // E fell by 0.04, which is shown, and is within a margin of 0.08.
    #expect(words(nil) == ["B": .noClearChange, "C": .worse, "D": .noClearChange, "E": .worse])
    #expect(words(0.08) == ["B": .noWorse, "C": .worse, "D": .noClearChange, "E": .noWorse])
    #expect(words(0) == ["B": .noClearChange, "C": .worse, "D": .noClearChange, "E": .worse])
    #expect(words(0.5) == ["B": .noWorse, "C": .noWorse, "D": .noWorse, "E": .noWorse])
    let table = AuditComparison.changes(from: before, to: now, margin: 0.5).table
    #expect(table.result == .noWorse && ExitStatus(table) == .met)
    let least = AuditComparison.changes(from: before, to: before, margin: 0.08).table
    #expect(least.result == .noClearChange && ExitStatus(least) == .cannotJudge)
    let changes = AuditComparison.changes(from: before, to: now, margin: 0.08)
    let text = ChangesText.render(changes, exit: 1)
    #expect(text.hasSuffix("WORSE (exit 1): 1 worse, 0 better, 2 no worse, 1 no clear change\n"))
    let document = try ChangesDocument(changes).text
    #expect(text.contains("no worse: −0.04 (") && document.contains("\"margin\":0.08"))
    // A wider margin takes nothing back.
    let order: [ChangeWord] = [.worse, .noClearChange, .noWorse]
    for margin in [0, 0.01, 0.03, 0.08, 0.1, 0.3] {
      let (narrow, wide) = (words(margin), words(margin + 0.02))
      for (group, word) in narrow { #expect(order.firstIndex(of: word)! <= order.firstIndex(of: wide[group]!)!) }
    }
  }

  // MARK: not comparable

  @Test func whatIsNotTheSameIsNotCompared() throws {
    let groups: [(Label, Int, Int)] = [("A", 500, 1000), ("B", 450, 1000), ("C", 10, 20)]
    let before = try audit(groups)
    func reasons(_ now: SealedRecord) -> [String?] {
      let changes = compared(from: before, to: now)
      #expect(ExitStatus(changes) == .cannotJudge)
      return changes.checks.map(\.reason)
    }
    #expect(reasons(try audit(groups, favourable: ["0"])) == ["the favourable labels changed"])
    #expect(
      reasons(try audit(groups, requirements: [Self.ratio(reference: .complement)]))
        == ["the rule for the reference group changed", "the rule for the reference group changed"])
    #expect(reasons(try audit(groups, requirements: [Self.ratio(minimumCount: 25)])) == ["the minimum count changed"])
    #expect(
      reasons(try audit(groups) { $0.decisions?.labels.unknown = ["", "C"] }) == [
        "the labels that mean “not known” changed"
      ])
    #expect(reasons(try audit(groups) { $0.audit.data = .synthetic }) == ["one of them is about made-up data"])
    #expect(
      reasons(
        try audit(groups) { $0.decisions?.groups[0].rules.same = [.init("B", ["Bee"])] }) == [
          "the labels that are joined in group changed"
        ])
    // Too few people on one side only.
    #expect(
      reasons(try audit([("A", 500, 1000), ("B", 450, 1000), ("C", 10, 40)])) == [
        nil, "too few people in the baseline",
      ])
  }

  @Test func binsThatChangedAreNamed() throws {
    func binned(_ edges: [Double]) throws -> SealedRecord {
      let ages = (0..<600).map { "\($0 % 60)" }
      var plan = Support.plan(
        requirements: [
          Requirement(
            id: "age", metric: "selection-rate", across: [["group"]], compare: .ratio, reference: .complement,
            atLeast: 0.5)
        ], metrics: ["selection-rate"])
      plan.decisions?.groups[0].bins = edges
      let decisions = (0..<600).map { $0 % 7 < 3 ? "1" : "0" }
      return try SealedRecord(
        Audit.record(of: plan, values: ["group": ages, "decision": decisions, "outcome": decisions]))
    }
    let changes = compared(from: try binned([0, 30, 60]), to: try binned([0, 25, 60]))
    #expect(changes.checks.map(\.reason) == ["the bins of group changed", "the bins of group changed"])
    #expect(ExitStatus(changes) == .cannotJudge && changes.result == .notComparable)
    let same = compared(from: try binned([0, 30, 60]), to: try binned([0, 30, 60]))
    #expect(ExitStatus(same) == .met)
  }

  @Test func checksComeAndGo() throws {
    let before = try audit([("A", 500, 1000), ("B", 450, 1000), ("C", 450, 1000)])
    let now = try audit([("A", 500, 1000), ("B", 450, 1000), ("D", 450, 1000)])
    let changes = compared(from: before, to: now)
    #expect(change(changes, "C")?.change == .gone && change(changes, "D")?.change == .new)
    #expect(change(changes, "B")?.change == .noClearChange && ExitStatus(changes) == .cannotJudge)
    let more = compared(
      from: before,
      to: try audit([("A", 500, 1000), ("B", 450, 1000), ("C", 450, 1000), ("D", 450, 1000)]))
    #expect(ExitStatus(more) == .met && more.count(.new) == 1)
    // A requirement of another name that asks the same is the same; one that asks something else is another.
    let renamed = try audit(
      [("A", 500, 1000), ("B", 450, 1000), ("C", 450, 1000)], requirements: [Self.ratio("other")])
    #expect(compared(from: before, to: renamed).result == .noClearChange)
    let none = try audit([("A", 500, 1000), ("B", 450, 1000), ("C", 450, 1000)], requirements: [])
    let gone = compared(from: before, to: none)
    #expect(gone.checks.map(\.change) == [.gone, .gone] && ExitStatus(gone) == .cannotJudge)
    #expect(ExitStatus(compared(from: none, to: none)) == .cannotJudge)
    // Where every check is new, nothing is compared.
    #expect(ExitStatus(compared(from: none, to: before)) == .cannotJudge)
  }

  // MARK: lists

  @Test func averagesOfListsAreComparedByTheirSpread() throws {
    let sealed = try SealedRecord(parsing: Files.read("\(Support.checkout)/reports/job-recommendations/record.json"))
    var record = sealed.record
    let finding = try #require(
      record.findings.first { finding in
        finding.isMeasured && finding.group != nil && finding.comparison != .value
          && record.card(finding.metric)?.measure == .average && finding.reference?.group != nil
      })
    func scale(by factor: Double) {
      for index in record.estimates.indices {
        let estimate = record.estimates[index]
        if estimate.metric == finding.metric, estimate.grouping == finding.grouping, estimate.group == finding.group! {
          record.estimates[index].value = estimate.value.map { $0 * factor }
        }
      }
    }
    scale(by: 0.2)
    let changes = compared(from: sealed, to: try SealedRecord(record))
    let fallen = try #require(
      changes.checks.first {
        $0.requirement == finding.requirement && $0.grouping == finding.grouping && $0.group == finding.group
      })
    #expect(fallen.difference!.value != 0 && fallen.difference!.p < 1)
    // The depth of the lists is part of what the numbers mean.
    record.lists?.depth = 7
    let other = compared(from: sealed, to: try SealedRecord(record))
    #expect(other.checks.allSatisfy { $0.reason == "the depth of the lists changed" })
  }

  // MARK: words

  @Test func hostileLabelsStayText() throws {
    let bad: Label = "B\u{1B}[31m\n::error::x|<b>\u{202E}"
    let before = try audit([("A", 500, 1000), (bad, 450, 1000)])
    let now = try audit([("A", 500, 1000), (bad, 250, 1000)])
    let changes = AuditComparison.changes(from: before, to: now)
    let text = ChangesText.render(changes, exit: 1)
    #expect(
      !text.contains("\u{1B}") && !text.contains("::error") && !text.contains("\u{A0}") && !text.contains("\u{202E}"))
    #expect(text.split(separator: "\n").count == 7)
    let markdown = MarkdownRenderer().render(ChangesTable.document(changes))
    #expect(!markdown.contains("<b>") && !markdown.contains("\u{1B}") && markdown.contains("worse"))
  }
}
