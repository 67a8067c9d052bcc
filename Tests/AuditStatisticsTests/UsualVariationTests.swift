import AuditStatistics
import Testing

/// Laney's p′ chart against the published formula in exact fractions (`Tests/Reference/laney.py`).
struct UsualVariationTests {
  struct Case: Decodable, Sendable {
    let numerators: [Double]
    let denominators: [Double]
    let mean: Double
    let excess: Double
    let limits: [[Double]]
  }

  @Test func limitsAreThoseOfTheFormula() throws {
    for expected in reference("laney.json", as: [Case].self) {
      let variation = try #require(
        UsualVariation(numerators: expected.numerators, denominators: expected.denominators))
      #expect(abs(variation.mean - expected.mean) < 1e-12)
      #expect(abs(variation.excess - expected.excess) < 1e-9)
      for (people, limits) in zip(expected.denominators, expected.limits) {
        let own = variation.limits(denominator: people)
        #expect(abs(own.lowerBound - limits[0]) < 1e-9)
        #expect(abs(own.upperBound - limits[1]) < 1e-9)
      }
    }
  }

  @Test func nothingIsSaidOfTooFewOrOfNoVariation() {
    let people = [Double](repeating: 100, count: 12)
    #expect(
      UsualVariation(numerators: [Double](repeating: 30, count: 11), denominators: Array(people.prefix(11))) == nil)
    #expect(UsualVariation(numerators: [Double](repeating: 0, count: 12), denominators: people) == nil)
    #expect(UsualVariation(numerators: people, denominators: people) == nil)
    #expect(
      UsualVariation(numerators: [Double](repeating: 1, count: 12), denominators: Array(people.dropLast()) + [0]) == nil
    )
  }
}
