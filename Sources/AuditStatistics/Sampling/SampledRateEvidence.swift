#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Weighted rates, or rates of people who stand in several rows, compared by the limits of ``GuardedScore`` at the size that each
/// effectively has.
///
/// Groups that share primary sampling units vary together. Where the correlation of a pair is below ``mostCorrelated``, its sizes
/// are multiplied by what the covariance takes from, or adds to, the variance of the comparison; beyond it limits are those of
/// Student's t on the logarithm of a ratio, and on a difference itself.
public struct SampledRateEvidence: PairEvidence, Hashable {
  /// Everybody outside a group, as a rate, and how it varies with that of the group.
  public struct Others: Sendable, Hashable {
    /// Their rate.
    public let rate: SampledRate
    /// The covariance of both rates; 0 where they share nobody.
    public let covariance: Double

    /// States both.
    public init(rate: SampledRate, covariance: Double) {
      self.rate = rate
      self.covariance = covariance
    }
  }

  /// The rate of each group.
  public let rates: [SampledRate]
  /// How the rates vary together, on the identity scale; nil where groups share nobody.
  public let joint: ClusterDispersion?
  /// Everybody outside each group [groups]; nil where that was not asked for.
  public let others: [Others?]
  /// The value and the weight of all groups together.
  private let overall: (value: Double?, weight: Double)

  /// From this correlation on the two sides of a comparison are no longer treated as two samples.
  public static let mostCorrelated = 0.2
  /// From so many degrees of freedom on a critical value that is exact for normal values is taken as such.
  static let manyDegrees = 100.0

  /// States the evidence; nil where lengths or scales do not fit.
  public init?(rates: [SampledRate], joint: ClusterDispersion? = nil, others: [Others?]? = nil) {
    let others = others ?? rates.map { _ in nil }
    guard others.count == rates.count, joint.map({ $0.scale == .identity && !$0.isIndependent }) ?? true,
      (joint?.groups.last ?? -1) < rates.count
    else { return nil }
    self.rates = rates
    self.joint = joint
    self.others = others
    let weight = rates.reduce(0) { $0 + ($1.value == nil ? 0 : $1.weight) }
    overall = (
      weight > 0 ? rates.reduce(0) { $0 + ($1.value ?? 0) * ($1.value == nil ? 0 : $1.weight) } / weight : nil, weight
    )
  }

  /// The number of groups.
  public var count: Int { rates.count }

  /// The weighted rate of a group; nil where nobody is counted.
  public func estimate(of group: Int) -> Double? { rates[group].value }

  /// The comparison of two weighted rates; nil where one does not exist, and for a ratio to a rate of 0.
  public func value(_ comparison: PairComparison, of group: Int, against rival: Rival) -> Double? {
    guard let own = rates[group].value, let other = reference(rival, of: group) else { return nil }
    switch comparison {
    case .ratio: return other > 0 ? own / other : nil
    case .difference: return own - other
    }
  }

  private func reference(_ rival: Rival, of group: Int) -> Double? {
    switch rival {
    case .group(let index): return rates[index].value
    case .constant(let constant): return constant
    case .overall: return overall.value
    case .complement:
      guard let all = overall.value, let own = rates[group].value else { return nil }
      let rest = overall.weight - rates[group].weight
      return rest > 1e-12 * overall.weight
        ? min(1, max(0, (all * overall.weight - own * rates[group].weight) / rest)) : nil
    }
  }

  // MARK: limits

  /// ``Wilson``'s limits at the effective size; nil where nothing is known of the variance.
  public func limits(of group: Int, z: Double) -> ConfidenceInterval? {
    rates[group].counts(z: z).flatMap { Wilson.interval($0, z: z) }
  }

  /// The lower limit of a comparison.
  public func lower(_ comparison: PairComparison, of group: Int, against rival: Rival, z: Double) -> Double? {
    interval(comparison, of: group, against: rival, z: z)?.lower
  }

  /// The upper limit of a comparison.
  public func upper(_ comparison: PairComparison, of group: Int, against rival: Rival, z: Double) -> Double? {
    interval(comparison, of: group, against: rival, z: z)?.upper
  }

