/// Fisher's exact test that two proportions have one true rate.
public enum FisherExact {
  /// The two-sided p-value: the probability, given both margins, of the tables that are no more probable than the
  /// observed one, with R's relative tolerance of 1e-7 for ties.
  ///
  /// Counts must be whole numbers. Probabilities are built by recurrence outwards from the most probable table until they
  /// vanish, so the cost grows with the standard deviation, not with the counts.
  public static func twoSided(group: Proportion, reference: Proportion) -> Double {
    let observed = group.successes
    let (first, second) = (group.trials, reference.trials)
    let drawn = group.successes + reference.successes
    precondition(
      [observed, first, second, drawn].allSatisfy { $0 == $0.rounded() }, "Fisher's exact test needs whole counts")
    let lowest = max(0, drawn - second)
    let highest = min(first, drawn)
    guard lowest < highest else { return 1 }

    let mode = min(max(((first + 1) * (drawn + 1) / (first + second + 2)).rounded(.down), lowest), highest)
    let odds = { (k: Double) in (first - k) * (drawn - k) / ((k + 1) * (second - drawn + k + 1)) }
    var weights = [(k: mode, weight: 1.0)]
    var (k, weight) = (mode, 1.0)
    while k < highest && weight > 0 {
      weight *= odds(k)
      k += 1
      weights.append((k, weight))
    }
    (k, weight) = (mode, 1)
    while k > lowest && weight > 0 {
      k -= 1
      weight /= odds(k)
      weights.append((k, weight))
    }
    let threshold = (weights.first { $0.k == observed }?.weight ?? 0) * (1 + 1e-7)
    // The smallest first, so that small tails keep their digits.
    let ascending = weights.map(\.weight).sorted()
    let extreme = ascending.prefix { $0 <= threshold }.reduce(0, +)
    return min(1, extreme / ascending.reduce(0, +))
  }
}
