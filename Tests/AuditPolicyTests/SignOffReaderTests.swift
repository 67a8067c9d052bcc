import AuditMetrics
import AuditPolicy
import AuditRecord
import Testing

struct SignOffReaderTests {
  private func plan(_ signOff: String) throws(PlanErrors) -> Plan {
    try PlanReader.read(
      Array((Plans.small + "sign-off: {\(signOff)}\n").utf8), file: "plan.yaml", catalogue: Catalogue.cards)
  }

  @Test func everyRuleIsRead() throws {
    let plan = try plan(
      "required: [{role: a}, {role: b}], allowed-signers: keys, signers: s.yml, distinct-people: false, segregation: [{role: b, not: [ran-audit, a]}], valid-for: 365d, waivers: {approvers: [a, c], longest: 90d}"
    )
    #expect(
      plan.signOff
        == SignOffPolicy(
          required: ["a", "b"].map { RequiredRole(role: $0) }, distinctPeople: false,
          segregation: [Segregation(role: "b", not: ["ran-audit", "a"])], validForDays: 365,
          waivers: WaiverPolicy(approvers: ["a", "c"], longestDays: 90)))
    #expect(plan.signOffFiles.allowedSigners?.path == "keys" && plan.signOffFiles.signers?.path == "s.yml")
    #expect(plan.signOffFiles.allowedSigners?.line == 6)
  }

  @Test func aRoleMayHaveATitleThatSaysNoMoreThanAnyWords() throws {
    let policy = try plan("required: [{role: mrm, title: Head of model risk}, {role: b}], waivers: {approvers: mrm}")
      .signOff
    #expect(policy.title(of: "mrm") == "Head of model risk" && policy.title(of: "b") == nil)
    for title in ["\"\"", "Fairness certified", "\"{group}\"", String(repeating: "x", count: 61)] {
      #expect(throws: PlanErrors.self) { try plan("required: [{role: a, title: \(title)}]") }
    }
  }

  @Test func whatIsNotSaidIsTheStricter() throws {
    let policy = try plan("required: [{role: a}]").signOff
    #expect(policy == SignOffPolicy(required: [RequiredRole(role: "a")]))
    #expect(policy.distinctPeople && policy.waivers == nil && policy.validForDays == nil && policy.signers == nil)
  }

  @Test(arguments: [
    ("segregation: [{role: b, not: a}]", "is no required role"),
    ("segregation: [{role: a, not: ran-audits}]", "ran-audit"),
    ("segregation: [{role: a, not: a}]", "kept apart from itself"), ("valid-for: 365", "number of days"),
    ("valid-for: 0d", "number of days"), ("valid-for: 99999d", "number of days"), ("valid-for: -1d", "number of days"),
    ("valid-for: d", "number of days"), ("waivers: {longest: 90d}", "has no \"approvers\""),
    ("distinct-people: sure", "true or false"), ("approvers: a", "unknown key"),
  ]) func aRuleThatCannotHoldIsRefused(_ rule: String, _ words: String) {
    let errors = #expect(throws: PlanErrors.self) { try plan("required: [{role: a}], \(rule)") }
    #expect(errors?.description.contains(words) == true, "\(errors?.description ?? "")")
    #expect(errors?.errors.first?.line == 6)
  }

  @Test func peopleAreReadFromTheirOwnFile() throws {
    let text = """
      signers:
        - {principal: ann@example.org, name: Ann Owner, roles: owner, organisation: Example Ltd}
        - {principal: bob@example.org, name: Bob Rules, roles: [compliance, auditor]}

      """
    #expect(
      try PlanReader.signers(Array(text.utf8), file: "s.yml") == [
        KnownSigner(principal: "ann@example.org", name: "Ann Owner", roles: ["owner"], organisation: "Example Ltd"),
        KnownSigner(principal: "bob@example.org", name: "Bob Rules", roles: ["compliance", "auditor"]),
      ])
    for (old, new, words) in [
      ("bob@", "ann@", "is named twice"), ("name: Bob Rules, ", "", "has no \"name\""),
      ("roles:", "rolls:", "unknown key"),
      ("signers:", "people:", "unknown key"),
    ] {
      let errors = #expect(throws: PlanErrors.self) {
        try PlanReader.signers(Array(text.replacing(old, with: new).utf8), file: "s.yml")
      }
      #expect(errors?.description.contains(words) == true && errors?.description.hasPrefix("s.yml:") == true)
    }
  }
}
