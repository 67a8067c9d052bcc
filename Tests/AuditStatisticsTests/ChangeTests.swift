import Testing
import _AuditTesting

@testable import AuditStatistics

/// Changes of a comparison between two audits, worked out by SciPy.
private struct Changes: Decodable, Sendable {
  struct Row: Decodable, Sendable {
    let name: String
    let comparison: String
    let before: [Double]
    let now: [Double]
    let pairs: [[Double]]?
    let correlation: Double
    let values: [Double]
    let limits: [[Double]]
    let change: [Double]
    let independent: [Double]
    let wide: [Double]
    let deviate: Double?
    let gap: [Double]?
    let gapSize: Double?

    enum CodingKeys: String, CodingKey {
      case name, comparison, before, now, pairs, correlation, values, limits, change, independent, wide, deviate, gap
      case gapSize = "gap-size"
    }
  }
  struct Families: Decodable, Sendable {
    let p: [Double]
    let families: [Int]
    let adjusted: [Double]
  }
  let z: Double
  let rows: [Row]
  let holm: [Families]

  static let values: Changes = reference("changes-scipy.json")
}

@Suite struct ChangeTests {
  private let z = Changes.values.z

  private func side(_ counts: [Double], _ comparison: PairComparison) -> Change.Side {
    let rates = ProportionEvidence([
      Proportion(successes: counts[0], trials: counts[1]), Proportion(successes: counts[2], trials: counts[3]),
    ])
    return Change.Side(value: rates.value(comparison, of: 0, against: .group(1)) ?? .nan) { z in
      rates.interval(comparison, of: 0, against: .group(1), z: z) ?? ConfidenceInterval(lower: 0, upper: 0)
    }
  }

  private func isSame(_ interval: ConfidenceInterval, _ limits: [Double]) -> Bool {
    isClose(interval.lower, limits[0]) && isClose(interval.upper, limits[1])
  }

  @Test func changesAreThoseOfTheWitness() throws {
    #expect(Changes.values.rows.count == 14)
    for row in Changes.values.rows {
      let comparison: PairComparison = row.comparison == "ratio" ? .ratio : .difference
      let (before, now) = (side(row.before, comparison), side(row.now, comparison))
      #expect(isSame(before.limits(z), row.limits[0]) && isSame(now.limits(z), row.limits[1]), "\(row.name)")
      if let pairs = row.pairs {
        let people = pairs.map { PairedRates(both: $0[0], before: $0[1], now: $0[2], people: $0[3]) }
        let correlation = PairedRates.correlation(comparison, group: people[0], reference: people[1])
        #expect(isClose(correlation, row.correlation), "\(row.name)")
      }
      let change = Change(from: before, to: now, correlation: row.correlation)
      #expect(isClose(change.value, row.values[1] - row.values[0]))
      #expect(isSame(change.interval(z: z), row.change), "\(row.name)")
      #expect(isSame(change.interval(z: 2.8), row.wide), "\(row.name)")
      #expect(isSame(Change(from: before, to: now).interval(z: z), row.independent), "\(row.name)")
      if let deviate = row.deviate, deviate < 4.7 { #expect(isClose(change.deviate, deviate), "\(row.name)") }
      if let gap = row.gap {
        let size = Change(of: .distance(from: 0), from: before, to: now, correlation: row.correlation)
        #expect(isClose(size.value, row.gapSize) && isSame(size.interval(z: z), gap), "\(row.name)")
      }
    }
  }

  /// D13 of the design: everybody's cut of COMPAS from 4 to 5.
  @Test func theDesignsOwnValuesHold() throws {
    let row = try #require(Changes.values.rows.first)
    #expect(isClose(row.correlation, 0.808772251190, within: 1e-9))
    #expect(
      isClose(row.change[0], 0.030622476802, within: 1e-9) && isClose(row.change[1], 0.066694015824, within: 1e-9))
    #expect(isClose(row.independent[0], 0.008351427351, within: 1e-8))
    #expect(isClose(row.independent[1], 0.089122323463, within: 1e-9))
  }

