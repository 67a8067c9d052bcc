/// A number of a group that has limits of its own at every critical value, and no spread that comparisons could rest on.
public enum LimitedNumber: Sendable, Hashable {
  /// An area under the ROC curve.
  case area(AreaUnderCurve)
  /// An error of calibration.
  case calibration(CalibrationBins)
  /// A distance between two distributions of scores.
  case distance(ScoreDistance)
  /// A mean of amounts.
  case mean(SkewedMean)
  /// A median of amounts.
  case median(BlockedMedian)

  /// The number.
  public var value: Double {
    switch self {
    case .area(let area): area.value
    case .calibration(let bins): bins.error
    case .distance(let distance): distance.value
    case .mean(let mean): mean.value
    case .median(let median): median.value
    }
  }

  /// The limits that verdicts rest on.
  public func limits(z: Double) -> ConfidenceInterval {
    switch self {
    case .area(let area): area.verdictLimits(z: z)
    case .calibration(let bins): bins.limits(z: z)
    case .distance(let distance): distance.limits(z: z)
    case .mean(let mean): mean.limits(z: z)
    case .median(let median): median.limits(z: z)
    }
  }

  /// The limits that tables print.
  func printed(z: Double) -> ConfidenceInterval {
    switch self {
    case .area(let area): area.limits(z: z)
    case .mean(let mean): mean.student(z: z)
    case .calibration, .distance, .median: limits(z: z)
    }
  }

  /// How the limits of verdicts are found.
  var method: LimitMethod {
    switch self {
    case .area: .newcombeArea
    case .calibration: .binProjection
    case .distance: .simultaneousBands
    case .mean(let mean): mean.variance > 0 ? .johnson : .exact
    case .median: .signTest
    }
  }

  /// How printed limits are found.
  var printedMethod: LimitMethod {
    switch self {
    case .area(let area): area.variance > 0 && area.value < 1 ? .logit : method
    case .mean(let mean): mean.variance > 0 ? .student : .exact
    case .calibration, .distance, .median: method
    }
  }
}

/// Numbers of independent groups, each with limits of its own, compared by ``MoverLimits``.
///
/// A group is compared with another group, or with what is stated as everybody else's number; nothing else.
public struct LimitedEvidence: PairEvidence, Hashable {
  /// The number of each group; nil where it does not exist.
  public let numbers: [LimitedNumber?]
  /// What the complement of each group has; nil where that is not known.
  public let complements: [LimitedNumber?]

  /// States the evidence.
  ///
  /// - Precondition: Complements are none or as many as groups.
  public init(_ numbers: [LimitedNumber?], complements: [LimitedNumber?]? = nil) {
    precondition(complements?.count ?? numbers.count == numbers.count, "one complement a group")
    self.numbers = numbers
    self.complements = complements ?? numbers.map { _ in nil }
  }

  /// The number of groups.
  public var count: Int { numbers.count }

  /// The number of a group.
  public func estimate(of group: Int) -> Double? { numbers[group]?.value }

  /// The limits of a group's number.
  public func limits(of group: Int, z: Double) -> ConfidenceInterval? { numbers[group]?.limits(z: z) }

  /// Those of one number, or of the method of variance estimates recovery.
  public func method(_ comparison: PairComparison?) -> LimitMethod {
    let own = numbers.lazy.compactMap { $0?.method }.first ?? .none
    return comparison == nil ? own : own == .signTest ? .projection : .mover
  }

  /// The numbers of some groups.
  public func subset(_ groups: [Int]) -> LimitedEvidence? {
    LimitedEvidence(groups.map { numbers[$0] }, complements: groups.map { complements[$0] })
  }

  /// The comparison in the data; nil where a number does not exist, and for a ratio to 0.
  public func value(_ comparison: PairComparison, of group: Int, against rival: Rival) -> Double? {
    guard let own = numbers[group]?.value, let other = value(of: rival, for: group) else { return nil }
    switch comparison {
    case .difference: return own - other
    case .ratio: return other > 0 && own >= 0 ? own / other : nil
    }
  }

  /// The lower limit by ``MoverLimits``; nil where the rival does not exist.
  public func lower(_ comparison: PairComparison, of group: Int, against rival: Rival, z: Double) -> Double? {
    limits(comparison, of: group, against: rival, z: z) { $0.limits(z: $1) }?.lower
  }

