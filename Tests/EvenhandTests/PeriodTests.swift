import Evenhand
import Testing
import _AuditTesting

/// Audits that speak of one period and the people in it.
@Suite struct PeriodTests {
  private static func plan(_ inference: String, requirement: String = "reference: {group: m}, at-least: 0.8") -> String
  {
    """
    audit: {title: Period\(inference)}
    decisions:
      source: d.csv
      columns: {decision: d, favourable: ["1"], count: n}
      groups: [sex]
    replicates: 0
    requirements:
      - {id: r, metric: selection-rate, across: [sex], \(requirement)}
    """
  }

  /// 90 of 300 women, 100 of 300 men, each counted `times` times.
  private static func record(_ plan: String, times: Int = 1) async throws -> Record {
    try await Support.inFolder { folder in
      let file = "sex,d,n\nf,1,\(90 * times)\nf,0,\(210 * times)\nm,1,\(100 * times)\nm,0,\(200 * times)\n"
      try Files.write(Array(file.utf8), to: Path.join(folder, "d.csv"))
      let plan = try PlanReader.read(Array(plan.utf8), file: "plan.yaml", catalogue: Catalogue.cards)
      return try Audit.run(plan, folder: folder)
    }
  }

  private static let why = ", justification: the hall was closed afterwards"

  @Test func aCensusIsJudgedByItsNumbers() async throws {
    let process = try await Self.record(Self.plan(""))
    #expect(process.findings[0].verdict == .cannotTell && process.audit.inference == nil)
    let census = try await Self.record(Self.plan(", inference: period" + Self.why))
    #expect(census.findings[0].verdict == .met && census.requirements[0].decide == .point)
    #expect(census.audit.inference?.isCensus == true)
    let note = try #require(DataWords.notes(census).first)
    #expect(note.contains("describes its period only") && note.contains("the hall was closed afterwards"))
  }

  /// In a census those who were left out are all that is not known: 80 of 200 against 100 of 200, and 20 women without a decision.
  @Test func aCensusPassesOverNobody() async throws {
    for (rule, verdict) in [("", VerdictWord.cannotTell), (", left-out: {at-most: 0.1}", .met)] {
      let record = try await Support.inFolder { folder in
        let file = "sex,d,n\nf,1,80\nf,0,120\nf,,8\nm,1,100\nm,0,100\n"
        try Files.write(Array(file.utf8), to: Path.join(folder, "d.csv"))
        let text = Self.plan(
          ", inference: period" + Self.why, requirement: "reference: {group: m}, at-least: 0.8\(rule)")
        return try Audit.run(
          try PlanReader.read(Array(text.utf8), file: "plan.yaml", catalogue: Catalogue.cards), folder: folder)
      }
      #expect(record.findings[0].verdict == verdict)
      #expect(isClose(record.findings[0].bounds?.worst?.value, (80.0 / 208) / 0.5))
    }
  }

  /// With three in four counted, limits are those of four times as many people (Cochran 1977, §2).
  @Test func aKnownShareTellsMore() async throws {
    let part = try await Self.record(Self.plan(", inference: period, sampled: 0.75" + Self.why))
    let larger = try await Self.record(Self.plan(""), times: 4)
    let (own, other) = (try #require(part.findings[0].interval), try #require(larger.findings[0].interval))
    #expect(isClose(own.lower, other.lower, tolerance: 1e-9) && isClose(own.upper, other.upper, tolerance: 1e-9))
    #expect(isClose(part.findings[0].value, larger.findings[0].value) && part.detectable[0].undefined != nil)
    // What stands beside speaks of others too.
    let plain = try await Self.record(Self.plan(""))
    #expect(part.disparities.map(\.interval) == plain.disparities.map(\.interval))
    #expect(Judge(record: part).judge(part.requirements).findings.map(\.interval) == part.findings.map(\.interval))
    let almost = try await Self.record(Self.plan(", inference: period, sampled: 1e-9" + Self.why))
    let (low, high) = (try #require(almost.findings[0].interval), try #require(plain.findings[0].interval))
    #expect(isClose(low.lower, high.lower, tolerance: 1e-6) && isClose(low.upper, high.upper, tolerance: 1e-6))
  }

  @Test(
    arguments: [
      (", inference: period", "reference: {group: m}, at-least: 0.8", "justification"),
      (", sampled: 0.4", "reference: {group: m}, at-least: 0.8", "inference: period"),
      (", inference: period, sampled: 0" + why, "reference: {group: m}, at-least: 0.8", "above 0"),
      (", inference: period" + why, "reference: {group: m}, at-least: 0.8, decide: interval", "nothing is estimated"),
    ])
  func refuses(_ inference: String, _ requirement: String, _ words: String) throws {
    let errors = try #require(throws: PlanErrors.self) {
      try PlanReader.read(
        Array(Self.plan(inference, requirement: requirement).utf8), file: "plan.yaml", catalogue: Catalogue.cards)
    }
    #expect("\(errors)".contains(words), "\(errors)")
  }
}
