import Testing
import _AuditTesting

@testable import AuditStatistics

/// Exact bands, from adding up binomial masses.
struct ComputedBands: Decodable, Sendable {
  struct Band: Decodable, Sendable {
    let share: Double
    let trials: Int
    let level: Double
    let lower: Int
    let upper: Int
  }
  let bands: [Band]

  static let values: ComputedBands = reference("bands-scipy.json")
}

@Suite struct AcceptanceBandTests {
  @Test func agreesWithSumsOfMasses() {
    for band in ComputedBands.values.bands {
      let range = AcceptanceBand.range(of: band.share, trials: band.trials, level: band.level)
      #expect(range.lowerBound == Double(band.lower) / Double(band.trials), "\(band)")
      #expect(range.upperBound == Double(band.upper) / Double(band.trials), "\(band)")
    }
    #expect(ComputedBands.values.bands.count == 54)
  }

  @Test func certainSharesHaveNoWidth() {
    #expect(AcceptanceBand.range(of: 0, trials: 10) == 0...0)
    #expect(AcceptanceBand.range(of: 1, trials: 10) == 1...1)
    #expect(AcceptanceBand.range(of: 0.3, trials: 0) == 0...1)
  }

  @Test func trialsAreThePositionsOfAllListsUpToTheRank() {
    let found = AcceptanceBand.ranges(targets: [0.25, 0.75], lists: [40, 40, 30])
    #expect(found.lower.map(\.count) == [3, 3] && found.upper.map(\.count) == [3, 3])
    let last = AcceptanceBand.range(of: 0.25, trials: 110)
    #expect(found.lower[0][2] == last.lowerBound && found.upper[0][2] == last.upperBound)
    for rank in 0..<3 { #expect(isClose(found.lower[0][rank] + found.upper[1][rank], 1, within: 1e-12)) }
  }
}
