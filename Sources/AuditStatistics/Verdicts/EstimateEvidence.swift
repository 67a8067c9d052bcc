#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Estimates with their covariance, such as averages over people and what is made of them: the evidence of
/// ``ClusterDispersion``.
///
/// Limits are those of Student's t on the scale of the comparison, the logarithm for a ratio and the identity for a
/// difference, with the tail of the critical value z. Where the dispersion is not known on the scale,
/// as for the logarithm of 0, nothing is ruled out: 0 to +∞ for a ratio, −∞ to +∞ for a difference.
///
/// People who all agree have no variance, and yet others may differ. With ``ranges`` a group of theirs, or one in which hardly
/// anybody has anything, has the limits of its ``MeanRange``, and so have comparisons with it. Without ranges, as under the
/// first two rules, limits without variance are the estimate itself.
///
/// Numbers of either sign have no logarithm. With ``Quotients/fieller`` the limits of their ratio to another group are those of
/// ``Fieller``.
///
/// The overall value is Σwθ/Σw over the groups that have a value, a positive weight and a spread on the identity scale; the
/// complement leaves one group out. Weights are taken as fixed. Their spread comes from the identity scale by the delta
/// method.
public struct EstimateEvidence: PairEvidence, Hashable {
  /// The value of each group; nil where undefined.
  public let values: [Double?]
  /// The dispersion of the values; nil where nothing is known about it.
  public let identity: ClusterDispersion?
  /// The dispersion of the logarithms of the values; nil where nothing is known about it.
  public let logarithm: ClusterDispersion?
  /// The weight of each group in the overall value.
  public let weights: [Double]
  /// The scale on which limits of one value are symmetric.
  public let scale: EstimateScale
  /// What is known of each group's mean besides its spread [groups]; nil where limits without variance have no width.
  public let ranges: [MeanRange]?
  /// How the limits of a ratio are found.
  public let quotients: Quotients

  /// How the limits of a ratio are found.
  public enum Quotients: Sendable, Hashable {
    /// On the logarithm.
    case logarithm
    /// By ``Fieller``, for values of either sign.
    case fieller
  }

  /// States the evidence; nil where lengths or scales do not fit, or a weight is negative or not finite.
  ///
  /// - Parameters:
  ///   - weights: Of each group; nil weighs all alike.
  ///   - ranges: As ``ranges``.
  public init?(
    values: [Double?], identity: ClusterDispersion?, logarithm: ClusterDispersion?, weights: [Double]? = nil,
    scale: EstimateScale = .identity, ranges: [MeanRange]? = nil, quotients: Quotients = .logarithm
  ) {
    let weights = weights ?? values.map { _ in 1 }
    guard weights.count == values.count, ranges?.count ?? values.count == values.count,
      weights.allSatisfy({ $0 >= 0 && $0.isFinite }),
      values.allSatisfy({ $0?.isFinite ?? true }), identity.map({ $0.scale == .identity }) ?? true,
      logarithm.map({ $0.scale == .logarithm }) ?? true,
      [identity, logarithm].allSatisfy({ ($0?.groups.last ?? -1) < values.count })
    else { return nil }
    self.values = values
    self.identity = identity
    self.logarithm = logarithm
    self.weights = weights
    self.scale = scale
    self.ranges = ranges
    self.quotients = quotients
  }

  /// The number of groups.
  public var count: Int { values.count }

  /// The value of a group; nil where it is undefined.
  public func estimate(of group: Int) -> Double? { values[group] }

  /// The comparison of a group with a rival in the data; nil where a value is undefined or a ratio has no positive
  /// denominator.
  public func value(_ comparison: PairComparison, of group: Int, against rival: Rival) -> Double? {
    guard let own = values[group], let other = reference(rival, of: group) else { return nil }
    switch comparison {
    case .ratio: return other > 0 ? own / other : nil
    case .difference: return own - other
    }
  }

