import AuditRecord
import Testing

@testable import Evenhand

/// What verdicts do to the exit code.
struct GateDecisionTests {
  private static func finding(
    _ verdict: VerdictWord, _ severity: Severity = .block, undecided: Undecided = .block
  ) -> Finding {
    Finding(
      requirement: "r", metric: "selection-rate", grouping: ["sex"], group: ["f"], reference: nil, comparison: .ratio,
      verdict: verdict, value: nil, interval: nil, threshold: .atLeast(0.8), severity: severity, sentence: "",
      undecided: undecided)
  }

  private static func code(
    _ findings: [Finding], waived: Bool = false, _ failOn: FailOn = .undecided, lacksSignOff: Bool = false
  ) -> Int32 {
    GateDecision(failOn: failOn).exit(findings.map { ($0, waived) }, lacksSignOff: lacksSignOff).status.rawValue
  }

  /// The table of the contract: a blocking check alone, at every level.
  @Test(
    arguments: [
      (VerdictWord.met, [0, 0, 0, 0]), (.notMet, [1, 1, 1, 0]), (.cannotTell, [0, 3, 3, 0]),
      (.notEnoughData, [0, 3, 3, 0]), (.notApplicable, [3, 3, 3, 0]), (.couldNotRun, [2, 2, 2, 2]),
    ] as [(VerdictWord, [Int32])]) func aBlockingCheckAlone(_ verdict: VerdictWord, _ codes: [Int32])
  {
    let levels: [FailOn] = [.notMet, .undecided, .warnings, .never]
    #expect(levels.map { Self.code([Self.finding(verdict)], $0) } == codes)
  }

  /// A check that only warns counts at `--fail-on warnings` alone; one that informs never.
  @Test(arguments: VerdictWord.allCases) func checksThatDoNotBlock(_ verdict: VerdictWord) {
    let met = Self.finding(.met)
    for level in FailOn.allCases {
      let expected = level == .warnings ? Self.code([Self.finding(verdict)], .warnings) : 0
      let isAlone = verdict == .notApplicable
      #expect(Self.code([met, Self.finding(verdict, .warn)], level) == (isAlone ? 0 : expected))
      #expect(Self.code([met, Self.finding(verdict, .inform)], level) == 0)
    }
    #expect(Self.code([Self.finding(verdict, .inform)]) == 3)
  }

  @Test func thePlanLetsPassWhatIsInconclusiveAndNothingElse() {
    for verdict in VerdictWord.allCases {
      let passes = verdict == .met || verdict == .cannotTell
      #expect((Self.code([Self.finding(verdict, undecided: .warn)]) == 0) == passes)
    }
    #expect(Self.code([Self.finding(.cannotTell, undecided: .warn)], .warnings) == 3)
  }

  @Test func aWaiverCoversEverythingButWhatCouldNotRun() {
    // The ledger gives no waiver of what could not run; nor does it make a judgement of what was not looked at.
    #expect(Self.code([Self.finding(.notMet)], waived: true) == 0)
    #expect(Self.code([Self.finding(.cannotTell)], waived: true) == 0)
    #expect(Self.code([Self.finding(.notEnoughData)], waived: true) == 0)
    #expect(Self.code([Self.finding(.notApplicable)], waived: true) == 3)
  }

  @Test func nothingToJudgeIsNoPassAndSignOffsComeLast() {
    #expect(Self.code([]) == 3 && Self.code([], .notMet) == 3 && Self.code([], .never) == 0)
    #expect(Self.code([Self.finding(.met)], lacksSignOff: true) == 4)
    #expect(Self.code([Self.finding(.notMet)], lacksSignOff: true) == 1)
    #expect(Self.code([Self.finding(.cannotTell)], lacksSignOff: true) == 3)
    #expect(Self.code([Self.finding(.couldNotRun)], lacksSignOff: true) == 2)
    #expect(Self.code([Self.finding(.notMet)], .never, lacksSignOff: true) == 4)
  }

  /// Of several checks the worst counts, in the order 2, 1, 3, 0; and one that fails alone never passes with others.
  @Test func severalChecksGiveTheWorstCode() {
    let order: [Int32] = [2, 1, 3, 0]
    for one in VerdictWord.allCases {
      for other in VerdictWord.allCases {
        for level in FailOn.allCases {
          let findings = [Self.finding(one), Self.finding(other)]
          let alone = findings.filter { $0.verdict != .notApplicable }.map { Self.code([$0], level) }
          let expected = order.first { alone.contains($0) } ?? (level == .never ? 0 : 3)
          #expect(Self.code(findings, level) == expected, "\(one) \(other) \(level)")
        }
      }
    }
  }

  /// The code is none but what the checks that fail give.
  @Test func whatFailsIsWhatDecides() {
    for verdict in VerdictWord.allCases {
      for severity in Severity.allCases {
        for undecided in Undecided.allCases {
          for isWaived in [false, true] where !(isWaived && verdict == .couldNotRun) {
            for level in FailOn.allCases {
              let decision = GateDecision(failOn: level)
              let finding = Self.finding(verdict, severity, undecided: undecided)
              let fails = decision.fails(finding, isWaived: isWaived)
              #expect((decision.level(finding, isWaived: isWaived) == .error) == fails)
              let exit = decision.exit([(Self.finding(.met), false), (finding, isWaived)])
              #expect((exit.status != .met) == fails)
            }
          }
        }
      }
    }
  }
}
