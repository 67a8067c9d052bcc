/// A reproducible stream of random numbers, addressed by a seed, a stream and a replicate.
///
/// Equal addresses give equal numbers on every machine and in every order of use. The seed and the stream choose the key
/// of a ``Philox4x32`` (the stream is first encrypted under the seed); the replicate and the position are its counter.
public struct CounterStream: RandomNumberGenerator, Sendable {
  private let generator: Philox4x32
  private let replicate: UInt64
  private var position: UInt64 = 0
  private var spare: UInt64?

  /// The stream at one address, at its beginning.
  public init(seed: UInt64, stream: UInt64, replicate: UInt64) {
    let root = Philox4x32(key: SIMD2(Self.low(seed), Self.high(seed)))
    let derived = root.block(SIMD4(Self.low(stream), Self.high(stream), 0, 0))
    self.generator = Philox4x32(key: SIMD2(derived[0], derived[1]))
    self.replicate = replicate
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    if let ready = spare {
      spare = nil
      return ready
    }
    let words = generator.block(
      SIMD4(Self.low(position), Self.high(position), Self.low(replicate), Self.high(replicate)))
    position += 1
    spare = UInt64(words[2]) | UInt64(words[3]) << 32
    return UInt64(words[0]) | UInt64(words[1]) << 32
  }

  /// The next number of the uniform distribution on the open interval (0, 1); neither end is ever returned.
  public mutating func uniform() -> Double {
    (Double(next() >> 12) + 0.5) * 0x1p-52
  }

  private static func low(_ value: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: value) }
  private static func high(_ value: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: value >> 32) }
}
