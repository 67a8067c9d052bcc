public import AuditRecord

/// The one ordered list of everything that can be measured.
///
/// Lists of a narrower kind join a wider one element by element: a conversion of whole arrays asks the runtime about each.
public enum Catalogue {
  /// The rates.
  public static let rates: [any RateMetric] = [
    SelectionRate(), BaseRate(), TruePositiveRate(), FalsePositiveRate(), TrueNegativeRate(), FalseNegativeRate(),
    PositivePredictiveValue(), NegativePredictiveValue(), FalseDiscoveryRate(), FalseOmissionRate(), Accuracy(),
    ConditionalSelectionRate(),
  ]

  /// Numbers made of several rates.
  public static let composites: [any CompositeMetric] = [EqualizedOdds(), AverageOdds()]

  /// Numbers about those who receive lists, one contribution a list.
  public static let receivers: [any ReceiverMetric] = [
    NormalizedDiscountedCumulativeGain(), PrecisionAtK(), RecallAtK(), HitRate(), ReciprocalRank(), AveragePrecision(),
    ListPopularity(), PopularityLift(), Miscalibration(), IntraListDiversity(),
  ]

  /// Numbers about those who receive lists that are not made of contributions of single lists.
  static let receiversAtLarge: [any ListMetric] = [ReceivedNothing(), CatalogueOverlap()]

  /// Numbers about groups of items.
  public static let providers: [any ProviderMetric] = [
    Exposure(), ExposureShare(), ExposurePerRelevance(), EngagementPerRelevance(), TopKShare(), Skew(),
    BiasDisparity(), PairwiseAccuracy(), IntraGroupPairwiseAccuracy(),
  ]

  /// One number about a grouping of items.
  public static let compositions: [any CompositionMetric] = [
    NormalizedDiscountedDivergence(), AttentionWeightedRankFairness(), ExpectedExposureDisparity(),
    ExpectedExposureRelevance(), ExpectedExposureLoss(), StatisticalParityOfRecommendation(),
    EqualOpportunityOfRecommendation(),
  ]

  /// One number that is an average over lists.
  public static let averages: [any ListAverageMetric] = [InfeasibleIndex(), InfeasibleCount(), LongTailShare()]

  /// One number about the whole catalogue.
  public static let catalogueMetrics: [any CatalogueMetric] = [
    ExposureGini(), Coverage(), ExposureEntropy(), EquityOfAttention(),
  ]

  /// Every metric of ranked lists, in the order in which people read them.
  public static let lists: [any ListMetric] =
    receivers.map { $0 } + receiversAtLarge + providers.map { $0 } + [RankedRepresentation()]
    + compositions.map { $0 } + averages.map { $0 } + catalogueMetrics.map { $0 }

  /// Every unit, in the order in which people read them.
  public static let all: [any CatalogueUnit] = rates.map { $0 } + composites.map { $0 } + lists.map { $0 }

  /// The cards of every unit.
  public static let cards: [MetricCard] = all.map(\.card)

  /// The unit that has this id or alias.
  public static func unit(named name: String) -> (any CatalogueUnit)? {
    all.first { $0.card.id == name || $0.card.aliases.contains(name) }
  }
}
