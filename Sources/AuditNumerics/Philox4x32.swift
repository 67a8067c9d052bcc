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
    var words = counter
    var roundKey = key
    for _ in 0..<10 {
      let first = Self.multipliers[0].multipliedFullWidth(by: words[0])
      let second = Self.multipliers[1].multipliedFullWidth(by: words[2])
      words = [
        second.high ^ words[1] ^ roundKey[0], second.low,
        first.high ^ words[3] ^ roundKey[1], first.low,
      ]
      roundKey &+= Self.keyIncrement
    }
    return words
  }

  private static let multipliers: SIMD2<UInt32> = [0xD251_1F53, 0xCD9E_8D57]
  private static let keyIncrement: SIMD2<UInt32> = [0x9E37_79B9, 0xBB67_AE85]
}