  /// The spread of the comparison on its scale; nil where it is not known.
  ///
  /// Against the overall value this is the delta method's; limits come from the complement.
  public func spread(
    _ comparison: PairComparison, of group: Int, against rival: Rival
  ) -> ClusterDispersion.Spread? {
    switch rival {
    case .group(let reference): return dispersion(comparison)?.spread(of: group, minus: reference)
    case .constant: return dispersion(comparison)?.spread(of: group)
    case .complement, .overall:
      guard let own = values[group], let mean = reference(rival, of: group), let identity else { return nil }
      let others = rival == .overall ? averaged : averaged.filter { $0 != group }
      let total = others.reduce(0) { $0 + weights[$1] }
      var terms = others.map { (group: $0, weight: -weights[$0] / total) }
      guard comparison == .ratio else {
        Self.add(1, to: group, in: &terms)
        return identity.spread(ofCombination: terms)
      }
      guard own > 0, mean > 0 else { return nil }
      for index in terms.indices { terms[index].weight /= mean }
      Self.add(1 / own, to: group, in: &terms)
      return identity.spread(ofCombination: terms)
    }
  }

  /// The lower limit of ``interval(_:of:against:z:)``.
  public func lower(_ comparison: PairComparison, of group: Int, against rival: Rival, z: Double) -> Double? {
    interval(comparison, of: group, against: rival, z: z)?.lower
  }

  /// The upper limit of ``interval(_:of:against:z:)``.
  public func upper(_ comparison: PairComparison, of group: Int, against rival: Rival, z: Double) -> Double? {
    interval(comparison, of: group, against: rival, z: z)?.upper
  }

  /// Both limits of a comparison; nil where a value is undefined, nobody is left for the complement, or a constant is not
  /// above 0 in a ratio.
  public func interval(
    _ comparison: PairComparison, of group: Int, against rival: Rival, z: Double
  ) -> ConfidenceInterval? {
    interval(comparison, of: group, against: rival, z: z, boundsFew: true)
  }

  private func interval(
    _ comparison: PairComparison, of group: Int, against rival: Rival, z: Double, boundsFew: Bool
  ) -> ConfidenceInterval? {
    if rival == .overall {
      let complement = interval(comparison, of: group, against: .complement, z: z, boundsFew: boundsFew)
      guard let complement else { return nil }
      return AgainstOverall.transform(complement, comparison, share: share(of: group))
    }
    guard values[group] != nil, let other = reference(rival, of: group) else { return nil }
    if case .constant = rival, comparison == .ratio, other <= 0 { return nil }
    if let exact = exact(comparison, of: group, against: rival, z: z, boundsFew: boundsFew) { return exact }
    if comparison == .ratio, quotients == .fieller { return fieller(of: group, against: rival, z: z) }
    guard let value = value(comparison, of: group, against: rival),
      let spread = spread(comparison, of: group, against: rival)
    else { return Self.everything(comparison) }
    let reach = spread.reach(z: z)
    guard reach > 0 else { return ConfidenceInterval(lower: value, upper: value) }
    switch comparison {
    case .difference: return ConfidenceInterval(lower: value - reach, upper: value + reach)
    case .ratio:
      guard value > 0 else { return Self.everything(comparison) }
      return ConfidenceInterval(lower: exp(log(value) - reach), upper: exp(log(value) + reach))
    }
  }

  /// The ratio of a group of either sign to another; everything where that is not told from 0, or is no group.
  private func fieller(of group: Int, against rival: Rival, z: Double) -> ConfidenceInterval {
    let nothing = ConfidenceInterval(lower: -.infinity, upper: .infinity)
    guard case .group(let reference) = rival, values[reference].map({ $0 > 0 }) ?? false, let own = side(group),
      let other = side(reference)
    else { return nothing }
    return Fieller.interval(own, over: other, z: z) ?? nothing
  }

  private func side(_ group: Int) -> Fieller.Side? {
    guard let value = values[group], let spread = identity?.spread(of: group) else { return nil }
    return Fieller.Side(value: value, variance: spread.variance, degreesOfFreedom: spread.degreesOfFreedom)
  }

