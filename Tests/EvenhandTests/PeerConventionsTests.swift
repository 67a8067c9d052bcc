import Evenhand
import Foundation
import Testing
import _AuditTesting

/// Numbers of other tools beside ours: the table, the document and what audits give are one.
@Suite struct PeerConventionsTests {
  private struct Numbers: Decodable {
    struct Row: Decodable {
      let theirs: Double?
      let ours: Double?
    }
    let rows: [String: Row]
  }

  @Test func numbersAreThoseOfTheTools() throws {
    let data = try Data(contentsOf: URL(filePath: "\(Support.checkout)/Tests/Reference/decisions-peers.json"))
    let numbers = try JSONDecoder().decode(Numbers.self, from: data).rows
    var seen: Set<String> = []
    for row in PeerConvention.all {
      guard let key = row.key else { continue }
      seen.insert(key)
      let found = try #require(numbers[key], "\(key)")
      #expect(isClose(row.theirs, found.theirs, within: 2e-6), "\(key)")
      // What is dropped is no number of ours.
      if row.ours != nil { #expect(isClose(row.ours, found.ours, within: 2e-6), "\(key)") }
    }
    #expect(Set(numbers.keys).subtracting(seen) == ["aequitas fpr_disparity 0/0"])
  }

  @Test func theDocumentIsWhatTheTableSays() throws {
    let path = "\(Support.checkout)/docs/reconciliation.md"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(PeerConvention.written(into: text) == text)
  }

  @Test func everyRowIsAboutAMetric() {
    for row in PeerConvention.all {
      #expect(row.metrics.allSatisfy { Catalogue.metric(named: $0) != nil })
      #expect(WordingLint.violations(in: row.why) == [], "\(row.why)")
    }
  }

  @Test func explainingByTool() throws {
    let text = try #require(Explanation.text(for: "demographic-parity", as: .fairlearn))
    #expect(text.contains("demographic_parity_ratio") && text.contains("minimum-count"))
    #expect(Explanation.text(for: "ndcg", as: .aif360) == nil)
  }

  /// Our numbers of the table, by audits.
  @Test func oursAreWhatAuditsGive() async throws {
    let file = try PlanFile(path: "\(Support.checkout)/datasets/compas-two-year/evenhand.yaml")
    var plan = file.plan
    plan.metrics = [
      "selection-rate", "true-positive-rate", "false-positive-rate", "equalized-odds", "average-odds", "theil",
      "generalized-entropy", "between-group-theil", "between-group-generalized-entropy", "differential-fairness",
      "signed-average-odds",
    ]
    plan.requirements = []
    plan.replicates = 0
    let record = try Audit.run(plan, folder: file.folder, options: Audit.Options())
    func ours(_ key: String) -> Double? { PeerConvention.all.first { $0.key == key }?.ours }
    func check(_ key: String, _ value: Double?) { #expect(isClose(value, ours(key), within: 2e-6), "\(key)") }
    check("fairlearn demographic_parity_ratio", record.summary("selection-rate", .ratio, grouping: ["race"])?.value)
    check(
      "fairlearn demographic_parity_difference",
      record.summary("selection-rate", .difference, grouping: ["race"])?.value)
    check(
      "fairlearn equalized_odds_difference", record.summary("equalized-odds", .difference, grouping: ["race"])?.value)
    check(
      "fairlearn equalized_odds_difference mean",
      record.summary("average-odds", .difference, grouping: ["race"])?.value)
    check("aif360 theil_index", record.summary("theil", .value, grouping: [])?.value)
    check("aif360 generalized_entropy_index", record.summary("generalized-entropy", .value, grouping: [])?.value)
    check(
      "aif360 between_all_groups_theil_index",
      record.summary("between-group-theil", .value, grouping: ["race"])?.value)
    check(
      "aif360 between_all_groups_generalized_entropy_index",
      record.summary("between-group-generalized-entropy", .value, grouping: ["race"])?.value)
    check(
      "aif360 smoothed_empirical_differential_fairness",
      record.summary("differential-fairness", .value, grouping: ["race"])?.value)
    let signed = try ["African-American", "Caucasian"].map { race in
      try #require(record.estimate("signed-average-odds", [Label(race)])?.value)
    }
    #expect(
      isClose(
        signed[0] - signed[1], PeerConvention.all.first { $0.key == "aif360 average_odds_difference" }?.theirs,
        within: 2e-6))
    check("aequitas pprev", record.estimate("selection-rate", ["Caucasian"])?.value)
    check("aequitas fpr of a burden", record.estimate("false-positive-rate", ["African-American"])?.value)
  }
}
