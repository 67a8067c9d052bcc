import AuditRecord

/// Numbers texts as they are met, compared by their bytes.
///
/// Texts of up to 15 bytes, as most labels are, are two words and found in one look. A dictionary that has become long, as of ids, is
/// begun anew: whoever reads it looks at each of its entries once.
struct TextCodes {
  private struct Slot {
    var words: (UInt64, UInt64)
    /// From 1; 0 for an empty slot.
    var number: Int32
  }

  private static let bits = 13
  /// The most labels of a dictionary when rows are begun.
  private static let most = 1 << 10
  private var slots: [Slot]
  private var long: [Label: Int32] = [:]
  private var labels: [Label] = []
  private var made: LabelDictionary?
  private var nuls: Set<Int32> = []
  /// Whether nothing is numbered so far.
  var isNew: Bool { labels.isEmpty }

  init() { slots = Array(repeating: Slot(words: (0, 0), number: 0), count: 1 << Self.bits) }

  /// Makes room for the texts of some rows.
  mutating func begin() { if labels.count > Self.most { self = TextCodes() } }

  /// The column of some rows, and the first of them that holds a NUL.
  mutating func column(_ rows: Range<Int>, _ text: (Int) -> String) -> (column: Column, nul: Int?) {
    begin()
    var nul: Int?
    let codes = [Int32](unsafeUninitializedCapacity: rows.count) { buffer, count in
      for row in rows {
        let code = number(text(row))
        if nul == nil, !nuls.isEmpty, nuls.contains(code) { nul = row }
        buffer[count] = code
        count += 1
      }
    }
    return (.coded(codes, dictionary: dictionary()), nul)
  }

  /// What the numbers stand for.
  mutating func dictionary() -> LabelDictionary {
    if let made, made.labels.count == labels.count { return made }
    let dictionary = LabelDictionary(labels)
    made = dictionary
    return dictionary
  }

  /// Numbers a text that was not met before.
  mutating func add(_ text: String) -> Int32 {
    let code = Int32(labels.count)
    labels.append(Label(text))
    if text.utf8.contains(0) { nuls.insert(code) }
    return code
  }

  /// The number of a text; −1 for an empty one.
  private mutating func number(_ text: String) -> Int32 {
    let found = text.utf8.withContiguousStorageIfAvailable { bytes -> (UInt64, UInt64)? in
      guard bytes.count < 16 else { return nil }
      var words: (UInt64, UInt64) = (0, 0)
      withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: UnsafeRawBufferPointer(bytes)) }
      // The last byte of short texts is free.
      words.1 |= UInt64(bytes.count).littleEndian << 56
      return words
    }
    guard let words = found ?? nil, labels.count < 1 << (Self.bits - 1) else { return long(text) }
    if words.1 == 0 { return -1 }
    let hash = (words.0 &* 0x9E37_79B9_7F4A_7C15) ^ (words.1 &* 0xC2B2_AE3D_27D4_EB4F)
    let mixed = (hash ^ (hash &>> 29)) &* 0xBF58_476D_1CE4_E5B9
    var at = Int(truncatingIfNeeded: mixed &>> UInt64(64 - Self.bits))
    while slots[at].number != 0 {
      if slots[at].words == words { return slots[at].number - 1 }
      at = (at + 1) & (1 << Self.bits - 1)
    }
    let code = add(text)
    slots[at] = Slot(words: words, number: code + 1)
    return code
  }

  private mutating func long(_ text: String) -> Int32 {
    guard !text.isEmpty else { return -1 }
    if let code = long[Label(text)] { return code }
    let code = add(text)
    long[Label(text)] = code
    return code
  }
}
