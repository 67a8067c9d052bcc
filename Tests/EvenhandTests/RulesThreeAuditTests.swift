import AuditPolicy
import Evenhand
import Testing
import _AuditTesting

/// What rules 3 judge otherwise than the rules before, in whole audits.
struct RulesThreeAuditTests {
  private static let bundle = "\(Support.checkout)/Tests/Compatibility/rules-2/changed-verdicts"

  private static func record() throws -> Record {
    try SealedRecord(parsing: Files.read("\(bundle)/record.json")).record
  }

  private static func verdicts(_ record: Record) -> [String] {
    record.findings.map { "\($0.requirement) \($0.group.map { Words.group($0) } ?? "–"): \($0.verdict.rawValue)" }
  }

  @Test func aRecordOfRules2IsJudgedAsItWas() throws {
    let record = try Self.record()
    #expect(record.rules.rawValue == "evenhand-rules/2")
    #expect(Self.verdicts(Gate.judge(record, by: record.requirements)) == Self.verdicts(record))
    #expect(ExitStatus(record) == .cannotJudge)
  }

  @Test func theSameNumbersGetOtherVerdictsByRules3() throws {
    let old = try Self.record()
    var record = old
    record.rules = .current
    let judged = Gate.judge(record, by: record.requirements)
    let changed = zip(Self.verdicts(old), Self.verdicts(judged)).filter { $0 != $1 }.map { $1 }
    #expect(
      changed == [
        "invitations d: not-met", "hits m: cannot-tell",
      ])
    // A forger cannot have one set of rules' verdicts pass as another's.
    record.findings = old.findings
    #expect(Confirmation(of: record).numbers.reason != nil || Confirmation(of: record).numbers != .holds)
  }

  @Test func compasWithAndWithoutAMinimumForReferences() async throws {
    let plan = try PlanFile(path: "\(Support.checkout)/datasets/compas-two-year/evenhand.yaml").plan
    func finding(_ minimum: ReferenceMinimum?) async throws -> Finding {
      var changed = plan
      changed.requirements = changed.requirements.filter { $0.id == "low-risk-ratio" }
      changed.requirements[0].across = [["race"]]
      changed.requirements[0].referenceMinimum = minimum
      let record = try Audit.run(changed, folder: "\(Support.checkout)/datasets/compas-two-year")
      #expect(Confirmation(of: record).numbers == .holds && Confirmation(of: record).structure == .holds)
      return try #require(record.findings.first { $0.group == ["Hispanic"] })
    }
    let large = try await finding(ReferenceMinimum(count: 30, share: 0.02))
    #expect(large.verdict == .met && isClose(large.interval?.lower, 0.8262, within: 5e-5))
    #expect(large.setBy?.lower == ["Other"])
    let all = try await finding(nil)
    #expect(all.verdict == .cannotTell && isClose(all.interval?.lower, 0.7927, within: 5e-5))
    #expect(all.setBy?.lower == ["Asian"])
    #expect(all.sentence.contains("set by the comparison with") || all.reference?.group == ["Asian"])
  }

  private static func undecided(_ undecided: Undecided, _ groups: [(Label, Int, Int)]) throws -> Record {
    var columns: [String: [String]] = ["group": [], "decision": [], "outcome": []]
    for (group, favourable, people) in groups {
      for row in 0..<people {
        columns["group"]?.append(group.text)
        columns["decision"]?.append(row < favourable ? "1" : "0")
        columns["outcome"]?.append("1")
      }
    }
    let plan = Support.plan(
      requirements: [
        Requirement(
          id: "ratio", metric: "selection-rate", across: [["group"]], compare: .ratio, reference: .highest,
          atLeast: 0.8,
          undecided: undecided)
      ])
    return try Audit.record(of: plan, values: columns)
  }

  @Test func anUndecidedFindingBlocksUnlessThePlanLetsItPass() throws {
    let open: [(Label, Int, Int)] = [("a", 30, 60), ("b", 28, 60)]
    let blocked = try Self.undecided(.block, open)
    #expect(blocked.verdict.overall == .cannotTell && !blocked.verdict.undecidedPasses)
    #expect(ExitStatus(blocked) == .cannotJudge)
    let passed = try Self.undecided(.warn, open)
    #expect(passed.verdict.overall == .cannotTell && passed.verdict.undecidedPasses)
    #expect(ExitStatus(passed) == .met && Confirmation(of: passed).structure == .holds)
    #expect(try Support.text(passed).contains("1 undecided, which the plan lets pass"))
    #expect(try Support.text(blocked).hasSuffix("UNDECIDED (exit 3): 0 not met, 1 undecided"))
    // Nobody lets pass what fails, or what was not judged.
    let failed = try Self.undecided(.warn, [("a", 300, 600), ("b", 150, 600), ("c", 29, 60)])
    #expect(failed.findings.contains { $0.verdict == .cannotTell } && ExitStatus(failed) == .notMet)
    let small = try Self.undecided(.warn, open + [("c", 5, 20)])
    #expect(small.verdict.overall == .cannotTell && ExitStatus(small) == .cannotJudge)
    // The finding does what its requirement says.
    var forged = blocked
    forged.findings[0].undecided = .warn
    forged.verdict = Verdict(findings: forged.findings, synthetic: false)
    #expect(Confirmation(of: forged).structure != .holds)
  }
}
