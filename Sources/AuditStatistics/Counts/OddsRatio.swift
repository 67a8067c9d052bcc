#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The ratio of two odds, each of so many who are counted to so many who are not.
///
/// A quotient of two counts, such as false negatives to false positives, is an odds, since each of the people counted in either
/// is one or the other; so the ratio of two such quotients is an odds ratio.
public enum OddsRatio {
  /// Fewer people than this in any of the four counts ask for the exact limits.
  public static let fewForLogarithm = 50.0

  /// Group ÷ reference; nil where a count that is divided by is 0.
  public static func value(group: Proportion, reference: Proportion) -> Double? {
    guard group.failures > 0, reference.successes > 0 else { return nil }
    return group.successes / group.failures / (reference.successes / reference.failures)
  }

  /// Limits on the logarithm, whose variance is the sum of the reciprocals of all four counts [Woolf1955]; nil where one
  /// is 0.
  public static func logarithmic(group: Proportion, reference: Proportion, z: Double) -> ConfidenceInterval? {
    let counts = [group.successes, group.failures, reference.successes, reference.failures]
    guard counts.allSatisfy({ $0 > 0 }), let value = value(group: group, reference: reference) else { return nil }
    let reach = z * counts.reduce(0) { $0 + 1 / $1 }.squareRoot()
    return ConfidenceInterval(lower: value * exp(-reach), upper: value * exp(reach))
  }

  /// The ratios that the exact conditional test of either side does not reject at the tail of `z`: given both margins, the
  /// group's count has Fisher's noncentral hypergeometric distribution [Cornfield1956]. Counts must be whole numbers.
  public static func exact(group: Proportion, reference: Proportion, z: Double) -> ConfidenceInterval {
    let tail = Normal.upperTail(z)
    let table = Conditional(group: group, reference: reference)
    let observed = group.successes
    func solve(_ f: (Double) -> Double) -> Double {
      var (low, high) = (-1.0, 1.0)
      while f(low) > 0, low > -600 { low *= 2 }
      while f(high) < 0, high < 600 { high *= 2 }
      return exp(RootFinding.root(from: low, to: high, of: f))
    }
    return ConfidenceInterval(
      lower: observed <= table.lowest ? 0 : solve { table.tails(at: observed, logOdds: $0).upper - tail },
      upper: observed >= table.highest ? .infinity : solve { tail - table.tails(at: observed, logOdds: $0).lower })
  }

  /// The limits that judge: exact where a count is small.
  public static func limits(group: Proportion, reference: Proportion, z: Double) -> ConfidenceInterval? {
    let counts = [group.successes, group.failures, reference.successes, reference.failures]
    let isExact = counts.contains { $0 < fewForLogarithm } && counts.allSatisfy { $0 == $0.rounded() }
    return isExact
      ? exact(group: group, reference: reference, z: z)
      : logarithmic(group: group, reference: reference, z: z)
  }

  /// A 2 × 2 table given both margins.
  private struct Conditional {
    let first: Double
    let second: Double
    let drawn: Double
    let lowest: Double
    let highest: Double

    init(group: Proportion, reference: Proportion) {
      first = group.trials
      second = reference.trials
      drawn = group.successes + reference.successes
      lowest = max(0, drawn - second)
      highest = min(first, drawn)
    }

    /// The logarithm of the odds of k + 1 to k at equal rates.
    private func step(_ k: Double) -> Double {
      log((first - k) * (drawn - k)) - log((k + 1) * (second - drawn + k + 1))
    }

    /// P(K ≤ observed) and P(K ≥ observed). Terms are added outwards from the most probable count until they vanish, so that
    /// the cost grows with the standard deviation.
    func tails(at observed: Double, logOdds: Double) -> (lower: Double, upper: Double) {
      var (low, high) = (lowest, highest)
      while low < high {
        // Beyond 2⁵³ the next whole number is the next double.
        let middle = min((low / 2 + high / 2).rounded(.down), high.nextDown)
        if step(middle) + logOdds > 0 { low = max(middle + 1, middle.nextUp) } else { high = max(middle, low) }
      }
      let mode = low
      var (below, at, above) = (0.0, 0.0, 0.0)
      func add(_ k: Double, _ weight: Double) {
        if k < observed { below += weight } else if k > observed { above += weight } else { at += weight }
      }
      add(mode, 1)
      var (k, weight) = (mode, 0.0)
      while k < highest, weight > -80 {
        weight += step(k) + logOdds
        k += 1
        add(k, exp(weight))
      }
      (k, weight) = (mode, 0)
      while k > lowest, weight > -80 {
        k -= 1
        weight -= step(k) + logOdds
        add(k, exp(weight))
      }
      let total = below + at + above
      return ((below + at) / total, (at + above) / total)
    }
  }
}
