import AuditInputs
import AuditMetrics
import AuditPolicy
import AuditRecord
import AuditReport
import Testing
import _AuditTesting

@testable import Evenhand

/// What a plan calls people and decisions stands in sentences, and changes no number.
struct PhrasesTests {
  private static let plain = """
    audit: {title: Hiring}
    decisions:
      source: rows.csv
      columns:
        {decision: d, favourable: ["1"], unfavourable: ["0"], outcome: y, positive: ["1"], negative: ["0"]}
      groups: [sex]PHRASES
    requirements:
      - {id: ratio, metric: selection-rate, at-least: 0.8TITLE}
      - {id: missed, metric: false-negative-rate, compare: difference, at-most: 0.2}
      - {id: hits, metric: true-positive-rate, at-least: 0.8}
    metrics: [base-rate, false-positive-rate]
    """
  private static let own =
    "{people: applicants, favourable: were invited, unfavourable: were turned down, positive: were hired, negative: were not hired}"

  private static func text(_ phrases: String?) -> [UInt8] {
    Array(
      plain.replacing("PHRASES", with: phrases.map { "\n  phrases: \($0)" } ?? "")
        .replacing("TITLE", with: phrases == nil ? "" : ", title: Invitations").utf8)
  }

  private static func plan(_ phrases: String?) throws -> Plan {
    try PlanReader.read(text(phrases), file: "plan.yaml", catalogue: Catalogue.cards)
  }

  private static func record(_ plan: Plan) throws -> Record {
    var (sex, decision, outcome): ([String], [String], [String]) = ([], [], [])
    for number in 0..<1_200 {
      sex.append(number % 2 == 0 ? "f" : "m")
      decision.append(number % 5 < (number % 2 == 0 ? 2 : 4) ? "1" : "0")
      outcome.append(number % 3 == 0 ? "1" : "0")
    }
    return try Audit.record(of: plan, values: ["sex": sex, "d": decision, "y": outcome])
  }

  @Test func sentencesAndQuestionsHaveThePlansWords() throws {
    let plain = try Self.record(Self.plan(nil))
    let worded = try Self.record(Self.plan(Self.own))
    #expect(worded.estimates == plain.estimates && worded.disparities == plain.disparities)
    #expect(worded.findings.map(\.verdict) == plain.findings.map(\.verdict))
    let sentences = worded.findings.map(\.sentence)
    #expect(sentences.contains { $0.contains("in every 100 applicants in the group f were invited, against") })
    #expect(sentences.contains { $0.contains("who were hired were turned down") })
    let questions = worded.metrics.map(\.question)
    #expect(questions.contains("Of every 100 applicants in the group, how many were invited?"))
    #expect(questions.contains("Of every 100 applicants in the group who were hired, how many were invited?"))
    #expect(questions.contains("Of every 100 applicants in the group, how many were hired?"))
    for text in sentences + questions {
      #expect(!text.contains("people") && !text.contains("decision") && !text.contains("outcome"), "\(text)")
    }
    #expect(worded.labels?.phrases?.negative == "were not hired" && plain.labels?.phrases == nil)
    let page = MarkdownRenderer().render(Report.body(of: try SealedRecord(worded)))
    #expect(page.contains("Invitations: selection rate") && page.contains("selection rate, ratio: ratio at least 0.8"))
    #expect(GateText().render(GateResult(try SealedRecord(worded))).contains("ratio, Invitations (blocks)"))
    let annex = MarkdownRenderer().render(Report.whole(of: try SealedRecord(worded)))
    #expect(annex.contains("“applicants” for people; “were invited” for those who received the favourable decision;"))
    // A record alone confirms, and reads back as it was.
    #expect(Confirmation(of: worded).failures == [])
    #expect(try SealedRecord(parsing: Array(SealedRecord(worded).text.utf8)).record == worded)
  }

  @Test func aRecordIsHeldAgainstThePhrasesOfItsPlan() throws {
    let plan = Self.text(Self.own)
    let record = try Self.record(Self.plan(Self.own))
    #expect(PlanAgreement.differences(record, plan: plan) == [])
    #expect(PlanAgreement.differences(record, plan: Self.text("{people: applicants}")) != [])
    var forged = record
    forged.metrics[0].counted = "were treated alike"
    #expect(PlanAgreement.differences(forged, plan: plan) != [])
  }

  @Test(arguments: [
    ("{people: fair people}", "“fair” says more"), ("{favourable: \"\"}", "1 to 60 characters"),
    ("{positive: \"a\\u202Eb\"}", "1 to 60 characters"),
    ("{people: \(String(repeating: "a", count: 61))}", "1 to 60 characters"), ("{person: x}", "unknown key"),
    ("{people: \"{group} x\"}", "no braces"),
  ])
  func whatIsNoPhraseIsRefused(_ phrases: String, _ words: String) {
    #expect {
      _ = try Self.plan(phrases)
    } throws: {
      "\($0)".contains(words)
    }
  }

  @Test func aPhraseOfAnOutcomeNeedsOne() {
    let text = Self.plain.replacing("PHRASES", with: "\n  phrases: {positive: were hired}")
      .replacing("TITLE", with: "").replacing(", outcome: y, positive: [\"1\"], negative: [\"0\"]", with: "")
    #expect {
      _ = try PlanReader.read(Array(text.utf8), file: "plan.yaml", catalogue: Catalogue.cards)
    } throws: {
      "\($0)".contains("`positive` is a phrase for one positive outcome, and the plan names none")
    }
  }
}
