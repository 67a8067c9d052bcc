import AuditNumerics
import AuditStatistics
import Testing
import _AuditTesting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct ClusteredEstimateTests {
  static func matrix(_ rows: [[Double]]) -> Matrix {
    Matrix(rows: rows.count, columns: rows[0].count, elements: rows.flatMap { $0 })
  }

  static func function(_ name: String) -> (function: MeanFunction, scale: EstimateScale) {
    let total: MeanFunction = .combination([1, 1, 1])
    return switch name {
    case "mean": (.mean(0), .identity)
    case "log-mean": (.mean(0), .logarithm)
    case "ratio": (.mean(0) / .mean(1), .logarithm)
    case "share": (.mean(0) / .sum(of: [0, 1, 2]), .logit)
    case "share-difference": (.mean(0) / total - .mean(1) / total, .identity)
    default: (.mean(0) / .mean(2) / (.mean(1) * .constant(1) / .mean(2) + .mean(1)), .logarithm)
    }
  }

  @Test(arguments: ComputedRankings.values.clusters)
  func agreesWithNumPy(_ expected: ComputedRankings.Clusters) throws {
    let sample = ClusterSample(Self.matrix(expected.rows))
    let (function, scale) = Self.function(expected.function)
    let estimate = try #require(ClusteredEstimate(function, of: sample, scale: scale))
    #expect(estimate.method == .jackknife)
    #expect(isClose(estimate.value, expected.value, tolerance: 1e-12))
    #expect(isClose(estimate.standardError, expected.jackknife, tolerance: 1e-9))
    // Two clusters have opposite influences, so that the kurtosis is 1 up to rounding.
    #expect(isClose(estimate.degreesOfFreedom, expected.df, tolerance: 1e-7))
    let interval = estimate.interval(confidence: 0.95)
    #expect(isClose(interval.lower, expected.interval[0], tolerance: 1e-7))
    #expect(isClose(interval.upper, expected.interval[1], tolerance: 1e-7))

    let delta = try #require(
      ClusteredEstimate(function, of: ClusterSample(moments: sample.moments), scale: scale))
    #expect(delta.method == .delta && isClose(delta.value, estimate.value, tolerance: 1e-12))
    #expect(delta.degreesOfFreedom == Double(sample.count - 1))
    #expect(isClose(delta.standardError, expected.delta, tolerance: 1e-7))
  }

  @Test(arguments: ComputedRankings.values.welch)
  func independentGroupsAgreeWithWelch(_ expected: ComputedRankings.Welch) throws {
    func estimate(_ rows: [[Double]]) -> ClusteredEstimate? {
      let moments = ClusterMoments(Self.matrix(rows))
      return ClusteredEstimate(.mean(0), of: ClusterSample(moments: moments), scale: .identity)
    }
    let difference = ClusteredEstimate(
      .difference, group: try #require(estimate(expected.group)), reference: try #require(estimate(expected.reference)))
    #expect(isClose(difference.standardError, expected.se, tolerance: 1e-11))
    #expect(isClose(difference.degreesOfFreedom, expected.df, tolerance: 1e-11))
    let interval = difference.interval(confidence: 0.9)
    #expect(isClose(interval.lower, expected.interval[0], tolerance: 1e-10))
    #expect(isClose(interval.upper, expected.interval[1], tolerance: 1e-10))
  }

  /// The jackknife of a mean is the textbook standard error.
  @Test func jackknifeOfAMeanIsItsStandardError() throws {
    let sample = ClusterSample(Self.matrix([[1], [4], [4], [7], [9]]))
    let estimate = try #require(ClusteredEstimate(.mean(0), of: sample, scale: .identity))
    #expect(isClose(estimate.standardError, (9.5 / 5).squareRoot(), tolerance: 1e-14))
  }

  /// What two groups share drops out when they are compared within the same clusters.
  @Test func jointComparisonsUseTheCovariance() throws {
    let rows = (1...30).map { (number: Int) -> [Double] in
      [Double(number), 2 * Double(number), Double(number * number % 13)]
    }
    for sample in [ClusterSample(Self.matrix(rows)), ClusterSample(moments: ClusterMoments(Self.matrix(rows)))] {
      let ratio = try #require(ClusteredEstimate(.ratio, group: .mean(0), reference: .mean(1), of: sample))
      #expect(ratio.value == 0.5 && ratio.standardError == 0)
      #expect(ratio.interval(confidence: 0.95) == ConfidenceInterval(lower: 0.5, upper: 0.5))
      let difference = try #require(
        ClusteredEstimate(.difference, group: .mean(1) - .mean(0), reference: .mean(0), of: sample))
      #expect(difference.standardError < 1e-12)
    }
  }

  /// A critical value of the normal distribution leaves its tail, not its number of standard errors.
  @Test func normalCriticalValuesKeepTheirTail() throws {
    let rows = try #require(ComputedRankings.values.clusters.first { $0.rows.count == 12 }).rows
    let estimate = try #require(
      ClusteredEstimate(.mean(0) / .mean(1), of: ClusterSample(Self.matrix(rows)), scale: .logarithm))
    let (normal, student) = (
      estimate.interval(normalCritical: Normal.twoSided(confidence: 0.9)), estimate.interval(confidence: 0.9)
    )
    #expect(isClose(normal.lower, student.lower) && isClose(normal.upper, student.upper))
    #expect(estimate.interval(normalCritical: 40).lower >= 0)
  }

  @Test func exchangingTheSidesExchangesTheLimits() throws {
    let rows = ComputedRankings.values.clusters.map(\.rows).max { $0.count < $1.count }!
    let sample = ClusterSample(Self.matrix(rows))
    let one = try #require(ClusteredEstimate(.ratio, group: .mean(0), reference: .mean(1), of: sample))
    let other = try #require(ClusteredEstimate(.ratio, group: .mean(1), reference: .mean(0), of: sample))
    let (first, second) = (one.interval(confidence: 0.9), other.interval(confidence: 0.9))
    #expect(isClose(first.lower, 1 / second.upper) && isClose(first.upper, 1 / second.lower))
  }

  @Test func undefinedIsNil() {
    let rows = ClusterSample(Self.matrix([[1, 0, 0], [2, 0, 3], [1, 0, 0], [2, 0, 0]]))
    #expect(ClusteredEstimate(.mean(0) / .mean(1), of: rows, scale: .identity) == nil)
    #expect(ClusteredEstimate(.mean(1), of: rows, scale: .identity)?.standardError == 0)
    #expect(ClusteredEstimate(.mean(1), of: rows, scale: .logarithm) == nil)
    #expect(ClusteredEstimate(.mean(0) / .mean(0), of: rows, scale: .logit) == nil)
    // All of the denominator comes from one cluster.
    #expect(ClusteredEstimate(.mean(0) / .mean(2), of: rows, scale: .logarithm) == nil)
    #expect(ClusteredEstimate(.mean(0), of: ClusterSample(Self.matrix([[1]])), scale: .identity) == nil)
    #expect(ClusteredEstimate(.mean(0), of: ClusterSample(dimension: 1), scale: .identity) == nil)
    let function: MeanFunction = .constant(1) / (.constant(1) / .mean(0))
    #expect(function.value(at: [0]) == nil && function.gradient(at: [0]) == nil && function.value(at: [2]) == 2)
    #expect(MeanFunction.sum(of: []).value(at: [3]) == 0)
  }

  /// For one component Σx̄² − S/n is the mean of xᵢxⱼ over all pairs of different clusters, which has no bias.
  @Test func squaredNormsHaveNoBias() throws {
    let values = [1.0, 4, 4, 7, 9, -2]
    var products = 0.0
    for (i, first) in values.enumerated() {
      for (j, second) in values.enumerated() where i != j { products += first * second }
    }
    let sample = ClusterSample(Self.matrix(values.map { [$0, 2 * $0] }))
    let estimate = try #require(ClusteredEstimate(squaredNormOf: [0, 1], of: sample))
    #expect(isClose(estimate.value, 5 * products / 30, tolerance: 1e-13))
    #expect(estimate.scale == .identity && estimate.standardError > 0)
    #expect(ClusteredEstimate(squaredNormOf: [], of: sample)?.value == 0)
    #expect(ClusteredEstimate(squaredNormOf: [0], of: ClusterSample(dimension: 1)) == nil)
  }

  /// Twenty people and a skewed ratio: the normal interval covers about 90 %.
  @Test func coverageWithFewClusters() throws {
    let runs = 2000
    var covered = 0
    for run in 0..<runs {
      var stream = CounterStream(seed: 6, stream: 3, replicate: UInt64(run))
      let elements = (0..<40).map { _ in exp(Normal.quantile(stream.uniform())) }
      let sample = ClusterSample(Matrix(rows: 20, columns: 2, elements: elements))
      let ratio = try #require(ClusteredEstimate(.ratio, group: .mean(0), reference: .mean(1), of: sample))
      let interval = ratio.interval(confidence: 0.95)
      if interval.lower <= 1 && 1 <= interval.upper { covered += 1 }
    }
    #expect(abs(Double(covered) / Double(runs) - 0.95) < 0.02)
  }

  @Test func scalesAreInverted() throws {
    for scale in EstimateScale.allCases {
      for value in [0.001, 0.3, 0.97] { #expect(isClose(scale.revert(try #require(scale.apply(value))), value)) }
    }
    #expect(EstimateScale.logit.apply(1) == nil && EstimateScale.logarithm.apply(0) == nil)
    #expect(EstimateScale.logarithm.apply(-1) == nil && EstimateScale.identity.apply(.infinity) == nil)
  }

  @Test func independentRatiosNeedLogarithms() async {
    await #expect(processExitsWith: .failure) {
      let sample = ClusterSample(Matrix(rows: 3, columns: 1, elements: [1, 2, 4]))
      let mean = ClusteredEstimate(.mean(0), of: sample, scale: .identity)!
      _ = ClusteredEstimate(.ratio, group: mean, reference: mean)
    }
  }
}

