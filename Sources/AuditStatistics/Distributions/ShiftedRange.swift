import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The range of k independent normal variables with variance 1, of which m have the mean δ and the others 0.
///
///     P(range < C) = ∫ [ (k−m) φ(t) Δ₀^(k−m−1) Δδ^m + m φ(t−δ) Δδ^(m−1) Δ₀^(k−m) ] dt,   Δs = Φ(t + C − s) − Φ(t − s)
///
/// over the smallest t of the k. That a group lies below a limit of another is searched for among all pairs. Of all truths in
/// which none does, the chance of finding one is largest at a corner, since P(range(Y + μ) < C) is log-concave in μ
/// [Prekopa1973]: some groups as far above the others as the limit allows, δ standard errors of one group. Half of them is the
/// worst corner; ``critical(tail:groups:shift:)`` is the critical value of the pair there.
public enum ShiftedRange {
  /// Beyond this shift nothing depends on it any more.
  public static let largestShift = 8.0

  /// P(range < `width`), `shifted` of `groups` ≥ 2 variables lying `shift` ≥ 0 above the others.
  public static func cumulative(_ width: Double, groups: Int, shifted: Int, shift: Double) -> Double {
    guard width > 0 else { return 0 }
    return Grid(groups: groups, shifted: shifted, shift: shift).cumulative(width)
  }

  /// The c with which no pair of `groups` ≥ 2 differs by (δ + c √2) standard errors of one group or more, but with probability
  /// `tail`.
  ///
  /// With two groups and no shift it is that of the range at 1 − `tail`; it falls as the shift grows.
  public static func critical(tail: Double, groups: Int, shift: Double) -> Double {
    precondition(tail > 0 && tail < 0.5 && groups >= 2 && shift >= 0, "a critical value needs a tail and two groups")
    let shift = min(shift, largestShift)
    let address = Address(tail: tail, groups: groups, shift: shift)
    if let known = known.withLock({ $0[address] }) { return known }
    let grid = Grid(groups: groups, shifted: groups / 2, shift: shift)
    let root = 2.0.squareRoot()
    // One pair alone from below, all pairs without a shift from above.
    let least = 0.99 * Normal.quantile(1 - tail)
    let most = 1.01 * StudentizedRange.quantile(1 - tail, groups: groups) / root
    let critical = RootFinding.root(from: least, to: most) { c in (1 - tail) - grid.cumulative(shift + c * root) }
    known.withLock { $0[address] = critical }
    return critical
  }

  private struct Address: Hashable {
    let tail: Double
    let groups: Int
    let shift: Double
  }

  /// The values so far: an audit asks for a few of them, many times.
  private static let known = Mutex<[Address: Double]>([:])

  /// The places t of the trapezoidal rule, with all that does not depend on the width there.
  private struct Grid {
    let places: [(t: Double, lower: Double, shifted: Double, density: Double, shiftedDensity: Double)]
    let step: Double
    let shift: Double
    let unshifted: Double
    let count: Double

    init(groups: Int, shifted: Int, shift: Double) {
      // The smallest of k narrows with the logarithm of k only.
      let step = 0.25 / Double(min(groups, 16)).squareRoot()
      self.step = step
      self.shift = shift
      count = Double(shifted)
      unshifted = Double(groups - shifted)
      // The smallest of the k lies above 8 when all of them do.
      places = (Int(-9 / step)...Int((shifted == groups ? 8 + shift : 8) / step)).map { index in
        let t = Double(index) * step
        return (
          t, ShiftedRange.cumulativeNormal(t), ShiftedRange.cumulativeNormal(t - shift), exp(-t * t / 2),
          exp(-(t - shift) * (t - shift) / 2)
        )
      }
    }

    func cumulative(_ width: Double) -> Double {
      var sum = 0.0
      for place in places {
        let own = ShiftedRange.cumulativeNormal(place.t + width) - place.lower
        let other = ShiftedRange.cumulativeNormal(place.t + width - shift) - place.shifted
        guard own > 0, other > 0 || count == 0 else { continue }
        let term =
          count == 0
          ? unshifted * place.density * pow(own, unshifted - 1)
          : exp(max(0, unshifted - 1) * log(own) + (count - 1) * log(other))
            * (unshifted * place.density * other + count * place.shiftedDensity * (unshifted > 0 ? own : 1))
        sum += term
      }
      return sum * step / (2 * Double.pi).squareRoot()
    }
  }

  private static func cumulativeNormal(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }
}
