import AuditPolicy
import Foundation
import Testing
import _AuditTesting

@testable import AuditReport
@testable import Evenhand

/// What people are told, beside what rules name.
struct NoticeTests {
  private static let notice = """
    # Notice

    We rank   offers for
    you. You can turn it off in your settings.
    """

  private static func inFolder<Value>(
    _ notices: String, notice: String = notice, _ body: (String) async throws -> Value
  ) async throws -> Value {
    try await Support.inFolder { folder in
      try notice.write(toFile: "\(folder)/notice.md", atomically: true, encoding: .utf8)
      try "sex,decision\nf,yes\nm,no\n".write(toFile: "\(folder)/rows.csv", atomically: true, encoding: .utf8)
      try """
      audit: {title: Told}
      decisions:
        source: rows.csv
        columns: {decision: decision, favourable: ["yes"]}
        groups: [sex]
      notices:
      \(notices)
      requirements:
        - {id: told, metric: notice-completeness, at-least: 1}
      """.write(toFile: "\(folder)/evenhand.yaml", atomically: true, encoding: .utf8)
      return try await body(folder)
    }
  }

  private static func record(_ notices: String, notice: String = notice) async throws -> Record {
    try await inFolder(notices, notice: notice) { folder in
      let file = try PlanFile(path: "\(folder)/evenhand.yaml")
      return try Audit.run(file.plan, folder: folder)
    }
  }

  private static func errors(_ notices: String) async throws -> [String] {
    try await inFolder(notices) { folder in
      do throws(PlanErrors) {
        _ = try PlanFile(path: "\(folder)/evenhand.yaml")
        return []
      } catch { return error.errors.map(\.description) }
    }
  }

