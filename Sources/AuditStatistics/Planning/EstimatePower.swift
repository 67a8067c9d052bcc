extension EstimateEvidence {
  /// With the standard error held where the data put it; nil where it is not known.
  public func detectable(_ question: DetectableQuestion) -> MinimumDetectable? {
    let comparison = question.comparison ?? .difference
    guard let spread = spread(comparison, of: question.group, against: question.rival) else { return nil }
    let found = MinimumDetectable.estimate(
      standardError: spread.standardError, degreesOfFreedom: spread.degreesOfFreedom,
      scale: comparison == .ratio ? .logarithm : .identity, threshold: question.demand.limit,
      direction: question.demand.direction, critical: question.critical, power: question.power,
      comparisons: question.comparisons)
    return found.map { question.possible($0, question.demand.direction) }
  }
}
