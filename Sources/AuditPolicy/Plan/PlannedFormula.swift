package import AuditRecord
package import AuditStatistics

/// A metric that a plan states by a formula over the counts of a decision and an outcome.
package struct PlannedFormula: Sendable, Hashable {
  /// What people read about it.
  package let card: MetricCard
  /// The formula.
  package let function: CountFormula

  /// A formula under an id of its own, with the question that it answers.
  package init(id: String, formula: CountFormula, question: String) {
    card = MetricCard(
      id: id, name: id.replacing("-", with: " ").capitalisedFirst, question: question, formula: formula.text,
      counted: id.replacing("-", with: " "), among: "people in {group} whose outcome is known",
      reading: "The formula is the plan’s own: read its value, and what is better, as the plan means it.",
      caveats: [
        "Stated by the plan, and by no published definition.",
        "Does not exist where a count that it names has fewer than ten people.",
      ], needs: [.decision, .outcome], measure: .function, least: nil, most: nil, comparison: .difference,
      unit: .number, sources: ["The plan of this audit."])
    function = formula
  }
}

/// Choices that metrics leave open.
package struct MetricParameters: Sendable, Hashable {
  /// How many times as much the true positive rate counts in `f-beta` as the positive predictive value.
  package var beta = 2.0
  /// The weight of large benefits in `generalized-entropy`.
  package var alpha = 2.0

  /// The usual choices.
  package init() {}
}