  @Test func everyPackIsWhole() {
    #expect(
      NoticeRules.ids == [
        "ccpa-7220", "ccpa-7221", "ccpa-7222", "co-sb26-189", "dsa-27", "dsa-38", "gdpr-13", "gdpr-14", "gdpr-22",
        "nyc-ll144-notice",
      ])
    for rules in NoticeRules.all {
      let ids = rules.fields.map(\.id)
      #expect(Set(ids).count == ids.count && !ids.isEmpty, "\(rules.pack.id)")
      #expect(rules.fields.allSatisfy { $0.state == .missing && $0.question.contains("?") }, "\(rules.pack.id)")
      #expect(CalendarDay(rules.pack.effective) != nil && CalendarDay(rules.pack.read) != nil, "\(rules.pack.id)")
      #expect(rules.pack.source.hasPrefix("https://"))
      #expect(Explanation.text(for: rules.pack.id)?.contains(ids[0]) == true)
    }
    // The points of both articles, one field each.
    #expect(NoticeRules.named("gdpr-13")?.fields.count == 12)
    #expect(NoticeRules.named("gdpr-14")?.fields.count == 13)
    #expect(NoticeRules.named("ccpa-7220")?.fields.count == 9)
    // What the audit itself must hold stays a profile.
    #expect(NoticeRules.named("nyc-ll144") == nil && Profile.named("nyc-ll144") != nil)
  }

  @Test func fieldsArePresentMissingOrNotApplicable() async throws {
    let record = try await Self.record(
      """
        - file: notice.md
          language: en
          pack: dsa-27
          fields: {main-parameters: "We rank offers for you.", options: "turn it\\noff", criteria: ""}
          not-applicable: {where: {reason: there is one option, by: N. N.}}
      """)
    let notice = try #require(record.notices?.first)
    #expect(notice.fields.map(\.state) == [.present, .missing, .missing, .present, .notApplicable])
    #expect(notice.fields[4].by == "N. N.")
    let summary = try #require(record.summary("notice-completeness", .value))
    #expect(
      summary.counts == SummaryCounts(2, of: 4) && summary.value == 0.5 && summary.withoutInterval == .countedWhole)
    #expect(record.findings.map(\.verdict) == [.notMet])
    #expect(
      GroundWords.sentence(notice)
        == "2 of the 4 fields of Regulation (EU) 2022/2065, Article 27 that apply are in the notice “notice.md”. Missing: criteria (Art. 27(2)(a)), reasons (Art. 27(2)(b)). 1 is stated as not applicable. Whether the notice satisfies the rule is not for this report to say."
    )
    #expect(Confirmation(of: record).failures == [])
    let report = MarkdownRenderer().render(Report.body(of: try SealedRecord(record)))
    #expect(report.contains("not applicable: there is one option (N. N.)"))
    for word in ["complies", "compliant", "satisfied"] { #expect(!report.contains(word)) }
  }

  @Test(arguments: [
    (
      "{file: notice.md, language: en, pack: dsa-27, fields: {options: \"turn it off in  your app\"}}",
      "notice.md: the field “options” quotes a passage that is not in the file (quote it as it stands, or leave the quotation out)"
    ),
    (
      "{file: notice.md, language: en, pack: dsa-27, fields: {options: \"Turn it off\"}}",
      "notice.md: the field “options” quotes a passage that is not in the file (quote it as it stands, or leave the quotation out)"
    ),
    (
      "{file: notice.md, language: en, pack: ccpa-7200}",
      "evenhand.yaml:7:43: there is no notice pack “ccpa-7200” (did you mean “ccpa-7220”?)"
    ),
    (
      "{file: notice.md, language: en, pack: dsa-27, fields: {option: \"off\"}}",
      "evenhand.yaml:7:60: the notice pack dsa-27 has no field “option” (did you mean “options”?)"
    ),
    (
      "{file: notice.md, language: en, pack: dsa-27, fields: {options: \"off\"}, not-applicable: {options: {reason: r, by: b}}}",
      "evenhand.yaml:7:94: the field “options” is quoted, and not applicable (keep one of them)"
    ),
    (
      "{file: notice.md, language: en, pack: dsa-27, not-applicable: {options: {reason: r}}}",
      "evenhand.yaml:7:77: \"notices[0].not-applicable.options\" has no \"by\" (add `by`: who says so)"
    ),
    (
      "{file: other.md, language: en, pack: dsa-27}",
      "evenhand.yaml:7:12: “other.md” cannot be read: there is no such file (paths start at the plan's folder)"
    ),
  ]) func wrongNoticesAreRefused(_ notice: String, _ words: String) async throws {
    let found = try await Self.errors("  - \(notice)")
    #expect(found.count == 1 && found.first == words, "\(found)")
  }

  /// The worked example, and its edges.
  @Test func readingIsThatOfTheFormula() throws {
    let text =
      "You can turn personalisation off in your settings. Your list will then not use your history. We keep your data for two years."
    let reading = NoticeReading(of: text, language: "en")
    #expect(reading.words == 23 && reading.sentences == 3)
    #expect(isClose(reading.grade, 0.39 * 23 / 3 + 11.8 * 32 / 23 - 15.59, within: 1e-12))
    #expect(isClose(reading.grade, 3.8174, within: 5e-5))
    let german = NoticeReading(of: text, language: "de")
    #expect(german.words == 23 && german.grade == nil && german.undefined == .noReadingFormula)
    let empty = NoticeReading(of: "# — *", language: "en-GB")
    #expect(empty.words == 0 && empty.sentences == 0 && empty.grade == nil && empty.undefined == .emptyDenominator)
    // A heading is a sentence of its own; an abbreviation ends none where no white space follows.
    #expect(NoticeReading(of: "# Notice\n\nAs of 1.5 points (see e.g. below.)", language: "en").sentences == 3)
  }

  @Test func aNoticeThatChangedIsSaid() async throws {
    try await Self.inFolder("  - {file: notice.md, language: en, pack: dsa-38}") { folder in
      let file = try PlanFile(path: "\(folder)/evenhand.yaml")
      let record = try Audit.run(file.plan, folder: folder)
      #expect(try Currency.breaks(file, since: record) == [])
      try "We rank otherwise.".write(toFile: "\(folder)/notice.md", atomically: true, encoding: .utf8)
      let changed = try Currency.breaks(try PlanFile(path: "\(folder)/evenhand.yaml"), since: record)
      #expect(changed.count == 1 && "\(changed)".contains("a notice changed since the audit"))
    }
  }
}
