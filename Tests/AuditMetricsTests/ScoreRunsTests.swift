import AuditData
import AuditNumerics
import AuditRecord
import Testing
import _AuditTesting

@testable import AuditMetrics

/// Sorted scores, and the metrics that are made of them.
@Suite struct ScoreRunsTests {
  private static func random(_ count: Int, seed: UInt64, digits: Double) -> [Double] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in (Double.random(in: -2..<2, using: &random) * digits).rounded() / digits + 0 }
  }

  @Test(arguments: [0, 1, 100, 5_000, 20_000]) func numbersAreSorted(count: Int) {
    for digits in [1.0, 100, 1e15] {
      var numbers = Self.random(count, seed: 7, digits: digits)
      let expected = numbers.sorted()
      DoubleSort.sort(&numbers)
      #expect(numbers == expected)
    }
    let tiny = Double.leastNonzeroMagnitude
    let sizes: [Double] = [1e300, -1e300, tiny, -tiny, 0, 1e-300, -7, 3]
    var wide = (0..<6_000).map { sizes[$0 % 8] * Double(1 + $0) }
    let expected = wide.sorted()
    DoubleSort.sort(&wide)
    #expect(wide == expected)
  }

  @Test func equalScoresAreOneRun() {
    let runs = ScoreRuns(RowNumbers([0.5, 0.1, 0.5, 0.9, 0.5]))
    #expect(runs.values == [0.1, 0.5, 0.9] && runs.counts == [1, 3, 1] && runs.people == 5)
    #expect(runs == ScoreRuns(RowNumbers([0.9, 0.5, 0.1], counts: [1, 3, 1])))
    #expect(ScoreRuns(RowNumbers([3, 1, 2])).counts.isEmpty)
    #expect(ScoreRuns(RowNumbers([3, 1], counts: [1, 1])) == ScoreRuns(RowNumbers([1, 3])))
    #expect(runs.median == 0.5 && runs.people(above: 0.5) == 1 && runs.people(above: 0) == 5)
    #expect(ScoreRuns(RowNumbers([1, 2, 4, 8])).median == 3 && ScoreRuns().median == nil)
  }

  /// Scores may come in any parts.
  @Test(arguments: 0..<4 as Range<UInt64>) func lawsOfTheSummary(seed: UInt64) {
    func summary(_ part: UInt64) -> RowNumberTally {
      var random = SeededGenerator(seed: seed &* 31 &+ part)
      let rows = (0..<9).map { _ in
        RowNumbers(Self.random(Int.random(in: 0..<40, using: &random), seed: random.next(), digits: 10))
      }
      return RowNumberTally(rows: rows, missing: (0..<9).map { _ in Int64.random(in: 0..<5, using: &random) })
    }
    let tallies = (0..<4 as Range<UInt64>).map(summary)
    let whole = RowNumberTally(
      rows: (0..<9).map { place in
        RowNumbers(tallies.flatMap { $0.rows[place].values })
      }, missing: (0..<9).map { place in tallies.reduce(0) { $0 + $1.missing[place] } })
    let faults = SummaryLaws.brokenMerging(
      empty: ScoreSummary(groups: 3), parts: tallies.map { ScoreSummary($0) }, whole: ScoreSummary(whole),
      merge: { $0.merge($1) }, agree: ==)
    #expect(faults == [])
    let mapping: [Int32] = [1, -1, 1]
    let merged = tallies.map { ScoreSummary($0).regrouped(by: mapping, count: 2) }.reduce(into: ScoreSummary(groups: 2))
    {
      $0.merge($1)
    }
    #expect(merged == ScoreSummary(whole).regrouped(by: mapping, count: 2))
  }

  @Test func theExampleOfEveryMetricHolds() {
    var seen = 0
    for metric in Catalogue.all {
      guard case .score(let score) = metric.kind else { continue }
      seen += 1
      let groups = score.example.groups.map(\.scores)
      let table = ScoreTable(
        groups: groups, everybody: GroupScores.merged(groups), range: score.number == .score ? 0...1 : nil)
      let found = score.numbers(of: table)
      for (group, number) in zip(score.example.groups, found) {
        #expect(isClose(number.value, score.example.values[group.label]), "\(metric.card.id), \(group.label)")
      }
    }
    #expect(seen == 13)
  }

  @Test func whatDoesNotExistHasAReason() {
    let empty = GroupScores()
    let one = GroupScores(positives: ScoreRuns(RowNumbers([0.5, 0.7])), negatives: ScoreRuns())
    let wide = GroupScores(positives: ScoreRuns(RowNumbers([3])), negatives: ScoreRuns(RowNumbers([0.2])))
    let table = ScoreTable(groups: [empty, one, wide], everybody: GroupScores.merged([one, wide]))
    #expect(AreaUnderCurveByGroup().numbers(of: table).map(\.undefined) == [.emptyDenominator, .oneOutcome, nil])
    #expect(BrierScore().numbers(of: table).allSatisfy { $0.undefined == .scoresNotProbabilities && $0.value == nil })
    #expect(CalibrationError().numbers(of: table).allSatisfy { $0.undefined == .scoresNotProbabilities })
    #expect(ScoringRate().numbers(of: table)[0].undefined == .emptyDenominator)
    #expect(KolmogorovSmirnovDistance().numbers(of: table)[0].undefined == .emptyDenominator)
    let alone = ScoreTable(groups: [one], everybody: one)
    #expect(WassersteinDistance().numbers(of: alone)[0].undefined == .fewerThanTwoGroups)
    #expect(CrossGroupArea().numbers(of: alone)[0].undefined == .oneOutcome)
  }

  /// Bins hold equally many of everybody, and at least thirty of a group.
  @Test func binsOfCalibration() throws {
    let all = (0..<1000).map { Double($0) / 1000 }
    let large = GroupScores(
      positives: ScoreRuns(RowNumbers(all.filter { $0 > 0.5 })),
      negatives: ScoreRuns(RowNumbers(all.filter { $0 <= 0.5 })))
    let small = GroupScores(
      positives: ScoreRuns(RowNumbers(stride(from: 0.3, to: 0.9, by: 0.01).map { $0 })), negatives: ScoreRuns())
    let table = ScoreTable(groups: [large, small], everybody: large)
    #expect(table.edges.count == 9)
    let bins = table.bins(of: large)
    #expect(bins.map(\.people) == Array(repeating: 100, count: 10))
    #expect(bins[0].above == nil && isClose(bins[0].upTo, 0.0995))
    #expect(isClose(bins[9].above, 0.8995) && bins[9].upTo == nil)
    #expect(bins[4].positives == 0 && bins[5].positives == 99 && bins[9].positives == 100)
    let few = table.bins(of: small)
    #expect(few.reduce(0) { $0 + $1.people } == 60 && few.allSatisfy { $0.people >= 30 })
    // Deciles that many share give fewer bins, and lose nobody.
    let coarse = GroupScores(
      positives: ScoreRuns(RowNumbers((0..<200).map { Double($0 % 3) / 4 })), negatives: ScoreRuns(RowNumbers([0.9])))
    let shared = ScoreTable(groups: [coarse], everybody: coarse)
    #expect(shared.bins(of: coarse).reduce(0) { $0 + $1.people } == 201)
  }

  /// A rising change of all scores changes no area, no largest gap and no share above the median.
  @Test func ranksAloneMatter() {
    let (positives, negatives) = (Self.random(80, seed: 3, digits: 20), Self.random(90, seed: 4, digits: 20))
    let others = Self.random(70, seed: 5, digits: 20)
    func numbers(_ change: (Double) -> Double) -> [[Double?]] {
      let groups = [
        GroupScores(
          positives: ScoreRuns(RowNumbers(positives.map(change))),
          negatives: ScoreRuns(RowNumbers(negatives.map(change)))
        ),
        GroupScores(
          positives: ScoreRuns(RowNumbers(others.map(change))), negatives: ScoreRuns(RowNumbers(positives.map(change)))),
      ]
      let table = ScoreTable(groups: groups, everybody: GroupScores.merged(groups))
      let metrics: [any ScoreMetric] = [
        AreaUnderCurveByGroup(), CrossGroupArea(), KolmogorovSmirnovDistance(), ScoringRate(),
      ]
      return metrics.map { $0.numbers(of: table).map(\.value) }
    }
    #expect(numbers { $0 } == numbers { $0 * 8 + 64 })
  }
}
