/// The counter-based generator Philox4x32 with ten rounds [Salmon2011]: a keyed bijection of 128-bit counters.
///
/// It has no state: block number 10¹² costs as much as block number 0, so every replicate of a resampling can own a
/// stream, whichever thread computes it.
public struct Philox4x32: Sendable, Hashable {
  /// The two words of the key.
  public let key: SIMD2<UInt32>

  /// A generator for one key.
  public init(key: SIMD2<UInt32>) { self.key = key }

  /// The four random words that belong to `counter`.
  public func block(_ counter: SIMD4<UInt32>) -> SIMD4<UInt32> {
    // Scalars: several times as fast as vectors of four.
    var (a, b, c, d) = (counter[0], counter[1], counter[2], counter[3])
    var (first, second) = (key[0], key[1])
    for _ in 0..<10 {
      let low = (0xD251_1F53 as UInt64) &* UInt64(a)
      let high = (0xCD9E_8D57 as UInt64) &* UInt64(c)
      (a, b) = (UInt32(truncatingIfNeeded: high >> 32) ^ b ^ first, UInt32(truncatingIfNeeded: high))
      (c, d) = (UInt32(truncatingIfNeeded: low >> 32) ^ d ^ second, UInt32(truncatingIfNeeded: low))
      first &+= 0x9E37_79B9
      second &+= 0xBB67_AE85
    }
    return SIMD4(a, b, c, d)
  }
}
