#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the search for a group that fails a claim rests on.
public struct SearchPrecision: Sendable, Hashable {
  /// The largest standard error of a group's value on the scale of the comparison.
  public let standardError: Double
  /// Whether the values are near enough to normal for a critical value that is exact for normal ones.
  public let isNormal: Bool

  /// States both.
  public init(standardError: Double, isNormal: Bool) {
    self.standardError = standardError
    self.isNormal = isNormal
  }
}

extension CriticalValues {
  /// The values for a claim about `members` against a reference that the data choose among `references`; those of
  /// ``init(confidence:groups:reference:families:)`` for every other reference.
  ///
  /// A claim bounds pairs in one direction, and a limit away from equality leaves less room for chance than equality does: its
  /// family value is that of ``ShiftedRange``, exact for normal values. Where values are not near enough to normal, the
  /// studentised range stays, but for a limit within half a standard error of equality, where the two directions of a pair are
  /// hardly apart and it would err up to twice as often as it says. Where few groups may be a reference, there
  /// are fewer pairs, and Bonferroni's correction over those is taken if it is smaller.
  public init(
    confidence: Double, claim: FamilyVerdict.Claim, comparison: PairComparison, reference: FamilyVerdict.Reference,
    evidence: any PairEvidence, members: [Int], references: [Int]
  ) {
    let plain = CriticalValues(confidence: confidence, groups: members.count, reference: reference)
    guard reference == .highest || reference == .lowest else {
      self = plain
      return
    }
    let tail = (1 - confidence) / 2
    var family = plain.family
    if let distance = claim.distance(comparison, from: reference) {
      let precision = evidence.searchPrecision(comparison, of: members)
      let shift = precision.map { $0.standardError > 0 ? distance / $0.standardError : .infinity }
      let exact = ShiftedRange.critical(
        tail: tail, groups: members.count, shift: shift ?? (distance > 0 ? .infinity : 0))
      family = precision?.isNormal == true ? exact : (shift ?? distance) < 0.5 ? max(family, exact) : family
    }
    if references.count < members.count {
      let pairs = members.count * references.count - references.count
      family = min(family, Normal.quantile(1 - tail / Double(max(1, pairs))))
    }
    self.init(single: plain.single, family: max(plain.single, family))
  }
}

extension FamilyVerdict.Claim {
  /// How far the limit lies from equality, on the scale of the comparison; nil where the claim bounds both directions, or the
  /// one in which no group can lie beyond the reference.
  func distance(_ comparison: PairComparison, from reference: FamilyVerdict.Reference) -> Double? {
    let limit: Double
    switch (self, comparison, reference) {
    case (.atLeast(let least), _, .highest): limit = comparison == .ratio ? -log(max(0, least)) : -least
    case (.atMost(let most), .difference, .highest), (.atMost(let most), .difference, .lowest): limit = most
    case (.atMost(let most), .ratio, .lowest): limit = log(max(0, most))
    default: return nil
    }
    return max(0, limit)
  }
}

extension ProportionEvidence {
  /// By the rate of all members together; exact where every member has 20 successes and 20 failures.
  public func searchPrecision(_ comparison: PairComparison, of members: [Int]) -> SearchPrecision? {
    let rates = members.map { proportions[$0] }
    let trials = rates.reduce(0) { $0 + $1.trials }
    guard trials > 0, let least = rates.map(\.trials).min(), least > 0 else { return nil }
    let rate = rates.reduce(0) { $0 + $1.successes } / trials
    let variance = comparison == .ratio ? (1 - rate) / rate : rate * (1 - rate)
    return SearchPrecision(
      standardError: (variance / least).squareRoot(),
      isNormal: rates.allSatisfy { min($0.successes, $0.failures) >= 20 })
  }
}

extension EstimateEvidence {
  /// By the dispersion; few people know theirs badly, and people of several groups may be the same, so it is never exact.
  public func searchPrecision(_ comparison: PairComparison, of members: [Int]) -> SearchPrecision? {
    let dispersion = comparison == .ratio ? logarithm : identity
    let errors = members.compactMap { dispersion?.spread(of: $0)?.standardError }
    return errors.max().map { SearchPrecision(standardError: $0, isNormal: false) }
  }
}
