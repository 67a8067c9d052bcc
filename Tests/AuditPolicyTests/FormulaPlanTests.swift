import AuditPolicy
import AuditRecord
import Testing

/// Metrics that a plan states by a formula, and the lowest or highest group.
@Suite struct FormulaPlanTests {
  private static func stating(_ formulas: String, _ rest: String = "") -> String {
    Plans.requiring("metric: recall\nat-least: 0.8", more: "formulas:\n\(formulas)\n\(rest)")
  }

  @Test func aFormulaIsAMetricAsAnyOther() throws {
    let formula = "  - {id: error-balance, formula: (FP - FN) / (FP + FN), question: Which error is more common?}"
    let plan = try read(
      Plans.requiring("metric: error-balance\nbetween: [-0.2, 0.2]", more: "formulas:\n\(formula)\n")
    ).get()
    #expect(plan.formulas.map(\.card.id) == ["error-balance"])
    #expect(plan.metrics.last == "error-balance")
    let requirement = try #require(plan.requirements.first)
    #expect(requirement.metric == "error-balance" && requirement.compare == .difference)
    let card = plan.formulas[0].card
    #expect(card.formula == "(FP - FN) / (FP + FN)" && card.question == "Which error is more common?")
    #expect(card.measure == .function && card.name == "Error balance" && card.basis == .people)
  }

  @Test(arguments: [
    ("  - {id: x, formula: (FP + FM) / TP, question: q}", 12, 28, "“FM” is neither"),
    ("  - {id: x, formula: \"FP + / TP\", question: q}", 12, 28, "“/” does not belong here"),
    ("  - {id: x, formula: FP + 2.5.1, question: q}", 12, 27, "“2.5.1” is neither"),
    ("  - {id: recall, formula: FP, question: q}", 12, 10, "already"),
    ("  - {id: Big, formula: FP, question: q}", 12, 10, "no id"),
    ("  - {id: a, formula: FP, question: q}\n  - {id: a, formula: TP, question: q}", 13, 10, "already"),
  ])
  func aMistakeIsNamedAtItsPlace(formulas: String, line: Int, column: Int, says: String) throws {
    let found = errors(Self.stating(formulas))
    let error = try #require(found.first)
    #expect(found.count == 1 && error.message.contains(says), "\(found)")
    let lines = Self.stating(formulas).split(separator: "\n", omittingEmptySubsequences: false)
    let first = try #require(lines.firstIndex { $0 == "formulas:" })
    #expect(error.line == first + 2 + (line - 12) && error.column == column, "\(error)")
  }

  @Test func formulasNeedAnOutcome() {
    let found = errors(Plans.small + "formulas:\n  - {id: x, formula: TP, question: q}\n")
    #expect(found.contains { $0.message.contains("need outcome") })
  }

  @Test func everybodyIsNoReferenceOfAFunction() {
    let found = errors(Plans.requiring("metric: balanced-accuracy\nreference: overall\nat-least: 0.8"))
    #expect(found.contains { $0.message.contains("no mean of those of groups") })
  }

  @Test func betaIsStatedOnce() throws {
    let plan = try read(
      Plans.requiring("metric: f-beta\nat-least: 0.8", more: "parameters: {beta: 0.5}\n")
    ).get()
    #expect(plan.parameters.beta == 0.5)
    let found = errors(Plans.requiring("metric: f-beta\nat-least: 0.8", more: "parameters: {beta: 0}\n"))
    #expect(found.contains { $0.message.contains("above 0") })
  }

  @Test func theLowestAndTheHighestGroup() throws {
    for (word, extreme) in [("minimum", GroupExtreme.minimum), ("maximum", .maximum)] {
      let plan = try read(Plans.requiring("metric: precision\ncompare: \(word)\nat-least: 0.8")).get()
      let requirement = try #require(plan.requirements.first)
      #expect(requirement.compare == .value && requirement.extreme == extreme && requirement.reference == .none)
    }
    let plain = try read(Plans.requiring("metric: precision\ncompare: value\nat-least: 0.8")).get()
    #expect(plain.requirements.first?.extreme == nil)
    #expect(!errors(Plans.requiring("metric: equalized-odds\ncompare: minimum\nat-least: 0.8")).isEmpty)
  }

  /// A column may be a group and a stratum; within itself there is nobody to compare with.
  @Test func aColumnMayBeBoth() throws {
    let text = Plans.requiring("metric: conditional-recall\nat-least: 0.8")
      .replacing("conditional-recall", with: "conditional-true-positive-rate")
      .replacing("  groups:", with: "  within: [sex]\n  groups:")
    let plan = try read(text).get()
    #expect(plan.requirements.first?.across == [["race"]])
    #expect(
      plan.metrics == ["conditional-true-positive-rate"] || plan.metrics.contains("conditional-true-positive-rate"))
    let own = errors(text.replacing("metric: conditional", with: "across: sex\n    metric: conditional"))
    #expect(own.contains { $0.message.contains("is one of these columns itself") }, "\(own)")
  }

  @Test func thereMayBeNoRequirement() throws {
    #expect(try read(Plans.small + "requirements: []\n").get().requirements == [])
    let plan = try read(
      Plans.requiring("metric: recall\nat-least: 0.8", more: "minimum-count: 100\n")
    ).get()
    #expect(plan.requirements.first?.minimumCount == 100)
    let own = try read(
      Plans.requiring("metric: recall\nat-least: 0.8\nminimum-count: 50", more: "minimum-count: 100\n")
    ).get()
    #expect(own.requirements.first?.minimumCount == 50)
  }
}
