import Evenhand
import Testing
import _AuditTesting

/// Groups of which nobody has a decision yet.
struct MissingDecisionsTests {
  /// 1,000 people of two groups were decided about, half of them favourably each, and nobody of 2,000 of a third group: all of them
  /// against is .5 of 2,500 of 3,000, or of 2,500 of all 4,000 with .5 of the group's own.
  @Test func peopleOfAGroupWithoutADecisionBelongToEverybody() async throws {
    let record = try await Support.inFolder { folder in
      let file = "g,d,n\na,1,500\na,0,500\nb,1,500\nb,0,500\nf,,2000\n"
      try Files.write(Array(file.utf8), to: Path.join(folder, "d.csv"))
      let text = """
        audit: {title: Missing, data: synthetic}
        decisions:
          source: d.csv
          columns: {decision: d, favourable: ["1"], count: n}
          groups: [g]
        replicates: 0
        requirements:
          - {id: others, metric: selection-rate, reference: complement, at-least: 0.8}
          - {id: all, metric: selection-rate, reference: overall, at-least: 0.8}
          - {id: highest, metric: selection-rate, reference: highest, at-least: 0.8}
        """
      return try Audit.run(
        try PlanReader.read(Array(text.utf8), file: "plan.yaml", catalogue: Catalogue.cards), folder: folder)
    }
    for (id, worst) in [("others", 0.5 / (2_500.0 / 3_000)), ("all", 2.0 / 3)] {
      for group: Label in ["a", "b"] {
        let finding = try #require(record.findings.first { $0.requirement == id && $0.group == [group] })
        let bounds = try #require(finding.bounds)
        #expect(finding.verdict == .cannotTell && bounds.leftOut == 2_000 && isClose(bounds.share, 0.5))
        #expect(isClose(bounds.worst?.value, worst), "\(id): \(String(describing: bounds.worst?.value))")
      }
    }
    // Nobody of it can join another group, or be the highest.
    #expect(
      record.findings.filter { $0.requirement == "highest" && $0.group == ["b"] }.allSatisfy { $0.bounds?.leftOut == 0 }
    )
    #expect(Confirmation(of: record).structure == .holds && Confirmation(of: record).numbers == .holds)
  }

  /// Had the 120 people of a been decided about, all of them favourably, a would be the group with the highest rate, and c would miss
  /// four fifths of it: 555 of 1,000 to 780 of 1,120.
  @Test(arguments: [true, false]) func whoeverCouldBeTheReferenceGroupIsBounded(isCensus: Bool) async throws {
    let scale = isCensus ? 1 : 10
    let record = try await Support.inFolder { folder in
      let file =
        "g,d,n\na,1,\(660 * scale)\na,0,\(340 * scale)\na,,\(isCensus ? 120 : 9_000)\nb,1,\(661 * scale)\nb,0,\(339 * scale)\n"
        + "c,1,\(555 * scale)\nc,0,\(445 * scale)\n"
      try Files.write(Array(file.utf8), to: Path.join(folder, "d.csv"))
      let text = """
        audit: {title: Missing, data: synthetic\(isCensus ? ", inference: period, justification: closed" : "")}
        decisions:
          source: d.csv
          columns: {decision: d, favourable: ["1"], count: n}
          groups: [g]
        replicates: 0
        requirements: [{id: r, metric: selection-rate, at-least: 0.8}]
        """
      return try Audit.run(
        try PlanReader.read(Array(text.utf8), file: "plan.yaml", catalogue: Catalogue.cards), folder: folder)
    }
    let finding = try #require(record.findings.first { $0.group == ["c"] })
    let bounds = try #require(finding.bounds)
    #expect(finding.verdict == .cannotTell && bounds.counted == .met && bounds.worst?.verdict == .notMet)
    let most = isCensus ? 780 / 1_120.0 : 15_600 / 19_000.0
    #expect(isClose(bounds.worst?.value, 0.555 / most), "\(bounds)")
    #expect(bounds.leftOut == (isCensus ? 120 : 9_000))
    #expect(isClose(bounds.share, isCensus ? 120 / 2_120.0 : 9_000 / 29_000.0))
    #expect(Confirmation(of: record).structure == .holds && Confirmation(of: record).numbers == .holds)
  }
}
