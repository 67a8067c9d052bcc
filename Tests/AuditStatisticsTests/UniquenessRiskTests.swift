import Testing
import _AuditTesting

@testable import AuditStatistics

/// How easily people could be told apart; numbers of `Tests/Reference/privacy.py` (sums and quadrature of mpmath).
struct UniquenessRiskTests {
  @Test func aWorkedExample() throws {
    let risk = try #require(UniquenessRisk(sizes: [1, 1, 2, 3, 5, 8], minimum: 3, populationShare: 0.1))
    #expect(risk.people == 20 && risk.classes == 6 && risk.unique == 2 && risk.below == 4)
    #expect(risk.largest == 1 && isClose(risk.mean, 0.3))
    #expect(isClose(risk.populationMean, 0.05248930977769445, within: 1e-12))
  }

  struct Chances: Decodable {
    struct Chance: Decodable {
      let size: Int
      let share, chance: Double
    }
    let chances: [Chance]
  }

  @Test func chancesOfThePopulation() {
    let known: Chances = reference("privacy.json")
    #expect(known.chances.count == 60)
    for one in known.chances {
      let found = UniquenessRisk.chance(one.size, share: one.share)
      #expect(isClose(found, one.chance, tolerance: 1e-11), "\(one.size) \(one.share)")
    }
  }

  /// Both ways of adding up agree where one takes over from the other, and the chance falls with people and rises with the share.
  @Test func laws() {
    for share in [0.001, 0.1, 0.3, 0.5, 0.500001, 0.7, 0.999, 1] {
      let chances = [1, 2, 3, 10, 62, 63, 64, 65, 200, 10_000].map { UniquenessRisk.chance($0, share: share) }
      #expect(zip(chances, chances.dropFirst()).allSatisfy { $0 > $1 })
      for (size, chance) in zip([1, 2, 3, 10, 62, 63, 64, 65, 200, 10_000], chances) {
        #expect(chance > 0 && chance <= 1 / Double(size) * (1 + 1e-12))
      }
      // π·I(f) + (1−π)·I(f+1) = 1/f.
      for size in [1, 5, 63, 64, 500] where share < 1 {
        let sum =
          UniquenessRisk.chance(size, share: share) + (1 - share) / share
          * UniquenessRisk.chance(size + 1, share: share)
        #expect(isClose(sum, 1 / Double(size), within: 1e-9))
      }
    }
    #expect(UniquenessRisk(sizes: [], minimum: 3) == nil && UniquenessRisk(sizes: [0], minimum: 3) == nil)
    #expect(UniquenessRisk(sizes: [1], minimum: 3, populationShare: 0) == nil)
  }
}
