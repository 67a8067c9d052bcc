import AuditStatistics

/// The exact one-sided error of score limits, summed over all outcomes of two binomials.
enum GuardEnumeration {
  static func printTable() {
    print(
      """
      ## The guard

      One-sided error of a limit of the ratio, as a multiple of its nominal level 1 − Φ(z): the largest over true rates of
      the reference 0.02, 0.05, 0.1, 0.2, 0.5, 0.8, 0.95, 0.98 and true ratios 0.5, 0.8, 1, 1.25, 2, both sides of the
      interval, by exact enumeration. Above 1 a limit errs more often than it says.

      | n of the group, of the reference | z | Koopman | guarded |
      |---|---|---|---|
      """)
    for (first, second) in [(10, 10), (30, 30), (100, 100), (30, 300), (30, 3000)] {
      for z in [1.96, 2.8497, 3.5438] {
        let level = Normal.upperTail(z)
        let errors = worstErrors(first, second, z: z)
        print(
          "| \(first), \(second) | \(z.fixed(2)) | \((errors.koopman / level).fixed(2))",
          "| \((errors.guarded / level).fixed(2)) |")
      }
    }
  }

  private static func worstErrors(_ first: Int, _ second: Int, z: Double) -> (koopman: Double, guarded: Double) {
    let settings = [0.02, 0.05, 0.1, 0.2, 0.5, 0.8, 0.95, 0.98].flatMap { rate in
      [0.5, 0.8, 1, 1.25, 2].compactMap { ratio in
        rate * ratio < 1 ? (ratio: ratio, group: masses(first, rate * ratio), reference: masses(second, rate)) : nil
      }
    }
    let confidence = 1 - 2 * Normal.upperTail(z)
    // Error by setting and side.
    var koopman = Array(repeating: 0.0, count: 2 * settings.count)
    var guarded = koopman
    for x in 0...first {
      for y in 0...second {
        let weights = settings.map { $0.group[x] * $0.reference[y] }
        guard weights.contains(where: { $0 > 1e-12 }) else { continue }
        let group = Proportion(successes: Double(x), trials: Double(first))
        let reference = Proportion(successes: Double(y), trials: Double(second))
        let plain = Koopman.interval(group: group, reference: reference, confidence: confidence)!
        let careful = GuardedScore.ratio(group: group, reference: reference, z: z)
        for (index, setting) in settings.enumerated() {
          if plain.lower > setting.ratio { koopman[2 * index] += weights[index] }
          if plain.upper < setting.ratio { koopman[2 * index + 1] += weights[index] }
          if careful.lower > setting.ratio { guarded[2 * index] += weights[index] }
          if careful.upper < setting.ratio { guarded[2 * index + 1] += weights[index] }
        }
      }
    }
    return (koopman.max()!, guarded.max()!)
  }

  /// The binomial probabilities of 0…trials successes.
  private static func masses(_ trials: Int, _ rate: Double) -> [Double] {
    let mode = min(trials, Int(Double(trials + 1) * rate))
    var values = Array(repeating: 0.0, count: trials + 1)
    values[mode] = 1
    for k in mode..<trials { values[k + 1] = values[k] * Double(trials - k) / Double(k + 1) * rate / (1 - rate) }
    for k in stride(from: mode, to: 0, by: -1) {
      values[k - 1] = values[k] * Double(k) / Double(trials - k + 1) * (1 - rate) / rate
    }
    let total = values.reduce(0, +)
    return values.map { $0 / total }
  }
}
