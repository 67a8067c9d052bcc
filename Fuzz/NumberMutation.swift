/// Records of which numbers were exchanged for the ends of what a double can be, and for what lies next to the ends of whole
/// numbers.
struct NumberMutation {
  /// Numbers that trap, or become none, where somebody forgot them.
  private static let extremes: [[UInt8]] = [
    "0", "-0", "1", "-1", "0.5", "1.5", "2", "3", "1e-16", "0.9999999999999999", "1.0000000000000002", "5e-324",
    "-5e-324",
    "1e-307", "1e307", "-1e307", "1.7976931348623157e308", "-1.7976931348623157e308", "9007199254740991",
    "9007199254740992", "9007199254740993", "9223372036854774784", "9223372036854775807", "-9223372036854775808",
    "1e19",
    "-1e19", "2147483648", "4294967296", "1000000000000000", "100001", "1e99",
  ].map { Array($0.utf8) }

  /// The numbers of each record, as places in its text, with the name of the member that holds them.
  private let numbers: [[(range: Range<Int>, name: [UInt8])]]
  private let seeds: [[UInt8]]

  init(_ seeds: [[UInt8]]) {
    self.seeds = seeds
    numbers = seeds.map(NumberMutation.numbers)
  }

  private static func numbers(in text: [UInt8]) -> [(range: Range<Int>, name: [UInt8])] {
    var found: [(range: Range<Int>, name: [UInt8])] = []
    var name: [UInt8] = []
    var at = 0
    while at < text.count {
      if text[at] == UInt8(ascii: "\"") {
        let start = at + 1
        at = start
        while at < text.count, text[at] != UInt8(ascii: "\"") { at += text[at] == UInt8(ascii: "\\") ? 2 : 1 }
        if at + 1 < text.count, text[at + 1] == UInt8(ascii: ":") { name = Array(text[start..<at]) }
        at += 1
      } else if text[at] == UInt8(ascii: "-") || (0x30...0x39).contains(text[at]) {
        let start = at
        while at < text.count, (0x30...0x39).contains(text[at]) || "-+.eE".utf8.contains(text[at]) { at += 1 }
        found.append((start..<at, name))
      } else {
        at += 1
      }
    }
    return found
  }

  /// One number, a few, or all of one name become extreme ones; now and then the record says that other rules judged it, so
  /// that nobody recomputes it.
  func mutated(_ number: UInt64) -> [UInt8] {
    var choices = Choices(seed: number)
    let seed = choices.below(seeds.count)
    var (text, own) = (seeds[seed], numbers[seed])
    // Names first, so that members that stand once are met as often as those of long lists.
    let names = Array(Set(own.map(\.name))).sorted { $0.lexicographicallyPrecedes($1) }
    let name = choices.element(names)
    own = own.filter { $0.name == name }
    let isEach = choices.below(4) == 0
    if !isEach { own = (0...choices.below(3)).map { _ in choices.element(own) } }
    var places: Set<Int> = []
    own = own.filter { places.insert($0.range.lowerBound).inserted }.sorted {
      $0.range.lowerBound > $1.range.lowerBound
    }
    var value = choices.element(Self.extremes)
    for place in own {
      text.replaceSubrange(place.range, with: value)
      if !isEach || choices.below(3) == 0 { value = choices.element(Self.extremes) }
    }
    if choices.below(3) == 0 {
      Self.replace("\"rules\":\"evenhand-rules/2\"", "\"rules\":\"evenhand-rules/9\"", in: &text)
    }
    return text
  }

  private static func replace(_ old: String, _ new: String, in text: inout [UInt8]) {
    guard let found = text.firstRange(of: Array(old.utf8)) else { return }
    text.replaceSubrange(found, with: new.utf8)
  }
}
