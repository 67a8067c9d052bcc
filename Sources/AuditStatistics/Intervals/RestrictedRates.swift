#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Maximum-likelihood estimates of two rates when their ratio or difference is given.
struct RestrictedRates {
  /// A rate and what is missing to 1, each with its own digits.
  struct Rate {
    var value: Double
    var complement: Double
  }

  let group: Rate
  let reference: Rate

  /// The rates with group = `ratio` · reference.
  ///
  /// For ratios up to 1 the reference's rate p is the smaller root of `A p² + B p + C = 0`, and q = 1 − p solves
  /// `A q² − M q − (1 − R) f = 0` with f the reference's failures, which has the same discriminant. Written as below,
  /// neither root nor discriminant cancels, so limits keep their digits with rates near 0 and near 1.
  @inline(__always)
  static func ratio(_ group: Proportion, _ reference: Proportion, _ ratio: Double) -> RestrictedRates {
    guard ratio > 1 else {
      let rates = smaller(group, reference, ratio, 1 - ratio)
      return RestrictedRates(group: rates.smaller, reference: rates.larger)
    }
    let rates = smaller(reference, group, 1 / ratio, (ratio - 1) / ratio)
    return RestrictedRates(group: rates.larger, reference: rates.smaller)
  }

  /// The rates with smaller = `ratio` · larger, `gap` being 1 − ratio ≥ 0.
  @inline(__always)
  private static func smaller(
    _ smaller: Proportion, _ larger: Proportion, _ ratio: Double, _ gap: Double
  ) -> (smaller: Rate, larger: Rate) {
    let trials = smaller.trials + larger.trials
    let successes = smaller.successes + larger.successes
    let a = trials * ratio
    let minusB = smaller.trials * ratio + smaller.successes + larger.trials + larger.successes * ratio
    let m = smaller.failures + ratio * larger.failures - gap * trials
    let root = (m * m + 4 * a * gap * larger.failures).squareRoot()
    let value = min(1, 2 * successes / (minusB + root))
    let complement = m >= 0 ? (m + root) / (2 * a) : 2 * gap * larger.failures / (root - m)
    // At the end nothing depends on the counts any more, not even a last digit.
    let rate = Rate(value: complement == 0 ? 1 : value, complement: min(1, complement))
    return (Rate(value: ratio * rate.value, complement: gap + ratio * rate.complement), rate)
  }

  /// The rates with group = reference + `difference`: the middle root of a cubic [MiettinenNurminen1985].
  @inline(__always)
  static func difference(_ group: Proportion, _ reference: Proportion, _ difference: Double) -> RestrictedRates {
    if let end = end(group, reference, difference) { return end }
    let share = reference.trials / group.trials
    let groupRate = group.successes / group.trials
    let weighted = groupRate + share * reference.successes / reference.trials
    let a = 1 + share
    let b = -(a + weighted + difference * (share + 2))
    let c = difference * (difference + 2 * groupRate + a) + weighted
    let d = -groupRate * difference * (1 + difference)
    let shift = b / (3 * a)
    let v = shift * shift * shift - b * c / (6 * a * a) + d / (2 * a)
    let radius = max(0, shift * shift - c / (3 * a)).squareRoot()
    let u = v < 0 ? -radius : radius
    let cosine = radius > 0 ? max(-1, min(1, v / (u * u * u))) : 0
    var rate = 2 * u * cos((Double.pi + acos(cosine)) / 3) - shift
    // Two Newton steps give back the digits that the arc cosine lost.
    for _ in 0..<2 {
      let slope = (3 * a * rate + 2 * b) * rate + c
      if slope != 0 { rate -= (((a * rate + b) * rate + c) * rate + d) / slope }
    }
    rate = min(max(rate, max(0, difference)), min(1, 1 + difference))
    let other = min(max(rate - difference, 0), 1)
    return RestrictedRates(
      group: Rate(value: rate, complement: 1 - rate), reference: Rate(value: other, complement: 1 - other))
  }

  /// The rates where one of them is 0 or 1 and the likelihood rises up to there; then nothing else depends on that side's
  /// trials.
  private static func end(_ group: Proportion, _ reference: Proportion, _ difference: Double) -> RestrictedRates? {
    guard difference != 0, abs(difference) < 1,
      min(group.successes, group.failures, reference.successes, reference.failures) == 0
    else { return nil }
    let (gap, rest) = (abs(difference), 1 - abs(difference))
    // The side with the larger rate, and the other one.
    let (more, less) = difference > 0 ? (group, reference) : (reference, group)
    var rates: (more: Rate, less: Rate)?
    if more.failures == 0, more.trials + less.successes / rest >= less.failures / gap {
      rates = (Rate(value: 1, complement: 0), Rate(value: rest, complement: gap))
    } else if less.successes == 0, more.successes / gap <= more.failures / rest + less.trials {
      rates = (Rate(value: gap, complement: rest), Rate(value: 0, complement: 1))
    }
    return rates.map {
      difference > 0
        ? RestrictedRates(group: $0.more, reference: $0.less) : RestrictedRates(group: $0.less, reference: $0.more)
    }
  }
}
