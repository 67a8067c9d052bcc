import AuditNumerics
import AuditStatistics
import Testing
import _AuditTesting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct EstimateEvidenceTests {
  static func evidence(_ groups: [[Double]], weights: [Double]? = nil) throws -> EstimateEvidence {
    // The moments only, whose degrees of freedom are the textbook's n − 1.
    let samples = groups.map { clusterSample($0.map { [$0] }, keeping: false) }
    return try #require(ClusterFamily(independent: samples.map { ($0, .mean(0)) }).evidence(weights: weights))
  }

  @Test(arguments: ComputedClusters.values.welch)
  func independentGroupsAgreeWithSciPy(_ expected: ComputedClusters.Welch) throws {
    let evidence = try Self.evidence(expected.groups, weights: expected.weights)
    for test in expected.tests {
      let found = try #require(evidence.equality(of: test.group, with: .group(test.reference)))
      #expect(
        isClose(found.statistic ?? .nan, test.t, tolerance: 1e-8) && isClose(found.pValue, test.p, tolerance: 1e-7))
      #expect(isClose(found.degreesOfFreedom ?? .nan, test.df, tolerance: 1e-8))
      let interval = try #require(
        evidence.interval(.difference, of: test.group, against: .group(test.reference), confidence: 0.9))
      #expect(isClose(interval.lower, test.interval[0], tolerance: 1e-7))
      #expect(isClose(interval.upper, test.interval[1], tolerance: 1e-7))
    }
    let share = { (group: Int) in expected.weights[group] / expected.weights.reduce(0, +) }
    for (group, complement) in expected.complements.enumerated() {
      let test = try #require(evidence.equality(of: group, with: .complement))
      #expect(
        isClose(test.statistic ?? .nan, complement.t, tolerance: 1e-8)
          && isClose(test.pValue, complement.p, tolerance: 1e-7))
      #expect(isClose(test.degreesOfFreedom ?? .nan, complement.df, tolerance: 1e-8))
      #expect(evidence.equality(of: group, with: .overall) == test)
      let value = try #require(evidence.value(.difference, of: group, against: .complement))
      #expect(isClose(value, complement.difference))
      let ratio = try #require(evidence.interval(.ratio, of: group, against: .complement, confidence: 0.9))
      #expect(isClose(ratio.lower, complement.ratio[0], tolerance: 1e-7))
      #expect(isClose(ratio.upper, complement.ratio[1], tolerance: 1e-7))
      // Against all, itself included: the same limits, transformed as the values are.
      let overall = try #require(evidence.interval(.ratio, of: group, against: .overall, confidence: 0.9))
      let transform = { (ratio: Double) in ratio / (share(group) * ratio + 1 - share(group)) }
      #expect(isClose(overall.lower, transform(ratio.lower)) && isClose(overall.upper, transform(ratio.upper)))
      let (one, other) = (
        try #require(evidence.value(.ratio, of: group, against: .overall)),
        try #require(evidence.value(.ratio, of: group, against: .complement))
      )
      #expect(isClose(one, transform(other)))
      #expect(
        isClose(
          evidence.value(.difference, of: group, against: .overall), (1 - share(group)) * value,
          tolerance: 1e-8))
    }
  }

  @Test(arguments: ComputedClusters.values.paired)
  func pairedGroupsAgreeWithSciPy(_ expected: ComputedClusters.Paired) throws {
    let sample = clusterSample(expected.rows, keeping: false)
    let evidence = try #require(ClusterFamily([.mean(0), .mean(1)], of: sample).evidence())
    let test = try #require(evidence.equality(of: 0, with: .group(1)))
    #expect(isClose(test.statistic, expected.t, tolerance: 1e-8) && isClose(test.pValue, expected.p, tolerance: 1e-7))
    #expect(isClose(test.degreesOfFreedom, expected.df))
    let interval = try #require(evidence.interval(.difference, of: 0, against: .group(1), confidence: 0.95))
    #expect(isClose(interval.lower, expected.interval[0], tolerance: 1e-7))
    #expect(isClose(interval.upper, expected.interval[1], tolerance: 1e-7))
    // With two groups of one weight the complement is the other group.
    let complement = try #require(evidence.interval(.difference, of: 0, against: .complement, confidence: 0.95))
    #expect(isClose(complement.lower, interval.lower) && isClose(complement.upper, interval.upper))
  }

  /// A value alone is compared with a constant exactly as with itself.
  @Test func constants() throws {
    let evidence = try Self.evidence(ComputedClusters.values.welch[0].groups)
    for (scale, comparison, constant) in [
      (EstimateScale.identity, PairComparison.difference, 0.0), (.logarithm, .ratio, 1),
    ] {
      let value = try #require(evidence.interval(of: 1, scale: scale, confidence: 0.9))
      let against = try #require(evidence.interval(comparison, of: 1, against: .constant(constant), confidence: 0.9))
      #expect(isClose(value.lower, against.lower) && isClose(value.upper, against.upper))
    }
    let half = try #require(evidence.interval(.ratio, of: 1, against: .constant(2), confidence: 0.9))
    let one = try #require(evidence.interval(.ratio, of: 1, against: .constant(1), confidence: 0.9))
    #expect(isClose(2 * half.lower, one.lower) && isClose(2 * half.upper, one.upper))
    #expect(evidence.interval(.ratio, of: 1, against: .constant(0), confidence: 0.9) == nil)
    let shares = clusterSample([[0.2], [0.9], [0.4], [0.7], [0.3]], keeping: false)
    let share = try #require(ClusterFamily([.mean(0)], of: shares).evidence())
    let logit = try #require(share.interval(of: 0, scale: .logit, confidence: 0.9))
    let single = try #require(ClusteredEstimate(.mean(0), of: shares, scale: .logit)).interval(confidence: 0.9)
    #expect(isClose(logit.lower, single.lower) && isClose(logit.upper, single.upper))
    #expect(try Self.evidence([[1, 2]]).interval(of: 0, scale: .logit, confidence: 0.9) == nil)
  }

  /// Claims about constants: met, not met, and one group is enough.
  @Test func constantsAreJudged() throws {
    let evidence = try Self.evidence([[4.9, 5.1, 5, 5.05], [2.9, 3.1, 3, 3.05], [4, 6, 1, 9]])
    let found = FamilyVerdict(
      evidence: evidence, eligible: [true, true, true], comparison: .ratio, reference: .constants([5, 5, 5]),
      claim: .atLeast(0.8), confidence: 0.95)
    #expect(found.findings.map { $0?.decision } == [.met, .notMet, .cannotTell] && found.reference == nil)
    let z = Normal.quantile(1 - 0.05 / 6)
    #expect(isClose(found.findings[1]?.bounds.upper, evidence.upper(.ratio, of: 1, against: .constant(5), z: z)))
    let lone = FamilyVerdict(
      evidence: evidence, eligible: [true, false, false], comparison: .difference, reference: .constants([5, 5, 5]),
      claim: .atMost(0.5), confidence: 0.95)
    #expect(lone.findings.map { $0?.decision } == [.met, nil, nil])
  }

  /// A logarithm of 0 rules nothing out; no variance leaves a point.
  @Test func whatIsNotKnownIsNotRuledOut() throws {
    let evidence = try Self.evidence([[0, 0, 0], [1, 2, 4], [3, 3, 3]])
    let ratio = try #require(evidence.interval(.ratio, of: 0, against: .group(1), z: 1.96))
    #expect(ratio == ConfidenceInterval(lower: 0, upper: .infinity))
    #expect(evidence.interval(.ratio, of: 0, against: .group(1), confidence: 0.95) == nil)
    #expect(evidence.interval(.ratio, of: 1, against: .group(0), z: 1.96)?.upper == .infinity)
    #expect(evidence.interval(of: 2, scale: .identity, z: 2) == ConfidenceInterval(lower: 3, upper: 3))
    #expect(evidence.equality(of: 0, with: .group(2)) == nil && evidence.equality(of: 2, with: .group(2))?.pValue == 1)
    let unknown = try #require(EstimateEvidence(values: [1, 2, nil], identity: nil, logarithm: nil))
    #expect(
      unknown.interval(.difference, of: 0, against: .group(1), z: 2)
        == ConfidenceInterval(lower: -.infinity, upper: .infinity))
    #expect(unknown.interval(.difference, of: 0, against: .group(2), z: 2) == nil)
    #expect(unknown.interval(.ratio, of: 0, against: .overall, z: 2) == nil)
    for (comparison, claim) in FamilyVerdictTests.claims {
      for reference in FamilyVerdictTests.references + [.constants([1, 1, 1])] {
        let found = FamilyVerdict(
          evidence: unknown, eligible: [true, true, true], comparison: comparison, reference: reference, claim: claim,
          confidence: 0.95)
        #expect(found.findings.compactMap { $0 }.allSatisfy { $0.decision == .cannotTell })
        #expect(found.findings[2] == nil)
      }
    }
  }

  @Test func malformedIsNil() throws {
    let scale = EstimateScale.identity
    func dispersion(_ groups: [Int], _ covariance: [Double], _ df: [Double], joint: Bool = false) -> ClusterDispersion?
    {
      ClusterDispersion(
        scale: scale, groups: groups, covariance: covariance, degreesOfFreedom: df, isIndependent: !joint,
        method: .delta)
    }
    let good = try #require(dispersion([0, 2], [1, 2], [5]))
    #expect(dispersion([0, 2], [1, 2], [5, 4]) != nil && dispersion([0, 2], [1, -0.5, 2], [9], joint: true) != nil)
    #expect(dispersion([2, 0], [1, 2], [5]) == nil && dispersion([-1, 0], [1, 2], [5]) == nil)
    #expect(dispersion([0, 2], [1], [5]) == nil && dispersion([0, 2], [1, 2], [5, 4, 3]) == nil)
    #expect(dispersion([0, 2], [1, -2], [5]) == nil && dispersion([0, 2], [1, .nan], [5]) == nil)
    #expect(dispersion([0, 2], [1, 0, -2], [9], joint: true) == nil && dispersion([0], [1], [0]) == nil)
    #expect(EstimateEvidence(values: [1, 2], identity: good, logarithm: nil) == nil)
    #expect(EstimateEvidence(values: [1, 2, 3], identity: nil, logarithm: good) == nil)
    #expect(EstimateEvidence(values: [1, 2, 3], identity: good, logarithm: nil, weights: [1, 1, -1]) == nil)
    #expect(EstimateEvidence(values: [1, 2, 3], identity: good, logarithm: nil, weights: [1]) == nil)
    #expect(EstimateEvidence(values: [1, .nan, 3], identity: good, logarithm: nil) == nil)
    #expect(EstimateEvidence(values: [1, 2, 3], identity: good, logarithm: nil) != nil)
  }

  @Test func ratesAreComparedOrNot() {
    let evidence = ProportionEvidence(
      [(1, 3), (2, 4), (0, 0), (0, 5)].map { Proportion(successes: $0.0, trials: $0.1) })
    #expect(evidence.value(.difference, of: 0, against: .group(1)) == 1.0 / 3 - 0.5)
    #expect(evidence.value(.ratio, of: 0, against: .group(1)) == 1.0 / 3 / 0.5)
    #expect(evidence.value(.ratio, of: 0, against: .group(3)) == nil)
    #expect(evidence.value(.difference, of: 0, against: .group(3)) == 1.0 / 3)
    #expect(evidence.value(.ratio, of: 2, against: .group(1)) == nil)
    #expect(evidence.value(.ratio, of: 0, against: .group(2)) == nil)
    #expect(evidence.value(.ratio, of: 1, against: .overall) == 0.5 / (3.0 / 12))
    #expect(evidence.value(.difference, of: 1, against: .complement) == 0.5 - 1.0 / 8)
    #expect(ProportionEvidence([Proportion(successes: 1, trials: 2)]).value(.ratio, of: 0, against: .complement) == nil)
  }

  /// People of known values join a group: mean and variance are those of all of them, but for the textbook's n ÷ (n − 1).
  @Test func morePeopleChangeMeanAndVariance() throws {
    let groups = [[0.2, 0.4, 0.9, 0.5, 0.5], [0.1, 0.7, 0.3, 0.8]]
    let more = [0.0, 0, 0, 1]
    let evidence = try Self.evidence(groups)
    let completed = try #require(
      evidence.completed(counts: [5, 4], additions: [0: (people: 4, mean: 0.25, square: 0.25)]))
    let all = groups[0] + more
    let mean = all.reduce(0, +) / 9
    #expect(isClose(completed.values[0], mean) && completed.values[1] == evidence.values[1])
    func squares(_ values: [Double], _ mean: Double) -> Double {
      values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    let inner = squares(groups[0], 0.5) * 5 / 4 + 5 * (0.5 - mean) * (0.5 - mean)
    let variance = (inner + squares(more, mean)) / 81
    #expect(isClose(completed.identity?.spread(of: 0)?.variance, variance))
    #expect(isClose(completed.logarithm?.spread(of: 0)?.variance, variance / (mean * mean)))
    #expect(completed.identity?.spread(of: 1) == evidence.identity?.spread(of: 1))
    #expect(evidence.completed(counts: [5], additions: [:]) == nil)
  }
}
