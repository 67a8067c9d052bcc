package import AuditRecord
package import AuditStatistics

/// The interval of a number about everything at any confidence, from its stored spread and the test of its ideal.
package enum PopulationInterval {
  /// The range, or nothing where no honest one is known.
  package static func limits(_ summary: SummaryResult, card: MetricCard, confidence: Double) -> ConfidenceInterval? {
    if let separation = summary.separation {
      guard summary.value != nil, summary.level == confidence, let limits = separation.limits else { return nil }
      return ConfidenceInterval(
        lower: min(limits.lower, card.most ?? .infinity), upper: min(limits.upper, card.most ?? .infinity))
    }
    if let counts = summary.counts {
      guard summary.withoutInterval == nil, counts.numerator >= 0, counts.denominator > 0,
        counts.numerator <= counts.denominator
      else { return nil }
      return ClopperPearson.interval(
        Proportion(successes: Double(counts.numerator), trials: Double(counts.denominator)), confidence: confidence)
    }
    guard let value = summary.value, let spread = summary.spread else { return nil }
    let scale = EstimateScale(spread.scale)
    guard let centre = scale.apply(value), spread.degreesOfFreedom > 0, spread.standardError >= 0 else { return nil }
    let reach =
      Student.quantile(1 - (1 - confidence) / 2, degreesOfFreedom: spread.degreesOfFreedom) * spread.standardError
    let plain = ConfidenceInterval(lower: scale.revert(centre - reach), upper: scale.revert(centre + reach))
    let possible = ConfidenceInterval(
      lower: max(plain.lower, card.least ?? -.infinity), upper: min(plain.upper, card.most ?? .infinity))
    guard let ideal = card.ideal else { return possible }
    let isRejected = summary.test?.p.map { $0 < 1 - confidence } ?? false
    let end: IdealEnd = ideal == card.most ? .greatest(ideal) : .least(ideal)
    return end.applied(to: possible, isRejected: isRejected)
  }
}
