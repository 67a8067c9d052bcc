import Testing
import _AuditTesting

@testable import AuditStatistics

@Suite struct HypothesisTests {
  @Test(arguments: R.values.fisher)
  func fisherAgreesWithR(_ expected: R.Fisher) {
    let p = FisherExact.twoSided(group: expected.group.proportion, reference: expected.reference.proportion)
    #expect(isClose(p, expected.p))
    let exchanged = FisherExact.twoSided(group: expected.reference.proportion, reference: expected.group.proportion)
    #expect(isClose(p, exchanged, tolerance: 1e-12))
  }

  @Test(arguments: Published.values.fisher)
  func publishedFisher(_ expected: Published.Fisher) {
    let p = FisherExact.twoSided(group: expected.group.proportion, reference: expected.reference.proportion)
    #expect(isClose(p, expected.p))
  }

  @Test func fisherWithoutAChoice() {
    let none = Proportion(successes: 0, trials: 12)
    #expect(FisherExact.twoSided(group: none, reference: none) == 1)
    #expect(FisherExact.twoSided(group: Proportion(successes: 0, trials: 0), reference: none) == 1)
  }

  @Test func fisherNeedsWholeCounts() async {
    await #expect(processExitsWith: .failure) {
      _ = FisherExact.twoSided(
        group: Proportion(successes: 0.5, trials: 3), reference: Proportion(successes: 1, trials: 3))
    }
  }

  /// Every table of small margins, against the sum of binomial coefficients.
  @Test func fisherByEnumeration() {
    func choose(_ n: Int, _ k: Int) -> Double {
      (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
    }
    let (first, second) = (7, 11)
    for x in 0...first {
      for y in 0...second {
        let tables = max(0, x + y - second)...min(first, x + y)
        let weights = tables.map { choose(first, $0) * choose(second, x + y - $0) }
        let observed = choose(first, x) * choose(second, y)
        let expected = weights.filter { $0 <= observed * (1 + 1e-7) }.reduce(0, +) / weights.reduce(0, +)
        let p = FisherExact.twoSided(
          group: Proportion(successes: Double(x), trials: Double(first)),
          reference: Proportion(successes: Double(y), trials: Double(second)))
        #expect(isClose(p, expected, tolerance: 1e-12))
      }
    }
  }

  @Test(arguments: R.values.pooledZ)
  func pooledZAgreesWithR(_ expected: R.PooledZ) throws {
    let test = try #require(
      PooledZ.test(group: expected.group.proportion, reference: expected.reference.proportion))
    #expect(isClose(test.statistic, expected.statistic))
    #expect(isClose(test.p, expected.p))
  }

  @Test(arguments: Published.values.pooledZ)
  func publishedPooledZ(_ expected: Published.PooledZ) throws {
    let test = try #require(
      PooledZ.test(group: expected.group.proportion, reference: expected.reference.proportion))
    #expect(isClose(test.statistic, expected.statistic))
  }

  @Test func pooledZIsUndefinedWithoutVariation() {
    let none = Proportion(successes: 0, trials: 12)
    #expect(PooledZ.test(group: none, reference: none) == nil)
    #expect(PooledZ.test(group: none, reference: Proportion(successes: 0, trials: 0)) == nil)
  }

  @Test(arguments: R.values.holm)
  func holmAgreesWithR(_ expected: R.Holm) {
    for (found, wanted) in zip(Holm.adjust(expected.p), expected.adjusted) { #expect(isClose(found, wanted)) }
  }

  @Test func holmOfNothing() { #expect(Holm.adjust([]).isEmpty) }

  @Test func tukeyOfTwoGroupsIsThePairwiseP() throws {
    let test = try #require(
      PooledZ.test(
        group: Proportion(successes: 34, trials: 76), reference: Proportion(successes: 50, trials: 92)))
    #expect(isClose(TukeyAdjustment.p(statistic: test.statistic, groups: 2), test.p))
    #expect(TukeyAdjustment.p(statistic: test.statistic, groups: 5) > test.p)
    #expect(TukeyAdjustment.p(statistic: 0, groups: 5) == 1)
  }

  // MARK: - Strata

  let berkeley = Published.values.berkeley

  @Test(arguments: R.values.mantelHaenszel)
  func cochranMantelHaenszelAgreesWithR(_ expected: R.MantelHaenszel) throws {
    let pooled = MantelHaenszel(strata: expected.strata.map(\.pair))
    let corrected = try #require(pooled.test())
    #expect(isClose(corrected.statistic, expected.corrected[0]))
    #expect(isClose(corrected.p, expected.corrected[1]))
    let plain = try #require(pooled.test(continuityCorrected: false))
    #expect(isClose(plain.statistic, expected.plain[0]))
    #expect(isClose(plain.p, expected.plain[1]))
  }

  @Test func berkeleyAdmissions() throws {
    let pooled = MantelHaenszel(strata: berkeley.strata.map(\.pair))
    let corrected = try #require(pooled.test())
    #expect(isClose(corrected.statistic, berkeley.corrected[0]))
    #expect(isClose(corrected.p, berkeley.corrected[1]))
    let plain = try #require(pooled.test(continuityCorrected: false))
    #expect(isClose(plain.statistic, berkeley.uncorrected[0]))
    #expect(isClose(plain.p, berkeley.uncorrected[1]))
    let withoutFirst = try #require(MantelHaenszel(strata: berkeley.strata.dropFirst().map(\.pair)).test())
    #expect(isClose(withoutFirst.statistic, berkeley.withoutFirst))

    let ratio = try #require(pooled.riskRatio)
    let ratioLimits = try #require(ratio.interval(confidence: 0.95))
    for (found, wanted) in zip([ratio.value, ratioLimits.lower, ratioLimits.upper], berkeley.riskRatio) {
      #expect(isClose(found, wanted))
    }
    let difference = try #require(pooled.riskDifference)
    #expect(isClose(difference.value, berkeley.riskDifference[0]))
    #expect(isClose(difference.standardError, berkeley.riskDifferenceStandardError))
    let limits = try #require(difference.interval(confidence: 0.95))
    #expect(isClose(limits.lower, berkeley.riskDifference[1], within: 6e-11))
    #expect(isClose(limits.upper, berkeley.riskDifference[2], within: 6e-11))

    let women = berkeley.strata.map(\.group.proportion)
    let men = berkeley.strata.map(\.reference.proportion)
    let crude = try #require(
      Katz.interval(group: total(women), reference: total(men), confidence: 0.95))
    #expect(isClose(crude.lower, berkeley.crudeRatio[0]))
    #expect(isClose(crude.upper, berkeley.crudeRatio[1]))
  }

  private func total(_ parts: [Proportion]) -> Proportion {
    Proportion(successes: parts.reduce(0) { $0 + $1.successes }, trials: parts.reduce(0) { $0 + $1.trials })
  }

  @Test func oneStratumIsTheCrudeComparison() throws {
    let pair = (group: Proportion(successes: 34, trials: 76), reference: Proportion(successes: 50, trials: 92))
    let pooled = MantelHaenszel(strata: [pair])
    let ratio = try #require(pooled.riskRatio)
    let katz = try #require(Katz.interval(group: pair.group, reference: pair.reference, confidence: 0.95))
    #expect(isClose(try #require(ratio.interval(confidence: 0.95)).lower, katz.lower))
    #expect(isClose(try #require(pooled.riskDifference).value, 34.0 / 76 - 50.0 / 92))
  }

  @Test func strataWithoutInformationChangeNothing() throws {
    let strata = berkeley.strata.map(\.pair)
    let empty = Proportion(successes: 0, trials: 0)
    let one = Proportion(successes: 1, trials: 1)
    let added = strata + [(empty, empty), (empty, one), (one, empty)]
    let (few, many) = (MantelHaenszel(strata: strata), MantelHaenszel(strata: added))
    for (one, other) in [(few.riskRatio, many.riskRatio), (few.riskDifference, many.riskDifference)] {
      #expect(one != nil && isClose(one?.value, other?.value) && isClose(one?.standardError, other?.standardError))
    }
    let (fewer, more) = (try #require(few.test()), try #require(many.test()))
    #expect(isClose(fewer.statistic, more.statistic) && isClose(fewer.p, more.p))
  }

  @Test func undefinedPooledValues() throws {
    #expect(MantelHaenszel(strata: []).riskRatio == nil)
    #expect(MantelHaenszel(strata: []).riskDifference == nil)
    #expect(MantelHaenszel(strata: []).test() == nil)
    let none = Proportion(successes: 0, trials: 5)
    let some = Proportion(successes: 2, trials: 5)
    #expect(MantelHaenszel(strata: [(some, none)]).riskRatio == nil)
    let zero = try #require(MantelHaenszel(strata: [(none, some)]).riskRatio)
    #expect(zero.value == 0 && zero.standardError == nil && zero.interval(confidence: 0.95) == nil)
  }

  @Test(arguments: R.values.generalized)
  func generalizedTestAgreesWithR(_ expected: R.Generalized) throws {
    let strata = expected.strata.map { $0.map(\.proportion) }
    let test = try #require(GeneralizedCochranMantelHaenszel.test(strata: strata))
    #expect(isClose(test.statistic, expected.statistic))
    #expect(test.degreesOfFreedom == expected.degreesOfFreedom)
    #expect(isClose(test.p, expected.p))
    let reversed = try #require(GeneralizedCochranMantelHaenszel.test(strata: strata.map { $0.reversed() }))
    #expect(isClose(reversed.statistic, test.statistic))
    // The way of many groups is the same number.
    let many = GeneralizedCochranMantelHaenszel.byStrata(strata, Array(strata[0].indices))
    #expect(isClose(many, expected.statistic))
  }

  @Test func manyGroupsAreOneTest() throws {
    let strata = (0..<3).map { stratum in
      (0..<90).map { group -> Proportion in
        let trials = Double(5 + (group * 7 + stratum * 11) % 40 + (group == 3 ? 5_000 : 0))
        return Proportion(successes: (trials * Double((group * 3 + stratum) % 5) / 5).rounded(), trials: trials)
      }
    }
    let test = try #require(GeneralizedCochranMantelHaenszel.test(strata: strata))
    #expect(test.degreesOfFreedom == 89)
    let direct = GeneralizedCochranMantelHaenszel.direct(strata, Array(0..<90))
    #expect(isClose(test.statistic, direct))
    let empty = Proportion(successes: 0, trials: 0)
    let apart = [
      strata[0].enumerated().map { $0 < 45 ? $1 : empty }, strata[1].enumerated().map { $0 < 45 ? empty : $1 },
    ]
    #expect(GeneralizedCochranMantelHaenszel.test(strata: apart) == nil)
  }

  @Test func oneStratumIsPearsonReduced() throws {
    let smokers = Published.values.smokers
    let stratum = zip(smokers.x, smokers.n).map { Proportion(successes: $0, trials: $1) }
    let test = try #require(GeneralizedCochranMantelHaenszel.test(strata: [stratum]))
    let total = smokers.n.reduce(0, +)
    #expect(isClose(test.statistic, smokers.pearson * (total - 1) / total))
    #expect(isClose(ChiSquared.upperTail(smokers.pearson, degreesOfFreedom: 3), smokers.p))
  }

  @Test func twoGroupsAreTheUncorrectedTest() throws {
    let strata = berkeley.strata.map(\.pair)
    let general = try #require(
      GeneralizedCochranMantelHaenszel.test(strata: strata.map { [$0.group, $0.reference] }))
    let plain = try #require(MantelHaenszel(strata: strata).test(continuityCorrected: false))
    #expect(isClose(general.statistic, plain.statistic))
  }

  @Test func groupsThatNeverMeet() throws {
    let some = Proportion(successes: 2, trials: 5)
    let other = Proportion(successes: 3, trials: 4)
    let empty = Proportion(successes: 0, trials: 0)
    let apart = [[some, other, empty, empty], [empty, empty, some, other]]
    #expect(GeneralizedCochranMantelHaenszel.test(strata: apart) == nil)
    let absent = [[some, other, empty], [other, some, empty]]
    #expect(try #require(GeneralizedCochranMantelHaenszel.test(strata: absent)).degreesOfFreedom == 1)
    #expect(GeneralizedCochranMantelHaenszel.test(strata: []) == nil)
    #expect(GeneralizedCochranMantelHaenszel.test(strata: [[some, empty]]) == nil)
  }
}
