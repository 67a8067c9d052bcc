public import AuditRecord
public import AuditStatistics

/// The averages of the groups of one grouping, with how they vary, as a record holds them.
public struct AverageFamily: Sendable {
  /// The groups, in the order of the record.
  public let groups: [[Label]]
  /// Their numbers.
  public let values: [Double?]
  /// Why a number does not exist [groups].
  public let undefined: [UndefinedReason?]
  /// The lists that each number is averaged over [groups].
  public let lists: [Int]
  /// Those of them that contribute anything but 0 [groups].
  public let contributing: [Int]
  /// The share that each group should have [groups].
  public let targets: [Double?]
  /// What the data show about the groups.
  public let evidence: ClusteredEvidence
  /// `jackknife` or `delta`.
  public let method: String
  /// The same for ratios to, and differences from, a target that follows from the same lists.
  private let ratios: ClusteredEvidence?
  private let differences: ClusteredEvidence?

  /// Lists that must contribute something before a number is judged.
  public static let leastContributing = 10
  /// Groups that are compared with each other at most.
  public static let mostGroups = 100

  /// Reads a family; nothing where the record holds none, or one that does not fit together.
  public init?(estimates: [Estimate], dispersions: [Dispersion]) {
    guard !estimates.isEmpty else { return nil }
    groups = estimates.map(\.group)
    values = estimates.map(\.value)
    undefined = estimates.map(\.undefined)
    lists = estimates.map { $0.lists ?? 0 }
    contributing = estimates.map { $0.contributing ?? 0 }
    targets = estimates.map(\.target)
    let places = Dictionary(groups.enumerated().map { ($1, $0) }) { first, _ in first }
    guard places.count == groups.count else { return nil }
    func dispersion(_ scale: SpreadScale, against: String?) -> (found: Bool, value: ClusterDispersion?) {
      guard let stored = dispersions.first(where: { $0.scale == scale && $0.against == against }) else {
        return (false, nil)
      }
      return (true, ClusterDispersion(stored, places: places))
    }
    let identity = dispersion(.identity, against: nil)
    let logarithm = dispersion(.logarithm, against: nil)
    guard !identity.found || identity.value != nil, !logarithm.found || logarithm.value != nil else { return nil }
    let denominators = estimates.compactMap(\.denominator)
    let weights =
      denominators.count == estimates.count && denominators.allSatisfy { $0 >= 0 && $0.isFinite }
      ? denominators : estimates.map { Double($0.lists ?? 0) }
    guard
      let evidence = ClusteredEvidence(
        values: values, identity: identity.value, logarithm: logarithm.value, weights: weights)
    else { return nil }
    self.evidence = evidence
    method = dispersions.first?.method ?? "none"
    let pairs = zip(values, targets).map { value, target -> (Double, Double)? in
      guard let value, let target else { return nil }
      return (value, target)
    }
    ratios = dispersion(.logarithm, against: "target").value.flatMap { found in
      ClusteredEvidence(
        values: pairs.map { $0.flatMap { $1 > 0 ? $0 / $1 : nil } }, identity: nil, logarithm: found)
    }
    differences = dispersion(.identity, against: "target").value.flatMap { found in
      ClusteredEvidence(values: pairs.map { $0.map { $0 - $1 } }, identity: found, logarithm: nil)
    }
  }

  /// Which groups have enough lists to be judged; decided by numbers of lists, never by values.
  public func eligible(minimumCount: Int) -> [Bool] {
    groups.indices.map {
      values[$0] != nil && lists[$0] >= minimumCount && contributing[$0] >= AverageFamily.leastContributing
    }
  }

  /// A comparison with the target, as evidence against constants.
  public func againstTarget(_ comparison: PairComparison) -> (evidence: ClusteredEvidence, constants: [Double]) {
    if comparison == .ratio, let ratios { return (ratios, groups.map { _ in 1 }) }
    if comparison == .difference, let differences { return (differences, groups.map { _ in 0 }) }
    return (evidence, targets.map { $0 ?? 0 })
  }

  /// The family of some of its groups.
  public func subset(_ members: [Int]) -> ClusteredEvidence? {
    let places = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1, $0) })
    return ClusteredEvidence(
      values: members.map { values[$0] }, identity: evidence.identity?.subset(places),
      logarithm: evidence.logarithm?.subset(places), weights: members.map { evidence.weights[$0] })
  }
}

extension ClusterDispersion {
  /// A stored dispersion with the places of its groups in a family.
  init?(_ stored: Dispersion, places: [[Label]: Int]) {
    let groups = stored.groups.compactMap { places[$0] }
    guard groups.count == stored.groups.count else { return nil }
    self.init(
      scale: EstimateScale(stored.scale), groups: groups, covariance: stored.covariance,
      degreesOfFreedom: stored.degreesOfFreedom, isIndependent: stored.isIndependent,
      method: stored.method == "delta" ? .delta : .jackknife)
  }

  /// The dispersion of some groups, at their new places.
  func subset(_ places: [Int: Int]) -> ClusterDispersion? {
    let kept = groups.indices.filter { places[groups[$0]] != nil }
    guard !kept.isEmpty else { return nil }
    func cut(_ elements: [Double]) -> [Double] {
      if elements.count == 1, groups.count > 1 { return elements }
      if isIndependent { return kept.map { elements[$0] } }
      return kept.enumerated().flatMap { position, row in
        kept[...position].map { elements[row * (row + 1) / 2 + $0] }
      }
    }
    return ClusterDispersion(
      scale: scale, groups: kept.compactMap { places[groups[$0]] }, covariance: cut(covariance),
      degreesOfFreedom: cut(degreesOfFreedom), isIndependent: isIndependent, method: method)
  }
}

extension EstimateScale {
  /// The scale as statistics know it.
  public init(_ scale: SpreadScale) {
    switch scale {
    case .identity: self = .identity
    case .logarithm: self = .logarithm
    case .logit: self = .logit
    }
  }
}

extension SpreadScale {
  /// The scale as the record names it.
  public init(_ scale: EstimateScale) {
    switch scale {
    case .identity: self = .identity
    case .logarithm: self = .logarithm
    case .logit: self = .logit
    }
  }
}

extension Comparison {
  /// The comparison of two numbers; nothing for a number itself.
  public var pair: PairComparison? {
    switch self {
    case .ratio: .ratio
    case .difference: .difference
    case .value: nil
    }
  }
}
