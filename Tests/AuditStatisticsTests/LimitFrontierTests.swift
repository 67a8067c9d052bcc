import AuditNumerics
import Testing

@testable import AuditStatistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Limits found among the groups that can set one, against those of all pairs.
@Suite struct LimitFrontierTests {
  /// Rates, every pair of which is looked at: solved, unless one evaluation of its score shows that its limit lies clearly
  /// within the most extreme one so far.
  private struct AllPairs: PairEvidence {
    let evidence: ProportionEvidence
    var count: Int { evidence.count }
    func estimate(of group: Int) -> Double? { evidence.estimate(of: group) }
    func lower(_ comparison: PairComparison, of group: Int, against rival: Rival, z: Double) -> Double? {
      evidence.lower(comparison, of: group, against: rival, z: z)
    }
    func upper(_ comparison: PairComparison, of group: Int, against rival: Rival, z: Double) -> Double? {
      evidence.upper(comparison, of: group, against: rival, z: z)
    }
    func value(_ comparison: PairComparison, of group: Int, against rival: Rival) -> Double? {
      evidence.value(comparison, of: group, against: rival)
    }
    func limits(of group: Int, z: Double) -> ConfidenceInterval? { evidence.limits(of: group, z: z) }
    func detectable(_ question: DetectableQuestion) -> MinimumDetectable? { evidence.detectable(question) }
    func method(_ comparison: PairComparison?) -> LimitMethod { evidence.method(comparison) }
    func printed(
      _ comparison: PairComparison?, of group: Int, against rival: Rival, confidence: Double
    ) -> NamedInterval? { evidence.printed(comparison, of: group, against: rival, confidence: confidence) }
    func equality(of group: Int, with rival: Rival) -> NamedTest? { evidence.equality(of: group, with: rival) }
    func subset(_ groups: [Int]) -> AllPairs? { evidence.subset(groups).map { AllPairs(evidence: $0) } }
    func extremes(
      _ extreme: LimitExtreme, _ comparison: PairComparison, of groups: [Int], among members: [Int], z: Double
    ) -> [RivalLimit] {
      let isSmallest = extreme == .smallestLower || extreme == .largestUpper
      return groups.map { group in
        var best: Double?
        var setter: Int?
        for rival in members where rival != group {
          let pair = [group, rival].map { evidence.proportions[$0] }
          let (one, other) = extreme.isLower ? (pair[0], pair[1]) : (pair[1], pair[0])
          if let known = best, known > -0.999, known != 0 {
            let margin = 1e-9 * (comparison == .ratio ? known : 1) * (isSmallest ? 1 : -1)
            let guarded = GuardedScore.needsGuard(one, z: z) || GuardedScore.needsGuard(other, z: z)
            let isAbove = PairScore(comparison: comparison, group: one, reference: other)
              .excludes(known + margin, z: z, guarded: guarded)
            if isAbove == isSmallest { continue }
          }
          let limit = GuardedScore.lower(comparison, group: one, reference: other, z: z)
          if let known = best, isSmallest ? known <= limit : known >= limit { continue }
          (best, setter) = (limit, rival)
        }
        return RivalLimit(extreme.isLower ? best! : comparison.exchanged(best!), setBy: setter)
      }
    }
  }

  /// A family of 2 to 200 groups, small families more often than large ones: groups of like or unlike sizes, rates near
  /// each other or far apart, near 0, near 1 and between, with ties, without a success and without a failure.
  private static func family(_ stream: inout CounterStream) -> [Proportion] {
    func pick<Value>(_ values: [Value]) -> Value { values[Int(stream.uniform() * Double(values.count))] }
    let count = Int(2 * pow(100, pow(stream.uniform(), 2)))
    let size = pick([5.0, 30, 60, 1_000, 1_000_000])
    let range = pick([1.0, 10])
    let base = pick([0.0, 0.01, 0.2, 0.5, 0.9, 0.995, 1])
    let spread = pick([0.0, 0.02, 0.3])
    let ties = pick([0.0, 0, 0.5])
    var family: [Proportion] = []
    for _ in 0..<count {
      if !family.isEmpty, stream.uniform() < ties {
        family.append(pick(family))
        continue
      }
      let trials = Int((size * pow(range, stream.uniform())).rounded(.up))
      let rate =
        stream.uniform() < 0.05 ? pick([0.0, 1]) : min(1, max(0, base + spread * (stream.uniform() - 0.5)))
      let successes = BinomialSampler.draw(trials: trials, probability: rate, from: &stream)
      family.append(Proportion(successes: Double(successes), trials: Double(trials)))
    }
    return family
  }

  private static let claims: [(PairComparison, FamilyVerdict.Claim)] = [
    (.ratio, .atLeast(0.8)), (.ratio, .atMost(1.25)), (.ratio, .between(0.8, 1.25)), (.difference, .atLeast(-0.1)),
    (.difference, .atMost(0.1)), (.difference, .between(-0.1, 0.05)),
  ]

  /// To the last digits: groups without a failure, whatever their size, set one and the same limit, of which the search for
  /// the root leaves the last bits open. Those of differences are bits of 1.
  private func agree(_ comparison: PairComparison, _ one: Double, _ other: Double) -> Bool {
    one == other || abs(one - other) <= 32 * (comparison == .ratio ? max(one, other) : 1).ulp
  }

