import AuditNumerics
import AuditStatistics
import Testing
import _AuditTesting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct ClusterFamilyTests {
  /// The four numbers of clusters-scipy.py.
  static let functions: [MeanFunction] = [
    .sum(of: [0, 1]) / .sum(of: [0, 1, 2, 3, 4]), .mean(2) / .combination([1, 1, 1, 1, 1, 0]),
    .mean(3) / (.constant(2) * .mean(4) + .mean(5)), .mean(5),
  ]

  @Test(arguments: ComputedClusters.values.joint)
  func covariancesAgreeWithNumPy(_ expected: ComputedClusters.Joint) throws {
    for (name, scale) in [("identity", EstimateScale.identity), ("logarithm", .logarithm)] {
      let numbers = try #require(expected.scales[name])
      let family = ClusterFamily(Self.functions, of: clusterSample(expected.rows))
      for (value, other) in zip(family.values, expected.values) { #expect(isClose(value, other)) }
      let found = try #require(family.dispersion(on: scale))
      #expect(found.groups == [0, 1, 2, 3] && found.method == .jackknife && !found.isIndependent)
      for (value, other) in zip(found.covariance, numbers.covariance) {
        #expect(isClose(value, other, tolerance: 1e-8))
      }
      for (value, other) in zip(found.degreesOfFreedom, numbers.df) { #expect(isClose(value, other, tolerance: 1e-8)) }

      let delta = try #require(
        ClusterFamily(Self.functions, of: clusterSample(expected.rows, keeping: false)).dispersion(on: scale))
      #expect(delta.method == .delta && delta.degreesOfFreedom == [Double(expected.rows.count - 1)])
      for (value, other) in zip(delta.covariance, numbers.delta) { #expect(isClose(value, other, tolerance: 1e-8)) }
    }
  }

  /// One function at a time, and each in a sample of its own.
  @Test(arguments: [true, false], EstimateScale.allCases)
  func singleGroupsAgreeWithEstimates(keeping: Bool, scale: EstimateScale) throws {
    let sample = clusterSample(ComputedClusters.values.joint[1].rows, keeping: keeping)
    let joint = ClusterFamily(Self.functions, of: sample).estimates(on: scale)
    let independent = ClusterFamily(independent: Self.functions.map { (sample, $0) }).estimates(on: scale)
    let alone = ClusterFamily(alone: Self.functions, of: sample).estimates(on: scale)
    for (index, function) in Self.functions.enumerated() {
      guard let single = ClusteredEstimate(function, of: sample, scale: scale) else {
        #expect(joint[index] == nil && independent[index] == nil && alone[index] == nil)
        continue
      }
      for other in [joint[index], independent[index], alone[index]] {
        let other = try #require(other)
        #expect(isClose(other.value, single.value, tolerance: 1e-12))
        #expect(other.scale == scale && other.method == single.method)
        #expect(isClose(other.standardError, single.standardError, tolerance: 1e-9))
        #expect(isClose(other.degreesOfFreedom, single.degreesOfFreedom, tolerance: 1e-9))
      }
    }
  }

  /// A pair's spread is that of its ratio or difference as one function.
  @Test(arguments: [true, false]) func pairsAgreeWithComparisons(keeping: Bool) throws {
    let sample = clusterSample(ComputedClusters.values.joint[1].rows, keeping: keeping)
    let evidence = try #require(ClusterFamily(Self.functions, of: sample).evidence())
    for comparison in PairComparison.allCases {
      let single = try #require(
        ClusteredEstimate(comparison, group: Self.functions[0], reference: Self.functions[2], of: sample))
      let pair = try #require(evidence.spread(comparison, of: 0, against: .group(2)))
      #expect(isClose(pair.standardError, single.standardError, tolerance: 1e-8))
      #expect(isClose(pair.degreesOfFreedom, single.degreesOfFreedom, tolerance: 1e-8))
      let (found, expected) = (
        try #require(evidence.interval(comparison, of: 0, against: .group(2), confidence: 0.9)),
        single.interval(confidence: 0.9)
      )
      #expect(isClose(found.lower, expected.lower, tolerance: 1e-8))
      #expect(isClose(found.upper, expected.upper, tolerance: 1e-8))
    }
  }

  @Test func groupsWithoutASpreadAreLeftOut() throws {
    // The second is 0 for all, the third rests on one person, the fourth has no value.
    let rows: [[Double]] = [[1, 0, 3], [2, 0, 0], [4, 0, 0], [3, 0, 0]]
    let functions: [MeanFunction] = [.mean(0), .mean(1), .mean(0) / .mean(2), .mean(0) / .mean(1)]
    for keeping in [true, false] {
      let family = ClusterFamily(functions, of: clusterSample(rows, keeping: keeping))
      #expect(family.values[3] == nil && family.values[1] == 0)
      let identity = try #require(family.dispersion(on: .identity))
      #expect(identity.groups == (keeping ? [0, 1] : [0, 1, 2]))
      #expect(identity.spread(of: 1)?.variance == 0)
      #expect(identity.spread(of: 3) == nil && identity.spread(of: 0, minus: 3) == nil)
      let logarithm = try #require(family.dispersion(on: .logarithm))
      #expect(logarithm.groups.first == 0 && !logarithm.groups.contains(1))
      #expect(family.estimates(on: .logarithm)[1] == nil)
    }
    #expect(ClusterFamily(functions, of: ClusterSample(dimension: 3)).dispersion(on: .identity) == nil)
    let lone = ClusterFamily(independent: [(clusterSample([[1]]), .mean(0)), (clusterSample([[1], [2]]), .mean(0))])
    #expect(lone.dispersion(on: .identity)?.groups == [1] && lone.estimates(on: .identity)[0] == nil)
    #expect(ClusterFamily([], of: clusterSample(rows)).dispersion(on: .identity) == nil)
  }

  /// Where two groups always move together there is no doubt about their ratio.
  @Test(arguments: [true, false]) func proportionalGroupsHaveAKnownRatio(keeping: Bool) throws {
    let rows = (1...30).map { number -> [Double] in
      let value = Double(number * number % 17)
      return [value, 3 * value]
    }
    let sample = clusterSample(rows, keeping: keeping)
    let evidence = try #require(ClusterFamily([.mean(0), .mean(1)], of: sample).evidence())
    let ratio = try #require(evidence.interval(.ratio, of: 0, against: .group(1), confidence: 0.95))
    #expect(isClose(ratio.lower, 1.0 / 3) && isClose(ratio.upper, 1.0 / 3))
    let difference = try #require(evidence.interval(.difference, of: 0, against: .group(1), confidence: 0.95))
    #expect(difference.lower < difference.upper)
  }

  /// Exposure shares as sums of many components.
  @Test func manyItems() throws {
    let (people, items, groups) = (60, 400, 20)
    var stream = CounterStream(seed: 3, stream: 8, replicate: 0)
    let elements = (0..<people * items).map { _ in stream.uniform() }
    let sample = ClusterSample(Matrix(rows: people, columns: items, elements: elements))
    let total: MeanFunction = .sum(of: Array(0..<items))
    let members = (0..<groups).map { group in stride(from: group, to: items, by: groups).map { $0 } }
    let family = ClusterFamily(members.map { .sum(of: $0) / total }, of: sample)
    let dispersion = try #require(family.dispersion(on: .identity))
    #expect(dispersion.covariance.count == groups * (groups + 1) / 2)
    // Shares add up to one, whose variance is 0.
    var sum = 0.0
    for row in 0..<groups {
      for column in 0..<groups {
        sum += dispersion.covariance[max(row, column) * (max(row, column) + 1) / 2 + min(row, column)]
      }
    }
    #expect(abs(sum) < 1e-12 * dispersion.covariance[0])
    let single = try #require(ClusteredEstimate(.sum(of: members[7]) / total, of: sample, scale: .identity))
    #expect(isClose(try #require(dispersion.spread(of: 7)).standardError, single.standardError, tolerance: 1e-9))
  }

  @Test(arguments: ComputedClusters.values.divergence)
  func smoothFunctionsAgreeWithNumPy(_ expected: ComputedClusters.Divergence) throws {
    let target = expected.target
    let function = SmoothFunction { means in
      let total = means.reduce(0, +)
      guard total > 0, means.allSatisfy({ $0 >= 0 }) else { return nil }
      return zip(means, target).reduce(0) { sum, term in
        term.0 > 0 ? sum + term.0 / total * log(term.0 / total / term.1) : sum
      }
    }
    let estimate = try #require(ClusteredEstimate(function, of: clusterSample(expected.rows), scale: .identity))
    #expect(estimate.method == .jackknife && isClose(estimate.value, expected.value, tolerance: 1e-12))
    #expect(isClose(estimate.standardError, expected.jackknife, tolerance: 1e-9))
    #expect(isClose(estimate.degreesOfFreedom, expected.df, tolerance: 1e-8))
    let delta = try #require(
      ClusteredEstimate(function, of: clusterSample(expected.rows, keeping: false), scale: .identity))
    #expect(delta.method == .delta && isClose(delta.standardError, expected.delta, tolerance: 1e-7))
    #expect(delta.degreesOfFreedom == Double(expected.rows.count - 1))
  }

  @Test func smoothFunctionsAreLikeMeanFunctions() throws {
    let sample = clusterSample(ComputedClusters.values.joint[1].rows)
    let smooth = SmoothFunction { $0[4] == 0 ? nil : $0[3] / $0[4] }
    for scale in [EstimateScale.identity, .logarithm] {
      for kept in [sample, ClusterSample(moments: sample.moments)] {
        let one = try #require(ClusteredEstimate(smooth, of: kept, scale: scale))
        let other = try #require(ClusteredEstimate(.mean(3) / .mean(4), of: kept, scale: scale))
        #expect(isClose(one.value, other.value) && isClose(one.standardError, other.standardError, tolerance: 1e-8))
      }
    }
    // A component that nobody has cannot be moved.
    let constant = SmoothFunction { $0[1] > 0 ? nil : $0[0].squareRoot() }
    for keeping in [true, false] {
      let rows = clusterSample([[1, 0], [3, 0], [4, 0]], keeping: keeping)
      #expect(ClusteredEstimate(constant, of: rows, scale: .identity) != nil)
      #expect(ClusteredEstimate(SmoothFunction { _ in .nan }, of: rows, scale: .identity) == nil)
      #expect(ClusteredEstimate(SmoothFunction { _ in 3 }, of: rows, scale: .identity)?.standardError == 0)
    }
    #expect(ClusteredEstimate(smooth, of: ClusterSample(dimension: 6), scale: .identity) == nil)
  }
}