  /// Both limits of a comparison; nil where a side or its variance is not known.
  public func interval(
    _ comparison: PairComparison, of group: Int, against rival: Rival, z: Double
  ) -> ConfidenceInterval? {
    limits(comparison, of: group, against: rival, z: z) { own, other in
      GuardedScore.interval(comparison, group: own, reference: other, z: z)
    }
  }

  /// Limits by a method for two counts, or by Student's t where the sides vary together.
  private func limits(
    _ comparison: PairComparison, of group: Int, against rival: Rival, z: Double,
    by method: (Proportion, Proportion) -> ConfidenceInterval?
  ) -> ConfidenceInterval? {
    switch rival {
    case .constant(let constant):
      guard let rate = limits(of: group, z: z) else { return nil }
      switch comparison {
      case .difference: return ConfidenceInterval(lower: rate.lower - constant, upper: rate.upper - constant)
      case .ratio:
        guard constant > 0 else { return nil }
        return ConfidenceInterval(lower: rate.lower / constant, upper: rate.upper / constant)
      }
    case .overall:
      guard overall.weight > 0 else { return nil }
      return limits(comparison, of: group, against: .complement, z: z, by: method).map {
        AgainstOverall.transform($0, comparison, share: rates[group].weight / overall.weight)
      }
    case .group, .complement:
      guard let pair = pair(group, rival) else { return nil }
      if pair.isTogether { return pair.student(comparison, z: z) }
      let factor = pair.factor(comparison)
      guard let own = pair.own.counts(z: z, times: factor), let other = pair.other.counts(z: z, times: factor) else {
        return nil
      }
      return method(own, other)
    }
  }

  /// The two sides of a comparison; nil where one does not exist.
  private func pair(_ group: Int, _ rival: Rival) -> Pair? {
    let own = rates[group]
    guard let value = own.value, own.effective != nil else { return nil }
    var (other, covariance, degrees): (SampledRate?, Double, Double?) = (nil, 0, nil)
    switch rival {
    case .group(let index):
      other = rates[index]
      if let joint, let both = joint.covariance(of: group, and: index) {
        covariance = both.covariance
        degrees = both.degreesOfFreedom
      }
    case .complement:
      other = others[group]?.rate
      covariance = others[group]?.covariance ?? 0
    case .overall, .constant: return nil
    }
    guard let other, let reference = other.value, other.effective != nil else { return nil }
    return Pair(
      own: own, other: other, values: (value, reference), covariance: covariance, together: degrees)
  }

  /// Two rates and how they vary together.
  private struct Pair {
    let own: SampledRate
    let other: SampledRate
    let values: (own: Double, other: Double)
    let covariance: Double
    /// The degrees of freedom of the comparison, where units are shared.
    let together: Double?

    private var variances: (own: Double, other: Double) { (own.variance ?? 0, other.variance ?? 0) }

    var correlation: Double {
      let product = variances.own * variances.other
      return product > 0 ? covariance / product.squareRoot() : 0
    }

    var isTogether: Bool { correlation.magnitude >= SampledRateEvidence.mostCorrelated }

    /// The variance of the comparison on its scale, of both sides apart and together; nil for the logarithm of 0.
    private func spread(_ comparison: PairComparison) -> (apart: Double, together: Double)? {
      var (own, other, both) = (variances.own, variances.other, covariance)
      if comparison == .ratio {
        guard values.own > 0, values.other > 0 else { return nil }
        own /= values.own * values.own
        other /= values.other * values.other
        both /= values.own * values.other
      }
      let apart = own + other
      // What rounding alone explains is nothing.
      return (apart, max(apart - 2 * both, 1e-12 * apart))
    }

    /// How many times as much the comparison knows as two sides apart would.
    func factor(_ comparison: PairComparison) -> Double {
      guard covariance != 0, let spread = spread(comparison), spread.together > 0 else { return 1 }
      return spread.apart / spread.together
    }

    /// Degrees of freedom of the comparison: those of both together where they share units, else Satterthwaite's.
    func degrees(_ comparison: PairComparison) -> Double {
      let (first, second) = (own.degreesOfFreedom ?? 1, other.degreesOfFreedom ?? 1)
      if let together { return together }
      guard covariance == 0 else { return min(first, second) }
      var (v, w) = variances
      if comparison == .ratio, values.own > 0, values.other > 0 {
        v /= values.own * values.own
        w /= values.other * values.other
      }
      guard v + w > 0 else { return min(first, second) }
      return (v + w) * (v + w) / (v * v / first + w * w / second)
    }

