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
    /// The groups that a comparison with set the lower and the upper limit; nil where it is not one group.
    public let setBy: Setters

    init(bounds: ConfidenceInterval, decision: Decision, setBy: Setters = Setters()) {
      self.bounds = bounds
      self.decision = decision
      self.setBy = setBy
    }

    /// The same, with those who set the limits.
    public func set(by setters: Setters) -> Finding { Finding(bounds: bounds, decision: decision, setBy: setters) }
  }

  /// Who set limits.
  public struct Setters: Sendable, Hashable {
    /// The group at this index set the lower limit.
    public var lower: Int?
    /// The group at this index set the upper limit.
    public var upper: Int?

    /// Names them.
    public init(lower: Int? = nil, upper: Int? = nil) {
      self.lower = lower
      self.upper = upper
    }
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
  ///
  /// - Parameter references: Which of the eligible groups may be a reference that the data choose, decided by sizes; nil for
  ///   all.
  public init(
    evidence: any PairEvidence, eligible: [Bool], comparison: PairComparison, reference: Reference, claim: Claim,
    critical: CriticalValues?, references: [Bool]? = nil
  ) {
    precondition(evidence.count == eligible.count, "one eligibility a group")
    if case .constants(let values) = reference {
      precondition(values.count == evidence.count, "one constant a group")
    }
    let members = Self.members(evidence, eligible)
    let rivals = members.filter { references?[$0] ?? true }
    let chosen = Self.referenceIndex(reference, evidence, rivals)
    self.reference = chosen
    // Where groups share people, everybody else is there for one group alone.
    let hasOthers = reference == .complement && !((evidence as? ProportionEvidence)?.others.isEmpty ?? true)
    guard let critical, members.count >= (hasOthers ? 1 : reference.fewest), reference.isFixed || !rivals.isEmpty,
      chosen.map(members.contains) ?? true
    else {
      findings = eligible.map { _ in nil }
      return
    }
    let family = Family(
      evidence: evidence, members: members, rivals: rivals, comparison: comparison, reference: reference,
      chosen: chosen, critical: critical)
    var findings: [Finding?] = eligible.map { _ in nil }
    for (group, finding) in family.judge(claim) { findings[group] = finding }
    self.findings = findings
  }

  /// What the data show for one group of a family whose members and reference group are given; nil where there is nothing to
  /// compare it with.
  ///
  /// A group that the evidence shows as the reference is judged against the others, without the reference's own check.
  ///
  /// - Parameter references: The members that may be a reference, one other than the group at least; nil for all.
  public static func finding(
    of group: Int, evidence: any PairEvidence, members: [Int], references: [Int]? = nil, comparison: PairComparison,
    reference: Reference, claim: Claim, critical: CriticalValues
  ) -> Finding? {
    let references = references ?? members
    let chosen = referenceIndex(reference, evidence, references)
    return Family(
      evidence: evidence, members: members, rivals: references, comparison: comparison, reference: reference,
      chosen: chosen == group ? nil : chosen, critical: critical
    ).judge(claim, among: [group])[group]
  }

  private static func members(_ evidence: any PairEvidence, _ eligible: [Bool]) -> [Int] {
    eligible.indices.filter { eligible[$0] && evidence.estimate(of: $0) != nil }
  }

  static func referenceIndex(
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

  /// Whether the reference group does not depend on the rates.
  fileprivate var isFixed: Bool { self != .highest && self != .lowest }
}

/// The limits of the groups of one family.
private struct Family {
  let evidence: any PairEvidence
  let members: [Int]
  /// Those of them that others are compared with, where the data choose.
  let rivals: [Int]
  let comparison: PairComparison
  let reference: FamilyVerdict.Reference
  /// The index of the reference, when it is a group.
  let chosen: Int?
  let critical: CriticalValues

  /// What is found for each group that there is something to compare with: not the reference, nobody without a complement,
  /// and no ratio to the constant 0.
  func judge(_ claim: FamilyVerdict.Claim, among judged: [Int]? = nil) -> [Int: FamilyVerdict.Finding] {
    let groups = (judged ?? members).filter { group in
      if group == chosen { return false }
      guard reference.isFixed else { return true }
      return evidence.lower(comparison, of: group, against: rival(of: group), z: critical.single) != nil
    }
    let findings: [FamilyVerdict.Finding]
    switch (claim, comparison, reference) {
    case (.atLeast(let threshold), _, _):
      findings = atLeast(threshold, groups)
    case (.atMost(let threshold), .ratio, _):
      findings = atMost(threshold, groups)
    case (.atMost(let threshold), .difference, .highest):
      // No group lies above the highest.
      findings = atLeast(-threshold, groups).map { $0.clamped(to: -.infinity...0) }
    case (.atMost(let threshold), .difference, .lowest):
      findings = atMost(threshold, groups).map { $0.clamped(to: 0...(.infinity)) }
    case (.atMost(let threshold), .difference, _):
      findings = between(-threshold, threshold, groups)
    case (.between(let low, let high), _, _):
      findings = between(low, high, groups)
    }
    return Dictionary(uniqueKeysWithValues: zip(groups, findings))
  }

  private func atLeast(_ threshold: Double, _ groups: [Int]) -> [FamilyVerdict.Finding] {
    zip(lowersForMet(groups), uppers(groups, critical.family)).map { lower, upper in
      finding(lower, upper, lower.value >= threshold ? .met : upper.value < threshold ? .notMet : .cannotTell)
    }
  }

  private func atMost(_ threshold: Double, _ groups: [Int]) -> [FamilyVerdict.Finding] {
    zip(lowers(groups, critical.family), uppersForMet(groups)).map { lower, upper in
      finding(lower, upper, upper.value <= threshold ? .met : lower.value > threshold ? .notMet : .cannotTell)
    }
  }

  private func finding(
    _ lower: RivalLimit, _ upper: RivalLimit, _ decision: FamilyVerdict.Decision
  ) -> FamilyVerdict.Finding {
    FamilyVerdict.Finding(
      bounds: ConfidenceInterval(lower: lower.value, upper: upper.value), decision: decision,
      setBy: FamilyVerdict.Setters(lower: lower.rival, upper: upper.rival))
  }

  private func between(_ low: Double, _ high: Double, _ groups: [Int]) -> [FamilyVerdict.Finding] {
    var findings = zip(lowersForMet(groups), uppersForMet(groups)).map { finding($0, $1, .met) }
    let open = findings.indices.filter { findings[$0].bounds.lower < low || findings[$0].bounds.upper > high }
    let others = open.map { groups[$0] }
    for (place, (lower, upper)) in zip(open, zip(lowers(others, critical.family), uppers(others, critical.family))) {
      // The narrow limits may reach further where they include the reference's own check.
      let narrow = findings[place]
      let wider = (
        narrow.bounds.lower < lower.value ? RivalLimit(narrow.bounds.lower, setBy: narrow.setBy.lower) : lower,
        narrow.bounds.upper > upper.value ? RivalLimit(narrow.bounds.upper, setBy: narrow.setBy.upper) : upper
      )
      let isDisjoint = wider.1.value < low || wider.0.value > high
      findings[place] = finding(wider.0, wider.1, isDisjoint ? .notMet : .cannotTell)
    }
    return findings
  }

  /// The lower limits that a claim "at least" is accepted by [groups]. Against the highest they include the highest group's
  /// own comparison with each group, which no finding of its own would check.
  private func lowersForMet(_ groups: [Int]) -> [RivalLimit] {
    switch reference {
    case .highest:
      zip(lowers(groups, critical.single), own(groups) { evidence.lower(comparison, of: $0, against: $1, z: $2) })
        .map { limit, own in own.map { $0.value < limit.value ? $0 : limit } ?? limit }
    case .lowest: lowers(groups, critical.family)
    case .named, .overall, .complement, .constants: lowers(groups, critical.single)
    }
  }

  /// The mirror image of ``lowersForMet(_:)`` for claims "at most".
  private func uppersForMet(_ groups: [Int]) -> [RivalLimit] {
    switch reference {
    case .lowest:
      zip(uppers(groups, critical.single), own(groups) { evidence.upper(comparison, of: $0, against: $1, z: $2) })
        .map { limit, own in own.map { $0.value > limit.value ? $0 : limit } ?? limit }
    case .highest: uppers(groups, critical.family)
    case .named, .overall, .complement, .constants: uppers(groups, critical.single)
    }
  }

  /// A limit of the reference group's comparison with each group that may be a reference itself [groups].
  private func own(_ groups: [Int], _ limit: (Int, Rival, Double) -> Double?) -> [RivalLimit?] {
    guard let chosen else { return groups.map { _ in nil } }
    let rivals = Set(rivals)
    return groups.map { group in
      rivals.contains(group)
        ? limit(chosen, .group(group), critical.single).map { RivalLimit($0, setBy: chosen) } : nil
    }
  }

  private func lowers(_ groups: [Int], _ z: Double) -> [RivalLimit] {
    switch reference {
    case .highest: evidence.extremes(.smallestLower, comparison, of: groups, among: rivals, z: z)
    case .lowest: evidence.extremes(.largestLower, comparison, of: groups, among: rivals, z: z)
    case .named, .overall, .complement, .constants:
      Parallel.map(groups.count) { number in
        let group = groups[number]
        let rival = rival(of: group)
        return RivalLimit(
          evidence.lower(comparison, of: group, against: rival, z: z) ?? -.infinity, setBy: rival.group)
      }
    }
  }

  private func uppers(_ groups: [Int], _ z: Double) -> [RivalLimit] {
    switch reference {
    case .highest: evidence.extremes(.smallestUpper, comparison, of: groups, among: rivals, z: z)
    case .lowest: evidence.extremes(.largestUpper, comparison, of: groups, among: rivals, z: z)
    case .named, .overall, .complement, .constants:
      Parallel.map(groups.count) { number in
        let group = groups[number]
        let rival = rival(of: group)
        return RivalLimit(
          evidence.upper(comparison, of: group, against: rival, z: z) ?? .infinity, setBy: rival.group)
      }
    }
  }

  /// What a group is compared with where the data do not choose it.
  private func rival(of group: Int) -> Rival {
    switch reference {
    case .highest, .lowest: .group(chosen ?? group)
    case .named(let index): .group(index)
    case .overall: .overall
    case .complement: .complement
    case .constants(let values): .constant(values[group])
    }
  }
}

extension FamilyVerdict.Finding {
  /// The same decision with bounds cut to the values that the quantity can take.
  fileprivate func clamped(to range: ClosedRange<Double>) -> FamilyVerdict.Finding {
    let cut = { (value: Double) in min(max(value, range.lowerBound), range.upperBound) }
    return FamilyVerdict.Finding(
      bounds: ConfidenceInterval(lower: cut(bounds.lower), upper: cut(bounds.upper)), decision: decision, setBy: setBy)
  }
}
