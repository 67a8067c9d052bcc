import Evenhand
import Testing

/// A release that does not pass fails the tests of the system that is released.
@Suite struct ReleaseGateTests {
  @Test("the release passes the requirements of its plan") func gate() throws {
    let plan = try PlanFile(path: "\(datasets)/berkeley-admissions-1973/evenhand.yaml")
    let record = try Audit.run(plan.plan, folder: plan.folder)
    let result = GateResult(try SealedRecord(record))
    #expect(result.outcome == .passed, "\(result.line)")
  }

  @Test("a record that was stored is gated without data") func stored() throws {
    let plan = try PlanFile(path: "\(datasets)/berkeley-admissions-1973/evenhand.yaml")
    let record = try Audit.run(plan.plan, folder: plan.folder)
    let judged = Gate.judge(record, by: plan.plan)
    #expect(judged.verdict == record.verdict)
  }

  private var datasets: String {
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(5).joined(separator: "/") + "/datasets"
  }
}
