/// Numbers of independent groups that follow from a rate and rise with it, so that limits of the rate become theirs.
///
/// One number has the limits of ``Wilson``, mapped. Two are compared by ``MoverLimits`` of those, but for a ratio of odds, which
/// has the limits of ``OddsRatio``. Whether two numbers agree is whether their rates do.
public struct MappedEvidence: PairEvidence, Hashable {
  /// How a number follows from a rate q.
  public enum Map: Sendable, Hashable {
    /// 2q/(1 + q).
    case f1
    /// q/(1 − q), of at least ten who are counted and ten who are not.
    case odds
  }

  /// The rates.
  public let rates: ProportionEvidence
  /// How numbers follow from them.
  public let map: Map

  /// The fewest people who are counted, and who are not, for odds.
  public static let fewestOfEach = 10.0

  /// The evidence in these rates.
  public init(_ proportions: [Proportion], map: Map) {
    rates = ProportionEvidence(proportions)
    self.map = map
  }

  private var proportions: [Proportion] { rates.proportions }

  /// The number of groups.
  public var count: Int { rates.count }

  /// The number of a group; nil without trials, and for odds of few people.
  public func estimate(of group: Int) -> Double? { number(proportions[group]) }

  private func number(_ rate: Proportion) -> Double? {
    guard let share = rate.estimate else { return nil }
    switch map {
    case .f1: return mapped(share)
    case .odds:
      let isEnough = min(rate.successes, rate.failures) >= Self.fewestOfEach
      return isEnough ? rate.successes / rate.failures : nil
    }
  }

  func mapped(_ share: Double) -> Double {
    switch map {
    case .f1: 2 * share / (1 + share)
    case .odds: share < 1 ? share / (1 - share) : .infinity
    }
  }

  /// The comparison of two numbers; nil where one does not exist, and for a ratio to 0.
  public func value(_ comparison: PairComparison, of group: Int, against rival: Rival) -> Double? {
    guard let own = estimate(of: group), let other = number(of: rival, for: group) else { return nil }
    switch comparison {
    case .ratio: return other > 0 ? own / other : nil
    case .difference: return own - other
    }
  }

  private func number(of rival: Rival, for group: Int) -> Double? {
    if case .constant(let constant) = rival { return constant }
    return rates.proportion(of: rival, for: group).flatMap(number)
  }

  /// ``Wilson``'s limits of the rate, mapped.
  public func limits(of group: Int, z: Double) -> ConfidenceInterval? { limits(proportions[group], z: z) }

  private func limits(_ rate: Proportion, z: Double) -> ConfidenceInterval? {
    guard number(rate) != nil else { return nil }
    return Wilson.interval(rate, z: z).map { ConfidenceInterval(lower: mapped($0.lower), upper: mapped($0.upper)) }
  }

  /// The lower limit of ``interval(_:of:against:z:)``.
  public func lower(_ comparison: PairComparison, of group: Int, against rival: Rival, z: Double) -> Double? {
    interval(comparison, of: group, against: rival, z: z)?.lower
  }

  /// The upper limit of ``interval(_:of:against:z:)``.
  public func upper(_ comparison: PairComparison, of group: Int, against rival: Rival, z: Double) -> Double? {
    interval(comparison, of: group, against: rival, z: z)?.upper
  }

  /// Both limits of a comparison; nil where a number does not exist, and for the ratio to a constant that is not above 0.
  public func interval(
    _ comparison: PairComparison, of group: Int, against rival: Rival, z: Double
  ) -> ConfidenceInterval? {
    interval(comparison, of: group, against: rival, z: z, isPrinted: false)
  }

  private func interval(
    _ comparison: PairComparison, of group: Int, against rival: Rival, z: Double, isPrinted: Bool
  ) -> ConfidenceInterval? {
    let own = proportions[group]
    switch rival {
    case .constant(let constant):
      guard let limits = limits(own, z: z) else { return nil }
      switch comparison {
      case .difference: return ConfidenceInterval(lower: limits.lower - constant, upper: limits.upper - constant)
      case .ratio:
        guard constant > 0 else { return nil }
        return ConfidenceInterval(lower: limits.lower / constant, upper: limits.upper / constant)
      }
    case .overall:
      // Everybody's number is the mean of that of the group and that of the others, by these weights.
      guard let all = rates.proportion(of: .overall, for: group), weight(all) > 0 else { return nil }
      return interval(comparison, of: group, against: .complement, z: z, isPrinted: isPrinted).map {
        AgainstOverall.transform($0, comparison, share: weight(own) / weight(all))
      }
    case .group, .complement:
      guard let other = rates.proportion(of: rival, for: group) else { return nil }
      return pair(comparison, own, other, z: z, isPrinted: isPrinted)
    }
  }

  /// What a group weighs in everybody's number.
  private func weight(_ rate: Proportion) -> Double {
    switch map {
    case .f1: rate.successes + rate.trials
    case .odds: rate.failures
    }
  }

  private func pair(
    _ comparison: PairComparison, _ own: Proportion, _ other: Proportion, z: Double, isPrinted: Bool
  ) -> ConfidenceInterval? {
    guard let ownNumber = number(own), let otherNumber = number(other), let ownLimits = limits(own, z: z),
      let otherLimits = limits(other, z: z)
    else { return nil }
    if map == .odds, comparison == .ratio {
      return isPrinted
        ? OddsRatio.logarithmic(group: own, reference: other, z: z)
        : OddsRatio.limits(group: own, reference: other, z: z)
    }
    let sides = (
      MoverLimits.Side(value: ownNumber, limits: ownLimits), MoverLimits.Side(value: otherNumber, limits: otherLimits)
    )
    return comparison == .ratio
      ? MoverLimits.ratio(sides.0, sides.1) : MoverLimits.difference(sides.0, sides.1)
  }

  /// Wilson's for a number, Woolf's for a ratio of odds, those of both numbers for every other comparison.
  public func printed(
    _ comparison: PairComparison?, of group: Int, against rival: Rival, confidence: Double
  ) -> NamedInterval? {
    let z = Normal.twoSided(confidence: confidence)
    guard let comparison else { return limits(of: group, z: z).map { NamedInterval($0, method: .wilson) } }
    return interval(comparison, of: group, against: rival, z: z, isPrinted: true).flatMap {
      $0.lower <= 0 && $0.upper == .infinity
        ? nil : NamedInterval($0, method: map == .odds && comparison == .ratio ? .woolf : .mover)
    }
  }

  /// Whether the rates agree; nil where a number does not exist.
  public func equality(of group: Int, with rival: Rival) -> NamedTest? {
    guard estimate(of: group) != nil, number(of: rival == .overall ? .complement : rival, for: group) != nil else {
      return nil
    }
    return rates.equality(of: group, with: rival)
  }

  /// As ``printed(_:of:against:confidence:)``, but exact for ratios of odds.
  public func method(_ comparison: PairComparison?) -> LimitMethod {
    guard let comparison else { return .wilson }
    return map == .odds && comparison == .ratio ? .conditionalExact : .mover
  }

  /// The numbers of some groups.
  public func subset(_ groups: [Int]) -> MappedEvidence? {
    MappedEvidence(groups.map { proportions[$0] }, map: map)
  }

  /// The numbers with people who join groups.
  public func adding(_ additions: [Int: (successes: Double, failures: Double)]) -> MappedEvidence {
    MappedEvidence(
      proportions.enumerated().map { index, rate in
        additions[index].map {
          Proportion(successes: rate.successes + $0.successes, trials: rate.trials + $0.successes + $0.failures)
        } ?? rate
      }, map: map)
  }
}
