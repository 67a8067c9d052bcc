import Evenhand
import Testing

/// How often the ranges of whole audits contain the truth, on a few seeded samples; the large simulations are in
/// `docs/simulations.md`.
struct ListCoverageTests {
  @Test(arguments: [(50, 100), (200, 60)]) func rangesContainTheTruth(_ people: Int, _ runs: Int) async throws {
    var quality = 0
    var attention = 0
    for run in 0..<runs {
      let record = try await MadeUpLists(people, seed: UInt64(1000 * people + run)).tables(
        requirements: [MadeUpLists.bothWays[2], MadeUpLists.bothWays[4]]
      ).record()
      let difference = record.pair("ndcg", "f", against: "m", .difference)?.interval
      let ratio = record.pair("exposure", "B", against: "A", .ratio)?.interval
      if let lower = difference?.lower, let upper = difference?.upper, lower...upper ~= MadeUpLists.difference {
        quality += 1
      }
      if let lower = ratio?.lower, let upper = ratio?.upper, lower...upper ~= MadeUpLists.ratio { attention += 1 }
    }
    // Of a true coverage of 0.95, four standard errors of the simulation.
    let least = 0.95 - 4 * (0.95 * 0.05 / Double(runs)).squareRoot()
    #expect(Double(quality) / Double(runs) >= least, "\(quality) of \(runs)")
    #expect(Double(attention) / Double(runs) >= least, "\(attention) of \(runs)")
    #expect(quality + attention < 2 * runs, "ranges that always contain the truth say nothing")
  }
}
