import AuditData
import AuditRecord
import AuditStatistics
import Testing
import _AuditTesting

@testable import AuditMetrics

/// Numbers of scores against SciPy, scikit-learn and brute force.
@Suite struct ScoreReferenceTests {
  struct Values: Decodable, Sendable {
    struct Area: Decodable, Sendable {
      let positives: [Double]
      let negatives: [Double]
      let area: Double
      let variance: Double
      let logit: [Double]
      let newcombe: [Double]
    }
    struct Comparison: Decodable, Sendable {
      let one: Area
      let other: Area
      let t: Double
      let degreesOfFreedom: Double
      let p: Double
      let difference: [Double]
      let printed: [Double]
    }
    struct Calibration: Decodable, Sendable {
      let bins: [[Double]]
      let error: Double
      let debiased: Double
      let chiSquared: Double
      let p: Double
      let limits: [Double]
    }
    struct Distance: Decodable, Sendable {
      let own: [Double]
      let other: [Double]
      let gap: Double
      let p: Double
      let gapLimits: [Double]
      let area: Double
      let areaLimits: [Double]
      let means: [Double]
      let variances: [Double]
    }
    struct Brier: Decodable, Sendable {
      let positives: [Double]
      let negatives: [Double]
      let brier: Double
      let brierVariance: Double
      let inTheLarge: Double
      let inTheLargeVariance: Double
      let spiegelhalter: Double
      let p: Double
    }
    let z: Double
    let areas: [Area]
    let comparisons: [Comparison]
    let cross: [Comparison]
    let calibration: [Calibration]
    let distances: [Distance]
    let brier: [Brier]
  }

  private static let values: Values = {
    do {
      return try CompositionReferenceTests.reference(Values.self, "scores-scipy.json")
    } catch { fatalError("\(error)") }
  }()

  private static func scores(_ positives: [Double], _ negatives: [Double]) -> GroupScores {
    GroupScores(positives: ScoreRuns(RowNumbers(positives)), negatives: ScoreRuns(RowNumbers(negatives)))
  }

  private static func area(_ value: Values.Area) throws -> AreaUnderCurve {
    let scores = scores(value.positives, value.negatives)
    return try #require(AreaUnderCurve(positives: scores.positives, negatives: scores.negatives))
  }

  private func expect(_ limits: ConfidenceInterval?, _ expected: [Double], tolerance: Double = 1e-9) {
    #expect(isClose(limits?.lower, expected[0], tolerance: tolerance))
    #expect(isClose(limits?.upper, expected[1], tolerance: tolerance))
  }

  @Test func areasAndTheirLimits() throws {
    for value in Self.values.areas {
      let area = try Self.area(value)
      #expect(isClose(area.value, value.area))
      #expect(isClose(area.variance, value.variance))
      expect(area.limits(z: Self.values.z), value.logit)
      expect(area.verdictLimits(z: Self.values.z), value.newcombe)
    }
  }

