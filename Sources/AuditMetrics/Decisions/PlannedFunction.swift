public import AuditRecord
public import AuditStatistics

/// A number by a formula that the plan states.
public struct PlannedFunction: FunctionMetric {
  /// Its words.
  public let card: MetricCard
  /// The formula.
  public let function: CountFormula
  /// Nothing: nobody has worked it out by hand.
  public var example: Example? { nil }

  /// The metric of a formula.
  public init(card: MetricCard, function: CountFormula) {
    self.card = card
    self.function = function
  }
}
