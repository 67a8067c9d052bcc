import CPoisson

/// Random weights of the Poisson distribution with mean 1, addressed by a seed, a unit and a replicate.
///
/// Equal addresses give equal weights on every machine and in every order of use, so a unit weighs the same in a
/// replicate whichever block, thread or shard it is met in. The seed and the unit choose the key of a ``Philox4x32``; the
/// four words of block number i are the replicates 4i to 4i + 3, each by inversion of a 32-bit number: probabilities are
/// exact to 2⁻³², and the largest weight is 12.
public struct PoissonWeights: Sendable, Hashable {
  private let root: Philox4x32

  /// The largest weight.
  static let largest = 12

  /// Replicates that are drawn at once: their number is rounded up to a multiple of it.
  static let step = 4 * Int(POISSON_BLOCKS)

  /// The weights of one seed.
  public init(seed: UInt64) {
    root = Philox4x32(key: SIMD2(Self.low(seed), Self.high(seed)))
  }

  /// The weights of the replicates 0 ..< `replicates` of the unit with this identity, such as a keyed hash.
  public func weights(unit: UInt64, replicates: Int) -> [Double] {
    let room = (replicates + Self.step - 1) / Self.step * Self.step
    let drawn = [Float](unsafeUninitializedCapacity: room) { target, count in
      Self.fill(keys: [key(of: unit)], replicates: 0..<room, into: target)
      count = room
    }
    return drawn.prefix(replicates).map(Double.init)
  }

  /// The key that a unit's weights are drawn with.
  func key(of unit: UInt64) -> SIMD2<UInt32> {
    // The third word keeps these keys apart from those of streams under the same seed.
    let derived = root.block(SIMD4(Self.low(unit), Self.high(unit), 0x506F_6973, 0))
    return SIMD2(derived[0], derived[1])
  }

  /// Writes the weights of units [units × replicates].
  ///
  /// - Precondition: The range begins and ends at a multiple of ``step``.
  static func fill(
    keys: ArraySlice<SIMD2<UInt32>>, replicates: Range<Int>, with instructions: poisson_instructions = fastest,
    into weights: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(
      replicates.lowerBound.isMultiple(of: step) && replicates.count.isMultiple(of: step)
        && weights.count >= keys.count * replicates.count, "weights are drawn in whole steps")
    keys.withUnsafeBytes { keys in
      poisson_weights(
        instructions, keys.bindMemory(to: UInt32.self).baseAddress, keys.count / 8, UInt32(replicates.lowerBound / 4),
        UInt32(replicates.count / 4), thresholds, weights.baseAddress, replicates.count)
    }
  }

  private static let fastest = poisson_fastest()

  /// P(weight ≤ j) for j = 0…11, in units of 2⁻³².
  private static let thresholds: [UInt32] = {
    var (mass, cumulative) = (0.36787944117144233, 0.0)
    return (0..<largest).map { count in
      if count > 0 { mass /= Double(count) }
      cumulative += mass
      return UInt32((cumulative * 0x1p32).rounded())
    }
  }()

  private static func low(_ value: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: value) }
  private static func high(_ value: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: value >> 32) }
}
