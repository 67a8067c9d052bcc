import Testing
import _AuditTesting

@testable import AuditStatistics

/// Worked values of rules 3, by SciPy and brute force.
struct RulesThree: Decodable, Sendable {
  struct Means: Decodable, Sendable {
    struct Agreeing: Decodable, Sendable {
      let people: Double
      let value: Double
      let least: Double
      let most: Double
      let z: Double
      let limits: [Double]
    }
    struct Few: Decodable, Sendable {
      let people: Double
      let contributing: Double
      let most: Double
      let z: Double
      let upper: Double
    }
    struct Perfect: Decodable, Sendable {
      let people: Double
      let difference: [Double]
      let ratio: [Double]
    }
    let agreeing: [Agreeing]
    let few: [Few]
    let perfect: Perfect
  }
  struct Stratified: Decodable, Sendable {
    let strata: [[Double]]
    let comparison: String
    let z: Double
    let guarded: Bool
    let limits: [Double]
  }
  struct Search: Decodable, Sendable {
    let groups: Int
    let shift: Double
    let tail: Double
    let critical: Double
  }
  struct Adjusted: Decodable, Sendable {
    struct Value: Decodable, Sendable {
      let p: Double
      let groups: Int
      let adjusted: Double
    }
    struct Fisher: Decodable, Sendable {
      let group: Counts
      let reference: Counts
      let groups: Int
      let p: Double
      let adjusted: Double
    }
    let values: [Value]
    let fisher: [Fisher]
  }
  struct Baseline: Decodable, Sendable {
    struct Independent: Decodable, Sendable {
      let old: [Counts]
      let new: [Counts]
      let change: Double
      let standardError: Double
      let limits: [Double]
    }
    let group: [Double]
    let reference: [Double]
    let own: Double
    let other: Double
    let change: Double
    let standardError: Double
    let limits: [Double]
    let independent: Independent
  }
  let means: Means
  let stratified: [Stratified]
  let search: [Search]
  let adjusted: Adjusted
  let baseline: Baseline

  static let values: RulesThree = reference("rules3-scipy.json")
}

@Suite struct RulesThreeTests {
  private let z = 1.959963984540054

  // MARK: no variance

  @Test func peopleWhoAgreeDoNotShowThatAllWould() {
    for row in RulesThree.values.means.agreeing {
      let range = MeanRange(people: row.people, contributing: row.people, least: row.least, most: row.most)
      let limits = range.agreeing(on: row.value, z: row.z)
      #expect(isClose(limits.lower, row.limits[0]) && isClose(limits.upper, row.limits[1]))
    }
    for row in RulesThree.values.means.few {
      let range = MeanRange(people: row.people, contributing: row.contributing, least: 0, most: row.most)
      let limits = range.few(z: row.z)
      #expect(limits?.lower == 0 && isClose(limits?.upper, row.upper))
    }
    #expect(MeanRange(people: 100, contributing: 10, least: 0, most: 1).few(z: z) == nil)
    #expect(MeanRange(people: 100, contributing: 3, least: 0, most: nil).few(z: z) == nil)
  }

