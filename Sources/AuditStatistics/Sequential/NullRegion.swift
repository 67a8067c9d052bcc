/// What two rates must satisfy in every window so that no alarm is due: a convex region of them.
package enum NullRegion: Sendable, Hashable {
  /// The group's rate is at least so many times the reference's.
  case ratioAtLeast(Double)
  /// The group's rate is at most so many times the reference's.
  case ratioAtMost(Double)
  /// The rates differ by at most so much, in either direction.
  case differenceAtMost(Double)

  /// Whether two rates satisfy it.
  func holds(_ group: Double, _ reference: Double) -> Bool {
    switch self {
    case .ratioAtLeast(let least): group >= least * reference
    case .ratioAtMost(let most): group <= most * reference
    case .differenceAtMost(let most): abs(group - reference) <= most
    }
  }

  /// The rates in the region nearest to these, in Kullback–Leibler divergence over so many people of either.
  ///
  /// They are those of greatest likelihood at the fractional counts that the rates would give.
  func nearest(_ group: Double, _ reference: Double, people: (group: Double, reference: Double)) -> RestrictedRates {
    let own = Proportion(successes: people.group * group, trials: people.group)
    let other = Proportion(successes: people.reference * reference, trials: people.reference)
    switch self {
    case .ratioAtLeast(let limit), .ratioAtMost(let limit): return .ratio(own, other, limit)
    case .differenceAtMost(let most): return .difference(own, other, group > reference ? most : -most)
    }
  }

  /// Rates outside it that evidence is sought for, as pairs with a level of the reference [alternatives].
  func alternatives(at level: Double) -> [(group: Double, reference: Double)] {
    let factors = [0.975, 0.95, 0.9, 0.85, 0.8, 0.7, 0.55]
    let steps = [0.01, 0.02, 0.05, 0.1, 0.2]
    return switch self {
    case .ratioAtLeast(let least): factors.map { (least * $0 * level, level) }
    case .ratioAtMost(let most): factors.map { (most / $0 * level, level) }
    case .differenceAtMost(let most):
      steps.flatMap { [(level + most + $0, level), (level - most - $0, level)] }
    }
  }
}
