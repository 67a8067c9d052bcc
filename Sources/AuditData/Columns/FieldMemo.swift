import CByteScan

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Remembers the code of every field by its bytes as written.
///
/// A label has few written forms (bare, quoted, before a line end), so that quotes and line ends cost nothing once
/// each form has been seen. Fields of up to 16 bytes are their own key, since no field holds a NUL and none is all ones;
/// longer ones are hashed and compared.
final class FieldMemo {
  /// A code that stands for: never seen.
  static let unseen = Int32(truncatingIfNeeded: BYTE_SCAN_UNSEEN)

  /// A field of more than 16 bytes, which stand in `longBytes`.
  private struct LongEntry {
    var hash: UInt64
    var start: Int
    var length: Int
    var code: Int32
  }

  /// Fields of up to 8 bytes, and those of 9 to 16.
  private var shorts: UnsafeMutablePointer<byte_scan_short>
  private var longs: UnsafeMutablePointer<byte_scan_long>
  /// A quarter of the slots is taken at most, so that few fields collide.
  private var bits = 8
  private var count = 0
  private var longEntries: [LongEntry] = []
  private var longBytes: [UInt8] = []
  /// Indices of long fields by their hash, at most half of them taken; −1 is free.
  private var longSlots: [Int32] = Array(repeating: -1, count: 64)

  /// The codes of the entries of the dictionary that was last seen, one place further: the first is that of nothing.
  private var entries: [Int32] = []
  private var dictionary: LabelDictionary?

