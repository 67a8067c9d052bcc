import AuditRecord
import Testing

@Suite struct FindingTests {
  static func finding(_ verdict: VerdictWord, _ severity: Severity = .block) -> Finding {
    Finding(
      requirement: "r", metric: "m", grouping: ["sex"], group: ["a"], reference: nil, comparison: .ratio,
      verdict: verdict, value: 1, interval: nil, threshold: .atLeast(0.8), severity: severity, sentence: "s")
  }

  /// The contract: could-not-run, not-met, cannot-tell, not-enough-data, met; not-applicable below met.
  @Test func theOverallVerdictIsTheWorstBlockingOne() {
    let order: [VerdictWord] = [.notApplicable, .met, .notEnoughData, .cannotTell, .notMet, .couldNotRun]
    for (index, worst) in order.enumerated() {
      let verdict = Verdict(findings: order[...index].reversed().map { Self.finding($0) }, synthetic: false)
      #expect(verdict.overall == worst)
      #expect(verdict.undefined == nil)
    }
  }

  @Test func aFindingHoldsTheSideOfItsThreshold() throws {
    var finding = Self.finding(.met)
    let text = try Canonical.text(finding)
    #expect(text.contains(#""bound":"at-least""#) && text.contains(#""threshold":0.8"#))
    #expect(try Canonical.value(Finding.self, from: Array(text.utf8)) == finding)
    // Version 0.1 wrote none.
    finding.bound = nil
    let older = text.replacing(#""bound":"at-least","#, with: "")
    #expect(try Canonical.value(Finding.self, from: Array(older.utf8)) == finding)
  }

  @Test func warningsDoNotBlock() {
    let verdict = Verdict(
      findings: [Self.finding(.met), Self.finding(.notMet, .warn), Self.finding(.couldNotRun, .inform)],
      synthetic: false)
    #expect(verdict.overall == .met)
    #expect(
      verdict.counts == [
        "met": 1, "not-met": 1, "cannot-tell": 0, "not-enough-data": 0, "not-applicable": 0, "could-not-run": 1,
      ])
  }

  @Test(arguments: [[], [Self.finding(.notMet, .warn)]])
  func withoutBlockingFindingsThereIsNothingToJudge(_ findings: [Finding]) {
    let verdict = Verdict(findings: findings, synthetic: false)
    #expect(verdict.overall == nil)
    #expect(verdict.undefined == .nothingToJudge)
  }

  @Test(arguments: [true, false])
  func syntheticDataIsJudgedAndMarked(_ synthetic: Bool) {
    let verdict = Verdict(findings: [Self.finding(.met)], synthetic: synthetic)
    #expect(verdict.synthetic == synthetic)
    #expect(verdict.overall == .met)
  }
}
