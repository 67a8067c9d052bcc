import AuditNumerics
import AuditStatistics
import Testing
import _AuditTesting

@Suite struct WorstPairTests {
  let rates = [
    Proportion(successes: 120, trials: 400), Proportion(successes: 210, trials: 500),
    Proportion(successes: 95, trials: 300), Proportion(successes: 60, trials: 220),
  ]
  let others = [
    Proportion(successes: 40, trials: 300), Proportion(successes: 44, trials: 310),
    Proportion(successes: 30, trials: 280), Proportion(successes: 61, trials: 250),
  ]
  let z = Normal.quantile(0.975)

  private func pairs(_ count: Int) -> [(Int, Int)] {
    (0..<count).flatMap { g in (0..<count).filter { $0 != g }.map { (g, $0) } }
  }

  @Test func differenceByDefinition() throws {
    let worst = try #require(WorstPair(rates, comparison: .difference, confidence: 0.95))
    #expect(worst.lowest == 3 && worst.highest == 1)
    #expect(isClose(worst.value, 0.42 - 60.0 / 220))
    let zUp = StudentizedRange.quantile(0.95, groups: 4) / 2.0.squareRoot()
    let lower = pairs(4).map { GuardedScore.difference(group: rates[$0], reference: rates[$1], z: zUp).lower }
    let upper = pairs(4).map { GuardedScore.difference(group: rates[$0], reference: rates[$1], z: z).upper }
    #expect(isClose(worst.interval.lower, max(0, lower.max()!)))
    #expect(isClose(worst.interval.upper, upper.max()!))
  }

  @Test func ratioByDefinition() throws {
    let worst = try #require(WorstPair(rates, comparison: .ratio, confidence: 0.95))
    #expect(worst.lowest == 3 && worst.highest == 1)
    #expect(isClose(worst.value, 60.0 / 220 / 0.42))
    let zUp = StudentizedRange.quantile(0.95, groups: 4) / 2.0.squareRoot()
    let lower = pairs(4).map { GuardedScore.ratio(group: rates[$0], reference: rates[$1], z: z).lower }
    let upper = pairs(4).map { GuardedScore.ratio(group: rates[$0], reference: rates[$1], z: zUp).upper }
    #expect(isClose(worst.interval.lower, lower.min()!))
    #expect(isClose(worst.interval.upper, min(1, upper.min()!)))
  }

  @Test func againstANamedGroup() throws {
    let zUp = Normal.quantile(1 - 0.05 / 6)
    let ratio = try #require(WorstPair(rates, comparison: .ratio, reference: 2, confidence: 0.95))
    #expect(ratio.lowest == 3 && ratio.highest == 2)
    let ratios = [0, 1, 3].map { index in
      (
        GuardedScore.ratio(group: rates[index], reference: rates[2], z: z).lower,
        GuardedScore.ratio(group: rates[index], reference: rates[2], z: zUp).upper
      )
    }
    #expect(isClose(ratio.interval.lower, ratios.map(\.0).min()!))
    #expect(isClose(ratio.interval.upper, ratios.map(\.1).min()!))

    let difference = try #require(WorstPair(rates, comparison: .difference, reference: 2, confidence: 0.95))
    #expect(difference.lowest == 2 && difference.highest == 1)
    let wide = [0, 1, 3].map { GuardedScore.difference(group: rates[$0], reference: rates[2], z: zUp) }
    let narrow = [0, 1, 3].map { GuardedScore.difference(group: rates[$0], reference: rates[2], z: z) }
    #expect(isClose(difference.interval.lower, max(0, wide.map { max($0.lower, -$0.upper) }.max()!)))
    #expect(isClose(difference.interval.upper, narrow.map { max($0.upper, -$0.lower) }.max()!))
  }

  @Test func compositesCombineTheirParts() throws {
    for comparison in PairComparison.allCases {
      let worst = try #require(
        Composite(parts: [rates, others], comparison: comparison, combination: .worst, confidence: 0.95))
      let mean = try #require(
        Composite(parts: [rates, others], comparison: comparison, combination: .mean, confidence: 0.95))
      let values = mean.parts.map(\.value)
      #expect(isClose(mean.value, (values[0] + values[1]) / 2))
      #expect(worst.value == (comparison == .ratio ? values.min() : values.max()))
      #expect(worst.value == worst.parts[worst.worstPart].value)
      let lowers = mean.parts.map(\.interval.lower)
      #expect(isClose(mean.interval.lower, (lowers[0] + lowers[1]) / 2))
      for composite in [worst, mean] {
        #expect(composite.interval.lower <= composite.value && composite.value <= composite.interval.upper)
      }
      // The limits that show a disparity are taken at one critical value, the others wider for the mean.
      for (one, other) in zip(worst.parts, mean.parts) {
        #expect(other.interval.lower <= one.interval.lower && one.interval.upper <= other.interval.upper)
      }
    }
  }

  @Test func onePartIsTheWorstPair() throws {
    for reference in [nil, 1] {
      let single = try #require(WorstPair(rates, comparison: .ratio, reference: reference, confidence: 0.9))
      let composite = try #require(
        Composite(
          parts: [rates], comparison: .ratio, combination: .worst, reference: reference, confidence: 0.9))
      #expect(composite.parts == [single] && composite.interval == single.interval)
    }
  }

  @Test func undefinedWorstPairs() {
    let none = Array(repeating: Proportion(successes: 0, trials: 50), count: 3)
    #expect(WorstPair(none, comparison: .ratio, confidence: 0.95) == nil)
    #expect(WorstPair(none, comparison: .difference, confidence: 0.95)?.value == 0)
    #expect(WorstPair(none, comparison: .difference, confidence: 0.95)?.interval.lower == 0)
    #expect(WorstPair([rates[0]], comparison: .ratio, confidence: 0.95) == nil)
    let empty = Proportion(successes: 0, trials: 0)
    #expect(WorstPair([rates[0], empty], comparison: .difference, confidence: 0.95) == nil)
    #expect(Composite(parts: [], comparison: .ratio, combination: .worst, confidence: 0.95) == nil)
    let parts = [rates, none + [none[0]]]
    #expect(Composite(parts: parts, comparison: .ratio, combination: .mean, confidence: 0.95) == nil)
  }

  /// With equal groups the whole error is on the side that shows a disparity.
  @Test(arguments: [2, 5])
  func coverageAtEquality(groups: Int) {
    let critical = Composite.criticalValues(parts: 2, groups: groups, combination: .mean, confidence: 0.95)
    var covered = 0
    for run in 0..<600 {
      var stream = CounterStream(seed: 4, stream: UInt64(groups), replicate: UInt64(run))
      let parts = [0.7, 0.2].map { rate in
        (0..<groups).map { _ in
          Proportion(
            successes: Double(BinomialSampler.draw(trials: 400, probability: rate, from: &stream)), trials: 400)
        }
      }
      let composite = Composite(
        parts: parts.map { ProportionEvidence($0) }, comparison: .difference, combination: .mean, critical: critical)
      if composite?.interval.lower == 0 { covered += 1 }
    }
    #expect(covered >= 552)
  }
}

extension Composite {
  /// A composite of rates at the level that the combination needs.
  fileprivate init?(
    parts: [[Proportion]], comparison: PairComparison, combination: Combination, reference: Int? = nil,
    confidence: Double
  ) {
    let critical = Composite.criticalValues(
      parts: max(1, parts.count), groups: parts.first?.count ?? 2, combination: combination, reference: reference,
      confidence: confidence)
    self.init(
      parts: parts.map { ProportionEvidence($0) }, comparison: comparison, combination: combination,
      reference: reference, critical: critical)
  }
}
