/// Numbers the combinations of codes of several axes as they come.
///
/// A table with a place for every combination serves while it is small; beyond that, hashes find the combination and
/// the codes themselves confirm it.
final class TupleTable {
  private let axes: Int
  private let limit: Int
  private let capacity: Int
  /// How many combinations there are.
  private(set) var count = 0
  private var codes: [Int32] = []

  private var shifts: [UInt64]
  private var bits: [Int]
  private var slots: UnsafeMutablePointer<Int32>
  private var slotBits: Int
  private var isDense = true
  private let keys: UnsafeMutablePointer<UInt64>

  /// The most bits of a table with a place for every combination.
  private static let denseBits = 14

  /// - Parameters:
  ///   - axes: The number of codes in a combination; may be 0.
  ///   - limit: The most combinations.
  ///   - capacity: The most rows in a call.
  init(axes: Int, limit: Int, capacity: Int) {
    self.axes = axes
    self.limit = limit
    self.capacity = capacity
    bits = Array(repeating: 1, count: axes)
    shifts = []
    slotBits = 0
    slots = .allocate(capacity: 1)
    keys = .allocate(capacity: capacity)
    rebuild()
  }

  deinit {
    slots.deallocate()
    keys.deallocate()
  }

  /// The combinations in the order in which they came.
  var tuples: [[Int32]] { (0..<count).map { Array(codes[$0 * axes..<($0 + 1) * axes]) } }

  /// Writes the number of each row's combination.
  ///
  /// - Parameters:
  ///   - rowCodes: The codes, axis by axis, `capacity` apart; −1 for unknown.
  ///   - rows: The number of rows.
  ///   - labels: For each axis the number of its labels, all codes being below it.
  /// - Returns: The row of the first combination beyond the limit; nothing if all fit.
  func number(
    _ rowCodes: UnsafePointer<Int32>, rows: Int, labels: [Int], into numbers: UnsafeMutablePointer<Int32>
  ) -> Int? {
    let needed = labels.map { Int.bitWidth - ($0).leadingZeroBitCount }
    if zip(needed, bits).contains(where: { $0 > $1 }) {
      bits = zip(needed, bits).map { max($0, $1) }
      if isDense { rebuild() }
    }
    return isDense ? numberDensely(rowCodes, rows, numbers) : numberByHash(rowCodes, rows, numbers)
  }

  private func numberDensely(
    _ rowCodes: UnsafePointer<Int32>, _ rows: Int, _ numbers: UnsafeMutablePointer<Int32>
  ) -> Int? {
    let (keys, slots) = (keys, slots)
    keys.update(repeating: 0, count: rows)
    for axis in 0..<axes {
      let column = rowCodes + axis * capacity
      let shift = shifts[axis]
      for row in 0..<rows { keys[row] |= UInt64(truncatingIfNeeded: column[row] &+ 1) &<< shift }
    }
    for row in 0..<rows {
      let key = Int(truncatingIfNeeded: keys[row])
      var number = slots[key]
      if number < 0 {
        guard count < limit else { return row }
        number = append(rowCodes + row)
        slots[key] = number
      }
      numbers[row] = number
    }
    return nil
  }

  private func numberByHash(
    _ rowCodes: UnsafePointer<Int32>, _ rows: Int, _ numbers: UnsafeMutablePointer<Int32>
  ) -> Int? {
    let keys = keys
    keys.update(repeating: 0, count: rows)
    for axis in 0..<axes {
      let column = rowCodes + axis * capacity
      for row in 0..<rows { keys[row] = Self.mix(keys[row], column[row]) }
    }
    for row in 0..<rows {
      var at = Int(truncatingIfNeeded: keys[row] &>> UInt64(64 - slotBits))
      while slots[at] >= 0, !matches(slots[at], rowCodes + row) { at = (at + 1) & ((1 << slotBits) - 1) }
      if slots[at] >= 0 {
        numbers[row] = slots[at]
        continue
      }
      guard count < limit else { return row }
      let number = append(rowCodes + row)
      numbers[row] = number
      slots[at] = number
      if count * 2 > 1 << slotBits { rebuild() }
    }
    return nil
  }

  private func append(_ tuple: UnsafePointer<Int32>) -> Int32 {
    for axis in 0..<axes { codes.append(tuple[axis * capacity]) }
    count += 1
    return Int32(count - 1)
  }

  private func matches(_ number: Int32, _ tuple: UnsafePointer<Int32>) -> Bool {
    let start = Int(number) * axes
    return codes.withUnsafeBufferPointer { codes in
      for axis in 0..<axes where codes[start + axis] != tuple[axis * capacity] { return false }
      return true
    }
  }

  /// Lays out the slots for the present bits and number of combinations.
  private func rebuild() {
    isDense = bits.reduce(0, +) <= Self.denseBits
    shifts = bits.indices.map { UInt64(bits[..<$0].reduce(0, +)) }
    slotBits = isDense ? bits.reduce(0, +) : max(Self.denseBits, Int.bitWidth - (4 * count).leadingZeroBitCount)
    slots.deallocate()
    slots = .allocate(capacity: 1 << slotBits)
    slots.initialize(repeating: -1, count: 1 << slotBits)
    for number in 0..<count {
      let tuple = codes[number * axes..<(number + 1) * axes]
      if isDense {
        slots[zip(tuple, shifts).reduce(0) { $0 | Int($1.0 + 1) << Int($1.1) }] = Int32(number)
      } else {
        var at = Int(truncatingIfNeeded: tuple.reduce(0, Self.mix) &>> UInt64(64 - slotBits))
        while slots[at] >= 0 { at = (at + 1) & ((1 << slotBits) - 1) }
        slots[at] = Int32(number)
      }
    }
  }

  @inline(__always)
  private static func mix(_ key: UInt64, _ code: Int32) -> UInt64 {
    let mixed = (key ^ UInt64(truncatingIfNeeded: code &+ 1)) &* 0x9E37_79B9_7F4A_7C15
    return mixed ^ (mixed &>> 29)
  }
}