  private func evidence(
    _ groups: [(value: Double, variance: Double, people: Double, contributing: Double)], most: Double? = 1,
    isBounded: Bool = true
  ) throws -> EstimateEvidence {
    let identity = ClusterDispersion(
      scale: .identity, groups: Array(groups.indices), covariance: groups.map(\.variance),
      degreesOfFreedom: groups.map { $0.people - 1 }, isIndependent: true, method: .jackknife)
    let positive = groups.indices.filter { groups[$0].value > 0 }
    let logarithm = ClusterDispersion(
      scale: .logarithm, groups: positive,
      covariance: positive.map { groups[$0].variance / (groups[$0].value * groups[$0].value) },
      degreesOfFreedom: positive.map { groups[$0].people - 1 }, isIndependent: true, method: .jackknife)
    return try #require(
      EstimateEvidence(
        values: groups.map(\.value), identity: identity, logarithm: logarithm,
        ranges: isBounded
          ? groups.map { MeanRange(people: $0.people, contributing: $0.contributing, least: 0, most: most) } : nil))
  }

  @Test func perfectListsOfThirtyPeopleDoNotSettleASmallGap() throws {
    let perfect = RulesThree.values.means.perfect
    let groups = Array(repeating: (1.0, 0.0, perfect.people, perfect.people), count: 2)
    func verdict(_ evidence: EstimateEvidence, _ claim: FamilyVerdict.Claim) -> FamilyVerdict {
      FamilyVerdict(
        evidence: evidence, eligible: [true, true], comparison: .difference, reference: .complement, claim: claim,
        confidence: 0.95)
    }
    let bounded = try evidence(groups)
    let difference = try #require(bounded.interval(.difference, of: 0, against: .group(1), z: z))
    #expect(isClose(difference.lower, perfect.difference[0]) && isClose(difference.upper, perfect.difference[1]))
    let ratio = try #require(bounded.interval(.ratio, of: 0, against: .group(1), z: z))
    #expect(isClose(ratio.lower, perfect.ratio[0]) && isClose(ratio.upper, perfect.ratio[1]))
    #expect(verdict(bounded, .atMost(0.01)).findings.allSatisfy { $0?.decision == .cannotTell })
    #expect(verdict(bounded, .atMost(0.2)).findings.allSatisfy { $0?.decision == .met })
    let unbounded = try evidence(groups, isBounded: false)
    #expect(verdict(unbounded, .atMost(0.01)).findings.allSatisfy { $0?.decision == .met })
    #expect(bounded.method(.difference, of: 0) == .mover && bounded.method(nil, of: 0) == .exact)
  }

  @Test func withoutABoundNothingIsRuledOut() throws {
    let unknown = try evidence([(3, 0, 40, 40), (2.5, 0.01, 40, 40)], most: nil)
    let limits = try #require(unknown.interval(.difference, of: 0, against: .group(1), z: z))
    #expect(limits.lower.isFinite && limits.upper == .infinity)
    #expect(unknown.printed(nil, of: 1, against: .constant(0), confidence: 0.95)?.method == .jackknife)
  }

  @Test func aGroupThatHardlyAnyListShowsIsNotMet() throws {
    let shown = try evidence([(0, 0, 943, 0), (0.3, 0.0001, 943, 900)])
    let ratio = try #require(shown.interval(.ratio, of: 0, against: .group(1), z: z))
    let own = RulesThree.values.means.agreeing[2].limits[1] / 2.5
    let other = try #require(shown.interval(of: 1, scale: .identity, z: z))
    #expect(ratio.lower == 0 && isClose(ratio.upper, own / (other.lower * (0.6 - other.lower)).squareRoot()))
    let verdict = FamilyVerdict(
      evidence: shown, eligible: [true, true], comparison: .ratio, reference: .highest, claim: .atLeast(0.5),
      confidence: 0.95)
    #expect(verdict.findings[0]?.decision == .notMet)
    #expect(verdict.findings[0]?.setBy == FamilyVerdict.Setters(lower: 1, upper: 1))
  }

  // MARK: over strata

  @Test func agreesWithBruteForceOverStrata() {
    for row in RulesThree.values.stratified {
      let comparison: PairComparison = row.comparison == "ratio" ? .ratio : .difference
      let score = StratifiedScore(
        comparison,
        strata: row.strata.map {
          (Proportion(successes: $0[0], trials: $0[1]), Proportion(successes: $0[2], trials: $0[3]))
        })
      let lower = score.lower(z: row.z, guarded: row.guarded)
      let upper = comparison.exchanged(score.exchanged.lower(z: row.z, guarded: row.guarded))
      #expect(isClose(lower, row.limits[0], within: 1e-9) && isClose(upper, row.limits[1], within: 1e-9), "\(row)")
      let margin = 1e-9 * max(1, lower.magnitude)
      if score.isGuarded(z: row.z) == row.guarded {
        #expect(isClose(score.interval(z: row.z).lower, row.limits[0], within: 1e-9))
        #expect(score.excludes(lower - margin, z: row.z) && !score.excludes(lower + margin, z: row.z))
      }
    }
  }

  @Test func oneStratumIsTheGuardedScore() {
    let (one, other) = (Proportion(successes: 12, trials: 50), Proportion(successes: 40, trials: 90))
    for comparison in [PairComparison.ratio, .difference] {
      for z in [1.96, 2.8497] {
        let pooled = StratifiedScore(comparison, strata: [(one, other)]).interval(z: z)
        let plain = GuardedScore.interval(comparison, group: one, reference: other, z: z)
        #expect(isClose(pooled.lower, plain.lower) && isClose(pooled.upper, plain.upper))
      }
    }
  }

  @Test func withoutEventsNothingIsExcludedThatChanceExplains() {
    let none = Proportion(successes: 0, trials: 40)
    let empty = StratifiedScore(.ratio, strata: [(none, none), (none, Proportion(successes: 0, trials: 10))])
    #expect(empty.interval(z: z) == ConfidenceInterval(lower: 0, upper: .infinity))
    let difference = StratifiedScore(.difference, strata: [(none, none)]).interval(z: z)
    #expect(difference.lower > -0.2 && difference.lower < 0 && difference.upper < 0.2)
    let few = StratifiedScore(
      .ratio, strata: [(none, Proportion(successes: 12, trials: 40)), (none, Proportion(successes: 3, trials: 20))])
    #expect(few.interval(z: z).lower == 0 && few.interval(z: z).upper < 0.5)
    #expect(StratifiedScore(.ratio, strata: []).interval(z: z) == ConfidenceInterval(lower: 0, upper: .infinity))
    #expect(StratifiedScore(.difference, strata: []).interval(z: z) == ConfidenceInterval(lower: -1, upper: 1))
  }

  // MARK: the search

  @Test func criticalValuesOfTheSearchAreThoseOfTheWorstCorner() {
    for row in RulesThree.values.search {
      let critical = ShiftedRange.critical(tail: row.tail, groups: row.groups, shift: row.shift)
      #expect(isClose(critical, row.critical, tolerance: 1e-9), "\(row): \(critical)")
      let width = row.shift + 2.0.squareRoot() * critical
      for shifted in 1..<row.groups {
        let inside = ShiftedRange.cumulative(width, groups: row.groups, shifted: shifted, shift: row.shift)
        #expect(inside > 1 - row.tail - 1e-9)
      }
    }
    // Far from equality nothing depends on the distance, and many groups are no harder than few.
    #expect(
      ShiftedRange.critical(tail: 0.025, groups: 5, shift: 40)
        == ShiftedRange.critical(tail: 0.025, groups: 5, shift: 9))
    let many = ShiftedRange.critical(tail: 0.025, groups: 10_000, shift: 3)
    #expect(many > 5.2 && many < StudentizedRange.quantile(0.95, groups: 10_000) / 2.0.squareRoot())
  }

  @Test func largeGroupsAreSearchedExactly() {
    let rates = ProportionEvidence((0..<6).map { Proportion(successes: 500 - Double($0), trials: 1000) })
    let members = Array(0..<6)
    func critical(
      _ claim: FamilyVerdict.Claim, _ reference: FamilyVerdict.Reference = .highest, among references: [Int]? = nil,
      of evidence: ProportionEvidence? = nil
    ) -> Double {
      CriticalValues(
        confidence: 0.95, claim: claim, comparison: .ratio, reference: reference, evidence: evidence ?? rates,
        members: members, references: references ?? members
      ).family
    }
    let rate = (500.0 * 6 - 15) / 6000
    let shift = 0.22314355131420976 / ((1 - rate) / rate / 1000).squareRoot()
    #expect(isClose(critical(.atLeast(0.8)), ShiftedRange.critical(tail: 0.025, groups: 6, shift: shift)))
    let plain = CriticalValues(confidence: 0.95, groups: 6, reference: .highest).family
    #expect(critical(.atLeast(0.8)) < plain && critical(.between(0.8, 1.2)) == plain)
    // At equality both directions are one: the two-sided range errs twice as often as it says.
    #expect(isClose(critical(.atLeast(1)), StudentizedRange.quantile(0.975, groups: 6) / 2.0.squareRoot()))
    #expect(
      critical(.atLeast(0.8), .named(0)) == CriticalValues(confidence: 0.95, groups: 6, reference: .named(0)).family)
    // Two groups that may be a reference make 10 pairs.
    #expect(isClose(critical(.between(0.8, 1.2), among: [0, 1]), min(plain, Normal.quantile(1 - 0.0025))))
    let small = ProportionEvidence((0..<6).map { _ in Proportion(successes: 19, trials: 1000) })
    #expect(critical(.atLeast(0.8), of: small) >= plain)
  }

  @Test func aSmallGroupIsJudgedAndNobodysReference() {
    let rates = [
      Proportion(successes: 20, trials: 32), Proportion(successes: 1500, trials: 3000),
      Proportion(successes: 1480, trials: 3000), Proportion(successes: 1400, trials: 3000),
    ]
    func judge(_ references: [Bool]?) -> FamilyVerdict {
      let evidence = ProportionEvidence(rates)
      let members = Array(rates.indices)
      return FamilyVerdict(
        evidence: evidence, eligible: rates.map { _ in true }, comparison: .ratio, reference: .highest,
        claim: .atLeast(0.8),
        critical: CriticalValues(
          confidence: 0.95, claim: .atLeast(0.8), comparison: .ratio, reference: .highest, evidence: evidence,
          members: members, references: members.filter { references?[$0] ?? true }), references: references)
    }
    let (all, large) = (judge(nil), judge([false, true, true, true]))
    #expect(all.reference == 0 && all.findings[0] == nil)
    #expect(all.findings[3]?.decision == .cannotTell && all.findings[3]?.setBy.lower == 0)
    #expect(large.reference == 1 && large.findings[1] == nil && large.findings[0]?.decision == .met)
    #expect(large.findings[3]?.decision == .met && large.findings[3]?.setBy.lower == 1)
    #expect(judge([false, false, false, false]).findings.allSatisfy { $0 == nil })
  }

  // MARK: adjusted tests

  @Test func anExactTestIsAdjustedByItself() throws {
    for row in RulesThree.values.adjusted.values {
      let test = NamedTest(.fisherExact, pValue: row.p, deviate: 9, floor: 0)
      #expect(isClose(test.adjusted(groups: row.groups), row.adjusted), "\(row)")
    }
    for row in RulesThree.values.adjusted.fisher {
      let rates = ProportionEvidence([row.group.proportion, row.reference.proportion])
      let test = try #require(rates.equality(of: 0, with: .group(1)))
      #expect(isClose(test.pValue, row.p) && isClose(test.adjusted(groups: row.groups), row.adjusted))
      #expect(isClose(test.adjusted(groups: 2), row.p))
      #expect(test.adjusted(groups: row.groups, byScore: true) != test.adjusted(groups: row.groups))
    }
  }

  // MARK: change from a baseline

  @Test func changesFromABaseline() throws {
    let row = RulesThree.values.baseline
    func paired(_ counts: [Double]) -> BaselineChange.Paired {
      BaselineChange.Paired(both: counts[0], gained: counts[1], lost: counts[2])
    }
    // Nine decisions changed in the group: too few.
    #expect(BaselineChange(group: paired(row.group), reference: paired(row.reference)) == nil)
    let twice = try #require(
      BaselineChange(group: paired(row.group.map { 2 * $0 }), reference: paired(row.reference.map { 2 * $0 })))
    #expect(isClose(twice.value, row.change) && isClose(twice.standardError, row.standardError / 2.0.squareRoot()))
    let independent = row.independent
    let (old, new) = (independent.old.map(\.proportion), independent.new.map(\.proportion))
    let change = try #require(
      BaselineChange(group: new[0], reference: new[1], baselineGroup: old[0], baselineReference: old[1]))
    let limits = change.interval(z: z)
    #expect(isClose(change.value, independent.change) && isClose(change.standardError, independent.standardError))
    #expect(isClose(limits.lower, independent.limits[0]) && isClose(limits.upper, independent.limits[1]))
    #expect(
      BaselineChange(
        group: Proportion(successes: 0, trials: 9), reference: new[1], baselineGroup: old[0], baselineReference: old[1])
        == nil)
  }
}
