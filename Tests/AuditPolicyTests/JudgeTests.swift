import AuditMetrics
import AuditPolicy
import AuditRecord
import Testing
import _AuditTesting

/// Expected limits without another source were computed with scipy 1.17 (`brentq` on the score of verdicts.md, section 1,
/// the restricted rates of differences by a root of the likelihood's slope; `studentized_range` and `norm` for critical
/// values).
@Suite struct JudgeTests {
  static func one(_ counts: Evidences.Counts, _ requirement: Requirement) throws -> Finding {
    let findings = Evidences.findings(counts, requirement)
    try #require(findings.count == 1)
    return findings[0]
  }

  static func finding(_ findings: [Finding], _ group: Label) throws -> Finding {
    try #require(findings.first { $0.group == [group] })
  }

  // MARK: two groups

  /// Koopman's limits, published for this table: (1.72256830873892, 2.12555026219310).
  @Test func twoGroupsAreJudgedByKoopmansLimits() throws {
    let requirement = Evidences.requirement("false-positive-rate", reference: .lowest, atMost: 1.25)
    let finding = try Self.one(Evidences.compasFalsePositives, requirement)
    #expect(finding.group == ["Black"])
    #expect(finding.reference == ChosenReference(rule: .lowest, group: ["White"]))
    #expect(isClose(finding.value, 1.91209264831472, within: 1e-13))
    #expect(isRange(finding.interval, 1.72256830873892, 2.12555026219310))
    #expect(finding.verdict == .notMet)
  }

  @Test func theRatioToTheHighestIsThatOfThePublishedTable() throws {
    let finding = try Self.one(Evidences.compasLow, Evidences.requirement(atLeast: 0.8))
    #expect(isClose(finding.value, 0.631592938311688, within: 1e-14))
    #expect(isRange(finding.interval, 0.6018546818293198, 0.6627340770030392))
    #expect(finding.interval?.level == 0.95)
    #expect(finding.interval?.method.rawValue == "guarded-score")
    #expect(finding.verdict == .notMet)
  }

  @Test func theDifferenceIsSigned() throws {
    let requirement = Evidences.requirement(compare: .difference, atMost: 0.05)
    let finding = try Self.one(Evidences.compasLow, requirement)
    #expect(isClose(finding.value, -0.24020020321976315, within: 1e-14))
    #expect(isRange(finding.interval, -0.2646514053497835, -0.2153948143381383))
    #expect(finding.verdict == .notMet)
  }

  /// The range is (0.60185…, 0.66273…).
  @Test(arguments: [
    (0.6, VerdictWord.met), (0.6018546, .met), (0.6018547, .cannotTell), (0.63, .cannotTell), (0.662734, .cannotTell),
    (0.6627341, .notMet), (0.8, .notMet),
  ])
  func theThresholdLiesBelowWithinOrAboveTheRange(threshold: Double, verdict: VerdictWord) throws {
    #expect(try Self.one(Evidences.compasLow, Evidences.requirement(atLeast: threshold)).verdict == verdict)
  }

  @Test(arguments: [(2.2, VerdictWord.met), (2.0, .cannotTell), (1.7, .notMet)])
  func atMostIsReadFromTheOtherSide(threshold: Double, verdict: VerdictWord) throws {
    let requirement = Evidences.requirement("false-positive-rate", reference: .group(["White"]), atMost: threshold)
    let finding = try Self.one(Evidences.compasFalsePositives, requirement)
    #expect(finding.verdict == verdict)
    #expect(isRange(finding.interval, 1.72256830873892, 2.12555026219310))
  }

  /// A gap in either direction counts; the range of the signed difference is (−0.26465…, −0.21539…).
  @Test(arguments: [(0.27, VerdictWord.met), (0.25, .cannotTell), (0.2, .notMet)])
  func atMostBoundsTheSizeOfADifference(threshold: Double, verdict: VerdictWord) throws {
    let named = Evidences.requirement(compare: .difference, reference: .group(["White"]), atMost: threshold)
    #expect(try Self.one(Evidences.compasLow, named).verdict == verdict)
    let mirrored = Evidences.requirement(compare: .difference, reference: .group(["Black"]), atMost: threshold)
    let finding = try Self.one(Evidences.compasLow, mirrored)
    #expect(finding.verdict == verdict)
    #expect(isRange(finding.interval, 0.2153948143381383, 0.2646514053497835))
  }

