import AuditData
import AuditInputs
import AuditMetrics
import AuditRecord
import AuditStatistics
import Foundation
import Testing
import _AuditTesting

/// Linearised variances, against sums over single rows by NumPy; samplics and R's survey package agree with the standard errors.
@Suite struct SampledTableTests {
  struct Reference: Decodable, Sendable {
    struct Row: Decodable, Sendable {
      let weight: Double
      let stratum: String
      let unit: String
      let group: String
      let favourable: Bool
    }
    struct Rate: Decodable, Sendable {
      let value: Double
      let standardError: Double
      let rows: Int
      let weight: Double
      let units: Int
      let degreesOfFreedom: Double
      let effective: Double
      let weighting: Double
    }
    struct Error: Decodable, Sendable {
      let value: Double
      let standardError: Double
    }
    struct Pair: Decodable, Sendable {
      let group: String
      let reference: String
      let covariance: Double
    }
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
      let name: String
      let rows: [Row]
      let groups: [String: Rate]
      let pairs: [Pair]
      let samplics: [String: Error]
      var testDescription: String { name }
    }
    let cases: [Case]

    static let values = try! CompositionReferenceTests.reference(Reference.self, "sampling-numpy.json")
  }

  /// The rows as a reader would have them.
  private func rates(
    _ found: Reference.Case, _ change: (inout [Reference.Row]) -> Void = { _ in }
  ) throws -> (groups: [String], rates: SampledTable.Rates, table: SampledTable, mapping: [Int32]) {
    let rows = found.rows
    let isStratified = Set(rows.map(\.stratum)).count > 1
    var columns = DecisionColumns(
      labels: DecisionLabels(decision: "y", favourable: ["1"]), groups: [GroupColumn(name: "g")])
    columns.sampling = SamplingColumns(weight: "w", stratum: isStratified ? "s" : nil, cluster: "u")
    let tally = try DecisionArrays(
      columns: columns,
      values: [
        "y": rows.map { $0.favourable ? "1" : "0" }, "g": rows.map(\.group), "w": rows.map { "\($0.weight)" },
        "s": rows.map(\.stratum), "u": rows.map(\.unit),
      ]
    ).tally()
    let sampling = try #require(tally.sampling)
    let description = try #require(tally.reading.sampling)
    let table = SampledTable(
      sampling, rows: tally.counts.map { Double($0) }, center: .stratum, isOfPeople: description.isOfPeople)
    let names = tally.reading.layout.axes[0].labels.map(\.text)
    let mapping = tally.reading.layout.finest.map { $0[0] }
    return (names, table.rates(SelectionRate(), by: mapping, groups: names.count), table, mapping)
  }

  @Test(arguments: Reference.values.cases) func asOverSingleRows(_ found: Reference.Case) throws {
    let (names, rates, _, _) = try rates(found)
    for (group, name) in names.enumerated() {
      let expected = try #require(found.groups[name])
      let known = rates.known[group]
      #expect(isClose(rates.values[group], expected.value, tolerance: 1e-12))
      #expect(isClose(known.standardError, expected.standardError, tolerance: 1e-9), "\(found.name) \(name)")
      #expect(isClose(known.degreesOfFreedom, expected.degreesOfFreedom, tolerance: 1e-9), "\(found.name) \(name)")
      // Without strata a few heavy rows tell no more than as many people (Kish).
      let isStratified = Set(found.rows.map(\.stratum)).count > 1
      let most = isStratified ? Double(expected.rows) : Double(expected.rows) / expected.weighting
      #expect(isClose(known.effective, min(expected.effective, max(1, most)), tolerance: 1e-9))
      #expect(isClose(known.weight, expected.weight, tolerance: 1e-12))
      #expect(isClose(known.weighting, expected.weighting, tolerance: 1e-9))
      #expect(known.units == expected.units && rates.counts[group].trials == Double(expected.rows))
      // samplics takes rates by the same formula.
      let other = try #require(found.samplics[name])
      #expect(isClose(known.standardError, other.standardError, tolerance: 1e-9))
    }
    guard let joint = rates.joint else {
      #expect(found.pairs.allSatisfy { $0.covariance.magnitude < 1e-15 })
      return
    }
    for pair in found.pairs {
      let (own, other) = (names.firstIndex(of: pair.group) ?? 0, names.firstIndex(of: pair.reference) ?? 0)
      let index = max(own, other) * (max(own, other) + 1) / 2 + min(own, other)
      #expect(isClose(joint.covariance[index], pair.covariance, within: 1e-15))
    }
  }

  /// The published values of a survey of two strata.
  @Test func workedValues() throws {
    let people = try #require(Reference.values.cases.first { $0.name == "people" })
    let all = try rates(people).rates
    let error = try #require(all.known[0].standardError)
    #expect(
      isClose(all.values[0], 0.594594594595, tolerance: 1e-11)
        && isClose(error * error, 0.00635047799085, tolerance: 1e-11))
    #expect(all.known[0].degreesOfFreedom == 11 && all.known[0].effective == 37)
    let survey = try #require(Reference.values.cases.first { $0.name == "survey" })
    let both = try rates(survey).rates
    #expect(
      isClose(both.values[0], 0.358333333333, tolerance: 1e-11)
        && isClose(both.values[1], 0.791666666667, tolerance: 1e-11))
    #expect(isClose(both.known[0].standardError, 0.218806591739, tolerance: 1e-11))
    #expect(isClose(both.known[1].standardError, 0.203789176092, tolerance: 1e-11))
    #expect(both.known[0].degreesOfFreedom == 5)
  }

  /// Everybody outside a group is a group of its own.
  @Test(arguments: Reference.values.cases.filter { $0.groups.count > 1 }) func others(_ found: Reference.Case) throws {
    let (names, rates, table, mapping) = try rates(found)
    for group in names.indices {
      let others = table.others(SelectionRate(), than: group, by: mapping)
      let total = zip(rates.values, rates.known).map { ($0 ?? 0) * $1.weight }
      let weight = rates.known.reduce(0) { $0 + $1.weight } - rates.known[group].weight
      #expect(isClose(others.value, (total.reduce(0, +) - total[group]) / weight, tolerance: 1e-12))
      #expect(isClose(others.weight, weight, tolerance: 1e-12))
      // Of two groups the others are the other.
      if names.count == 2 {
        #expect(isClose(others.effective, rates.known[1 - group].effective, tolerance: 1e-12))
        #expect(isClose(others.covariance, rates.joint?.covariance[1] ?? 0, tolerance: 1e-12))
      }
    }
  }

  /// One unit in a stratum: no range, or one against all units.
  @Test func lonelyUnits() throws {
    var columns = DecisionColumns(
      labels: DecisionLabels(decision: "y", favourable: ["1"]), groups: [GroupColumn(name: "g")])
    columns.sampling = SamplingColumns(stratum: "s", cluster: "u")
    let tally = try DecisionArrays(
      columns: columns,
      values: [
        "y": ["1", "0", "1", "0", "1", "0", "1", "1"], "g": ["a", "a", "b", "b", "b", "b", "b", "b"],
        "s": ["1", "1", "2", "2", "2", "2", "2", "2"], "u": ["1", "1", "1", "1", "2", "2", "3", "3"],
      ]
    ).tally()
    let sampling = try #require(tally.sampling)
    #expect(tally.reading.sampling?.lonely == 1 && tally.reading.sampling?.units == 4)
    let rows = tally.counts.map { Double($0) }
    let mapping = tally.reading.layout.finest.map { $0[0] }
    func rates(_ center: SamplingCenter) -> SampledTable.Rates {
      SampledTable(sampling, rows: rows, center: center, isOfPeople: false)
        .rates(SelectionRate(), by: mapping, groups: 2)
    }
    let refused = rates(.stratum)
    #expect(refused.values == [0.5, 4.0 / 6] && refused.known[0].effective == nil)
    // The other group has nobody there.
    #expect(refused.known[1].effective != nil)
    #expect(rates(.grand).known[1].standardError == refused.known[1].standardError)
  }
}
