#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How a ratio of two rates has changed from a baseline: (new ratio) ÷ (old ratio), with its standard error on the logarithm.
///
/// Where the same people have both decisions, each group's own change has a variance by the delta method that counts only those
/// whose decision changed:
///
///     λ = ln((a + b)/(a + c)),  v = (b + c)/((a + b)(a + c));   change = exp(λg − λh),  v = vg + vh
///
/// with a favourable both times, b only now, c only before. Independent samples add 1/x − 1/n of all four rates.
public struct BaselineChange: Sendable, Hashable {
  /// Two decisions about the same people.
  public struct Paired: Sendable, Hashable {
    /// Favourable both times.
    public let both: Double
    /// Favourable only now.
    public let gained: Double
    /// Favourable only before.
    public let lost: Double

    /// Counts people.
    public init(both: Double, gained: Double, lost: Double) {
      self.both = both
      self.gained = gained
      self.lost = lost
    }

    /// Fewer changed decisions than this say too little of their variance.
    public static let fewest = 10.0

    /// The logarithm of the change of the group's own rate, and its variance; nil where fewer than ten decisions changed, or
    /// a rate is 0.
    public var logarithm: (value: Double, variance: Double)? {
      let (now, before) = (both + gained, both + lost)
      guard gained + lost >= Paired.fewest, now > 0, before > 0 else { return nil }
      return (log(now / before), (gained + lost) / (now * before))
    }
  }

  /// The change of the ratio; 1 means that it is what it was.
  public let value: Double
  /// The standard error of its logarithm.
  public let standardError: Double

  /// The change for the same people of a group and of its reference; nil where either says too little.
  public init?(group: Paired, reference: Paired) {
    guard let own = group.logarithm, let other = reference.logarithm else { return nil }
    value = exp(own.value - other.value)
    standardError = (own.variance + other.variance).squareRoot()
  }

  /// The change between independent samples; nil where one of the four rates is 0 or has no trials.
  public init?(
    group: Proportion, reference: Proportion, baselineGroup: Proportion, baselineReference: Proportion
  ) {
    let rates = [group, reference, baselineGroup, baselineReference]
    guard rates.allSatisfy({ $0.successes > 0 }) else { return nil }
    let logarithms = rates.map { log($0.successes / $0.trials) }
    value = exp(logarithms[0] - logarithms[1] - logarithms[2] + logarithms[3])
    standardError = rates.reduce(0) { $0 + 1 / $1.successes - 1 / $1.trials }.squareRoot()
  }

  /// The changes that are not ruled out at critical value `z`.
  public func interval(z: Double) -> ConfidenceInterval {
    ConfidenceInterval(lower: value * exp(-z * standardError), upper: value * exp(z * standardError))
  }
}
