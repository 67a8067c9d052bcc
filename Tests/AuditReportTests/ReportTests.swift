import AuditRecord
import Testing

@testable import AuditReport

@Suite struct ReportTests {
  private func text(_ record: Record) -> String {
    MarkdownRenderer().render(Report.body(of: sealed(record))).replacing("\u{A0}", with: " ")
  }

  @Test func theBodyIsTheSameEveryTime() throws {
    let record = Sample.compas
    let again = try Record(parsing: Array(try record.canonicalText().utf8))
    #expect(Report.body(of: sealed(again)) == Report.body(of: sealed(record)))
    #expect(
      HTMLRenderer().render(Report.body(of: sealed(again))) == HTMLRenderer().render(Report.body(of: sealed(record))))
    #expect(TerminalSummary.render(again) == TerminalSummary.render(record))
  }

  @Test func theBodyIsFreeOfSignatures() {
    let body = text(Sample.compas)
    #expect(!body.contains("DRAFT") && !body.contains("not signed") && !body.contains("model-owner"))
  }

  @Test func theDossierSaysWhoHasSigned() {
    let record = Sample.compas(roles: ["owner", "auditor"])
    func line(_ signatures: [SignOffState.Signature]) -> String {
      MarkdownRenderer().render(Report.dossier(of: sealed(record), state: SignOffState(signatures: signatures)))
    }
    let owner = SignOffState.Signature(role: "owner", name: "A. Person", date: "2026-11-01")
    let auditor = SignOffState.Signature(role: "auditor", name: "B. Person", date: "2026-11-02")
    #expect(line([]).contains("DRAFT: 0 of 2 required signatures"))
    #expect(line([owner]).contains("DRAFT: 1 of 2 required signatures"))
    #expect(line([owner, auditor]).contains("FINAL: 2 of 2 required signatures"))
    #expect(line([owner, owner]).contains("DRAFT: 1 of 2"))
    #expect(line([owner]).contains("| auditor | required | **not signed** |"))
  }

  @Test func aPlanWithoutRolesMakesADraft() {
    let text = MarkdownRenderer().render(Report.dossier(of: sealed(Sample.compas(roles: []))))
    #expect(text.contains("The plan names no role that must sign; nobody has signed, so this is a draft."))
    #expect(Report.dossier(of: sealed(Sample.compas(roles: []))).title.hasPrefix("DRAFT: "))
  }

  @Test func madeUpDataSayWhatTheyAre() {
    let record = Sample.compas(data: .synthetic)
    let stamp = "This uses synthetic data. It shows how the calculation behaves, not what happened to real people."
    #expect(text(record).contains(stamp))
    #expect(TerminalSummary.render(record).contains(stamp))
    #expect(!text(Sample.compas).contains("synthetic"))
  }

  @Test func theAnswerCountsTheChecks() {
    #expect(text(Sample.compas).contains("19 checks: 5 met, 4 not met, 6 cannot tell, 4 not enough data."))
    #expect(text(Sample.berkeley).contains("2 checks: 1 met, 1 not met."))
  }

  @Test func theReversalIsExplainedFromTheCounts() {
    let text = text(Sample.berkeley)
    #expect(text.contains("Within strata it is higher in 4 of 6, lower in 2."))
    #expect(
      text.contains("In the strata with low rates (C, D, E and F) are 92.8 in every 100 people in the group female,"))
    #expect(text.contains("would give 29.5 in every 100 people in the group female, and 45.1"))
    #expect(text.contains("the ratio is 1.058 (likely range 0.970 to 1.154), which includes no difference."))
    #expect(text.contains("That is a difference of −15.6 percentage points, where the crude difference is −14.2."))
    #expect(
      !Sample.compas.stratifiers.contains { _ in true } && !self.text(Sample.compas).contains("Why the two disagree"))
  }

  @Test func smallGroupsAreNamedAndFlagged() {
    let text = text(Sample.compas)
    #expect(text.contains("Too small to judge under low-risk-ratio, by race: Native American. This is not a pass."))
    #expect(text.contains("| Native American | 6 of 18 | 33.3 % (16.3 % to 56.3 %) \\[u\\] |"))
  }

  @Test func anEmptyRecordStillReads() {
    var record = Sample.berkeley
    (record.findings, record.requirements, record.detectable) = ([], [], [])
    (record.estimates, record.disparities, record.associations, record.metrics) = ([], [], [], [])
    record.verdict = Verdict(findings: [], synthetic: false)
    let text = text(record)
    #expect(text.contains("Nothing to judge: no blocking requirement was set"))
    #expect(text.contains("The plan sets no requirement."))
    #expect(MarkupChecker(HTMLRenderer().render(Report.body(of: sealed(record)))).problems == [])
    #expect(TerminalSummary.render(record).contains("No checks."))
  }

  @Test func aNumberThatDoesNotExistSaysWhy() {
    var record = Sample.berkeley
    let index = record.findings.firstIndex { $0.requirement == "admission-ratio" }!
    record.findings[index].value = nil
    record.findings[index].interval = nil
    record.findings[index].verdict = .cannotTell
    record.findings[index].undefined = .zeroReference
    let page = HTMLRenderer().render(Report.body(of: sealed(record)))
    #expect(page.contains("[x] the rate of the comparison group is zero, so a ratio to it does not exist"))
    #expect(page.contains(">the rate of the comparison group is zero, s…<"))
  }

  @Test func terminal() throws {
    try expectSnapshot(TerminalSummary.render(Sample.compas), "compas.txt")
    #expect(TerminalSummary.render(Sample.compas, color: true).contains("\u{1B}[31m✕ Not met"))
    #expect(!TerminalSummary.render(Sample.compas).contains("\u{1B}"))
  }
}
