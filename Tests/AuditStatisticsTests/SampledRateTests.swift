import Testing
import _AuditTesting

@testable import AuditStatistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Rates of samples, by NumPy and SciPy over single rows; samplics and R's survey package agree with the standard errors.
struct SampledReference: Decodable, Sendable {
  struct Rate: Decodable, Sendable {
    let value: Double
    let standardError: Double
    let rows: Int
    let weight: Double
    let units: Int
    let degreesOfFreedom: Double
    let effective: Double
    let verdict: Double
    let kornGraubard: [Double]
    let wilson: [Double]

    var sampled: SampledRate {
      SampledRate(
        value: value, rows: Double(rows), weight: weight, effective: effective, degreesOfFreedom: degreesOfFreedom)
    }
  }
  struct Pair: Decodable, Sendable {
    let group: String
    let reference: String
    let covariance: Double
    let correlation: Double?
    let logErrorOfRatio: Double?
  }
  struct Case: Decodable, Sendable {
    let name: String
    let groups: [String: Rate]
    let pairs: [Pair]
  }
  let cases: [Case]

  static let values: SampledReference = reference("sampling-numpy.json")
}

@Suite struct SampledRateTests {
  private let z = 1.959963984540054

  @Test(arguments: SampledReference.values.cases.flatMap { found in found.groups.values.map { $0 } })
  func sizesAndIntervals(_ rate: SampledReference.Rate) throws {
    #expect(isClose(try #require(rate.sampled.counts(z: z)).trials, rate.verdict, tolerance: 1e-9))
    let printed = try #require(rate.sampled.kornGraubard(confidence: 0.95))
    #expect(
      isClose(printed.lower, rate.kornGraubard[0], tolerance: 1e-9)
        && isClose(printed.upper, rate.kornGraubard[1], tolerance: 1e-9))
    let evidence = try #require(SampledRateEvidence(rates: [rate.sampled]))
    let limits = try #require(evidence.limits(of: 0, z: z))
    #expect(
      isClose(limits.lower, rate.wilson[0], tolerance: 1e-9) && isClose(limits.upper, rate.wilson[1], tolerance: 1e-9))
  }

  /// The values that were published with the method.
  @Test func workedValues() throws {
    let all = SampledRate(
      value: 22.0 / 37, rows: 37, weight: 37, effective: 37, degreesOfFreedom: 11)
    #expect(isClose(try #require(all.counts(z: z)).trials, 29.3402410367, tolerance: 1e-11))
    let uncapped = SampledRate(
      value: 22.0 / 37, rows: 37, weight: 37, effective: 37.958065994500444, degreesOfFreedom: 11)
    let found = try #require(uncapped.kornGraubard(confidence: 0.95))
    #expect(
      isClose(found.lower, 0.407962075675, tolerance: 1e-11) && isClose(found.upper, 0.763158496624, tolerance: 1e-11))
    let few = SampledRate(
      value: 43.0 / 120, rows: 7, weight: 120, effective: 4.8025941325265, degreesOfFreedom: 5)
    let limits = try #require(few.kornGraubard(confidence: 0.95))
    #expect(
      isClose(limits.lower, 0.0294818365392, tolerance: 1e-10)
        && isClose(limits.upper, 0.853767878230, tolerance: 1e-10))
  }

  /// Groups that share units: Student's t with the variance of the ratio itself.
  @Test func groupsThatVaryTogether() throws {
    let survey = try #require(SampledReference.values.cases.first { $0.name == "survey" })
    let pair = try #require(survey.pairs.first)
    let evidence = try evidence(survey)
    let error = try #require(pair.logErrorOfRatio)
    #expect(isClose(error, 0.854973926887, tolerance: 1e-11))
    let limits = try #require(evidence.interval(.ratio, of: 0, against: .group(1), z: z))
    // t with 5 degrees of freedom about ln a/b.
    let reach = 2.5705818356363146 * error
    #expect(isClose(log(limits.lower), -0.792676775907 - reach, tolerance: 1e-9))
    #expect(isClose(log(limits.upper), -0.792676775907 + reach, tolerance: 1e-9))
    #expect(evidence.method(.ratio, of: 0, against: .group(1)) == .delta)
    #expect(evidence.playable(z: z) == nil)
  }

  /// A small covariance changes the sizes, so that the variance of the logarithm is that of the ratio itself.
  @Test func groupsThatHardlyVaryTogether() throws {
    let rates = [0.3, 0.4].map {
      SampledRate(value: $0, rows: 400, weight: 400, effective: 300, degreesOfFreedom: 80)
    }
    func evidence(_ covariance: Double) throws -> SampledRateEvidence {
      let joint = try #require(
        ClusterDispersion(
          scale: .identity, groups: [0, 1], covariance: [0.21 / 300, covariance, 0.24 / 300],
          degreesOfFreedom: [80, 80, 80], isIndependent: false, method: .delta))
      return try #require(SampledRateEvidence(rates: rates, joint: joint))
    }
    let (none, some) = (try evidence(0), try evidence(5e-5))
    let apart = try #require(none.interval(.ratio, of: 0, against: .group(1), z: z))
    let together = try #require(some.interval(.ratio, of: 0, against: .group(1), z: z))
    #expect(some.method(.ratio, of: 0, against: .group(1)) == .guardedScore)
    let (v, w) = (0.21 / 300 / 0.09, 0.24 / 300 / 0.16)
    let expected = ((v + w - 2 * 5e-5 / 0.12) / (v + w)).squareRoot()
    #expect(isClose(log(together.upper / together.lower) / log(apart.upper / apart.lower), expected, tolerance: 2e-3))
    #expect(some.playable(z: z) != nil)
  }

  /// With many degrees of freedom and effective sizes that are the rows, everything is as of counts.
  @Test func asOfCounts() throws {
    let counts = [
      Proportion(successes: 40, trials: 100), Proportion(successes: 90, trials: 180),
      Proportion(successes: 9, trials: 60),
    ]
    let plain = ProportionEvidence(counts)
    let sampled = try #require(
      SampledRateEvidence(
        rates: counts.map {
          SampledRate(
            value: $0.estimate, rows: $0.trials, weight: $0.trials, effective: $0.trials, degreesOfFreedom: 1e12)
        },
        others: counts.indices.map { group in
          plain.proportion(of: .complement, for: group).map {
            SampledRateEvidence.Others(
              rate: SampledRate(
                value: $0.estimate, rows: $0.trials, weight: $0.trials, effective: $0.trials, degreesOfFreedom: 1e12),
              covariance: 0)
          }
        }))
    for comparison in [PairComparison.ratio, .difference] {
      for rival in [Rival.group(1), .overall, .complement, .constant(0.3)] {
        let (one, other) = (
          try #require(plain.interval(comparison, of: 0, against: rival, z: 2.5)),
          try #require(sampled.interval(comparison, of: 0, against: rival, z: 2.5))
        )
        #expect(
          isClose(one.lower, other.lower, tolerance: 1e-9) && isClose(one.upper, other.upper, tolerance: 1e-9),
          "\(comparison) \(rival)")
        #expect(
          isClose(
            plain.value(comparison, of: 0, against: rival), sampled.value(comparison, of: 0, against: rival),
            tolerance: 1e-12))
      }
      for extreme in LimitExtreme.allCases {
        #expect(
          isClose(
            plain.extreme(extreme, comparison, among: [0, 1, 2], z: 2.2),
            sampled.extreme(extreme, comparison, among: [0, 1, 2], z: 2.2), tolerance: 1e-9))
      }
    }
    let played = try #require(sampled.playable(z: 2)).proportions.map(\.trials)
    #expect(zip(played, counts).allSatisfy { ($0 - $1.trials).magnitude <= 1 })
  }

  /// Without a variance nothing is ruled out, and nothing is made up.
  @Test func withoutVariance() throws {
    let evidence = try #require(
      SampledRateEvidence(rates: [
        SampledRate(value: 0.5, rows: 100, weight: 100, effective: nil, degreesOfFreedom: nil),
        SampledRate(value: 0.6, rows: 100, weight: 100, effective: 90, degreesOfFreedom: 40),
      ]))
    #expect(evidence.limits(of: 0, z: z) == nil && evidence.equality(of: 0, with: .group(1)) == nil)
    #expect(evidence.interval(.ratio, of: 0, against: .group(1), z: z) == nil)
    #expect(evidence.extreme(.smallestLower, .ratio, among: [0, 1], z: z) == 0)
    #expect(evidence.extreme(.largestUpper, .difference, among: [0, 1], z: z) == .infinity)
  }

  private func evidence(_ found: SampledReference.Case) throws -> SampledRateEvidence {
    let names = found.groups.keys.sorted()
    var covariance: [Double] = []
    for (row, group) in names.enumerated() {
      for other in names[...row] {
        let error = try #require(found.groups[group]).standardError
        covariance.append(
          group == other
            ? error * error
            : found.pairs.first { Set([$0.group, $0.reference]) == [group, other] }?.covariance ?? 0)
      }
    }
    let rates = try names.map { try #require(found.groups[$0]).sampled }
    let degrees = rates.map { $0.degreesOfFreedom ?? 1 }.min() ?? 1
    return try #require(
      SampledRateEvidence(
        rates: rates,
        joint: ClusterDispersion(
          scale: .identity, groups: Array(names.indices), covariance: covariance, degreesOfFreedom: [degrees],
          isIndependent: false, method: .delta)))
  }
}
