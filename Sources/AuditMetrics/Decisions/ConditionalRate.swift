package import AuditRecord

/// A rate compared within strata and pooled over them, as ``ConditionalSelectionRate`` is.
package struct ConditionalRate: RateMetric {
  /// Its words, from those of the rate.
  package let card: MetricCard
  /// What is counted.
  package let numerator: CellMask
  /// Among what.
  package let denominator: CellMask
  /// That of the rate.
  package let example: Example

  /// A rate within strata.
  package init(_ rate: any RateMetric) {
    let own = rate.card
    card = MetricCard(
      id: "conditional-" + own.id, name: "Conditional " + own.name.lowercased(),
      question: "Among people of the same stratum, how does the group compare with others? " + own.question,
      formula: "Mantel–Haenszel ratio or difference over strata of \(own.formula)", counted: own.counted,
      among: own.among,
      reading: "Pooled over strata: " + own.reading.prefix(1).lowercased() + own.reading.dropFirst(),
      caveats: [
        "A stratum that itself depends on group membership can hide a disparity: the plan must say why comparing within it is justified.",
        "One pooled number is an average; look at each stratum beside it.",
      ], needs: own.needs + [.strata, .named], crude: own.id,
      sources: [
        Bibliography.mantelHaenszel, Bibliography.greenlandRobins, Bibliography.sato, Bibliography.bickel,
      ])
    numerator = rate.numerator
    denominator = rate.denominator
    example = rate.example
  }
}
