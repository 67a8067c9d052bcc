extension ProportionEvidence {
  /// ``Wilson``'s limits of a rate, ``Koopman``'s of a ratio, ``Newcombe``'s of a difference; nil without trials on a side
  /// and for a constant.
  public func printed(
    _ comparison: PairComparison?, of group: Int, against rival: Rival, confidence: Double
  ) -> NamedInterval? {
    let own = proportions[group]
    guard let comparison else {
      return Wilson.interval(own, confidence: confidence).map { NamedInterval($0, method: .wilson) }
    }
    guard let other = independent(rival, of: group) else { return nil }
    var limits: ConfidenceInterval?
    switch (comparison, rival) {
    case (.ratio, .overall): limits = AgainstOverall.koopman(group: own, complement: other, confidence: confidence)
    case (.difference, .overall):
      limits = AgainstOverall.newcombe(group: own, complement: other, confidence: confidence)
    case (.ratio, _): limits = Koopman.interval(group: own, reference: other, confidence: confidence)
    case (.difference, _): limits = Newcombe.interval(group: own, reference: other, confidence: confidence)
    }
    return limits.map { NamedInterval($0, method: comparison == .ratio ? .koopman : .newcombe) }
  }

  /// ``FisherExact`` up to a combined total of 100,000, ``PooledZ`` beyond; against everybody the test against everybody
  /// else. Nil without trials on a side, and for a constant.
  public func equality(of group: Int, with rival: Rival) -> NamedTest? {
    let own = proportions[group]
    guard let other = independent(rival, of: group), own.trials > 0, other.trials > 0 else { return nil }
    let score = PooledZ.test(group: own, reference: other)
    // Ties that reach beyond the depth count by chance; the exact test needs whole numbers.
    let isWhole = [own, other].allSatisfy {
      $0.successes == $0.successes.rounded() && $0.trials == $0.trials.rounded()
    }
    if isWhole, own.trials + other.trials <= 100_000 {
      return NamedTest(
        .fisherExact, pValue: FisherExact.twoSided(group: own, reference: other), deviate: score?.statistic, floor: 0)
    }
    return score.map {
      NamedTest(.pooledZ, statistic: $0.statistic, pValue: $0.p, deviate: $0.statistic, floor: 0)
    }
  }

  /// What a group is compared with, without the group itself; nil where nobody is left.
  private func independent(_ rival: Rival, of group: Int) -> Proportion? {
    guard rival == .overall else { return proportion(of: rival, for: group) }
    return proportion(of: .complement, for: group).flatMap { $0.trials > 0 ? $0 : nil }
  }
}
