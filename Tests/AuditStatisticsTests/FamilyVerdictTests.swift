import AuditNumerics
import AuditStatistics
import Testing
import _AuditTesting

@Suite struct FamilyVerdictTests {
  /// Families of random sizes, some with empty and full groups.
  static let families: [[Proportion]] = (0..<25).map { number in
    var stream = CounterStream(seed: 5, stream: 1, replicate: UInt64(number))
    return (0..<(2 + number % 6)).map { _ in
      let trials = [12, 40, 200, 3000][Int(stream.uniform() * 4)]
      let rate = [0.0, 0.05, 0.4, 0.6, 1][Int(stream.uniform() * 5)]
      let successes = BinomialSampler.draw(trials: trials, probability: rate, from: &stream)
      return Proportion(successes: Double(successes), trials: Double(trials))
    }
  }

  private func verdict(
    _ proportions: [Proportion], _ comparison: PairComparison, _ reference: FamilyVerdict.Reference,
    _ claim: FamilyVerdict.Claim
  ) -> FamilyVerdict {
    FamilyVerdict(
      proportions: proportions, eligible: proportions.map { _ in true }, comparison: comparison, reference: reference,
      claim: claim, confidence: 0.95)
  }

  private func limits(
    _ comparison: PairComparison, _ group: Proportion, _ reference: Proportion, _ z: Double
  ) -> ConfidenceInterval {
    comparison == .ratio
      ? GuardedScore.ratio(group: group, reference: reference, z: z)
      : GuardedScore.difference(group: group, reference: reference, z: z)
  }

  /// The procedure written out pair by pair.
  @Test(arguments: families, PairComparison.allCases)
  func highestByDefinition(_ proportions: [Proportion], _ comparison: PairComparison) throws {
    let found = verdict(proportions, comparison, .highest, .atLeast(comparison == .ratio ? 0.8 : -0.1))
    let top = try #require(found.reference)
    #expect(proportions.allSatisfy { $0.estimate! <= proportions[top].estimate! })
    #expect(found.findings[top] == nil)
    let z = Normal.quantile(0.975)
    let up = StudentizedRange.quantile(0.95, groups: proportions.count) / 2.0.squareRoot()
    for group in proportions.indices where group != top {
      let rivals = proportions.indices.filter { $0 != group }
      let lowers = rivals.map { limits(comparison, proportions[group], proportions[$0], z).lower }
      let own = limits(comparison, proportions[top], proportions[group], z).lower
      let uppers = rivals.map { limits(comparison, proportions[group], proportions[$0], max(z, up)).upper }
      let bounds = try #require(found.findings[group]).bounds
      #expect(isClose(bounds.lower, min(lowers.min()!, own)))
      #expect(isClose(bounds.upper, uppers.min()!))
    }
  }

  @Test(arguments: families, PairComparison.allCases)
  func lowestByDefinition(_ proportions: [Proportion], _ comparison: PairComparison) throws {
    let claim = FamilyVerdict.Claim.atMost(comparison == .ratio ? 1.25 : 0.1)
    let found = verdict(proportions, comparison, .lowest, claim)
    let bottom = try #require(found.reference)
    let z = Normal.quantile(0.975)
    let up = StudentizedRange.quantile(0.95, groups: proportions.count) / 2.0.squareRoot()
    for group in proportions.indices where group != bottom {
      let rivals = proportions.indices.filter { $0 != group }
      let uppers = rivals.map { limits(comparison, proportions[group], proportions[$0], z).upper }
      let own = limits(comparison, proportions[bottom], proportions[group], z).upper
      let lowers = rivals.map { limits(comparison, proportions[group], proportions[$0], max(z, up)).lower }
      let bounds = try #require(found.findings[group]).bounds
      let floor = comparison == .ratio ? -Double.infinity : 0
      #expect(isClose(bounds.upper, max(uppers.max()!, own, floor)))
      #expect(isClose(bounds.lower, max(lowers.max()!, floor)))
    }
  }

  static let claims: [(PairComparison, FamilyVerdict.Claim)] = [
    (.ratio, .atLeast(0.8)), (.ratio, .atMost(1.25)), (.ratio, .between(0.8, 1.25)), (.difference, .atLeast(-0.1)),
    (.difference, .atMost(0.1)), (.difference, .between(-0.1, 0.05)),
  ]

  static let references: [FamilyVerdict.Reference] = [.highest, .lowest, .named(1), .overall, .complement]

