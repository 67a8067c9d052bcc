import AuditStatistics
import Testing
import _AuditTesting

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
    // The sample size rests on the logarithm of the ratio, this on the score rule: they agree to within a hundredth.
    #expect(abs(try #require(detectable.shownMet) - 0.95) < 0.01)
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
    #expect(ratio.shownNotMet == nil)
    #expect((ratio.shownMet ?? .infinity) > 4)
    let difference = MinimumDetectable.difference(
      groupTrials: 10, referenceTrials: 10, referenceRate: 0.05, threshold: -0.05, critical: critical, power: 0.8)
    #expect(difference.shownNotMet == nil)
  }

  /// Tests/Reference/planning.py: restricted rates by numerical maximum likelihood, roots by brentq.
  @Test func detectableValuesOfAnIndependentComputation() throws {
    let ratio = MinimumDetectable.ratio(
      groupTrials: 400, referenceTrials: 900, referenceRate: 0.4, threshold: 0.8, critical: critical, power: 0.9)
    #expect(isClose(ratio.shownNotMet, 0.535_627_479, within: 1e-6))
    #expect(isClose(ratio.shownMet, 1.022_093_117, within: 1e-6))
    let difference = MinimumDetectable.difference(
      groupTrials: 400, referenceTrials: 900, referenceRate: 0.4, threshold: -0.1, critical: critical, power: 0.9)
    #expect(isClose(difference.shownNotMet, -0.210_211_682, within: 1e-6))
    #expect(isClose(difference.shownMet, -0.006_005_647, within: 1e-6))
  }

  @Test func aThresholdThatNoRateReachesIsMissedByTheHighestRate() throws {
    let detectable = MinimumDetectable.ratio(
      groupTrials: 5000, referenceTrials: 5000, referenceRate: 0.9, threshold: 1.3, critical: critical, power: 0.8)
    #expect(detectable.shownMet == nil)
    #expect(isClose(detectable.shownNotMet, 1 / 0.9))
  }
}
