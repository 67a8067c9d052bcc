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
}
