import Evenhand
import Testing
import _AuditTesting

/// Situations that people met in the field, rebuilt with made-up data in `Tests/FieldCases`. Each value was computed apart from
/// this program.
@Suite struct FieldCaseTests {
  static func record(_ name: String, _ plan: String = "evenhand") async throws -> Record {
    let file = try PlanFile(path: "\(Support.checkout)/Tests/FieldCases/\(name)/\(plan).yaml")
    let record = try Audit.run(file.plan, folder: file.folder)
    // Whoever has the record alone finds the same.
    let read = try Record(parsing: Array(record.canonicalText().utf8))
    #expect(Confirmation(of: read).numbers == .holds && Confirmation(of: read).structure == .holds)
    #expect(Gate.judge(read, by: read.requirements).findings == record.findings)
    return record
  }

  static func finding(_ record: Record, _ requirement: String, _ group: Label?) throws -> Finding {
    try #require(record.findings.first { $0.requirement == requirement && $0.group == group.map { [$0] } })
  }

  /// 450 of 1,000 against 500 of 1,000; the sex of 200 people, 180 of whom were hired, is not known.
  @Test func f04PeopleOfNoKnownGroupAreNotPassedOver() async throws {
    let record = try await Self.record("f04", "unknown")
    let finding = try Self.finding(record, "selection-ratio", "F")
    #expect(record.findings.count == 1 && finding.reference?.group == ["M"])
    #expect(isClose(finding.value, 0.9) && finding.verdict == .cannotTell)
    let bounds = try #require(finding.bounds)
    #expect(bounds.leftOut == 200 && isClose(bounds.share, 200.0 / 2_200) && bounds.counted == .met)
    // 450 of 1,020 against 680 of 1,180.
    #expect(isClose(bounds.worst?.value, (450.0 / 1_020) / (680.0 / 1_180)))
    #expect(bounds.causes.map(\.reason) == [.unknownGroup])
    #expect(ExitStatus(record) == .cannotJudge)

    let ignored = try await Self.record("f04", "ignore")
    #expect(try Self.finding(ignored, "selection-ratio", "F").verdict == .met && ExitStatus(ignored) == .met)
    #expect(ignored.requirements[0].leftOut?.justification == "People who did not say were asked again.")
  }

  /// The plan as people had it: NULL is a word for a missing value.
  @Test func f04ItIsTheSameWithoutTheDeclaration() async throws {
    let record = try await Self.record("f04")
    #expect(record.findings.map(\.verdict) == [.cannotTell] && record.findings[0].reference?.group == ["M"])
    #expect(record.warnings.contains { $0.code == .missingWords })
  }

