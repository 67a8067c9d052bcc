import AuditRecord
import CByteScan

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Numbers the identifiers of a table by their bytes.
///
/// Small whole numbers that lie close together index a table of their own; everything else is found by a keyed hash and
/// compared as a whole. The identifiers end with this object.
///
/// Unchecked: several threads may find identifiers at once; whoever adds one is alone with the table.
final class IDTable: @unchecked Sendable {
  /// What to do with an identifier.
  enum Use {
    /// It is known, or its code is −1.
    case find
    /// It gets the next code if it is new.
    case add
    /// It is new, or that is a fault.
    case addNew
  }

  /// An identifier: its bytes if there are up to 16, else their hash and where they stand in `longBytes`.
  private struct Slot {
    var first: UInt64
    var second: UInt64
    var length: Int32
    var code: Int32
  }

  /// How the identifier is called in words, such as `user`.
  private let part: String
  private let keys: (UInt64, UInt64)

  /// The codes of small numbers; −1 for none.
  private var direct: UnsafeMutablePointer<Int32>
  private var directCount = 1 << 10

  private var slots: UnsafeMutablePointer<Slot>
  private var bits = 8
  private var hashed = 0
  private var longBytes: [UInt8] = []

  /// Numbers that were too large for `direct` when they came.
  private var late: [(number: Int, code: Int32)] = []
  /// Whether there have been any.
  private var wasLate = false

  /// How many identifiers there are.
  private(set) var count = 0

  init(_ part: String) {
    self.part = part
    var generator = SystemRandomNumberGenerator()
    keys = (generator.next(), generator.next())
    direct = .allocate(capacity: directCount)
    direct.initialize(repeating: -1, count: directCount)
    slots = Self.emptySlots(bits)
  }

  deinit {
    direct.deallocate()
    slots.deallocate()
  }

  /// Writes the code of each of the first `count` rows.
  ///
  /// - Returns: The first row whose identifier is missing, or known although it should be new.
  func codes(
    of column: Column, count: Int, use: Use, into codes: UnsafeMutablePointer<Int32>
  ) -> (row: Int, fault: FieldFault)? {
    guard case .text(let text) = column else {
      if case .coded(let entries, let dictionary) = column, use != .addNew, dictionary.labels.count <= count {
        return self.codes(of: column, entries, dictionary, count: count, use: use, into: codes)
      }
      for row in 0..<count {
        guard let code = code(of: column, row, use) else {
          return (row, column.label(row) == "" ? missing : repeated(column, row))
        }
        codes[row] = code
      }
      return nil
    }
    if use != .addNew { findNumbers(text, count, codes) }
    let isKnown = use != .addNew
    var last = UnsafeRawBufferPointer(start: nil, count: 0)
    var lastCode: Int32 = -1
    for row in 0..<count where !isKnown || codes[row] < 0 {
      let raw = text.field(row)
      if isKnown, !raw.isEmpty, raw.count == last.count,
        memcmp(raw.baseAddress!, last.baseAddress!, raw.count) == 0
      {
        codes[row] = lastCode
        continue
      }
      guard let code = code(written: raw, use) else {
        return (row, raw.isEmpty || isEmpty(raw) ? missing : repeated(column, row))
      }
      codes[row] = code
      (last, lastCode) = (raw, code)
    }
    return nil
  }

