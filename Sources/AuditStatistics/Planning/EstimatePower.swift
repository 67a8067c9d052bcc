extension EstimateEvidence {
  /// With the standard error held where the data put it; nil where it is not known, or does not set the limits.
  public func detectable(_ question: DetectableQuestion) -> MinimumDetectable? {
    let comparison = question.comparison ?? .difference
    guard let spread = spread(comparison, of: question.group, against: question.rival),
      ranges == nil || spread.variance > 0 && method(comparison, of: question.group) == method(comparison)
    else { return nil }
    let found = MinimumDetectable.estimate(
      standardError: spread.standardError, degreesOfFreedom: spread.degreesOfFreedom,
      scale: comparison == .ratio ? .logarithm : .identity, threshold: question.demand.limit,
      direction: question.demand.direction, critical: question.critical, power: question.power,
      comparisons: question.comparisons, opposite: question.demand.opposite)
    return found.map { question.possible($0, question.demand.direction) }
  }
}
