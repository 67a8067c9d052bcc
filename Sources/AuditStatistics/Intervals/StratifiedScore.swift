#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Limits for a claim about one ratio, or one difference, of two rates that all strata share: ``GuardedScore`` over strata.
///
/// In each stratum the rates are estimated under the hypothetical value [MiettinenNurminen1985], and what the data lie away
/// from it is added up with the weights w = n₁n₀/(n₁ + n₀):
///
///     T = Σ w (p̂₁ − R p̂₀) / √(Σ w² V)        A = Σ w³ μ₃ / (6 (Σ w² V)^(3/2))
///
/// A value lies below the interval when T ≥ z + max(0, A (z² − 1)), above it in the mirror image. The correction for skewness
/// [GartNam1988] is left out while z ≤ 2 and every count of every stratum, successes and failures of both sides, is at least
/// 20. Where the data allow no variance, nothing is ruled out.
public struct StratifiedScore: Sendable {
  private let comparison: PairComparison
  private let strata: [Stratum]

  private struct Stratum: Sendable {
    let pair: PairScore
    let weight: Double
  }

  /// The reference group to reference over `strata`; those without trials on a side say nothing.
  public init(_ comparison: PairComparison, strata: [(group: Proportion, reference: Proportion)]) {
    self.comparison = comparison
    self.strata = strata.filter { $0.group.trials > 0 && $0.reference.trials > 0 }.map { group, reference in
      Stratum(
        pair: PairScore(comparison: comparison, group: group, reference: reference),
        weight: group.trials * reference.trials / (group.trials + reference.trials))
    }
  }

  /// The values that are not ruled out at critical value `z`; 0 to +∞, or −1 to 1, where nothing is.
  public func interval(z: Double) -> ConfidenceInterval {
    ConfidenceInterval(lower: lower(z: z), upper: upper(z: z))
  }

  /// The lower limit of ``interval(z:)``.
  public func lower(z: Double) -> Double {
    lower(z: z, guarded: isGuarded(z: z))
  }

  /// The upper limit of ``interval(z:)``.
  public func upper(z: Double) -> Double { comparison.exchanged(exchanged.lower(z: z)) }

  /// The same comparison of reference to group.
  public var exchanged: StratifiedScore {
    StratifiedScore(comparison, strata: strata.map { ($0.pair.reference, $0.pair.group) })
  }

  /// Whether `value` lies below the interval.
  public func excludes(_ value: Double, z: Double) -> Bool {
    !strata.isEmpty && excess(at: value, z: z, guarded: isGuarded(z: z)) >= 0
  }

  /// Whether the correction for skewness is needed.
  func isGuarded(z: Double) -> Bool {
    z > 2
      || strata.contains {
        GuardedScore.needsGuard($0.pair.group, z: z) || GuardedScore.needsGuard($0.pair.reference, z: z)
      }
  }

  /// How far the evidence against `value`, as too low, exceeds the critical `z`.
  private func excess(at value: Double, z: Double, guarded: Bool) -> Double {
    var (distance, variance, third) = (0.0, 0.0, 0.0)
    for stratum in strata {
      let (found, weight) = (stratum.pair.statistic(at: value), stratum.weight)
      distance += weight * found.score * found.deviation
      variance += weight * weight * found.variance
      third += weight * weight * weight * found.thirdMoment
    }
    guard variance > 0 else { return -z }
    let deviation = variance.squareRoot()
    let correction = guarded ? max(0, third / (6 * variance * deviation) * (z * z - 1)) : 0
    return distance / deviation - z - correction
  }

  /// Without the correction, or with it.
  func lower(z: Double, guarded: Bool) -> Double {
    let group = strata.reduce(0) { $0 + $1.weight * $1.pair.group.successes / $1.pair.group.trials }
    var reference = strata.reduce(0) { $0 + $1.weight * $1.pair.reference.successes / $1.pair.reference.trials }
    let floor = comparison == .ratio ? 0.0 : -1
    guard !strata.isEmpty, comparison == .difference || group > 0 else { return floor }
    if comparison == .difference {
      let total = strata.reduce(0) { $0 + $1.weight }
      return LimitSearch.lowerDifference(from: (group - reference) / total) { excess(at: $0, z: z, guarded: guarded) }
    }
    // Without a success in the reference the estimate is infinite, and the search starts from a finite one.
    if reference == 0 { reference = strata.reduce(0) { $0 + $1.weight * 0.5 / $1.pair.reference.trials } }
    return LimitSearch.lowerRatio(from: log(group / reference)) { excess(at: exp($0), z: z, guarded: guarded) }
  }
}
