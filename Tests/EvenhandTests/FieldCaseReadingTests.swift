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
    return try Audit.run(read, folder: folder)
  }

  private static func report(_ record: Record) throws -> String {
    try MarkdownRenderer().render(Report.whole(of: SealedRecord(record)))
  }

  /// `NULL` in the decision: 700 of 800 in A, 650 of 1,000 in B, 200 rows left out.
  @Test func f02OpenApplicationsAreNoRefusals() async throws {
    for word in ["NULL", "nan", "NaN", "None", "NA", "N/A", "#N/A", "null", "?", "-", " "] {
      let record = try await Support.inFolder { folder in
        let rows = try String(contentsOfFile: "\(Support.checkout)/Tests/FieldCases/f02/rows.csv", encoding: .utf8)
        try rows.replacing("NULL", with: word).write(toFile: "\(folder)/rows.csv", atomically: true, encoding: .utf8)
        let plan = try PlanFile(path: "\(Support.checkout)/Tests/FieldCases/f02/evenhand.yaml").plan
        return try Audit.run(plan, folder: folder)
      }
      let (a, b) = (record.estimate("selection-rate", ["A"]), record.estimate("selection-rate", ["B"]))
      #expect(a?.numerator == 700 && a?.denominator == 800 && b?.numerator == 650 && b?.denominator == 1_000)
      let finding = try #require(record.findings.first)
      #expect(finding.verdict == .notMet && isClose(finding.value, 650.0 / 1_000 / (700.0 / 800)))
      #expect(record.rows.excluded == [Exclusion(reason: "missing-decision", rows: 200)])
      #expect(record.labels?.remainder.map(\.label) == ["0"])
      guard word != " " else { continue }
      #expect(
        record.warnings.map(\.code).filter { $0 != .weakReference } == [.missingWords]
          && record.warnings[0].share == 0.1)
      #expect(try Support.text(record).contains("“\(word)” (200)"))
      let page = try Self.report(record)
      let first = try #require(page.firstRange(of: "**All checks: "))
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

  /// Withdrawn and pending are neither: men 300 of 800, women 240 of 540, 330 rows left out.
  @Test func f28WhoWithdrewWasNotRefused() async throws {
    let undeclared = try await Self.record("f28", "undeclared.yaml")
    #expect(
      undeclared.labels?.remainder.map { "\($0.label) \($0.rows)" } == ["pending 30", "rejected 800", "withdrawn 300"])
    #expect(try Support.text(undeclared).contains("“withdrawn” (300)"))
    for plan in ["undeclared.yaml", "declared.yaml"] {
      let record = try await Self.record("f28", plan) {
        $0.replacing("favourable: [hired]", with: "favourable: [hired], not-decided: [withdrawn, pending]")
      }
      let (men, women) = (record.estimate("selection-rate", ["M"]), record.estimate("selection-rate", ["F"]))
      #expect(men?.numerator == 300 && men?.denominator == 800 && women?.numerator == 240 && women?.denominator == 540)
      let finding = try #require(record.findings.first)
      #expect(finding.group == ["M"] && finding.reference?.group == ["F"] && isClose(finding.value, 0.84375))
      #expect(record.rows.excluded == [Exclusion(reason: "not-decided", rows: 330)])
      #expect(record.undecided.map(\.count).reduce(0, +) == 330 && record.undecided.map(\.of).reduce(0, +) == 1_670)
      // Wilson's and Newcombe's limits, worked out in Python from 290 of 830 women and 40 of 840 men.
      let share = try #require(record.undecided.first { $0.group == ["F"] })
      #expect(isClose(share.interval?.lower, 0.31772280600465846) && isClose(share.interval?.upper, 0.382460007700028))
      #expect(isClose(share.difference, 0.3017785427423982))
      #expect(isClose(share.differenceInterval?.lower, 0.26602919763557253))
      #expect(isClose(share.differenceInterval?.upper, 0.33710948409867136))
      #expect(record.warnings.map(\.code) == [.undecidedApart] && record.warnings[0].group == ["F"])
      let page = try Self.report(record)
      #expect(page.contains("Left out: nothing was decided") && page.contains("Less that of all others"))
    }
    await #expect(throws: ReadError.self) { try await Self.record("f28", "declared.yaml") }
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
    // 40 people are few to be compared with.
    #expect(wide.warnings.map(\.code) == [.weakReference])
  }

  /// One export, six times: 70 of 100 against 80 of 100 once.
  @Test func f12CopiesOfAnExportDoNotCount() async throws {
    for digests in [true, false] {
      let file = try PlanFile(path: "\(Support.checkout)/Tests/FieldCases/f12/evenhand.yaml")
      var options = Audit.Options()
      options.digestsInputs = digests
      let error = #expect(throws: ReadError.self) {
        try Audit.run(file.plan, folder: file.folder, options: options)
      }
      #expect(error?.code == "repeated-input" && error?.message.contains("would count 6 times") == true)
      for number in 1...5 { #expect(error?.message.contains("“applicants (\(number)).csv”") == true) }
    }
    let one = try await Self.record("f12") { $0.replacing("applicants*.csv", with: "applicants.csv") }
    let finding = try #require(one.findings.first)
    #expect(finding.verdict == .cannotTell && isClose(finding.value, 0.875))
  }

  /// Shapes of Excel: read, or named for what they are.
  @Test func f20ShapesOfASpreadsheet() async throws {
    let note = try await Self.record("f20", "sep-line.yaml")
    #expect(note.rows.judged == 200 && note.estimate("selection-rate", ["A"])?.denominator == 100)
    let empty = try await Self.record("f20", "two-empty-columns.yaml")
    #expect(empty.findings.map(\.verdict) == [.notMet] && isClose(empty.findings[0].value, 0.5))
    for (plan, words) in [
      ("title-row.yaml", "the header seems to stand in row 3"),
      ("trailing-comma.yaml", "the row ends with a delimiter that the header lacks"),
      ("decimal-comma.yaml", "“20,5” of “age” is written with a decimal comma (write 20.5"),
      ("score-comma.yaml", "the score is written with a decimal comma"),
      ("thousands.yaml", "“20,500” of “income” has a thousands separator (write 20500"),
    ] {
      let error = await #expect(throws: ReadError.self) { try await Self.record("f20", plan) }
      #expect(error.map { "\($0)".contains(words) } == true, "\(plan): \(error.map { "\($0)" } ?? "")")
      #expect(error.map { "\($0)".contains("remove") } == false)
    }
  }

  /// 1.23457E+15 in every row.
  @Test func f26IdsThatASpreadsheetShortened() async throws {
    let error = await #expect(throws: ReadError.self) { try await Self.record("f26") }
    #expect(error?.code == "repeated-subject" && error?.message.contains("a spreadsheet has rounded") == true)
    #expect(error?.hint?.contains("as text") == true && error.map { "\($0)".contains("1.23457") } == false)
  }

  /// Two lists a person: each seller gets 1 + 1/log₂ 3 + … + 1/log₂ 6 a list.
  @Test func f14TwoListsAPerson() async throws {
    for (plan, key) in [("by-rank.yaml", "rank: rank"), ("by-score.yaml", "score: score")] {
      let record = try await Self.record("f14", plan) { $0.replacing(key, with: "\(key), list: session") }
      let finding = try #require(record.findings.first)
      // All people have the same, and nothing says what a person with other lists would have.
      #expect(finding.verdict == .cannotTell && finding.undefined == .noVariance && isClose(finding.value, 1))
      let each = (2...6).reduce(0) { $0 + 1 / Foundation.log2(Double($1)) }
      for seller in ["A", "B"] {
        // Thirty items a seller, 240 lists, half of them of each.
        let estimate = try #require(record.estimate("exposure", [Label(seller)]))
        #expect(isClose(estimate.value.map { $0 * 30 * 2 }, each) && estimate.lists == 240)
      }
      #expect(record.lists?.lists == 240 && record.lists?.people == 120)
    }
    let error = await #expect(throws: ReadError.self) { try await Self.record("f14", "by-rank.yaml") }
    #expect(error?.hint?.contains("{list: session}") == true)
  }

  /// Ranks that are all 0: the score orders, as in trec_eval; men 1, women 0.4556.
  @Test func f16ARunWhoseRanksSayNothing() async throws {
    for plan in ["evenhand.yaml", "by-score.yaml"] {
      let record = try await Self.record("f16", plan)
      let finding = try #require(record.findings.first)
      #expect(finding.verdict == .notMet && isClose(finding.value, 0.4556, tolerance: 5e-5))
      #expect(isClose(record.estimate("ndcg", ["m"])?.value, 1))
      // 60 people are few to be compared with.
      #expect(
        record.warnings.map(\.code).filter { $0 != .weakReference } == (plan == "evenhand.yaml" ? [.ranksEqual] : []))
    }
  }

  /// The table that auditors have says the same as its people one by one.
  @Test func wideCountsAreTheirPeople() async throws {
    let table = [("A", 120, 61), ("B", 80, 30), ("C", 40, 29)]
    func record(_ plan: String, _ rows: String) async throws -> Record {
      try await Support.inFolder { folder in
        try rows.write(toFile: "\(folder)/t.csv", atomically: true, encoding: .utf8)
        let text = """
          audit: {title: T}
          decisions:
            source: t.csv
            \(plan)
            groups: [g]
          requirements: [{id: r, metric: selection-rate, at-least: 0.8}]
          """
        let plan = try PlanReader.read(Array(text.utf8), file: "plan.yaml", catalogue: Catalogue.cards)
        return try Audit.run(plan, folder: folder)
      }
    }
    let wide = try await record(
      "counts: {selected: n_selected, people: n_applicants}",
      "g,n_applicants,n_selected\n" + table.map { "\($0.0),\($0.1),\($0.2)\n" }.joined())
    let rows = try await record(
      "columns: {decision: d, favourable: [\"1\"], unfavourable: [\"0\"]}",
      "g,d\n" + table.map { row in (0..<row.1).map { "\(row.0),\($0 < row.2 ? 1 : 0)\n" }.joined() }.joined())
    #expect(wide.estimates == rows.estimates && wide.disparities == rows.disparities && wide.findings == rows.findings)
    #expect(wide.rows.judged == 3 && wide.units.judged == 240 && wide.warnings.allSatisfy { $0.code == .weakReference })
    #expect(Confirmation(of: wide).failures == [])
    #expect(try Self.report(wide).contains("the column n\\_selected says how many received it"))
    await #expect(throws: PlanErrors.self) {
      try await record("counts: {selected: a, people: b}\n  columns: {decision: d, favourable: x}", "a,b\n")
    }
    await #expect(throws: PlanErrors.self) { try await record("delimiter: \",\"", "a,b\n") }
  }
}
