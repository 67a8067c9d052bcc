import CBoostMath

/// Where the share of a group among the first positions would be, were every position drawn by the group's target share.
///
/// The number of positions that a group holds is taken as binomial: positions of one list are independent draws, and so are
/// lists. Limits are exact quantiles, each for one rank at a time; the exact
/// test of ranked group representation takes the same distribution, on one side [Zehlike2017].
public enum AcceptanceBand {
  /// The central range of the share among `trials` draws: no more than (1 − level)/2 of the probability lies on either side.
  ///
  /// - Parameters:
  ///   - share: The target share, 0 to 1.
  ///   - trials: The number of positions; with none of them the range is everything.
  ///   - level: The probability that the share lies within, at least; between 0 and 1.
  public static func range(of share: Double, trials: Int, level: Double = 0.95) -> ClosedRange<Double> {
    precondition(share >= 0 && share <= 1 && level > 0 && level < 1, "shares and levels are probabilities")
    guard trials > 0 else { return 0...1 }
    let tail = (1 - level) / 2
    let lower = quantile(trials) { boost_binomial_cumulative($0, Double(trials), share) >= tail }
    let upper = quantile(trials) { boost_binomial_upper_tail($0, Double(trials), share) <= tail }
    return Double(lower) / Double(trials)...Double(upper) / Double(trials)
  }

  /// The limits of every group's share among the positions up to each rank, of all lists that reach it.
  ///
  /// - Parameters:
  ///   - targets: The target shares [groups].
  ///   - lists: The lists that reach each rank [depth].
  /// - Returns: The low and the high ends [groups][depth].
  public static func ranges(
    targets: [Double], lists: [Int], level: Double = 0.95
  ) -> (lower: [[Double]], upper: [[Double]]) {
    var positions = 0
    let trials = lists.map { count -> Int in
      positions += count
      return positions
    }
    let ranges = targets.map { target in trials.map { range(of: target, trials: $0, level: level) } }
    return (ranges.map { $0.map(\.lowerBound) }, ranges.map { $0.map(\.upperBound) })
  }

  /// The smallest count at which a condition holds that goes on holding from there on.
  private static func quantile(_ trials: Int, _ holds: (Double) -> Bool) -> Int {
    var (low, high) = (0, trials)
    while low < high {
      let middle = (low + high) / 2
      if holds(Double(middle)) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
