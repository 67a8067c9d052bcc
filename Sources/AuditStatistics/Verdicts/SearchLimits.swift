extension ProportionEvidence {
  /// Limits of one rate among several that are searched for one that fails: the wider of ``Wilson``'s and the exact ones of
  /// ``ClopperPearson``.
  ///
  /// Far out, and near 0 or 1, Wilson's limits err up to twice as often as they say, which a search adds up.
  public func searchLimits(of group: Int, z: Double) -> ConfidenceInterval? {
    let rate = proportions[group]
    guard let wilson = Wilson.interval(rate, z: z),
      let exact = ClopperPearson.interval(rate, confidence: 1 - 2 * Normal.upperTail(z))
    else { return nil }
    return ConfidenceInterval(lower: min(wilson.lower, exact.lower), upper: max(wilson.upper, exact.upper))
  }
}

extension MappedEvidence {
  /// Those of the rate, mapped; nil where the number does not exist.
  public func searchLimits(of group: Int, z: Double) -> ConfidenceInterval? {
    guard estimate(of: group) != nil else { return nil }
    return rates.searchLimits(of: group, z: z).map {
      ConfidenceInterval(lower: mapped($0.lower), upper: mapped($0.upper))
    }
  }
}