  @Test(arguments: [
    ([0.6, 0.7], VerdictWord.met), ([0.62, 0.7], .cannotTell), ([0.5, 0.65], .cannotTell), ([0.62, 0.65], .cannotTell),
    ([0.7, 1.3], .notMet), ([0.1, 0.6], .notMet),
  ])
  func betweenTakesBothEnds(limits: [Double], verdict: VerdictWord) throws {
    let requirement = Evidences.requirement(reference: .group(["White"]), between: limits)
    let finding = try Self.one(Evidences.compasLow, requirement)
    #expect(finding.verdict == verdict)
    #expect(finding.threshold.values == limits)
    #expect(finding.bound == .between)
  }

  @Test func smallCountsAreGuarded() throws {
    let finding = try Self.one([("a", 8, 40), ("b", 200, 400)], Evidences.requirement(atLeast: 0.8))
    #expect(isRange(finding.interval, 0.19531576469201492, 0.7022156425227666))
  }

  // MARK: more groups

  @Test func theLimitsAreTakenOverAllPairs() throws {
    let findings = Evidences.findings(Evidences.three, Evidences.requirement(atLeast: 0.8))
    #expect(findings.map(\.group) == [["a"], ["b"]])
    #expect(isRange(findings[0].interval, 0.6640333685377302, 0.8596099458809396))
    #expect(isRange(findings[1].interval, 0.8747087332998836, 1.102092979830255))
    #expect(findings.map(\.verdict) == [.cannotTell, .met])
  }

  @Test func differencesToTheHighestAreTakenOverAllPairsToo() throws {
    let findings = Evidences.findings(
      Evidences.three, Evidences.requirement(compare: .difference, atLeast: -0.06))
    #expect(isRange(findings[0].interval, -0.1413993904565742, -0.05291204577984198))
    #expect(isRange(findings[1].interval, -0.05279566107291017, 0.038355915792198145))
    #expect(findings.map(\.verdict) == [.cannotTell, .met])
  }

  @Test func aNamedReferenceIsAdjustedForTheOtherGroupsOnly() throws {
    let atLeast = Evidences.findings(
      Evidences.three, Evidences.requirement(reference: .group(["c"]), atLeast: 0.8))
    #expect(isRange(atLeast[0].interval, 0.6640333685377302, 0.8611560482510285))
    #expect(isRange(atLeast[1].interval, 0.8747087332998836, 1.1038853803412647))
    let atMost = Evidences.findings(Evidences.three, Evidences.requirement(reference: .group(["c"]), atMost: 1.2))
    #expect(isRange(atMost[0].interval, 0.6520780760873333, 0.8463959031606259))
    #expect(isRange(atMost[1].interval, 0.8610225684240058, 1.0867038627884205))
  }

  @Test func everyGroupIsComparedWithTheOthers() throws {
    let findings = Evidences.findings(Evidences.three, Evidences.requirement(reference: .complement, atLeast: 0.8))
    #expect(findings.map(\.group) == [["a"], ["b"], ["c"]])
    #expect(findings.allSatisfy { $0.reference == ChosenReference(rule: .complement) })
    #expect(isRange(findings[0].interval, 0.6802025490462456, 0.8661346470848061))
    #expect(isRange(findings[1].interval, 1.009567663971245, 1.2541648165996302))
    #expect(isClose(findings[0].value, 0.7594936708860759, within: 1e-15))
  }

  @Test func everyGroupIsComparedWithAllTogether() throws {
    let findings = Evidences.findings(Evidences.three, Evidences.requirement(reference: .overall, atLeast: 0.8))
    #expect(findings.map(\.group) == [["a"], ["b"], ["c"]])
    #expect(isRange(findings[0].interval, 0.7613632215464051, 0.9065882316091809))
    #expect(isRange(findings[2].interval, 1.033690354252875, 1.1838716642629452))
    #expect(isClose(findings[0].value, 0.8256880733944953, within: 1e-15))
  }

  @Test func theReferenceIsNotMovedByTies() throws {
    let findings = Evidences.findings(
      [("a", 40, 100), ("b", 40, 100), ("c", 30, 100)], Evidences.requirement(atLeast: 0.5))
    #expect(findings.map(\.group) == [["b"], ["c"]])
    #expect(findings.allSatisfy { $0.reference?.group == ["a"] })
  }

