import AuditStatistics
import Testing
import _AuditTesting

@Suite struct DistributionTests {
  @Test(arguments: R.values.normal)
  func normalAgreesWithR(_ expected: R.Normal) {
    #expect(isClose(Normal.cumulative(expected.x), expected.cumulative, tolerance: 1e-13))
    #expect(isClose(Normal.upperTail(expected.x), expected.upperTail, tolerance: 1e-13))
  }

  @Test(arguments: R.values.normalQuantiles)
  func normalQuantileAgreesWithR(_ expected: R.NormalQuantile) {
    #expect(isClose(Normal.quantile(expected.probability), expected.x, tolerance: 1e-13))
  }

  @Test(arguments: R.values.chiSquared)
  func chiSquaredAgreesWithR(_ expected: R.Tail) {
    let tail = ChiSquared.upperTail(expected.x, degreesOfFreedom: expected.degreesOfFreedom)
    #expect(isClose(tail, expected.upperTail, tolerance: 1e-12))
  }

  @Test(arguments: R.values.student)
  func studentAgreesWithR(_ expected: R.Tail) throws {
    let tail = Student.upperTail(expected.x, degreesOfFreedom: expected.degreesOfFreedom)
    #expect(isClose(tail, expected.upperTail, tolerance: 1e-12))
    let quantile = Student.quantile(0.975, degreesOfFreedom: expected.degreesOfFreedom)
    #expect(isClose(quantile, expected.quantile, tolerance: 1e-12))
  }

  /// R integrates with 16-point Gauss-Legendre panels and is accurate to about 1e-9, absolutely.
  @Test(arguments: R.values.range)
  func studentizedRangeAgreesWithR(_ expected: R.Range) {
    let cumulative = StudentizedRange.cumulative(expected.q, groups: expected.groups)
    #expect(isClose(cumulative, expected.cumulative, within: 1e-9))
  }

  @Test(arguments: HighPrecision.values.ranges)
  func studentizedRangeIsAccurateInBothTails(_ expected: HighPrecision.Range) {
    let cumulative = StudentizedRange.cumulative(expected.q, groups: expected.groups)
    let upperTail = StudentizedRange.upperTail(expected.q, groups: expected.groups)
    #expect(isClose(cumulative, expected.cumulative, tolerance: 1e-11))
    #expect(isClose(upperTail, expected.upperTail, tolerance: 1e-11))
  }

  /// R's own qtukey stops at four digits, so the expected values come from high-precision quadrature.
  @Test(arguments: HighPrecision.values.quantiles)
  func studentizedRangeQuantileIsAccurate(_ expected: HighPrecision.RangeQuantile) {
    let quantile = StudentizedRange.quantile(expected.probability, groups: expected.groups)
    #expect(isClose(quantile, expected.q, tolerance: 1e-11))
  }

  @Test func rangeOfTwoIsTheTwoSidedNormal() {
    for z in [0.1, 1, 1.96, 4, 8, 20] {
      let tail = StudentizedRange.upperTail(2.0.squareRoot() * z, groups: 2)
      #expect(isClose(tail, 2 * Normal.upperTail(z), tolerance: 1e-12))
    }
  }

  @Test func rangeWithoutWidth() {
    #expect(StudentizedRange.cumulative(0, groups: 3) == 0)
    #expect(StudentizedRange.upperTail(0, groups: 3) == 1)
  }
}
