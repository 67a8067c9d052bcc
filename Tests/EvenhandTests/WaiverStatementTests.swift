import Evenhand
import Testing

/// A waiver says what was accepted: what was not met, what was inconclusive and what was not judged, for which groups.
@Suite struct WaiverStatementTests {
  @Test func itNamesEachVerdictWithItsGroups() throws {
    let counts = [("a", 500, 1_000), ("b", 300, 1_000), ("c", 40, 100), ("d", 5, 12), ("e", 490, 1_000)]
    var values: [String: [String]] = ["group": [], "decision": [], "outcome": []]
    for (group, chosen, all) in counts {
      values["group", default: []] += Array(repeating: group, count: all)
      values["decision", default: []] += (0..<all).map { $0 < chosen ? "1" : "0" }
      values["outcome", default: []] += Array(repeating: "1", count: all)
    }
    let requirement = Requirement(
      id: "ratio", metric: "selection-rate", across: [["group"]], compare: .ratio, reference: .group(["a"]),
      atLeast: 0.8)
    let record = try Audit.record(of: Support.plan(requirements: [requirement]), values: values)
    #expect(record.findings.map(\.verdict) == [.notMet, .cannotTell, .notEnoughData, .met])
    let sealed = try SealedRecord(record)
    func statement(_ groups: [[Label]]) throws -> String {
      var draft = SignOffDraft(kind: .waive, signer: .init(principal: "c", name: "Carla Rules", role: "compliance"))
      draft.waiver = .init(requirement: "ratio", groups: groups)
      draft.expires = CalendarDay("2027-02-28")
      return draft.statement(on: sealed)
    }
    #expect(
      try statement([]).contains(
        "accept, until 2027-02-28, that the requirement “ratio” is not met for group: b; inconclusive for group: c; not judged for group: d in the audit “Test”"
      ))
    #expect(try statement([["c"]]).contains("“ratio” is inconclusive for group: c in the audit"))
    #expect(try !statement([["c"]]).contains("not met for"))
    #expect(try statement([["e"]]).contains("as it was found, of which nothing is to be accepted, in the audit"))
  }
}
