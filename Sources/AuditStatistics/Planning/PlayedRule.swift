/// A rule that makes decisions of a table of counts, as ``PowerAnalysis`` plays it; equal rules make equal decisions.
package protocol PlayedRule: Sendable, Hashable {
  /// Whether a table [counts] shows the decision about the number of one group.
  func shows(_ decision: FamilyVerdict.Decision, of group: Int, in table: [Proportion]) -> Bool
  /// Whether a table [counts] shows the claim to hold for everybody whom the rule judges.
  func showsAllMet(in table: [Proportion]) -> Bool
  /// The counts of one group of `trials` people among groups of these sizes [groups] that show the decision; nil where they are
  /// found by playing alone.
  func search(_ decision: FamilyVerdict.Decision, of group: Int, trials: Int, sizes: [Int]) -> CountSearch?
  /// The groups of a table [counts] that showing the claim to hold for everybody asks of; nil where that is asked in another way.
  func asked(in table: [Proportion]) -> [Int]?
}

extension PlayedRule {
  package func search(
    _ decision: FamilyVerdict.Decision, of group: Int, trials: Int, sizes: [Int]
  ) -> CountSearch? { nil }
  package func asked(in table: [Proportion]) -> [Int]? { nil }
}

/// The rule of ``FamilyVerdict``: every group against what it is compared with.
///
/// A group that a table shows as the reference is judged against the others.
package struct FamilyRule: PlayedRule {
  private let members: [Int]
  private let eligible: [Bool]
  private let references: [Bool]?
  private let comparison: PairComparison
  private let reference: FamilyVerdict.Reference
  private let claim: FamilyVerdict.Claim
  private let critical: CriticalValues

  /// The rule for a family of which some groups are eligible [groups], and some of those may be a reference that the data
  /// choose; nil for all.
  package init(
    eligible: [Bool], references: [Bool]? = nil, comparison: PairComparison, reference: FamilyVerdict.Reference,
    claim: FamilyVerdict.Claim,
    critical: CriticalValues
  ) {
    members = eligible.indices.filter { eligible[$0] }
    self.eligible = eligible
    self.references = references
    self.comparison = comparison
    self.reference = reference
    self.claim = claim
    self.critical = critical
  }

  /// By the limits that the decision needs.
  package func shows(_ decision: FamilyVerdict.Decision, of group: Int, in table: [Proportion]) -> Bool {
    FamilyVerdict.finding(
      of: group, evidence: ThresholdEvidence(table, claim, comparison, decision), members: members,
      references: members.filter { references?[$0] ?? true }, comparison: comparison, reference: reference,
      claim: claim,
      critical: critical)?.decision == decision
  }

  /// Every finding, as an audit would have them.
  package func showsAllMet(in table: [Proportion]) -> Bool {
    FamilyVerdict(
      evidence: ThresholdEvidence(table, claim, comparison, .met), eligible: eligible, comparison: comparison,
      reference: reference, claim: claim, critical: critical, references: references
    ).findings.allSatisfy { $0.map { $0.decision == .met } ?? true }
  }
}

extension FamilyRule {
  package func search(
    _ decision: FamilyVerdict.Decision, of group: Int, trials: Int, sizes: [Int]
  ) -> CountSearch? {
    CountSearch(
      decision, of: group, trials: trials, sizes: sizes, rivals: members.filter { references?[$0] ?? true },
      comparison: comparison, reference: reference, claim: claim, critical: critical)
  }

  /// All but the reference group.
  package func asked(in table: [Proportion]) -> [Int]? {
    let rivals = members.filter { references?[$0] ?? true }
    guard members.count > 1, reference != .highest && reference != .lowest || rivals.count > 1 else { return nil }
    let chosen = FamilyVerdict.referenceIndex(reference, ProportionEvidence(table), rivals)
    return members.filter { $0 != chosen }
  }
}

/// The rule for rates themselves.
package struct RateRule: PlayedRule {
  private let members: [Int]
  private let claim: FamilyVerdict.Claim
  private let critical: CriticalValues

  /// The rule for these groups.
  package init(members: [Int], claim: FamilyVerdict.Claim, critical: CriticalValues) {
    (self.members, self.claim, self.critical) = (members, claim, critical)
  }

  /// By ``Wilson``'s limits.
  package func shows(_ decision: FamilyVerdict.Decision, of group: Int, in table: [Proportion]) -> Bool {
    guard let single = Wilson.interval(table[group], z: critical.single),
      let wide = Wilson.interval(table[group], z: critical.family)
    else { return false }
    return FamilyVerdict.Limits(single: single, wide: wide).finding(claim, comparison: nil).decision == decision
  }

  /// Every group.
  package func showsAllMet(in table: [Proportion]) -> Bool { members.allSatisfy { shows(.met, of: $0, in: table) } }
}

/// The rule of ``Composite``: one number for all groups, of one or several independent parts.
///
/// A table holds the groups of the first part, then those of the second, and so on [parts × groups].
package struct CompositeRule: PlayedRule {
  private let parts: Int
  private let comparison: PairComparison
  private let combination: Composite.Combination
  private let reference: Int?
  private let claim: FamilyVerdict.Claim
  private let critical: CriticalValues

  /// The rule; `critical` as ``Composite`` takes them.
  package init(
    parts: Int, comparison: PairComparison, combination: Composite.Combination, reference: Int?,
    claim: FamilyVerdict.Claim, critical: CriticalValues
  ) {
    precondition(parts > 0, "a composite has parts")
    self.parts = parts
    self.comparison = comparison
    self.combination = combination
    self.reference = reference
    self.claim = claim
    self.critical = critical
  }

  /// The decision about the one number, whichever group is asked of.
  package func shows(_ decision: FamilyVerdict.Decision, of group: Int, in table: [Proportion]) -> Bool {
    let groups = table.count / parts
    let evidence = (0..<parts).map { part in self.evidence(Array(table[(part * groups)..<((part + 1) * groups)])) }
    guard
      let composite = Composite(
        parts: evidence, comparison: comparison, combination: combination, reference: reference, critical: critical)
    else { return decision == .cannotTell }
    return FamilyVerdict.Limits(single: composite.interval).finding(claim, comparison: comparison).decision == decision
  }

  /// The one number meets the claim.
  package func showsAllMet(in table: [Proportion]) -> Bool { shows(.met, of: 0, in: table) }

  /// Limits by their side of the threshold where nothing else enters the decision; a mean of limits needs them whole.
  private func evidence(_ table: [Proportion]) -> any PairEvidence {
    switch (claim, comparison, combination) {
    case (.between, _, _), (_, _, .mean): ProportionEvidence(table)
    case (.atLeast(let limit), .ratio, _), (.atMost(let limit), .ratio, _):
      ThresholdEvidence(table, low: limit, high: limit)
    case (.atLeast(let limit), .difference, _), (.atMost(let limit), .difference, _):
      ThresholdEvidence(table, low: -abs(limit), high: abs(limit))
    }
  }
}
