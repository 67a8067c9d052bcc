import CBoostMath

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Evidence, window by window, that two rates have left a region in at least one of the windows so far.
///
/// Each window gives an e-value for each of several alternatives: the likelihood of its counts under the alternative, divided by that
/// under the point of the region nearest to it. Its expectation is at most 1 wherever in the region the truth lies, whatever it does
/// from window to window, as long as windows share no people. Products that may begin anew at every window, and the mean over the
/// alternatives, keep that: the chance that ``evidence`` ever reaches 1/α is at most α [Ville1939].
package struct PairMonitor: Sendable {
  /// One window's counts.
  package struct Window: Sendable, Hashable {
    /// Of the group.
    package var group: Proportion
    /// Of the reference group.
    package var reference: Proportion

    /// States counts; either may be of nobody.
    package init(group: Proportion, reference: Proportion) { (self.group, self.reference) = (group, reference) }
  }

  private let region: NullRegion
  private var windows = 0
  /// Sums of products over all starts, each with its weight [alternatives].
  private var products: [Double]
  /// Counts of the reference so far, which fade by a thirteenth of a window's age in the exponent.
  private var memory = (successes: 0.0, trials: 0.0)

  private static let fading = exp(-1.0 / 13)
  private static let levels = 5
  private static let margin = 1e-9

  /// Watches for rates that leave a region.
  package init(_ region: NullRegion) {
    self.region = region
    products = region.alternatives(at: 0.5).map { _ in 0 }
  }

  /// The evidence over all windows; 1 before the first.
  package var evidence: Double {
    let left = 1 / Double(windows + 1)
    return products.reduce(0) { $0 + $1 + left } / Double(products.count)
  }

  /// Takes the next window; one that has nobody of either group says nothing.
  package mutating func add(_ window: Window) {
    let values =
      window.group.trials > 0 && window.reference.trials > 0
      ? logValues(window).map { exp($0) } : products.map { _ in 1 }
    windows += 1
    let weight = 1 / (Double(windows) * Double(windows + 1))
    products = zip(products, values).map { min(($0 + weight) * $1, .greatestFiniteMagnitude / 1e3) }
    memory.successes = Self.fading * memory.successes + window.reference.successes
    memory.trials = Self.fading * memory.trials + window.reference.trials
  }

  /// The natural logarithms of a window's e-values, had the windows so far been those that were added [alternatives].
  package func logValues(_ window: Window) -> [Double] {
    let levels = (0..<Self.levels).map { number in
      boost_beta_quantile(
        (Double(number) + 0.5) / Double(Self.levels), memory.successes + 0.5, memory.trials - memory.successes + 0.5)
    }
    let byLevel = levels.map { level in
      region.alternatives(at: Self.clipped(level)).map { logValue(window, Self.clipped($0.group), $0.reference) }
    }
    return products.indices.map { alternative in
      let logs = byLevel.map { $0[alternative] }
      let most = logs.max() ?? 0
      return most + log(logs.reduce(0) { $0 + exp($1 - most) } / Double(logs.count))
    }
  }

  private static func clipped(_ rate: Double) -> Double { min(max(rate, margin), 1 - margin) }

  private func logValue(_ window: Window, _ group: Double, _ reference: Double) -> Double {
    // Clipped, an alternative may lie in the region, where it is no evidence of anything.
    guard !region.holds(group, reference) else { return 0 }
    let nearest = region.nearest(
      group, reference, people: (window.group.trials, window.reference.trials))
    return Self.logRatio(window.group, group, nearest.group)
      + Self.logRatio(window.reference, reference, nearest.reference)
  }

  /// The logarithm of how much likelier counts are under a rate than under another.
  private static func logRatio(_ counts: Proportion, _ rate: Double, _ other: RestrictedRates.Rate) -> Double {
    func part(_ count: Double, _ share: Double, _ other: Double) -> Double {
      count == 0 ? 0 : count * log(share / max(other, .leastNormalMagnitude))
    }
    return part(counts.successes, rate, other.value) + part(counts.failures, 1 - rate, other.complement)
  }
}