  /// The upper limit by ``MoverLimits``; nil where the rival does not exist.
  public func upper(_ comparison: PairComparison, of group: Int, against rival: Rival, z: Double) -> Double? {
    limits(comparison, of: group, against: rival, z: z) { $0.limits(z: $1) }?.upper
  }

  /// The limits that tables print.
  public func printed(
    _ comparison: PairComparison?, of group: Int, against rival: Rival, confidence: Double
  ) -> NamedInterval? {
    let z = Normal.twoSided(confidence: confidence)
    guard let comparison else {
      return numbers[group].flatMap { number in
        let limits = number.printed(z: z)
        guard limits.lower.isFinite || limits.upper.isFinite else { return nil }
        return NamedInterval(limits, method: number.printedMethod)
      }
    }
    return limits(comparison, of: group, against: rival, z: z) { $0.printed(z: $1) }.map {
      NamedInterval($0, method: method(comparison))
    }
  }

  /// Whether two areas agree: Student's t by DeLong's variances, with Welch's degrees of freedom for as many people as there are; or
  /// two means, by Welch's test. Nil for other numbers, and without any variance.
  public func equality(of group: Int, with rival: Rival) -> NamedTest? {
    if case .mean(let own) = numbers[group], case .mean(let other) = number(of: rival, for: group) {
      return own.equality(with: other)
    }
    guard case .area(let own) = numbers[group], case .area(let other) = number(of: rival, for: group) else {
      return nil
    }
    let variance = own.variance + other.variance
    guard variance > 0, own.people > 1, other.people > 1 else { return nil }
    let statistic = (own.value - other.value) / variance.squareRoot()
    let shares = [(own.variance, own.people), (other.variance, other.people)].reduce(0) {
      $0 + ($1.0 / variance) * ($1.0 / variance) / ($1.1 - 1)
    }
    let tail = Student.upperTail(statistic.magnitude, degreesOfFreedom: 1 / shares)
    let pValue = min(1, 2 * tail)
    return NamedTest(
      .deLongT, statistic: statistic, degreesOfFreedom: 1 / shares, pValue: pValue,
      deviate: -Normal.quantile(max(pValue / 2, 1e-300)), floor: pValue)
  }

  private func limits(
    _ comparison: PairComparison, of group: Int, against rival: Rival, z: Double,
    _ limits: (LimitedNumber, Double) -> ConfidenceInterval
  ) -> ConfidenceInterval? {
    guard let own = numbers[group] else { return nil }
    func side(_ number: LimitedNumber, z: Double) -> MoverLimits.Side {
      MoverLimits.Side(value: number.value, limits: limits(number, z))
    }
    if case .constant(let constant) = rival {
      guard comparison == .difference || constant > 0 else { return nil }
      let other = MoverLimits.Side(value: constant, limits: ConfidenceInterval(lower: constant, upper: constant))
      return comparison == .ratio
        ? MoverLimits.ratio(side(own, z: z), other) : MoverLimits.difference(side(own, z: z), other)
    }
    guard let other = number(of: rival, for: group) else { return nil }
    guard case .median = own else {
      return comparison == .ratio
        ? MoverLimits.ratio(side(own, z: z), side(other, z: z))
        : MoverLimits.difference(side(own, z: z), side(other, z: z))
    }
    // A median may stand at one end of its own limits, where amounts leave a gap: both are taken to hold together, each at half of
    // the tail.
    let wide = -Normal.quantile(max(Normal.upperTail(z) / 2, 1e-300))
    let (one, two) = (limits(own, wide), limits(other, wide))
    switch comparison {
    case .difference: return ConfidenceInterval(lower: one.lower - two.upper, upper: one.upper - two.lower)
    case .ratio:
      guard one.upper >= 0, two.upper > 0 else { return nil }
      return ConfidenceInterval(
        lower: max(0, one.lower) / two.upper, upper: two.lower > 0 ? one.upper / two.lower : .infinity)
    }
  }

  private func number(of rival: Rival, for group: Int) -> LimitedNumber? {
    switch rival {
    case .group(let index): numbers[index]
    case .complement: complements[group]
    case .overall, .constant: nil
    }
  }

  private func value(of rival: Rival, for group: Int) -> Double? {
    if case .constant(let constant) = rival { constant } else { number(of: rival, for: group)?.value }
  }
}
