/// Random weights of the Poisson distribution with mean 1, addressed by a seed, a unit and a replicate.
///
/// Equal addresses give equal weights on every machine and in every order of use, so a unit weighs the same in a
/// replicate whichever block, thread or shard it is met in. The seed and the unit choose the key of a ``Philox4x32``; the
/// four words of block number i are the replicates 4i to 4i + 3, each by inversion of a 32-bit number: probabilities are
/// exact to 2⁻³², and the largest weight is 12.
public struct PoissonWeights: Sendable, Hashable {
  private let root: Philox4x32

  /// The weights of one seed.
  public init(seed: UInt64) {
    root = Philox4x32(key: SIMD2(Self.low(seed), Self.high(seed)))
  }

  /// The weights of the replicates 0 ..< `replicates` of the unit with this identity, such as a keyed hash.
  public func weights(unit: UInt64, replicates: Int) -> [Double] {
    var result = Array(repeating: 0.0, count: replicates)
    fill(unit: unit, replicates: replicates, from: 0, into: &result)
    return result
  }

  /// Writes the weights of one unit to `target` from `start` on.
  func fill(unit: UInt64, replicates: Int, from start: Int, into target: inout [Double]) {
    // The third word keeps these keys apart from those of streams under the same seed.
    let derived = root.block(SIMD4(Self.low(unit), Self.high(unit), 0x506F_6973, 0))
    let generator = Philox4x32(key: SIMD2(derived[0], derived[1]))
    let thresholds = Self.thresholds
    for first in stride(from: 0, to: replicates, by: 4) {
      let number = UInt64(first / 4)
      let words = generator.block(SIMD4(Self.low(number), Self.high(number), 0, 0))
      // The number of thresholds at or below each word.
      var counts = SIMD4<UInt32>.zero
      for threshold in thresholds {
        let reached = words .>= threshold
        if !any(reached) { break }
        counts.replace(with: counts &+ 1, where: reached)
      }
      for offset in 0..<min(4, replicates - first) { target[start + first + offset] = Double(counts[offset]) }
    }
  }

  /// P(weight ≤ j) for j = 0…11, in units of 2⁻³².
  private static let thresholds: [UInt32] = {
    var (mass, cumulative) = (0.36787944117144233, 0.0)
    return (0..<12).map { count in
      if count > 0 { mass /= Double(count) }
      cumulative += mass
      return UInt32((cumulative * 0x1p32).rounded())
    }
  }()

  private static func low(_ value: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: value) }
  private static func high(_ value: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: value >> 32) }
}
