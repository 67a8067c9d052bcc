import CByteScan
import Testing

/// What any instruction set finds, byte by byte.
private struct Reference: Equatable {
  var positions: [UInt32] = [.max]
  var rowEnds: [UInt32] = [0]
  var isBeyondASCII = false
  var hasEmbeddedNewline = false
  var endsQuoted = false

  init() {}

  init(_ text: [UInt8], delimiter: UInt8) {
    for (at, byte) in text.enumerated() {
      if byte == UInt8(ascii: "\"") { endsQuoted.toggle() }
      if byte >= 0x80 { isBeyondASCII = true }
      if endsQuoted, byte == UInt8(ascii: "\n") { hasEmbeddedNewline = true }
      guard !endsQuoted, byte == delimiter || byte == UInt8(ascii: "\n") else { continue }
      if byte == UInt8(ascii: "\n") { rowEnds.append(UInt32(positions.count)) }
      positions.append(UInt32(at))
    }
  }
}

@Suite("Separators by every instruction set") struct ByteScanTests {
  private func scan(_ text: [UInt8], set: UInt32) -> (found: Reference, isSuspicious: Bool) {
    // What follows the text must not matter.
    let bytes = text + (0..<Int(BYTE_SCAN_PADDING)).map { ",\n\"\0é".utf8.map { $0 }[$0 % 6] }
    var positions = [UInt32](repeating: 7, count: text.count + 65)
    var rowEnds = [UInt32](repeating: 7, count: text.count + 3)
    let summary = byte_scan_with(set, bytes, UInt32(text.count), UInt8(ascii: ","), &positions, &rowEnds)
    var found = Reference()
    found.positions = Array(positions[0...Int(summary.separators)])
    found.rowEnds = Array(rowEnds[0...Int(summary.rows)])
    found.isBeyondASCII = summary.beyond_ascii
    found.hasEmbeddedNewline = summary.embedded_newline
    found.endsQuoted = summary.ends_quoted
    return (found, summary.suspicious)
  }

  @Test func agreesWithTheBytes() {
    var generator = SplitMix(state: 20)
    // Few quotes and many, few separators and nothing else.
    let alphabets = ["abcdefgh,\n", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,\n\"", ",", "\n", ",\n", "a\"\"\"\"\n,é"]
    for alphabet in alphabets.map({ Array($0.utf8) }) {
      for length in [0, 1, 2, 15, 16, 17, 63, 64, 65, 127, 128, 129, 1_000, 4_096] {
        let text = (0..<length).map { _ in alphabet[Int(generator.next() % UInt64(alphabet.count))] }
        let wanted = Reference(text, delimiter: UInt8(ascii: ","))
        for set in 0..<byte_scan_sets() {
          var found = scan(text, set: set).found
          // A byte beyond the end may only lead to a closer look.
          if found.isBeyondASCII, length % 64 != 0 { found.isBeyondASCII = wanted.isBeyondASCII }
          #expect(found == wanted, "set \(set), \(length) bytes of \(alphabet)")
        }
      }
    }
  }

  @Test(
    "what needs a closer look",
    arguments: [
      ("a,b\r\nc,d\r\n", false), ("a,\"b\"\r\n", false), ("a,\"b\"\"c\"\n", false), ("a\rb,c\n", true),
      ("a,b\0\n", true), ("a,b\"c\n", true), ("a,\"b\"c\n", true), ("a,\"b\r\n", false),
    ]) func suspicion(text: String, isSuspicious: Bool)
  {
    // At every place within a stretch of 64 bytes.
    for shift in 0...64 {
      let padded = Array(String(repeating: "x\n", count: shift / 2).utf8) + (shift % 2 == 1 ? [0x0A] : []) + text.utf8
      for set in 0..<byte_scan_sets() {
        #expect(scan(padded, set: set).isSuspicious == isSuspicious, "set \(set), shift \(shift)")
      }
    }
  }

  @Test func oddQuotes() {
    var generator = SplitMix(state: 21)
    for length in [0, 1, 63, 64, 65, 500] {
      let text = (0..<length).map { _ in generator.next() % 3 == 0 ? UInt8(ascii: "\"") : UInt8(ascii: "a") }
      #expect(byte_scan_odd_quotes(text, UInt32(length)) == (text.count { $0 == UInt8(ascii: "\"") } % 2 == 1))
    }
  }
}