    /// Limits of Student's t; everything where the logarithm does not exist.
    func student(_ comparison: PairComparison, z: Double) -> ConfidenceInterval {
      guard let spread = spread(comparison), spread.together > 0 else {
        return ConfidenceInterval(lower: comparison == .ratio ? 0 : -.infinity, upper: .infinity)
      }
      let reach = Student.quantile(sameTailAs: z, degreesOfFreedom: degrees(comparison)) * spread.together.squareRoot()
      switch comparison {
      case .difference:
        let value = values.own - values.other
        return ConfidenceInterval(lower: value - reach, upper: value + reach)
      case .ratio:
        let value = log(values.own / values.other)
        return ConfidenceInterval(lower: exp(value - reach), upper: exp(value + reach))
      }
    }

    /// Student's t for their difference; nil where neither side varies.
    func equality() -> NamedTest? {
      guard let spread = spread(.difference), spread.together > 0 else { return nil }
      let statistic = (values.own - values.other) / spread.together.squareRoot()
      let degrees = degrees(.difference)
      let pValue = min(1, 2 * Student.upperTail(statistic.magnitude, degreesOfFreedom: degrees))
      return NamedTest(
        .linearisedT, statistic: statistic, degreesOfFreedom: degrees, pValue: pValue,
        deviate: -Normal.quantile(max(pValue / 2, 1e-300)), floor: pValue)
    }
  }

  /// The most extreme limits; where groups share nobody, by comparisons with those that can set them.
  public func extremes(
    _ extreme: LimitExtreme, _ comparison: PairComparison, of groups: [Int], among members: [Int], z: Double
  ) -> [RivalLimit] {
    if let counts = apart(z: z, groups + members) {
      return ExtremeLimit(extreme, comparison, proportions: counts, members: members, z: z).limits(of: groups)
    }
    let widest = ConfidenceInterval(lower: comparison == .ratio ? 0 : -.infinity, upper: .infinity)
    return groups.map { group in
      let limits = members.filter { $0 != group }.map { rival -> RivalLimit in
        let found = interval(comparison, of: group, against: .group(rival), z: z) ?? widest
        return RivalLimit(extreme.isLower ? found.lower : found.upper, setBy: rival)
      }
      guard let limit = extreme.most(of: limits) else { preconditionFailure("limits of no pairs") }
      return limit
    }
  }

  /// The effective counts of all groups, where each of some has them and groups share nobody.
  private func apart(z: Double, _ needed: [Int]) -> [Proportion]? {
    guard joint == nil else { return nil }
    let counts = rates.map { $0.counts(z: z) }
    guard needed.allSatisfy({ counts[$0] != nil }) else { return nil }
    return counts.map { $0 ?? Proportion(successes: 0, trials: 0) }
  }

  // MARK: words and tests

  /// Guarded scores for comparisons, Wilson's for a rate; Student's t for groups that share units, which
  /// ``method(_:of:against:)`` tells apart.
  public func method(_ comparison: PairComparison?) -> LimitMethod { comparison == nil ? .wilson : .guardedScore }

  /// How the limits of a comparison are found.
  public func method(_ comparison: PairComparison?, of group: Int, against rival: Rival) -> LimitMethod {
    guard comparison != nil else { return .wilson }
    let rival = rival == .overall ? Rival.complement : rival
    return pair(group, rival)?.isTogether == true ? .delta : .guardedScore
  }

  /// ``Koopman``'s limits of a ratio and ``Newcombe``'s of a difference at the effective sizes, or Student's t; of a rate those of
  /// Korn and Graubard.
  public func printed(
    _ comparison: PairComparison?, of group: Int, against rival: Rival, confidence: Double
  ) -> NamedInterval? {
    guard let comparison else {
      return rates[group].kornGraubard(confidence: confidence).map { NamedInterval($0, method: .kornGraubard) }
    }
    if case .constant = rival { return nil }
    let found = limits(comparison, of: group, against: rival, z: Normal.twoSided(confidence: confidence)) {
      own, other in
      comparison == .ratio
        ? Koopman.interval(group: own, reference: other, confidence: confidence)
        : Newcombe.interval(group: own, reference: other, confidence: confidence)
    }
    let method = method(comparison, of: group, against: rival)
    return found.map {
      NamedInterval($0, method: method == .delta ? .delta : comparison == .ratio ? .koopman : .newcombe)
    }
  }

