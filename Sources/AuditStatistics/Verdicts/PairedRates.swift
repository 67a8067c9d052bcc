#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Two decisions about people of one group, of whom most have both.
public struct PairedRates: Sendable, Hashable {
  /// Counted both times.
  public let both: Double
  /// People who have both decisions.
  public let people: Double
  /// The rate in the baseline, of all who have that decision.
  public let before: Proportion
  /// The rate now, of all who have that decision.
  public let now: Proportion

  /// Counts people, all of whom have both decisions; `both` is in either of `before` and `now`.
  public init(both: Double, before: Double, now: Double, people: Double) {
    self.init(
      both: both, people: people, before: Proportion(successes: before, trials: people),
      now: Proportion(successes: now, trials: people))
  }

  /// Counts people of whom some may lack one of the decisions.
  public init(both: Double, people: Double, before: Proportion, now: Proportion) {
    precondition(both >= 0 && both <= people, "people are counted once")
    self.both = both
    self.people = people
    self.before = before
    self.now = now
  }

  /// The same with one person more who counts only before, and one who counts only now [BonettPrice2006]: where no decision changed, the
  /// sample cannot know that none ever does.
  public var guarded: PairedRates {
    func more(_ rate: Proportion) -> Proportion {
      Proportion(successes: rate.successes + 1, trials: rate.trials + 2)
    }
    return PairedRates(both: both, people: people + 2, before: more(before), now: more(now))
  }

  /// The correlation of the comparison of two groups now with that in the baseline: of the logarithms of ratios, or of
  /// differences. 0 where a rate leaves nothing to vary.
  public static func correlation(_ comparison: PairComparison, group: PairedRates, reference: PairedRates) -> Double {
    correlation(comparison, of: [group, reference])
  }

  /// The correlation of a group's own rate now with that in the baseline. 0 where a rate leaves nothing to vary.
  public static func correlation(of group: PairedRates) -> Double { correlation(.difference, of: [group]) }

  private static func correlation(_ comparison: PairComparison, of sides: [PairedRates]) -> Double {
    let covariance = sides.reduce(0) { $0 + $1.covariance(comparison) }
    let variances = [\PairedRates.before, \PairedRates.now].map { rate in
      sides.reduce(0) { $0 + variance(comparison, $1[keyPath: rate]) }
    }
    let scale = (variances[0] * variances[1]).squareRoot()
    return scale > 0 && scale < .infinity ? min(1, max(-1, covariance / scale)) : 0
  }

  /// The covariance of both rates, or of their logarithms: that of one person, over those who are in both.
  ///
  /// Of these nobody says how many count at each time; all who count are taken to be among them, as far as there is room, which makes the
  /// covariance least. Where everybody has both decisions it is what it is.
  private func covariance(_ comparison: PairComparison) -> Double {
    guard people > 0, let old = before.estimate, let new = now.estimate else { return 0 }
    let shares = [before, now].map { min(1, $0.successes / people) }
    let joint = (both / people - shares[0] * shares[1]) * people / (before.trials * now.trials)
    guard comparison == .ratio else { return joint }
    return old * new > 0 ? joint / (old * new) : 0
  }

  private static func variance(_ comparison: PairComparison, _ rate: Proportion) -> Double {
    guard let share = rate.estimate else { return .infinity }
    return comparison == .ratio ? (1 - share) / (rate.trials * share) : share * (1 - share) / rate.trials
  }
}