  /// How many fields are remembered; what comes after that is looked up each time.
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
    (shorts, longs) = Self.emptySlots(bits)
  }

  deinit {
    shorts.deallocate()
    longs.deallocate()
  }

  /// The codes of numbers, by their bits.
  private var numberCodes: [UInt64: Int32] = [:]

  /// Writes the code of each of `rows`; stops at the first that was never seen.
  ///
  /// - Returns: The row of the first unseen field, or the end of `rows`.
  func codes(of column: Column, rows: Range<Int>, into codes: UnsafeMutablePointer<Int32>) -> Int {
    switch column {
    case .text(let text): return self.codes(of: text, rows: rows, into: codes)
    case .coded(let numbers, let dictionary):
      know(dictionary)
      return numbers.withUnsafeBufferPointer { numbers in
        look(up: rows, into: codes) { Int(max(numbers[$0], -1)) &+ 1 }
      }
    case .truth(let truth):
      know(.truth)
      return look(up: rows, into: codes) { truth[$0] ? 2 : 1 }
    case .numbers(let numbers):
      for row in rows {
        guard let code = numberCodes[Self.key(numbers[row])] else { return row }
        codes[row] = code
      }
      return rows.upperBound
    }
  }

  /// Forgets the entries of another dictionary.
  private func know(_ dictionary: LabelDictionary) {
    guard self.dictionary !== dictionary else { return }
    self.dictionary = dictionary
    entries = Array(repeating: Self.unseen, count: dictionary.labels.count + 1)
  }

  @inline(__always)
  private func look(up rows: Range<Int>, into codes: UnsafeMutablePointer<Int32>, _ entry: (Int) -> Int) -> Int {
    // Variables of a class are slower in loops.
    entries.withUnsafeBufferPointer { entries in
      let count = UInt(entries.count)
      for row in rows {
        let entry = entry(row)
        precondition(UInt(bitPattern: entry) < count, "a code is one of the dictionary")
        let code = entries[entry]
        guard code != Self.unseen else { return row }
        codes[row] = code
      }
      return rows.upperBound
    }
  }

  private func codes(of text: TextColumn, rows: Range<Int>, into codes: UnsafeMutablePointer<Int32>) -> Int {
    let (block, bases) = (text.block, text.bases)
    let positions = block.positions + text.field
    let end = UInt32(rows.upperBound)
    var row = UInt32(rows.lowerBound)
    while true {
      row = byte_scan_codes(block.bytes, positions, bases, row, end, shorts, longs, UInt32(bits), codes)
      guard row < end else { break }
      let base = Int(bases[Int(row)])
      let start = Int(positions[base] &+ 1)
      let length = Int(positions[base + 1]) - start
      guard length > 16 else { return Int(row) }
      let code = longCode(UnsafeRawBufferPointer(start: block.bytes + start, count: length))
      guard code != Self.unseen else { return Int(row) }
      codes[Int(row)] = code
      row += 1
    }
    return rows.upperBound
  }

  /// Remembers the code of a row that ``codes(of:rows:into:)`` has stopped at, unless too many are remembered already.
  func remember(_ column: Column, _ row: Int, _ code: Int32) {
    switch column {
    case .text(let text): remember(text.field(row), code)
    case .coded(let numbers, _): entries[Int(max(numbers[row], -1)) + 1] = code
    case .truth(let truth): entries[truth[row] ? 2 : 1] = code
    case .numbers(let numbers):
      if numberCodes.count < limit { numberCodes[Self.key(numbers[row])] = code }
    }
  }

  /// Whatever is not a number is nothing.
  private static func key(_ number: Double) -> UInt64 { number.isNaN ? .max : number.bitPattern }

  private func remember(_ field: UnsafeRawBufferPointer, _ code: Int32) {
    guard count + longEntries.count < limit else { return }
    guard field.count <= 16 else {
      rememberLong(field, code)
      return
    }
    if count * 4 >= 1 << bits { grow() }
    var key: (UInt64, UInt64) = (0, 0)
    withUnsafeMutableBytes(of: &key) { $0.copyMemory(from: field) }
    insert(UInt64(littleEndian: key.0), UInt64(littleEndian: key.1), Int64(code), isShort: field.count <= 8)
    count += 1
  }

  private func longCode(_ field: UnsafeRawBufferPointer) -> Int32 {
    let hash = Self.hash(field)
    let mask = longSlots.count - 1
    var at = Int(truncatingIfNeeded: hash) & mask
    while longSlots[at] >= 0 {
      let entry = longEntries[Int(longSlots[at])]
      if entry.hash == hash, entry.length == field.count,
        longBytes.withUnsafeBytes({ memcmp($0.baseAddress! + entry.start, field.baseAddress!, entry.length) == 0 })
      {
        return entry.code
      }
      at = (at + 1) & mask
    }
    return Self.unseen
  }

  private func rememberLong(_ field: UnsafeRawBufferPointer, _ code: Int32) {
    longEntries.append(
      LongEntry(hash: Self.hash(field), start: longBytes.count, length: field.count, code: code))
    longBytes += field
    if longEntries.count * 2 > longSlots.count {
      longSlots = Array(repeating: -1, count: 2 * longSlots.count)
      for index in longEntries.indices { insertLong(index) }
    } else {
      insertLong(longEntries.count - 1)
    }
  }

  private func insertLong(_ index: Int) {
    let mask = longSlots.count - 1
    var at = Int(truncatingIfNeeded: longEntries[index].hash) & mask
    while longSlots[at] >= 0 { at = (at + 1) & mask }
    longSlots[at] = Int32(index)
  }

  private func grow() {
    let old = (
      UnsafeBufferPointer(start: shorts, count: 1 << bits), UnsafeBufferPointer(start: longs, count: 1 << bits)
    )
    bits += 1
    (shorts, longs) = Self.emptySlots(bits)
    for slot in old.0 where slot.code != BYTE_SCAN_UNSEEN { insert(slot.key, 0, slot.code, isShort: true) }
    for slot in old.1 where slot.code != BYTE_SCAN_UNSEEN { insert(slot.first, slot.second, slot.code, isShort: false) }
    old.0.deallocate()
    old.1.deallocate()
  }

  private func insert(_ first: UInt64, _ second: UInt64, _ code: Int64, isShort: Bool) {
    let mask = (1 << bits) - 1
    var at = Int(byte_scan_place(first, second, UInt32(bits)))
    if isShort {
      while shorts[at].code != BYTE_SCAN_UNSEEN { at = (at + 1) & mask }
      shorts[at] = byte_scan_short(key: first, code: code)
    } else {
      while longs[at].code != BYTE_SCAN_UNSEEN { at = (at + 1) & mask }
      longs[at] = byte_scan_long(first: first, second: second, code: code)
    }
  }

  private static func emptySlots(
    _ bits: Int
  ) -> (UnsafeMutablePointer<byte_scan_short>, UnsafeMutablePointer<byte_scan_long>) {
    let shorts = UnsafeMutablePointer<byte_scan_short>.allocate(capacity: 1 << bits)
    shorts.initialize(repeating: byte_scan_short(key: .max, code: BYTE_SCAN_UNSEEN), count: 1 << bits)
    let longs = UnsafeMutablePointer<byte_scan_long>.allocate(capacity: 1 << bits)
    longs.initialize(repeating: byte_scan_long(first: .max, second: .max, code: BYTE_SCAN_UNSEEN), count: 1 << bits)
    return (shorts, longs)
  }

  @inline(__always)
  private static func hash(_ first: UInt64, _ second: UInt64) -> UInt64 {
    let mixed = (first ^ (first &>> 32) ^ (second &* 0xC2B2_AE3D_27D4_EB4F)) &* 0x9E37_79B9_7F4A_7C15
    return mixed ^ (mixed &<< 29)
  }

  private static func hash(_ field: UnsafeRawBufferPointer) -> UInt64 {
    var mixed = UInt64(field.count)
    var at = 0
    while at < field.count {
      // Fields are followed by readable bytes; what lies beyond this one is dropped.
      let drop = UInt64(max(0, 8 - (field.count - at)) * 8)
      let word = byte_scan_load(field.baseAddress!.assumingMemoryBound(to: UInt8.self) + at)
      mixed = hash((word &<< drop) &>> drop, mixed)
      mixed ^= mixed &>> 31
      at += 8
    }
    return mixed
  }
}
