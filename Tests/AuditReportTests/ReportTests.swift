import AuditRecord
import Testing

@testable import AuditReport

@Suite struct ReportTests {
  private func text(_ record: Record) -> String {
    MarkdownRenderer().render(Report.whole(of: sealed(record))).replacing("\u{A0}", with: " ")
  }

  @Test func theBodyIsTheSameEveryTime() throws {
    let record = Sample.compas
    let again = try Record(parsing: Array(try record.canonicalText().utf8))
    #expect(Report.whole(of: sealed(again)) == Report.whole(of: sealed(record)))
    #expect(
      HTMLRenderer().render(Report.whole(of: sealed(again))) == HTMLRenderer().render(Report.whole(of: sealed(record))))
  }

  @Test func theBodyIsFreeOfSignatures() {
    let body = text(Sample.compas)
    #expect(!body.contains("DRAFT") && !body.contains("not signed"))
    #expect(body.contains("- Model owner: \\_") && body.contains("See the dossier"))
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
    #expect(line([owner, auditor]).contains("FINAL"))
    #expect(line([owner, owner]).contains("DRAFT: 1 of 2"))
    #expect(line([owner]).contains("| auditor | required | **not signed** |"))
  }

  @Test(
    arguments: [
      (0, [], nil, nil, "FINAL"), (0, [], nil, "2027-06-30", "FINAL, valid until 2027-06-30"),
      (1, [], nil, "2027-06-30", "FINAL, 1 open condition"),
      (2, ["a", "b"], "2027-01-31", "2027-06-30", "FINAL, 2 open conditions, 2 waivers until 2027-01-31"),
      (0, ["a"], "2027-01-31", nil, "FINAL, 1 waiver until 2027-01-31"),
    ] as [(Int, [String], String?, String?, String)])
  func whatAFinalAuditRestsOn(
    _ conditions: Int, _ waivers: [String], _ ends: String?, _ until: String?, _ line: String
  ) {
    let policy = Sample.compas(roles: ["owner"]).signOff
    var state = SignOffState(
      waivers: waivers, firstWaiverEnds: ends, openConditions: conditions, validUntil: until)
    #expect(SignOffLine.text(policy, state) == "DRAFT: 0 of 1 required signature")
    state.signatures = [SignOffState.Signature(role: "owner", name: "A. Person", date: "2026-11-01")]
    #expect(SignOffLine.text(policy, state) == line)
    #expect(SignOffLine.word(policy, state) == "FINAL")
  }

  @Test func aPlanWithoutRolesIsUnsigned() {
    let text = MarkdownRenderer().render(Report.dossier(of: sealed(Sample.compas(roles: []))))
    #expect(text.contains("The plan names no role that must sign; nobody has signed."))
    #expect(text.contains("UNSIGNED: the plan requires no sign-off"))
    #expect(Report.dossier(of: sealed(Sample.compas(roles: []))).title.hasPrefix("UNSIGNED: "))
  }

  @Test(arguments: [
    (SignOffState.Ending.tampered("event 2: it was changed"), "TAMPERED: event 2: it was changed"),
    (.void("the data"), "VOID: the data changed after sign-off"), (.revoked, "REVOKED"),
    (.rejected("compliance"), "REJECTED by compliance"), (.expired("2027-02-28"), "EXPIRED on 2027-02-28"),
  ])
  func whatEndedASignOffIsNoDraft(_ ending: SignOffState.Ending, _ line: String) {
    let record = Sample.compas(roles: ["owner"])
    let dossier = MarkdownRenderer().render(
      Report.dossier(of: sealed(record), state: SignOffState(ending: ending)))
    #expect(dossier.contains(line) && !dossier.contains("DRAFT"))
    #expect(SignOffLine.text(record.signOff, SignOffState(ending: ending)) == line)
    // Who took the place of what was changed is not asked.
    let superseded = SignOffLine.text(record.signOff, SignOffState(successor: "0123", ending: ending))
    #expect(superseded.hasPrefix("TAMPERED") || superseded == "SUPERSEDED by the results 0123")
  }

  @Test func rolesAreCalledByTheirTitles() {
    var record = Sample.compas(roles: ["mrm", "owner"])
    record.signOff.required[0].title = "Head of model risk"
    record.signOff.waivers = WaiverPolicy(approvers: ["mrm", "owner"])
    let report = text(record)
    #expect(report.contains("Head of model risk: \\_\\_") && report.contains("Owner: \\_\\_"))
    #expect(report.contains("Head of model risk or owner may waive"))
    let dossier = MarkdownRenderer().render(Report.dossier(of: sealed(record)))
    #expect(dossier.contains("Head of model risk: not signed"))
    #expect(dossier.contains("| Head of model risk | required | **not signed** |"))
    #expect(
      SignOffLine.text(record.signOff, SignOffState(ending: .rejected("mrm"))) == "REJECTED by Head of model risk")
  }

  @Test func thatPeopleRepeatIsSaidOnlyWithoutASubject() {
    var record = Sample.compas
    let repeats = "Where people appear more than once, the intervals are too narrow."
    #expect(text(record).contains(repeats))
    record.labels?.subject = "applicant"
    #expect(!text(record).contains(repeats) && text(record).contains("Each person appears once (column applicant)."))
  }

  @Test func independenceIsThePlansDeclaration() {
    var record = Sample.compas
    record.audit.type = .independentAudit
    #expect(text(record).contains("**Bias audit report** · Independent audit, as declared in the audit plan"))
    #expect(text(record).contains("**Type of audit**: Independent audit, as declared in the audit plan"))
  }

  @Test func noAdjustedPStandsBelowItsP() {
    let test = TestResult(
      name: MethodName(rawValue: "fisher-exact"), p: 1, adjusted: AdjustedP(method: .tukey, p: 0.997))
    #expect(Cells.adjusted(test).plain == Cells.probability(1).plain)
    #expect(
      Cells.adjusted(TestResult(name: MethodName(rawValue: "fisher-exact"), p: 0.5)).plain
        == Cells.probability(nil).plain)
  }

  @Test func madeUpDataSayWhatTheyAre() {
    let record = Sample.compas(data: .synthetic)
    let stamp = "This uses synthetic data. It shows how the calculation behaves, not what happened to real people."
    #expect(text(record).contains(stamp))
    #expect(!text(Sample.compas).contains("synthetic"))
  }

  @Test func theSummaryCountsTheChecks() {
    #expect(
      text(Sample.compas).contains(
        "3 of the 17 checks that block a release are not met. 6 are inconclusive. 4 have too few people or no value. 4 are met."
      ))
    #expect(text(Sample.berkeley).contains("checks that block a release"))
  }

  @Test func theReversalIsExplainedFromTheCounts() {
    let text = text(Sample.berkeley)
    #expect(text.contains("Within strata it is higher in 4 of 6, lower in 2."))
    #expect(
      text.contains("In the strata with low rates (C, D, E and F) are 92.8 in every 100 people in the group female,"))
    #expect(text.contains("would give 29.5 in every 100 people in the group female, and 45.1"))
    #expect(text.contains("the ratio is 1.058 (confidence interval 0.970 to 1.154), which includes no difference."))
    #expect(text.contains("That is a difference of −15.6 percentage points, where the crude difference is −14.2."))
    #expect(
      !Sample.compas.stratifiers.contains { _ in true } && !self.text(Sample.compas).contains("Why the two disagree"))
  }

  @Test func smallGroupsAreNamedAndFlagged() {
    let text = text(Sample.compas)
    #expect(
      text.contains(
        "Not judged under low-risk-ratio, by race: Native American; section 4 gives the reason. This is not a pass."))
    #expect(text.contains("| Native American | 6 of 18 | 33.3 % (16.3 to 56.3) \\[u\\] |"))
  }

  @Test func anEmptyRecordStillReads() {
    var record = Sample.berkeley
    (record.findings, record.requirements, record.detectable) = ([], [], [])
    (record.estimates, record.disparities, record.associations, record.metrics) = ([], [], [], [])
    record.verdict = Verdict(findings: [], synthetic: false)
    let text = text(record)
    #expect(text.contains("No requirement was set"))
    #expect(text.contains("The plan sets no requirement."))
    #expect(MarkupChecker(HTMLRenderer().render(Report.whole(of: sealed(record)))).problems == [])
  }

  @Test func aNumberThatDoesNotExistSaysWhy() {
    var record = Sample.berkeley
    let index = record.findings.firstIndex { $0.requirement == "admission-ratio" }!
    record.findings[index].value = nil
    record.findings[index].interval = nil
    record.findings[index].verdict = .cannotTell
    record.findings[index].undefined = .zeroReference
    let page = HTMLRenderer().render(Report.whole(of: sealed(record)))
    #expect(page.contains("the value of the reference group is zero, so a ratio to it does not exist"))
  }

  /// Berkeley, as `change` makes it.
  private func berkeley(_ change: (inout Record) -> Void) -> Record {
    var record = Sample.berkeley
    change(&record)
    record.verdict = Verdict(findings: record.findings, synthetic: false)
    return record
  }

  /// The same numbers, called by another confidence.
  private func relabelled(_ record: Record, _ level: Double) -> Record {
    var record = record
    for index in record.estimates.indices { record.estimates[index].interval?.level = level }
    for index in record.disparities.indices {
      record.disparities[index].level = level
      record.disparities[index].interval?.level = level
    }
    for index in record.summaries.indices {
      record.summaries[index].level = level
      record.summaries[index].interval?.level = level
    }
    for index in record.requirements.indices { record.requirements[index].confidence = level }
    for index in record.findings.indices { record.findings[index].interval?.level = level }
    return record
  }

  @Test(arguments: [Sample.berkeley, Sample.compas]) func everyCaptionNamesItsConfidence(_ record: Record) {
    let text = text(relabelled(record, 0.9))
    #expect(!text.contains("95 %") && text.contains("| Ratio (90 % CI) | Verdict |"))
    #expect(
      text.contains(
        "a family holds a false “not met” about 5 in every 100 times or less; one judged by its worst pair, up to 10."))
  }

  @Test func whatThePlanStatesIsPrintedAndTheRestIsListed() {
    let bare = text(berkeley { _ in })
    #expect(bare.contains("organisation, auditor, contact, the audit before. Groups: how they were obtained, for sex."))
    #expect(bare.contains("Requirements: "))
    let stated = text(
      berkeley { record in
        record.audit.organisation = "Example | University"
        record.audit.auditor = Auditor(name: "Ann", organisation: nil)
        record.audit.contact = "audits@example.org"
        record.audit.previous = "6fe8 8f42 4741 d68d"
        record.audit.distributed = "1973-01-01"
        for index in record.requirements.indices {
          record.requirements[index].owner = "Olga"
          record.requirements[index].approved = "1973-02-01"
        }
        for index in record.groupings.indices { record.groupings[index].obtained = .declared }
      })
    for words in [
      "**Organisation**: Example \\| University", "**Auditor, as declared**: Ann", "**Contact**: audits",
      "**Audit before, results**: 6fe8 8f42 4741 d68d", "**In use since**: 1973-01-01", "owner: Olga",
      "agreed to on 1973-02-01", "group stated by the people themselves",
    ] { #expect(stated.contains(words), "\(words)") }
    #expect(
      !stated.contains("the audit before.") && !stated.contains("how they were obtained")
        && !stated.contains("owner of"))
  }

  @Test func aHighestRateThatASmallGroupSurpassesIsCalledThat() {
    let text = text(Sample.compas)
    #expect(text.contains(", the highest rate of the groups large enough to be a reference"))
    #expect(text.contains("**Selection rate by sex, compared with Female, the highest rate**"))
  }

  @Test func aComplementStandsInTheTableOfItsRateUnlessItIsJudged() {
    var record = Sample.compas
    for index in record.metrics.indices where record.metrics[index].id == "false-positive-rate" {
      record.metrics[index].complement = "true-positive-rate"
    }
    let words =
      "1 minus it is the false positive rate: between the same two groups its difference is as large, and its ratio is another"
    #expect(text(record).contains(words) && !text(record).contains("**False positive rate by race, compared"))
    record.requirements[0].metric = "false-positive-rate"
    #expect(!text(record).contains(words) && text(record).contains("**False positive rate by race, compared"))
  }

  @Test func everyConfidenceHasItsOwnChance() {
    let text = text(berkeley { $0.requirements[1].confidence = 0.9 })
    #expect(text.contains("a family at 95 % confidence holds a false “not met” about 2.5 in every 100 times or less;"))
    #expect(text.contains("a family at 90 % confidence holds a false “not met” about 5 in every 100 times or less;"))
  }

  @Test func aNumberThatIsJudgedAloneSaysSo() {
    let text = text(
      berkeley { for index in $0.requirements.indices { $0.requirements[index].decide = .point } })
    #expect(text.contains("the value misses the requirement") && !text.contains("the whole interval misses"))
    #expect(text.contains("Where the plan says so, the number alone is judged, and its interval is only shown."))
    #expect(text.contains("By the number alone, without its interval") && !text.contains("By chance alone"))
  }

  @Test func strataThatCancelOutAreNotCalledAlike() {
    let text = text(Sample.admissions([("A", (560, 240), (80, 20)), ("B", (60, 140), (240, 660))]))
    #expect(text.contains("Within strata it is higher in 1 of 2, lower in 1."))
    #expect(
      text.contains(
        "**Chart: The crude difference of female is not seen when strata are pooled; the pooled number lies on the other side**"
      ))
    #expect(!text.contains("not seen within strata"))
  }

  @Test func aPooledNumberUnlikeMostStrataSpeaksForItself() {
    let text = text(
      Sample.admissions([
        ("A", (300, 100), (39, 11)), ("B", (300, 100), (39, 11)), ("C", (60, 240), (90, 410)),
      ]))
    #expect(text.contains("Within strata it is higher in 2 of 3, lower in 1."))
    #expect(text.contains("the ratio is 0.990"))
    #expect(text.contains("**Chart: The crude difference of female is not seen when strata are pooled** Each"))
  }

  @Test func withoutAPooledNumberMostStrataSpeak() {
    let text = text(berkeley { $0.disparities.removeAll { $0.within == "*" } })
    #expect(text.contains("**Chart: In most strata, female differs in the opposite direction** Each"))
  }

  @Test func equalRatesAreNeitherHigherNorLower() {
    let text = text(Sample.admissions([("A", (80, 20), (45, 5)), ("B", (20, 80), (55, 95))]))
    #expect(text.contains("Taking all strata together, the rate of male is equal to that of female."))
    #expect(text.contains("**Chart: A difference of male is seen only when strata are pooled** Each"))
    #expect(text.contains("percentage points, where the crude difference is 0.0."))
    #expect(!text.contains("leads the other way"))
  }

  @Test func aGroupWithoutAComparisonHasNoStratifiedChart() {
    let text = text(
      berkeley { record in
        for index in record.disparities.indices {
          record.disparities[index].reference.group = nil
          record.disparities[index].value = nil
          record.disparities[index].isReference = false
          record.disparities[index].undefined = .noEligibleReference
        }
        for index in record.findings.indices { record.findings[index].reference = nil }
      })
    #expect(!text.contains("compared with no group") && !text.contains("side by side"))
  }

  @Test(arguments: [
    (
      VerdictWord.couldNotRun,
      "**! Failed to run**: **by sex.** The record lacks this metric for this grouping. Its result is unknown."
    ),
    (
      .notEnoughData, "Not enough data to judge. Fewer than two groups were in the data. This is not a pass."
    ),
  ])
  func aFindingWithoutAGroupReadsWell(_ verdict: VerdictWord, _ expected: String) {
    let text = text(
      berkeley { record in
        record.findings[0].group = nil
        record.findings[0].reference = nil
        record.findings[0].verdict = verdict
        record.findings[0].value = nil
        record.findings[0].interval = nil
        record.findings[0].sentence = "Whoever wrote this changed it."
      })
    #expect(text.contains(expected))
    #expect(text.contains("Not judged under admission-ratio, by sex; section 4 gives the reason. This is not a pass."))
    #expect(text.contains("## 4\u{2002}Findings") && !text.contains("| Selection rate | **"))
  }

  /// Words come from facts; the stored ones stand, whole, where other rules judged.
  @Test func aStoredSentenceIsPrintedUnderOtherRulesAlone() {
    let sentence = "Requirement met. Said by another version."
    let own = text(berkeley { $0.findings[0].sentence = sentence })
    #expect(!own.contains("Said by another version"))
    #expect(own.contains("How a verdict is reached"))
    let other = text(
      berkeley { record in
        record.findings[0].sentence = sentence
        record.rules = Rules(rawValue: "evenhand-rules/9")
      })
    #expect(other.contains("Requirement met. Said by another version."))
    #expect(other.contains("reached under “evenhand-rules/9”"))
    #expect(!other.contains("How a verdict is reached"))
  }

  @Test func theRequirementAndTheFindingSayTheSame() {
    let value = Requirement(
      id: "v", metric: "selection-rate", across: [["sex"]], compare: .value, reference: .none, atLeast: 0.5)
    #expect(value.thresholdWords(Quantity(SampleCards.selection)) == "at least 50\u{A0}%")
    let gap = Requirement(
      id: "g", metric: "selection-rate", across: [["sex"]], compare: .difference, reference: .worstPair, atMost: 0.1)
    #expect(gap.thresholdWords(Quantity(SampleCards.selection)) == "a gap of at most 10 percentage points")
    #expect(text(Sample.berkeley).contains("Required: ratio at least 0.8."))
    #expect(text(Sample.berkeley).contains("| Ratio at least 0.8; compared with the group with the highest rate |"))
  }
}
