/// The most extreme of the ``GuardedScore`` limits of many pairs.
///
/// A limit is solved for only when one evaluation of the score shows that it would replace the best so far, which leaves
/// a few root searches for any number of pairs.
struct ExtremeLimit {
  let comparison: PairComparison
  let proportions: [Proportion]
  let pairs: [GroupPair]

  func smallestLower(z: Double) -> Double { lower(z: z, smallest: true) }
  func largestLower(z: Double) -> Double { lower(z: z, smallest: false) }
  func smallestUpper(z: Double) -> Double { comparison.exchanged(lower(exchanged: true, z: z, smallest: false)) }
  func largestUpper(z: Double) -> Double { comparison.exchanged(lower(exchanged: true, z: z, smallest: true)) }

  private func lower(exchanged: Bool = false, z: Double, smallest: Bool) -> Double {
    let floor = comparison == .ratio ? 0.0 : -1
    var best: Double?
    for pair in pairs {
      let group = proportions[exchanged ? pair.reference : pair.group]
      let reference = proportions[exchanged ? pair.group : pair.reference]
      // At the floor of all values there is no score to evaluate.
      if let best, best > floor {
        let isLower = !GuardedScore.excludes(best, comparison, group: group, reference: reference, z: z)
        if isLower != smallest { continue }
      } else if best != nil, smallest {
        break
      }
      let limit = GuardedScore.lower(comparison, group: group, reference: reference, z: z)
      best = best.map { smallest ? min($0, limit) : max($0, limit) } ?? limit
    }
    guard let best else { preconditionFailure("limits of no pairs") }
    return best
  }
}
