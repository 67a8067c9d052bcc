public import AuditRecord

/// The one ordered list of everything that can be measured.
public enum Catalogue {
  /// The rates.
  public static let rates: [any RateMetric] = [
    SelectionRate(), BaseRate(), TruePositiveRate(), FalsePositiveRate(), TrueNegativeRate(), FalseNegativeRate(),
    PositivePredictiveValue(), NegativePredictiveValue(), FalseDiscoveryRate(), FalseOmissionRate(), Accuracy(),
    ConditionalSelectionRate(),
  ]

  /// Numbers made of several rates.
  public static let composites: [any CompositeMetric] = [EqualizedOdds(), AverageOdds()]

  /// Every unit, in the order in which people read them.
  public static let all: [any CatalogueUnit] = rates + composites

  /// The cards of every unit.
  public static let cards: [MetricCard] = all.map(\.card)

  /// The unit that has this id or alias.
  public static func unit(named name: String) -> (any CatalogueUnit)? {
    all.first { $0.card.id == name || $0.card.aliases.contains(name) }
  }
}
