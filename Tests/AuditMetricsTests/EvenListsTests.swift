import AuditMetrics
import AuditStatistics
import Testing
import _AuditTesting

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What lists show that make no difference between items: `Tests/Reference/even-lists.py` draws them by numpy.
@Suite struct EvenListsTests {
  private struct Case: Decodable {
    var items: Int
    var lengths: [Int]
    var gini: Double
    var giniDeviation: Double
    var entropy: Double
    var entropyDeviation: Double
    var coverage: Double

    enum CodingKeys: String, CodingKey {
      case items, lengths, gini, entropy, coverage
      case giniDeviation = "gini-deviation"
      case entropyDeviation = "entropy-deviation"
    }
  }

  private struct File: Decodable {
    var cases: [Case]
    var exact: Double

    enum CodingKeys: String, CodingKey {
      case cases
      case exact = "two-lists-of-two-among-four"
    }
  }

  private static func file() throws -> File {
    let here = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    let path = (here.dropLast(2) + ["Reference", "even-lists.json"]).joined(separator: "/")
    return try JSONDecoder().decode(File.self, from: Data(contentsOf: URL(filePath: path)))
  }

  private static func lists(_ items: Int, _ lengths: [Int]) throws -> EvenLists {
    let most = lengths.max() ?? 1
    return try #require(
      EvenLists(
        items: items, lists: (1...most).map { length in lengths.count { $0 == length } }, depth: most,
        attention: .logarithmic))
  }

  @Test func meansAreThoseOfListsDrawnElsewhere() throws {
    let file = try Self.file()
    for tested in file.cases {
      let lists = try Self.lists(tested.items, tested.lengths)
      #expect(isClose(lists.coverage, tested.coverage))
      let numbers: [(ItemTotals) -> Double?] = [
        ExposureGini().value(of:), ExposureEntropy().value(of:), Coverage().value(of:),
      ]
      let means = lists.means(of: numbers, seed: 1)
      // Twenty sets of lists are drawn, four thousand there.
      let error = (1.0 / 20 + 1.0 / 4_000).squareRoot()
      #expect(abs((means[0] ?? 0) - tested.gini) < 4 * error * tested.giniDeviation, "\(tested.items)")
      #expect(abs((means[1] ?? 0) - tested.entropy) < 4 * error * tested.entropyDeviation, "\(tested.items)")
      #expect(abs((means[2] ?? 0) - tested.coverage) < 0.1)
      #expect(means == lists.means(of: numbers, seed: 1))
      #expect(means[0] != lists.means(of: numbers, seed: 2)[0])
    }
    #expect(isClose(try Self.lists(4, [2, 2]).coverage, file.exact))
  }

  @Test func whereEveryListHoldsEverythingNothingIsLeftToChance() throws {
    let lists = try Self.lists(3, [3, 3, 3])
    #expect(lists.coverage == 1 && lists.means(of: [Coverage().value(of:)], seed: 4) == [1])
  }

  @Test func tooManyListsAreNotDrawn() {
    #expect(EvenLists(items: 10, lists: [0, 1_000_001], depth: 2, attention: .logarithmic) == nil)
    #expect(EvenLists(items: 0, lists: [1], depth: 1, attention: .logarithmic) == nil)
    #expect(EvenLists(items: 5, lists: [0], depth: 1, attention: .logarithmic) == nil)
  }
}