  /// As above, each entry of a dictionary looked up once.
  private func codes(
    of column: Column, _ entries: [Int32], _ dictionary: LabelDictionary, count: Int, use: Use,
    into codes: UnsafeMutablePointer<Int32>
  ) -> (row: Int, fault: FieldFault)? {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: dictionary.labels.count) { known in
      known.initialize(repeating: .min)
      for row in 0..<count {
        guard entries[row] >= 0 else { return (row, missing) }
        let entry = Int(entries[row])
        if known[entry] == .min {
          guard let code = code(of: column, row, use) else { return (row, missing) }
          known[entry] = code
        }
        codes[row] = known[entry]
      }
      return nil
    }
  }

  /// Writes the code of each row whose identifier is a small number that is known, −1 for others.
  private func findNumbers(_ text: TextColumn, _ count: Int, _ codes: UnsafeMutablePointer<Int32>) {
    let (bytes, positions, bases) = (text.block.bytes, text.block.positions + text.field, text.bases)
    let (direct, directCount) = (direct, Int32(truncatingIfNeeded: min(directCount, Int(Int32.max))))
    // The same identifier often stands in many rows that follow each other.
    var (lastWord, lastLength, number): (UInt64, Int, Int32) = (0, -1, -1)
    for row in 0..<count {
      let base = Int(bases[row])
      let start = Int(positions[base] &+ 1)
      let length = Int(positions[base + 1]) &- start
      let word = byte_scan_load(bytes + start)
      let isLast = length == lastLength && (word ^ lastWord) &<< UInt64(truncatingIfNeeded: 64 &- 8 &* length) == 0
      if !isLast || length == 0 || length > 8 {
        number = Int32(truncatingIfNeeded: ShortNumber.canonical(bytes + start, length))
        (lastWord, lastLength) = (word, length)
      }
      codes[row] = number
    }
    // Apart from the digits, so that many places of a large table are on their way at once.
    for row in 0..<count {
      let number = codes[row]
      codes[row] = number >= 0 && number < directCount ? direct[Int(number)] : -1
    }
  }

  /// The code of an identifier that is not empty; it is added if it is new. Its bytes may get others behind them.
  func code(of content: inout [UInt8], _ use: Use = .add) -> Int32? {
    let count = content.count
    // The words are read whole.
    content.append(contentsOf: repeatElement(0, count: 16))
    return content.withUnsafeBytes { code(UnsafeRawBufferPointer(rebasing: $0[..<count]), use) }
  }

  /// Makes finding fast once all identifiers are known.
  func seal() {
    for (number, code) in late where number < limit {
      makeRoom(for: number)
      direct[number] = code
    }
    late = []
  }

  /// The numbers below it may have places in `direct`.
  private var limit: Int { 4 * count + 1 << 16 }

  private var missing: FieldFault {
    FieldFault(
      code: .missingIdentifier, message: "this row has no \(part)",
      hint: "fill it in; without it the row belongs to nobody")
  }

  private func repeated(_ column: Column, _ row: Int) -> FieldFault {
    RoundedNumber.isOne(column.content(row))
      ? RoundedNumber.fault(part, .repeatedIdentifier)
      : FieldFault(
        code: .repeatedIdentifier, message: "the \(part) of this row has appeared before",
        hint: "the table has one row for each \(part); which of them is right?")
  }

  private func isEmpty(_ raw: UnsafeRawBufferPointer) -> Bool { FieldText.plain(raw)?.isEmpty ?? false }

  /// The code; nothing for a missing identifier, or one that should be new and is not.
  private func code(written raw: UnsafeRawBufferPointer, _ use: Use) -> Int32? {
    if let plain = FieldText.plain(raw) { return plain.isEmpty ? nil : code(plain, use) }
    var content = FieldText.content(of: raw)
    return code(of: &content, use)
  }

  /// The code of a row's identifier; nothing for a missing one, or one that should be new and is not.
  func code(of column: Column, _ row: Int, _ use: Use) -> Int32? {
    if case .text(let text) = column { return code(written: text.field(row), use) }
    var content = column.content(row)
    return content.isEmpty ? nil : code(of: &content, use)
  }

  /// The code of an identifier that 16 readable bytes follow.
  private func code(_ content: UnsafeRawBufferPointer, _ use: Use) -> Int32? {
    let bytes = content.baseAddress!.assumingMemoryBound(to: UInt8.self)
    let number = ShortNumber.canonical(bytes, content.count)
    if number >= 0, number < directCount, direct[number] >= 0 { return use == .addNew ? nil : direct[number] }
    if number >= 0, number < limit, !wasLate { return use == .find ? -1 : addDirectly(number) }
    let key = key(bytes, content.count)
    let place = find(key, content)
    if slots[place].code >= 0 { return use == .addNew ? nil : slots[place].code }
    guard use != .find else { return -1 }

    if number >= 0, number < limit { return addDirectly(number) }
    let code = Int32(count)
    count += 1
    if number >= 0 {
      late.append((number, code))
      wasLate = true
    }
    var slot = key
    slot.code = code
    if content.count > 16 {
      slot.second = UInt64(longBytes.count)
      longBytes += content
    }
    slots[place] = slot
    hashed += 1
    if hashed * 2 > 1 << bits { grow() }
    return code
  }

  private func addDirectly(_ number: Int) -> Int32 {
    makeRoom(for: number)
    direct[number] = Int32(count)
    count += 1
    return Int32(count - 1)
  }

  private func makeRoom(for number: Int) {
    guard number >= directCount else { return }
    let room = max(number + 1, 2 * directCount)
    let new = UnsafeMutablePointer<Int32>.allocate(capacity: room)
    new.update(from: direct, count: directCount)
    (new + directCount).initialize(repeating: -1, count: room - directCount)
    direct.deallocate()
    direct = new
    directCount = room
  }

  /// The slot that holds the identifier, or the free one where it belongs.
  private func find(_ key: Slot, _ content: UnsafeRawBufferPointer) -> Int {
    let mask = (1 << bits) - 1
    var at = Int(truncatingIfNeeded: hash(key) &>> UInt64(64 - bits))
    while slots[at].code >= 0 {
      let slot = slots[at]
      if slot.first == key.first, slot.length == key.length {
        if content.count <= 16 {
          if slot.second == key.second { return at }
        } else if longBytes.withUnsafeBytes({
          memcmp($0.baseAddress! + Int(slot.second), content.baseAddress!, content.count) == 0
        }) {
          return at
        }
      }
      at = (at &+ 1) & mask
    }
    return at
  }

  private func grow() {
    let old = UnsafeBufferPointer(start: slots, count: 1 << bits)
    bits += 1
    slots = Self.emptySlots(bits)
    let mask = (1 << bits) - 1
    for slot in old where slot.code >= 0 {
      var at = Int(truncatingIfNeeded: hash(slot) &>> UInt64(64 - bits))
      while slots[at].code >= 0 { at = (at &+ 1) & mask }
      slots[at] = slot
    }
    old.deallocate()
  }

  private static func emptySlots(_ bits: Int) -> UnsafeMutablePointer<Slot> {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: 1 << bits)
    slots.initialize(repeating: Slot(first: 0, second: 0, length: 0, code: -1), count: 1 << bits)
    return slots
  }

  private func key(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> Slot {
    var key = Slot(first: 0, second: 0, length: Int32(length), code: -1)
    if length <= 8 {
      key.first = word(bytes, length)
    } else if length <= 16 {
      key.first = byte_scan_load(bytes)
      key.second = word(bytes + 8, length - 8)
    } else {
      var at = 0
      key.first = keys.0
      while at < length {
        key.first = fold(key.first ^ word(bytes + at, min(8, length - at)), keys.1)
        at += 8
      }
    }
    return key
  }

  /// Up to eight bytes, at least one, filled up with zeros.
  private func word(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
    let drop = UInt64(64 - 8 * length)
    return (byte_scan_load(bytes) &<< drop) &>> drop
  }

  /// Of a long identifier `second` is a place, which does not belong to the hash.
  private func hash(_ key: Slot) -> UInt64 {
    let second = key.length <= 16 ? key.second : 0
    return fold(key.first ^ keys.0, keys.1) ^ fold(second &+ UInt64(UInt32(bitPattern: key.length)), keys.0)
  }

  private func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right | 1)
    return product.high ^ product.low
  }
}
