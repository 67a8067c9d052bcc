/// The most extreme comparison of two rates to which people are added whose group, or whose place in the rate, is not known
/// (Horowitz and Manski 2000).
///
/// The rival may be everybody, the group included: then those who join the group join both sides, and the same holds.
///
/// Towards `low` people who join the group are failures and those who join its rival are successes; towards `high` it is the
/// other way round. Only how many join which side is open. The ratio is log-convex in that number towards low and log-concave
/// towards high, the difference convex and concave, so that one search finds the extreme.
public struct ExtremeCompletion: Sendable, Hashable {
  /// Which end of the comparison is looked for.
  public enum Direction: Sendable, Hashable, CaseIterable {
    /// The smallest.
    case low
    /// The largest.
    case high
  }

  /// How many join the group.
  public let joining: Double
  /// The comparison; infinite for a ratio to a rate of 0, NaN for 0 to 0.
  public let value: Double

  /// Finds the extreme.
  ///
  /// - Parameters:
  ///   - own: The group's rate without those who join.
  ///   - other: That of its rival.
  ///   - people: How many join either side, a whole number.
  ///   - joining: How many of them may join the group, whole numbers; not empty.
  ///   - againstAll: Whether the group is compared with itself and its rival together.
  public init(
    _ direction: Direction, _ comparison: PairComparison, own: Proportion, other: Proportion,
    people: Double, joining: ClosedRange<Double>, againstAll: Bool = false
  ) {
    func value(_ joining: Double) -> Double {
      let rest = people - joining
      let (own, other) = (
        own.adding(successes: direction == .high ? joining : 0, failures: direction == .low ? joining : 0),
        other.adding(successes: direction == .low ? rest : 0, failures: direction == .high ? rest : 0)
      )
      let rate = own.successes / own.trials
      let against =
        againstAll
        ? (own.successes + other.successes) / (own.trials + other.trials) : other.successes / other.trials
      return comparison == .ratio ? rate / against : rate - against
    }
    func isBetter(_ left: Double, _ right: Double) -> Bool { direction == .low ? left < right : left > right }
    var (from, to) = (joining.lowerBound, joining.upperBound)
    // The slope changes its sign once: the extreme lies where the next step is no better.
    while from < to {
      // Beyond 2⁵³ the next whole number is the next double.
      let middle = min((from / 2 + to / 2).rounded(.down), to.nextDown)
      let next = max(middle + 1, middle.nextUp)
      if isBetter(value(next), value(middle)) { from = min(next, to) } else { to = max(middle, from) }
    }
    self.joining = from
    self.value = value(from)
  }
}

extension Proportion {
  /// The rate with more people.
  public func adding(successes more: Double, failures: Double) -> Proportion {
    Proportion(successes: successes + more, trials: trials + more + failures)
  }
}
