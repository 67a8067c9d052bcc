import AuditNumerics
import AuditStatistics
import Testing
import _AuditTesting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Verdicts about averages over people, by definition and against the truth; docs/simulations.md has more runs.
@Suite struct ClusteredVerdictTests {
  struct World: Sendable, CustomTestStringConvertible {
    let groups: Int
    let people: Int
    let isJoint: Bool
    let isMostlyZero: Bool

    var testDescription: String {
      "\(groups) groups, \(people) people, \(isJoint ? "shared" : "apart"), \(isMostlyZero ? "70 % zeros" : "lognormal")"
    }

    /// The first group has its numbers multiplied by `ratio`.
    func evidence(ratio: Double, run: Int) throws -> EstimateEvidence {
      var stream = CounterStream(seed: 21, stream: UInt64(groups * 1000 + people), replicate: UInt64(run))
      var vectors = Matrix(rows: people, columns: groups)
      for person in 0..<people {
        let common = isJoint ? 0.6 * Normal.quantile(stream.uniform()) : 0
        for group in 0..<groups {
          let isZero = isMostlyZero && stream.uniform() < 0.7
          let own = isMostlyZero ? stream.uniform() : exp(0.8 * Normal.quantile(stream.uniform()))
          vectors.elements[person * groups + group] = isZero ? 0 : own * exp(common) * (group == 0 ? ratio : 1)
        }
      }
      if isJoint {
        return try #require(ClusterFamily((0..<groups).map { .mean($0) }, of: ClusterSample(vectors)).evidence())
      }
      let samples = (0..<groups).map { group in
        let own = (0..<people).map { vectors[$0, group] }
        return (sample: ClusterSample(Matrix(rows: people, columns: 1, elements: own)), function: MeanFunction.mean(0))
      }
      return try #require(ClusterFamily(independent: samples).evidence())
    }
  }

  static let worlds = [
    World(groups: 2, people: 50, isJoint: false, isMostlyZero: true),
    World(groups: 2, people: 200, isJoint: true, isMostlyZero: false),
    World(groups: 6, people: 50, isJoint: false, isMostlyZero: false),
    World(groups: 6, people: 200, isJoint: true, isMostlyZero: true),
    World(groups: 20, people: 50, isJoint: true, isMostlyZero: false),
  ]

  /// One group at 0.8 of the others: neither a false "not met" nor all "met" beyond 2.5 %, plus what the runs leave open.
  @Test(arguments: worlds)
  func falseFindingsAreRare(_ world: World) throws {
    let runs = world.groups > 6 ? 100 : 300
    let eligible = Array(repeating: true, count: world.groups)
    let critical = CriticalValues(confidence: 0.95, groups: world.groups, reference: .highest)
    var (notMet, allMet, ratio, difference) = (0, 0, 0, 0)
    for run in 0..<runs {
      let evidence = try world.evidence(ratio: 0.8, run: run)
      let findings = FamilyVerdict(
        evidence: evidence, eligible: eligible, comparison: .ratio, reference: .highest, claim: .atLeast(0.8),
        critical: critical
      ).findings.compactMap { $0 }
      if findings.contains(where: { $0.decision == .notMet }) { notMet += 1 }
      if findings.allSatisfy({ $0.decision == .met }) { allMet += 1 }
      let worst = try #require(WorstPair(evidence: evidence, comparison: .ratio, critical: critical)).interval
      if worst.lower <= 0.8 && 0.8 <= worst.upper { ratio += 1 }
      let equal = try world.evidence(ratio: 1, run: run)
      let none = try #require(WorstPair(evidence: equal, comparison: .difference, critical: critical)).interval
      if none.lower <= 0 { difference += 1 }
    }
    // Three standard errors on the side that would be wrong.
    let slack = { (share: Double) in 3 * (Double(runs) * share * (1 - share)).squareRoot() }
    let most = 0.025 * Double(runs) + slack(0.025)
    #expect(Double(max(notMet, allMet)) <= most)
    #expect(Double(min(ratio, difference)) >= 0.95 * Double(runs) - slack(0.05))
  }

  /// The procedure written out pair by pair.
  @Test(arguments: worlds, PairComparison.allCases)
  func highestByDefinition(_ world: World, _ comparison: PairComparison) throws {
    let evidence = try world.evidence(ratio: 0.7, run: 0)
    let found = FamilyVerdict(
      evidence: evidence, eligible: Array(repeating: true, count: world.groups), comparison: comparison,
      reference: .highest, claim: .atLeast(comparison == .ratio ? 0.8 : -0.1), confidence: 0.95)
    let top = try #require(found.reference)
    let z = Normal.quantile(0.975)
    let family = StudentizedRange.quantile(0.95, groups: world.groups) / 2.0.squareRoot()
    // Each pair by its own t interval, at the level of the normal deviate.
    let limits = { (group: Int, other: Int, z: Double) -> ConfidenceInterval in
      let spread = try #require(evidence.spread(comparison, of: group, against: .group(other)))
      let t = -Student.quantile(Normal.upperTail(z), degreesOfFreedom: spread.degreesOfFreedom)
      let half = t * spread.standardError
      let (own, reference) = (evidence.values[group]!, evidence.values[other]!)
      return comparison == .ratio
        ? ConfidenceInterval(lower: own / reference * exp(-half), upper: own / reference * exp(half))
        : ConfidenceInterval(lower: own - reference - half, upper: own - reference + half)
    }
    for group in 0..<world.groups where group != top {
      let rivals = (0..<world.groups).filter { $0 != group }
      let lower = try rivals.map { try limits(group, $0, z).lower }.min()!
      let upper = try rivals.map { try limits(group, $0, max(z, family)).upper }.min()!
      let bounds = try #require(found.findings[group]).bounds
      #expect(isClose(bounds.lower, min(lower, try limits(top, group, z).lower)))
      #expect(isClose(bounds.upper, upper))
    }
  }

  /// Against all the others, and against a named group.
  @Test(arguments: worlds)
  func otherReferencesByDefinition(_ world: World) throws {
    let evidence = try world.evidence(ratio: 0.7, run: 1)
    let k = Double(world.groups)
    for (reference, rival, tests) in [
      (FamilyVerdict.Reference.complement, Rival.complement, k), (.overall, .overall, k),
      (.named(1), .group(1), k - 1), (.constants(Array(repeating: 0.5, count: world.groups)), .constant(0.5), k),
    ] {
      let found = FamilyVerdict(
        evidence: evidence, eligible: Array(repeating: true, count: world.groups), comparison: .ratio,
        reference: reference, claim: .atLeast(0.8), confidence: 0.95)
      let bounds = try #require(found.findings[0]).bounds
      let upper = evidence.upper(.ratio, of: 0, against: rival, z: Normal.quantile(1 - 0.025 / tests))
      #expect(isClose(bounds.lower, evidence.lower(.ratio, of: 0, against: rival, z: Normal.quantile(0.975))))
      #expect(isClose(bounds.upper, upper))
    }
  }
}
