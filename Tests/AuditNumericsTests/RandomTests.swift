import AuditNumerics
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The known-answer vectors in `Tests/Reference`.
struct PhiloxVector: Decodable, Sendable {
  let counter: String
  let key: String
  let words: String

  static let published: [PhiloxVector] = {
    struct File: Decodable {
      struct Philox: Decodable { let vectors: [PhiloxVector] }
      let philox: Philox
    }
    let here = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    let path = (here.dropLast(2) + ["Reference", "statistics-published.json"]).joined(separator: "/")
    do {
      return try JSONDecoder().decode(File.self, from: Data(contentsOf: URL(filePath: path))).philox.vectors
    } catch {
      fatalError("\(path): \(error)")
    }
  }()

  static func parse(_ text: String) -> [UInt32] { text.split(separator: " ").compactMap { UInt32($0, radix: 16) } }
}

@Suite struct RandomTests {
  @Test(arguments: PhiloxVector.published)
  func knownAnswers(_ vector: PhiloxVector) {
    let key = PhiloxVector.parse(vector.key)
    let generator = Philox4x32(key: SIMD2(key))
    #expect(generator.block(SIMD4(PhiloxVector.parse(vector.counter))) == SIMD4(PhiloxVector.parse(vector.words)))
  }

  @Test func addressesDecideTheStream() {
    func first(_ seed: UInt64, _ stream: UInt64, _ replicate: UInt64) -> [UInt64] {
      var generator = CounterStream(seed: seed, stream: stream, replicate: replicate)
      return (0..<5).map { _ in generator.next() }
    }
    #expect(first(1, 2, 3) == first(1, 2, 3))
    let addresses: [(UInt64, UInt64, UInt64)] = [
      (1, 2, 3), (2, 2, 3), (1, 3, 3), (1, 2, 4), (1 << 40, 2, 3), (1, 1 << 40, 3), (1, 2, 1 << 40), (2, 1, 3),
    ]
    #expect(Set(addresses.map { first($0.0, $0.1, $0.2) }).count == addresses.count)
  }

  @Test func uniformNumbers() {
    var stream = CounterStream(seed: 7, stream: 0, replicate: 0)
    let values = (0..<100_000).map { _ in stream.uniform() }
    #expect(values.allSatisfy { $0 > 0 && $0 < 1 })
    let mean = values.reduce(0, +) / 100_000
    let square = values.reduce(0) { $0 + $1 * $1 } / 100_000
    #expect(abs(mean - 0.5) < 4 * (1.0 / 12 / 100_000).squareRoot())
    #expect(abs(square - 1.0 / 3) < 4 * (4.0 / 45 / 100_000).squareRoot())
  }

  /// A chi-squared test of the whole distribution at the borders of both algorithms.
  @Test(arguments: [
    (1, 0.3), (12, 0.5), (30, 0.3), (33, 0.31), (40, 0.75), (100, 0.09), (100, 0.11), (1000, 0.5), (100_000, 0.0003),
    (100_000, 0.9),
  ])
  func binomialDistribution(trials: Int, probability: Double) {
    let draws = 40_000
    var stream = CounterStream(seed: 11, stream: UInt64(trials), replicate: 0)
    var counts: [Int: Int] = [:]
    for _ in 0..<draws {
      counts[BinomialSampler.draw(trials: trials, probability: probability, from: &stream), default: 0] += 1
    }
    // Masses by recurrence from the mode outwards, then cells of at least 20 expected draws.
    let mode = min(Int(Double(trials + 1) * probability), trials)
    var masses = [mode: 1.0]
    var mass = 1.0
    for k in stride(from: mode, to: trials, by: 1) where mass > 1e-30 {
      mass *= Double(trials - k) / Double(k + 1) * probability / (1 - probability)
      masses[k + 1] = mass
    }
    mass = 1
    for k in stride(from: mode, to: 0, by: -1) where mass > 1e-30 {
      mass *= Double(k) / Double(trials - k + 1) * (1 - probability) / probability
      masses[k - 1] = mass
    }
    let total = masses.values.reduce(0, +)
    var (statistic, cells, expected, observed) = (0.0, 0, 0.0, 0)
    let last = masses.keys.max()!
    for k in masses.keys.sorted() {
      expected += masses[k]! / total * Double(draws)
      observed += counts[k] ?? 0
      if expected >= 20 || k == last {
        let deviation = Double(observed) - expected
        statistic += expected > 0 ? deviation * deviation / max(expected, 1) : 0
        (cells, expected, observed) = (cells + 1, 0, 0)
      }
    }
    let degrees = Double(cells - 1)
    #expect(statistic < degrees + 4 * (2 * degrees).squareRoot() + 4)
    #expect(counts.keys.allSatisfy { masses[$0] != nil })
  }

  @Test func certainBinomials() {
    var stream = CounterStream(seed: 1, stream: 1, replicate: 1)
    #expect(BinomialSampler.draw(trials: 10, probability: 0, from: &stream) == 0)
    #expect(BinomialSampler.draw(trials: 10, probability: 1, from: &stream) == 10)
    #expect(BinomialSampler.draw(trials: 10, probability: 1 + 1e-16, from: &stream) == 10)
    #expect(BinomialSampler.draw(trials: 0, probability: 0.5, from: &stream) == 0)
  }
}
