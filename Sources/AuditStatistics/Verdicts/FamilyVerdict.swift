import AuditNumerics

/// What the data show about a claim that is made for every group of one grouping.
///
/// The quantity of a group g is its comparison with the reference: with a fixed one, the ratio or difference to it; with
/// the highest, the *smallest* comparison with any eligible group, `min_h R_gh` over the true rates; with the lowest, the
/// largest. So a reference that the sample chose is never taken for the true one.
///
/// That a claim holds for a group is an intersection–union statement about all pairs, and each limit may be taken at the
/// single critical value; that some group fails is a search over all pairs, and its limits are taken at the family's.
/// The chance of any false `notMet` in the grouping, and the chance of finding all groups `met` when one is not, are each
/// at most about α/2. Not controlled: that some single group is falsely met.
///
/// | claim | bounds |
/// |---|---|
/// | at least t | `lower` at the single value, met when ≥ t; `upper` at the family value, not met when < t |
/// | at most t | `upper` at the single value, met when ≤ t; `lower` at the family value, not met when > t |
/// | between | both limits at the single value when they lie inside the range (met), else both at the family value |
///
/// Where the claim and a data-chosen reference pull in opposite directions, "at most" to the highest or "at least" to the
/// lowest, a limit must survive the search itself and is taken at the family value on either side. `lower ≤ upper` always.
public struct FamilyVerdict: Sendable, Hashable {
  /// What groups are compared with.
  public enum Reference: Sendable, Hashable {
    /// The eligible group with the highest rate, ties to the first.
    case highest
    /// The eligible group with the lowest rate, ties to the first.
    case lowest
    /// The group at this index.
    case named(Int)
    /// All groups together, the group itself included.
    case overall
    /// All other groups together.
    case complement
    /// A number for each group [groups], known exactly, such as its target.
    case constants([Double])
  }

  /// What is required of every group.
  public enum Claim: Sendable, Hashable {
    /// The comparison is at least this.
    case atLeast(Double)
    /// The ratio, or the absolute value of the difference, is at most this.
    case atMost(Double)
    /// The comparison, signed, lies in this range, ends included.
    case between(Double, Double)
  }

  /// What the data show.
  public enum Decision: Sendable, Hashable {
    /// The claim holds.
    case met
    /// The claim fails.
    case notMet
    /// The bounds straddle the threshold.
    case cannotTell
  }

  /// What the data show for one group.
  public struct Finding: Sendable, Hashable {
    /// The limits that decide; see ``FamilyVerdict`` for their meaning under each claim.
    public let bounds: ConfidenceInterval
    /// The decision they give.
    public let decision: Decision
  }

  /// The index of the named group, or of the one the sample shows as highest or lowest; nil otherwise.
  public let reference: Int?
  /// A finding for each group, in the order given; nil for groups that are not eligible, for the reference, and for all
  /// groups when fewer than two are eligible or the named reference is not.
  public let findings: [Finding?]

  /// Judges a claim for all eligible groups.
  ///
  /// - Parameters:
  ///   - proportions: The rate of every group of the grouping; groups that are not eligible still count in the overall
  ///     rate and in complements.
  ///   - eligible: Which groups have enough data, decided by their trials and never by their rates. An eligible group
  ///     has trials.
  ///   - confidence: The two-sided level 1 − α of one family.
  ///   - families: The number of families that share α; 1 leaves each its own.
  public init(
    proportions: [Proportion], eligible: [Bool], comparison: PairComparison, reference: Reference, claim: Claim,
    confidence: Double, families: Int = 1
  ) {
    precondition(zip(proportions, eligible).allSatisfy { !$1 || $0.trials > 0 }, "an eligible group has trials")
    self.init(
      evidence: ProportionEvidence(proportions), eligible: eligible, comparison: comparison, reference: reference,
      claim: claim, confidence: confidence, families: families)
  }

  /// Judges with critical values computed before; they must belong to the number of eligible groups and the reference.
  /// Without values there are no findings.
  public init(
    proportions: [Proportion], eligible: [Bool], comparison: PairComparison, reference: Reference, claim: Claim,
    critical: CriticalValues?
  ) {
    precondition(zip(proportions, eligible).allSatisfy { !$1 || $0.trials > 0 }, "an eligible group has trials")
    self.init(
      evidence: ProportionEvidence(proportions), eligible: eligible, comparison: comparison, reference: reference,
      claim: claim, critical: critical)
  }

