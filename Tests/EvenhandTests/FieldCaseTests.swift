import Evenhand
import Testing
import _AuditTesting

/// Situations that people met in the field, rebuilt with made-up data in `Tests/FieldCases`. Each value was computed apart from
/// this program.
@Suite struct FieldCaseTests {
  static func record(_ name: String, _ plan: String = "evenhand") async throws -> Record {
    let file = try PlanFile(path: "\(Support.checkout)/Tests/FieldCases/\(name)/\(plan).yaml")
    let record = try await Audit.run(file.plan, folder: file.folder)
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
    #expect(ExitStatus(record.verdict) == .cannotJudge)

    let ignored = try await Self.record("f04", "ignore")
    #expect(try Self.finding(ignored, "selection-ratio", "F").verdict == .met && ExitStatus(ignored.verdict) == .met)
    #expect(ignored.requirements[0].leftOut?.justification == "People who did not say were asked again.")
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
    #expect(record.findings.allSatisfy { $0.verdict != .met } && ExitStatus(record.verdict) == .cannotJudge)
  }
}