  /// The two groups of the design, written out.
  @Test func workedAreas() throws {
    let value = Self.values.comparisons[0]
    #expect(isClose(value.one.area, 0.76) && isClose(value.one.variance, 0.0272))
    #expect(isClose(value.other.area, 0.728571428571, tolerance: 1e-11))
    #expect(isClose(value.other.variance, 0.0238435374150, tolerance: 1e-11))
    #expect(isClose(value.t, 0.139108689317, tolerance: 1e-11))
    #expect(isClose(value.degreesOfFreedom, 19.4599311719, tolerance: 1e-11))
    #expect(isClose(value.p, 0.890793825867, tolerance: 1e-11))
    let cross = Self.values.cross[0]
    #expect(isClose(cross.one.area, 0.785714285714, tolerance: 1e-11) && isClose(cross.other.area, 0.68))
    #expect(isClose(cross.one.variance, 0.0188095238095, tolerance: 1e-11) && isClose(cross.other.variance, 0.0348))
    let perfect = try Self.area(#require(Self.values.areas.last))
    #expect(isClose(perfect.verdictLimits(z: Self.values.z).lower, 0.832151920203, tolerance: 1e-11))
    #expect(perfect.verdictLimits(z: Self.values.z).upper == 1)
  }

  @Test func comparisonsOfAreas() throws {
    for value in Self.values.comparisons + Self.values.cross {
      let areas = try [value.one, value.other].map { LimitedNumber.area(try Self.area($0)) }
      let evidence = LimitedEvidence(areas)
      expect(evidence.interval(.difference, of: 0, against: .group(1), z: Self.values.z), value.difference)
      expect(evidence.printed(.difference, of: 0, against: .group(1), confidence: 0.95)?.limits, value.printed)
      let test = try #require(evidence.equality(of: 0, with: .group(1)))
      #expect(isClose(test.statistic, value.t) && isClose(test.degreesOfFreedom, value.degreesOfFreedom))
      #expect(isClose(test.pValue, value.p))
      // The pair exchanged has the limits exchanged.
      let exchanged = try #require(evidence.interval(.difference, of: 1, against: .group(0), z: Self.values.z))
      expect(exchanged, [-value.difference[1], -value.difference[0]])
      // Against everybody else only what is stated.
      #expect(evidence.value(.difference, of: 0, against: .complement) == nil)
      let stated = LimitedEvidence([areas[0]], complements: [areas[1]])
      #expect(isClose(stated.value(.difference, of: 0, against: .complement), value.one.area - value.other.area))
      #expect(stated.value(.difference, of: 0, against: .overall) == nil)
    }
  }

  @Test func wholeTablesGiveTheSameAreas() throws {
    for value in Self.values.comparisons {
      let groups = [value.one, value.other].map { Self.scores($0.positives, $0.negatives) }
      let table = ScoreTable(groups: groups, everybody: GroupScores.merged(groups))
      let areas = AreaUnderCurveByGroup().numbers(of: table)
      #expect(isClose(areas[0].value, value.one.area) && isClose(areas[1].value, value.other.area))
      let cross = CrossGroupArea().numbers(of: table)
      #expect(cross[0].value == cross[1].details.reverse?.value && cross[0].details.reverse?.value == cross[1].value)
      #expect(cross[0].details.area?.variance == cross[1].details.reverse?.variance)
      let sides = groups.flatMap { [$0.positives.people, $0.negatives.people] }
      #expect(cross[0].details.smallest == sides.min().map(Int.init))
    }
  }

  @Test func calibration() throws {
    for value in Self.values.calibration {
      let bins = try #require(
        CalibrationBins(value.bins.compactMap { CalibrationBin(people: $0[0], score: $0[1], positives: $0[2]) }))
      #expect(bins.bins.count == value.bins.count)
      #expect(isClose(bins.error, value.error) && isClose(bins.squareLessChance, value.debiased))
      let test = try #require(bins.test)
      #expect(isClose(test.statistic, value.chiSquared) && isClose(test.pValue, value.p))
      expect(bins.limits(z: Self.values.z), value.limits)
    }
    let worked = Self.values.calibration[0]
    #expect(isClose(worked.error, 0.075) && isClose(worked.debiased, -0.00243421052632, tolerance: 1e-11))
    #expect(
      isClose(worked.chiSquared, 2.87849927850, tolerance: 1e-11) && isClose(worked.p, 0.578359766, tolerance: 1e-8))
    #expect(worked.limits[0] == 0 && isClose(worked.limits[1], 0.310609631150, tolerance: 1e-11))
  }

  @Test func meansOfWhatPeopleAdd() throws {
    for value in Self.values.brier {
      let groups = [Self.scores(value.positives, value.negatives)]
      let table = ScoreTable(groups: groups, everybody: groups[0])
      for (number, mean, variance) in [
        (BrierScore().numbers(of: table)[0], value.brier, value.brierVariance),
        (CalibrationInTheLarge().numbers(of: table)[0], value.inTheLarge, value.inTheLargeVariance),
      ] {
        guard case .mean(let found, let spread) = number.form else {
          Issue.record("a mean")
          continue
        }
        #expect(isClose(found, mean) && isClose(spread, variance))
      }
      let test = try #require(BrierScore().numbers(of: table)[0].test)
      #expect(isClose(test.statistic, value.spiegelhalter) && isClose(test.p, value.p))
    }
  }

  @Test func distances() throws {
    for value in Self.values.distances {
      let groups = [Self.scores(value.own, []), Self.scores([], value.other)]
      let table = ScoreTable(groups: groups, everybody: GroupScores.merged(groups), range: 0...1)
      let gap = KolmogorovSmirnovDistance().numbers(of: table)[0]
      let area = WassersteinDistance().numbers(of: table)[0]
      #expect(isClose(gap.value, value.gap) && isClose(gap.test?.p, value.p))
      #expect(isClose(area.value, value.area))
      let own = try #require(area.details.own)
      let other = try #require(area.details.others)
      #expect(isClose(own.mean, value.means[0]) && isClose(other.variance, value.variances[1]))
      let samples = [own, other].map {
        ScoreDistance.Sample(people: Double($0.people), mean: $0.mean, variance: $0.variance)
      }
      let gaps = ScoreDistance(.largestGap, value: value.gap, own: samples[0], other: samples[1])
      expect(gaps?.limits(z: Self.values.z), value.gapLimits)
      let areas = ScoreDistance(.area, value: value.area, own: samples[0], other: samples[1], span: 1)
      expect(areas?.limits(z: Self.values.z), value.areaLimits)
      let open = ScoreDistance(.area, value: value.area, own: samples[0], other: samples[1])
      #expect(open?.limits(z: Self.values.z).upper == .infinity)
    }
    let worked = Self.values.distances[0]
    #expect(isClose(worked.gap, 0.275) && isClose(worked.area, 0.0975))
    #expect(isClose(worked.p, 0.800699300699, tolerance: 1e-11))
    #expect(isClose(worked.means[0] - worked.means[1], 0.095))
  }

  /// New York's rule: three groups, the median 50, which four people have or nearly have.
  @Test func scoringRates() {
    let scores: [[Double]] = [[10, 20, 30, 40, 50, 60, 70], [15, 25, 35, 45, 50, 50, 55], [5, 50, 65, 75, 80]]
    let groups = scores.map {
      GroupScores(positives: ScoreRuns(), negatives: ScoreRuns(), others: ScoreRuns(RowNumbers($0)))
    }
    let table = ScoreTable(groups: groups, everybody: GroupScores.merged(groups))
    #expect(table.median == 50)
    let found = ScoringRate().numbers(of: table).map(\.value)
    let expected: [Double?] = [2.0 / 7, 1.0 / 7, 0.6]
    #expect(found == expected)
  }
}