  private func agree(_ comparison: PairComparison, _ one: ConfidenceInterval?, _ other: ConfidenceInterval?) -> Bool {
    guard let one, let other else { return one == other }
    return agree(comparison, one.lower, other.lower) && agree(comparison, one.upper, other.upper)
  }

  /// Two thousand families, each judged by a claim and a confidence that turn from one to the next; of large families the
  /// limits of some groups, and in turn those of the worst pair.
  @Test(arguments: 0..<20)
  func allPairsGiveTheSame(_ hundred: Int) {
    for number in (100 * hundred)..<(100 * hundred + 100) {
      var stream = CounterStream(seed: 11, stream: 3, replicate: UInt64(number))
      let evidence = ProportionEvidence(Self.family(&stream))
      let all = AllPairs(evidence: evidence)
      let (comparison, claim) = Self.claims[number % Self.claims.count]
      let confidence = [0.8, 0.95, 0.95, 0.99, 0.999_9][number / 12 % 5]
      let members = evidence.proportions.indices.filter { evidence.proportions[$0].trials >= 5 }
      guard members.count >= 2 else { continue }
      let critical = CriticalValues(confidence: confidence, groups: members.count, reference: .highest)
      if evidence.count <= 12 {
        let reference = number / 6 % 2 == 0 ? FamilyVerdict.Reference.highest : .lowest
        let judge = { (evidence: any PairEvidence) in
          FamilyVerdict(
            evidence: evidence, eligible: (0..<evidence.count).map(members.contains), comparison: comparison,
            reference: reference, claim: claim, critical: critical)
        }
        let (found, expected) = (judge(evidence), judge(all))
        #expect(found.findings.map { $0?.decision } == expected.findings.map { $0?.decision }, "family \(number)")
        for (one, other) in zip(found.findings, expected.findings) {
          #expect(agree(comparison, one.map(\.bounds), other.map(\.bounds)), "family \(number)")
        }
        let worst = { WorstPair(evidence: $0, comparison: comparison, critical: critical) }
        let (pair, usual) = (worst(evidence), worst(all))
        #expect(
          pair?.value == usual?.value && pair?.lowest == usual?.lowest && pair?.highest == usual?.highest
            && agree(comparison, pair?.interval, usual?.interval), "family \(number)")
        continue
      }
      let some = (0..<2).map { _ in members[Int(stream.uniform() * Double(members.count))] }
      for extreme in LimitExtreme.allCases {
        let z = extreme.isLower == (number % 2 == 0) ? critical.single : critical.family
        let limits = evidence.extremes(extreme, comparison, of: some, among: members, z: z)
        let usual = all.extremes(extreme, comparison, of: some, among: members, z: z)
        #expect(zip(limits, usual).allSatisfy { agree(comparison, $0.value, $1.value) }, "family \(number)")
        for (limit, group) in zip(limits, some) {
          guard let rival = limit.rival else { continue }
          let again =
            extreme.isLower
            ? evidence.lower(comparison, of: group, against: .group(rival), z: z)
            : evidence.upper(comparison, of: group, against: .group(rival), z: z)
          #expect(again == limit.value, "family \(number): the limit is not that against who set it")
        }
        #expect(limits.allSatisfy { $0.rival != nil }, "family \(number)")
      }
      guard number % 16 == 0 else { continue }
      let extreme = LimitExtreme.allCases[number / 16 % 4]
      let z = number / 64 % 2 == 0 ? critical.single : critical.family
      #expect(
        agree(
          comparison, evidence.extreme(extreme, comparison, among: members, z: z),
          all.extreme(extreme, comparison, among: members, z: z)), "family \(number)")
    }
  }

  /// What the staircases rest on: within them, a success more or a failure less never moves a limit back.
  @Test(arguments: PairComparison.allCases, [1.3, 1.96, 2.3, 3, 4.5, 6])
  func limitsFollowCounts(_ comparison: PairComparison, _ z: Double) {
    let counts = [0.0, 1, 5, 19, 20, 45, 10_000]
    let ordered = counts.filter { z <= 2 || $0 >= z * z / 2 }
    for isGuarded in z <= 2 ? [false, true] : [true] {
      let limit = { (group: Proportion, reference: Proportion) in
        PairScore(comparison: comparison, group: group, reference: reference).lower(z: z, guarded: isGuarded)
      }
      for (own, others) in counts.flatMap({ own in counts.map { (own, $0) } }) where own + others > 0 {
        let fixed = Proportion(successes: own, trials: own + others)
        for successes in counts {
          for failures in counts where successes + failures > 0 {
            let trials = successes + failures
            let one = Proportion(successes: successes, trials: trials)
            let better = Proportion(successes: successes + 1, trials: trials + 1)
            let worse = Proportion(successes: successes, trials: trials + 1)
            let slack = 1e-8
            if ordered.contains(failures) {
              let base = limit(fixed, one)
              #expect(limit(fixed, better) <= base + slack && limit(fixed, worse) >= base - slack)
            }
            if comparison == .ratio || ordered.contains(successes) {
              let base = limit(one, fixed)
              #expect(limit(better, fixed) >= base - slack && limit(worse, fixed) <= base + slack)
            }
          }
        }
      }
    }
  }
}