  // MARK: too little data

  @Test func aGroupBelowTheMinimumIsNotJudgedAndNoReference() throws {
    let findings = Evidences.findings(
      [("a", 300, 1_000), ("b", 400, 1_000), ("small", 29, 29)], Evidences.requirement(atLeast: 0.5))
    let small = try Self.finding(findings, "small")
    #expect(small.verdict == .notEnoughData)
    #expect(small.interval == nil)
    #expect(small.sentence.contains("Too few people in the group small: 29; the plan needs at least 30."))
    #expect(small.sentence.contains("This is not a pass."))
    #expect(try Self.finding(findings, "a").reference?.group == ["b"])
    #expect(try Self.finding(findings, "a").verdict == .met)
  }

  @Test(arguments: [(29, VerdictWord.notEnoughData), (30, .cannotTell)])
  func theMinimumItselfIsEnough(trials: Double, verdict: VerdictWord) throws {
    let finding = try Self.one([("a", 10, trials), ("b", 400, 1_000)], Evidences.requirement(atLeast: 0.8))
    #expect(finding.verdict == verdict)
  }

  @Test func oneLargeGroupCannotBeCompared() throws {
    let findings = Evidences.findings(
      [("a", 5, 10), ("b", 400, 1_000), ("c", 2, 20)], Evidences.requirement(atLeast: 0.8))
    #expect(findings.map(\.verdict) == [.notEnoughData, .notEnoughData])
    #expect(findings.map(\.group) == [["a"], ["c"]])
  }

  @Test func noLargeGroupGivesEveryGroupAFinding() throws {
    let findings = Evidences.findings([("a", 5, 10), ("b", 4, 10)], Evidences.requirement(atLeast: 0.8))
    #expect(findings.map(\.verdict) == [.notEnoughData, .notEnoughData])
    #expect(findings.allSatisfy { $0.undefined == .noEligibleReference })
  }

  /// Exit code 0 says that every blocking requirement was judged: silence would be taken for that.
  @Test(arguments: [[("only", 400, 1_000)], []] as [Evidences.Counts])
  func aRequirementThatNobodyIsJudgedByIsNotPassed(_ counts: Evidences.Counts) throws {
    let other = Evidences.estimates("selection-rate", [("x", 1, 2)], grouping: ["race"])
    let judge = Evidences.judge(Evidences.estimates("selection-rate", counts) + other, groupings: [["sex"]])
    for requirement in [
      Evidences.requirement(atLeast: 0.8), Evidences.requirement(reference: .group(["only"]), atLeast: 0.8),
    ] {
      let (findings, detectable) = judge.judge([requirement])
      #expect(findings.map(\.verdict) == [.notEnoughData])
      #expect(findings.map(\.group) == [nil])
      #expect(findings.map(\.undefined) == [.fewerThanTwoGroups])
      #expect(detectable.count == 1)
      #expect(Verdict(findings: findings, synthetic: false).overall == .notEnoughData)
    }
  }

