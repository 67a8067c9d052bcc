import CByteScan
import Dispatch
import Synchronization

/// Numbers people, or other clusters, and finds repeated ones without keeping who they are: a keyed hash of 96 bits each, its key
/// drawn anew for every run.
///
/// Unchecked: one worker adds subjects, and nobody does any more when the tables of several workers are compared.
final class SubjectTable: @unchecked Sendable {
  private struct Slot {
    var place: UInt64
    var check: UInt32
    /// From 1; 0 for an empty slot.
    var number: UInt32 = 0
  }

  private var slots: UnsafeMutablePointer<Slot>
  private var bits = 12
  /// How many there are; they are numbered from 0.
  private(set) var count = 0
  /// Whether a name looks like a number that a spreadsheet has rounded, so that several may have become one.
  private(set) var holdsRounded = false
  /// What the column is called in faults.
  private let part: String
  private let mend: String
  private let keys = SubjectTable.keys

  /// The same in all tables of a run, so that they can be compared.
  private static let keys: (UInt64, UInt64, UInt64, UInt64) = {
    var generator = SystemRandomNumberGenerator()
    return (generator.next(), generator.next(), generator.next(), generator.next())
  }()

  /// - Parameter mend: What to do about a row without one; nothing where none is needed.
  init(_ part: String = "subject", mend: String? = nil) {
    self.part = part
    self.mend = mend ?? "leave out \(part): if rows need none"
    slots = Self.emptySlots(bits)
  }

  deinit { slots.deallocate() }

  /// Adds the subject of each of the first `count` rows.
  ///
  /// - Parameter numbers: Where the number of each row's subject is written, if any may repeat.
  /// - Returns: The first row whose subject is missing, or was added before although none may repeat, with the fault; also where a
  ///   repeated one looks like a rounded number.
  func add(
    _ column: Column, count rows: Int, into numbers: UnsafeMutablePointer<UInt32>? = nil
  ) -> (row: Int, fault: FieldFault)? {
    let group = 32
    return withUnsafeTemporaryAllocation(of: Slot.self, capacity: group) { hashes in
      var start = 0
      while start < rows {
        let end = min(start + group, rows)
        while (count + group) * 4 > 3 << bits { grow() }
        for row in start..<end {
          guard let hash = hash(column, row) else {
            // The rows before this one come first.
            return insert(hashes, start, row, numbers, column).map { found($0, in: column) } ?? (row, missing)
          }
          hashes[row - start] = hash
          byte_scan_prefetch(slots + Int(truncatingIfNeeded: hash.place &>> UInt64(64 - bits)))
        }
        if let repeated = insert(hashes, start, end, numbers, column) { return found(repeated, in: column) }
        start = end
      }
      return nil
    }
  }

  /// The fault of a repeated subject, with its cause where the subject shows one.
  private func found(_ found: (row: Int, fault: FieldFault), in column: Column) -> (row: Int, fault: FieldFault) {
    RoundedNumber.isOne(column.content(found.row)) ? (found.row, RoundedNumber.fault(part, .repeatedSubject)) : found
  }

  /// Whether any subject is in two of the tables.
  static func overlap(_ tables: [SubjectTable]) -> Bool {
    let isFound = Atomic(false)
    DispatchQueue.concurrentPerform(iterations: tables.count) { number in
      for other in tables[..<number] where !isFound.load(ordering: .relaxed) && tables[number].shares(with: other) {
        isFound.store(true, ordering: .relaxed)
      }
    }
    return isFound.load(ordering: .relaxed)
  }

  /// Tables lie in the order of their hashes, so that both are read from front to back.
  private func shares(with other: SubjectTable) -> Bool {
    UnsafeBufferPointer(start: slots, count: 1 << bits).contains { $0.number != 0 && other.number(of: $0) != nil }
  }

  /// Whether somebody of this name was added.
  func holds(_ name: [UInt8]) -> Bool { !name.isEmpty && number(of: hash(name)) != nil }

  /// The number of the subject of a row, if it was added; nothing of anybody else. Several threads may ask at once.
  func find(_ column: Column, _ row: Int) -> UInt32? {
    if case .text(let text) = column, let plain = FieldText.plain(text.field(row)) {
      return plain.isEmpty ? nil : number(of: hash(content: plain))
    }
    let content = column.content(row)
    return content.isEmpty ? nil : number(of: hash(content))
  }

  /// The number of a subject, from 0.
  private func number(of hash: Slot) -> UInt32? {
    var at = Int(truncatingIfNeeded: hash.place &>> UInt64(64 - bits))
    while slots[at].number != 0 {
      if slots[at].place == hash.place, slots[at].check == hash.check { return slots[at].number - 1 }
      at = (at &+ 1) & ((1 << bits) - 1)
    }
    return nil
  }

