import AuditLedger
import AuditRecord
import Testing

@testable import AuditHistory

/// How a finding stands, by what audits found in one month after another and what people signed.
struct FindingLifeTests {
  /// A life: the verdicts of months from January on, and the state after them.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let verdicts: [VerdictWord?]
    var actions: [ActionEvent] = []
    var versions: [String] = []
    let state: FindingState?
    var reopened = 0

    var testDescription: String { name }

    init(
      _ name: String, _ verdicts: [VerdictWord?], _ state: FindingState?, after actions: [ActionEvent] = [],
      versions: [String] = [], reopened: Int = 0
    ) {
      (self.name, self.verdicts, self.actions) = (name, verdicts, actions)
      (self.versions, self.state, self.reopened) = (versions, state, reopened)
    }
  }

  static let mended = Sample.action(.mitigate, on: "2026-02-15", change: "retrained")
  static let release = Sample.action(.mitigate, on: "2026-02-15", change: "retrained", version: "2")
  static let hindsight = Sample.action(.mitigate, on: "2026-03-28", change: "nothing", version: "1")
  static let withdrawn = Sample.action(.withdraw, on: "2026-02-15")

  static let cases: [Case] = [
    Case("met", [.met, .met], nil),
    Case("never not met, undecided", [.cannotTell], .unsettled),
    Case("too few people at first", [.notEnoughData], .unsettled),
    Case("settled", [.cannotTell, .met], nil),
    Case(
      "a version that had failed mends nothing in hindsight", [.met, .notMet, .met], .mitigated, after: [hindsight]),
    Case("not met", [.met, .notMet], .open),
    Case("undecided after not met", [.notMet, .cannotTell], .open),
    Case("too few people after not met", [.notMet, .notEnoughData], .notObserved),
    Case("gone after not met", [.notMet, nil], .notObserved),
    Case("gone and back", [.notMet, nil, .notMet], .open),
    Case("met by chance", [.notMet, .met], .metAgain),
    Case("met by chance, and back", [.notMet, .met, .notMet], .reopened, reopened: 1),
    Case("mitigated", [.notMet], .mitigated, after: [mended]),
    Case("mitigated within the month", [.notMet, .met], .mitigated, after: [mended]),
    Case("mitigated, undecided since", [.notMet, .notMet, .cannotTell], .mitigated, after: [mended]),
    Case("mitigated, too few people since", [.notMet, .notMet, .notEnoughData], .mitigated, after: [mended]),
    Case("mitigated, gone since", [.notMet, .notMet, nil], .mitigated, after: [mended]),
    Case("verified", [.notMet, .notMet, .met], .verified, after: [mended]),
    Case("verified and still met", [.notMet, .notMet, .met, .met], .verified, after: [mended]),
    Case("verified, then gone", [.notMet, .notMet, .met, nil], .notObserved, after: [mended]),
    Case("verified and back", [.notMet, .notMet, .met, .notMet, .notMet], .reopened, after: [mended], reopened: 1),
    Case("the change did not help", [.notMet, .notMet, .notMet], .reopened, after: [mended], reopened: 1),
    Case("verified by version", [.notMet, .met], .verified, after: [release], versions: ["1", "2"]),
    Case("another version", [.notMet, .met], .mitigated, after: [release], versions: ["1", "1"]),
    Case(
      "the version did not help", [.notMet, .notMet], .reopened, after: [release], versions: ["1", "2"], reopened: 1),
    Case("withdrawn", [.notMet], .withdrawn, after: [withdrawn]),
    Case("withdrawn within a month that is not met", [.notMet, .notMet], .reopened, after: [withdrawn], reopened: 1),
    Case("withdrawn, and not met later", [.notMet, .met, .notMet], .reopened, after: [withdrawn], reopened: 1),
    Case("mitigated though never found", [.met, .met, .notMet], .open, after: [mended]),
  ]

  @Test(arguments: cases) func life(_ expected: Case) throws {
    let audits = expected.verdicts.enumerated().map { number, verdict in
      Sample.audit(
        month: number + 1, [verdict, .met],
        version: expected.versions.indices.contains(number) ? expected.versions[number] : "1")
    }
    // Audits follow each other by their periods, in whatever order they were added.
    for order in [audits, audits.reversed()] {
      let life = try Sample.life(order, expected.actions)
      #expect(life.state == expected.state)
      #expect(life.reopened == expected.reopened)
    }
  }

  @Test func whatOnlyWarnsIsNotUnsettled() throws {
    let life = try Sample.life([Sample.audit(month: 1, [.cannotTell], severity: .warn)])
    #expect(life.state == nil)
  }

  @Test func anotherMeaningShowsNothing() throws {
    let life = try Sample.life(
      [
        Sample.audit(month: 1, [.notMet]), Sample.audit(month: 3, [.met], favourable: "maybe"),
      ], [Self.mended])
    #expect(life.state == .mitigated)
    let met = try Sample.life([Sample.audit(month: 1, [.notMet]), Sample.audit(month: 3, [.met], favourable: "maybe")])
    #expect(met.state == .notObserved)
    #expect(met.stateBefore == .open)
    #expect(met.trend.points[1].changes == ["the favourable labels changed"])
  }

  @Test func theOwnerIsLateAfterTheDay() throws {
    let assigned = Sample.action(.assign, on: "2026-02-02", owner: "Team", due: "2026-03-01")
    let life = try Sample.life([Sample.audit(month: 1, [.notMet])], [assigned])
    #expect(!life.isOverdue(on: CalendarDay("2026-03-01")!))
    #expect(life.isOverdue(on: CalendarDay("2026-03-02")!))
    let verified = try Sample.life(
      [Sample.audit(month: 1, [.notMet]), Sample.audit(month: 3, [.met])], [assigned, Self.mended])
    #expect(verified.state == .verified)
    #expect(!verified.isOverdue(on: CalendarDay("2027-03-02")!))
  }
}
