import AuditNumerics
import AuditStatistics
import Testing
import _AuditTesting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct HotellingTests {
  private static func distances(from target: [Double]) -> [MeanFunction] {
    let total: MeanFunction = .sum(of: Array(target.indices))
    return target.indices.map { .mean($0) - .constant(target[$0]) * total }
  }

  @Test(arguments: ComputedClusters.values.hotelling)
  func agreesWithSciPy(_ expected: ComputedClusters.Hotelling) throws {
    let functions = Self.distances(from: expected.target)
    // All distances, of which one is redundant; all but one; with one twice; and moments only.
    for (chosen, keeping) in [
      (functions, true), (Array(functions.dropFirst()), true), (functions + [functions[0]], true), (functions, false),
    ] {
      let found = try #require(HotellingTest(chosen, of: clusterSample(expected.rows, keeping: keeping)))
      #expect(found.numeratorDegrees == expected.df[0] && found.denominatorDegrees == expected.df[1])
      #expect(isClose(found.statistic, expected.t2, tolerance: 1e-8))
      #expect(isClose(found.pValue, expected.p, tolerance: 1e-7))
    }
  }

  /// One function is Student's t for a mean, squared.
  @Test func oneFunctionIsStudentsTest() throws {
    let expected = ComputedClusters.values.paired[0]
    let found = try #require(HotellingTest([.mean(0) - .mean(1)], of: clusterSample(expected.rows)))
    #expect(isClose(found.statistic, expected.t * expected.t) && isClose(found.pValue, expected.p))
  }

  @Test func undefinedIsNil() {
    let rows = clusterSample([[1, 2, 0], [2, 4, 0], [4, 8, 0]])
    #expect(HotellingTest([], of: rows) == nil)
    #expect(HotellingTest([.mean(0) / .mean(2)], of: rows) == nil)
    // Nothing varies; or one combination does not and is not 0.
    #expect(HotellingTest([.mean(2)], of: rows) == nil)
    #expect(HotellingTest([.mean(0), .mean(1) + .constant(1)], of: rows) == nil)
    #expect(HotellingTest([.mean(0), .mean(1)], of: rows)?.numeratorDegrees == 1)
    // No more people than dimensions.
    let few = clusterSample([[1, 2], [2, 1]])
    #expect(HotellingTest([.mean(0), .mean(1)], of: few) == nil)
    let around: [MeanFunction] = [.mean(0) - .constant(1.25), .mean(1) - .constant(1.75)]
    #expect(HotellingTest(around, of: few)?.numeratorDegrees == 1)
    #expect(HotellingTest([.mean(0)], of: clusterSample([[1]])) == nil)
    let many = clusterSample([[1, 2, 5], [2, 1, 3], [7, 1, 1]])
    #expect(HotellingTest([.mean(0), .mean(1), .mean(2)], of: many) == nil)
  }

  /// Normal vectors, rejected at 5 % in 5 % of samples.
  @Test func levelIsKept() throws {
    let runs = 2000
    var rejected = 0
    for run in 0..<runs {
      var stream = CounterStream(seed: 11, stream: 2, replicate: UInt64(run))
      let elements = (0..<60).map { _ in 5 + Normal.quantile(stream.uniform()) }
      let sample = ClusterSample(Matrix(rows: 15, columns: 4, elements: elements))
      let test = try #require(HotellingTest(Self.distances(from: [0.25, 0.25, 0.25, 0.25]), of: sample))
      if test.pValue <= 0.05 { rejected += 1 }
    }
    #expect(abs(Double(rejected) / Double(runs) - 0.05) < 0.016)
  }

  @Test(arguments: ComputedClusters.values.tails)
  func tailsAgreeWithSciPy(_ expected: ComputedClusters.Tail) {
    let tail = FisherF.upperTail(expected.x, degreesOfFreedom: (expected.df[0], expected.df[1]))
    #expect(isClose(tail, expected.p, tolerance: 1e-10))
  }

  @Test func idealEnds() {
    let interval = ConfidenceInterval(lower: 0.01, upper: 0.2)
    #expect(IdealEnd.least(0).applied(to: interval, isRejected: false) == ConfidenceInterval(lower: 0, upper: 0.2))
    #expect(IdealEnd.least(0).applied(to: interval, isRejected: true) == interval)
    let below = ConfidenceInterval(lower: -0.3, upper: -0.1)
    #expect(IdealEnd.least(0).applied(to: below, isRejected: true) == ConfidenceInterval(lower: 0, upper: 0))
    let above = ConfidenceInterval(lower: 0.9, upper: 1.1)
    #expect(IdealEnd.greatest(1).applied(to: above, isRejected: true) == ConfidenceInterval(lower: 0.9, upper: 1))
    let near = ConfidenceInterval(lower: 0.9, upper: 0.95)
    #expect(IdealEnd.greatest(1).applied(to: near, isRejected: false) == ConfidenceInterval(lower: 0.9, upper: 1))
  }

  @Test(arguments: ComputedClusters.values.detectable)
  func detectableValuesAgreeWithSciPy(_ expected: ComputedClusters.Detectable) throws {
    let scale: EstimateScale = expected.scale == "identity" ? .identity : .logarithm
    let critical = CriticalValues(single: expected.single, family: expected.family)
    let found = try #require(
      MinimumDetectable.estimate(
        standardError: expected.se, degreesOfFreedom: expected.df ?? .infinity, scale: scale,
        threshold: expected.threshold, critical: critical, power: expected.power))
    #expect(isClose(found.shownMet, expected.met, tolerance: 1e-9))
    #expect(isClose(found.shownNotMet, expected.notMet, tolerance: 1e-9))
    #expect(
      MinimumDetectable.estimate(
        standardError: 0.1, scale: .logarithm, threshold: 0, critical: critical, power: 0.8) == nil)
  }
}
