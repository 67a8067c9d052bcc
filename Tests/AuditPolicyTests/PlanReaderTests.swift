import AuditInputs
import AuditMetrics
import AuditPolicy
import AuditRecord
import Testing
import _AuditTesting

@Suite struct PlanReaderTests {
  @Test func everyKeyOfAPlanIsRead() throws {
    let plan = try read(Plans.full).get()
    #expect(
      plan.audit
        == AuditDescription(
          title: "Shortlisting & hiring: *third* quarter",
          system: SystemDescription(name: "shortlister", version: "2026.30", artifact: "model.bin"),
          type: .independentAudit, data: .synthetic, window: Window(from: "2026-07-01", to: "2026-09-30"),
          purpose: "Who is invited & why.\n\"An open quote.\n", organisation: "Example Ltd",
          auditor: Auditor(name: "Ann Auditor", organisation: "Audits Ltd"), contact: "audits@example.org",
          previous: "6fe8 8f42 4741 d68d", distributed: "2026-03-01"))
    #expect(plan.artifact == "models/model.bin")
    #expect(plan.inputs.map { $0.map(\.given) } == [["a.csv", "shards/*.csv.gz"]])
    #expect(plan.decisions?.table.delimiter == UInt8(ascii: ";"))
    #expect(plan.decisions?.subject == "applicant_id")
    #expect(
      plan.decisions?.labels
        == DecisionLabels(
          decision: "shortlisted", favourable: ["yes", "maybe"], unfavourable: ["no"], outcome: "hired",
          positive: ["1"], negative: ["0"], count: "n", unknown: ["", "unknown"]))
    var years = GroupColumn(name: "years", column: "age", bins: [0, 25, 45.5, 120])
    years.obtained = .thirdParty
    #expect(
      plan.decisions?.groups == [
        GroupColumn(name: "sex", rules: LabelRules(labels: ["Male"])),
        years,
        GroupColumn(name: "race"),
      ])
    #expect(plan.decisions?.intersections == [["sex", "race"]])
    #expect(plan.decisions?.groupings == [["sex"], ["years"], ["race"], ["sex", "race"]])
    #expect(
      plan.decisions?.within == [
        Stratifier(column: "department", justification: "They apply to one.", approvedBy: "Head"),
        Stratifier(column: "site", justification: nil, approvedBy: nil),
      ])
    #expect(plan.seed == 9_007_199_254_740_991)
    #expect(plan.replicates == 0)
    #expect(!plan.power)
    #expect(plan.signOff == SignOffPolicy(required: [RequiredRole(role: "auditor"), RequiredRole(role: "owner")]))
    #expect(plan.sha256 == Digest(of: Plans.full.utf8).hex)
  }

  @Test func everyKeyOfARequirementIsRead() throws {
    let requirements = try read(Plans.full).get().requirements
    #expect(
      requirements == [
        Requirement(
          id: "ratio", metric: "selection-rate", across: [["sex"]], compare: .ratio, reference: .group(["Male"]),
          atLeast: 0.8, decide: .point, confidence: 0.9, minimumCount: 50, severity: .warn,
          origin: "29 CFR 1607.4(D), rule of thumb", owner: "Olga Owner", approved: "2026-05-01"),
        Requirement(
          id: "odds", metric: "equalized-odds", across: [["years"], ["sex", "years", "race"]], compare: .difference,
          reference: .worstPair, atMost: 0.1),
        Requirement(
          id: "gap", metric: "true-positive-rate", across: [["sex"], ["years"], ["race"], ["sex", "race"]],
          compare: .difference, reference: .complement, between: [-0.05, 0.05]),
        Requirement(
          id: "rate", metric: "selection-rate", across: [["sex"]], compare: .value, reference: .none, atLeast: 0.1),
        Requirement(
          id: "pooled", metric: "conditional-selection-rate", across: [["sex"]], compare: .ratio,
          reference: .highest, atLeast: 0.8),
      ])
  }

  /// The contract: what a requirement demands is computed, named or not, in the order of the catalogue.
  @Test func demandedMetricsAreComputedToo() throws {
    #expect(
      try read(Plans.full).get().metrics == [
        "selection-rate", "true-positive-rate", "accuracy", "conditional-selection-rate", "equalized-odds",
      ])
  }

  @Test func allIsAWordAndAQuotedLabel() throws {
    func rules(_ labels: String) throws -> LabelRules? {
      try read(Plans.small.replacing("[sex]", with: "[{column: age, labels: \(labels)}]")).get().decisions?.groups[0]
        .rules
    }
    let word = try #require(try rules("all"))
    #expect(word.isEveryLabelReal && word.labels.isEmpty)
    for labels in ["\"all\"", "[all]", "NA"] {
      let found = try #require(try rules(labels))
      #expect(!found.isEveryLabelReal && found.labels.count == 1, "\(labels)")
    }
  }

  @Test func whatIsLeftOutTakesItsDefault() throws {
    let plan = try read(Plans.small + "requirements: [{id: r, metric: selection-rate, at-least: 0.8}]\n").get()
    #expect(plan.audit == AuditDescription(title: "T"))
    #expect(plan.audit.type == .selfAssessment)
    #expect(plan.audit.data == .historical)
    #expect(plan.seed == 0)
    #expect(plan.replicates == 1_000)
    #expect(plan.power)
    #expect(plan.decisions?.labels.unknown == [""])
    #expect(plan.decisions?.table.delimiter == nil)
    #expect(plan.decisions?.intersections == [])
    #expect(plan.metrics == ["selection-rate"])
    let requirement = try #require(plan.requirements.first)
    #expect(requirement.across == [["sex"]])
    #expect(requirement.compare == .ratio)
    #expect(requirement.reference == .highest)
    #expect(requirement.decide == .interval)
    #expect(requirement.confidence == 0.95)
    #expect(requirement.minimumCount == 30)
    #expect(requirement.severity == .block)
    #expect(requirement.origin == nil)
  }

  @Test func metricsWhoseColumnsAreDeclaredAreTheDefault() throws {
    let withOutcome = try read(Plans.requiring("metric: recall\nat-least: 0.8")).get()
    #expect(
      withOutcome.metrics
        == Catalogue.cards.filter {
          $0.side == .decisions
            && Set($0.needs).isDisjoint(with: [.score, .amount, .strata, .named, .lawfulUse, .notices])
        }.map(
          \.id))
    let withStrata = try read(Plans.small.replacing("  groups:", with: "  within: [dept]\n  groups:")).get()
    #expect(withStrata.metrics == ["selection-rate", "conditional-selection-rate"])
    #expect(withStrata.roles == [.decision, .strata])
  }

  @Test func compositesDefaultToTheDifferenceOverTheWorstPair() throws {
    let plan = try read(Plans.requiring("metric: average-odds\nat-most: 0.1")).get()
    #expect(plan.requirements.first?.compare == .difference)
    #expect(plan.requirements.first?.reference == .worstPair)
  }

  @Test func allMeansEverySubsetOfTwoOrMore() throws {
    let text = Plans.small.replacing("groups: [sex]", with: "groups: [c, a, b]\n  intersections: all")
    #expect(try read(text).get().decisions?.intersections == [["c", "a"], ["c", "b"], ["a", "b"], ["c", "a", "b"]])
  }

  @Test func repeatedGroupingsAreJudgedOnce() throws {
    let plan = try read(
      Plans.requiring("metric: recall\nat-least: 0.8\nacross: [race, [sex, race], [race, sex], race]")
    ).get()
    #expect(plan.requirements.first?.across == [["race"], ["sex", "race"]])
  }

  @Test(arguments: [
    ("\",\"", ","), ("tab", "\t"), ("\"\\t\"", "\t"), ("semicolon", ";"), ("comma", ","), ("\"|\"", "|"),
  ])
  func delimitersHaveNames(written: String, byte: String) throws {
    let plan = try read(Plans.small + "  delimiter: \(written)\n").get()
    #expect(plan.decisions?.table.delimiter == byte.utf8.first)
  }

  @Test func namesAreComparedByTheirBytes() throws {
    let plan = try read(Plans.small.replacing("[sex]", with: "[\u{E9}, e\u{301}]")).get()
    #expect(plan.decisions?.groups.count == 2)
  }

  // MARK: robustness

  static func check(_ bytes: [UInt8]) -> String? {
    let result = Result { () throws(PlanErrors) in
      try PlanReader.read(bytes, file: "evenhand.yaml", catalogue: ListCards.catalogue)
    }
    switch result {
    case .success: return nil
    case .failure(let failure):
      if failure.errors.isEmpty { return "no errors" }
      for error in failure.errors where error.message.isEmpty || !error.description.hasPrefix("evenhand.yaml") {
        return "an error without text"
      }
      return nil
    }
  }

  @Test(arguments: [Plans.full, Plans.fullLists]) func everyTruncationOfAPlanIsAPlanOrHasErrors(_ text: String) {
    let bytes = Array(text.utf8)
    for length in 0...bytes.count { #expect(Self.check(Array(bytes[..<length])) == nil, "\(length)") }
  }

  @Test(arguments: 0..<4, [Plans.full, Plans.fullLists])
  func mutatedPlansArePlansOrHaveErrors(seed: UInt64, text: String) {
    var generator = SeededGenerator(seed: seed)
    let original = Array(text.utf8)
    let telling = Array("&*!|>'\"#:-?{}[],%@`\n\t \\<~0.e".utf8) + [0, 0x80, 0xC3, 0xFF]
    for _ in 0..<1_000 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.insert(telling.randomElement(using: &generator)!, at: place)
        case 2: bytes.remove(at: place)
        default: bytes[place] = telling.randomElement(using: &generator)!
        }
      }
      #expect(Self.check(bytes) == nil, "\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  @Test(arguments: ["[", "{a: ", "- ", "? ", "\"", "!", "a:\n "])
  func deepNestingDoesNotOverflow(_ opening: String) {
    #expect(Self.check(Array(String(repeating: opening, count: 100_000).utf8)) == nil)
  }
}
