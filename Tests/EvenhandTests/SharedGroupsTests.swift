import Evenhand
import Testing
import _AuditTesting

/// People with several labels who count in the group of each: groups share people, and each is compared with everybody else.
@Suite struct SharedGroupsTests {
  /// Ethnicity as people wrote it, with how many were selected of how many.
  private static let people: [(labels: String, selected: Int, all: Int)] = [
    ("White", 400, 1_000), ("Asian", 160, 400), ("Black", 120, 400), ("Asian; White", 60, 150),
    ("White; Black", 20, 60),
    ("", 6, 20),
  ]

  private static func plan(_ requirements: String, groups: String = "", columns: String = "") -> String {
    """
    audit: {title: Shared}
    decisions:
      source: d.csv
      columns: {decision: d, favourable: ["1"], count: n\(columns)}
      groups: [{column: race, multiple: "; ", counting: each\(groups)}, sex]
    replicates: 100
    requirements:
    \(requirements)
    """
  }

  private static let file =
    "race,sex,d,n\n"
    + people.flatMap { labels, selected, all in
      ["f", "m"].flatMap { sex in
        ["\(labels),\(sex),1,\(selected / 2)\n", "\(labels),\(sex),0,\((all - selected) / 2)\n"]
      }
    }.joined()

  private static func record(_ plan: String, _ file: String = file) async throws -> Record {
    try await Support.inFolder { folder in
      try Files.write(Array(file.utf8), to: Path.join(folder, "d.csv"))
      let plan = try PlanReader.read(Array(plan.utf8), file: "plan.yaml", catalogue: Catalogue.cards)
      return try Audit.run(plan, folder: folder)
    }
  }

  private static let ratio =
    "  - {id: r, metric: selection-rate, across: [race], compare: ratio, reference: complement, at-least: 0.8}"