  /// Whether a group is not told from 0 at a critical value, so that no ratio to it has limits.
  public func isWeakReference(_ group: Int, z: Double) -> Bool {
    guard quotients == .fieller, let side = side(group) else { return false }
    return Fieller.interval(side, over: side, z: z) == nil
  }

  /// The plain interval of a comparison at `confidence`; nil as for critical values, and where nothing is ruled out.
  public func interval(
    _ comparison: PairComparison, of group: Int, against rival: Rival, confidence: Double
  ) -> ConfidenceInterval? {
    interval(
      comparison, of: group, against: rival, z: Normal.twoSided(confidence: confidence), boundsFew: false
    ).flatMap {
      $0 == Self.everything(comparison) || $0.lower == -.infinity && $0.upper == .infinity ? nil : $0
    }
  }

  /// The limits of one group's value on its own scale.
  public func limits(of group: Int, z: Double) -> ConfidenceInterval? {
    exact(group, z: z, boundsFew: true) ?? interval(of: group, scale: scale, z: z)
  }

  /// That of the dispersion, the delta method if it is any group's.
  public func method(_ comparison: PairComparison?) -> LimitMethod {
    (identity ?? logarithm).map { $0.method == .delta ? .delta : .jackknife } ?? .none
  }

  /// How limits of one group's value are found, or of its comparisons.
  public func method(_ comparison: PairComparison?, of group: Int) -> LimitMethod {
    guard exact(group, z: 1, boundsFew: true) != nil else {
      return comparison == .ratio && quotients == .fieller ? .fieller : method(comparison)
    }
    return comparison == nil ? .exact : .mover
  }

  /// The estimates of some groups, and how they vary.
  public func subset(_ groups: [Int]) -> EstimateEvidence? {
    let places = Dictionary(uniqueKeysWithValues: groups.enumerated().map { ($1, $0) })
    return EstimateEvidence(
      values: groups.map { values[$0] }, identity: identity?.subset(places), logarithm: logarithm?.subset(places),
      weights: groups.map { weights[$0] }, scale: scale, ranges: ranges.map { all in groups.map { all[$0] } },
      quotients: quotients)
  }

  /// The limits of one group's value, symmetric on `scale`; nil where the spread is not known there.
  ///
  /// The logit's comes from the identity scale by the delta method.
  public func interval(of group: Int, scale: EstimateScale, z: Double) -> ConfidenceInterval? {
    if let exact = exact(group, z: z, boundsFew: false) { return exact }
    guard let value = values[group], let centre = scale.apply(value) else { return nil }
    let reach: Double
    switch scale {
    case .identity:
      guard let spread = identity?.spread(of: group) else { return nil }
      reach = spread.reach(z: z)
    case .logarithm:
      guard let spread = logarithm?.spread(of: group) else { return nil }
      reach = spread.reach(z: z)
    case .logit:
      guard let spread = identity?.spread(of: group) else { return nil }
      reach = spread.reach(z: z) * scale.derivative(at: value)
    }
    guard reach > 0 else { return ConfidenceInterval(lower: value, upper: value) }
    return ConfidenceInterval(lower: scale.revert(centre - reach), upper: scale.revert(centre + reach))
  }

  /// The interval of one group's value at `confidence`.
  public func interval(of group: Int, scale: EstimateScale, confidence: Double) -> ConfidenceInterval? {
    interval(of: group, scale: scale, z: Normal.twoSided(confidence: confidence))
  }

  /// Whether a group and its rival agree: Student's t for their difference on the identity scale, with Welch's degrees of
  /// freedom for independent groups.
  ///
  /// Against the overall value it is the test against the complement. Nil where a value or the spread is not known, and where
  /// both differ without any variance.
  public func equality(of group: Int, with rival: Rival) -> NamedTest? {
    let rival = rival == .overall ? .complement : rival
    guard let difference = value(.difference, of: group, against: rival),
      let spread = spread(.difference, of: group, against: rival), spread.variance > 0 || difference == 0
    else { return nil }
    let statistic = difference == 0 ? 0 : difference / spread.standardError
    let tail = Student.upperTail(abs(statistic), degreesOfFreedom: spread.degreesOfFreedom)
    let pValue = min(1, 2 * tail)
    var name = identity?.isIndependent ?? true ? NamedTest.Name.welchT : .pairedT
    if case .constant = rival { name = .oneSampleT }
    return NamedTest(
      name, statistic: statistic, degreesOfFreedom: spread.degreesOfFreedom, pValue: pValue,
      // The normal deviate with the same two tails.
      deviate: -Normal.quantile(max(pValue / 2, 1e-300)), floor: pValue)
  }

