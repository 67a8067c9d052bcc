import AuditRecord
import Testing

@Suite struct CanonicalNumberTests {
  /// RFC 8785, appendix B.
  static let appendixB: [(UInt64, String)] = [
    (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
    (0x8000_0000_0000_0001, "-5e-324"), (0x7FEF_FFFF_FFFF_FFFF, "1.7976931348623157e+308"),
    (0xFFEF_FFFF_FFFF_FFFF, "-1.7976931348623157e+308"), (0x4340_0000_0000_0000, "9007199254740992"),
    (0xC340_0000_0000_0000, "-9007199254740992"), (0x4430_0000_0000_0000, "295147905179352830000"),
    (0x44B5_2D02_C7E1_4AF5, "9.999999999999997e+22"), (0x44B5_2D02_C7E1_4AF6, "1e+23"),
    (0x44B5_2D02_C7E1_4AF7, "1.0000000000000001e+23"), (0x444B_1AE4_D6E2_EF4E, "999999999999999700000"),
    (0x444B_1AE4_D6E2_EF4F, "999999999999999900000"), (0x444B_1AE4_D6E2_EF50, "1e+21"),
    (0x3EB0_C6F7_A0B5_ED8C, "9.999999999999997e-7"), (0x3EB0_C6F7_A0B5_ED8D, "0.000001"),
    (0x41B3_DE43_5555_5553, "333333333.3333332"), (0x41B3_DE43_5555_5554, "333333333.33333325"),
    (0x41B3_DE43_5555_5555, "333333333.3333333"), (0x41B3_DE43_5555_5556, "333333333.3333334"),
    (0x41B3_DE43_5555_5557, "333333333.33333343"), (0xBECB_F647_612F_3696, "-0.0000033333333333333333"),
    (0x4314_3FF3_C1CB_0959, "1424953923781206.2"),
  ]

  @Test(arguments: appendixB)
  func theTableOfTheStandardIsReproduced(bits: UInt64, text: String) {
    #expect(CanonicalNumber.text(Double(bitPattern: bits)) == text)
  }

  /// The test file of the reference implementation (cyberphone/json-canonicalization) names the digests of its first
  /// 1,000 and 10,000 lines; a single wrong digit would change them.
  @Test(arguments: [
    (1_000, 37_967, "be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a5878687"),
    (10_000, 399_022, "b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892"),
  ])
  func theReferenceFileIsReproduced(lines: Int, bytes: Int, digest: String) {
    var sequence = ReferenceDoubles()
    var text = ""
    for _ in 0..<lines {
      let value = sequence.next()
      text += String(value.bitPattern, radix: 16) + "," + CanonicalNumber.text(value) + "\n"
    }
    #expect(text.utf8.count == bytes)
    #expect(Digest(of: text.utf8).hex == digest)
  }

  @Test func everyNumberReadsBackAsItself() {
    var sequence = ReferenceDoubles()
    for _ in 0..<20_000 {
      let value = sequence.next()
      #expect(Double(CanonicalNumber.text(value)) == value)
    }
  }
}

/// The doubles of the reference file: edge cases, 2,000 numbers from the smallest normal one on, then the little-endian
/// words of a chain of SHA-256 digests that are finite and not zero.
struct ReferenceDoubles {
  private var index = 0
  private var block = [UInt8](repeating: 0, count: 32)
  private var words: [UInt64] = []

