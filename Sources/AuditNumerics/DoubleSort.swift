/// Sorts many numbers by the digits of their bits, which takes time in proportion to how many they are.
public enum DoubleSort {
  /// The bits of a digit.
  private static let bits = 11
  /// Below so many numbers, comparing them is faster.
  private static let fewest = 1 << 12

  /// The numbers in rising order; −0 before 0.
  ///
  /// - Precondition: None of them is not a number.
  public static func sort(_ numbers: inout [Double]) {
    guard numbers.count >= fewest else {
      numbers.sort()
      return
    }
    let count = numbers.count
    let digits = (64 + bits - 1) / bits
    let size = 1 << bits
    var histogram = [Int](repeating: 0, count: digits * size)
    numbers.withUnsafeMutableBytes { raw in
      let keys = raw.bindMemory(to: UInt64.self)
      histogram.withUnsafeMutableBufferPointer { histogram in
        for index in 0..<count {
          let key = rising(keys[index])
          keys[index] = key
          for digit in 0..<digits {
            histogram[digit &* size &+ Int(truncatingIfNeeded: (key &>> UInt64(digit &* bits)) & UInt64(size &- 1))] &+=
              1
          }
        }
      }
      let room = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: count)
      defer { room.deallocate() }
      var (from, to) = (keys.baseAddress!, room.baseAddress!)
      histogram.withUnsafeMutableBufferPointer { histogram in
        for digit in 0..<digits {
          let places = histogram.baseAddress! + digit &* size
          // A digit that is the same in all numbers puts nothing in another order.
          if (0..<size).contains(where: { places[$0] == count }) { continue }
          var next = 0
          for place in 0..<size { (places[place], next) = (next, next &+ places[place]) }
          let shift = UInt64(digit &* bits)
          for index in 0..<count {
            let key = from[index]
            let place = Int(truncatingIfNeeded: (key &>> shift) & UInt64(size &- 1))
            to[places[place]] = key
            places[place] &+= 1
          }
          swap(&from, &to)
        }
      }
      for index in 0..<count { keys[index] = plain(from[index]) }
    }
  }

  /// Bits whose order as whole numbers is that of the numbers.
  @inline(__always)
  private static func rising(_ bits: UInt64) -> UInt64 {
    bits ^ (UInt64(bitPattern: Int64(bitPattern: bits) &>> 63) | 1 << 63)
  }

  @inline(__always)
  private static func plain(_ key: UInt64) -> UInt64 {
    key ^ (UInt64(bitPattern: Int64(bitPattern: ~key) &>> 63) | 1 << 63)
  }
}
