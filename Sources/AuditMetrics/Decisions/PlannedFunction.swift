package import AuditRecord
package import AuditStatistics

/// A number by a formula that the plan states.
package struct PlannedFunction: FunctionMetric {
  /// Its words.
  package let card: MetricCard
  /// The formula.
  package let function: CountFormula
  /// Nothing: nobody has worked it out by hand.
  package var example: Example? { nil }

  /// The metric of a formula.
  package init(card: MetricCard, function: CountFormula) {
    self.card = card
    self.function = function
  }
}