  /// The numbers of each group against everybody else are those of an audit of this group and the others alone.
  @Test func eachGroupIsSetAgainstEverybodyElse() async throws {
    let record = try await Self.record(Self.plan(Self.ratio))
    for name in ["Asian", "Black", "White"] {
      let rows = Self.people.filter { !$0.labels.isEmpty }
      let own = rows.filter { $0.labels.contains(name) }
      let (selected, all) = (own.reduce(0) { $0 + $1.selected }, own.reduce(0) { $0 + $1.all })
      let (others, rest) = (rows.reduce(0) { $0 + $1.selected } - selected, rows.reduce(0) { $0 + $1.all } - all)
      let estimate = try #require(record.estimate("selection-rate", [Label(name)]))
      #expect(estimate.numerator == Double(selected) && estimate.denominator == Double(all) && estimate.count == all)
      #expect(estimate.others == OthersCounted(numerator: Double(others), denominator: Double(rest)))
      let finding = try #require(record.findings.first { $0.group == [Label(name)] })
      let (rate, against) = (Double(selected) / Double(all), Double(others) / Double(rest))
      #expect(isClose(finding.value, rate / against))
      #expect(finding.sentence.contains("Groups share people"))
      // The printed range is that of two groups who share nobody.
      let alone = try await Self.record(
        """
        audit: {title: Alone}
        decisions:
          source: d.csv
          columns: {decision: d, favourable: ["1"], count: n}
          groups: [race]
        replicates: 0
        metrics: [selection-rate]
        """,
        "race,d,n\na,1,\(selected)\na,0,\(all - selected)\nb,1,\(others)\nb,0,\(rest - others)\n")
      let pair = try #require(
        alone.disparities.first { $0.group == ["b"] && $0.comparison == .ratio && !$0.isReference }
          ?? alone.disparities.first { $0.group == ["a"] && $0.comparison == .ratio && !$0.isReference })
      let shared = try #require(
        record.disparities.first { $0.group == [Label(name)] && $0.comparison == .ratio && $0.grouping == ["race"] })
      #expect(shared.reference.rule == .complement && isClose(shared.test?.p, pair.test?.p, tolerance: 1e-9))
    }
    let grouping = try #require(record.groupings.first { $0.grouping == ["race"] })
    #expect(grouping.sharesPeople == true && grouping.known == 2_010 && grouping.unknown == 20)
    #expect(grouping.groups.map(\.count).reduce(0, +) > 2_010)
    // Judged again from the record alone.
    #expect(Judge(record: record).judge(record.requirements).findings.map(\.verdict) == record.findings.map(\.verdict))
  }

  /// What needs groups that share nobody is not made of them, and says so.
  @Test func nothingRestsOnGroupsThatAddUp() async throws {
    let record = try await Self.record(Self.plan(Self.ratio))
    let own = record.disparities.filter { $0.grouping == ["race"] }
    #expect(!own.isEmpty && own.allSatisfy { $0.reference.rule == .complement })
    #expect(record.summaries.filter { $0.grouping == ["race"] && $0.value != nil }.isEmpty)
    #expect(record.associations.filter { $0.grouping == ["race"] }.isEmpty)
    #expect(!record.associations.filter { $0.grouping == ["sex"] }.isEmpty)
    #expect(!record.warnings.contains { $0.code == .totalGroup })
    #expect(DataWords.notes(record).contains { $0.contains("count in the group of each") })
    #expect(record.detectable.allSatisfy { $0.undefined == .sharedPeople })
  }

  /// A group that everybody but a few has is no total of the others, and combined labels stay a group where nobody asks otherwise.
  @Test func combinedStaysTheDefault() async throws {
    let record = try await Self.record(
      Self.plan(Self.ratio.replacing("reference: complement", with: "reference: highest")).replacing(
        ", counting: each", with: ""))
    #expect(record.groupings[0].groups.map(\.group).contains(["Asian; White"]))
    #expect(record.groupings[0].sharesPeople == nil && record.estimates.allSatisfy { $0.others == nil })
  }

  @Test(
    arguments: [
      ("reference: complement", "reference: highest", "reference: complement"),
      ("metric: selection-rate", "metric: equalized-odds", "outcome"),
      ("compare: ratio, reference: complement, at-least: 0.8", "compare: minimum, at-least: 0.2", "use `value`"),
    ])
  func refusesWhatNeedsGroupsApart(_ old: String, _ new: String, _ hint: String) throws {
    let text = Self.plan(Self.ratio.replacing(old, with: new))
    let errors = try #require(throws: PlanErrors.self) {
      try PlanReader.read(Array(text.utf8), file: "plan.yaml", catalogue: Catalogue.cards)
    }
    #expect("\(errors)".contains(hint), "\(errors)")
  }

  @Test(arguments: [", not-compared: {below-share: 0.02, justification: j}"])
  func refusesSharesOfTheWhole(_ groups: String) {
    #expect(throws: PlanErrors.self) {
      try PlanReader.read(
        Array(Self.plan(Self.ratio, groups: groups).utf8), file: "plan.yaml", catalogue: Catalogue.cards)
    }
  }

  /// Whose decision is missing may turn out to be anything, and reaches the verdict.
  @Test func missingDecisionsReachTheBounds() async throws {
    let file = Self.file + "Black,f,,100\n"
    let record = try await Self.record(Self.plan(Self.ratio), file)
    let finding = try #require(record.findings.first { $0.group == ["Black"] })
    let bounds = try #require(finding.bounds)
    #expect(bounds.causes.contains(LeftOutCause(reason: .missingDecision, count: 100)))
    // 140 of 460 and all 100 more unfavourable; everybody else 620 of 1,550, and the 20 of no group as is worst.
    let worst = (140.0 / (460 + 100 + 14)) / ((620.0 + 6) / (1_550 + 6))
    #expect(isClose(bounds.worst?.value, worst), "\(String(describing: bounds.worst?.value)) \(worst)")
  }

  /// Who lacks a decision is everybody else to a group of which nobody lacks one (the same file in groups apart: .5 ÷ (1,000 ÷ 1,500)).
  @Test func missingDecisionsOfOthersReachTheBounds() async throws {
    for suffix in ["", "B,f,,10\n"] {
      let file = "race,sex,d,n\nA,f,1,500\nA,f,0,500\nA,f,,1000\nB,f,1,500\nB,f,0,500\n" + suffix
      let record = try await Self.record(Self.plan(Self.ratio), file)
      let finding = try #require(record.findings.first { $0.group == ["B"] })
      #expect(finding.verdict == .cannotTell)
      if suffix.isEmpty { #expect(isClose(finding.bounds?.worst?.value, 0.5 / (1_500.0 / 2_000))) }
      #expect(Confirmation(of: record).structure == .holds && Confirmation(of: record).numbers == .holds)
    }
  }

  /// A label that is not known may be any other.
  @Test func aFieldWithAnUnknownLabelIsNotKnown() async throws {
    let file = "race,sex,d,n\nA,f,1,300\nA,f,0,300\nB,f,1,300\nB,f,0,300\nA; NULL,f,0,100\nB;,f,1,40\n"
    let record = try await Self.record(Self.plan(Self.ratio), file)
    let grouping = try #require(record.groupings.first { $0.grouping == ["race"] })
    #expect(grouping.unknown == 100)
    #expect(record.estimate("selection-rate", ["A"])?.denominator == 600)
    #expect(record.findings[0].bounds?.leftOut == 100)
  }

  /// One group is enough where everybody outside it is there to compare it with.
  @Test func aGroupThatNotEverybodyHasIsJudgedAlone() async throws {
    let file = "race,sex,d,n\nA,f,1,500\nA,f,0,500\nA; B,f,1,200\nA; B,f,0,300\n"
    let record = try await Self.record(Self.plan(Self.ratio), file)
    let finding = try #require(record.findings.first { $0.group == ["B"] })
    #expect(isClose(finding.value, (200.0 / 500) / (500.0 / 1_000)))
  }
}
