/// People with scores near each other: how high their scores are, and how many had a positive outcome.
public struct CalibrationBin: Sendable, Hashable {
  /// People.
  public let people: Double
  /// The mean of their scores, from 0 to 1.
  public let score: Double
  /// Those with a positive outcome.
  public let positives: Double

  /// States a bin; nil without people, and where a number lies outside what it can be.
  public init?(people: Double, score: Double, positives: Double) {
    guard people >= 1, people.isFinite, (0...1).contains(score), positives >= 0, positives <= people else { return nil }
    self.people = people
    self.score = score
    self.positives = positives
  }

  /// The share with a positive outcome.
  public var rate: Double { positives / people }

  /// Wilson's limits of that share.
  public func limits(z: Double) -> ConfidenceInterval {
    Wilson.interval(Proportion(successes: positives, trials: people), z: z) ?? ConfidenceInterval(lower: 0, upper: 1)
  }
}

/// How far scores that are read as probabilities lie from what happened, bin by bin.
public struct CalibrationBins: Sendable, Hashable {
  /// The bins, one at least.
  public let bins: [CalibrationBin]

  /// Takes bins; nil without any.
  public init?(_ bins: [CalibrationBin]) {
    guard !bins.isEmpty else { return nil }
    self.bins = bins
  }

  /// All people.
  public var people: Double { bins.reduce(0) { $0 + $1.people } }

  /// The calibration error Σ (n_b/n)|ȳ_b − s̄_b|. Chance alone makes it larger than 0.
  public var error: Double { mean { ($0.rate - $0.score).magnitude } }

  /// The square of the error less what chance makes of it, Σ (n_b/n)[(ȳ_b − s̄_b)² − ȳ_b(1 − ȳ_b)/(n_b − 1)], which may be below
  /// 0 [KumarLiangMa2019]; nil where a bin has one person.
  public var squareLessChance: Double? {
    guard bins.allSatisfy({ $0.people > 1 }) else { return nil }
    return mean { bin in
      let gap = bin.rate - bin.score
      return gap * gap - bin.rate * (1 - bin.rate) / (bin.people - 1)
    }
  }

  /// Whether the shares are those that the scores promise: Σ n_b(ȳ_b − s̄_b)²/(s̄_b(1 − s̄_b)), χ² with as many degrees of freedom
  /// as bins; nil where a mean score is 0 or 1.
  public var test: (statistic: Double, degreesOfFreedom: Double, pValue: Double)? {
    guard bins.allSatisfy({ $0.score > 0 && $0.score < 1 }) else { return nil }
    let statistic = bins.reduce(0) { sum, bin in
      let gap = bin.rate - bin.score
      return sum + bin.people * gap * gap / (bin.score * (1 - bin.score))
    }
    let degrees = Double(bins.count)
    return (statistic, degrees, ChiSquared.upperTail(statistic, degreesOfFreedom: degrees))
  }

  /// The errors that are not ruled out at a critical value, by projection: the limits of all bins hold together, each at the tail
  /// of z divided by the number of bins. Conservative. It says nothing of what differs within a bin.
  public func limits(z: Double) -> ConfidenceInterval {
    let tail = max(Normal.upperTail(z) / Double(bins.count), 1e-300)
    let each = -Normal.quantile(tail)
    return ConfidenceInterval(
      lower: mean { bin in
        let limits = bin.limits(z: each)
        return max(0, limits.lower - bin.score, bin.score - limits.upper)
      },
      upper: mean { bin in
        let limits = bin.limits(z: each)
        return max((limits.lower - bin.score).magnitude, (limits.upper - bin.score).magnitude)
      })
  }

  private func mean(_ number: (CalibrationBin) -> Double) -> Double {
    bins.reduce(0) { $0 + $1.people * number($1) } / people
  }
}
