/// Rates of independent groups, compared by the limits of ``GuardedScore``; with a constant by those of ``Wilson``.
public struct ProportionEvidence: PairEvidence, Hashable {
  /// The rate of each group.
  public let proportions: [Proportion]
  /// Everybody outside each group, where groups share people; else empty.
  package let others: [Proportion]
  /// How many times as much the counts tell as so many people would: more than once where they are a known share of all whom the
  /// numbers speak of [Cochran1977].
  package private(set) var times = 1.0
  /// All groups together.
  private let overall: Proportion

  /// The evidence in these rates.
  ///
  /// - Parameter others: Everybody outside each group, where groups share people.
  package init(_ proportions: [Proportion], others: [Proportion] = []) {
    precondition(others.isEmpty || others.count == proportions.count, "everybody else of each group, or of none")
    self.proportions = proportions
    self.others = others
    overall = Proportion(
      successes: proportions.reduce(0) { $0 + $1.successes }, trials: proportions.reduce(0) { $0 + $1.trials })
  }

  /// The same of people who are a share of all whom the numbers speak of: n/(1 − share) independent people would know as much.
  package func sampled(share: Double) -> ProportionEvidence {
    func scaled(_ rate: Proportion) -> Proportion {
      Proportion(successes: rate.successes / (1 - share), trials: rate.trials / (1 - share))
    }
    var evidence = ProportionEvidence(proportions.map(scaled), others: others.map(scaled))
    evidence.times = times / (1 - share)
    return evidence
  }

  /// The number of groups.
  public var count: Int { proportions.count }

  /// The rate of a group; nil without trials.
  public func estimate(of group: Int) -> Double? { proportions[group].estimate }

  /// The comparison of two rates; nil without trials on a side, and for a ratio to a rate of 0.
  public func value(_ comparison: PairComparison, of group: Int, against rival: Rival) -> Double? {
    guard let own = proportions[group].estimate else { return nil }
    var other: Double?
    if case .constant(let constant) = rival {
      other = constant
    } else {
      other = proportion(of: rival, for: group)?.estimate
    }
    guard let other else { return nil }
    switch comparison {
    case .ratio: return other > 0 ? own / other : nil
    case .difference: return own - other
    }
  }

  /// ``Wilson``'s limits of a group's rate.
  public func limits(of group: Int, z: Double) -> ConfidenceInterval? { Wilson.interval(proportions[group], z: z) }

  /// Guarded scores for comparisons, Wilson's for a rate.
  public func method(_ comparison: PairComparison?) -> LimitMethod { comparison == nil ? .wilson : .guardedScore }

  /// The counts themselves.
  public func playable(z: Double) -> ProportionEvidence? { others.isEmpty && times == 1 ? self : nil }

  /// The rates of some groups.
  public func subset(_ groups: [Int]) -> ProportionEvidence? {
    ProportionEvidence(groups.map { proportions[$0] }, others: others.isEmpty ? [] : groups.map { others[$0] })
  }

  /// What a group is compared with; nil for a constant.
  public func proportion(of rival: Rival, for group: Int) -> Proportion? {
    switch rival {
    case .group(let index): return proportions[index]
    case .overall:
      guard !others.isEmpty else { return overall }
      let (own, rest) = (proportions[group], others[group])
      return Proportion(successes: own.successes + rest.successes, trials: own.trials + rest.trials)
    case .complement:
      if !others.isEmpty { return others[group] }
      // Sums of what is not whole may leave a trace where nothing is left.
      let trials = max(0, overall.trials - proportions[group].trials)
      return Proportion(
        successes: min(trials, max(0, overall.successes - proportions[group].successes)), trials: trials)
    case .constant: return nil
    }
  }

  /// The lower limit of a comparison; nil where the complement has no trials, and for the ratio to a constant of 0.
  public func lower(_ comparison: PairComparison, of group: Int, against rival: Rival, z: Double) -> Double? {
    switch rival {
    case .group(let index):
      return GuardedScore.lower(comparison, group: proportions[group], reference: proportions[index], z: z)
    case .complement:
      return complement(of: group).map {
        GuardedScore.lower(comparison, group: proportions[group], reference: $0, z: z)
      }
    case .overall, .constant:
      return limits(comparison, of: group, against: rival, z: z)?.lower
    }
  }

  /// The upper limit of a comparison; nil as the lower one.
  public func upper(_ comparison: PairComparison, of group: Int, against rival: Rival, z: Double) -> Double? {
    switch rival {
    case .group(let index):
      return GuardedScore.upper(comparison, group: proportions[group], reference: proportions[index], z: z)
    case .complement:
      return complement(of: group).map {
        GuardedScore.upper(comparison, group: proportions[group], reference: $0, z: z)
      }
    case .overall, .constant:
      return limits(comparison, of: group, against: rival, z: z)?.upper
    }
  }

  /// The most extreme limits by comparisons with the groups that can set them.
  public func extremes(
    _ extreme: LimitExtreme, _ comparison: PairComparison, of groups: [Int], among members: [Int], z: Double
  ) -> [RivalLimit] {
    ExtremeLimit(extreme, comparison, proportions: proportions, members: members, z: z).limits(of: groups)
  }

  /// The most extreme limit of all, by comparisons of the groups that can set it.
  public func extreme(
    _ extreme: LimitExtreme, _ comparison: PairComparison, among members: [Int], z: Double
  ) -> Double {
    ExtremeLimit(extreme, comparison, proportions: proportions, members: members, z: z).limit()
  }

  private func limits(
    _ comparison: PairComparison, of group: Int, against rival: Rival, z: Double
  ) -> ConfidenceInterval? {
    if case .constant(let constant) = rival {
      guard let rate = Wilson.interval(proportions[group], z: z) else { return nil }
      switch comparison {
      case .difference: return ConfidenceInterval(lower: rate.lower - constant, upper: rate.upper - constant)
      case .ratio:
        guard constant > 0 else { return nil }
        return ConfidenceInterval(lower: rate.lower / constant, upper: rate.upper / constant)
      }
    }
    return complement(of: group).map {
      AgainstOverall.guardedScore(comparison, group: proportions[group], complement: $0, z: z)
    }
  }

  /// Everything outside `group`; nil without trials.
  private func complement(of group: Int) -> Proportion? {
    proportion(of: .complement, for: group).flatMap { $0.trials > 0 ? $0 : nil }
  }
}
