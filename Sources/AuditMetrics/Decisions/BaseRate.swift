package import AuditRecord

/// Share of a group whose outcome was positive.
package struct BaseRate: RateMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "base-rate", name: "Base rate", aliases: ["prevalence"],
    question: "Of every 100 people in the group, how many had a positive outcome?",
    formula: "positive outcomes ÷ known outcomes",
    counted: "had a positive outcome", among: "people in {group} whose outcome is known",
    reading:
      "A ratio away from 1 means that the outcome itself was not equally common in the groups; error rates then cannot all be equal at once.",
    caveats: [
      "Describes the data, not the system.", "Outcomes are recorded by people and may carry their own disparities.",
    ],
    needs: [.outcome],
    sources: [Bibliography.chouldechova, Bibliography.kleinberg])

  /// What is counted.
  package let numerator: CellMask = .positive
  /// Among what.
  package let denominator: CellMask = .observed

  /// Worked out by hand from the two groups of `Example.twoGroups`.
  package let example = Example.twoGroups(a: (9, 20), b: (8, 10))
}
