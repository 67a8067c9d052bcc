public import AuditRecord

/// Everything that can be measured.
public enum Catalogue {
  /// Every metric, in the order in which people read them.
  package static let all: [any Metric] = [
    SelectionRate(), BaseRate(), TruePositiveRate(), FalsePositiveRate(), TrueNegativeRate(), FalseNegativeRate(),
    PositivePredictiveValue(), NegativePredictiveValue(), FalseDiscoveryRate(), FalseOmissionRate(), Accuracy(),
    ConditionalSelectionRate(), ConditionalRate(BaseRate()), ConditionalRate(TruePositiveRate()),
    ConditionalRate(FalsePositiveRate()), ConditionalRate(TrueNegativeRate()), ConditionalRate(FalseNegativeRate()),
    ConditionalRate(PositivePredictiveValue()), ConditionalRate(NegativePredictiveValue()),
    ConditionalRate(FalseDiscoveryRate()), ConditionalRate(FalseOmissionRate()), ConditionalRate(Accuracy()),
    F1(), FBeta(), BalancedAccuracy(), SignedAverageOdds(), TreatmentEquality(),
    GeneralizedEntropy(), Theil(), BetweenGroupGeneralizedEntropy(), BetweenGroupTheil(), DifferentialFairness(),
    EqualizedOdds(), AverageOdds(),
    AreaUnderCurveByGroup(), CrossGroupArea(), CalibrationInTheLarge(), CalibrationError(), BrierScore(), ScoringRate(),
    KolmogorovSmirnovDistance(), WassersteinDistance(), MeanAmount(), MedianAmount(),
    MeanResidual(), MeanAbsoluteError(), RootMeanSquareError(),
    NormalizedDiscountedCumulativeGain(), PrecisionAtK(), RecallAtK(), HitRate(), ReciprocalRank(), AveragePrecision(),
    ListPopularity(), PopularityLift(), Miscalibration(), IntraListDiversity(), ReceivedNothing(), CatalogueOverlap(),
    HistorySlope(), GroupSeparation(), BaselineMatch(), KeptFromBefore(), SettingHonoured(), SwitchedBack(),
    SettingShare(),
    Exposure(), ExposureShare(), ExposurePerRelevance(), EngagementPerRelevance(), TopKShare(), Skew(),
    BiasDisparity(), PairwiseAccuracy(), IntraGroupPairwiseAccuracy(), RankedRepresentation(),
    NormalizedDiscountedDivergence(), AttentionWeightedRankFairness(), ExpectedExposureDisparity(),
    ExpectedExposureRelevance(), ExpectedExposureLoss(), StatisticalParityOfRecommendation(),
    EqualOpportunityOfRecommendation(),
    InfeasibleIndex(), InfeasibleCount(), LongTailShare(),
    ExposureGini(), Coverage(), ExposureEntropy(), EquityOfAttention(),
    UseWithoutGround(), NoticeCompleteness(),
  ]

  /// The cards of every metric.
  public static let cards: [MetricCard] = all.map(\.card)

  /// The rates.
  package static let rates: [any RateMetric] = all.compactMap { metric in
    if case .rate(let rate) = metric.kind { rate } else { nil }
  }

  /// Numbers made of several rates.
  package static let composites: [any CompositeMetric] = all.compactMap { metric in
    if case .composite(let composite) = metric.kind { composite } else { nil }
  }

  /// The metric that has this id or alias.
  package static func metric(named name: String) -> (any Metric)? {
    all.first { $0.card.id == name || $0.card.aliases.contains(name) }
  }
}
