import AuditData
import AuditRecord
import AuditStatistics
import Testing
import _AuditTesting

@testable import AuditMetrics

/// Means and medians of amounts against SciPy and NumPy.
@Suite struct AmountReferenceTests {
  struct Values: Decodable, Sendable {
    struct Mean: Decodable, Sendable {
      let mean: Double
      let variance: Double
      let skewness: Double
      let freedom: Double
      let limits: [[Double]]
      let plain: [[Double]]
    }
    struct Median: Decodable, Sendable {
      let median: Double
      let value: Double
      let size: Int
      let below: [Double]
      let above: [Double]
      let limits: [[Double?]]
    }
    struct Sample: Decodable, Sendable {
      let numbers: [Double]
      let mean: Mean
      let median: Median
    }
    struct Welch: Decodable, Sendable {
      let t: Double
      let freedom: Double
      let p: Double
    }
    struct Errors: Decodable, Sendable {
      let numbers: [Double]
      let residual: [[Double]]
      let mean: Double
      let absolute: Double
      let absolutePlain: [[Double]]
      let root: Double
      let rootPlain: [[Double]]
      let rootLimits: [[Double]]
    }
    let errors: [Errors]
    let workedTest: Welch
    let deviates: [Double]
    let samples: [Sample]
    let welch: Welch
    let large: [Int]
  }

  private static let values: Values = {
    do {
      return try CompositionReferenceTests.reference(Values.self, "amounts-scipy.json")
    } catch { fatalError("\(error)") }
  }()

  private static func table(_ numbers: [Double], range: ClosedRange<Double>? = nil) -> ScoreTable {
    let group = GroupScores(positives: ScoreRuns(), negatives: ScoreRuns(), others: ScoreRuns(RowNumbers(numbers)))
    return ScoreTable(groups: [group], everybody: group, range: range)
  }