  /// Without correlation, and with Wilson's limits, it is Newcombe's interval.
  @Test func withoutCorrelationItIsNewcombes() throws {
    let rates = [Proportion(successes: 56, trials: 70), Proportion(successes: 48, trials: 80)]
    let sides = rates.map { rate in
      Change.Side(value: rate.estimate ?? .nan) {
        Wilson.interval(rate, z: $0) ?? ConfidenceInterval(lower: 0, upper: 1)
      }
    }
    let newcombe = try #require(Newcombe.interval(group: rates[0], reference: rates[1], confidence: 0.95))
    let change = Change(from: sides[1], to: sides[0]).interval(z: Normal.twoSided(confidence: 0.95))
    #expect(isClose(change.lower, newcombe.lower) && isClose(change.upper, newcombe.upper))
  }

  @Test func nothingChangedHasNoDeviateAndMoreDataHaveALargerOne() {
    let before = side([300, 1000, 800, 1600], .ratio)
    #expect(Change(from: before, to: before).deviate == 0)
    let small = Change(from: before, to: side([30, 70, 80, 160], .ratio)).deviate
    let large = Change(from: before, to: side([3000, 7000, 8000, 16000], .ratio)).deviate
    #expect(small > 0 && large > small)
    // The interval ends at 0 there.
    let change = Change(from: before, to: side([30, 70, 80, 160], .ratio))
    #expect(isClose(change.interval(z: small).lower, 0, within: 1e-9))
  }

  @Test func aSideWithoutALimitRulesNothingOut() {
    let none = side([5, 40, 0, 40], .ratio)
    let unbounded = Change.Side(value: 2) { _ in ConfidenceInterval(lower: 0, upper: .infinity) }
    let known = side([30, 100, 50, 100], .ratio)
    for correlation in [0, 0.9] {
      let change = Change(from: unbounded, to: known, correlation: correlation)
      #expect(change.interval(z: z).lower == -.infinity && change.deviate < 1.7)
      let other = Change(from: known, to: unbounded, correlation: correlation)
      #expect(other.interval(z: z).upper == .infinity)
    }
    #expect(none.value.isNaN)
  }

  @Test func identicalDecisionsLeaveAlmostNoRange() {
    let same = PairedRates(both: 40, before: 40, now: 40, people: 100)
    #expect(isClose(PairedRates.correlation(.ratio, group: same, reference: same), 1))
    #expect(isClose(PairedRates.correlation(.difference, group: same, reference: same), 1))
    let none = PairedRates(both: 0, before: 0, now: 0, people: 100)
    #expect(PairedRates.correlation(.ratio, group: none, reference: none) == 0)
    let change = Change(
      from: side([40, 100, 50, 100], .ratio), to: side([40, 100, 50, 100], .ratio), correlation: 1
    ).interval(z: z)
    // What is left is that limits are not symmetric.
    #expect(change.lower <= 0 && change.upper >= 0 && change.upper - change.lower < 0.2)
  }

  // MARK: Holm with families

  @Test func holmWithFamiliesIsTheProcedureItself() {
    for row in Changes.values.holm {
      for (found, wanted) in zip(Holm.adjust(row.p, families: row.families), row.adjusted) {
        #expect(isClose(found, wanted, within: 1e-9), "\(row.p)")
      }
    }
  }

  /// Whoever lacks one of two decisions is taken to have been counted among those who have both, which correlates them least.
  @Test func peopleWithoutBothDecisionsCorrelateNoMoreThanTheyCan() {
    // Of 200 decided before 150 have both, in whatever way the 100 counted before spread over them; now all have one.
    let now = Proportion(successes: 80, trials: 200)
    func known(_ counted: Double) -> Double {
      let (both, people) = (60.0, 150.0)
      let joint = both / people - counted / people * 80 / people
      return joint * people / (200 * 200) / (0.5 * 0.5 / 200 * (0.4 * 0.6 / 200)).squareRoot()
    }
    let partly = PairedRates(both: 60, people: 150, before: Proportion(successes: 100, trials: 200), now: now)
    let found = PairedRates.correlation(of: partly)
    for counted in stride(from: 60.0, through: 100, by: 5) { #expect(found <= known(counted) + 1e-12) }
    #expect(isClose(found, known(100)))
  }
}