  /// Takes the subjects of other tables in: their numbers become those of this one [tables][their numbers].
  ///
  /// Tables lie in the order of their hashes, so that both are gone through from front to back.
  func join(_ others: [SubjectTable]) -> [[UInt32]] {
    others.map { other in
      while (count + other.count) * 4 > 3 << bits { grow() }
      var numbers = [UInt32](repeating: 0, count: other.count)
      let mask = (1 << bits) - 1
      for slot in UnsafeBufferPointer(start: other.slots, count: 1 << other.bits) where slot.number != 0 {
        var at = Int(truncatingIfNeeded: slot.place &>> UInt64(64 - bits))
        while slots[at].number != 0, slots[at].place != slot.place || slots[at].check != slot.check {
          at = (at &+ 1) & mask
        }
        if slots[at].number == 0 {
          count += 1
          slots[at] = Slot(place: slot.place, check: slot.check, number: UInt32(count))
        }
        numbers[Int(slot.number) - 1] = slots[at].number - 1
      }
      return numbers
    }
  }

  private var missing: FieldFault {
    FieldFault(code: .missingSubject, message: "this row has no \(part)", hint: mend)
  }

  private static let repeated = FieldFault(
    code: .repeatedSubject, message: "the subject of this row has appeared before",
    hint:
      "beside `count`, and within a `cluster`, a subject stands in one row; leave `count` out, or name the cluster alone, and do not drop rows"
  )

  private func insert(
    _ hashes: UnsafeMutableBufferPointer<Slot>, _ start: Int, _ end: Int, _ numbers: UnsafeMutablePointer<UInt32>?,
    _ column: Column
  ) -> (row: Int, fault: FieldFault)? {
    let slots = slots
    let mask = (1 << bits) - 1
    for row in start..<end {
      let hash = hashes[row - start]
      var at = Int(truncatingIfNeeded: hash.place &>> UInt64(64 - bits))
      while slots[at].number != 0, slots[at].place != hash.place || slots[at].check != hash.check {
        at = (at &+ 1) & mask
      }
      if slots[at].number == 0 {
        count += 1
        slots[at] = Slot(place: hash.place, check: hash.check, number: UInt32(truncatingIfNeeded: count))
      } else if numbers == nil || holdsRounded && RoundedNumber.isOne(column.content(row)) {
        return (row, Self.repeated)
      }
      numbers?[row] = slots[at].number &- 1
    }
    return nil
  }

  private func grow() {
    let old = UnsafeBufferPointer(start: slots, count: 1 << bits)
    bits += 1
    slots = Self.emptySlots(bits)
    let mask = (1 << bits) - 1
    for slot in old where slot.number != 0 {
      var at = Int(truncatingIfNeeded: slot.place &>> UInt64(64 - bits))
      while slots[at].number != 0 { at = (at &+ 1) & mask }
      slots[at] = slot
    }
    old.deallocate()
  }

  private static func emptySlots(_ bits: Int) -> UnsafeMutablePointer<Slot> {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: 1 << bits)
    slots.initialize(repeating: Slot(place: 0, check: 0), count: 1 << bits)
    return slots
  }

  /// The hash of a subject; nothing for a missing one.
  private func hash(_ column: Column, _ row: Int) -> Slot? {
    if case .text(let text) = column, let plain = FieldText.plain(text.field(row)) {
      // A power of ten stands within the last characters.
      if plain.count > 3, !holdsRounded, plain.suffix(5).contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) {
        holdsRounded = RoundedNumber.isOne(plain)
      }
      return plain.isEmpty ? nil : hash(content: plain)
    }
    let content = column.content(row)
    return content.isEmpty ? nil : hash(content)
  }

  private func hash(_ content: [UInt8]) -> Slot {
    // The words are read whole, so that bytes have to follow the copy.
    (content + [UInt8](repeating: 0, count: 8)).withUnsafeBytes {
      hash(content: UnsafeRawBufferPointer(rebasing: $0[..<content.count]))
    }
  }

  /// Two independent folds of 64 × 64 to 128 bits over the words. Eight bytes after the content are readable.
  private func hash(content: UnsafeRawBufferPointer) -> Slot {
    let bytes = content.baseAddress!.assumingMemoryBound(to: UInt8.self)
    var place = keys.0 ^ UInt64(content.count)
    var check = keys.1 &+ UInt64(content.count)
    var at = 0
    while at < content.count {
      let drop = UInt64(max(0, 8 - (content.count - at)) * 8)
      let word = (byte_scan_load(bytes + at) &<< drop) &>> drop
      place = Self.fold(place ^ word, keys.2)
      check = Self.fold(check &+ (word ^ keys.0), keys.3 ^ word)
      at += 8
    }
    return Slot(
      place: Self.fold(place, keys.1), check: UInt32(truncatingIfNeeded: Self.fold(check, keys.2 ^ keys.0) &>> 16))
  }

  @inline(__always)
  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right | 1)
    return product.high ^ product.low
  }
}