  /// 204 of 408 against 412 of 797, and a category with 0 and 0.
  @Test func f06ACategoryOfNobodyIsNamed() async throws {
    let record = try await Self.record("f06")
    let judged = try Self.finding(record, "selection-ratio", "Hispanic or Latino")
    #expect(judged.verdict == .met && isClose(judged.value, (204.0 / 408) / (412.0 / 797)))
    let empty = try #require(record.groupings[0].groups.first { $0.count == 0 })
    let nobody = try Self.finding(record, "selection-ratio", empty.group[0])
    #expect(nobody.verdict == .notEnoughData && nobody.undefined == .emptyGroup && nobody.value == nil)
    #expect(
      nobody.sentence
        == "Not enough data to judge. Nobody in the group \(empty.group[0].text) is in the data. This is not a pass.")
    #expect(record.findings.count == 2 && ExitStatus(record) == .cannotJudge)
    #expect(try Support.text(record).contains("category: \(empty.group[0].text) nobody in the data"))
    #expect(FindingWords(record).sentence(of: nobody) == nobody.sentence)
  }

  @Test func anExpectedGroupThatNobodyHasIsNoPass() throws {
    var column = GroupColumn(name: "group")
    column.expected = ["a", "b", "c"]
    let requirement = Requirement(
      id: "r", metric: "selection-rate", across: [["group"]], compare: .ratio, reference: .highest, atLeast: 0.8)
    let groups = (0..<200).map { $0 % 2 == 0 ? "a" : "b" }
    let record = try Audit.record(
      of: Support.plan(requirements: [requirement], groups: [column]),
      values: [
        "group": groups, "decision": groups.map { _ in "1" }, "outcome": groups.map { _ in "1" },
      ])
    #expect(record.groupings[0].groups.map(\.count) == [100, 100, 0])
    #expect(try Self.finding(record, "r", "c").verdict == .notEnoughData)
    #expect(record.verdict.overall == .notEnoughData && record.estimate("selection-rate", ["c"]) == nil)
    #expect(Confirmation(of: record).failures == [])
  }

  /// Rows whose decision is missing are no reason to lose a group.
  @Test func aGroupWithoutAnyDecisionIsNamed() throws {
    let requirement = Requirement(
      id: "r", metric: "selection-rate", across: [["group"]], compare: .ratio, reference: .highest, atLeast: 0.8)
    let groups = (0..<300).map { ["a", "b", "c"][$0 % 3] }
    let record = try Audit.record(
      of: Support.plan(requirements: [requirement]),
      values: [
        "group": groups, "decision": groups.map { $0 == "c" ? "" : "1" }, "outcome": groups.map { _ in "1" },
      ])
    #expect(try Self.finding(record, "r", "c").undefined == .emptyGroup)
    #expect(record.verdict.overall == .notEnoughData)
  }

  /// 200 people of 71, 10 of whom were approved, and 40 of 16.
  @Test func f10PeopleOutsideTheBinsAreNamed() async throws {
    let record = try await Self.record("f10")
    let warning = try #require(record.warnings.first { $0.code == .outsideBins })
    #expect(warning.rows == 240 && warning.labels.map(\.rows).sorted() == [40, 200])
    #expect(record.groupings[0].outside == 240)
    for finding in record.findings {
      #expect(finding.verdict == .cannotTell && finding.bounds?.causes.map(\.reason) == [.outsideBins])
      #expect(finding.sentence.contains("240 people outside the bins are left out"))
      #expect(!finding.sentence.contains("not known"))
    }
    #expect(ExitStatus(record) == .cannotJudge)
  }

  /// Outcomes are known of approved loans only.
  @Test func f08RatesOfKnownOutcomesAreNotMet() async throws {
    let record = try await Self.record("f08")
    for (group, low) in [("A", 540.0 / 940), ("B", 190.0 / 990)] as [(Label, Double)] {
      let left = try #require(
        record.leftOut.first { $0.metric == "true-positive-rate" && $0.group == [group] }?.completions)
      // Of those declined, all or none may have repaid.
      #expect(left == Completions(uncountedOrNot: group == "A" ? 400 : 800))
      let repaid = group == "A" ? 540.0 : 190
      #expect(isClose(repaid / (repaid + left.uncountedOrNot), low))
    }
    #expect(isClose(record.estimate("positive-predictive-value", ["A"])?.value, 0.9))
    #expect(isClose(record.estimate("positive-predictive-value", ["B"])?.value, 0.95))
    for requirement in ["equal-opportunity", "accuracy"] {
      for finding in record.findings where finding.requirement == requirement {
        #expect(finding.verdict == .notEnoughData && finding.undefined == .outcomeOnlyAfterFavourable)
        #expect(finding.sentence.contains("outcomes are known almost only where the decision was favourable"))
      }
    }
    for (group, low) in [("A", "57.4"), ("B", "19.2")] as [(Label, String)] {
      let rates = Gate.judge(
        record,
        by: [
          Requirement(
            id: "v", metric: "true-positive-rate", across: [["group"]], compare: .value, reference: .none, atLeast: 0.5)
        ])
      let sentence = try Self.finding(rates, "v", group).sentence
      #expect(sentence.contains("; it lies between \(low) % and 100.0 %"), "\(sentence)")
    }
    #expect(record.estimate("true-positive-rate", ["A"])?.value == nil)
    #expect(record.estimate("selection-rate", ["A"])?.value == 0.6)
    #expect(record.estimate("selection-rate", ["B"])?.value == 0.2)
    #expect(
      record.outcomeKnown.map { [$0.favourableKnown, $0.favourable, $0.othersKnown, $0.others] } == [
        [600, 600, 0, 400], [200, 200, 0, 800],
      ])
    #expect(record.outcomeKnown.allSatisfy { $0.isSelective })
    #expect(record.findings.allSatisfy { $0.verdict != .met } && ExitStatus(record) == .cannotJudge)
  }

  /// B has 500 people and no repaid loan.
  @Test func f22NobodyWithAPositiveOutcomeIsTheReason() async throws {
    let record = try await Self.record("f22")
    let why = "obody in the group B (500 people) has a positive outcome, so the true positive rate does not exist"
    for (requirement, group) in [("opportunity", "B"), ("odds", nil)] as [(String, Label?)] {
      let finding = try Self.finding(record, requirement, group)
      #expect(finding.verdict == .notEnoughData && finding.sentence.contains("N" + why))
      #expect(FindingWords(record).sentence(of: finding) == finding.sentence)
    }
    #expect(ExitStatus(record) == .cannotJudge)
    let shown = try Support.text(record)
    #expect(shown.contains("group: B n" + why) && shown.contains("group: all groups n" + why))
    let report = try MarkdownRenderer().render(Report.whole(of: SealedRecord(record)))
    #expect(!report.contains("Too small to be compared: B"))
    let rates = ["A", "B"].map { record.estimate("false-positive-rate", [Label($0)])?.value }
    #expect(Set(rates) == [0.1, 0.12])
  }

  /// Pacific Islander: 120 of 7,620 people.
  @Test func f24ASmallCategoryIsShownAndNotCompared() async throws {
    let plain = try await Self.record("f24")
    #expect(isClose(try Self.finding(plain, "selection-ratio", "Black").value, 0.552))
    #expect(isClose(try Self.finding(plain, "selection-ratio", "White").value, 0.6))
    #expect(plain.warnings.contains { $0.code == .weakReference && $0.group == ["Pacific Islander"] })

    let record = try await Self.record("f24", "not-compared")
    let black = try Self.finding(record, "selection-ratio", "Black")
    #expect(black.verdict == .met && isClose(black.value, (1_150.0 / 2_500) / (2_500.0 / 5_000)))
    let small = try Self.finding(record, "selection-ratio", "Pacific Islander")
    #expect(small.verdict == .notApplicable && small.value == nil && small.undefined == .belowShare)
    #expect(small.sentence.contains("(120 people) is less than 2 % of all") && small.sentence.contains("5-301(d)"))
    #expect(isClose(record.estimate("selection-rate", ["Pacific Islander"])?.value, 100.0 / 120))
    #expect(
      record.disparity("selection-rate", ["Black"], .ratio, rule: .highest)?.reference.group == ["White"])
    #expect(ExitStatus(record) == .met && record.groupings[0].notCompared?.groups == [["Pacific Islander"]])
    #expect(record.warnings.allSatisfy { $0.code != .weakReference })
  }

  /// Where nobody is left to be compared, nothing is met.
  @Test func leavingOutEverybodyElseIsNoPass() throws {
    var column = GroupColumn(name: "group")
    column.notCompared = NotCompared(belowShare: 0.4, justification: "a test")
    let requirement = Requirement(
      id: "r", metric: "selection-rate", across: [["group"]], compare: .ratio, reference: .highest, atLeast: 0.8)
    for share in [10, 2] {
      // One group of a tenth beside another; then two halves, none of which is compared with below-share 0.6.
      column.notCompared?.belowShare = share == 10 ? 0.4 : 0.6
      let groups = (0..<1_000).map { $0 % share == 0 ? "a" : "b" }
      let record = try Audit.record(
        of: Support.plan(requirements: [requirement], groups: [column]),
        values: ["group": groups, "decision": groups.map { _ in "1" }, "outcome": groups.map { _ in "1" }])
      #expect(ExitStatus(record) == .cannotJudge)
      #expect(record.findings.contains { $0.verdict == .notEnoughData && $0.group == nil })
      #expect(Confirmation(of: record).failures == [])
    }
  }

  /// Declared the wrong way round, decisions agree with outcomes less often than by chance.
  @Test func directionsThatDisagreeAreAskedAbout() throws {
    func warnings(_ positive: (Int) -> String) throws -> [DataWarning] {
      let rows = 0..<400
      return try Audit.record(
        of: Support.plan(),
        values: [
          "group": rows.map { $0 % 2 == 0 ? "a" : "b" }, "decision": rows.map { $0 % 4 < 2 ? "1" : "0" },
          "outcome": rows.map(positive),
        ]
      ).warnings.filter { $0.code == .directionsDisagree }
    }
    let turned = try warnings { ($0 % 4 < 2) == ($0 % 5 == 0) ? "1" : "0" }
    #expect(turned.count == 1 && isClose(turned.first?.share, 0.2))
    #expect(DataWords.sentence(turned[0]).contains("agree for 20.0 % of people"))
    #expect(try warnings { ($0 % 4 < 2) == ($0 % 5 != 0) ? "1" : "0" }.isEmpty)
  }
}