  /// ``interval(_:of:against:confidence:)``, or that of a value on its own scale; where the scale does not hold the value, on
  /// the identity.
  public func printed(
    _ comparison: PairComparison?, of group: Int, against rival: Rival, confidence: Double
  ) -> NamedInterval? {
    var limits: ConfidenceInterval?
    if let comparison {
      limits = interval(comparison, of: group, against: rival, confidence: confidence)
    } else {
      limits =
        interval(of: group, scale: scale, confidence: confidence)
        ?? interval(of: group, scale: .identity, confidence: confidence)
      if let found = limits, !found.lower.isFinite, !found.upper.isFinite { limits = nil }
    }
    let isExact = exact(group, z: 1, boundsFew: false) != nil
    let isFieller = comparison == .ratio && quotients == .fieller
    return limits.map {
      NamedInterval($0, method: isExact || isFieller ? method(comparison, of: group) : method(comparison))
    }
  }

  /// The standard error of ``spread(_:of:against:)``.
  public func standardError(_ comparison: PairComparison, of group: Int, against rival: Rival) -> Double? {
    spread(comparison, of: group, against: rival)?.standardError
  }

  fileprivate static func everything(_ comparison: PairComparison) -> ConfidenceInterval {
    ConfidenceInterval(lower: comparison == .ratio ? 0 : -.infinity, upper: .infinity)
  }

  private static func add(_ weight: Double, to group: Int, in terms: inout [(group: Int, weight: Double)]) {
    if let index = terms.firstIndex(where: { $0.group == group }) {
      terms[index].weight += weight
    } else {
      terms.append((group, weight))
    }
  }

  private func dispersion(_ comparison: PairComparison) -> ClusterDispersion? {
    comparison == .ratio ? logarithm : identity
  }

  /// The groups that the overall value is made of.
  fileprivate var averaged: [Int] {
    (identity?.groups ?? []).filter { values[$0] != nil && weights[$0] > 0 }
  }

  private func share(of group: Int) -> Double {
    let groups = averaged
    guard groups.contains(group) else { return 0 }
    return weights[group] / groups.reduce(0) { $0 + weights[$1] }
  }

  /// The value of a rival; nil where it has none.
  private func reference(_ rival: Rival, of group: Int) -> Double? {
    switch rival {
    case .group(let index): return values[index]
    case .constant(let constant): return constant
    case .complement, .overall:
      let groups = averaged.filter { rival == .overall || $0 != group }
      let total = groups.reduce(0) { $0 + weights[$1] }
      return total > 0 ? groups.reduce(0) { $0 + weights[$1] * (values[$1] ?? 0) } / total : nil
    }
  }
}

extension EstimateEvidence {
  /// The limits of a group whose people all agree, or of whom hardly any has anything; nil where Student's t gives them.
  ///
  /// - Parameter boundsFew: Whether the latter counts: for verdicts, while tables print what Student's t gives.
  private func exact(_ group: Int, z: Double, boundsFew: Bool) -> ConfidenceInterval? {
    guard let range = ranges?[group], let value = values[group], let spread = identity?.spread(of: group) else {
      return nil
    }
    guard spread.variance > 0 else { return range.agreeing(on: value, z: z) }
    return boundsFew ? range.few(z: z) : nil
  }

