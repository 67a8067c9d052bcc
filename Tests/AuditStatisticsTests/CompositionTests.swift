import AuditStatistics
import Testing
import _AuditTesting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct CompositionTests {
  @Test(arguments: ComputedRankings.values.concentrations)
  func concentrationAgreesWithSciPy(_ expected: ComputedRankings.Concentrated) throws {
    let values = Array(expected.values.reversed())
    #expect(isClose(Concentration.gini(values), expected.gini, within: 1e-13))
    #expect(isClose(Concentration.entropy(values), expected.entropy, within: 1e-13))
    let curve = try #require(Concentration.lorenz(values, steps: 7))
    #expect(curve.count == 8)
    for (point, wanted) in zip(curve, expected.lorenz) { #expect(isClose(point, wanted, within: 1e-13)) }
  }

  @Test func goldenConcentration() throws {
    let golden = PublishedRankings.values.concentration
    #expect(agrees(try #require(Concentration.gini(golden.values)), golden.gini, digits: 6))
    #expect(agrees(try #require(Concentration.entropy(golden.values)), golden.entropy, digits: 6))
  }

  /// The Gini coefficient is twice the area between the Lorenz curve and the diagonal.
  @Test func giniIsTheAreaOverTheLorenzCurve() throws {
    let values = (1...40).map { Double($0 * $0 % 17) }
    let curve = try #require(Concentration.lorenz(values, steps: values.count))
    let area = zip(curve, curve.dropFirst()).reduce(0) { $0 + ($1.0 + $1.1) / 2 } / 40
    #expect(isClose(Concentration.gini(values), 1 - 2 * area, tolerance: 1e-13))
  }

  @Test func nothingToSpread() {
    #expect(Concentration.gini([]) == nil && Concentration.gini([0, 0]) == nil)
    #expect(Concentration.entropy([]) == nil && Concentration.entropy([0]) == nil)
    #expect(Concentration.lorenz([0, 0], steps: 4) == nil)
    #expect(Concentration.gini([3, 3]) == 0 && Concentration.entropy([0, 7]) == 0)
  }

  @Test(arguments: ComputedRankings.values.divergences)
  func divergenceAgreesWithSciPy(_ expected: ComputedRankings.Diverging) throws {
    let (p, q) = (expected.p, expected.q)
    #expect(isClose(Divergence.kullbackLeibler(p, from: q), expected.kl, tolerance: 1e-12))
    #expect(isClose(Divergence.jensenShannon(p, q), expected.js, tolerance: 1e-12))
    #expect(isClose(Divergence.jensenShannon(q, p), expected.js, tolerance: 1e-12))
    #expect(Divergence.jensenShannon(p, p) == 0 && Divergence.kullbackLeibler(q, from: q) == 0)
  }

  @Test func divergenceAtTheEdges() throws {
    #expect(Divergence.kullbackLeibler([1, 1], from: [1, 0]) == .infinity)
    #expect(isClose(Divergence.jensenShannon([1, 0], [0, 3]), log(2), tolerance: 1e-15))
    #expect(Divergence.kullbackLeibler([0, 0], from: [1, 1]) == nil && Divergence.jensenShannon([1], [0]) == nil)
  }
}
