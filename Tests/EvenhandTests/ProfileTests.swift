import AuditPolicy
import Foundation
import Testing
import _AuditTesting

@testable import AuditReport
@testable import Evenhand

/// Rules and standards that a plan names: what they add, and what the report says of them.
struct ProfileTests {
  private static let plan = """
    audit: {title: Invitations, type: independent-audit, window: {from: 2026-01-01, to: 2026-06-30}}
    decisions:
      source: rows.csv
      columns: {decision: invited, favourable: ["yes"]}
      groups: [sex, race]
      intersections: all
    """

  private func read(_ text: String) throws -> Plan {
    try PlanReader.read(Array(text.utf8), file: "evenhand.yaml", catalogue: Catalogue.cards)
  }

  private func errors(_ text: String) -> [PlanError] {
    do {
      _ = try read(text)
      return []
    } catch { return (error as? PlanErrors)?.errors ?? [] }
  }

  private func record(_ text: String) throws -> Record {
    var values: [String: [String]] = ["sex": [], "race": [], "invited": []]
    for (sex, race, invited, people) in [
      ("f", "a", "yes", 40), ("f", "a", "no", 60), ("m", "a", "yes", 50), ("m", "a", "no", 50), ("f", "b", "yes", 30),
      ("f", "b", "no", 70), ("m", "b", "yes", 45), ("m", "b", "no", 55), ("m", "", "no", 7),
    ] {
      for (key, label) in [("sex", sex), ("race", race), ("invited", invited)] {
        values[key]! += Array(repeating: label, count: people)
      }
    }
    return try Audit.record(of: read(text), values: values)
  }

  @Test func everyFileIsWhole() {
    let demands = Profile.all.flatMap(\.regulation.demands)
    for need in demands.flatMap(\.needs) {
      let known = RegulationNeed.kinds[need.kind]
      #expect(known != nil && known??.contains(need.of) != false, "\(need)")
      #expect(need.words != need.of, "\(need)")
    }
    let metrics = Set(Catalogue.cards.map(\.id))
    for profile in Profile.all {
      let named =
        profile.metrics + profile.regulation.tables
        + profile.regulation.demands.flatMap(\.needs).filter { ["measured", "compared"].contains($0.kind) }.map(\.of)
      // Scoring rates come with scores.
      #expect(Set(named).subtracting(metrics).isSubset(of: ["scoring-rate"]), "\(profile.regulation.id)")
      #expect(profile.regulation.demands.allSatisfy { $0.elsewhere == $0.needs.isEmpty }, "\(profile.regulation.id)")
      #expect(CalendarDay(profile.regulation.read) != nil && CalendarDay(profile.regulation.effective) != nil)
    }
    #expect(Profile.ids.sorted() == Profile.ids && Set(Profile.ids).count == Profile.ids.count)
  }

  @Test func aProfileBringsItsRequirementsAndMetrics() throws {
    let plan = try read(
      Self.plan
        + "\nprofiles: [four-fifths, nyc-ll144]\nmetrics: base-rate\n".replacing("base-rate", with: "selection-rate"))
    #expect(plan.requirements.map(\.id) == ["four-fifths"])
    #expect(plan.requirements[0].referenceMinimum?.share == 0.02 && plan.requirements[0].across.count == 3)
    #expect(plan.regulations.map(\.id) == ["four-fifths", "nyc-ll144"] && plan.metrics == ["selection-rate"])
    // A place for whoever shows findings at lines: where the profile is named.
    let lines = PlanReader.requirementLines(Array((Self.plan + "\nprofiles:\n  - iso-24027\n  - four-fifths\n").utf8))
    #expect(lines == ["four-fifths": 9])
    #expect(try read(Self.plan + "\nprofiles: four-fifths\n").requirements.count == 1)
  }

  @Test func whatDoesNotGoTogetherIsSaidAtItsPlace() {
    let own = "\nrequirements: [{id: four-fifths, metric: selection-rate, at-least: 0.9}]\nprofiles: [four-fifths]\n"
    let lists = """
      audit: {title: Lists}
      recommendations:
        source: lists.csv
        columns: {user: u, item: i, rank: r}
        users: {source: users.csv, id: u, groups: [sex]}
      profiles: [four-fifths]
      """
    for (text, line, message) in [
      (Self.plan + own, 8, "the plan has a requirement “four-fifths”"),
      (Self.plan + "\nprofiles: [iso-24027, iso-24027]\n", 7, "named twice"),
      (Self.plan + "\nprofiles: [four-fiths]\n", 7, "must be one of"),
      (lists, 6, "the profile four-fifths: selection-rate needs"),
    ] {
      let found = errors(text)
      #expect(found.count == 1 && found.first?.line == line, "\(found)")
      #expect(found.first.map { $0.message.contains(message) } == true, "\(found)")
    }
  }

  @Test func theReportSaysWhatIsHereAndWhatIsNot() throws {
    let record = try record(Self.plan + "\nprofiles: [nyc-ll144, four-fifths]\n")
    let report = MarkdownRenderer().render(Report.body(of: try SealedRecord(record)))
    #expect(report.contains("nyc-ll144, as of 2026-11-23: 5 of 9 things that a report can hold are here"))
    #expect(report.contains("the day on which the system was put to use"))
    let annex = MarkdownRenderer().render(Report.annex(of: try SealedRecord(record)))
    for line in [
      "| m | 95\u{A0}of\u{A0}207 | 45.9\u{A0}% | 1.000 |", "| f | 70\u{A0}of\u{A0}200 | 35.0\u{A0}% | 0.763 |",
      "Not known, and in no row: 7",
      "**not here**: the auditor", "cannot be shown by an audit of data", "asked of scores, which are not audited here",
    ] { #expect(annex.contains(line), "\(line)") }
    #expect(record.findings.allSatisfy { $0.requirement == "four-fifths" } && !record.findings.isEmpty)
    #expect(Confirmation(of: record).failures == [])
  }

  /// Everything that a demand can need is found where it is, and missed where it is not.
  @Test func needsAreAboutTheRecord() throws {
    let full =
      Self.plan.replacing(
        "audit: {title: Invitations,",
        with:
          "audit: {title: Invitations, purpose: p, organisation: o, auditor: {name: a}, contact: c, previous: 6fe8 8f42 4741 d68d, distributed: 2026-01-01, system: {name: s, version: \"1\"},"
      ).replacing(
        "groups: [sex, race]", with: "groups: [{column: sex, obtained: declared}, {column: race, obtained: declared}]")
      + "\nrequirements: [{id: r, metric: selection-rate, at-least: 0.1, origin: o, owner: w, approved: 2026-01-01}]\nsign-off: {required: [{role: auditor}], valid-for: 365d}\n"
    let (here, lacking) = (
      try record(full),
      try record("audit: {title: T}\n" + Self.plan.split(separator: "\n").dropFirst().joined(separator: "\n"))
    )
    for key in RegulationNeed.kinds["stated"]!! where key != "model-file" {
      let need = RegulationNeed(kind: "stated", of: key)
      #expect(here.holds(need) && !lacking.holds(need), "\(key)")
    }
    #expect(!here.holds(RegulationNeed(kind: "stated", of: "model-file")))
    #expect(
      here.holds(RegulationNeed(kind: "valid-for", of: "365"))
        && !here.holds(RegulationNeed(kind: "valid-for", of: "364")))
    #expect(!here.holds(RegulationNeed(kind: "of a later version", of: "x")))
  }
}
