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

    // The covariance is a diagonal less one product of vectors a stratum, so one of two systems is to be solved: as many
    // equations as groups, or as strata.
    let statistic =
      present.count <= max(directly, informative.count)
      ? direct(informative, present) : byStrata(informative, present)
    return statistic.map {
      ($0, present.count - 1, ChiSquared.upperTail($0, degreesOfFreedom: Double(present.count - 1)))
    }
  }

  /// Up to so many groups there is nothing to gain.
  private static let directly = 64

  private static func scale(_ pooled: Proportion) -> Double {
    pooled.successes * pooled.failures / (pooled.trials * pooled.trials * (pooled.trials - 1))
  }

  /// By the covariance matrix of the groups.
  static func direct(_ strata: [[Proportion]], _ present: [Int]) -> Double? {
    // The last group follows from the others.
    let free = present.dropLast()
    var deviations = Array(repeating: 0.0, count: free.count)
    var covariance = Matrix(rows: free.count, columns: free.count)
    for stratum in strata {
      let pooled = total(stratum)
      let scale = scale(pooled)
      for (row, group) in free.enumerated() {
        deviations[row] += stratum[group].successes - stratum[group].trials * pooled.successes / pooled.trials
        covariance[row, row] += scale * stratum[group].trials * pooled.trials
        for (column, other) in free.enumerated() {
          covariance[row, column] -= scale * stratum[group].trials * stratum[other].trials
        }
      }
    }
    return LinearSolver.solvePositiveDefinite(covariance, deviations).map { solution in
      max(0, zip(deviations, solution).reduce(0) { $0 + $1.0 * $1.1 })
    }
  }

  /// By the matrix of the strata: (D − U Uᵀ)⁻¹ = D⁻¹ + D⁻¹U (I − UᵀD⁻¹U)⁻¹ UᵀD⁻¹, with D the diagonal `[groups]` and
  /// U `[groups × strata]`.
  static func byStrata(_ strata: [[Proportion]], _ present: [Int]) -> Double? {
    guard areConnected(strata, present) else { return nil }
    let pooled = strata.map(total)
    let scales = pooled.map(scale)
    let diagonal = { (group: Int) in
      strata.indices.reduce(0) { $0 + scales[$1] * strata[$1][group].trials * pooled[$1].trials }
    }
    // The group that follows from the others is the largest: what is left is then furthest from singular.
    let weights = present.map(diagonal)
    guard let largest = weights.indices.max(by: { weights[$0] < weights[$1] }) else { return nil }
    var sum = 0.0
    var projected = Array(repeating: 0.0, count: strata.count)
    var matrix = Matrix(rows: strata.count, columns: strata.count)
    for stratum in strata.indices { matrix[stratum, stratum] = 1 }
    for (place, group) in present.enumerated() where place != largest {
      var deviation = 0.0
      for (stratum, pooled) in zip(strata, pooled) {
        deviation += stratum[group].successes - stratum[group].trials * pooled.successes / pooled.trials
      }
      let loads = strata.indices.map { scales[$0].squareRoot() * strata[$0][group].trials }
      sum += deviation * deviation / weights[place]
      for (row, load) in loads.enumerated() where load > 0 {
        projected[row] += load * deviation / weights[place]
        for (column, other) in loads.enumerated() { matrix[row, column] -= load * other / weights[place] }
      }
    }
    return LinearSolver.solvePositiveDefinite(matrix, projected).map { solution in
      max(0, sum + zip(projected, solution).reduce(0) { $0 + $1.0 * $1.1 })
    }
  }

  /// Whether any two groups are joined by strata that they share with others.
  private static func areConnected(_ strata: [[Proportion]], _ present: [Int]) -> Bool {
    var reached: Set<Int> = []
    var isVisited = strata.map { _ in false }
    var next = present.first.map { [$0] } ?? []
    while let group = next.popLast() {
      guard reached.insert(group).inserted else { continue }
      for (index, stratum) in strata.enumerated() where !isVisited[index] && stratum[group].trials > 0 {
        isVisited[index] = true
        next += present.filter { stratum[$0].trials > 0 }
      }
    }
    return reached.count == present.count
  }

  private static func total(_ stratum: [Proportion]) -> Proportion {
    Proportion(
      successes: stratum.reduce(0) { $0 + $1.successes }, trials: stratum.reduce(0) { $0 + $1.trials })
  }
}