  /// The limits of a comparison on either side of which ``exact(_:z:boundsFew:)`` gives them; nil for any other.
  private func exact(
    _ comparison: PairComparison, of group: Int, against rival: Rival, z: Double, boundsFew: Bool
  ) -> ConfidenceInterval? {
    guard ranges != nil else { return nil }
    if case .constant(let constant) = rival {
      return exact(group, z: z, boundsFew: boundsFew).map {
        comparison == .difference
          ? ConfidenceInterval(lower: $0.lower - constant, upper: $0.upper - constant)
          : ConfidenceInterval(lower: $0.lower / constant, upper: $0.upper / constant)
      }
    }
    let others: [Int] = if case .group(let index) = rival { [index] } else { averaged.filter { $0 != group } }
    guard ([group] + others).contains(where: { exact($0, z: z, boundsFew: boundsFew) != nil }) else { return nil }
    func side(_ group: Int) -> MoverLimits.Side? {
      guard let value = values[group],
        let limits = boundsFew ? limits(of: group, z: z) : interval(of: group, scale: scale, z: z)
      else { return nil }
      return MoverLimits.Side(value: value, limits: limits)
    }
    let total = others.reduce(0) { $0 + weights[$1] }
    let sides = others.compactMap { index in
      side(index).map { (side: $0, weight: others.count == 1 ? 1 : weights[index] / total) }
    }
    guard let own = side(group), sides.count == others.count, !sides.isEmpty else { return Self.everything(comparison) }
    let other = MoverLimits.sum(sides)
    return comparison == .ratio ? MoverLimits.ratio(own, other) : MoverLimits.difference(own, other)
  }

  /// The evidence with more people whose values are given; nil where groups are not independent, or a group with more people
  /// has no value.
  ///
  /// The variance of a mean of n people with m more at value b, mean θ and variance v: (v n²/(n + m) + n m (θ − b)²/(n + m)²)/(n + m).
  /// Degrees of freedom stay those of the data.
  ///
  /// - Parameters:
  ///   - counts: People behind each group's mean [groups].
  ///   - additions: For some groups how many more there are, and their mean and mean square.
  public func completed(
    counts: [Double], additions: [Int: (people: Double, mean: Double, square: Double)]
  ) -> EstimateEvidence? {
    guard counts.count == values.count, let identity, identity.isIndependent else { return nil }
    var (values, weights, variances, ranges) = (values, weights, identity.covariance, ranges)
    for (group, more) in additions where more.people > 0 {
      guard let value = values[group], let place = identity.groups.firstIndex(of: group), counts[group] > 0 else {
        return nil
      }
      let (n, m) = (counts[group], more.people)
      let mean = (n * value + m * more.mean) / (n + m)
      // The sum of squares about the new mean; that about the old is v n².
      let inner = variances[place] * n * n + n * (value - mean) * (value - mean)
      let outer = m * (more.square - 2 * mean * more.mean + mean * mean)
      variances[place] = max(0, inner + outer) / ((n + m) * (n + m))
      values[group] = mean
      weights[group] *= (n + m) / n
      if let range = ranges?[group] {
        ranges?[group] = range.adding(people: m, contributing: more.square > 0 ? m : 0)
      }
    }
    let logarithmic = identity.groups.indices.map { place -> Double? in
      values[identity.groups[place]].flatMap { $0 > 0 ? variances[place] / ($0 * $0) : nil }
    }
    func dispersion(_ scale: EstimateScale, _ kept: [Int], _ variances: [Double]) -> ClusterDispersion? {
      ClusterDispersion(
        scale: scale, groups: kept.map { identity.groups[$0] }, covariance: variances,
        degreesOfFreedom: identity.degreesOfFreedom.count == 1
          ? identity.degreesOfFreedom : kept.map { identity.degreesOfFreedom[$0] }, isIndependent: true,
        method: identity.method)
    }
    let kept = logarithmic.indices.filter { logarithmic[$0] != nil }
    return EstimateEvidence(
      values: values, identity: dispersion(.identity, Array(identity.groups.indices), variances),
      logarithm: kept.isEmpty ? nil : dispersion(.logarithm, kept, logarithmic.compactMap(\.self)), weights: weights,
      scale: scale, ranges: ranges, quotients: quotients)
  }
}