  /// Student's t for the difference of both rates, with the linearised variance; against everybody the test against everybody
  /// else.
  public func equality(of group: Int, with rival: Rival) -> NamedTest? {
    pair(group, rival == .overall ? .complement : rival)?.equality()
  }

  /// By the effective sizes; exact where each knows as much as 20 successes and 20 failures, by many degrees of freedom.
  public func searchPrecision(_ comparison: PairComparison, of members: [Int]) -> SearchPrecision? {
    let known = members.compactMap { index -> (value: Double, size: Double, degrees: Double)? in
      guard let value = rates[index].value, let size = rates[index].effective else { return nil }
      return (value, size, rates[index].degreesOfFreedom ?? 1)
    }
    let size = known.reduce(0) { $0 + $1.size }
    guard known.count == members.count, size > 0, let least = known.map(\.size).min() else { return nil }
    let rate = known.reduce(0) { $0 + $1.value * $1.size } / size
    let variance = comparison == .ratio ? (1 - rate) / rate : rate * (1 - rate)
    return SearchPrecision(
      standardError: (variance / least).squareRoot(),
      isNormal: joint == nil
        && known.allSatisfy { min($0.value, 1 - $0.value) * $0.size >= 20 && $0.degrees >= Self.manyDegrees })
  }

  /// The rates of some groups.
  public func subset(_ groups: [Int]) -> SampledRateEvidence? {
    let places = Dictionary(uniqueKeysWithValues: groups.enumerated().map { ($1, $0) })
    return SampledRateEvidence(
      rates: groups.map { rates[$0] }, joint: joint?.subset(places), others: groups.map { others[$0] })
  }

  /// Whole numbers of independent people that know the rates about as well at a critical value, by which power is played; nil where
  /// groups vary together, or a variance is not known.
  public func playable(z: Double) -> ProportionEvidence? {
    if let joint, joint.groups.count < rates.count { return nil }
    let isTogether = rates.indices.contains { group in
      (0..<group).contains { joint != nil && pair(group, .group($0))?.isTogether ?? false }
    }
    guard !isTogether else { return nil }
    let counts = rates.map { rate -> Proportion? in
      guard rate.value != nil else { return Proportion(successes: 0, trials: 0) }
      guard let counts = rate.counts(z: z) else { return nil }
      let trials = max(1, counts.trials.rounded(.down))
      return Proportion(successes: min(trials, (rate.value ?? 0) * trials), trials: trials)
    }
    let known = counts.compactMap(\.self)
    return known.count == counts.count ? ProportionEvidence(known) : nil
  }

  /// The evidence with more people, in units of weight, who are taken to know as much as those who were counted; nil where a group
  /// that they join has nobody.
  public func completed(_ additions: [Int: (successes: Double, failures: Double)]) -> SampledRateEvidence? {
    var rates = rates
    for (group, more) in additions where more.successes + more.failures > 0 {
      let rate = rates[group]
      guard let value = rate.value, rate.weight > 0 else { return nil }
      let weight = rate.weight + more.successes + more.failures
      let times = weight / rate.weight
      rates[group] = SampledRate(
        value: min(1, (value * rate.weight + more.successes) / weight), rows: rate.rows * times, weight: weight,
        effective: rate.effective.map { $0 * times }, degreesOfFreedom: rate.degreesOfFreedom)
    }
    return SampledRateEvidence(rates: rates, joint: joint, others: others)
  }

  /// True when both hold the same numbers.
  public static func == (left: SampledRateEvidence, right: SampledRateEvidence) -> Bool {
    left.rates == right.rates && left.joint == right.joint && left.others == right.others
  }

  /// Feeds the numbers.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(rates)
    hasher.combine(joint)
    hasher.combine(others)
  }
}

extension ClusterDispersion {
  /// How two different groups vary together, and the degrees of freedom of their comparison; nil where one has no spread, or groups
  /// are independent.
  func covariance(of group: Int, and reference: Int) -> (covariance: Double, degreesOfFreedom: Double)? {
    guard !isIndependent, group != reference, let first = place(of: group), let second = place(of: reference) else {
      return nil
    }
    let index = element(first, second)
    return (covariance[index], degrees(index))
  }
}
