import AuditRecord
import Testing

@testable import AuditReport

/// The first pages say every finding once, with the numbers of the record.
@Suite struct SummaryTests {
  private static let records = [Sample.berkeley, Sample.compas, Sample.lists, Sample.both]

  private func blocks(_ record: Record) -> [Block] { Report.whole(of: sealed(record)).blocks }

  private func forests(_ record: Record) -> [ForestTable] {
    blocks(record).compactMap { if case .forest(let table) = $0 { table } else { nil } }
  }

  @Test(arguments: records) func everyFindingOfAGroupIsOneRow(_ record: Record) {
    let rows = forests(record).flatMap { table in table.sections.flatMap(\.rows) }
    let judged = record.findings.filter { $0.group != nil && $0.verdict != .couldNotRun }
    let references = rows.count { $0.mark == .referenceGroup }
    #expect(rows.count - references == judged.count)
    for finding in judged {
      // Of groups with too few people neither is said.
      guard finding.value != nil, finding.verdict != .notEnoughData else { continue }
      let found = rows.count { $0.value == finding.value && $0.interval == finding.interval }
      #expect(found == 1, "\(finding.group ?? [])")
    }
  }

  @Test(arguments: records) func theMatrixHoldsTheRecordsVerdicts(_ record: Record) {
    for case .matrix(let matrix) in blocks(record) {
      let marks = matrix.sections.flatMap(\.rows).flatMap(\.cells).flatMap { cell -> [Mark] in
        switch cell {
        case .judged(let mark, _, _, _): [mark]
        case .counted(let marks): marks
        case .notRequired, .covered: []
        }
      }
      let shown = marks.filter { $0 != .referenceGroup }.reduce(into: [String: Int]()) { counts, mark in
        let count = Int(mark.word.prefix { $0.isNumber }) ?? 1
        counts[mark.symbol, default: 0] += count
      }
      let stored = record.findings.reduce(into: [String: Int]()) { $0[$1.verdict.symbol, default: 0] += 1 }
      #expect(shown == stored)
      #expect(matrix.columns.count <= 4 && matrix.sections.reduce(0) { $0 + $1.rows.count } <= 16)
    }
  }

  @Test("nothing but their number is said of too few people") func tooFewPeople() {
    let tables = forests(Sample.compas)
    let few = tables.flatMap { $0.sections.flatMap(\.rows) }.filter(\.mark.isTooFew)
    #expect(!few.isEmpty)
    for row in few {
      #expect(row.value == nil && row.interval == nil && row.number.isEmpty && row.range == nil)
      #expect(row.counted.hasSuffix("people"))
    }
  }

  @Test func tablesThatCompareAlikeShareAnAxis() {
    for record in Self.records {
      // Numbers in a unit of their own have an axis of their own.
      let comparable = forests(record).filter { !["value", "difference"].contains($0.axisLabel) }
      for (_, tables) in Dictionary(grouping: comparable, by: { "\($0.comparison) \($0.axisLabel)" }) {
        #expect(Set(tables.map(\.axis)).count == 1)
      }
    }
  }

  @Test(arguments: [
    (0.521, [0.8], "0.52"), (0.7979, [0.8], "0.798"), (0.8, [0.8], "0.80"), (1, [0.8], "1.00"),
  ])
  func ratiosHaveTwoDecimalsUnlessTheyWouldEqualTheThreshold(_ value: Double, _ limits: [Double], _ text: String) {
    #expect(Scale.ratio.brief(value, apartFrom: limits) == text)
  }

  @Test func labelsThatSayNothingAloneHaveTheirColumn() {
    #expect(JudgedGroups.name(["yes"], ["disability"]) == "disability: yes")
    #expect(JudgedGroups.name(["1", "Female"], ["veteran", "sex"]) == "veteran: 1 × Female")
    #expect(JudgedGroups.name(["Female"], ["sex"]) == "Female")
  }

  /// Ten questions that somebody who reads one page asks.
  @Test func pageOneAnswers() {
    let all = MarkdownRenderer().render(Report.dossier(of: sealed(Sample.compas(roles: ["owner"])))).replacing(
      "\u{A0}", with: " ")
    let page = String(all[..<(all.firstRange(of: "**Contents**")?.lowerBound ?? all.endIndex)])
    for answer in [
      "Requirements not met", "African-American", "The last two are not a pass", "In the reference group (Other)",
      "The ratio is 0.52", "95 % confidence interval", "people", "Owner: not signed", "Not in force",
      "It does not show why groups differ", "It is not legal advice.", "DRAFT: 0 of 1",
    ] { #expect(page.contains(answer), "\(answer)") }
  }
}
