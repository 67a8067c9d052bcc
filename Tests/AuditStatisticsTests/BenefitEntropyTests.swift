import AuditStatistics
import Foundation
import Testing
import _AuditTesting

/// Entropies of benefits, and the largest logarithm of a ratio.
@Suite struct BenefitEntropyTests {
  /// People with benefit 0, 1 and 2: {1,1,2,0,1}, {1,0,0,1}, {2,1,1,1,2,0}.
  static let worked: [[Double]] = [[1, 3, 1], [2, 2, 0], [1, 3, 2]]

  @Test func theWorkedValues() throws {
    let squared = BenefitEntropy(Self.worked, alpha: 2)
    #expect(isClose(squared.total, 0.265306122449, within: 1e-11))
    #expect(isClose(squared.between, 0.0420918367347, within: 1e-11))
    let theil = BenefitEntropy(Self.worked, alpha: 1)
    #expect(isClose(theil.total, 0.366055948870, within: 1e-11))
    #expect(isClose(theil.between, 0.0470471856063, within: 1e-11))
  }

  /// The unit test of AI Fairness 360: ten people, two false negatives and two false positives.
  @Test func theValuesOfAIFairness360() throws {
    #expect(isClose(BenefitEntropy([[2, 6, 2]], alpha: 2).total, 0.2, within: 1e-14))
    #expect(isClose(BenefitEntropy([[2, 6, 2]], alpha: 1).total, 4 * log(2) / 10, within: 1e-14))
  }

  /// Whatever lies within groups and between them is everything, for α = 2 with groups weighed by squared means, and Theil's by means.
  @Test func partsAddUp() throws {
    let within = Self.worked.map { counts -> (people: Double, mean: Double, theil: Double, squared: Double) in
      let people = counts.reduce(0, +)
      return (
        people, (counts[1] + 2 * counts[2]) / people, BenefitEntropy([counts], alpha: 1).total ?? 0,
        BenefitEntropy([counts], alpha: 2).total ?? 0
      )
    }
    let all = within.reduce(0) { $0 + $1.people * $1.mean } / 15
    let theil = within.reduce(0) { $0 + $1.people / 15 * $1.mean / all * $1.theil }
    let squared = within.reduce(0) { $0 + $1.people / 15 * ($1.mean / all) * ($1.mean / all) * $1.squared }
    let (one, two) = (BenefitEntropy(Self.worked, alpha: 1), BenefitEntropy(Self.worked, alpha: 2))
    #expect(isClose(one.total, try #require(one.between) + theil, within: 1e-12))
    #expect(isClose(two.total, try #require(two.between) + squared, within: 1e-12))
  }

  @Test func edges() {
    #expect(BenefitEntropy([[0, 0, 0]], alpha: 2).total == nil)
    #expect(BenefitEntropy([[5, 0, 0]], alpha: 2).total == nil)
    #expect(BenefitEntropy([[0, 9, 0], [0, 4, 0]], alpha: 1).total == 0)
    #expect(BenefitEntropy([[0, 9, 0], [0, 4, 0]], alpha: 1).homogeneity == nil)
    #expect(isClose(BenefitEntropy([[2, 6, 2], [4, 12, 4]], alpha: 2).between, 0, within: 1e-15))
  }

  /// Leaving out people who are alike counts once; leaving out each gives the same standard error.
  @Test func theStandardErrorIsTheJackknifes() throws {
    for alpha in [1.0, 2, 0.5] {
      let entropy = BenefitEntropy(Self.worked, alpha: alpha)
      for isBetween in [false, true] {
        var values: [Double] = []
        for group in 0..<3 {
          for benefit in 0..<3 {
            for _ in 0..<Int(Self.worked[group][benefit]) {
              var counts = Self.worked
              counts[group][benefit] -= 1
              let left = BenefitEntropy(counts, alpha: alpha)
              values.append(try #require(isBetween ? left.between : left.total))
            }
          }
        }
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let expected = (squares * Double(values.count - 1) / Double(values.count)).squareRoot()
        let found = isBetween ? entropy.betweenEstimate : entropy.totalEstimate
        #expect(isClose(found?.standardError, expected, within: 1e-11))
      }
    }
  }

  /// Two groups with the same variance: the square of Welch's statistic with these variances.
  @Test func homogeneityOfTwoGroupsIsASquaredDeviate() throws {
    let counts: [[Double]] = [[10, 60, 30], [30, 60, 10]]
    let found = try #require(BenefitEntropy(counts, alpha: 2).homogeneity)
    let variance = 0.36 / 99
    #expect(isClose(found.statistic, 0.16 / (2 * variance), within: 1e-12))
    #expect(found.degreesOfFreedom == 1)
    #expect(isClose(found.pValue, 2 * Normal.upperTail(found.statistic.squareRoot()), within: 1e-9))
  }

  // MARK: the largest logarithm of a ratio

  @Test func theLargestLogarithmIsAsWorkedOut() throws {
    let rates = [(30.0, 60.0), (12, 40), (0, 8)].map { Proportion(successes: $0.0, trials: $0.1) }
    let found = try #require(LargestLogRatio(rates, confidence: 0.95))
    #expect(isClose(found.value, 1.60943791243, within: 1e-11))
    #expect(found.lowest == 2 && found.highest == 0)
    #expect(found.interval.lower >= 0 && found.interval.lower < found.value)
    #expect(found.interval.upper == .infinity)
    #expect(LargestLogRatio([rates[0]], confidence: 0.95) == nil)
  }

  /// The upper limit is that of the worst pair at the single value, the lower that of a search among pairs and both results.
  @Test func limitsAreProjections() throws {
    let rates = [(300.0, 400.0), (150, 300), (100, 250)].map { Proportion(successes: $0.0, trials: $0.1) }
    let found = try #require(LargestLogRatio(rates, confidence: 0.95))
    var upper = 0.0
    let evidence = [rates, rates.map { Proportion(successes: $0.trials - $0.successes, trials: $0.trials) }].map {
      ProportionEvidence($0)
    }
    for evidence in evidence {
      for one in 0..<3 {
        for other in 0..<3 where one != other {
          let limit = try #require(
            evidence.lower(.ratio, of: one, against: .group(other), z: Normal.twoSided(confidence: 0.95)))
          upper = max(upper, -log(limit))
        }
      }
    }
    #expect(isClose(found.interval.upper, upper, within: 1e-9))
    #expect(found.interval.lower > 0.3 && found.interval.lower < found.value)
    let wider = try #require(LargestLogRatio(rates, confidence: 0.99))
    #expect(wider.interval.lower < found.interval.lower && wider.interval.upper > found.interval.upper)
  }
}
