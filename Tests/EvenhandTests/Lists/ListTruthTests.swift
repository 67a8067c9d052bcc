import Evenhand
import Foundation
import Testing

/// What was planted in the made-up job recommendations is what the audit finds.
struct ListTruthTests {
  private struct Truth: Decodable {
    struct Row: Decodable {
      var metric: String
      var grouping: [String]
      var group: [String]?
      var value: Double
      var comparison: Comparison?
      var reference: [String]?
    }
    var truth: [Row]
  }

  @Test func trueValuesLieInTheirIntervals() async throws {
    let folder = Support.checkout + "/datasets/job-recommendations"
    let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/truth.json"))
    let truth = try JSONDecoder().decode(Truth.self, from: data).truth
    var plan = try PlanFile(path: folder + "/evenhand.yaml").plan
    plan.replicates = 0
    for (number, row) in truth.enumerated() {
      guard let comparison = row.comparison, let reference = row.reference else { continue }
      plan.requirements.append(
        Requirement(
          id: "truth-\(number)", metric: row.metric, across: [row.grouping], compare: comparison,
          reference: .group(reference.map { Label($0) }), atLeast: 0.1))
    }
    let record = try Audit.run(plan, folder: folder)
    var withoutRange: [String] = []
    var missed: [String] = []
    for row in truth {
      let group = row.group?.map { Label($0) }
      let place = "\(row.metric) \(row.group ?? row.grouping) \(row.reference ?? [])"
      let found: (value: Double?, interval: Interval?)
      if let comparison = row.comparison {
        let disparity = try #require(
          record.disparities.first {
            $0.metric == row.metric && $0.group == group && $0.comparison == comparison
              && $0.reference.rule == .group && $0.reference.group?.map(\.text) == row.reference
          }, "\(place)")
        found = (disparity.value, disparity.interval)
      } else if let group {
        let estimate = try #require(record.estimate(row.metric, group), "\(place)")
        found = (estimate.value, estimate.interval)
      } else {
        let summary = try #require(record.summary(row.metric, .value, grouping: row.grouping), "\(place)")
        found = (summary.value, summary.interval)
      }
      #expect(found.value != nil, "\(place)")
      guard let interval = found.interval else {
        withoutRange.append(row.metric)
        continue
      }
      let range = (interval.lower ?? -.infinity)...(interval.upper ?? .infinity)
      if !range.contains(row.value) { missed.append(place) }
    }
    #expect(withoutRange == [])
    // The seed was chosen by intervals that take the logarithm of this mean; on the plain scale one of about a hundred
    // misses, as the data card says.
    #expect(missed == ["reciprocal-rank [\"nonbinary\"] []"])
    #expect(truth.count >= 90)
  }

  @Test func theVerdictsAreThoseOfTheDataCard() async throws {
    let record = try await Support.record(dataset: "job-recommendations")
    let found = Dictionary(
      uniqueKeysWithValues: record.findings.map { ("\($0.requirement) \($0.group?.map(\.text) ?? [])", $0.verdict) })
    let expected: [String: VerdictWord] = [
      "list-quality-by-gender [\"female\"]": .notMet, "list-quality-by-gender [\"nonbinary\"]": .cannotTell,
      "list-quality-by-age [\"18-29\"]": .met, "list-quality-by-age [\"30-44\"]": .met,
      "list-quality-by-age [\"45-64\"]": .met, "some-hit-by-gender [\"female\"]": .met,
      "nobody-left-out-by-age [\"65+\"]": .notMet, "nobody-left-out-by-age [\"18-29\"]": .met,
      "nobody-left-out-by-age [\"45-64\"]": .met, "nobody-left-out-by-gender [\"female\"]": .met,
      "nobody-left-out-by-gender [\"nonbinary\"]": .cannotTell, "attention-per-job [\"small\"]": .notMet,
      "attention-for-relevance [\"small\"]": .notMet, "attention-per-job [\"large\"]": .met,
      "attention-for-relevance [\"large\"]": .met,
    ]
    for (finding, verdict) in expected { #expect(found[finding] == verdict, "\(finding)") }
    #expect(record.verdict.synthetic && record.verdict.overall == .notMet)
  }
}