  /// Judges a claim for all eligible groups by any kind of evidence.
  ///
  /// A group without an estimate is not eligible, whatever `eligible` says. Against constants one group is enough for
  /// findings, else two are.
  public init(
    evidence: any PairEvidence, eligible: [Bool], comparison: PairComparison, reference: Reference, claim: Claim,
    confidence: Double, families: Int = 1
  ) {
    let groups = Self.members(evidence, eligible).count
    let critical =
      groups >= reference.fewest
      ? CriticalValues(confidence: confidence, groups: groups, reference: reference, families: families) : nil
    self.init(
      evidence: evidence, eligible: eligible, comparison: comparison, reference: reference, claim: claim,
      critical: critical)
  }

  /// Judges by any kind of evidence with critical values computed before, for the eligible groups that have an estimate.
  public init(
    evidence: any PairEvidence, eligible: [Bool], comparison: PairComparison, reference: Reference, claim: Claim,
    critical: CriticalValues?
  ) {
    precondition(evidence.count == eligible.count, "one eligibility a group")
    if case .constants(let values) = reference {
      precondition(values.count == evidence.count, "one constant a group")
    }
    let members = Self.members(evidence, eligible)
    let chosen = Self.referenceIndex(reference, evidence, members)
    self.reference = chosen
    guard let critical, members.count >= reference.fewest, chosen.map(members.contains) ?? true else {
      findings = eligible.map { _ in nil }
      return
    }
    let family = Family(
      evidence: evidence, members: members, comparison: comparison, reference: reference, chosen: chosen,
      critical: critical)
    let judged = Parallel.map(members.count) { members[$0] == chosen ? nil : family.judge(members[$0], claim) }
    var findings: [Finding?] = eligible.map { _ in nil }
    for (group, finding) in zip(members, judged) { findings[group] = finding }
    self.findings = findings
  }

  private static func members(_ evidence: any PairEvidence, _ eligible: [Bool]) -> [Int] {
    eligible.indices.filter { eligible[$0] && evidence.estimate(of: $0) != nil }
  }

  private static func referenceIndex(
    _ reference: Reference, _ evidence: any PairEvidence, _ members: [Int]
  ) -> Int? {
    let value = { (index: Int) in evidence.estimate(of: index) ?? 0 }
    return switch reference {
    case .highest: members.reduce(members.first) { value($1) > value($0!) ? $1 : $0 }
    case .lowest: members.reduce(members.first) { value($1) < value($0!) ? $1 : $0 }
    case .named(let index): index
    case .overall, .complement, .constants: nil
    }
  }
}

extension FamilyVerdict.Reference {
  /// The smallest number of eligible groups that can be judged.
  fileprivate var fewest: Int {
    if case .constants = self { 1 } else { 2 }
  }
}

/// The limits of the groups of one family.
private struct Family {
  let evidence: any PairEvidence
  let members: [Int]
  let comparison: PairComparison
  let reference: FamilyVerdict.Reference
  /// The index of the reference, when it is a group.
  let chosen: Int?
  let critical: CriticalValues

  func judge(_ group: Int, _ claim: FamilyVerdict.Claim) -> FamilyVerdict.Finding? {
    guard let limits = Limits(self, group) else { return nil }
    switch (claim, comparison, reference) {
    case (.atLeast(let threshold), _, _):
      return limits.atLeast(threshold)
    case (.atMost(let threshold), .ratio, _):
      return limits.atMost(threshold)
    case (.atMost(let threshold), .difference, .highest):
      // No group lies above the highest.
      return limits.atLeast(-threshold).clamped(to: -.infinity...0)
    case (.atMost(let threshold), .difference, .lowest):
      return limits.atMost(threshold).clamped(to: 0...(.infinity))
    case (.atMost(let threshold), .difference, _):
      return limits.between(-threshold, threshold)
    case (.between(let low, let high), _, _):
      return limits.between(low, high)
    }
  }
}

/// The limits of one group at both critical values.
private struct Limits {
  private let family: Family
  private let group: Int
  private let rivals: [GroupPair]
  private let rival: Rival

