import CByteScan
import Dispatch
import Synchronization

/// Finds repeated subjects without keeping who they are: a keyed hash of 128 bits each, its key drawn anew for every run.
///
/// Unchecked: one worker adds subjects, and nobody does any more when the tables of several workers are compared.
final class SubjectTable: @unchecked Sendable {
  private struct Slot {
    var place: UInt64
    var check: UInt64
  }

  private var slots: UnsafeMutablePointer<Slot>
  private var bits = 12
  private var count = 0
  private let keys = SubjectTable.keys

  /// The same in all tables of a run, so that they can be compared.
  private static let keys: (UInt64, UInt64, UInt64, UInt64) = {
    var generator = SystemRandomNumberGenerator()
    return (generator.next(), generator.next(), generator.next(), generator.next())
  }()

  init() { slots = Self.emptySlots(bits) }

  deinit { slots.deallocate() }

  /// Adds the subject of each of the first `count` rows.
  ///
  /// - Returns: The first row whose subject is missing or was added before, with the fault; nothing if all are new.
  func add(_ column: Column, count rows: Int) -> (row: Int, fault: FieldFault)? {
    let group = 32
    return withUnsafeTemporaryAllocation(of: Slot.self, capacity: group) { hashes in
      var start = 0
      while start < rows {
        let end = min(start + group, rows)
        while (count + group) * 4 > 3 << bits { grow() }
        for row in start..<end {
          guard let hash = hash(column, row) else {
            // The rows before this one come first.
            return insert(hashes, start, row).map { Self.found($0, in: column) } ?? (row, Self.missing)
          }
          hashes[row - start] = hash
          byte_scan_prefetch(slots + Int(truncatingIfNeeded: hash.place &>> UInt64(64 - bits)))
        }
        if let repeated = insert(hashes, start, end) { return Self.found(repeated, in: column) }
        start = end
      }
      return nil
    }
  }

  /// The fault of a repeated subject, with its cause where the subject shows one.
  private static func found(_ found: (row: Int, fault: FieldFault), in column: Column) -> (row: Int, fault: FieldFault)
  {
    RoundedNumber.isOne(column.content(found.row))
      ? (found.row, RoundedNumber.fault("subject", .repeatedSubject)) : found
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
    UnsafeBufferPointer(start: slots, count: 1 << bits).contains { $0.check != 0 && other.contains($0) }
  }

  private func contains(_ hash: Slot) -> Bool {
    var at = Int(truncatingIfNeeded: hash.place &>> UInt64(64 - bits))
    while slots[at].check != 0 {
      if slots[at].place == hash.place, slots[at].check == hash.check { return true }
      at = (at &+ 1) & ((1 << bits) - 1)
    }
    return false
  }

  private static let missing = FieldFault(
    code: .missingSubject, message: "this row has no subject", hint: "leave out subject: if rows need none")

  private static let repeated = FieldFault(
    code: .repeatedSubject, message: "the subject of this row has appeared before",
    hint:
      "several decisions on one person are not independent, and this version cannot take that into account; do not drop rows: name a column that tells decisions apart, or leave subject: out and read every range as too narrow"
  )

  private func insert(
    _ hashes: UnsafeMutableBufferPointer<Slot>, _ start: Int, _ end: Int
  ) -> (row: Int, fault: FieldFault)? {
    let slots = slots
    let mask = (1 << bits) - 1
    for row in start..<end {
      let hash = hashes[row - start]
      var at = Int(truncatingIfNeeded: hash.place &>> UInt64(64 - bits))
      while slots[at].check != 0 {
        if slots[at].place == hash.place, slots[at].check == hash.check { return (row, Self.repeated) }
        at = (at &+ 1) & mask
      }
      slots[at] = hash
      count += 1
    }
    return nil
  }

  private func grow() {
    let old = UnsafeBufferPointer(start: slots, count: 1 << bits)
    bits += 1
    slots = Self.emptySlots(bits)
    let mask = (1 << bits) - 1
    for slot in old where slot.check != 0 {
      var at = Int(truncatingIfNeeded: slot.place &>> UInt64(64 - bits))
      while slots[at].check != 0 { at = (at &+ 1) & mask }
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
      return plain.isEmpty ? nil : hash(content: plain)
    }
    let content = column.content(row)
    guard !content.isEmpty else { return nil }
    // The words are read whole, so that bytes have to follow the copy.
    return (content + [UInt8](repeating: 0, count: 8)).withUnsafeBytes {
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
    return Slot(place: Self.fold(place, keys.1), check: Self.fold(check, keys.2 ^ keys.0) | 1)
  }

  @inline(__always)
  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right | 1)
    return product.high ^ product.low
  }
}
