import AuditRecord
import Testing

@Suite struct RequirementTests {
  @Test(arguments: [
    (ReferenceRule.highest, #""highest""#), (.lowest, #""lowest""#), (.overall, #""overall""#),
    (.complement, #""complement""#), (.worstPair, #""worst-pair""#), (.none, #""none""#),
    (.group(["Male"]), #"{"group":["Male"]}"#), (.group(["Male", "White"]), #"{"group":["Male","White"]}"#),
  ])
  func aReferenceIsWrittenAsAPlanWritesIt(rule: ReferenceRule, text: String) throws {
    #expect(try Canonical.text(rule) == text)
    #expect(try Canonical.value(ReferenceRule.self, from: Array(text.utf8)) == rule)
  }

  @Test(arguments: [#""biggest""#, "1", #"{"groups":["a"]}"#, "null", "[]"])
  func otherReferencesAreRefused(_ text: String) {
    #expect(throws: RecordError.self) { try Canonical.value(ReferenceRule.self, from: Array(text.utf8)) }
  }

  @Test func theThresholdIsANumberOrAPair() throws {
    for (threshold, text) in [
      (Threshold.atLeast(0.8), "0.8"), (.atMost(0.05), "0.05"), (.between(0.8, 1.25), "[0.8,1.25]"),
    ] {
      #expect(try Canonical.text(Limits(threshold.limits)) == text)
      #expect(try Canonical.value(Limits.self, from: Array(text.utf8)).values == threshold.limits)
    }
    #expect(throws: RecordError.self) { try Canonical.value(Limits.self, from: Array("\"0.8\"".utf8)) }
  }

  @Test func aRequirementIsStoredWhole() throws {
    let requirement = Requirement(
      id: "r", metric: "selection-rate", across: [["sex"], ["sex", "race"]], compare: .ratio, reference: .highest,
      atLeast: 0.8)
    let expected =
      #"{"across":[["sex"],["sex","race"]],"approved":null,"at-least":0.8,"at-most":null,"between":null,"compare":"ratio","#
      + #""confidence":0.95,"decide":"interval","id":"r","left-out":{"at-most":0.05,"beyond":"cannot-tell","#
      + #""justification":null},"metric":"selection-rate","minimum-count":30,"no-worse-than-baseline":null,"origin":null,"owner":null,"#
      + #""reference":"highest","reference-minimum":null,"severity":"block","undecided":"block"}"#
    #expect(try Canonical.text(requirement) == expected)
    #expect(try Canonical.value(Requirement.self, from: Array(expected.utf8)) == requirement)
    #expect(requirement.threshold == .atLeast(0.8))
  }
}
