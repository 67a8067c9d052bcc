/// Sums of weights, of their squares and of their fourth powers by finest group and cell, for those that occur.
///
/// They are exact, so that they do not depend on who has read which rows: each is kept in digits of 32 bits, each digit in a word
/// that has room for many additions.
struct WeightSums: ~Copyable {
  /// Digits of a sum, and the power of 2 of its lowest.
  private static let powers = [(digits: 5, lowest: -96), (7, -128), (11, -192)]
  /// Words of a slot: all digits, and how often was added since the last carrying.
  private static let width = 24
  private static let cells = DecisionCell.allCases.count

  /// The slot of each finest group's cell, from 1; 0 for none.
  private var places: [Int32] = []
  private var words: [Int64] = []
  /// The least and the largest weight.
  private(set) var least = Double.infinity
  private(set) var most = 0.0

  /// Adds the weight of a row that was judged.
  mutating func add(_ weight: Double, group: Int, cell: Int) {
    let place = group * Self.cells + cell
    if place >= places.count { places += repeatElement(0, count: max(64, 2 * (place + 1)) - places.count) }
    if places[place] == 0 {
      words += repeatElement(0, count: Self.width)
      places[place] = Int32(words.count / Self.width)
    }
    least = min(least, weight)
    most = max(most, weight)
    let square = weight * weight
    let start = (Int(places[place]) - 1) * Self.width
    words.withUnsafeMutableBufferPointer { words in
      let slot = words.baseAddress! + start
      Self.add(weight, to: slot, lowest: -96)
      Self.add(square, to: slot + 5, lowest: -128)
      Self.add(square * square, to: slot + 12, lowest: -192)
      slot[23] &+= 1
      if slot[23] == 1 << 28 { Self.carry(slot) }
    }
  }

  @inline(__always)
  private static func add(_ number: Double, to digits: UnsafeMutablePointer<Int64>, lowest: Int) {
    let bits = number.bitPattern
    let exponent = Int(bits >> 52) - 1023 - 52 - lowest
    let mantissa = bits & (1 << 52 - 1) | 1 << 52
    let (digit, shift) = (exponent >> 5, UInt64(exponent & 31))
    let (low, high) = ((mantissa & 0xffff_ffff) << shift, (mantissa >> 32) << shift)
    digits[digit] &+= Int64(low & 0xffff_ffff)
    digits[digit + 1] &+= Int64(low >> 32 &+ high & 0xffff_ffff)
    digits[digit + 2] &+= Int64(high >> 32)
  }

  private static func carry(_ slot: UnsafeMutablePointer<Int64>) {
    var start = 0
    for (digits, _) in powers {
      for digit in start..<(start + digits - 1) {
        slot[digit + 1] &+= slot[digit] >> 32
        slot[digit] &= 0xffff_ffff
      }
      start += digits
    }
    slot[width - 1] = 0
  }

  /// What has been added so far.
  func part() -> Part {
    var part = Part(places: places, words: words, least: least, most: most)
    part.carry()
    return part
  }

  /// Sums that can be added to others and read.
  struct Part: Sendable {
    fileprivate var places: [Int32] = []
    fileprivate var words: [Int64] = []
    fileprivate(set) var least = Double.infinity
    fileprivate(set) var most = 0.0

    fileprivate mutating func carry() {
      words.withUnsafeMutableBufferPointer { words in
        guard let first = words.baseAddress else { return }
        for slot in stride(from: 0, to: words.count, by: WeightSums.width) { WeightSums.carry(first + slot) }
      }
    }

    /// The same by other numbers of the finest groups, several of which may become one [groups].
    func regrouped(by mapping: [Int32], groups: Int) -> Part {
      var result = Part(
        places: [Int32](repeating: 0, count: groups * WeightSums.cells), least: least, most: most)
      result.add(self, by: mapping)
      return result
    }

    /// Adds sums by their numbers of the finest groups.
    mutating func add(_ other: Part, by mapping: [Int32]) {
      least = min(least, other.least)
      most = max(most, other.most)
      for (place, slot) in other.places.enumerated() where slot > 0 {
        let group = Int(mapping[place / WeightSums.cells])
        let own = group * WeightSums.cells + place % WeightSums.cells
        if own >= places.count { places += repeatElement(0, count: own + 1 - places.count) }
        if places[own] == 0 {
          words += repeatElement(0, count: WeightSums.width)
          places[own] = Int32(words.count / WeightSums.width)
        }
        let (to, from) = ((Int(places[own]) - 1) * WeightSums.width, (Int(slot) - 1) * WeightSums.width)
        for word in 0..<WeightSums.width { words[to + word] &+= other.words[from + word] }
      }
      carry()
    }

    /// The sums of weights, squares and fourth powers [finest groups × cells].
    func sums(groups: Int) -> (weights: [Double], squares: [Double], fourths: [Double]) {
      var found = [[Double]](repeating: [Double](repeating: 0, count: groups * WeightSums.cells), count: 3)
      for (place, slot) in places.enumerated() where slot > 0 {
        var start = (Int(slot) - 1) * WeightSums.width
        for (number, (digits, lowest)) in WeightSums.powers.enumerated() {
          // From the highest digit on, so that rounding takes the last.
          found[number][place] = (0..<digits).reversed().reduce(0) {
            $0 + Double(words[start + $1]) * Double(sign: .plus, exponent: lowest + 32 * $1, significand: 1)
          }
          start += digits
        }
      }
      return (found[0], found[1], found[2])
    }
  }
}
