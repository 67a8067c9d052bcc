extension FamilyVerdict {
  /// The limits of one number: those by which a claim is shown to hold, and those, adjusted for looking at every group, by
  /// which it is shown to fail.
  public struct Limits: Sendable, Hashable {
    /// At the plain critical value.
    public let single: ConfidenceInterval
    /// At the adjusted one; not narrower.
    public let wide: ConfidenceInterval

    /// States both; one pair of limits serves where there is one number only.
    public init(single: ConfidenceInterval, wide: ConfidenceInterval? = nil) {
      self.single = single
      self.wide = wide ?? single
    }

    /// The bounds that decide about a claim, and the decision. Without a comparison the claim is about the number itself;
    /// "at most" bounds the absolute value of a difference.
    public func finding(_ claim: Claim, comparison: PairComparison?) -> Finding {
      switch claim {
      case .atMost(let limit) where comparison == .difference:
        return finding(.between(-limit, limit), comparison: comparison)
      case .atLeast(let limit):
        let bounds = ConfidenceInterval(lower: single.lower, upper: wide.upper)
        return Finding(
          bounds: bounds, decision: bounds.lower >= limit ? .met : bounds.upper < limit ? .notMet : .cannotTell)
      case .atMost(let limit):
        let bounds = ConfidenceInterval(lower: wide.lower, upper: single.upper)
        return Finding(
          bounds: bounds, decision: bounds.upper <= limit ? .met : bounds.lower > limit ? .notMet : .cannotTell)
      case .between(let low, let high):
        if single.lower >= low, single.upper <= high { return Finding(bounds: single, decision: .met) }
        return Finding(bounds: wide, decision: wide.upper < low || wide.lower > high ? .notMet : .cannotTell)
      }
    }
  }
}