  /// A is highest over everybody and lower in every stratum. An independent Python computation gives the pooled ratio B to A
  /// as 1.607 (1.389 to 1.832 by the score over strata) and A to B as 0.622 (0.546 to 0.720): "met" for B would be false.
  @Test func aComparisonGroupThatIsLowerWithinStrataIsNotPassedOver() throws {
    let strata: [(Label, Evidences.Counts)] = [
      ("x", [("A", 500, 1000), ("B", 80, 100)]), ("y", [("A", 6, 100), ("B", 100, 1000)]),
    ]
    let estimates = strata.flatMap { name, counts in
      Evidences.estimates("conditional-selection-rate", counts, stratifier: "place", within: name.text)
    }
    let requirement = Evidences.requirement("conditional-selection-rate", atLeast: 0.8)
    let finding = try #require(
      Evidences.judge(estimates, stratifiers: ["place"]).judge([requirement]).findings.first)
    #expect(finding.group == ["B"])
    #expect(finding.verdict == .cannotTell)
    #expect(isClose(finding.value, 1.607, within: 5e-4))
    #expect(isClose(finding.interval?.lower, 0.5459768863924864, within: 1e-9))
    #expect(isClose(finding.interval?.upper, 1.8315793670450924, within: 1e-9))
  }

  /// The pooled number has a standard error of its own: ln(1.15413171353193 / 0.970439153254446) / (2 · 1.959964) =
  /// 0.044228 on Berkeley's table (R 4.2.2, mantelhaen.test and epiR), so the limits lie at 0.8 · exp(±2.801585 · 0.044228).
  @Test func whatAPooledComparisonCouldHaveSeenRestsOnThePooledError() throws {
    let counts: [(Label, Double, Double, Double, Double)] = [
      ("A", 512, 825, 89, 108), ("B", 353, 560, 17, 25), ("C", 120, 325, 202, 593), ("D", 138, 417, 131, 375),
      ("E", 53, 191, 94, 393), ("F", 22, 373, 24, 341),
    ]
    let estimates = counts.flatMap { name, men, allMen, women, allWomen in
      Evidences.estimates(
        "conditional-selection-rate", [("female", women, allWomen), ("male", men, allMen)], stratifier: "department",
        within: name.text)
    }
    let judge = Evidences.judge(estimates, stratifiers: ["department"])
    let requirement = Evidences.requirement(
      "conditional-selection-rate", reference: .group(["male"]), atLeast: 0.8)
    let seen = try #require(judge.judge([requirement]).detectable.first)
    #expect(isClose(seen.shownMet, 0.905_506, within: 1e-4))
    #expect(isClose(seen.shownNotMet, 0.706_787, within: 1e-4))
  }

  @Test func aNamedReferenceThatIsTooSmallIsNamed() throws {
    let finding = try Self.one(
      [("a", 300, 1_000), ("b", 5, 12)], Evidences.requirement(reference: .group(["b"]), atLeast: 0.8))
    #expect(finding.verdict == .notEnoughData)
    #expect(finding.sentence.contains("Too few people in the group b: 12"))
  }

  @Test func aNamedReferenceThatIsAbsentIsSaid() throws {
    let findings = Evidences.findings(
      Evidences.three, Evidences.requirement(reference: .group(["z"]), atLeast: 0.8))
    #expect(findings.count == 3)
    #expect(findings.allSatisfy { $0.verdict == .notEnoughData && $0.undefined == .referenceNotObserved })
    #expect(findings.allSatisfy { $0.reference == ChosenReference(rule: .group, group: ["z"]) })
  }

  @Test func aReferenceOfZeroCannotBeDividedBy() throws {
    let finding = try Self.one([("a", 0, 100), ("b", 0, 100)], Evidences.requirement(atLeast: 0.8))
    #expect(finding.verdict == .cannotTell)
    #expect(finding.value == nil)
    #expect(finding.undefined == .zeroReference)
    let named = try Self.one(
      [("a", 10, 100), ("b", 0, 100)], Evidences.requirement(reference: .group(["b"]), atLeast: 0.8))
    #expect(named.verdict == .cannotTell)
    #expect(named.undefined == .zeroReference)
    let point = try Self.one(
      [("a", 10, 100), ("b", 0, 100)],
      Evidences.requirement(reference: .group(["b"]), atLeast: 0.8, decide: .point))
    #expect(point.verdict == .cannotTell)
  }

  @Test func theComplementMustBeLargeEnoughToo() throws {
    let findings = Evidences.findings(
      [("a", 300, 1_000), ("b", 5, 12)], Evidences.requirement(reference: .complement, atLeast: 0.8))
    #expect(findings.map(\.verdict) == [.notEnoughData, .notEnoughData])
  }

  @Test func anEmptyGroupIsNotJudged() throws {
    let finding = try Self.one([("a", 0, 0), ("b", 400, 1_000)], Evidences.requirement(atLeast: 0.8))
    #expect(finding.verdict == .notEnoughData)
    #expect(finding.value == nil)
  }

  // MARK: other forms

  @Test(arguments: [(0.6, VerdictWord.met), (0.631592938311688, .met), (0.6316, .notMet)])
  func aPlanMayDecideOnThePointAlone(threshold: Double, verdict: VerdictWord) throws {
    let finding = try Self.one(Evidences.compasLow, Evidences.requirement(atLeast: threshold, decide: .point))
    #expect(finding.verdict == verdict)
    #expect(isRange(finding.interval, 0.6018546818293198, 0.6627340770030392))
  }

  @Test func theEstimateItselfIsJudgedByWilsonsLimits() throws {
    let requirement = Evidences.requirement(compare: .value, reference: .none, atLeast: 0.3)
    let findings = Evidences.findings(Evidences.three, requirement)
    #expect(findings.map(\.group) == [["a"], ["b"], ["c"]])
    #expect(findings.map(\.reference) == [nil, nil, nil])
    #expect(findings.map(\.value) == [0.3, 0.39, 0.4])
    // Met at the plain level, not met at α ÷ 3.
    #expect(isRange(findings[0].interval, 0.2724068424770048, 0.3357515410583284))
    #expect(isRange(findings[2].interval, 0.37007478121137727, 0.43755579194681415))
    #expect(findings.map(\.verdict) == [.cannotTell, .met, .met])
  }

  @Test func aWorstPairHasOneFinding() throws {
    let ratio = try Self.one(Evidences.three, Evidences.requirement(reference: .worstPair, atLeast: 0.8))
    #expect(ratio.group == nil)
    #expect(ratio.reference == ChosenReference(rule: .worstPair))
    #expect(isClose(ratio.value, 0.75, within: 1e-15))
    #expect(isRange(ratio.interval, 0.6640333685377302, 0.8665805427920941))
    #expect(ratio.interval?.method.rawValue == "projection")
    #expect(ratio.verdict == .cannotTell)
    let gap = try Self.one(
      Evidences.three, Evidences.requirement(compare: .difference, reference: .worstPair, atMost: 0.05))
    #expect(isRange(gap.interval, 0.050103706967573124, 0.1413993904565742))
    #expect(gap.verdict == .notMet)
  }

  static let compasOdds =
    Evidences.estimates("true-positive-rate", [("AA", 1_188, 1_661), ("C", 414, 822)])
    + Evidences.estimates("false-positive-rate", [("AA", 641, 1_514), ("C", 282, 1_281)])

  @Test func aCompositeHasOneFinding() throws {
    let requirement = Evidences.requirement(
      "equalized-odds", compare: .difference, reference: .worstPair, atMost: 0.1)
    let findings = Evidences.judge(Self.compasOdds).judge([requirement]).findings
    #expect(findings.map(\.group) == [nil])
    #expect(isClose(findings[0].value, 0.2115821530429738, within: 1e-15))
    #expect(isRange(findings[0].interval, 0.16528278721014256, 0.25189028451207035))
    #expect(findings[0].verdict == .notMet)
    #expect(findings[0].sentence.contains("true positive rate"))
  }

  @Test func theMeanOfPartsIsAnotherComposite() throws {
    let requirement = Evidences.requirement("average-odds", compare: .difference, reference: .worstPair, atMost: 0.1)
    let finding = try #require(Evidences.judge(Self.compasOdds).judge([requirement]).findings.first)
    #expect(isClose(finding.value, (0.2115821530429738 + 0.203241254922828) / 2, within: 1e-15))
    #expect(finding.verdict == .notMet)
  }

  @Test func aCompositeNeedsEveryPartLargeEnough() throws {
    let estimates =
      Evidences.estimates("true-positive-rate", [("a", 20, 29), ("b", 20, 40)])
      + Evidences.estimates("false-positive-rate", [("a", 20, 100), ("b", 20, 100)])
    let requirement = Evidences.requirement("equalized-odds", compare: .difference, reference: .worstPair, atMost: 0.1)
    let finding = try #require(Evidences.judge(estimates).judge([requirement]).findings.first)
    #expect(finding.verdict == .notEnoughData)
    #expect(finding.undefined == .fewerThanTwoGroups)
  }

  // MARK: pooled over strata

  /// R's `UCBAdmissions`: admitted and applied, women and men, by department.
  static let berkeley: [(department: String, counts: Evidences.Counts)] = [
    ("A", [("Female", 89, 108), ("Male", 512, 825)]), ("B", [("Female", 17, 25), ("Male", 353, 560)]),
    ("C", [("Female", 202, 593), ("Male", 120, 325)]), ("D", [("Female", 131, 375), ("Male", 138, 417)]),
    ("E", [("Female", 94, 393), ("Male", 53, 191)]), ("F", [("Female", 24, 341), ("Male", 22, 373)]),
  ]

  static let berkeleyEstimates: [Estimate] =
    Evidences.estimates("selection-rate", [("Female", 557, 1_835), ("Male", 1_198, 2_691)])
    + berkeley.flatMap {
      Evidences.estimates("conditional-selection-rate", $0.counts, stratifier: "department", within: $0.department)
    }

  /// Published and recomputed: pooled risk ratio and difference; the limits are those of the score over strata, by brute force.
  @Test(arguments: [
    (Comparison.ratio, 1.05830742358921, 0.9670438578107426, 1.156538857986839),
    (.difference, 0.0184251961908525, -0.010871198269674032, 0.04749538376243593),
  ])
  func thePooledComparisonOfBerkeleyIsThePublishedOne(
    comparison: Comparison, value: Double, lower: Double, upper: Double
  ) throws {
    let requirement = Evidences.requirement(
      "conditional-selection-rate", compare: comparison, reference: .group(["Male"]),
      atLeast: comparison == .ratio ? 0.8 : -0.05)
    let findings = Evidences.judge(Self.berkeleyEstimates, stratifiers: ["department"]).judge([requirement]).findings
    let finding = try #require(findings.first)
    #expect(findings.count == 1)
    #expect(finding.group == ["Female"])
    #expect(finding.within == "*")
    #expect(finding.stratifier == "department")
    #expect(isClose(finding.value, value, within: 1e-13))
    #expect(isClose(finding.interval?.lower, lower, within: 1e-9))
    #expect(isClose(finding.interval?.upper, upper, within: 1e-9))
    #expect(finding.interval?.method.rawValue == "stratified-score")
    #expect(finding.verdict == .met)
  }

  @Test func theCrudeRatesOfBerkeleyGiveAnotherAnswer() throws {
    let finding = try #require(
      Evidences.judge(Self.berkeleyEstimates, stratifiers: ["department"])
        .judge([Evidences.requirement(atLeast: 0.8)]).findings.first)
    #expect(isClose(finding.value, 0.681829843563068, within: 1e-13))
    #expect(finding.verdict == .notMet)
  }

  static func pooled(_ strata: [Evidences.Counts]) throws -> Finding {
    let estimates = strata.enumerated().flatMap {
      Evidences.estimates("conditional-selection-rate", $1, stratifier: "s", within: "\($0)")
    }
    let requirement = Evidences.requirement("conditional-selection-rate", reference: .group(["b"]), atLeast: 0.8)
    let findings = Evidences.judge(estimates, stratifiers: ["s"]).judge([requirement]).findings
    try #require(findings.count == 1)
    return findings[0]
  }

  /// The contract: undefined is not enough data, a zero reference cannot tell; without a success there is a range all the same.
  @Test func poolingThatGivesNoNumberIsSaidAndNoSuccessHasARange() throws {
    let apart = try Self.pooled([[("a", 20, 50), ("b", 0, 0)], [("a", 0, 0), ("b", 20, 50)]])
    #expect(apart.verdict == .notEnoughData)
    #expect(apart.undefined == .noCommonStratum)
    #expect(apart.sentence == "Not enough data to judge. No stratum holds people of both groups. This is not a pass.")
    let zero = try Self.pooled([[("a", 20, 50), ("b", 0, 50)]])
    #expect(zero.verdict == .cannotTell)
    #expect(zero.undefined == .zeroReference)
    let none = try Self.pooled([[("a", 0, 50), ("b", 20, 50)]])
    #expect(none.verdict == .notMet && none.value == 0)
    #expect(none.interval?.lower == 0 && none.interval?.upper.map { $0 < 0.3 } == true)
    let small = try Self.pooled([[("a", 10, 29), ("b", 20, 50)]])
    #expect(small.verdict == .notEnoughData)
  }

  @Test func eachStratifierIsPooledByItself() throws {
    let more = Self.berkeley.flatMap {
      Evidences.estimates("conditional-selection-rate", $0.counts, stratifier: "site", within: $0.department)
    }
    let requirement = Evidences.requirement("conditional-selection-rate", reference: .group(["Male"]), atLeast: 0.8)
    let findings = Evidences.judge(Self.berkeleyEstimates + more, stratifiers: ["department", "site"])
      .judge([requirement]).findings
    #expect(findings.map(\.stratifier) == ["department", "site"])
    #expect(findings[0].value == findings[1].value)
  }

  // MARK: records that lack something

  @Test func whatTheRecordLacksCouldNotRun() throws {
    let judge = Evidences.judge(Evidences.estimates("selection-rate", Evidences.three))
    let lacking = [
      Evidences.requirement("no-such-metric", atLeast: 0.8), Evidences.requirement("accuracy", atLeast: 0.8),
      Evidences.requirement("equalized-odds", compare: .difference, reference: .worstPair, atMost: 0.1),
      Evidences.requirement("conditional-selection-rate", atLeast: 0.8),
      Requirement(
        id: "r", metric: "selection-rate", across: [["race"]], compare: .ratio, reference: .highest, atLeast: 0.8),
    ]
    for requirement in lacking {
      let findings = judge.judge([requirement]).findings
      #expect(findings.map(\.verdict) == [.couldNotRun], "\(requirement.metric)")
      #expect(findings.first?.sentence.contains("could not run") == true)
    }
  }

  /// A gate reads records that somebody may have changed; it must answer, not stop.
  @Test func recordsThatNoAuditWritesDoNotTrap() throws {
    var broken = Evidences.requirement(atLeast: 0.8)
    broken.minimumCount = 0
    let empty: Evidences.Counts = [("a", 0, 0), ("b", 0, 0), ("c", 5, 50)]
    #expect(Evidences.findings(empty, broken).map(\.verdict) == [.couldNotRun])
    broken = Evidences.requirement(atLeast: 0.8)
    broken.confidence = 2
    #expect(Evidences.findings(Evidences.three, broken).map(\.verdict) == [.couldNotRun])
    let odd =
      Evidences.estimates("selection-rate", [("a", 1, 2), ("b", 40, 50), ("Female", 30, 50), ("Male", 50, 50)])
      + Self.berkeleyEstimates.filter { $0.metric != "selection-rate" }
    let requirement = Evidences.requirement("conditional-selection-rate", atLeast: 0.8)
    #expect(Evidences.judge(odd, stratifiers: ["department"]).judge([requirement]).findings.count == 1)
    let impossible = Evidences.estimates("selection-rate", [("a", 5, 2), ("b", -1, 50), ("c", 30, 50), ("d", 20, 50)])
    #expect(Evidences.judge(impossible).judge([Evidences.requirement(atLeast: 0.8)]).findings.map(\.group) == [["d"]])
  }

  @Test func findingsFollowTheRequirementsAndGroupings() throws {
    let estimates =
      Evidences.estimates("selection-rate", Evidences.three)
      + Evidences.estimates("selection-rate", Evidences.compasLow, grouping: ["race"])
    var both = Evidences.requirement(atLeast: 0.8)
    both.across = [["race"], ["sex"]]
    var second = Evidences.requirement(reference: .complement, atLeast: 0.8, severity: .warn)
    second.id = "second"
    let (findings, detectable) = Evidences.judge(estimates).judge([both, second])
    #expect(findings.map(\.requirement) == ["r", "r", "r", "second", "second", "second"])
    #expect(findings.map(\.grouping) == [["race"], ["sex"], ["sex"], ["sex"], ["sex"], ["sex"]])
    #expect(findings.map(\.severity) == [.block, .block, .block, .warn, .warn, .warn])
    #expect(detectable.map(\.group) == findings.map(\.group))
  }

  @Test func relabellingGroupsPermutesFindings() throws {
    let names: [Label] = ["c", "a", "b"]
    let renamed = zip(names, Evidences.three).map { ($0, $1.successes, $1.trials) }.sorted { $0.0 < $1.0 }
    let before = Evidences.findings(Evidences.three, Evidences.requirement(atLeast: 0.8))
    let after = Evidences.findings(renamed, Evidences.requirement(atLeast: 0.8))
    for (old, new) in [("a", "c"), ("b", "a")] as [(Label, Label)] {
      #expect(try Self.finding(before, old).interval == Self.finding(after, new).interval)
      #expect(try Self.finding(before, old).verdict == Self.finding(after, new).verdict)
    }
  }
}
