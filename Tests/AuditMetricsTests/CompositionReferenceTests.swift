import AuditStatistics
import Foundation
import Testing

@testable import AuditMetrics

/// One ranking as the metrics that run see it, against published values and exact fractions.
@Suite struct CompositionReferenceTests {
  struct Published: Decodable, Sendable {
    struct Entry: Decodable, Sendable {
      let list: String
      let target: [Double]
      let depth: Int?
      let value: Double?
      let digits: Int?
      let skews: [Double]?
      let index: Int?
      let count: Int?

      /// A is group 0, B is group 1.
      var classes: [Int] { list.map { $0 == "A" ? 0 : 1 } }
    }
    let ndkl: [Entry]
    let skews: [Entry]
    let infeasible: [Entry]
  }

  struct Computed: Decodable, Sendable {
    struct Entry: Decodable, Sendable {
      let classes: [Int]
      let target: [Double]
      let ndkl: Double
      let index: Int
      let count: Int
    }
    let compositions: [Entry]
  }

  static func reference<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try JSONDecoder().decode(type, from: Data(contentsOf: tests.appendingPathComponent("Reference/\(name)")))
  }

  /// Shares that sum to 1.
  static func shares(_ target: [Double]) -> [Double] {
    let total = target.reduce(0, +)
    return abs(total - 1) < 1e-12 ? target : target.map { $0 / total }
  }

  static func divergence(_ memberships: [[Double]], target: [Double]) -> Double? {
    let axis = ProviderAxis(
      groups: target.count, channels: [.ranks], items: target.map { _ in 1 }, catalogue: Double(target.count),
      depth: memberships.count, target: shares(target).map { .constant($0) })
    return NormalizedDiscountedDivergence().value(of: ChannelMeans(axis, memberships.flatMap { $0 }))
  }

  static func certain(_ classes: [Int], groups: Int) -> [[Double]] {
    classes.map { own in (0..<groups).map { $0 == own ? 1 : 0 } }
  }

  static func shortfalls(_ memberships: [[Double]], target: [Double]) -> (prefixes: Int, pairs: Int) {
    var sums = target.map { _ in 0.0 }
    var cumulative: [Double] = []
    for row in memberships {
      for (group, amount) in row.enumerated() { sums[group] += amount }
      cumulative += sums
    }
    return cumulative.withUnsafeBufferPointer {
      ListComposition(cumulative: $0, positions: memberships.count, target: shares(target)).shortfalls()
    }
  }

  @Test func publishedDivergences() throws {
    for entry in try Self.reference(Published.self, "rankings-published.json").ndkl {
      let value = try #require(
        Self.divergence(Self.certain(entry.classes, groups: entry.target.count), target: entry.target))
      let half = (0..<(entry.digits ?? 0)).reduce(0.5000001) { unit, _ in unit / 10 }
      #expect(abs(value - (entry.value ?? .nan)) <= half)
    }
  }

  @Test func publishedSkews() throws {
    for entry in try Self.reference(Published.self, "rankings-published.json").skews {
      let target = Self.shares(entry.target)
      let first = entry.classes.prefix(try #require(entry.depth))
      let axis = ProviderAxis(
        groups: target.count, channels: [.positions], items: target.map { _ in 1 }, catalogue: 1, depth: first.count,
        target: target.map { .constant($0) })
      let means = target.indices.map { group in Double(first.count { $0 == group }) }
      for (group, wanted) in try #require(entry.skews).enumerated() {
        let quotient = try #require(Skew().quotient(of: group, in: axis)?.function.value(at: means))
        #expect(abs(log(quotient) - wanted) < 1e-13)
      }
    }
  }

  @Test func publishedInfeasibilities() throws {
    for entry in try Self.reference(Published.self, "rankings-published.json").infeasible {
      let found = Self.shortfalls(Self.certain(entry.classes, groups: entry.target.count), target: entry.target)
      #expect(found.prefixes == entry.index ?? found.prefixes && found.pairs == entry.count ?? found.pairs)
      #expect(entry.index != nil || entry.count != nil)
    }
  }

  /// Includes shares whose product with a position is a whole number that the doubles miss.
  @Test func exactFractions() throws {
    for entry in try Self.reference(Computed.self, "rankings-scipy.json").compositions {
      let memberships = Self.certain(entry.classes, groups: entry.target.count)
      #expect(abs(try #require(Self.divergence(memberships, target: entry.target)) - entry.ndkl) < 1e-12)
      let found = Self.shortfalls(memberships, target: entry.target)
      #expect(found.prefixes == entry.index && found.pairs == entry.count)
    }
  }

  @Test func partialMembershipAndWhatHasNoNumber() throws {
    let thirds = Array(repeating: Array(repeating: 1.0 / 3, count: 3), count: 3)
    #expect(Self.shortfalls(thirds, target: [1, 1, 1]).pairs == 0)
    #expect(try #require(Self.divergence(thirds, target: [1, 1, 1])) < 1e-15)
    #expect(Self.shortfalls([], target: [1, 1]).prefixes == 0)
    #expect(Self.divergence(Self.certain([0, 1], groups: 2), target: [1, 0]) == nil)
  }
}
