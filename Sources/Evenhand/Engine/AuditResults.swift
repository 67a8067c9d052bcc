import AuditPolicy
import AuditRecord

/// The numbers that the record says beyond its fixed parts.
struct AuditResults {
  var cards: [MetricCard] = []
  var groupings: [GroupingDescription] = []
  var stratifiers: [Stratifier] = []
  var leftOut: [LeftOut] = []
  var outcomeKnown: [OutcomeCoverage] = []
  var warnings: [DataWarning] = []
  var estimates: [Estimate] = []
  var smallGroups: [SmallGroups] = []
  var disparities: [Disparity] = []
  var dispersions: [Dispersion] = []
  var summaries: [SummaryResult] = []
  var profiles: [RankProfile] = []
  var lorenz: LorenzCurve?
  var sensitivities: [Sensitivity] = []
  var associations: [Association] = []

  /// Adds the numbers of another side, behind these.
  mutating func append(_ other: AuditResults) {
    cards += other.cards
    groupings += other.groupings
    stratifiers += other.stratifiers
    leftOut += other.leftOut
    outcomeKnown += other.outcomeKnown
    warnings += other.warnings
    estimates += other.estimates
    smallGroups += other.smallGroups
    disparities += other.disparities
    dispersions += other.dispersions
    summaries += other.summaries
    profiles += other.profiles
    lorenz = lorenz ?? other.lorenz
    sensitivities += other.sensitivities
    associations += other.associations
  }
}

extension AuditResults {
  /// What a producer measures, as rows of the record.
  init(_ producer: any Producer, of plan: Plan, without grounds: GroundsLeftOut? = nil) {
    var measured = MeasuredSet()
    producer.measure(into: &measured)
    if let grounds { measured.leaveOut(grounds) }
    measured.apply(plan.groupColumns)
    self = ResultBuilder.results(measured, requirements: plan.requirements)
  }
}