  /// Nil where there is nothing to compare with: a complement without data, a ratio to the constant 0.
  init?(_ family: Family, _ index: Int) {
    self.family = family
    group = index
    var rivals: [GroupPair] = []
    switch family.reference {
    case .highest, .lowest:
      rivals = family.members.filter { $0 != index }.map { GroupPair(group: index, reference: $0) }
      rival = .group(family.chosen!)
    case .named(let reference): rival = .group(reference)
    case .overall: rival = .overall
    case .complement: rival = .complement
    case .constants(let values): rival = .constant(values[index])
    }
    self.rivals = rivals
    guard
      !rivals.isEmpty
        || family.evidence.lower(family.comparison, of: index, against: rival, z: family.critical.single) != nil
    else { return nil }
  }

  func atLeast(_ threshold: Double) -> FamilyVerdict.Finding {
    let bounds = ConfidenceInterval(lower: lowerForMet, upper: upper(family.critical.family))
    return FamilyVerdict.Finding(
      bounds: bounds,
      decision: bounds.lower >= threshold ? .met : bounds.upper < threshold ? .notMet : .cannotTell)
  }

  func atMost(_ threshold: Double) -> FamilyVerdict.Finding {
    let bounds = ConfidenceInterval(lower: lower(family.critical.family), upper: upperForMet)
    return FamilyVerdict.Finding(
      bounds: bounds,
      decision: bounds.upper <= threshold ? .met : bounds.lower > threshold ? .notMet : .cannotTell)
  }

  func between(_ low: Double, _ high: Double) -> FamilyVerdict.Finding {
    let narrow = ConfidenceInterval(lower: lowerForMet, upper: upperForMet)
    if narrow.lower >= low && narrow.upper <= high { return FamilyVerdict.Finding(bounds: narrow, decision: .met) }
    // The narrow limits may reach further where they include the reference's own check.
    let wide = ConfidenceInterval(
      lower: min(narrow.lower, lower(family.critical.family)), upper: max(narrow.upper, upper(family.critical.family)))
    let isDisjoint = wide.upper < low || wide.lower > high
    return FamilyVerdict.Finding(bounds: wide, decision: isDisjoint ? .notMet : .cannotTell)
  }

  /// The lower limit that a claim "at least" is accepted by. Against the highest it includes the highest group's own
  /// comparison with this group, which no finding of its own would check.
  private var lowerForMet: Double {
    let single = family.critical.single
    return switch family.reference {
    case .highest: min(lower(single), family.evidence.extreme(.smallestLower, family.comparison, of: own, z: single))
    case .lowest: lower(family.critical.family)
    case .named, .overall, .complement, .constants: lower(single)
    }
  }

  /// The mirror image of ``lowerForMet`` for claims "at most".
  private var upperForMet: Double {
    let single = family.critical.single
    return switch family.reference {
    case .lowest: max(upper(single), family.evidence.extreme(.largestUpper, family.comparison, of: own, z: single))
    case .highest: upper(family.critical.family)
    case .named, .overall, .complement, .constants: upper(single)
    }
  }

  /// The comparison of the reference group with this one.
  private var own: [GroupPair] { [GroupPair(group: family.chosen!, reference: group)] }

  private func lower(_ z: Double) -> Double {
    switch family.reference {
    case .highest: family.evidence.extreme(.smallestLower, family.comparison, of: rivals, z: z)
    case .lowest: family.evidence.extreme(.largestLower, family.comparison, of: rivals, z: z)
    case .named, .overall, .complement, .constants:
      family.evidence.lower(family.comparison, of: group, against: rival, z: z) ?? -.infinity
    }
  }

  private func upper(_ z: Double) -> Double {
    switch family.reference {
    case .highest: family.evidence.extreme(.smallestUpper, family.comparison, of: rivals, z: z)
    case .lowest: family.evidence.extreme(.largestUpper, family.comparison, of: rivals, z: z)
    case .named, .overall, .complement, .constants:
      family.evidence.upper(family.comparison, of: group, against: rival, z: z) ?? .infinity
    }
  }
}

extension FamilyVerdict.Finding {
  /// The same decision with bounds cut to the values that the quantity can take.
  fileprivate func clamped(to range: ClosedRange<Double>) -> FamilyVerdict.Finding {
    let cut = { (value: Double) in min(max(value, range.lowerBound), range.upperBound) }
    return FamilyVerdict.Finding(
      bounds: ConfidenceInterval(lower: cut(bounds.lower), upper: cut(bounds.upper)), decision: decision)
  }
}
