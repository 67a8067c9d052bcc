import AuditMetrics
import AuditPolicy
import AuditRecord
import Testing
import _AuditTesting

@Suite struct SentencesTests {
  @Test func aFindingIsSaidInFull() throws {
    let finding = try JudgeTests.one(Evidences.compasLow, Evidences.requirement(atLeast: 0.8))
    #expect(
      finding.sentence
        == "Requirement not met. 41.2 in every 100 people in the group Black received the favourable decision, against "
        + "65.2 in every 100 people in the group White. That is 63.2 % of the reference group’s rate (95 % confidence interval 60.2 % to "
        + "66.3 %). The requirement is at least 80 % of the reference group’s rate. Even the high end of the interval falls short of "
        + "the requirement.")
  }

  static let thresholds: [Requirement] = {
    var all: [Requirement] = []
    for reference in [ReferenceRule.highest, .lowest, .overall, .complement, .group(["a"]), .worstPair, .group(["z"])] {
      for limit in [0.5, 0.8, 0.95, 1.05, 1.3] {
        all.append(Evidences.requirement(reference: reference, atLeast: limit))
        all.append(Evidences.requirement(reference: reference, atMost: limit))
        all.append(Evidences.requirement(reference: reference, between: [limit, limit + 0.1], decide: .point))
      }
      for limit in [0.02, 0.05, 0.2] {
        all.append(Evidences.requirement(compare: .difference, reference: reference, atMost: limit))
        all.append(Evidences.requirement(compare: .difference, reference: reference, atLeast: -limit))
        all.append(Evidences.requirement(compare: .difference, reference: reference, between: [-limit, limit]))
      }
    }
    for limit in [0.1, 0.3, 0.5] {
      all.append(Evidences.requirement(compare: .value, reference: .none, atLeast: limit))
      all.append(Evidences.requirement(compare: .value, reference: .none, atMost: limit))
    }
    return all
  }()

  static let tables: [Evidences.Counts] = [
    Evidences.three, [("a", 0, 100), ("b", 0, 100)], [("a", 100, 100), ("b", 0, 100), ("c", 3, 10)],
    [("a", 1, 2), ("b", 2, 3)], [("a", 30, 60), ("b", 0, 0)], [("a", 30, 60)],
    [("a", 5_000, 10_000), ("b", 4_999, 10_000)],
  ]

  @Test(arguments: tables.indices)
  func everySentenceIsCompleteAndUsesNoBannedWord(table: Int) {
    let judge = Evidences.judge(Evidences.estimates("selection-rate", Self.tables[table]))
    let findings = judge.judge(Self.thresholds).findings
    #expect(findings.count >= Self.thresholds.count)
    for finding in findings {
      #expect(WordingLint.violations(in: finding.sentence) == [])
      #expect(
        finding.sentence.hasPrefix(finding.verdict.words) || finding.verdict == .couldNotRun, "\(finding.sentence)")
      #expect(finding.sentence.hasSuffix(".") && !finding.sentence.contains("  ") && !finding.sentence.contains(".."))
      for fragment in ["nan ", "inf ", "nil", "Optional", "{", "}", "e-"] {
        #expect(!finding.sentence.contains(fragment), "\(finding.sentence)")
      }
      if finding.verdict == .notEnoughData { #expect(finding.sentence.hasSuffix("This is not a pass.")) }
    }
  }

  /// The percentages of a sentence before the demand, and those of the demand.
  static func numbers(_ sentence: String) throws -> (shown: [String], demanded: [String]) {
    let demand = try #require(sentence.firstRange(of: "The requirement is"))
    func numbers(_ text: Substring) -> [String] {
      text.split { !($0.isNumber || $0 == "." || $0 == "−" || $0 == ",") }
        .map { $0.last == "." ? $0.dropLast() : $0 }.filter { $0.contains(where: \.isNumber) }.map(String.init)
    }
    let after = sentence[demand.upperBound...]
    return (
      numbers(sentence[..<demand.lowerBound]),
      numbers(after[..<(after.firstRange(of: ". ")?.lowerBound ?? after.endIndex)])
    )
  }

  /// A number that reads as the threshold is the threshold: thresholds a hair off every number that a sentence shows.
  @Test(arguments: [1e-4, -1e-4, 3e-5, -3e-5, 4e-6, -4e-6])
  func noNumberReadsAsTheThresholdThatItIsNot(offset: Double) throws {
    let base = try JudgeTests.one(Evidences.compasLow, Evidences.requirement(atLeast: 0.8))
    let interval = try #require(base.interval)
    for number in [base.value, interval.lower, interval.upper] {
      let limit = ((try #require(number) + offset) * 1e5).rounded() / 1e5
      for requirement in [
        Evidences.requirement(atLeast: limit), Evidences.requirement(reference: .group(["White"]), atMost: limit),
        Evidences.requirement(reference: .worstPair, atLeast: limit),
      ] {
        let sentence = try JudgeTests.one(Evidences.compasLow, requirement).sentence
        let (shown, demanded) = try Self.numbers(sentence)
        let limits = demanded.compactMap { Double($0) }
        #expect(limits.count == 1)
        #expect(!shown.compactMap { Double($0) }.contains(limits[0]), "\(sentence)")
      }
    }
  }

  @Test func theEndsOfARangeAreToldFromTheThreshold() throws {
    // 0.66273… against 0.6627: with one decimal both read 66.3.
    let finding = try JudgeTests.one(Evidences.compasLow, Evidences.requirement(atLeast: 0.663))
    #expect(finding.verdict == .notMet)
    #expect(finding.sentence.contains("to 66.27 %)"))
    #expect(finding.sentence.contains("at least 66.3 %"))
  }

  @Test func aRateThatIsJudgedItselfIsToldFromTheThreshold() throws {
    let requirement = Evidences.requirement(compare: .value, reference: .none, atLeast: 0.8, decide: .point)
    let finding = try JudgeTests.one([("a", 79_996, 100_000)], requirement)
    #expect(finding.verdict == .notMet)
    #expect(finding.sentence.contains("79.996 in every 100 people"))
  }

  @Test func aDifferenceIsToldFromTheThresholdInEitherDirection() throws {
    let requirement = Evidences.requirement(
      compare: .difference, reference: .group(["b"]), atMost: 0.05, decide: .point)
    let finding = try JudgeTests.one([("a", 44_996, 100_000), ("b", 50_000, 100_000)], requirement)
    #expect(finding.verdict == .notMet)
    #expect(finding.sentence.contains("5.004 percentage points lower"))
    #expect(finding.sentence.contains("a gap of at most 5 percentage points"))
  }

  @Test(arguments: [1e300, 1e306, 1.7e308])
  func hugeThresholdsDoNotTrap(_ limit: Double) {
    let findings = Evidences.findings(Evidences.three, Evidences.requirement(reference: .overall, atMost: limit))
    #expect(findings.map(\.verdict) == [.met, .met, .met])
  }
}
