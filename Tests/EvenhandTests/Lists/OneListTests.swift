import Evenhand
import Testing
import _AuditTesting

/// One list, which tools for single rankings take: judged as its realised value, where the plan decides on that alone.
@Suite struct OneListTests {
  /// The ranking AAABABBBBB of `docs/reconciliation.md`.
  private static func record(_ requirement: String) async throws -> Record {
    let order = ["a1", "a2", "a3", "b1", "a4", "b2", "b3", "b4", "b5", "b6"]
    return try await ListTables(
      """
        source: lists.csv
        columns: {user: user, item: item, rank: rank}
        items: {source: items.csv, groups: [maker]}
        depth: 10
      metrics: [exposure]
      replicates: 0
      """,
      files: [
        "items.csv": "item,maker\n" + order.map { "\($0),\($0.first == "a" ? "A" : "B")\n" }.joined(),
        "lists.csv": "user,item,rank\n" + order.enumerated().map { "q,\($1),\($0 + 1)\n" }.joined(),
      ], requirements: [requirement]
    ).record()
  }

  @Test func aPointIsJudged() async throws {
    let record = try await Self.record(
      "{id: r, metric: exposure, across: maker, at-least: 0.8, decide: point, minimum-count: 1}")
    let finding = try #require(record.findings.first { $0.group == ["B"] })
    // FairRankTune 0.0.7, EXP with MinMaxRatio.
    #expect(isClose(finding.value, 0.536392, within: 1e-6))
    #expect(finding.verdict == .notMet)
    #expect(finding.sentence.contains("decides on the best estimate alone"), "\(finding.sentence)")
    #expect(record.disparities.first { $0.group == ["B"] && $0.minimumCount == 1 }?.interval == nil)
    let confirmation = Confirmation(of: try SealedRecord(record).record)
    #expect(confirmation.numbers == .holds, "\(confirmation.numbers)")
  }

  @Test func anIntervalIsNot() async throws {
    let record = try await Self.record("{id: r, metric: exposure, across: maker, at-least: 0.8}")
    #expect(record.findings.allSatisfy { $0.verdict == .notEnoughData })
  }
}