  /// What every report relies on: a finding's verdict can be read off its bounds.
  @Test(arguments: families)
  func decisionsFollowFromBounds(_ proportions: [Proportion]) {
    for (comparison, claim) in Self.claims {
      for reference in Self.references {
        for finding in verdict(proportions, comparison, reference, claim).findings.compactMap({ $0 }) {
          let (low, high) =
            switch claim {
            case .atLeast(let threshold): (threshold, Double.infinity)
            case .atMost(let threshold): (comparison == .ratio ? -Double.infinity : -threshold, threshold)
            case .between(let low, let high): (low, high)
            }
          let expected: FamilyVerdict.Decision =
            finding.bounds.lower >= low && finding.bounds.upper <= high
            ? .met : finding.bounds.upper < low || finding.bounds.lower > high ? .notMet : .cannotTell
          #expect(finding.decision == expected)
        }
      }
    }
  }

  /// Bounds of at-least and at-most claims do not move with the threshold, so a weaker claim is never judged worse.
  @Test(arguments: families)
  func thresholdsAreMonotone(_ proportions: [Proportion]) {
    for reference in Self.references {
      let strict = verdict(proportions, .ratio, reference, .atLeast(0.9)).findings.compactMap { $0 }
      let weak = verdict(proportions, .ratio, reference, .atLeast(0.7)).findings.compactMap { $0 }
      for (one, other) in zip(strict, weak) {
        #expect(one.bounds == other.bounds)
        #expect(one.decision != .met || other.decision == .met)
        #expect(other.decision != .notMet || one.decision == .notMet)
      }
    }
  }

  /// Counting failures instead of successes turns every difference around.
  @Test(arguments: families)
  func differencesMirror(_ proportions: [Proportion]) {
    let mirrored = proportions.map { Proportion(successes: $0.trials - $0.successes, trials: $0.trials) }
    for (reference, opposite) in [
      (FamilyVerdict.Reference.highest, FamilyVerdict.Reference.lowest), (.named(0), .named(0)), (.overall, .overall),
    ] {
      let found = verdict(proportions, .difference, reference, .between(-0.1, 0.02))
      let other = verdict(mirrored, .difference, opposite, .between(-0.02, 0.1))
      #expect(found.reference == other.reference)
      for (one, two) in zip(found.findings, other.findings) {
        #expect(one?.decision == two?.decision)
        if let one, let two {
          #expect(isClose(one.bounds.lower, -two.bounds.upper, within: 1e-9))
          #expect(isClose(one.bounds.upper, -two.bounds.lower, within: 1e-9))
        }
      }
    }
  }

  /// The name given to groups changes nothing.
  @Test(arguments: families)
  func orderDoesNotMatter(_ proportions: [Proportion]) {
    guard Set(proportions).count == proportions.count else { return }
    for reference in [FamilyVerdict.Reference.complement, .overall] {
      let forward = verdict(proportions, .ratio, reference, .atLeast(0.8)).findings
      let backward = verdict(proportions.reversed(), .ratio, reference, .atLeast(0.8)).findings
      for (one, other) in zip(forward, backward.reversed()) {
        #expect(one?.decision == other?.decision)
        #expect(isClose(one?.bounds.lower, other?.bounds.lower) && isClose(one?.bounds.upper, other?.bounds.upper))
      }
    }
  }