@Suite struct ClusterBootstrapTests {
  static let rows: [[Double]] = (0..<400).map { cluster in
    let step = Double(cluster * 37 % 101)
    return [step * step / 1000, 3 + Double(cluster * 17 % 29) / 10]
  }

  private func bootstrap(_ replicates: Int) -> PoissonClusterBootstrap {
    var bootstrap = PoissonClusterBootstrap(dimension: 2, replicates: replicates, seed: 2)
    let identities = Self.rows.indices.map { UInt64($0) &* 0x1234_5678_9ABC_DEF1 }
    bootstrap.absorb(ClusteredEstimateTests.matrix(Self.rows), identities: identities)
    return bootstrap
  }

  /// The spread of the replicates is the analytic standard error.
  @Test func agreesWithTheJackknife() throws {
    let sample = ClusterSample(ClusteredEstimateTests.matrix(Self.rows))
    let means = bootstrap(2000).means
    let function: MeanFunction = .mean(0) / .mean(1)
    let estimate = try #require(ClusteredEstimate(function, of: sample, scale: .logarithm))
    let values = PoissonClusterBootstrap.values(of: function, scale: .logarithm, at: means).filter(\.isFinite)
    let mean = values.reduce(0, +) / 2000
    let spread = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1999).squareRoot()
    #expect(abs(spread / estimate.standardError - 1) < 0.07)
    #expect(abs(mean - log(estimate.value)) < 5 * estimate.standardError / 2000.0.squareRoot() + 0.001)
  }

  @Test func emptyReplicates() {
    var lone = PoissonClusterBootstrap(dimension: 1, replicates: 1000, seed: 1)
    lone.absorb(Matrix(rows: 1, columns: 1, elements: [5]), identities: [77])
    let means = lone.means
    #expect(means.allSatisfy { $0 == nil || $0 == [5] })
    let undefined = means.count { $0 == nil }
    #expect(abs(Double(undefined) / 1000 - exp(-1)) < 0.06)
    let values = PoissonClusterBootstrap.values(of: .mean(0), at: means)
    let deviation = MaximumDeviation(replicates: [values], estimates: [5], standardErrors: [1])
    #expect(deviation.undefined == undefined && deviation.criticalValue(confidence: 0.95) == nil)
    #expect(deviation.pValue(1) == nil)
  }

  @Test func shardsMerge() {
    var whole = PoissonClusterBootstrap(dimension: 1, replicates: 20, seed: 1)
    var parts = whole
    let vectors = Matrix(rows: 4, columns: 1, elements: [5, 1, 2, 8])
    whole.absorb(vectors, identities: [1, 2, 3, 4])
    for index in 0..<4 {
      var part = PoissonClusterBootstrap(dimension: 1, replicates: 20, seed: 1)
      part.absorb(Matrix(rows: 1, columns: 1, elements: [vectors[index, 0]]), identities: [UInt64(index + 1)])
      parts.merge(part)
    }
    #expect(parts.means == whole.means)
  }

  /// One normal quantity has the two-sided critical value, independent ones Šidák's, equal ones no more than one has.
  @Test func criticalValues() throws {
    func quantity(_ stream: UInt64) -> [Double] {
      var stream = CounterStream(seed: 4, stream: stream, replicate: 0)
      return (0..<40_000).map { _ in Normal.quantile(stream.uniform()) }
    }
    let (first, second) = (quantity(1), quantity(2))
    func critical(_ quantities: [[Double]]) throws -> Double {
      let deviation = MaximumDeviation(
        replicates: quantities, estimates: quantities.map { _ in 0 }, standardErrors: quantities.map { _ in 1 })
      return try #require(deviation.criticalValue(confidence: 0.95))
    }
    #expect(abs(try critical([first]) - 1.96) < 0.03)
    #expect(abs(try critical([first, second]) - 2.2365) < 0.03)
    #expect(try critical([first, first]) == critical([first]))
    let deviation = MaximumDeviation(
      replicates: [[0.5, 3, 1], [0, 1, -4]], estimates: [0, 1], standardErrors: [1, 2])
    #expect(deviation.values == [0.5, 2.5, 3] && deviation.pValue(-2.5) == 0.75 && deviation.pValue(9) == 0.25)
  }
}
