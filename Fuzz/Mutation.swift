/// A stream of choices from a seed, the same on every machine.
struct Choices {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// A number below `bound`, which is not 0.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  mutating func element<Element>(_ list: [Element]) -> Element { list[below(list.count)] }
}

/// Inputs that nobody meant: a seed with a few changes of the kinds that break parsers.
struct Mutation {
  /// Words that mean something to one of the readers.
  private static let words: [[UInt8]] = [
    "1e308", "-1e308", "1.7976931348623157e308", "5e-324", "1e-16", "-0", "9223372036854775807", "18446744073709551616",
    "0x1p3", "NaN", "inf", "null", "true", "[]", "{}", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\u{FEFF}", "\r\n", "\0",
    "\"", "\"\"",
    ",", ";", "\t", "*", "\\", "..", "- ", ": ", "&a", "*a", "!!str ", "<<: ", "|", "\u{202E}", "e\u{301}",
    "99999999999999999999", "1",
    "0", "-1", "1e99", "valid-after=\"20260101Z\"", "cert-authority ", "ssh-ed25519 ", "2026-12-31", "0001-01-01",
    "9999-12-31",
  ].map { Array($0.utf8) }

  static func mutated(_ seeds: [[UInt8]], number: UInt64) -> [UInt8] {
    var choices = Choices(seed: number)
    var bytes = choices.element(seeds)
    for _ in 0...choices.below(6) { change(&bytes, seeds, &choices) }
    return bytes
  }

  /// A seed some bytes of which have changed where they stand, since others say where things stand; now and then one with changes of
  /// all kinds.
  static func inPlace(_ seeds: [[UInt8]], number: UInt64) -> [UInt8] {
    guard !number.isMultiple(of: 8) else { return mutated(seeds, number: number) }
    var choices = Choices(seed: number)
    var bytes = choices.element(seeds)
    for _ in 0...choices.below(4) {
      // Half of the changes are within the footer.
      let from = choices.below(2) == 0 ? 0 : bytes.count * 2 / 3
      let at = from + choices.below(bytes.count - from)
      switch choices.below(4) {
      case 0: bytes[at] ^= 1 << UInt8(choices.below(8))
      case 1: bytes[at] = UInt8(choices.below(256))
      case 2: bytes[at] = choices.element([0, 1, 0x7F, 0x80, 0xFE, 0xFF])
      default: for next in at..<min(bytes.count, at + 4) { bytes[next] = 0xFF }
      }
    }
    return bytes
  }

  private static func change(_ bytes: inout [UInt8], _ seeds: [[UInt8]], _ choices: inout Choices) {
    guard !bytes.isEmpty else {
      bytes = choices.element(words)
      return
    }
    let at = choices.below(bytes.count)
    let length = min(bytes.count - at, 1 + choices.below(choices.below(3) == 0 ? 400 : 12))
    switch choices.below(10) {
    case 0: bytes[at] ^= 1 << UInt8(choices.below(8))
    case 1: bytes[at] = UInt8(choices.below(256))
    case 2: bytes.removeSubrange(at..<(at + length))
    case 3: bytes.insert(contentsOf: bytes[at..<(at + length)], at: choices.below(bytes.count))
    case 4: bytes.insert(contentsOf: choices.element(words), at: at)
    case 5: bytes.removeSubrange(at...)
    case 6:
      // A number becomes another.
      let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
      guard let start = bytes[at...].firstIndex(where: isDigit) else { return }
      let end = bytes[start...].firstIndex { !isDigit($0) && !".eE+-".utf8.contains($0) } ?? bytes.endIndex
      bytes.replaceSubrange(start..<end, with: choices.element(words))
    case 7:
      // A line moves, or stands twice.
      let start = bytes[..<at].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
      let end = bytes[at...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.endIndex
      let line = bytes[start..<end]
      if choices.below(2) == 0 { bytes.removeSubrange(start..<end) }
      bytes.insert(contentsOf: line, at: bytes.isEmpty ? 0 : choices.below(bytes.count))
    case 8:
      // The tail of another seed.
      let other = choices.element(seeds)
      guard !other.isEmpty else { return }
      bytes.replaceSubrange(at..., with: other[choices.below(other.count)...])
    default:
      bytes.insert(contentsOf: repeatElement(bytes[at], count: 1 + choices.below(3000)), at: at)
    }
    if bytes.count > 1 << 20 { bytes.removeSubrange((1 << 20)...) }
  }
}
