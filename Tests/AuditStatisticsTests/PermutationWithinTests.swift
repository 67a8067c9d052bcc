import AuditNumerics
import Testing
import _AuditTesting

@testable import AuditStatistics

@Suite struct PermutationWithinTests {
  /// Rows of features, of which zeros are left out.
  static func rows(_ features: [[Double]]) -> PermutationWithin.FeatureRows {
    var rows = PermutationWithin.FeatureRows(features: features.first?.count ?? 0)
    for person in features { rows.add(person.enumerated().map { (feature: $0.offset, value: $0.element) }) }
    return rows
  }

  private static func worked() throws -> PermutationWithin {
    let lists = ["abc", "abd", "abe", "acd", "cde", "ade"]
    return try #require(
      PermutationWithin(
        contexts: [0, 0, 0, 0, 0, 0], groups: [0, 0, 0, 1, 1, 1], groupCount: 2,
        features: rows(lists.map { list in "abcde".map { list.contains($0) ? 1 : 0 } })))
  }

  @Test func theWorkedExampleIsExact() throws {
    let test = try Self.worked()
    #expect(test.people == 6 && test.contexts == 1)
    let expected: [Double] = [1.0 / 3, 1, -1.0 / 3, -2.0 / 3, -1.0 / 3]
    let variances: [Double] = [1.0 / 4, 9.0 / 20, 9.0 / 20, 2.0 / 5, 9.0 / 20]
    for (difference, (value, variance)) in zip(test.differences, zip(expected, variances)) {
      #expect(isClose(difference.value, value, within: 1e-14))
      // The weight of the only context is 3 · 3 ÷ 6.
      #expect(isClose(difference.pooled, variance.squareRoot() / 1.5, within: 1e-14))
    }
    #expect(isClose(test.statistic * test.statistic, 5, within: 1e-12))
    #expect(test.clearest?.feature == 1 && test.largest?.feature == 1)
  }

  /// Of all 20 ways of dealing out the groups six reach what was found.
  @Test func allRelabellingsGiveTheExactTest() throws {
    let test = try Self.worked()
    var sums = [Double](repeating: 0, count: 5)
    var (all, reached) = (0, 0)
    for mask in 0..<64 where mask.nonzeroBitCount == 3 {
      let labels = (0..<6).map { Int32(mask >> $0 & 1 == 1 ? 0 : 1) }
      all += 1
      if test.statistic(labels, into: &sums) >= test.statistic * (1 - 1e-10) { reached += 1 }
    }
    #expect(all == 20 && reached == 6)
    // Drawn at random it is that but for chance.
    let drawn = test.permute(20_000, seed: 1, stream: 1)
    #expect(isClose(drawn.pValue, 0.3, within: 0.015))
  }

  @Test(arguments: ComputedControls.values.separations) func agreesWithNumPy(_ expected: ComputedControls.Separation)
    throws
  {
    let groups = expected.groups.max().map { Int($0) + 1 } ?? 0
    let test = try #require(
      PermutationWithin(
        contexts: expected.contexts, groups: expected.groups, groupCount: groups, features: Self.rows(expected.features)
      ))
    try #require(test.differences.count == expected.differences.count)
    for (found, known) in zip(test.differences, expected.differences) {
      #expect(found.group == known.group && found.feature == known.feature)
      #expect(isClose(found.value, known.value, within: 1e-12))
      #expect(isClose(found.pooled, known.pooled, within: 1e-12))
      #expect(isClose(found.separate, known.separate, within: 1e-12))
    }
  }

  /// The lower end leaves 0 exactly where the test rejects.
  @Test(arguments: 0..<30) func theRangeAndTheTestAgree(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let people = 40
    let shift = Double(seed % 5) * 0.15
    let groups = (0..<people).map { _ in Int32.random(in: 0..<2, using: &random) }
    let features = groups.map { group in
      (0..<4).map { Double.random(in: 0..<1, using: &random) + ($0 == 0 && group == 0 ? shift : 0) }
    }
    let test = try #require(
      PermutationWithin(
        contexts: (0..<people).map { Int32($0 % 3) }, groups: groups, groupCount: 2, features: Self.rows(features)))
    let permutations = test.permute(199, seed: 7, stream: seed)
    let critical = permutations.critical(confidence: 0.95)
    let ends = try #require(test.ends(critical: critical))
    let lower = ends.lower.value.magnitude - critical * ends.lower.pooled
    #expect((lower > 1e-9) == (permutations.pValue <= 0.05 + 1e-12))
    #expect(test.ends(critical: .infinity) == nil)
  }

  @Test func isTheSameForAnyNumberOfThreads() throws {
    let test = try Self.worked()
    let found = [1, 3].map { threads in
      Parallel.$threads.withValue(threads) { test.permute(101, seed: 5, stream: 9) }
    }
    #expect(found[0] == found[1])
    #expect(found[0] != test.permute(101, seed: 6, stream: 9))
  }

  @Test func whatCannotBeComparedIsNot() throws {
    // No context holds both groups.
    #expect(
      PermutationWithin(
        contexts: [0, 0, 1, 1], groups: [0, 0, 1, 1], groupCount: 2, features: Self.rows([[1], [0], [1], [0]]))
        == nil)
    // Nothing varies within contexts.
    let constant = try #require(
      PermutationWithin(
        contexts: [0, 0], groups: [0, 1], groupCount: 2, features: Self.rows([[0.5, 0.5], [0.5, 0.5]])))
    #expect(constant.differences.isEmpty && constant.largest == nil)
    // Too few permutations for a level rule out nothing.
    #expect(try Self.worked().permute(10, seed: 1, stream: 1).critical(confidence: 0.95) == .infinity)
  }
}
