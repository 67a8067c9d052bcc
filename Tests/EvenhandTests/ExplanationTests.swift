import Evenhand
import Testing

/// What `explain` finds: every word of the glossary, every mark, state and short name, however it is written.
struct ExplanationTests {
  @Test func everyWordOfTheGlossaryIsExplained() {
    #expect(Glossary.entries.count > 20)
    for (term, meanings) in Glossary.entries {
      for name in [term, term.uppercased(), term.lowercased().replacing(" ", with: "_")] {
        let text = Explanation.text(for: name)
        // What a verdict is called has the verdict's page.
        if text?.contains("What you can do") == true { continue }
        for meaning in meanings { #expect(text?.contains(meaning) == true, "\(name)") }
      }
    }
  }

  @Test func everyMarkIsExplained() {
    for verdict in VerdictWord.allCases {
      let mark = Mark(verdict)
      for name in [mark.symbol, mark.word, mark.word.lowercased(), verdict.rawValue] {
        #expect(Explanation.text(for: name)?.contains("What you can do") == true, "\(name)")
      }
    }
    for name in ["✕", "○", "□", "●", "■", "!", "–", "Nobody in the data", "No value", "Reference group"] {
      #expect(Explanation.text(for: name) != nil, "\(name)")
    }
  }

  @Test(arguments: [
    ("tpr", "true-positive-rate"), ("FPR", "false-positive-rate"), ("tnr", "true-negative-rate"),
    ("fnr", "false-negative-rate"), ("ppv", "positive-predictive-value"), ("NPV", "negative-predictive-value"),
    ("fdr", "false-discovery-rate"), ("for", "false-omission-rate"), ("di", "selection-rate"), ("eo", "equalized-odds"),
    ("eo", "true-positive-rate"), ("80 % rule", "four-fifths"), ("80% rule", "four-fifths"), ("4/5", "four-fifths"),
    ("Four Fifths", "four-fifths"), ("equalised odds", "equalized-odds"), ("EQUALIZED_ODDS", "equalized-odds"),
    ("list_QUALITY ndcg", "ndcg"), ("exit 1", "exit-1"), ("0", "exit-0"),
    ("4", "exit-4"),
    ("exit code 3", "exit-3"), ("(exit 2)", "exit-2"), ("Statistical Parity", "selection-rate"),
    ("undecided", "cannot-tell"), ("“Too few people”", "not-enough-data"), ("plan unknown key", "plan-unknown-key"),
  ])
  func shortAndOtherNames(_ name: String, _ expected: String) {
    #expect(Explanation.text(for: name)?.contains(expected) == true, "\(Explanation.text(for: name) ?? "nothing")")
  }

  @Test(arguments: [
    "UNSIGNED", "Draft", "FINAL", "tampered", "superseded", "VOID", "revoked", "rejected", "Expired",
  ])
  func everyStateIsExplained(_ state: String) { #expect(Explanation.text(for: state)?.isEmpty == false) }

  @Test func everyWarningAndEveryCauseIsExplained() {
    for word in DataWarningCode.known.map(\.rawValue) + LeftOutReason.known.map(\.rawValue) {
      #expect(Explanation.text(for: word) != nil, "\(word)")
    }
    #expect(Explanation.text(for: "lost-join")?.contains("ids are written the same way") == true)
  }

  @Test func verdictsEndWithWhatPeopleCanDo() throws {
    let page = try #require(Explanation.text(for: "not-met"))
    #expect(
      page.hasSuffix(
        """

        What you can do
        1. Change the system and audit again.
        2. Where the plan allows it, the roles that it names may waive, with a reason and a last day.
        3. Changing the threshold changes the plan; every signature then starts anew.

        """))
    #expect(
      Explanation.text(for: "inconclusive")?.contains(
        "4. More data: section 4 of the report says whether it would help.\n") == true)
  }

  @Test func thePlanInReachHasItsSay() throws {
    var plan = Support.plan(requirements: [
      Requirement(
        id: "Four Fifths by sex", metric: "selection-rate", across: [["group"]], compare: .ratio, reference: .highest,
        atLeast: 0.8)
    ])
    #expect(Explanation.text(for: "four-fifths by sex") == nil)
    let page = try #require(Explanation.text(for: "four-fifths-BY sex", plan: plan))
    #expect(page.contains("A requirement of the plan.") && page.contains("at least 0.8"))
    #expect(Explanation.text(for: "not-met", plan: plan)?.contains("The plan lets nobody waive a requirement.") == true)
    plan.signOff.waivers = WaiverPolicy(approvers: ["compliance"], longestDays: 90)
    #expect(
      Explanation.text(for: "not-met", plan: plan)?.contains(
        "The plan lets compliance waive, with a reason and a last day at most 90 days ahead") == true)
  }

  @Test func whatHasSeveralMeaningsShowsAll() throws {
    let page = try #require(Explanation.text(for: "exposure"))
    #expect(page.contains("Do items of each group get equal attention?"))
    #expect(page.contains("The attention that items get over all lists."))
  }
}
