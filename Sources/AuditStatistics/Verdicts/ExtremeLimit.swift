/// The most extreme of the ``GuardedScore`` limits of many pairs.
///
/// A limit is solved for only when one evaluation of the score shows that it would replace the best so far, which leaves
/// a few root searches for any number of pairs.
struct ExtremeLimit {
  typealias Pair = (group: Proportion, reference: Proportion)

  let comparison: PairComparison
  let pairs: [Pair]

  func smallestLower(z: Double) -> Double { lower(of: pairs, z: z, smallest: true) }
  func largestLower(z: Double) -> Double { lower(of: pairs, z: z, smallest: false) }
  func smallestUpper(z: Double) -> Double { comparison.exchanged(lower(of: exchangedPairs, z: z, smallest: false)) }
  func largestUpper(z: Double) -> Double { comparison.exchanged(lower(of: exchangedPairs, z: z, smallest: true)) }

  private var exchangedPairs: [Pair] { pairs.map { ($0.reference, $0.group) } }

  private func lower(of pairs: [Pair], z: Double, smallest: Bool) -> Double {
    let floor = comparison == .ratio ? 0.0 : -1
    var best: Double?
    for pair in pairs {
      // At the floor of all values there is no score to evaluate.
      if let best, best > floor {
        let isLower = !GuardedScore.excludes(best, comparison, group: pair.group, reference: pair.reference, z: z)
        if isLower != smallest { continue }
      } else if best != nil, smallest {
        break
      }
      let limit = GuardedScore.lower(comparison, group: pair.group, reference: pair.reference, z: z)
      best = best.map { smallest ? min($0, limit) : max($0, limit) } ?? limit
    }
    guard let best else { preconditionFailure("limits of no pairs") }
    return best
  }
}
