import AuditReport
import Testing

@testable import Evenhand

/// A group is called the same in sentences, in the report, on the terminal and in exports.
@Suite struct LabelWordsTests {
  @Test(arguments: [("", "(empty)"), (" a ", "␠a␠"), ("a", "a")])
  func oneNameEverywhere(label: String, name: String) throws {
    var plan = Support.plan(
      requirements: [
        Requirement(
          id: "r", metric: "selection-rate", across: [["group"]], compare: .ratio, reference: .group(["z"]),
          atLeast: 0.8)
      ], metrics: ["selection-rate"])
    plan.decisions?.groups[0].rules.labels = [Label(label)]
    let groups = Array(repeating: label, count: 40) + Array(repeating: "z", count: 40)
    let decisions = groups.indices.map { $0 % (groups[$0] == "z" ? 2 : 4) == 0 ? "1" : "0" }
    let record = try Audit.record(
      of: plan, values: ["group": groups, "decision": decisions, "outcome": groups.map { _ in "1" }])
    let finding = try #require(record.findings.first { $0.group == [Label(label)] })
    #expect(finding.sentence.contains("the group \(name) "), "\(finding.sentence)")
    #expect(InTotoExport.name(of: finding) == "r: group = \(name)")
    #expect(try Support.text(record).contains("group: \(name) 0.50 ("))
    let body = try MarkdownRenderer().render(Report.whole(of: SealedRecord(record)))
    #expect(body.contains("\n| \(name) | ") && !body.contains("the group  "))
  }
}