  @Test func twoGroupsAreKoopman() throws {
    let proportions = [Proportion(successes: 140, trials: 400), Proportion(successes: 200, trials: 400)]
    let koopman = try #require(
      Koopman.interval(group: proportions[0], reference: proportions[1], confidence: 0.95))
    let found = verdict(proportions, .ratio, .highest, .atLeast(0.8))
    #expect(found.reference == 1)
    let bounds = try #require(found.findings[0]).bounds
    #expect(isClose(bounds.lower, koopman.lower))
    // The family's quantile comes from an integral, and puts the limit on the guarded side only from z = 2 on.
    #expect(isClose(bounds.upper, koopman.upper))
  }

  @Test func anUnmetClaimIsFound() {
    let proportions = [
      Proportion(successes: 500, trials: 1000), Proportion(successes: 495, trials: 1000),
      Proportion(successes: 300, trials: 1000),
    ]
    let found = verdict(proportions, .ratio, .highest, .atLeast(0.8))
    #expect(found.findings.map { $0?.decision } == [nil, .met, .notMet])
    let absolute = verdict(proportions, .difference, .highest, .atMost(0.1))
    #expect(absolute.findings.map { $0?.decision } == [nil, .met, .notMet])
    #expect(absolute.findings.compactMap { $0 }.allSatisfy { $0.bounds.upper <= 0 })
    let named = verdict(proportions, .difference, .named(2), .atMost(0.1))
    #expect(named.findings.map { $0?.decision } == [.notMet, .notMet, nil])
  }

  @Test func smallGroupsAreLeftOutButCounted() throws {
    let proportions = [
      Proportion(successes: 500, trials: 1000), Proportion(successes: 480, trials: 1000),
      Proportion(successes: 5, trials: 5), Proportion(successes: 0, trials: 0),
    ]
    let eligible = [true, true, false, false]
    let judge = { (reference: FamilyVerdict.Reference) in
      FamilyVerdict(
        proportions: proportions, eligible: eligible, comparison: .ratio, reference: reference, claim: .atLeast(0.8),
        confidence: 0.95)
    }
    let highest = judge(.highest)
    #expect(highest.reference == 0)
    #expect(highest.findings.map { $0 == nil } == [true, false, true, true])
    let complement = judge(.complement)
    #expect(complement.findings.map { $0 == nil } == [false, false, true, true])
    let z = Normal.quantile(1 - 0.05 / 4)
    let others = Proportion(successes: 485, trials: 1005)
    let bounds = try #require(complement.findings[0]).bounds
    #expect(isClose(bounds.upper, GuardedScore.ratio(group: proportions[0], reference: others, z: z).upper))
    #expect(judge(.named(2)).findings.allSatisfy { $0 == nil })
  }

  @Test func oneEligibleGroupIsNotEnough() {
    let found = FamilyVerdict(
      proportions: [Proportion(successes: 5, trials: 100), Proportion(successes: 1, trials: 2)],
      eligible: [true, false], comparison: .ratio, reference: .highest, claim: .atLeast(0.8), confidence: 0.95)
    #expect(found.findings.allSatisfy { $0 == nil })
  }

  @Test func noSuccessAnywhereCannotTell() {
    let none = Array(repeating: Proportion(successes: 0, trials: 100), count: 3)
    for reference in Self.references {
      let found = verdict(none, .ratio, reference, .atLeast(0.8))
      #expect(found.findings.compactMap { $0 }.allSatisfy { $0.decision == .cannotTell })
    }
  }

  @Test func moreFamiliesWiden() throws {
    let proportions = [
      Proportion(successes: 500, trials: 1000), Proportion(successes: 450, trials: 1000),
      Proportion(successes: 400, trials: 1000),
    ]
    for reference in Self.references {
      let bounds = [1, 5].map { families in
        FamilyVerdict(
          proportions: proportions, eligible: [true, true, true], comparison: .ratio, reference: reference,
          claim: .atLeast(0.8), confidence: 0.95, families: families
        ).findings.compactMap { $0?.bounds }
      }
      for (one, five) in zip(bounds[0], bounds[1]) { #expect(five.lower < one.lower && one.upper < five.upper) }
    }
  }

  @Test(arguments: Published.values.criticalValues)
  func publishedCriticalValues(_ expected: Published.Critical) {
    for (groups, z) in zip(expected.groups, expected.z) {
      let critical = Composite.criticalValues(
        parts: expected.parts, groups: groups, combination: .worst, confidence: 0.95)
      let halfUnit = (0..<expected.digits).reduce(0.51) { unit, _ in unit / 10 }
      #expect(abs(critical.family - z) < halfUnit)
      #expect(isClose(critical.single, Normal.quantile(0.975)))
    }
  }

  /// False findings of the whole family, at the truth where they are most likely; see docs/simulations.md for more.
  @Test func falseFindingsAreRare() {
    let groups = 6
    let critical = CriticalValues(confidence: 0.95, groups: groups, reference: .highest)
    var (notMet, allMet) = (0, 0)
    for run in 0..<1000 {
      var stream = CounterStream(seed: 2, stream: 9, replicate: UInt64(run))
      let proportions = (0..<groups).map { group in
        let rate = group == 0 ? 0.4 : 0.5
        return Proportion(
          successes: Double(BinomialSampler.draw(trials: 500, probability: rate, from: &stream)), trials: 500)
      }
      let found = FamilyVerdict(
        proportions: proportions, eligible: proportions.map { _ in true }, comparison: .ratio, reference: .highest,
        claim: .atLeast(0.8), critical: critical
      ).findings.compactMap { $0 }
      if found.contains(where: { $0.decision == .notMet }) { notMet += 1 }
      if found.allSatisfy({ $0.decision == .met }) { allMet += 1 }
    }
    #expect(notMet <= 25 && allMet <= 25)
  }
}
