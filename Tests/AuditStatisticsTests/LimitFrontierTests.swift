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
    func extremes(
      _ extreme: LimitExtreme, _ comparison: PairComparison, of groups: [Int], among members: [Int], z: Double
    ) -> [Double] {
      let isSmallest = extreme == .smallestLower || extreme == .largestUpper
      return groups.map { group in
        var best: Double?
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
          best = best.map { isSmallest ? min($0, limit) : max($0, limit) } ?? limit
        }
        return extreme.isLower ? best! : comparison.exchanged(best!)
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

  /// Two thousand families, each judged by a claim and a confidence that turn from one to the next.
  @Test(arguments: 0..<20)
  func allPairsGiveTheSame(_ hundred: Int) {
    for number in (100 * hundred)..<(100 * hundred + 100) {
      var stream = CounterStream(seed: 11, stream: 3, replicate: UInt64(number))
      let family = Self.family(&stream)
      let (comparison, claim) = Self.claims[number % Self.claims.count]
      let reference = number / 6 % 2 == 0 ? FamilyVerdict.Reference.highest : .lowest
      let confidence = [0.8, 0.95, 0.95, 0.99, 0.999_9][number / 12 % 5]
      let evidence = ProportionEvidence(family)
      let judge = { (evidence: any PairEvidence) in
        FamilyVerdict(
          evidence: evidence, eligible: family.map { $0.trials >= 5 }, comparison: comparison, reference: reference,
          claim: claim, confidence: confidence)
      }
      #expect(judge(evidence) == judge(AllPairs(evidence: evidence)), "family \(number)")
      let worst = { (evidence: any PairEvidence) in
        WorstPair(evidence: evidence, comparison: comparison, confidence: confidence)
      }
      #expect(worst(evidence) == worst(AllPairs(evidence: evidence)), "family \(number)")
    }
  }
}
