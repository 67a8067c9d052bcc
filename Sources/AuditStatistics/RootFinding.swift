/// Roots of continuous functions of one variable.
enum RootFinding {
  /// A root of `f` between `a` and `b`, where `f` must have different signs, or be 0; to the last digits of a double.
  ///
  /// Bisection with inverse quadratic steps where they are safe [Chandrupatla1997]; about ten evaluations for a smooth
  /// function, and never more than a small multiple of what bisection needs.
  static func root(from a: Double, to b: Double, of f: (Double) -> Double) -> Double {
    var (newest, opposite, previous) = (a, b, b)
    var (atNewest, atOpposite) = (f(a), f(b))
    var atPrevious = atOpposite
    precondition(min(atNewest, atOpposite) <= 0 && max(atNewest, atOpposite) >= 0, "a root must be bracketed")
    var fraction = 0.5
    for _ in 0..<500 {
      if atNewest == 0 { return newest }
      if atOpposite == 0 { return opposite }
      let (best, smallest) = abs(atNewest) < abs(atOpposite) ? (newest, atNewest) : (opposite, atOpposite)
      let width = abs(opposite - newest)
      let tolerance = 2 * best.ulp + 1e-17
      if width <= tolerance || smallest == 0 { return best }
      let limit = tolerance / width
      let next = newest + max(limit, min(1 - limit, fraction)) * (opposite - newest)
      let atNext = f(next)
      if (atNext > 0) == (atNewest > 0) {
        (previous, atPrevious) = (newest, atNewest)
      } else {
        (previous, atPrevious) = (opposite, atOpposite)
        (opposite, atOpposite) = (newest, atNewest)
      }
      (newest, atNewest) = (next, atNext)
      fraction = step(newest, opposite, previous, atNewest, atOpposite, atPrevious)
    }
    return newest
  }

  /// The fraction of the way from `a` to `b` to try next.
  private static func step(
    _ a: Double, _ b: Double, _ c: Double, _ atA: Double, _ atB: Double, _ atC: Double
  ) -> Double {
    let xi = (a - b) / (c - b)
    let phi = (atA - atB) / (atC - atB)
    guard phi * phi < xi, (1 - phi) * (1 - phi) < 1 - xi else { return 0.5 }
    return atA / (atB - atA) * atC / (atB - atC) + (c - a) / (b - a) * atA / (atC - atA) * atB / (atC - atB)
  }
}