  mutating func next() -> Double {
    defer { index += 1 }
    if index < Self.edges.count { return Double(bitPattern: Self.edges[index]) }
    if index < Self.edges.count + 2_000 {
      return Double(bitPattern: 0x0010_0000_0000_0000 + UInt64(index - Self.edges.count))
    }
    while true {
      if words.isEmpty {
        block = Self.bytes(Digest(of: block).hex)
        words = stride(from: 0, to: 32, by: 8).map { start in
          block[start..<start + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
      }
      let value = Double(bitPattern: words.removeFirst())
      if value.isFinite, value != 0 { return value }
    }
  }

  private static func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }

  /// Thirds of powers of ten, both signs; neighbours of powers of ten and of one; the limits of the format.
  private static let edges: [UInt64] =
    numbers("0 8000000000000000 1 8000000000000001") + thirds.map { $0 | 1 << 63 } + thirds + numbers(rest)

  private static func numbers(_ text: String) -> [UInt64] {
    text.split { $0.isWhitespace }.compactMap { UInt64($0, radix: 16) }
  }

  private static let thirds = numbers(
    """
    446696695dbd1cc3 443211ede4974a35 43fce97ca0f21056 43c7213080c1a6ac 439280f39a348556 435d9b1f5d20d557
    4327af4c4a80aaac 42f2f2a36ecd5556 42be51057e155558 428840d131aaaaac 4253670dc1555557 421f0b4935555557
    41e8d5d42aaaaaac 41b3de4355555556 417fca0555555556 41496e6aaaaaaaab 4114585555555555 40e046aaaaaaaaab
    40aa0aaaaaaaaaaa 4074d55555555555 4040aaaaaaaaaaab 400aaaaaaaaaaaab 3fd5555555555555 3fa1111111111111
    3f6b4e81b4e81b4f 3f35d867c3ece2a5 3f0179ec9cbd821e 3ecbf647612f3696 3e965e9f80f29212 3e61e54c672874db
    3e2ca213d840baf8 3df6e80fe033c8c6 3dc2533fe68fd3d2 3d8d51ffd74c861c 3d5774ccac3d3817 3d22c3d6f030f9ac
    3cee0624b3818f79 3cb804ea293472c7 3c833721ba905bd3 3c4ebe9c5db3c61e 3c18987d17c304e5 3be3ad30dfcf371d
    3baf7b816618582f 3b792f9ab81379bf 3b442615600f9499 3b101e77800c76e1 3ad9ca58cce0be35 3aa4a1e0a3e6fe90
    3a708180831f320d 3a3a68cd9e985016
    """)

  private static let rest = """
    4024000000000000 4014000000000000 3fe0000000000000 3fa999999999999a 3f747ae147ae147b 3f40624dd2f1a9fc
    3f0a36e2eb1c432d 3ed4f8b588e368f1 3ea0c6f7a0b5ed8d 3e6ad7f29abcaf48 3e35798ee2308c3a 3ed539223589fa95
    3ed4ff26cd5a7781 3ed4f95a762283ff 3ed4f8c60703520c 3ed4f8b72f19cd0d 3ed4f8b5b31c0c8d 3ed4f8b58d1c461a
    3ed4f8b5894f7f0e 3ed4f8b588ee37f3 3ed4f8b588e47da4 3ed4f8b588e3849c 3ed4f8b588e36bb5 3ed4f8b588e36937
    3ed4f8b588e368f8 3ed4f8b588e368f1 3ff0000000000000 bff0000000000000 bfeffffffffffffa bfeffffffffffffb
    3feffffffffffffa 3feffffffffffffb 3feffffffffffffc 3feffffffffffffe bfefffffffffffff bfefffffffffffff
    3fefffffffffffff 3fefffffffffffff 3fd3333333333332 3fd3333333333333 3fd3333333333334 0010000000000000
    000ffffffffffffd 000fffffffffffff 7fefffffffffffff ffefffffffffffff 4340000000000000 c340000000000000
    4430000000000000 44b52d02c7e14af5 44b52d02c7e14af6 44b52d02c7e14af7 444b1ae4d6e2ef4e 444b1ae4d6e2ef4f
    444b1ae4d6e2ef50 3eb0c6f7a0b5ed8c 3eb0c6f7a0b5ed8d 41b3de4355555553 41b3de4355555554 41b3de4355555555
    41b3de4355555556 41b3de4355555557 becbf647612f3696 43143ff3c1cb0959
    """
}
