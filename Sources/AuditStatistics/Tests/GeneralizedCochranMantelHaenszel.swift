import AuditNumerics

/// The test that several groups have one rate within every stratum [LandisHeymanKoch1978].
public enum GeneralizedCochranMantelHaenszel {
  /// Chi-squared, its degrees of freedom (groups − 1) and its p-value, for `strata` that each list the same groups in the
  /// same order.
  ///
  /// Strata with fewer than two trials or a single outcome carry no information; groups that appear in none of the others
  /// are left out of the degrees of freedom. Nil with fewer than two groups left, and when the groups fall apart into
  /// sets that never share a stratum. With one stratum this is Pearson's chi-squared times (N − 1)/N.
  public static func test(strata: [[Proportion]]) -> (statistic: Double, degreesOfFreedom: Int, p: Double)? {
    precondition(Set(strata.map(\.count)).count <= 1, "every stratum lists the same groups")
    let informative = strata.filter { stratum in
      let pooled = total(stratum)
      return pooled.trials >= 2 && pooled.successes > 0 && pooled.failures > 0
    }
    let present = (strata.first ?? []).indices.filter { group in informative.contains { $0[group].trials > 0 } }
    guard present.count >= 2 else { return nil }

    // The last group follows from the others.
    let free = present.dropLast()
    var deviations = Array(repeating: 0.0, count: free.count)
    var covariance = Matrix(rows: free.count, columns: free.count)
    for stratum in informative {
      let pooled = total(stratum)
      let scale =
        pooled.successes * pooled.failures / (pooled.trials * pooled.trials * (pooled.trials - 1))
      for (row, group) in free.enumerated() {
        deviations[row] += stratum[group].successes - stratum[group].trials * pooled.successes / pooled.trials
        covariance[row, row] += scale * stratum[group].trials * pooled.trials
        for (column, other) in free.enumerated() {
          covariance[row, column] -= scale * stratum[group].trials * stratum[other].trials
        }
      }
    }
    guard let solution = LinearSolver.solvePositiveDefinite(covariance, deviations) else { return nil }
    let statistic = max(0, zip(deviations, solution).reduce(0) { $0 + $1.0 * $1.1 })
    return (statistic, free.count, ChiSquared.upperTail(statistic, degreesOfFreedom: Double(free.count)))
  }

  private static func total(_ stratum: [Proportion]) -> Proportion {
    Proportion(
      successes: stratum.reduce(0) { $0 + $1.successes }, trials: stratum.reduce(0) { $0 + $1.trials })
  }
}
