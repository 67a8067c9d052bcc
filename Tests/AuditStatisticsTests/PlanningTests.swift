import AuditStatistics
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct PlanningTests {
  @Test(arguments: Published.values.sampleSizes)
  func publishedSampleSizes(_ expected: Published.SampleSizes) throws {
    for (rate, n) in zip(expected.rates, expected.n) {
      let size =
        if let groups = expected.groups {
          NonInferioritySampleSize.allAgainstHighest(
            groups: groups, rate: rate, threshold: 0.8, confidence: expected.confidence, power: 0.8)
        } else {
          NonInferioritySampleSize.fixedReference(
            referenceRate: rate, threshold: 0.8, confidence: expected.confidence, power: 0.8)
        }
      let found = try #require(size)
      if expected.roundedUp {
        #expect(found.rounded(.up) == n)
      } else {
        #expect(isClose(found, n))
      }
    }
  }

  @Test func noSampleShowsWhatIsNotSo() {
    #expect(
      NonInferioritySampleSize.fixedReference(
        referenceRate: 0.5, ratio: 0.8, threshold: 0.8, confidence: 0.95, power: 0.8) == nil)
    #expect(
      NonInferioritySampleSize.allAgainstHighest(groups: 3, rate: 0.5, threshold: 1, confidence: 0.95, power: 0.8)
        == nil)
  }

  let critical = CriticalValues(single: 1.96, family: 2.85)

  @Test func sampleSizeAndDetectableRatioAgree() throws {
    let single = CriticalValues(confidence: 0.95, groups: 2, reference: .named(0))
    let n = try #require(
      NonInferioritySampleSize.fixedReference(
        referenceRate: 0.3, ratio: 0.95, threshold: 0.8, confidence: 0.95, power: 0.8))
    let detectable = MinimumDetectable.ratio(
      groupTrials: n, referenceTrials: n, referenceRate: 0.3, threshold: 0.8, critical: single, power: 0.8)
    #expect(isClose(try #require(detectable.shownMet), 0.95))
  }

  @Test(arguments: [MinimumDetectable.Direction.atLeast, .atMost])
  func moreDataDetectMore(_ direction: MinimumDetectable.Direction) throws {
    let (ratioThreshold, differenceThreshold) = direction == .atLeast ? (0.8, -0.05) : (1.25, 0.05)
    var previous = [Double.infinity, .infinity, .infinity, .infinity]
    for n in [3000.0, 10_000, 100_000, 1e7] {
      let ratio = MinimumDetectable.ratio(
        groupTrials: n, referenceTrials: 2 * n, referenceRate: 0.2, threshold: ratioThreshold, direction: direction,
        critical: critical, power: 0.8)
      let difference = MinimumDetectable.difference(
        groupTrials: n, referenceTrials: 2 * n, referenceRate: 0.2, threshold: differenceThreshold,
        direction: direction, critical: critical, power: 0.8)
      let met = try [#require(ratio.shownMet) - ratioThreshold, #require(difference.shownMet) - differenceThreshold]
      let notMet = try [
        #require(ratio.shownNotMet) - ratioThreshold, #require(difference.shownNotMet) - differenceThreshold,
      ]
      #expect(met.allSatisfy { direction == .atLeast ? $0 > 0 : $0 < 0 })
      #expect(notMet.allSatisfy { direction == .atLeast ? $0 < 0 : $0 > 0 })
      let distances = (met + notMet).map { abs($0) }
      #expect(zip(distances, previous).allSatisfy { $0 < $1 })
      previous = distances
    }
    #expect(previous.allSatisfy { $0 < 0.004 })
  }

  @Test func fewDataDetectNothing() {
    let ratio = MinimumDetectable.ratio(
      groupTrials: 10, referenceTrials: 10, referenceRate: 0.05, threshold: 0.8, critical: critical, power: 0.8)
    #expect(ratio.shownMet == nil && ratio.shownNotMet == nil)
    let difference = MinimumDetectable.difference(
      groupTrials: 10, referenceTrials: 10, referenceRate: 0.05, threshold: -0.05, critical: critical, power: 0.8)
    #expect(difference.shownNotMet == nil)
  }

  /// The detectable ratio solves its defining equation.
  @Test func detectableRatioSolvesItsEquation() throws {
    let detectable = MinimumDetectable.ratio(
      groupTrials: 400, referenceTrials: 900, referenceRate: 0.4, threshold: 0.8, critical: critical, power: 0.9)
    let ratio = try #require(detectable.shownNotMet)
    let error = ((1 - 0.4 * ratio) / (400 * 0.4 * ratio) + 0.6 / (900 * 0.4)).squareRoot()
    let distance = (2.85 + Normal.quantile(0.9)) * error
    #expect(isClose(log(0.8 / ratio), distance))
  }
}