  private static func mean(
    _ numbers: [Double], range: ClosedRange<Double>? = nil, of metric: any ScoreMetric = MeanAmount()
  ) throws -> SkewedMean {
    let details = try #require(metric.numbers(of: table(numbers, range: range)).first?.details)
    let moments = try #require(details.moments)
    let shape = moments.skewness.flatMap { skewness in
      moments.degreesOfFreedom.flatMap { SkewedMean.Shape(skewness: skewness, degreesOfFreedom: $0) }
    }
    return try #require(
      SkewedMean(
        mean: moments.mean, variance: moments.variance, people: details.people, shape: shape, least: moments.least,
        most: moments.most, isRoot: moments.isRoot ?? false))
  }

  @Test func meansAndTheirLimits() throws {
    for sample in Self.values.samples {
      let mean = try Self.mean(sample.numbers)
      let expected = sample.mean
      #expect(isClose(mean.mean, expected.mean) && isClose(mean.variance, expected.variance))
      #expect(isClose(mean.shape?.skewness, expected.skewness, tolerance: 1e-8))
      #expect(isClose(mean.shape?.degreesOfFreedom, expected.freedom, tolerance: 1e-8))
      for (index, z) in Self.values.deviates.enumerated() {
        let (limits, plain) = (mean.limits(z: z), mean.student(z: z))
        #expect(isClose(limits.lower, expected.limits[index][0], tolerance: 1e-8))
        #expect(isClose(limits.upper, expected.limits[index][1], tolerance: 1e-8))
        #expect(isClose(plain.lower, expected.plain[index][0], tolerance: 1e-8))
        #expect(isClose(plain.upper, expected.plain[index][1], tolerance: 1e-8))
      }
    }
  }

  @Test func mediansAndTheirBlocks() throws {
    for sample in Self.values.samples {
      let found = try #require(MedianAmount().numbers(of: Self.table(sample.numbers)).first)
      let (blocks, expected) = (try #require(found.details.blocks), sample.median)
      #expect(isClose(found.value, expected.value) && blocks.size == expected.size)
      #expect(blocks.below.count == expected.below.count && blocks.above.count == expected.above.count)
      for (one, other) in zip(blocks.below + blocks.above, expected.below + expected.above) {
        #expect(isClose(one, other))
      }
      let value = try #require(found.value)
      let median = try #require(
        BlockedMedian(
          value: value, people: found.details.people, size: blocks.size, below: blocks.below,
          above: blocks.above))
      for (z, expected) in zip(Self.values.deviates, expected.limits) {
        let limits = median.limits(z: z)
        #expect(isClose(limits.lower, expected[0] ?? -.infinity) && isClose(limits.upper, expected[1] ?? .infinity))
      }
    }
    let people = Self.values.large[0]
    #expect(BlockedMedian.size(people: people) == Self.values.large[1])
    #expect(BlockedMedian.blocks(people: people) == Self.values.large[2])
  }

  @Test func welchsTestOfTwoMeans() throws {
    let means = try Self.values.samples.prefix(2).map { LimitedNumber.mean(try Self.mean($0.numbers)) }
    let evidence = LimitedEvidence(means)
    let test = try #require(evidence.equality(of: 0, with: .group(1)))
    #expect(isClose(test.statistic, Self.values.welch.t) && isClose(test.degreesOfFreedom, Self.values.welch.freedom))
    #expect(isClose(test.pValue, Self.values.welch.p) && test.name == .welchT)
    // Limits of comparisons are those of both sides together.
    for comparison in [PairComparison.ratio, .difference] {
      let judged = try #require(evidence.interval(comparison, of: 0, against: .group(1), z: 1.96))
      let printed = try #require(evidence.printed(comparison, of: 0, against: .group(1), confidence: 0.95)?.limits)
      let value = try #require(evidence.value(comparison, of: 0, against: .group(1)))
      #expect(judged.lower < value && value < judged.upper)
      #expect(judged.lower <= printed.lower + 1 && judged.upper >= printed.upper - 1)
    }
  }

  /// What was predicted less what there is: its mean, that of its size, and the root of that of its square.
  @Test func errorsOfPredictions() throws {
    for errors in Self.values.errors {
      let residual = try Self.mean(errors.numbers, of: MeanResidual())
      let absolute = try Self.mean(errors.numbers, of: MeanAbsoluteError())
      let root = try Self.mean(errors.numbers, of: RootMeanSquareError())
      #expect(isClose(residual.value, errors.mean) && isClose(absolute.value, errors.absolute))
      #expect(isClose(root.value, errors.root) && root.isRoot && !absolute.isRoot)
      for (index, z) in Self.values.deviates.enumerated() {
        #expect(isClose(residual.student(z: z).lower, errors.residual[index][0], tolerance: 1e-8))
        #expect(isClose(absolute.student(z: z).upper, errors.absolutePlain[index][1], tolerance: 1e-8))
        #expect(isClose(root.student(z: z).lower, errors.rootPlain[index][0], tolerance: 1e-8))
        #expect(isClose(root.student(z: z).upper, errors.rootPlain[index][1], tolerance: 1e-8))
        guard errors.numbers.count > 10 else { continue }
        #expect(isClose(root.limits(z: z).lower, errors.rootLimits[index][0], tolerance: 1e-8))
        #expect(isClose(root.limits(z: z).upper, errors.rootLimits[index][1], tolerance: 1e-8))
      }
    }
    let worked = try Self.values.errors.prefix(2).map {
      LimitedNumber.mean(try Self.mean($0.numbers, of: MeanResidual()))
    }
    let test = try #require(LimitedEvidence(worked).equality(of: 0, with: .group(1)))
    #expect(
      isClose(test.statistic, 2.04467890523, tolerance: 1e-11) && isClose(test.statistic, Self.values.workedTest.t))
    #expect(isClose(test.degreesOfFreedom, Self.values.workedTest.freedom))
    #expect(isClose(test.pValue, Self.values.workedTest.p))
    let roots = try Self.values.errors.prefix(2).map {
      LimitedNumber.mean(try Self.mean($0.numbers, of: RootMeanSquareError()))
    }
    let ratio = LimitedEvidence(roots).value(.ratio, of: 0, against: .group(1))
    #expect(isClose(ratio, 1.14359630115, tolerance: 1e-11))
    // Squares of the largest amounts vary by more than there are numbers for.
    let huge = RootMeanSquareError().numbers(of: Self.table([1e100, -1e100, 5]))[0]
    #expect(huge.value == nil && huge.undefined == .undefinedPart)
  }

  /// Rows that stand for several people are these people.
  @Test func countsAreThatManyPeople() {
    let numbers: [Double] = [3, 1, 4, 1, 5, 9, 2, 6]
    let counts: [Int64] = [2, 5, 1, 3, 1, 1, 4, 2]
    let rows = RowNumbers(numbers, counts: counts)
    let apart = zip(numbers, counts).flatMap { Array(repeating: $0, count: Int($1)) }
    func table(_ rows: RowNumbers) -> ScoreTable {
      let group = GroupScores(positives: ScoreRuns(rows), negatives: ScoreRuns())
      return ScoreTable(groups: [group], everybody: group)
    }
    for metric in [MeanAmount(), MedianAmount()] as [any ScoreMetric] {
      let (one, other) = (metric.numbers(of: table(rows))[0], metric.numbers(of: table(RowNumbers(apart)))[0])
      #expect(isClose(one.value, other.value) && one.details == other.details)
    }
  }

  /// What a person has is in no number: of few people there is none, and middles and blocks are of five or more.
  @Test func fewPeople() throws {
    let few = MedianAmount().numbers(of: Self.table((1...10).map(Double.init)))[0]
    #expect(few.value == nil && few.undefined == .fewToTell)
    let eleven = MedianAmount().numbers(of: Self.table([1, 2, 3, 4, 10, 20, 45, 50, 60, 70, 80]))[0]
    #expect(isClose(eleven.value, 25.8) && eleven.details.blocks?.below.isEmpty == true)
    // Nothing is ruled out where no block lies so far out.
    let limits = try #require(BlockedMedian(value: 25.8, people: 11, size: 5, below: [], above: [])).limits(z: 1.96)
    #expect(limits.lower == -.infinity && limits.upper == .infinity)
    // The mean of ten people is told, and no verdict rests on it.
    let ten = try Self.mean((1...10).map(Double.init))
    #expect(ten.mean == 5.5 && ten.shape == nil && ten.limits(z: 1.96).lower == -.infinity)
    #expect(ten.student(z: 1.96).lower.isFinite)
    #expect(MeanAmount().numbers(of: Self.table([]))[0].undefined == .emptyDenominator)
  }

  /// Where all people agree, only the range that the plan states bounds what others have.
  @Test func peopleWhoAgree() throws {
    let same = Array(repeating: 7.0, count: 30)
    #expect(try Self.mean(same).limits(z: 1.959963984540054).upper == .infinity)
    let bounded = try Self.mean(same, range: 0...10).limits(z: 1.959963984540054)
    #expect(isClose(bounded.lower, 7 - 7 * (1 - 0.8842966917779722), tolerance: 1e-9))
    #expect(isClose(bounded.upper, 7 + 3 * (1 - 0.8842966917779722), tolerance: 1e-9))
    let median = MedianAmount().numbers(of: Self.table(same))[0]
    #expect(median.value == 7 && median.details.blocks?.below.allSatisfy { $0 == 7 } == true)
  }

  /// Hardly anybody has anything: only those who do are known.
  @Test func fewWhoHaveAnything() throws {
    let numbers = Array(repeating: 0.0, count: 200) + [5, 6, 7]
    let details = MeanAmount().numbers(of: Self.table(numbers))[0].details
    #expect(details.people == 203 && details.contributing == 3 && details.smallest == 3)
  }

  @Test func numbersThatAreNone() {
    let shape = SkewedMean.Shape(skewness: 1, degreesOfFreedom: 9)
    #expect(SkewedMean(mean: 1, variance: -1, people: 10, shape: shape) == nil)
    #expect(SkewedMean(mean: .nan, variance: 1, people: 10, shape: shape) == nil)
    #expect(SkewedMean(mean: 5, variance: 1, people: 10, shape: shape, least: 6) == nil)
    #expect(SkewedMean(mean: 5, variance: 1, people: 3, shape: shape) == nil)
    #expect(SkewedMean.Shape(skewness: 1, degreesOfFreedom: 0) == nil)
    #expect(BlockedMedian(value: 5, people: 20, size: 5, below: [6], above: [7]) == nil)
    #expect(BlockedMedian(value: 5, people: 20, size: 4, below: [4], above: [7]) == nil)
    #expect(BlockedMedian(value: 5, people: 20, size: 5, below: [4, 3, 2], above: [7]) == nil)
    // Huge numbers end nothing.
    let huge = SkewedMean(mean: 1e200, variance: 1e300, people: 11, shape: shape)
    #expect(huge?.limits(z: 8).upper.isNaN == false)
  }
}
