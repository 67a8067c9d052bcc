import Evenhand
import Foundation
import Testing
import _AuditTesting

/// Clean data give no warning about how they are read.
@Suite struct NoFalseAlarmTests {
  /// What is said of data; what is said of a plan's references is another matter.
  private static func said(_ record: Record) -> [DataWarning] {
    let codes: Set<DataWarningCode> = [
      .missingWords, .labelsAlike, .unseenLabels, .outsideBins, .unusedTable, .undecidedApart, .totalGroup,
      .repeatedRows, .ranksFromZero, .ranksEqual, .idsAlike, .lostJoin,
    ]
    return record.warnings.filter { codes.contains($0.code) }
  }

  @Test(arguments: [
    ("berkeley-admissions-1973", "evenhand.yaml"), ("compas-two-year", "evenhand.yaml"),
    ("compas-two-year", "as-published.yaml"), ("job-recommendations", "evenhand.yaml"),
  ])
  func samples(dataset: String, plan: String) async throws {
    #expect(Self.said(try await Support.record(dataset: dataset, plan: plan)) == [])
  }

  @Test(arguments: 0..<20) func generated(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    func pick<Element>(_ values: [Element]) -> Element { values.randomElement(using: &random)! }
    let decisions = pick([
      ["1", "0"], ["yes", "no"], ["True", "False"], ["hired", "rejected"], ["A", "B"], ["10", "2"],
    ])
    let groups = pick([
      ["Female", "Male"], ["F", "M", "X"], ["0", "1", "2"], ["Asian", "Black", "Hispanic", "Native", "Other", "White"],
      ["é", "e", "ê"], ["18-25", "26-40", "41+"], ["No", "Yes", "Not stated"], ["Group 1", "Group 2", "Group 10"],
    ])
    let sites = pick([["Nord", "Süd"], ["1.5", "15"], ["-1", "1"], ["North East", "Northeast"]])
    let isCounted = Bool.random(using: &random)
    var text = "site,age,group,decision,outcome,n,id\n"
    for row in 0..<Int.random(in: 200...1_500, using: &random) {
      let blank = Int.random(in: 0..<40, using: &random) == 0
      text +=
        "\(pick(sites)),\(Int.random(in: 18...90, using: &random)),\(blank ? "" : pick(groups)),\(pick(decisions)),\(pick(["1", "0", "1", ""])),\(Int.random(in: 1...9, using: &random)),\(row)\n"
    }
    let plan = """
      audit: {title: T}
      decisions:
        source: t.csv
        columns: {decision: decision, favourable: ["\(decisions[0])"], outcome: outcome, positive: ["1"]\(isCounted ? ", count: n" : Bool.random(using: &random) ? ", subject: id" : "")}
        groups: [group, {column: age, bins: [18, 30, 45, 90]}]
        within: [site]
      requirements: [{id: r, metric: selection-rate, at-least: 0.5}]
      replicates: 0
      """
    let record = try await Support.inFolder { folder in
      try text.write(toFile: "\(folder)/t.csv", atomically: true, encoding: .utf8)
      return try Audit.run(
        PlanReader.read(Array(plan.utf8), file: "plan.yaml", catalogue: Catalogue.cards), folder: folder)
    }
    #expect(Self.said(record) == [])
    #expect(record.labels?.remainder.map(\.label) == [Label(decisions[1])])
  }

  @Test(arguments: 0..<4) func lists(seed: UInt64) async throws {
    #expect(Self.said(try await MadeUpLists(200, seed: seed).tables().record()) == [])
  }
}
