import Evenhand
import Foundation
import Testing
import _AuditTesting

/// What whole audits say of what they could have seen.
struct PowerReportTests {
  /// The values of an independent computation: Tests/Reference/power.py.
  @Test func compasByRace() async throws {
    let record = try await Support.record(dataset: "compas-two-year")
    let seen = record.detectable.filter { $0.requirement == "low-risk-ratio" && $0.grouping == ["race"] }
    for (group, value) in [("African-American", 0.755), ("Caucasian", 0.751), ("Hispanic", 0.713)] {
      let one = try #require(seen.first { $0.group == [Label(group)] })
      #expect(isClose(one.shownNotMet, value, within: 0.01), "\(group)")
      #expect(one.allShownMet == nil && one.morePeople == nil)
    }
    let asian = try #require(seen.first { $0.group == ["Asian"] })
    #expect(asian.shownMet == nil)
    #expect((100...125).contains(try #require(asian.morePeople)))
    let report = MarkdownRenderer().render(Report.whole(of: try SealedRecord(record)))
    for words in [
      "Asian (32): less than an 80 % chance of showing the requirement as met, whatever the true ratio;",
      "about 120 more people in Asian would give an 80 % chance, if the true rates are as estimated",
      "The reference group Other has 377 people; its rate of 79.0\u{A0}% is itself uncertain",
      "low-risk-ratio, by sex; low-risk-for-those-who-did-not-reoffend, by race and by sex: had all groups been equal, all of them would have been shown as met in about 100 of 100 audits of this size.",
    ] {
      #expect(report.contains(words), "\(words)")
    }
    // What was drawn is drawn again, and another number is found out.
    #expect(Confirmation(of: record).numbers == .holds)
    for change in [
      { (one: inout Detectable) in one.shownNotMet = 0.73 }, { $0.morePeople = 60 }, { $0.allMetWhenEqual = 0.9 },
    ] {
      var changed = record
      let index = try #require(
        record.detectable.firstIndex { $0.group == ["Asian"] && $0.requirement == "low-risk-ratio" })
      change(&changed.detectable[index])
      #expect(!Confirmation(of: changed).numbers.failures.isEmpty)
      // A gate, which says nothing of power, does without.
      #expect(Confirmation(of: changed, playsPower: false).numbers == .holds)
    }
  }

  private func record(_ rows: String, _ more: String = "") async throws -> Record {
    try await Support.inFolder { folder in
      try "g,d,n\n\(rows)".write(toFile: folder + "/a.csv", atomically: true, encoding: .utf8)
      try """
      audit: {title: t}
      decisions:
        source: a.csv
        columns: {decision: d, favourable: [yes], unfavourable: [no], count: n}
        groups: [g]
      requirements:
        - {id: ratio, metric: selection-rate, at-least: 0.8}
      \(more)
      """.write(toFile: folder + "/evenhand.yaml", atomically: true, encoding: .utf8)
      let file = try PlanFile(path: folder + "/evenhand.yaml")
      return try Audit.run(file.plan, folder: file.folder)
    }
  }

  @Test func morePeopleHardlyHelpNextToTheThreshold() async throws {
    let record = try await record("a,yes,165\na,no,235\nb,yes,25000\nb,no,25000\n")
    let more = try #require(record.detectable.first?.morePeople)
    #expect(more > 4_000)
    let report = MarkdownRenderer().render(Report.whole(of: try SealedRecord(record)))
    #expect(report.contains("more people in a would hardly help: the estimate is too close to the threshold."))
    #expect(!report.contains("would give an"))
  }

  @Test func thePlanTurnsItOff() async throws {
    let record = try await record("a,yes,165\na,no,235\nb,yes,250\nb,no,250\n", "power: off")
    #expect(record.detectable.map(\.undefined) == [.powerOff])
    #expect(Confirmation(of: record).numbers == .holds)
    #expect(Gate.judge(record, by: record.requirements).detectable == record.detectable)
    let report = MarkdownRenderer().render(Report.whole(of: try SealedRecord(record)))
    #expect(report.contains("not worked out, as the plan says"))
    #expect(!report.contains("Why inconclusive"))
  }
}
