package import AuditRecord

/// Selection rate compared within strata and pooled over them.
package struct ConditionalSelectionRate: RateMetric {
  /// The metric; it has no parameters.
  package init() {}

  /// Its words.
  package let card = MetricCard(
    id: "conditional-selection-rate", name: "Conditional selection rate", aliases: ["conditional-demographic-parity"],
    question:
      "Among people of the same stratum, how often did the group receive the favourable decision, compared with others?",
    formula: "Mantel–Haenszel ratio or difference of selection rates over strata",
    counted: "received the favourable decision", among: "people in {group}",
    reading:
      "A pooled ratio below 1 means that, averaged over strata, the group received the favourable decision less often than the reference group.",
    caveats: [
      "A stratum that itself depends on group membership can hide a disparity: the plan must say why comparing within it is justified.",
      "One pooled number is an average; look at each stratum beside it.",
    ],
    needs: [.decision, .strata], crude: SelectionRate().card.id,
    sources: [Bibliography.mantelHaenszel, Bibliography.greenlandRobins, Bibliography.sato, Bibliography.bickel])

  /// What is counted.
  package let numerator: CellMask = .favourable
  /// Among what.
  package let denominator: CellMask = .everything

  /// Worked out by hand from the two groups of `Example.twoGroups`.
  package let example = Example.twoGroups(a: (8, 20), b: (5, 10))
}
