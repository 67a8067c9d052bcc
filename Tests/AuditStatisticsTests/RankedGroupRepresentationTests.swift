import AuditNumerics
import AuditStatistics
import Testing
import _AuditTesting

@Suite struct RankedGroupRepresentationTests {
  @Test(arguments: PublishedRankings.values.ranked)
  func publishedTables(_ expected: PublishedRankings.Table) {
    let table = RankedGroupRepresentation(
      length: expected.length, share: expected.share, prefixLevel: expected.level)
    if let minimums = expected.minimums { #expect(table.minimums == PublishedRankings.expand(minimums)) }
    if let failure = expected.failure {
      #expect(agrees(table.failureProbability, failure, digits: expected.digits ?? 13))
    }
  }

  @Test(arguments: PublishedRankings.values.adjusted)
  func publishedAdjustments(_ expected: PublishedRankings.Table) throws {
    let table = RankedGroupRepresentation(
      length: expected.length, share: expected.share, significance: try #require(expected.significance))
    if let minimums = expected.minimums { #expect(table.minimums == PublishedRankings.expand(minimums)) }
    #expect(agrees(table.failureProbability, try #require(expected.failure), digits: try #require(expected.digits)))
    #expect(agrees(table.prefixLevel, expected.level, digits: 6))
  }

  @Test(arguments: ComputedRankings.values.ranked)
  func agreesWithExactFractions(_ expected: ComputedRankings.Table) {
    let plain = RankedGroupRepresentation(
      length: expected.length, share: expected.share, prefixLevel: expected.significance)
    #expect(plain.minimums == expected.minimums)
    #expect(isClose(plain.failureProbability, expected.failure, tolerance: 1e-12))
    let adjusted = RankedGroupRepresentation(
      length: expected.length, share: expected.share, significance: expected.significance)
    #expect(adjusted.minimums == expected.adjusted.minimums)
    #expect(isClose(adjusted.failureProbability, expected.adjusted.failure, tolerance: 1e-12))
    #expect(isClose(adjusted.prefixLevel, expected.adjusted.level, tolerance: 1e-12))
    // The table holds for all levels above the next smaller value, which has the table below.
    let inside = expected.adjusted.above * 0.01 + expected.adjusted.level * 0.99
    let same = RankedGroupRepresentation(length: expected.length, share: expected.share, prefixLevel: inside)
    #expect(same == adjusted)
  }

  @Test(arguments: ComputedRankings.values.surprises)
  func pValuesAgreeWithEnumeration(_ expected: ComputedRankings.Surprise) throws {
    let ranking = expected.membership.map { $0 == "1" }
    let surprise = try #require(RankedGroupRepresentation.surprise(ranking, share: expected.share))
    #expect(isClose(surprise.pValue, expected.p, tolerance: 1e-12))
    #expect(isClose(surprise.prefixProbability, expected.prefix, tolerance: 1e-12))
    #expect(surprise.rank == expected.rank && surprise.members == expected.members)
  }

  /// A ranking fails the table for α exactly when its p-value is at most α, and fails with the probability the table states.
  @Test(arguments: [(0.3, 0.1), (0.5, 0.05), (0.5, 0.125), (0.8, 0.2)])
  func tableAndPValueAreOneTest(share: Double, significance: Double) throws {
    let length = 11
    let table = RankedGroupRepresentation(length: length, share: share, significance: significance)
    var failed = 0.0
    for code in 0..<(1 << length) {
      let ranking = (0..<length).map { code >> $0 & 1 == 1 }
      let accepted = table.accepts(ranking)
      let surprise = try #require(RankedGroupRepresentation.surprise(ranking, share: share))
      #expect(accepted == (surprise.pValue > significance * (1 + 1e-12)))
      if !accepted {
        failed += ranking.reduce(1.0) { $0 * ($1 ? share : 1 - share) }
      }
    }
    #expect(isClose(failed, table.failureProbability, tolerance: 1e-12))
    #expect(table.failureProbability <= significance)
  }

  @Test func longRankings() {
    let table = RankedGroupRepresentation(length: 400, share: 0.35, significance: 0.05)
    #expect(table.failureProbability <= 0.05 && table.failureProbability > 0.045)
    #expect(zip(table.minimums, table.minimums.dropFirst()).allSatisfy { $1 == $0 || $1 == $0 + 1 })
    #expect(table.accepts([]) && !table.accepts(Array(repeating: false, count: 400)))
    #expect(RankedGroupRepresentation.surprise([], share: 0.5) == nil)
    #expect(RankedGroupRepresentation(length: 0, share: 0.5, significance: 0.1).failureProbability == 0)
  }

  @Test func impossibleArguments() async {
    await #expect(processExitsWith: .failure) {
      _ = RankedGroupRepresentation(length: 3, share: 1, significance: 0.1)
    }
  }
}
