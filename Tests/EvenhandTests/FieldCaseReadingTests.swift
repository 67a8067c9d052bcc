import Evenhand
import Foundation
import Testing
import _AuditTesting

/// Situations that people met in audits, each with values that were worked out apart from this program.
@Suite struct FieldCaseReadingTests {
  /// The record of a plan in `Tests/FieldCases`.
  static func record(_ name: String, _ plan: String = "evenhand.yaml", changing: (String) -> String = { $0 })
    async throws
    -> Record
  {
    let folder = "\(Support.checkout)/Tests/FieldCases/\(name)"
    let text = changing(try String(contentsOfFile: "\(folder)/\(plan)", encoding: .utf8))
    let read = try PlanReader.read(Array(text.utf8), file: plan, catalogue: Catalogue.cards)
    return try await Audit.run(read, folder: folder)
  }

  private static func report(_ record: Record) throws -> String {
    try MarkdownRenderer().render(Report.body(of: SealedRecord(record)))
  }

  /// `NULL` in the decision: 700 of 800 in A, 650 of 1,000 in B, 200 rows left out.
  @Test func f02OpenApplicationsAreNoRefusals() async throws {
    for word in ["NULL", "nan", "NaN", "None", "NA", "N/A", "#N/A", "null", "?", "-", " "] {
      let record = try await Support.inFolder { folder in
        let rows = try String(contentsOfFile: "\(Support.checkout)/Tests/FieldCases/f02/rows.csv", encoding: .utf8)
        try rows.replacing("NULL", with: word).write(toFile: "\(folder)/rows.csv", atomically: true, encoding: .utf8)
        let plan = try PlanFile(path: "\(Support.checkout)/Tests/FieldCases/f02/evenhand.yaml").plan
        return try await Audit.run(plan, folder: folder)
      }
      let (a, b) = (record.estimate("selection-rate", ["A"]), record.estimate("selection-rate", ["B"]))
      #expect(a?.numerator == 700 && a?.denominator == 800 && b?.numerator == 650 && b?.denominator == 1_000)
      let finding = try #require(record.findings.first)
      #expect(finding.verdict == .notMet && isClose(finding.value, 650.0 / 1_000 / (700.0 / 800)))
      #expect(record.rows.excluded == [Exclusion(reason: "missing-decision", rows: 200)])
      #expect(record.labels?.remainder.map(\.label) == ["0"])
      guard word != " " else { continue }
      #expect(record.warnings.map(\.code) == [.missingWords] && record.warnings[0].share == 0.1)
      #expect(TerminalSummary.render(record).contains("“\(word)” (200)"))
      let page = try Self.report(record)
      let first = try #require(page.firstRange(of: "### What was found"))
      let escaped = word.replacing("#", with: "\\#")
      #expect([word, escaped].contains { page[..<first.lowerBound].contains("“\($0)” (200)") }, "\(word)")
    }
  }

  /// `NULL` in the group: F 450 of 1,000 against M 500 of 1,000, and 200 people beside them.
  @Test func f04PeopleWhoseSexIsNotKnownAreNoComparisonGroup() async throws {
    let record = try await Self.record("f04")
    #expect(record.groupings[0].groups.map(\.group) == [["F"], ["M"]] && record.groupings[0].unknown == 200)
    let finding = try #require(record.findings.first)
    #expect(finding.group == ["F"] && finding.reference?.group == ["M"] && isClose(finding.value, 0.9))
    #expect(record.warnings.map(\.code) == [.missingWords])
    #expect(isClose(record.warnings[0].share, 200.0 / 2_200))
    // A real label stays usable in each of three ways.
    for change in ["[{column: sex, labels: [\"NULL\"]}]", "[{column: sex, same: {none: [\"NULL\"]}}]"] {
      let named = try await Self.record("f04") { $0.replacing("groups: [sex]", with: "groups: \(change)") }
      #expect(named.groupings[0].groups.count == 3 && named.warnings == [])
    }
    let reference = try await Self.record("f04") {
      $0.replacing("at-least: 0.8", with: "at-least: 0.8, reference: {group: \"NULL\"}")
    }
    #expect(reference.findings.map(\.reference?.group) == [["NULL"], ["NULL"]] && reference.warnings == [])
  }

  /// 40 people below the first bin and 200 above the last: not covered is not the same as not known.
  @Test func f10AgesOutsideTheBinsAreKnown() async throws {
    let record = try await Self.record("f10")
    #expect(
      record.groupings[0].leftOut == [Exclusion(reason: "outside-bins", rows: 240)]
        && record.groupings[0].unknown == 240)
    #expect(record.warnings.map(\.code) == [.outsideBins])
    #expect(
      record.warnings[0].labels == [
        LabelCount("above 65", rows: 200, units: 200), LabelCount("below 18", rows: 40, units: 40),
      ])
    let page = try Self.report(record)
    #expect(!page.contains("The age of 240 people is not known"))
    #expect(page.contains("The age of 240 people lies outside the bins of the plan"))
    // With limits that cover them, the people of 71 are a group: 10 of 200.
    let wide = try await Self.record("f10") { $0.replacing("[18, 35, 55, 65]", with: "[0, 18, 35, 55, 65.5, 120]") }
    let old = wide.findings.first { $0.group == ["[65.5, 120]"] }
    #expect(old?.verdict == .notMet && isClose(wide.estimate("selection-rate", ["[65.5, 120]"])?.value, 0.05))
    #expect(wide.warnings == [])
  }
}
